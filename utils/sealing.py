"""Sealing secrets at rest under SECRET_KEY: AES-256-GCM, and keyed digests.

A sealed value is `version | key id | nonce | ciphertext and tag`: 1, 4, 12 and n + 16 bytes.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Sequence
from itertools import pairwise

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from utils.refusal import StartRefused

VERSION = b"\x01"
KEY_ID_BYTES = 4
NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = len(VERSION) + KEY_ID_BYTES
KEY_BYTES = 32
LEAST_VARIETY = 16
MAKE_ONE = 'python3 -c "import secrets; print(secrets.token_hex(32))"'
PLACEHOLDERS = ("change", "secret", "example", "placeholder", "password", "default", "insecure")


class Unsealable(Exception):
    """A sealed value does not open; the message says why and never shows the value."""


class WeakSecretKey(StartRefused):
    """SECRET_KEY is missing, short or guessable; the message never shows it."""

    def __init__(self, reason: str, name: str = "SECRET_KEY") -> None:
        super().__init__(f"{name} {reason}. Make one with: {MAKE_ONE}")


class Sealer:
    """`bound_to` names the row: moved to another row, a value neither opens nor digests alike."""

    def __init__(self, secret: SecretStr | str) -> None:
        text = _text(secret)
        self._cipher = AESGCM(_subkey(text, b"holdfast sealing"))
        self._digest_key = _subkey(text, b"holdfast digest")
        # Tells a wrong SECRET_KEY from a damaged row, and lets a rotation find the right key.
        self._header = VERSION + _subkey(text, b"holdfast key id")[:KEY_ID_BYTES]

    @property
    def key_id(self) -> str:
        """Tells one SECRET_KEY from another, and nothing about either."""
        return _key_id(self._header)

    def sealed(self, value: bytes) -> bool:
        """Whether `value` says that this SECRET_KEY sealed it."""
        return value[:HEADER_BYTES] == self._header

    def seal(self, plain: bytes, *, bound_to: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, plain, self._header + bound_to.encode())
        return self._header + nonce + sealed

    def open(self, sealed: bytes, *, bound_to: str) -> bytes:
        """The plain bytes; raises Unsealable."""
        header, body = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
        if len(body) < NONCE_BYTES + TAG_BYTES or header[:1] != VERSION:
            raise Unsealable(f"{bound_to}: this is not a value this version of the shop sealed")
        if header != self._header:
            raise Unsealable(
                f"{bound_to}: sealed with another SECRET_KEY (its id is {_key_id(header)}, this"
                f" one's {self.key_id}); put the one back that it was sealed with"
            )
        nonce, rest = body[:NONCE_BYTES], body[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, rest, header + bound_to.encode())
        except InvalidTag:
            raise Unsealable(
                f"{bound_to}: the sealed value was altered or belongs to another row;"
                " restore it from a backup"
            ) from None

    def digest(self, plain: bytes, *, bound_to: str) -> bytes:
        """HMAC-SHA256: equal for equal input under the same SECRET_KEY, and telling no more."""
        name = bound_to.encode()
        framed = len(name).to_bytes(4, "big") + name + plain
        return hmac.digest(self._digest_key, framed, "sha256")


def _key_id(header: bytes) -> str:
    return header[len(VERSION) :].hex()


def require_strong(secret: SecretStr | str, name: str = "SECRET_KEY") -> None:
    """Raises WeakSecretKey unless it is hex or base64 text of at least 32 random-looking bytes.

    `name`: of the setting.
    """
    if reason := weakness(_text(secret)):
        raise WeakSecretKey(reason, name)


def weakness(text: str) -> str | None:
    """Why this is no good SECRET_KEY, to be read after its name."""
    if not text:
        return "is missing"
    if any(word in text.lower() for word in PLACEHOLDERS):
        return "is still the placeholder"
    raw = _decoded(text)
    if len(raw) < KEY_BYTES:
        return f"must be at least {KEY_BYTES} random bytes, as hex or base64"
    steps = [(after - before) % 256 for before, after in pairwise(raw)]
    if min(_variety(raw), _variety(steps)) < LEAST_VARIETY:
        return "repeats itself and is easy to guess"
    return None


def _text(secret: SecretStr | str) -> str:
    return (secret.get_secret_value() if isinstance(secret, SecretStr) else secret).strip()


def _decoded(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
    try:
        return base64.b64decode(padded.translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _variety(values: Sequence[int]) -> int:
    """How many different ones; 32 random bytes have 30 or so, patterns far fewer."""
    return len(set(values))


def _subkey(secret: str, purpose: bytes) -> bytes:
    if not secret:
        raise WeakSecretKey("is missing")
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose)
    return kdf.derive(secret.encode())
