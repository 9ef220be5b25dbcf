"""Who reaches what: every button, command and question of the table, for everybody, in every kind
of update, through the reception as it is.
"""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from aiogram.types import Chat, PhotoSize, Update, User
from sqlalchemy import select

from db import Database
from handlers.group_door import OBEYED
from handlers.press import Routes
from handlers.table import Table
from models.audit import AuditEntry
from models.permission import RIGHTS, Permission, Role
from models.role import REFUSED
from tests.handlers.conftest import ALICE, OLIVIA, Hall, all_desks
from tests.handlers.office import ANN, Office
from tests.handlers.telegram import mounted, pressed, typed
from tests.handlers.test_buttons import TABLE, biggest

BOB = 7100
GROUP = Chat(id=-1007, type="supergroup", title="Team")
ANONYMOUS = User(id=1087968824, is_bot=True, first_name="Group", username="GroupAnonymousBot")
"""https://core.telegram.org/bots/api#message: who writes for a group's anonymous admin."""
LATER = 10**6
"""Of a message that came after every question."""
NONE: frozenset[Permission] = frozenset()
ACTORS: dict[str, frozenset[Permission]] = {
    **{role.value: rights for role, rights in RIGHTS.items()},
    "owner by settings": RIGHTS[Role.OWNER],
    "customer": NONE,
    "demoted": NONE,
    "expired": NONE,
    "in doubt": NONE,
}


async def become(hall: Hall, actor: str) -> int:
    """Their number."""
    await hall.user(OLIVIA)
    await hall.users.register(BOB, "Bob", "bob", "en")
    team = hall.tools.team
    given: Role | None = None
    ends = None
    match actor:
        case "owner by settings":
            return OLIVIA
        case "customer":
            return ALICE
        case "demoted":
            given = Role.OWNER
        case "expired" | "in doubt":
            given, ends = Role.OWNER, hall.clock() + timedelta(days=1)
        case _:
            given = Role(actor)
    seen = (await team.member(BOB)).seen
    grant = await team.give(BOB, given, ends, seen=seen, admin=OLIVIA)
    if actor == "demoted":
        await team.take(BOB, seen=grant.seen, admin=OLIVIA)
    if actor == "expired":
        hall.clock.advance(days=1)
    hall.clock.in_doubt = actor == "in doubt"
    return BOB


@dataclass
class Trial:
    """One person tries everything. `expected`: what the audit must hold of it."""

    hall: Hall
    who: int
    rights: frozenset[Permission]
    expected: list[tuple[str, str]] = field(default_factory=list)
    tried: int = 0

    async def served(self, work: Awaitable[None], what: str, needs: Permission | None) -> None:
        """Where people are served: reached with the right, else one sentence and nothing more."""
        hall = self.hall
        hall.reached.clear()
        hall.telegram.asked.clear()
        if self.tried % 15 == 14:
            hall.clock.advance(minutes=11)  # the audit hears of so many within ten minutes
        self.tried += 1
        await work
        may = needs is None or needs in self.rights
        assert bool(hall.reached) is may, (what, hall.reached)
        told = [a.text or "" for a in hall.telegram.answers] + hall.telegram.said
        assert sum("🚫" in text for text in told) == (0 if may else 1), (what, told)
        if not may:
            self.expected.append((what, str(needs)))

    async def ignored(self, work: Awaitable[None], what: str) -> None:
        """In groups, and whatever commands nothing."""
        self.hall.reached.clear()
        await work
        assert self.hall.reached == [], what

    async def receive(self, update: Update) -> None:
        await self.hall.reception.receive(mounted(update, self.hall.bot), self.hall.bot)

    async def in_group(self, text: str, by: User | None = None, **more: Any) -> None:
        update = typed(self.who, text)
        assert update.message is not None
        said = update.message.model_copy(
            update={"chat": GROUP} | ({"from_user": by} if by else {}) | more
        )
        await self.receive(Update(update_id=1, message=said))
        await self.receive(Update(update_id=1, edited_message=said))

    async def audited(self) -> list[tuple[str, str]]:
        async with self.hall.database.uow.read() as uow:
            rows = await uow.session.scalars(
                select(AuditEntry).where(AuditEntry.action == REFUSED).order_by(AuditEntry.id)
            )
            return [(row.details["what"], row.details["needs"]) for row in rows]


@pytest.fixture(params=list(ACTORS))
async def trial(request: pytest.FixtureRequest, hall: Hall) -> AsyncIterator[Trial]:
    """Afterwards every refusal stands in the audit, once."""
    who = await become(hall, request.param)
    one = Trial(hall, who, ACTORS[request.param])
    yield one
    assert await one.audited() == one.expected


async def test_buttons(trial: Trial) -> None:
    for prefix, found in TABLE.buttons.items():
        data, needs = biggest(found.data).pack(), found.route.needs
        await trial.served(trial.hall.press(data, trial.who), prefix, needs)
        await trial.served(trial.hall.press(data, trial.who, gone=True), prefix, needs)
        await trial.ignored(trial.receive(pressed(trial.who, data, chat=GROUP)), prefix)
        assert len(trial.hall.telegram.answers) == 2  # a button in a group turns no longer


async def test_commands(trial: Trial) -> None:
    for word, route in TABLE.commands.items():
        text, needs = f"/{word} K7Q2M", None if word in TABLE.open else route.needs
        await trial.served(trial.hall.type(text, trial.who), f"/{word}", needs)
        await trial.ignored(trial.hall.edit(text, trial.who, number=LATER), word)
        if word in OBEYED:
            continue  # tests/handlers/test_notice_group.py
        await trial.ignored(trial.in_group(text), word)
        await trial.ignored(trial.in_group(text, ANONYMOUS, sender_chat=GROUP), word)


async def test_questions(trial: Trial) -> None:
    hall, who = trial.hall, trial.who
    for topic, route in TABLE.typed.items():
        await hall.expecting(f"{topic}:1", who)
        await trial.ignored(trial.in_group("a text"), topic)
        await trial.ignored(trial.in_group("a text", ANONYMOUS, sender_chat=GROUP), topic)
        await trial.served(hall.type("a text", who), topic, route.needs)
        await hall.expecting(f"{topic}:1", who)
        await trial.served(hall.edit("a text", who, number=LATER), topic, route.needs)
        if route.takes_all:
            await hall.expecting(f"{topic}:1", who)
            photo = [PhotoSize(file_id="1", file_unique_id="1", width=9, height=9)]
            await trial.served(hall.type(None, who, photo=photo), topic, route.needs)
        await hall.expecting("", who)


def named(rights: frozenset[Permission]) -> set[str]:
    """Every route of those that are not everybody's."""
    buttons = {prefix: found.route.needs for prefix, found in TABLE.buttons.items()}
    others = {f"/{word}": route.needs for word, route in TABLE.commands.items()}
    topics = {f"{topic}?": route.needs for topic, route in TABLE.typed.items()}
    return {what for what, needs in (buttons | others | topics).items() if needs in rights}


LOOKS = {
    *("/goods", "/stock", "/exportstock", "g", "g-c", "g-p", "g-v", "g-b", "g-b-open", "g-m"),
    *("g-few", "g-csv", "g-pic", "g-p-see", "gr", "gr-o"),
}
SEES = {
    *("/admin", "a-orders", "a-list", "a-find", "find?", "a-order", "a-payment", "a-said"),
    "a-sources",
}


def test_a_viewer_only_looks() -> None:
    """What is added here changes nothing, and shows no more than what is here already."""
    assert named(RIGHTS[Role.VIEWER]) == LOOKS | SEES


def test_who_keeps_stock_sees_no_order_and_nobody() -> None:
    reached = named(RIGHTS[Role.STOCK])
    assert reached >= LOOKS | {"g-add", "g-add-y", "goods-add?", "/addstock"}
    assert not {what for what in reached if what.startswith("a-")} - {
        *("a-doubt", "a-trust", "a-trust-yes")
    }


def test_keys_and_roles_are_the_owners_alone() -> None:
    kept = {
        *("a-hand", "a-hand-yes", "by-hand-reason?", "a-key", "a-key-yes"),
        *("team", "team-d", "team-u", "team-y", "/addadmin", "/rmadmin"),
        *("two", "two-open", "two-yes", "two-no", "/approvals"),
    }
    for role, rights in RIGHTS.items():
        assert bool(named(rights) & kept) is (role is Role.OWNER)


def test_a_route_of_another_desk_is_not_set_apart() -> None:
    class Wrong:
        def routes(self) -> Routes:
            routes: Routes = all_desks()[0].routes()
            return replace(routes, apart={"nothing of it": Permission.SEE})

    with pytest.raises(ValueError, match="no route"):
        Table([Wrong()])


PRESSES = 150


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
async def test_nobody_is_shown_what_they_may_not_press(
    sqlite_database: Database, role: Role
) -> None:
    """From the menu on, each button of each screen: none of them is refused."""
    office = Office(sqlite_database)
    await office.open()
    order_id = await office.world.order(100, quantity=1)
    await office.world.users.register(BOB, "Bob", "bob", "en")
    team = office.team
    await team.give(BOB, role, None, seen=(await team.member(BOB)).seen, admin=ANN)
    waiting, seen = ["home"], set[str]()
    waiting += [f"a-order:{order_id}", "a-sources"] if Permission.SEE in RIGHTS[role] else []
    waiting += ["g-v:1"] if Permission.SHELVES in RIGHTS[role] else []
    while waiting and len(seen) < PRESSES:
        data = waiting.pop(0)
        if data in seen or data.startswith("lang"):
            continue
        seen.add(data)
        office.telegram.asked.clear()
        toast = await office.send(data, BOB)
        assert "does not include" not in toast, data
        keyboards = [getattr(asked, "reply_markup", None) for asked in office.telegram.asked]
        rows = [row for one in keyboards if one for row in one.inline_keyboard]
        waiting += [one.callback_data for row in rows for one in row if one.callback_data]
    needed = {TABLE.buttons[each.partition(":")[0]].route.needs for each in seen}
    assert RIGHTS[role] - {Permission.SETTINGS, Permission.MONEY} <= needed
