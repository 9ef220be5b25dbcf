"""Addresses of a network and the scripts they stand for: segwit (BIP173, BIP350) and base58."""

from sandbox.chains import base58, bech32
from sandbox.chains.network import Network

_PUSHNUM_BASE = 0x50
_NAMES = {
    0x00: "OP_0",
    0x6A: "OP_RETURN",
    0x76: "OP_DUP",
    0x87: "OP_EQUAL",
    0x88: "OP_EQUALVERIFY",
    0xA9: "OP_HASH160",
    0xAC: "OP_CHECKSIG",
}
_LONGEST_PUSH = 75
_TYPES = {(0, 20): "v0_p2wpkh", (0, 32): "v0_p2wsh", (1, 32): "v1_p2tr"}
_TO_KEY = (b"\x76\xa9\x14", b"\x88\xac")
_TO_SCRIPT = (b"\xa9\x14", b"\x87")


class BadAddress(Exception):
    """Why nothing can be paid there, as a sentence."""


class WrongNetwork(BadAddress):
    """A sound address, but of another network."""


def script_of(address: str, network: Network) -> bytes:
    """The scriptPubKey an address stands for; raises BadAddress."""
    payload = base58.decode(address)
    return _legacy_script(payload, network) if payload else _witness_script(address, network)


def address_of(script: bytes, network: Network) -> str | None:
    """The address of a witness program or of a hash; None for any other script."""
    version = _witness_version(script)
    if version is not None:
        return bech32.encode(network.hrp, version, script[2:])
    for prefix, frame in ((network.key_prefix, _TO_KEY), (network.script_prefixes[0], _TO_SCRIPT)):
        if (hashed := _framed(script, frame)) is not None:
            return base58.encode(bytes([prefix]) + hashed)
    return None


def type_of(script: bytes) -> str:
    """Esplora's word for a kind of script."""
    version = _witness_version(script)
    if version is not None:
        return _TYPES.get((version, len(script) - 2), "unknown")
    for name, frame in (("p2pkh", _TO_KEY), ("p2sh", _TO_SCRIPT)):
        if _framed(script, frame) is not None:
            return name
    return "p2pk" if script[-1:] == b"\xac" else "unknown"


def asm_of(script: bytes) -> str:
    """A script in words, as Esplora writes it; knows the few operations used here."""
    words = []
    rest = script
    while rest:
        opcode, rest = rest[0], rest[1:]
        if 0 < opcode <= _LONGEST_PUSH:
            words.append(f"OP_PUSHBYTES_{opcode} {rest[:opcode].hex()}")
            rest = rest[opcode:]
        else:
            words.append(_NAMES.get(opcode) or f"OP_PUSHNUM_{opcode - _PUSHNUM_BASE}")
    return " ".join(words)


def _witness_script(address: str, network: Network) -> bytes:
    hint = f"Those here begin with {network.hrp}1."
    try:
        prefix, version, program = bech32.decode(address)
    except bech32.NotSegwit as error:
        raise BadAddress(f"{error} {hint}") from None
    if prefix != network.hrp:
        raise WrongNetwork(f"This address is of another network. {hint}")
    return bytes([version and _PUSHNUM_BASE + version, len(program)]) + program


def _legacy_script(payload: bytes, network: Network) -> bytes:
    prefix, hashed = payload[0], payload[1:]
    if prefix == network.key_prefix:
        return hashed.join(_TO_KEY)
    if prefix in network.script_prefixes:
        return hashed.join(_TO_SCRIPT)
    raise WrongNetwork(f"This address is of another network. Those here begin with {network.hrp}1.")


def _framed(script: bytes, frame: tuple[bytes, bytes]) -> bytes | None:
    """The 20 bytes between the two parts of a frame; None when they are not in it."""
    hashed = script[len(frame[0]) : -len(frame[1])]
    return hashed if len(hashed) == 20 and hashed.join(frame) == script else None


def _witness_version(script: bytes) -> int | None:
    if len(script) < 4 or script[1] != len(script) - 2:
        return None
    if script[0] == 0 or _PUSHNUM_BASE < script[0] <= _PUSHNUM_BASE + 16:
        return script[0] and script[0] - _PUSHNUM_BASE
    return None
