"""Who reaches what: every button, command and topic of admins, for everybody."""

import pytest
from aiogram.filters.callback_data import CallbackData

from tests.handlers.conftest import ALICE, OLIVIA, Hall
from tests.handlers.test_buttons import TABLE, biggest

BUTTONS = [found.data for found in TABLE.buttons.values() if found.route.needs]
COMMANDS = [
    word for word, found in TABLE.commands.items() if found.needs and word not in TABLE.open
]
TOPICS = [topic for topic, route in TABLE.typed.items() if route.needs]


def test_there_is_something_to_try() -> None:
    assert len(BUTTONS) > 20
    assert {"cancel-reason", "find", "refund", "refund-to", "answer"} <= set(TOPICS)
    assert {"admin", "goods", "addstock", "editsold"} <= set(COMMANDS)


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.__name__)
async def test_a_button_of_admins(hall: Hall, button: type[CallbackData]) -> None:
    """Forged by a customer, pressed by an admin, and by one who was dismissed meanwhile."""
    data = biggest(button).pack()
    await hall.press(data, ALICE)
    assert hall.reached == []
    await hall.press(data, OLIVIA)
    assert len(hall.reached) == 2
    hall.owners.discard(OLIVIA)
    await hall.press(data, OLIVIA)
    assert len(hall.reached) == 2


@pytest.mark.parametrize("topic", TOPICS)
async def test_a_question_to_admins(hall: Hall, topic: str) -> None:
    """Also when it was asked while they were one: what is typed then is refused."""
    await hall.expecting(f"{topic}:1", ALICE)
    await hall.type("a text", ALICE)
    assert hall.reached == []
    await hall.expecting(f"{topic}:1", OLIVIA)
    await hall.type("a text", OLIVIA)
    assert len(hall.reached) == 2
    hall.owners.discard(OLIVIA)
    await hall.expecting(f"{topic}:1", OLIVIA)
    await hall.type("a text", OLIVIA)
    assert len(hall.reached) == 2


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_command_of_admins(hall: Hall, command: str) -> None:
    await hall.type(f"/{command} K7Q2M", ALICE)
    assert hall.reached == []
    await hall.type(f"/{command} K7Q2M", OLIVIA)
    assert hall.reached[1:] == ["K7Q2M"]
