"""What somebody says is their address, in its one spelling: checked before money is sent there."""

from collections.abc import Callable, Mapping

from utils.wallets import base58, bitcoin, eip55, litecoin, segwit
from utils.wallets.p2wpkh import Network

LONGEST = 128
PROGRAM_BYTES = {0: (20, 32), 1: (32,)}
"""By witness version. Anybody may spend what is sent to a later version, or to another length."""
OLDER_SPELLING = {0x05: 0x32, 0xC4: 0x3A}
"""Litecoin's script hashes once looked like Bitcoin's: 3... is M..., and 2... is Q..."""
HASH_BYTES = 20
KEY_BYTES = 32


class BadAddress(ValueError):
    """No address of this coin and network that money can be sent to."""


def parse_address(asset: str, text: str, network: str) -> str:
    """The address in its canonical spelling: bech32 in small letters, EIP-55 capitals.

    `asset` is the coin (BTC, LTC, ETH, SOL), `network` mainnet, testnet or regtest. Raises
    BadAddress, whose text never repeats what was typed. No way is known to tell apart the networks
    of Ethereum and of Solana, nor Bitcoin's script hashes (3...) from Litecoin's older spelling.
    """
    text = text.strip()
    if not text.isascii() or not text.isalnum() or len(text) > LONGEST:
        raise BadAddress("an address has letters and digits alone")
    return PARSERS[asset](text, network)


def _bitcoin(text: str, network: str) -> str:
    return _with_script(text, bitcoin.NETWORKS[network])


def _litecoin(text: str, network: str) -> str:
    return _with_script(text, litecoin.NETWORKS[network], OLDER_SPELLING)


def _with_script(text: str, network: Network, older: Mapping[int, int] | None = None) -> str:
    """Native segwit, or one from before it."""
    if text.lower().startswith(f"{network.hrp}1"):
        return _segwit(text, network.hrp)
    try:
        version, *program = base58.decode_check(text)
    except base58.BadBase58 as error:
        raise BadAddress("neither a native segwit address nor one with a checksum") from error
    if version not in network.base58_prefixes or len(program) != HASH_BYTES:
        raise BadAddress("an address of another coin or network")
    return base58.encode_check(bytes([(older or {}).get(version, version), *program]))


def _segwit(text: str, hrp: str) -> str:
    try:
        version, program = segwit.decode(hrp, text)
    except segwit.BadAddress as error:
        raise BadAddress(str(error)) from error
    if len(program) not in PROGRAM_BYTES.get(version, ()):
        raise BadAddress("anybody could spend what is sent to this address")
    return segwit.encode(hrp, version, program)


def _ethereum(text: str, _: str) -> str:
    try:
        raw = eip55.decode(text)
    except eip55.BadAddress as error:
        raise BadAddress(str(error)) from error
    if not any(raw):
        raise BadAddress("the address of nobody")
    return eip55.encode(raw)


def _solana(text: str, _: str) -> str:
    """Any account but the system program: those of programs (multi-signature vaults) as well.

    There is no checksum: another letter is another account.
    """
    try:
        raw = base58.decode(text)
    except base58.BadBase58 as error:
        raise BadAddress(str(error)) from error
    if len(raw) != KEY_BYTES or not any(raw):
        raise BadAddress("not the 32 bytes of an account")
    return base58.encode(raw)


PARSERS: dict[str, Callable[[str, str], str]] = {
    "BTC": _bitcoin,
    "LTC": _litecoin,
    "ETH": _ethereum,
    "SOL": _solana,
}
