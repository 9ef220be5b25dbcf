"""One form for all spellings of a good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.spelling import normal, trimmed


@given(st.text())
def test_a_normal_form_is_its_own(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text())
def test_what_files_put_around_changes_nothing(text: str) -> None:
    assert normal(f"\ufeff {text}\r\n") == normal(text) == normal(trimmed(text))
    assert trimmed(text) in text


@pytest.mark.parametrize(
    "sign", ["\x00", "\x7f", "\u202e", "\u2066", "\ufe0f", "\u034f", "\U000e0041"]
)
def test_what_shows_nothing_counts_nothing(sign: str) -> None:
    assert normal(f"A{sign}B") == "AB"


@pytest.mark.parametrize("blank", ["\t", "\x0b", "\x85", "\u2028", "\u3000", " \n "])
def test_every_blank_is_one(blank: str) -> None:
    assert normal(f"A{blank}B") == "A B"
