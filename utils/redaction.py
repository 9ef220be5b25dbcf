"""Finding secrets in text, however they are spelled, and striking them out."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from urllib.parse import quote, quote_plus, unquote, urlsplit

MASK = "***"
SHORTEST = 4
"""Shorter secrets are not looked for: striking out every "a" leaves no log."""
PHRASE_RUN = 4
PHRASE_LENGTHS = {12, 15, 18, 21, 24}
DEEPEST = 8

BASE58 = "1-9A-HJ-NP-Za-km-z"
BETWEEN_WORDS = r"(?:\\[nrt]|[\W\d_]){1,12}"
SHAPES = re.compile(
    rf"\b[5KLc9T6][{BASE58}]{{50,51}}\b"  # WIF private keys: Bitcoin, Litecoin, testnets
    rf"|\b\w{{1,4}}prv[{BASE58}]{{100,112}}\b"  # BIP32 extended private keys
    r"|(?<![0-9])[0-9]{6,12}(?::|%3[Aa])[\w-]{30,}"  # bot tokens
    r"|(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"  # user and password in URLs
)


class Redactor:
    """Knows secrets by value and by shape."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._pattern = SHAPES

    def remember(self, secrets: Iterable[str]) -> None:
        for secret in secrets:
            self._known.update(_parts(secret))
        # Longest first, so that a secret inside another one does not leave the rest behind.
        known = sorted(self._known, key=len, reverse=True)
        patterns = [pattern for secret in known for pattern in _patterns(secret)]
        self._pattern = re.compile("|".join([*patterns, SHAPES.pattern]))

    def text(self, text: str) -> str:
        return self._pattern.sub(MASK, text)

    def value(self, value: object, depth: int = 0) -> object:
        """The same value with every string in it struck through; other objects as their repr."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, str):
            return self.text(value)
        if depth < DEEPEST and isinstance(value, Mapping):
            return {self.text(str(k)): self.value(v, depth + 1) for k, v in value.items()}
        if depth < DEEPEST and isinstance(value, list | tuple | set | frozenset):
            return [self.value(item, depth + 1) for item in value]
        return self.text(repr(value))


def _parts(secret: str) -> Iterator[str]:
    """The secret and, where it is a URL, the password in it."""
    yield secret
    with suppress(ValueError):
        password = urlsplit(secret).password or ""
        yield from (password, unquote(password))


def _patterns(secret: str) -> Iterator[str]:
    if len(secret) >= SHORTEST:
        yield "".join(map(_character, secret))
    words = secret.lower().split()
    if len(words) in PHRASE_LENGTHS:
        yield from _phrase(words)


def _character(character: str) -> str:
    """Matches it as text, JSON, repr() or a URL writes it, also one inside the other."""
    if character.isascii() and character.isalnum():
        return character
    raw = character.encode(errors="surrogatepass")
    spellings = {character, json.dumps(character)[1:-1], ascii(character)[1:-1], repr(raw)[2:-1]}
    spellings |= {quote(raw, safe=""), quote_plus(raw)}
    bare = sorted({spelling.lstrip("\\") or "\\" for spelling in spellings})
    choices = "|".join(re.escape(spelling).replace(r"\\", r"\\+") for spelling in bare)
    # A traceback indents the lines of a message; each repr() adds backslashes in front.
    indent = r"[ |]*" if character == "\n" else ""
    return rf"\\*(?:{choices}){indent}"


def _phrase(words: list[str]) -> Iterator[str]:
    """Every run of consecutive words, in any case and with anything but letters between."""
    for start in range(len(words) - PHRASE_RUN + 1):
        head, tail = words[start : start + PHRASE_RUN], words[start + PHRASE_RUN :]
        run = BETWEEN_WORDS.join(map(re.escape, head))
        rest = "".join(f"(?:{BETWEEN_WORDS}{re.escape(word)}" for word in tail) + ")?" * len(tail)
        yield rf"(?i:\b{run}{rest}\b)"
