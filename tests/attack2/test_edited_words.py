"""Kind 7: commands first. An edit that makes a command of a message is a command, no address."""

import pytest

from tests.handlers.conftest import Hall, hall  # noqa: F401


@pytest.mark.parametrize("words", ["/start", "/help", "/unknown@other_bot", "menu", "cancel"])
async def test_an_edit_into_a_command_is_no_answer(hall: Hall, words: str) -> None:
    await hall.expecting("delivery:BTC:5")
    await hall.type("Ann, Main street 1", number=7)
    hall.reached.clear()
    await hall.edit(words, number=7)
    assert hall.reached == [], hall.reached


async def test_a_banned_one_or_admin_reason(hall: Hall) -> None:
    await hall.expecting("cancel-reason:3", 7000)
    await hall.type("out of stock", 7000, number=7)
    hall.reached.clear()
    await hall.edit("/start", 7000, number=7)
    assert hall.reached == [], hall.reached
