"""Output descriptors with their checksum, as bitcoind imports them.

https://github.com/bitcoin/bips/blob/master/bip-0380.mediawiki
"""

from utils.wallets.segwit import ALPHABET

CHARACTERS = (
    "0123456789()[],'/*abcdefgh@:$%{}"
    "IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~"
    'ijklmnopqrstuvwxyzABCDEFGH`#"\\ '
)
GENERATOR = (0xF5DEE51989, 0xA9FDCA3312, 0x1BAB10E32D, 0x3706B1677A, 0x644D626FFD)
LENGTH = 8


def with_checksum(descriptor: str) -> str:
    """The descriptor, `#` and its eight letters; raises ValueError for a foreign character."""
    return f"{descriptor}#{checksum(descriptor)}"


def checksum(descriptor: str) -> str:
    state, groups = 1, list[int]()
    for character in descriptor:
        place = CHARACTERS.index(character)
        state = _step(state, place & 31)
        groups.append(place >> 5)
        if len(groups) == 3:
            state = _step(state, groups[0] * 9 + groups[1] * 3 + groups[2])
            groups.clear()
    if groups:
        state = _step(state, groups[0] if len(groups) == 1 else groups[0] * 3 + groups[1])
    for _ in range(LENGTH):
        state = _step(state, 0)
    state ^= 1
    return "".join(ALPHABET[(state >> 5 * (LENGTH - 1 - place)) & 31] for place in range(LENGTH))


def _step(state: int, value: int) -> int:
    top = state >> 35
    state = ((state & 0x7FFFFFFFF) << 5) ^ value
    for bit, term in enumerate(GENERATOR):
        if top >> bit & 1:
            state ^= term
    return state
