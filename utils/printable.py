"""What of a text a person can see: for names that are shown, and goods that are handed over."""

import unicodedata

UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Fillers and joiners that count as letters or signs, and still show nothing."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Turns the direction of what follows, so that a text reads as another one."""
LINES = frozenset("\t\n\r")
BLANK = ("Z", "C", "M")
"""Categories of what alone shows nothing: blanks, controls, marks on no sign."""


def is_seen(text: str) -> bool:
    """Whether anything of it can be seen."""
    return any(sign not in UNSEEN and unicodedata.category(sign)[0] not in BLANK for sign in text)


def is_clean(text: str) -> bool:
    """No control characters but those of lines; PostgreSQL keeps none of the number 0."""
    return all(sign in LINES or unicodedata.category(sign) not in ("Cc", "Cs") for sign in text)


def is_one_line(text: str) -> bool:
    """Reads in one line, and in the order in which it is written."""
    wrong = ("Cc", "Cs", "Zl", "Zp")
    return all(sign not in TURNING and unicodedata.category(sign) not in wrong for sign in text)
