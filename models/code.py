"""What people call an order."""

import secrets

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and letters that are not taken for one another when read aloud or typed."""
CODE_LENGTH = 5
NUMERIC = frozenset("23456789E")
"""28 million codes."""


def draw_code() -> str:
    """A public code for an order, `K7Q2M`: random, so that it does not tell the volume of sales.

    None is read as a number, by people (order 23456) or by spreadsheets (23E45).
    """
    while set(code := "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))) <= NUMERIC:
        pass
    return code
