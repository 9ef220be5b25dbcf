"""BIP39, BIP32, BIP84 and SLIP-10 on the standard library: an independent judge of our wallets.

Slow and not constant-time on purpose: it is read against the BIPs, not run in the shop.
"""

import hashlib
import hmac
from typing import NamedTuple

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
Point = tuple[int, int] | None
G: Point = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class Node(NamedTuple):
    secret: int
    chain_code: bytes


def add(a: Point, b: Point) -> Point:
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    if a == b:
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def public_key(secret: int) -> bytes:
    total: Point = None
    step = G
    while secret:
        if secret & 1:
            total = add(total, step)
        step = add(step, step)
        secret >>= 1
    assert total is not None
    return bytes([2 + total[1] % 2]) + total[0].to_bytes(32, "big")


def seed_of(mnemonic: str) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", mnemonic.encode(), b"mnemonic", 2048)


def master(seed: bytes) -> Node:
    digest = hmac.new(b"Bitcoin seed", seed, hashlib.sha512).digest()
    return Node(int.from_bytes(digest[:32], "big"), digest[32:])


def derive(seed: bytes, path: str) -> Node:
    node = master(seed)
    for step in path.split("/")[1:]:
        number = int(step.rstrip("'")) + (2**31 if step.endswith("'") else 0)
        hardened = b"\0" + node.secret.to_bytes(32, "big")
        start = hardened if number >= 2**31 else public_key(node.secret)
        message = start + number.to_bytes(4, "big")
        digest = hmac.new(node.chain_code, message, hashlib.sha512).digest()
        node = Node((int.from_bytes(digest[:32], "big") + node.secret) % N, digest[32:])
    return node


def hash160(data: bytes) -> bytes:
    return hashlib.new("ripemd160", hashlib.sha256(data).digest()).digest()


def p2wpkh(hrp: str, key: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in hash160(key))
    values = [0, *(int(bits[i : i + 5], 2) for i in range(0, 160, 5))]
    expanded = [ord(c) >> 5 for c in hrp] + [0] + [ord(c) & 31 for c in hrp]
    checksum = 1
    for value in [*expanded, *values, 0, 0, 0, 0, 0, 0]:
        top = checksum >> 25
        checksum = ((checksum & 0x1FFFFFF) << 5) ^ value
        for i, g in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            checksum ^= g * (top >> i & 1)
    values += [((checksum ^ 1) >> 5 * (5 - i)) & 31 for i in range(6)]
    return hrp + "1" + "".join(BECH32[value] for value in values)


def base58check(payload: bytes) -> str:
    return base58(payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4])


def wif(prefix: int, secret: int) -> str:
    return base58check(bytes([prefix]) + secret.to_bytes(32, "big") + b"\1")


def slip10_ed25519(seed: bytes, path: str) -> tuple[bytes, bytes]:
    """Private key and chain code (SLIP-10); every step of the path is hardened."""
    digest = hmac.new(b"ed25519 seed", seed, hashlib.sha512).digest()
    for step in path.split("/")[1:]:
        number = int(step.removesuffix("'")) + 2**31
        message = b"\0" + digest[:32] + number.to_bytes(4, "big")
        digest = hmac.new(digest[32:], message, hashlib.sha512).digest()
    return digest[:32], digest[32:]


def ed25519_public_key(secret: bytes) -> bytes:
    """RFC 8032, 5.1.5, in affine coordinates."""
    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p
    base_y = 4 * pow(5, -1, p) % p
    square = (base_y * base_y - 1) * pow(d * base_y * base_y + 1, -1, p) % p
    base_x = pow(square, (p + 3) // 8, p)
    if base_x * base_x % p != square:
        base_x = base_x * pow(2, (p - 1) // 4, p) % p
    if base_x % 2:
        base_x = p - base_x

    def plus(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
        product = d * a[0] * b[0] * a[1] * b[1]
        x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + product, -1, p)
        y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, p)
        return x % p, y % p

    scalar = int.from_bytes(hashlib.sha512(secret).digest()[:32], "little")
    scalar = scalar & (1 << 254) - 8 | 1 << 254
    total, step = (0, 1), (base_x, base_y)
    while scalar:
        if scalar & 1:
            total = plus(total, step)
        step = plus(step, step)
        scalar >>= 1
    return (total[1] | (total[0] & 1) << 255).to_bytes(32, "little")


def base58(raw: bytes) -> str:
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text
