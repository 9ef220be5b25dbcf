"""What of a text a person can see: for names that are shown, and goods that are handed over."""

import unicodedata

UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Fillers and joiners that count as letters or signs, and still show nothing."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Turns the direction of what follows, so that a text reads as another one."""
LINES = frozenset("\t\n\r")
JOINERS = frozenset("\u200c\u200d")
"""Join what stands beside them: letters of some scripts, and several emoji into one."""
FIRST_JOINED = 0x0600
"""No sign before Arabic is joined to its neighbour: there a joiner only hides in a word."""
TAGS = range(0xE0020, 0xE0080)
"""What a flag is spelt with, behind a black flag alone."""
FLAG = "\U0001f3f4"
MARKS = 4
"""On one sign: more is no writing, and runs over the lines beside it."""
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


def legible(text: str) -> str:
    """What is seen of it, in the order in which it is written: for what people type and others
    read. Lines stay lines.

    What shows nothing is left out, so that no name is hidden in another, or is another one in
    another order; a sign that only fills becomes a blank.
    """
    kept: list[str] = []
    marks = 0
    for sign in "\n".join(text.splitlines()):
        marks = marks + 1 if unicodedata.category(sign).startswith("M") else 0
        if marks <= MARKS:
            kept.append(_shown(sign, kept))
    return "\n".join(line.rstrip() for line in "".join(kept).split("\n")).strip()


def _shown(sign: str, before: list[str]) -> str:
    """The sign, a blank in its place, or nothing."""
    if sign in UNSEEN or sign == "\t":
        return "" if unicodedata.category(sign) == "Mn" else " "
    if sign == "\n" or sign.isprintable():
        return sign
    last = next((one for one in reversed(before) if one), " ")
    if sign in JOINERS:
        return sign if ord(last) >= FIRST_JOINED and not last.isspace() else ""
    if ord(sign) in TAGS:
        return sign if last == FLAG or ord(last) in TAGS else ""
    return " " if unicodedata.category(sign)[0] == "Z" else ""
