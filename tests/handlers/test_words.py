"""Words that ask for the menu leave every question, in the reader's language."""

import pytest

from handlers.table import Table
from tests.handlers.conftest import ALICE, OLIVIA, Hall, all_desks

TABLE = Table(all_desks())


@pytest.mark.parametrize("text", ["menu", "Cancel", " back ", "MENU!", "stop"])
@pytest.mark.parametrize("topic", sorted(TABLE.typed))
async def test_words_that_ask_for_the_menu_leave_every_question(
    hall: Hall, topic: str, text: str
) -> None:
    await hall.expecting(f"{topic}:1", OLIVIA)
    await hall.type(text, OLIVIA)
    assert hall.reached == []
    assert "What would you like to do?" in hall.telegram.said[-1]
    assert (await hall.user(OLIVIA)).expecting is None


async def test_they_are_those_of_the_reader_s_language(hall: Hall) -> None:
    await hall.expecting("delivery:BTC")
    await hall.users.speak(ALICE, "de")
    await hall.type("abbrechen")
    assert hall.reached == []
    assert "Was möchtest du tun?" in hall.telegram.said[-1]
