"""Cards that admins have open follow their order; what does not, says when it was read."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import EditMessageText
from sqlalchemy import text

from db import Database
from handlers import letters
from handlers.press import Visitor
from handlers.views.screen import Follows, visible
from models.opened import FOLLOWED, MOST_OPENED, REDRAW, Face
from models.outbox import OutboxStatus
from models.permission import Role
from tests.handlers.chats import Shown, bad_request
from tests.handlers.conftest import TEXTS
from tests.handlers.mail import Mail, until
from tests.handlers.office import ANN, BOB, OLIVER, Office
from tests.handlers.telegram import mounted, pressed, typed
from tests.services.conftest import ADMINS

CARL = 7300
NOTHING = "No payment has been seen."
ELSEWHERE = "a-sources"
ROWS = "SELECT chat_id, place, message_id, waits FROM opened ORDER BY chat_id, place"


class Room(Mail):
    """Admins who press, and letters that come, in the same chats."""

    async def open(self) -> None:
        self.office = Office(self.database, self.admins, mail=self)
        await self.office.open()

    async def restart(self) -> None:
        """After a kill -9: nothing is left but the database and the chats."""
        self.start(self.chats.bot())
        await self.open()

    async def shows(self, data: str, who: int = ANN) -> Shown:
        """A command brings a new message, and a button in it another screen."""
        await self.office.reception.receive(mounted(typed(who, "/admin"), self.bot), self.bot)
        message = self.chats.shown[who][-1]
        await self.press(message, data, who)
        return message

    async def press(self, message: Shown, data: str, who: int = ANN) -> None:
        update = pressed(who, data, number=message.id)
        await self.office.reception.receive(mounted(update, self.bot), self.bot)

    async def ordered(self, user_id: int = BOB) -> int:
        """And everybody has heard of it."""
        await self.world.rates.refresh()
        order_id = await self.world.order(user_id)
        await self.delivered()
        return order_id

    async def is_paid(self, order_id: int, depth: int = 6) -> None:
        await self.world.pay(order_id)
        self.world.chain.mine(depth)
        self.world.clock.advance(seconds=20)
        await self.world.payments.scan("BTC")

    async def is_writing(self) -> bool:
        return any(lock.locked() for lock in self.board.turns.values())

    async def rows(self) -> list[tuple[int, ...]]:
        async with self.database.uow.read() as uow:
            return [tuple(row) for row in await uow.session.execute(text(ROWS))]

    async def redraws(self) -> list[OutboxStatus]:
        return [m.status for m in await self.world.messages() if m.event == REDRAW]


async def at(database: Database) -> Room:
    room = Room(database, admins={*ADMINS, ANN, OLIVER})
    await room.open()
    return room


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[Room]:
    room = await at(sqlite_database)
    yield room
    assert await room.world.violations() == []


async def test_a_card_follows_its_order_without_a_press(database: Database) -> None:
    """It said that no payment was seen, above Cancel, until somebody pressed Refresh."""
    room = await at(database)
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")
    assert NOTHING in card.text
    await room.is_paid(order_id)
    await room.delivered()
    assert NOTHING not in card.text
    assert "final" in card.text
    assert "Cancel" not in str(card.keyboard)
    assert await room.rows() == [(ANN, 0, card.id, 0)]


async def test_a_message_that_shows_something_else_is_left_alone(database: Database) -> None:
    room = await at(database)
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")
    await room.press(card, ELSEWHERE)
    assert await room.rows() == []
    before = card.text
    await room.is_paid(order_id)
    await room.delivered()
    assert card.text == before
    assert await room.redraws() == []


async def test_who_is_no_admin_any_more_reads_no_new_facts(database: Database) -> None:
    room = await at(database)
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")
    before = card.text
    room.admins.remove(ANN)
    await room.is_paid(order_id)
    await room.delivered()
    assert card.text == before
    assert "As of" in visible(before)
    assert await room.rows() == []


async def test_a_kill_loses_no_change(database: Database) -> None:
    """Before the letter, and between its edit and its mark."""
    room = await at(database)
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")
    await room.is_paid(order_id)
    assert await room.redraws() == [OutboxStatus.PENDING]
    await room.restart()
    [letter] = [m for m in await room.world.messages() if m.event == REDRAW]
    await letters.send(room.notifier._desk, letter)  # and the process ends before it is noted
    assert NOTHING not in card.text
    edits = card.edits
    await room.restart()
    await room.delivered()
    assert await room.redraws() == [OutboxStatus.SKIPPED]
    assert card.edits == edits


async def test_a_press_that_dies_leaves_nothing_to_be_overwritten(room: Room) -> None:
    """What it left is forgotten before the other screen is put there."""
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")

    def dying(method: Any) -> Exception | None:
        return SystemError("killed") if isinstance(method, EditMessageText) else None

    room.chats.refusal = dying
    await room.press(card, ELSEWHERE)
    room.chats.refusal = lambda _method: None
    await room.restart()
    assert await room.rows() == []
    await room.is_paid(order_id)
    await room.delivered()
    assert NOTHING in card.text
    assert "As of" in visible(card.text)


async def test_a_letter_on_its_way_never_arrives_over_another_screen(room: Room) -> None:
    """The edit of the card is still on the wire while the admin goes back to the list."""
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")
    await room.is_paid(order_id)
    room.chats.slow = {ANN: 0.5}
    async with room.delivering():
        await until(room.is_writing)
        await room.press(card, ELSEWHERE)
        await asyncio.sleep(1.5)
    assert "Chains and rates answer" in card.text


async def test_a_press_waits_no_longer_than_its_patience(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What may still arrive over it is left alone: the screen comes below."""
    monkeypatch.setattr("handlers.board.PATIENCE", 0.01)
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")
    async with room.board.turn(ANN, card.id) as mine:
        assert mine
        await room.press(card, ELSEWHERE)
    assert NOTHING in card.text
    assert room.chats.shown[ANN][-1] is not card
    await room.is_paid(order_id)
    await room.delivered()
    assert NOTHING not in card.text


async def test_what_happened_while_the_card_was_put_there_is_on_it(room: Room) -> None:
    """Read before the payment, shown after it."""
    order_id = await room.ordered()
    draw, t = room.board.draw, TEXTS("en")
    assert draw is not None
    stale = await draw(t, ANN, Follows(order_id, Face.CARD))
    await room.is_paid(order_id)
    message = await room.shows(ELSEWHERE)
    who = Visitor(await room.office.world.users.register(ANN, "Ann", "ann", "en"), t, room.bot)
    query = mounted(pressed(ANN, "x", number=message.id), room.bot).callback_query
    assert query is not None
    await room.board.put(who, query, stale)
    assert NOTHING not in message.text
    number = await room.board.say(who, stale)
    [said] = [m for m in room.chats.shown[ANN] if m.id == number]
    assert NOTHING not in said.text


async def test_who_decides_no_more_reads_no_new_decision(room: Room) -> None:
    """Another right than the one to look at orders: the role was changed while the card stood."""
    world, team = room.world, room.office.team
    await world.users.register(CARL, "Carl", "carl", "en")
    await team.give(CARL, Role.MANAGER, None, seen=(await team.member(CARL)).seen, admin=ANN)
    order_id = await room.ordered()
    world.clock.advance(minutes=31)
    await world.payments.scan("BTC")
    await world.payments.expire("BTC")
    await world.rates.refresh()
    await world.pay(order_id, "0.5")
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    await room.delivered()
    card = await room.shows(f"a-order:{order_id}", CARL)
    decision = await room.shows(f"a-decide:{order_id}", CARL)
    assert "$4.99" in decision.text
    assert {row[2] for row in await room.rows()} == {decision.id}
    await team.give(CARL, Role.SUPPORT, None, seen=(await team.member(CARL)).seen, admin=ANN)
    before = decision.text
    await room.world.decisions.keep(order_id, actor="admin:1")
    await room.delivered()
    assert decision.text == before
    assert await room.rows() == []
    assert card.text


async def test_what_another_order_takes_shows_on_the_decision(room: Room) -> None:
    """The customer spends the credit elsewhere while an admin looks at what can become of it."""
    order_id = await room.ordered()
    world = room.world
    world.clock.advance(minutes=31)
    await world.payments.scan("BTC")
    await world.payments.expire("BTC")
    await world.rates.refresh()
    await world.pay(order_id, "0.5")
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    await room.delivered()
    decision = await room.shows(f"a-decide:{order_id}")
    assert "$4.99" in decision.text
    variant = await world.variant_of(order_id)
    await world.carts.add(BOB, variant, 1)
    await world.till.place(BOB, "BTC", use_credit=True)
    await room.delivered()
    assert "$4.99</b> of" not in decision.text


async def test_what_an_admin_does_another_admin_reads(room: Room) -> None:
    order_id = await room.ordered()
    mine, hers = await room.shows(f"a-order:{order_id}"), None
    hers = await room.shows(f"a-order:{order_id}", OLIVER)
    await room.press(mine, f"a-cy:{order_id}:0:0")
    await room.delivered()
    assert "cancelled" in mine.text
    assert "cancelled" in hers.text


async def test_they_are_few_and_the_newest_takes_the_place_of_the_oldest(room: Room) -> None:
    orders = [await room.ordered(BOB + n) for n in range(MOST_OPENED + 2)]
    cards = [await room.shows(f"a-order:{order}") for order in orders]
    kept = {row[2] for row in await room.rows()}
    assert kept == {card.id for card in cards[2:]}
    again = await room.shows(f"a-order:{orders[-1]}")
    assert {row[2] for row in await room.rows()} == kept - {cards[-1].id} | {again.id}
    for order in orders:
        await room.is_paid(order)
    await room.delivered()
    assert [NOTHING in card.text for card in cards] == [True, True, False, False, False, True]
    assert NOTHING not in again.text
    assert all("As of" in visible(card.text) for card in cards)


async def test_after_a_day_it_follows_no_more_and_is_forgotten(room: Room) -> None:
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")
    room.world.clock.advance(seconds=(FOLLOWED + timedelta(minutes=1)).total_seconds())
    await room.world.payments.scan("BTC")
    await room.world.payments.expire("BTC")
    await room.delivered()
    assert "expired" not in card.text
    room.world.clock.advance(hours=1)
    assert room.board.opened is not None
    await room.board.opened.prune()
    assert await room.rows() == []


async def test_many_changes_before_the_letter_are_one_letter(room: Room) -> None:
    order_id = await room.ordered()
    await room.shows(f"a-order:{order_id}")
    for _ in range(3):
        await room.world.pay(order_id, "0.1")
        room.world.clock.advance(seconds=20)
        await room.world.payments.scan("BTC")
    assert await room.redraws() == [OutboxStatus.PENDING]


@pytest.mark.parametrize(
    "reason", ["message to edit not found", "message can't be edited", "BUTTON_DATA_INVALID"]
)
async def test_what_cannot_be_edited_is_forgotten_and_nobody_is_alarmed(
    room: Room, reason: str
) -> None:
    order_id = await room.ordered()
    await room.shows(f"a-order:{order_id}")
    await room.is_paid(order_id)

    def refuse(method: Any) -> Exception | None:
        mine = isinstance(method, EditMessageText) and method.chat_id == ANN
        return bad_request(method, reason) if mine else None

    room.chats.refusal = refuse
    await room.delivered()
    assert await room.rows() == []
    assert await room.redraws() == [OutboxStatus.SKIPPED]
    assert len([text for text in room.chats.texts(ANN) if "Customer:" in text]) == 1


async def test_who_blocked_the_bot_reads_it_when_they_are_back(room: Room) -> None:
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")
    await room.is_paid(order_id)

    def blocked(method: Any) -> Exception | None:
        mine = getattr(method, "chat_id", 0) == ANN
        why = "Forbidden: bot was blocked by the user"
        return TelegramForbiddenError(method, why) if mine else None

    room.chats.refusal = blocked
    await room.delivered()
    assert set(await room.redraws()) == {OutboxStatus.UNDELIVERABLE}
    room.chats.refusal = lambda _method: None
    await room.world.users.register(ANN, "Ann", "ann", "en")
    await room.delivered()
    assert NOTHING not in card.text


async def test_another_bot_s_message_is_not_touched(room: Room) -> None:
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")
    await room.is_paid(order_id)
    room.start(room.chats.bot(2))
    await room.delivered()
    assert NOTHING in card.text


async def test_nothing_is_edited_where_nothing_changed(room: Room) -> None:
    order_id = await room.ordered()
    card = await room.shows(f"a-order:{order_id}")
    await room.is_paid(order_id)
    await room.delivered()
    edits = card.edits
    async with room.database.uow() as uow:
        uow.opened.touch(order_id, room.world.clock())
    await room.delivered()
    assert card.edits == edits


async def test_letters_and_presses_at_the_same_time(database: Database) -> None:
    """Two admins press, customers pay: every card ends with what is true."""
    room = await at(database)
    orders = [await room.ordered(BOB + n) for n in range(3)]
    pairs = [(order, who) for order in orders for who in (ANN, OLIVER)]
    cards = [await room.shows(f"a-order:{order}", who) for order, who in pairs]

    async def both(*works: Awaitable[object]) -> None:
        await asyncio.gather(*works)

    async with room.delivering():
        for order in orders:
            mine = [(c, o, w) for c, (o, w) in zip(cards, pairs, strict=True) if o == order]
            presses = [room.press(card, f"a-order:{o}", w) for card, o, w in mine]
            await both(room.is_paid(order), *presses)
    await room.delivered()
    assert [NOTHING in card.text for card in cards] == [False] * len(cards)
