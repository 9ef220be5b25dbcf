"""How DATABASE_KEY encrypts a SQLite file.

Scrypt (RFC 7914) turns DATABASE_KEY into the raw 32-byte key once per start, so that opening a
connection costs no key derivation. Its salt is the random 16-byte salt that SQLCipher keeps in
clear at the start of the file (https://www.zetetic.net/sqlcipher/design/), so the file alone, or a
backup of it, can be opened with the same DATABASE_KEY.
"""

import hashlib
import secrets
from collections import Counter
from itertools import pairwise
from pathlib import Path

from pydantic import SecretStr

from utils.refusal import StartRefused
from utils.sealing import MAKE_ONE, PLACEHOLDERS

PLAIN_HEADER = b"SQLite format 3\x00"
SALT_BYTES = 16
SHORTEST, LEAST_VARIETY = 12, 8
"""Characters of a new key, and different ones: scrypt makes each guess slow, so words will do."""
Identity = tuple[int, int]


class WrongKey(StartRefused):
    """The file cannot be read with this key."""


class NotEncrypted(StartRefused):
    """A key is set, but what would be written is plain."""


class WeakDatabaseKey(StartRefused):
    """A new file is not made with a key that is soon guessed; the message never shows it."""


def weakness(key: SecretStr) -> str | None:
    """Why a new file is not encrypted with this key, to be read after its name."""
    text = key.get_secret_value().strip()
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    if len(text) < SHORTEST:
        return f"has fewer than {SHORTEST} characters and is soon guessed"
    if any(word in text.lower() for word in PLACEHOLDERS):
        return "has a word in it that stands in examples, such as password or secret"
    if min(len(set(text)), len(steps)) < LEAST_VARIETY:
        return "repeats itself and is easy to guess"
    return None


def require_strong(key: SecretStr, name: str) -> None:
    """Raises WeakDatabaseKey. `name`: of the setting."""
    if reason := weakness(key):
        raise WeakDatabaseKey(f"{name} {reason}. Make one with: {MAKE_ONE}")


def raw_key(path: Path, key: SecretStr) -> str:
    """SQLCipher's `x'KEY SALT'` notation: the key for this file, which may not exist yet."""
    first = header(path) if path.exists() else b""
    if first == PLAIN_HEADER:
        raise NotEncrypted(
            f"DATABASE_KEY is set, but {path} is not encrypted: remove DATABASE_KEY,"
            " or name a new file in DATABASE_URL"
        )
    if len(first) < SALT_BYTES:
        require_strong(key, "DATABASE_KEY")
    salt = first if len(first) == SALT_BYTES else secrets.token_bytes(SALT_BYTES)
    secret = key.get_secret_value().encode()
    derived = hashlib.scrypt(secret, salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
    return f"x'{derived.hex()}{salt.hex()}'"


class Heads:
    """The first bytes of the encrypted files that this process has open.

    POSIX gives all locks of a process on a file back when any descriptor of it is closed: a file
    that SQLite has open is read by nobody else here (https://www.sqlite.org/howtocorrupt.html,
    2.2). The bytes never change: the salt stays when the key does.
    """

    def __init__(self) -> None:
        self._known: dict[Identity, bytes] = {}
        self._users = Counter[Identity]()

    def keep(self, path: Path) -> Identity:
        """While it is open; to be told to `drop`."""
        which = identity(path)
        self._known[which] = self.read(path)
        self._users[which] += 1
        return which

    def drop(self, which: Identity) -> None:
        self._users[which] -= 1
        if self._users[which] == 0:
            del self._users[which], self._known[which]

    def read(self, path: Path) -> bytes:
        if known := self._known.get(identity(path)):
            return known
        with path.open("rb") as file:
            return file.read(SALT_BYTES)


heads = Heads()


def identity(path: Path) -> Identity:
    stat = path.stat()
    return stat.st_dev, stat.st_ino


def header(path: Path) -> bytes:
    """The first bytes of the file: SQLite's own words, or the salt of an encrypted one."""
    return heads.read(path)
