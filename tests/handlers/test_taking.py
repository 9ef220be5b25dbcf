"""An order that needs somebody is taken by one, and all who have it before them read by whom."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiogram.methods import EditMessageText

from db import Database
from models.opened import LIST_PACE, LIST_PLACE, LISTS_FOLLOWED, REDRAW
from models.outbox import OutboxStatus
from models.permission import Role
from models.product import ProductKind
from models.support_errors import NeedsNobody, TakenMeanwhile, TakesTooMany
from models.taken import TAKEN
from services.sale.order import PAGE
from tests.handlers.chats import Shown, bad_request
from tests.handlers.office import ANN, BOB, OLIVER
from tests.handlers.test_opened import CARL, Room, at


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[Room]:
    room = await at(sqlite_database)
    yield room
    assert await room.world.violations() == []


async def to_ship(room: Room, user_id: int = BOB) -> int:
    """A paid mug, of which every admin has a notice."""
    world = room.world
    await world.rates.refresh()
    await world.customer(user_id)
    await world.carts.add(user_id, await world.variant(5, ProductKind.PHYSICAL), 1)
    order_id = await world.till.place(user_id, "BTC", delivery="Street 1")
    await room.delivered()
    await room.is_paid(order_id)
    await room.delivered()
    return order_id


def notice(room: Room, who: int) -> Shown:
    return next(one for one in reversed(room.chats.shown[who]) if "a-order" in str(one.keyboard))


async def test_who_takes_an_order_is_named_to_everybody_who_has_it(database: Database) -> None:
    room = await at(database)
    order_id = await to_ship(room)
    told = notice(room, OLIVER), notice(room, ANN)
    card = await room.shows(f"a-order:{order_id}", OLIVER)
    assert all(f"a-tk:{order_id}:0:" in str(one.keyboard) for one in (*told, card))
    await room.press(told[1], f"a-tk:{order_id}:0:0")
    await room.delivered()
    assert all("Taken by <b>Ann</b>" in one.text for one in (*told, card))
    assert f"a-tk-no:{order_id}:0" in str(told[1].keyboard)
    assert f"a-tk:{order_id}:{ANN}:1" in str(card.keyboard)
    assert await room.world.violations() == []
    await room.press(told[1], f"a-tk-no:{order_id}:0")
    await room.delivered()
    assert not any("Taken by" in one.text for one in (*told, card))


async def test_of_two_who_take_it_at_once_one_has_it(database: Database) -> None:
    room = await at(database)
    order_id = await to_ship(room)
    take = room.world.orders.taking.take
    both = (take(order_id, seen=0, by=by) for by in (ANN, OLIVER))
    ends = await asyncio.gather(*both, return_exceptions=True)
    [lost] = [end for end in ends if end is not None]
    hands = await room.world.orders.taking.of(order_id, ANN)
    assert isinstance(lost, TakenMeanwhile)
    assert lost.fields["name"] == hands.taker == ("Ann", "Oliver")[ends.index(None)]
    other = OLIVER if hands.taker_id == ANN else ANN
    with pytest.raises(TakenMeanwhile):  # who takes it over says from whom
        await take(order_id, seen=CARL, by=other)
    await take(order_id, seen=hands.taker_id or 0, by=other)
    assert (await room.world.orders.taking.of(order_id, ANN)).taker_id == other


async def test_what_needs_nobody_any_more_is_nobody_s_and_says_who_saw_to_it(room: Room) -> None:
    """Whoever acts need not have taken it."""
    order_id = await to_ship(room)
    await room.world.orders.taking.take(order_id, seen=0, by=OLIVER)
    card = await room.shows(f"a-order:{order_id}", OLIVER)
    await room.world.orders.ship(order_id, actor=f"admin:{ANN}")
    await room.delivered()
    for shown in (notice(room, ANN), notice(room, OLIVER), card):
        assert "Taken by" not in shown.text
        assert "by <b>Ann</b>" in shown.text or "shipped by Ann" in shown.text
        assert "a-tk" not in str(shown.keyboard)
    with pytest.raises(NeedsNobody):
        await room.world.orders.taking.take(order_id, seen=0, by=ANN)


async def test_an_act_that_is_no_news_is_on_every_notice(room: Room) -> None:
    """To leave late money as credit told nobody."""
    order_id, world = await room.ordered(), room.world
    world.clock.advance(minutes=31)
    await world.payments.scan("BTC")
    await world.payments.expire("BTC")
    await world.rates.refresh()
    await world.pay(order_id, "0.5")
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    await room.delivered()
    await world.orders.taking.take(order_id, seen=0, by=ANN)
    await world.decisions.keep(order_id, actor=f"admin:{OLIVER}")
    await room.delivered()
    for who in (ANN, OLIVER):
        assert "Left as store credit by <b>Oliver</b>" in notice(room, who).text
        assert "Taken by" not in notice(room, who).text


async def test_who_loses_the_right_has_nothing_any_more(room: Room) -> None:
    """By a role that is taken, and by ADMIN_IDS, which nobody tells of."""
    world, team = room.world, room.office.team
    await world.users.register(CARL, "Carl <b>", "carl", "en")
    await team.give(CARL, Role.SUPPORT, None, seen=(await team.member(CARL)).seen, admin=ANN)
    orders = [await to_ship(room), await to_ship(room, BOB + 1)]
    await world.orders.taking.take(orders[0], seen=0, by=CARL)
    await world.orders.taking.take(orders[1], seen=0, by=OLIVER)
    await room.delivered()
    assert "Taken by <b>Carl &lt;b&gt;</b>" in str([one.text for one in room.chats.shown[ANN]])
    seen = (await team.member(CARL)).seen
    await team.give(CARL, Role.VIEWER, None, seen=seen, admin=ANN)
    room.office.owners.remove(OLIVER)
    room.admins.discard(OLIVER)
    await team.end_overdue()
    await room.delivered()
    assert not [one for one in room.chats.shown[ANN] if "Taken by" in one.text]
    assert {(await world.orders.taking.of(one, ANN)).taker_id for one in orders} == {None}


async def test_nobody_keeps_every_order_from_the_others(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.sale.taking.MOST_TAKEN", 1)
    orders = [await to_ship(room), await to_ship(room, BOB + 1)]
    await room.world.orders.taking.take(orders[0], seen=0, by=ANN)
    with pytest.raises(TakesTooMany):
        await room.world.orders.taking.take(orders[1], seen=0, by=ANN)


async def test_a_notice_that_is_gone_is_not_sent_anew(room: Room) -> None:
    order_id = await to_ship(room)
    before = {who: len(room.chats.shown[who]) for who in (ANN, OLIVER)}

    def refuse(method: Any) -> Exception | None:
        edit = isinstance(method, EditMessageText)
        return bad_request(method, "message to edit not found") if edit else None

    room.chats.refusal = refuse
    await room.world.orders.taking.take(order_id, seen=0, by=ANN)
    await room.delivered()
    assert {who: len(room.chats.shown[who]) for who in (ANN, OLIVER)} == before
    assert await room.statuses(TAKEN) == {OutboxStatus.SENT}


async def test_a_list_follows_what_comes_changes_and_goes(database: Database) -> None:
    """One list a chat, and one edit within its pace, whatever happens meanwhile."""
    room = await at(database)
    await room.world.rates.refresh()
    rows = await room.shows("a-list:waiting:0")
    edits = rows.edits
    first, second = await room.world.order(BOB), await room.world.order(BOB + 1)
    [letter] = [m for m in await room.world.messages() if m.event == REDRAW]
    assert letter.due_at == letter.created_at + LIST_PACE
    await moments(room)
    assert {f"a-order:{first}", f"a-order:{second}"} <= data_of(rows)
    assert rows.edits == edits + 1
    await room.restart()
    await room.is_paid(first)
    await moments(room)
    assert f"a-order:{first}" not in data_of(rows)
    assert f"a-order:{second}" in data_of(rows)


async def test_only_the_newest_list_follows_and_not_for_ever(room: Room) -> None:
    old, new = await room.shows("a-list:open:0"), await room.shows("a-orders:0")
    assert [row[1:3] for row in await room.rows()] == [(LIST_PLACE, new.id)]
    order_id = await room.ordered()
    await moments(room)
    assert f"a-order:{order_id}" in data_of(new)
    assert f"a-order:{order_id}" not in data_of(old)
    room.world.clock.advance(seconds=LISTS_FOLLOWED.total_seconds())
    await room.is_paid(await room.ordered(BOB + 1))
    await moments(room)
    assert len([one for one in data_of(new) if one.startswith("a-order:")]) == 1


async def test_a_page_that_empties_does_not_say_that_there_are_none(room: Room) -> None:
    orders = [await room.ordered(BOB + one) for one in range(PAGE + 1)]
    rows = await room.shows("a-list:waiting:1")
    assert any(one.startswith("a-order:") for one in data_of(rows))
    for order_id in orders[:2]:
        await room.is_paid(order_id)
    await moments(room)
    assert f"{PAGE - 1} in all" in rows.text
    assert {f"a-order:{order_id}" for order_id in orders[2:]} <= data_of(rows)


async def test_a_list_that_reads_the_same_is_not_edited(room: Room) -> None:
    order_id = await room.ordered()
    rows = await room.shows("a-list:refunded:0")
    edits = rows.edits
    await room.is_paid(order_id)
    await moments(room)
    assert rows.edits == edits


async def test_a_list_that_is_gone_is_forgotten_without_a_word(room: Room) -> None:
    await room.shows("a-list:open:0")

    def refuse(method: Any) -> Exception | None:
        mine = isinstance(method, EditMessageText) and method.chat_id == ANN
        return bad_request(method, "message to edit not found") if mine else None

    room.chats.refusal = refuse
    await room.ordered()
    await moments(room)
    assert await room.rows() == []
    assert set(await room.redraws()) == {OutboxStatus.SKIPPED}


async def test_nobody_with_a_list_open_costs_no_message(room: Room) -> None:
    await room.is_paid(await room.ordered())
    assert await room.redraws() == []


async def moments(room: Room) -> None:
    """So long that a list is drawn anew."""
    room.world.clock.advance(seconds=(LIST_PACE + timedelta(seconds=1)).total_seconds())
    await room.delivered()


def data_of(shown: Shown) -> set[str]:
    keyboard: Any = shown.keyboard
    rows = keyboard.inline_keyboard if keyboard else []
    return {one.callback_data for row in rows for one in row}
