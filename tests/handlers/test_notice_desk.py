"""Who hears of what is chosen in the chat, and read as one message when the night is over."""

import pytest

from db import Database
from handlers.notice_callbacks import ChooseNotice, Notices
from models.notice import Kind, Told
from models.permission import Role
from tests.handlers.office import Office


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    office = Office(sqlite_database)
    await office.open()
    return office


async def told(office: Office, kind: Kind, role: Role = Role.OWNER) -> Told:
    return (await office.world.notices.manner()).of(kind, role)


async def test_a_kind_is_told_otherwise_with_a_press(office: Office) -> None:
    await office.send(Notices().pack())
    assert "No hours are quiet" in office.screen
    await office.press("New order")
    assert "Owner: at once" in office.screen
    assert "It is so from now on." in await office.press("Owner: once a day")
    assert await told(office, Kind.STARTED) is Told.DIGEST
    await office.press("Owner: not at all")
    await office.press("Owner: at once")
    assert await told(office, Kind.STARTED) is Told.NOW


async def test_hours_are_typed(office: Office) -> None:
    await office.send(Notices().pack())
    await office.press("Quiet hours")
    await office.type("late")
    assert "These are no hours" in office.screen
    await office.type("22-7 9")
    assert "Quiet from 22:00 to 07:00 (UTC)" in office.screen
    assert "comes at 09:00" in office.screen


async def test_two_admins_at_one_kind(office: Office) -> None:
    """The second one's old button overwrites nothing."""
    old = ChooseNotice(kind="started", role="owner", told="never", seen="digest")
    assert "changed this meanwhile" in await office.send(old.pack())
    forged = ChooseNotice(kind="look", role="owner", told="never", seen="now")
    assert "cannot be chosen" in await office.send(forged.pack())
    assert await told(office, Kind.STARTED) is Told.NOW
    assert await told(office, Kind.LOOK) is Told.NOW
