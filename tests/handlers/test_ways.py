"""The ways an admin has from where something is said to where it is done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.views import worklist
from handlers.views.screen import Screen, pieces, units
from models.user import User
from tests.handlers.conftest import TEXTS

T = TEXTS("en")


def labels(screen: Screen) -> list[str]:
    return [button.text for row in screen.rows for button in row]


@pytest.mark.parametrize("times", [1, 0])
def test_who_waits_for_an_answer_is_one_press_away(times: int) -> None:
    todo = worklist.Todo(0, 0, 0, failed=False, unanswered=times, well=True)
    assert labels(worklist.work(T, todo, [])).count("💬 Who waits for an answer") == times


def test_somebody_without_an_order_has_a_button() -> None:
    user = User(id=300, name="Kai", username="kai", language="en")
    screen = worklist.found_person(T, "@kai", user)
    assert labels(screen)[0] == "👤 Kai"
    assert "but this customer does" in screen.text


@given(st.text(max_size=500), st.integers(2, 256))
def test_pieces_are_short_and_lose_no_word(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_an_address_too_long_for_a_button_has_two() -> None:
    long = "Alice Doe\n" + "Very Long Street " * 28
    assert [part[:10] for part in pieces(long, 256)] == ["Alice Doe\n", "Long Stree"]
    assert pieces("1 Street", 256) == ["1 Street"]
    assert pieces("", 256) == []
