"""Keccak-256, EIP-55 and addresses on the standard library alone: the judge of our wallet.

Written from the Keccak reference and EIP-55, slow on purpose; the keys come from tests/oracle.py.
"""

from tests import oracle

RATE = 136
MASK = 2**64 - 1


def keccak256(data: bytes) -> bytes:
    """With the padding Keccak had before it became SHA-3."""
    padded = data + b"\1" + bytes(-len(data) % RATE or RATE)
    padded = padded[: len(data) // RATE * RATE + RATE]
    padded = padded[:-1] + bytes([padded[-1] | 0x80])
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), RATE):
        for i in range(RATE // 8):
            word = int.from_bytes(padded[start + 8 * i : start + 8 * i + 8], "little")
            lanes[i % 5][i // 5] ^= word
        lanes = permuted(lanes)
    return b"".join(lanes[i][0].to_bytes(8, "little") for i in range(4))


def permuted(a: list[list[int]]) -> list[list[int]]:
    """The 24 rounds of Keccak-f[1600]."""
    register = 1
    for _ in range(24):
        columns = [a[x][0] ^ a[x][1] ^ a[x][2] ^ a[x][3] ^ a[x][4] for x in range(5)]
        mixed = [columns[x - 1] ^ turned(columns[(x + 1) % 5], 1) for x in range(5)]
        a = [[a[x][y] ^ mixed[x] for y in range(5)] for x in range(5)]
        x, y, current = 1, 0, a[1][0]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, a[x][y] = a[x][y], turned(current, (t + 1) * (t + 2) // 2)
        a = [
            [a[x][y] ^ (~a[(x + 1) % 5][y] & a[(x + 2) % 5][y]) for y in range(5)] for x in range(5)
        ]
        for j in range(7):
            register = (register << 1 ^ (register >> 7) * 0x71) % 256
            if register & 2:
                a[0][0] ^= 1 << ((1 << j) - 1)
    return a


def turned(lane: int, by: int) -> int:
    by %= 64
    return ((lane << by) | (lane >> (64 - by))) & MASK


def address(secret: int) -> str:
    """Checksummed."""
    x = int.from_bytes(oracle.public_key(secret)[1:], "big")
    y = pow(x**3 + 7, (oracle.P + 1) // 4, oracle.P)
    odd = oracle.public_key(secret)[0] == 3
    y = y if y % 2 == odd else oracle.P - y
    digits = keccak256(x.to_bytes(32, "big") + y.to_bytes(32, "big"))[12:].hex()
    marks = keccak256(digits.encode()).hex()
    return "0x" + "".join(
        d.upper() if int(m, 16) >= 8 else d for d, m in zip(digits, marks, strict=False)
    )
