"""How DATABASE_KEY encrypts a SQLite file.

Scrypt (RFC 7914) turns DATABASE_KEY into the raw 32-byte key once per start, so that opening a
connection costs no key derivation. Its salt is the random 16-byte salt that SQLCipher keeps in
clear at the start of the file (https://www.zetetic.net/sqlcipher/design/), so the file alone, or a
backup of it, can be opened with the same DATABASE_KEY.
"""

import hashlib
import secrets
from pathlib import Path

from pydantic import SecretStr

from utils.refusal import StartRefused

PLAIN_HEADER = b"SQLite format 3\x00"
SALT_BYTES = 16


class WrongKey(StartRefused):
    """The file cannot be read with this key."""


class NotEncrypted(StartRefused):
    """A key is set, but what would be written is plain."""


def raw_key(path: Path, key: SecretStr) -> str:
    """SQLCipher's `x'KEY SALT'` notation: the key for this file, which may not exist yet."""
    first = header(path) if path.exists() else b""
    if first == PLAIN_HEADER:
        raise NotEncrypted(
            f"DATABASE_KEY is set, but {path} is not encrypted: remove DATABASE_KEY,"
            " or name a new file in DATABASE_URL"
        )
    salt = first if len(first) == SALT_BYTES else secrets.token_bytes(SALT_BYTES)
    secret = key.get_secret_value().encode()
    derived = hashlib.scrypt(secret, salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
    return f"x'{derived.hex()}{salt.hex()}'"


def header(path: Path) -> bytes:
    """The first bytes of the file: SQLite's own words, or the salt of an encrypted one."""
    with path.open("rb") as file:
        return file.read(SALT_BYTES)
