"""Segwit addresses of the sandbox's network and the scripts they stand for (BIP173, BIP350)."""

from sandbox.chains import bech32

HRP = "bcrt"

_PUSHNUM_BASE = 0x50
_NAMES = {0x00: "OP_0", 0x6A: "OP_RETURN", 0xAC: "OP_CHECKSIG"}
_LONGEST_PUSH = 75
_TYPES = {(0, 20): "v0_p2wpkh", (0, 32): "v0_p2wsh", (1, 32): "v1_p2tr"}


class BadAddress(Exception):
    """Why nothing can be paid there, as a sentence."""


class WrongNetwork(BadAddress):
    """A sound address, but of another network."""


def script_of(address: str) -> bytes:
    """The scriptPubKey an address stands for; raises BadAddress."""
    try:
        prefix, version, program = bech32.decode(address)
    except bech32.NotSegwit as error:
        raise BadAddress(f"{error} Those here begin with {HRP}1.") from None
    if prefix != HRP:
        raise WrongNetwork(f"This address is of another network. Those here begin with {HRP}1.")
    return bytes([version and _PUSHNUM_BASE + version, len(program)]) + program


def address_of(script: bytes) -> str | None:
    """The address of a witness program; None for any other script."""
    version = _witness_version(script)
    return None if version is None else bech32.encode(HRP, version, script[2:])


def type_of(script: bytes) -> str:
    """Esplora's word for a kind of script."""
    version = _witness_version(script)
    if version is not None:
        return _TYPES.get((version, len(script) - 2), "unknown")
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


def _witness_version(script: bytes) -> int | None:
    if len(script) < 4 or script[1] != len(script) - 2:
        return None
    if script[0] == 0 or _PUSHNUM_BASE < script[0] <= _PUSHNUM_BASE + 16:
        return script[0] and script[0] - _PUSHNUM_BASE
    return None
