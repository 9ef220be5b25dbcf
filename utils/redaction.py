"""Finding secrets in text, however they are spelled, and striking them out."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl, quote, quote_plus, unquote

MASK = "***"
SHORTEST = 4
"""Shorter secrets are not looked for: striking out every "a" leaves no log."""
SHORT_KEY, KEY_LENGTH = 8, 16
"""From how many characters on a value of a query, or a part of a path, may be a provider's key."""
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
    """The secret and, where it is a URL, what is secret in it."""
    yield secret
    yield from credentials(secret)


def credentials(text: str) -> list[str]:
    """Whatever may be a secret in a URL, or in several with commas between, as written and decoded.

    It may be spelled wrongly: a password that holds `/`, `#` or `@` as it is, cut short behind one.
    """
    found = [part for url in (text, *text.split(",")) for part in _credentials(url)]
    return list(dict.fromkeys(each for part in found for each in (part, unquote(part)) if each))


def _credentials(url: str) -> Iterator[str]:
    scheme, mark, rest = url.strip().partition("://")
    if not mark:
        return
    login, at, place = rest.rpartition("@")
    user, colon, password = (login if at else rest).partition(":")
    if at:
        yield from (login, password if colon else user)
    elif colon and not re.match(r"[0-9]{1,5}(?:[/?]|$)", password):
        yield password  # what stands where a port should: a password without its end
    yield from (user for _ in range(len(user) >= KEY_LENGTH))
    if scheme.lower() not in ("http", "https"):
        return
    path, _, query = place.partition("?") if at else rest.partition("?")
    yield from (segment for segment in path.split("/")[1:] if _looks_like_a_key(segment))
    yield from (value for _, value in parse_qsl(query) if len(value) >= SHORT_KEY)


def _looks_like_a_key(segment: str) -> bool:
    return len(segment) >= KEY_LENGTH and any(map(str.isdigit, segment))


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
