"""One form for all spellings of a text that people and files take for the same.

Letter case stays: keys tell it apart. So do letters of other alphabets that only look alike.
"""

import unicodedata

UNSEEN = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u3164", "\uffa0"}
"""Fillers and joiners that are no format characters, and still show nothing."""
VARIATIONS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x1810))
BLANKS = {"\u2800"}
"""Blanks by nothing but their looks."""
KEPT = "\ufdd0"
"""Is no sign, and stands for one that is to stay."""
DASHES = {"\u2212", "\u02d7", "\u2043"}
NOISE = "\ufeff\u200b\u2060"
"""What files begin and end with, and nobody typed."""


class _Signs(dict[int, int | str | None]):
    """What becomes of each sign, found out once: a list of goods has millions of them."""

    def __missing__(self, number: int) -> int | None:
        sign = chr(number)
        if sign in BLANKS:
            self[number] = ord(" ")
            return ord(" ")
        self[number] = kept = ord("-") if _is_dash(sign) else None if _is_unseen(sign) else number
        return kept


SIGNS = _Signs()


def normal(text: str) -> str:
    """Compatible forms composed, blanks and line ends one space, dashes one, nothing unseen."""
    seen = unicodedata.normalize("NFKC", text).translate(SIGNS)
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def normal_before(text: str) -> str | None:
    """As releases had it that took every one of BLANKS for a sign; None where that is no other."""
    if BLANKS.isdisjoint(text):
        return None
    [blank] = BLANKS
    return normal(text.replace(blank, KEPT)).replace(KEPT, blank)


def trimmed(text: str) -> str:
    """As it is, without blanks, line ends and marks of the file around it."""
    while (less := text.strip().strip(NOISE)) != text:
        text = less
    return text


def _is_dash(sign: str) -> bool:
    return sign in DASHES or unicodedata.category(sign) == "Pd"


def _is_unseen(sign: str) -> bool:
    """What shows nothing and is no blank: marks of the file, joiners, directions, controls."""
    if sign.isspace():
        return False
    number = ord(sign)
    shows_nothing = unicodedata.category(sign) in ("Cf", "Cc") or sign in UNSEEN
    return shows_nothing or any(number in each for each in VARIATIONS)
