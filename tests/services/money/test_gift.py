"""Credit is passed on by a link: once, to one person, or back; nothing that a chain may undo."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from db import Database
from models.errors import ShopError
from models.gift import Ended, Gift, GiftState
from models.gift_errors import (
    GiftGone,
    GiftInDoubt,
    GiftMade,
    GiftNotFound,
    GiftOtherMoney,
    GiftOverCap,
    GiftRests,
    GiftsOff,
    GiftTooLarge,
    OwnGift,
    TooManyGifts,
)
from models.stock_errors import BadPrice
from services.money.currency import CurrencyService
from services.money.gift import DAY, LASTS, MOST_A_DAY, MOST_OPEN, UNDOABLE_FOR, GiftService
from services.money.gift_facts import GiftTerms
from services.running.notification import Event
from tests.db import folk
from tests.services.conftest import ShopWorld
from tests.services.money.test_reversal import bought, look, to_credit
from utils.refusal import CommandRefused

ADA, BOB, CYD = 100, 101, 102
CAP = 5_000


@asynccontextmanager
async def opened(database: Database) -> AsyncIterator[ShopWorld]:
    shop = ShopWorld(database, transfer_cap=CAP)
    await shop.rates.refresh()
    for person in (ADA, BOB, CYD):
        await shop.customer(person)
    yield shop
    assert await shop.violations() == []


@pytest.fixture
async def world(sqlite_database: Database) -> AsyncIterator[ShopWorld]:
    async with opened(sqlite_database) as shop:
        yield shop


@pytest.fixture
async def racing(database: Database) -> AsyncIterator[ShopWorld]:
    """On every database: it decides who is first."""
    async with opened(database) as shop:
        yield shop


def gifts(world: ShopWorld) -> GiftService:
    return world.hands.gifts


async def credited(world: ShopWorld, *, old: bool = True) -> None:
    """Ada has 20.00; `old`: of coins that no chain undoes any more."""
    await to_credit(world, await bought(world, user=ADA))
    if old:
        world.clock.advance(seconds=UNDOABLE_FOR.total_seconds() + 1)
        await world.rates.refresh()


async def linked(world: ShopWorld, amount: int = 500) -> tuple[Gift, str]:
    offer = await gifts(world).offer(ADA, amount)
    return await gifts(world).make(ADA, amount, offer.number)


async def told(world: ShopWorld) -> list[str]:
    return [m.args["what"] for m in await world.messages() if m.event == Event.GIFT]


async def held(world: ShopWorld) -> tuple[int, int]:
    return await world.credit(ADA), await world.credit(BOB)


async def outcome(work: Awaitable[object]) -> bool:
    try:
        await work
    except ShopError:
        return False
    return True


async def ban(world: ShopWorld, user_id: int) -> None:
    await folk.ban(world.database, user_id)


async def test_whoever_opens_it_first_has_it_and_reads_so_again(world: ShopWorld) -> None:
    await credited(world)
    gift, token = await linked(world)
    assert await held(world) == (1500, 0)  # it left before anybody had it
    assert token not in gift.digest
    assert (await gifts(world).look(token)).gift.state is GiftState.OPEN
    assert await held(world) == (1500, 0)  # looking is not taking
    for _ in range(2):
        assert (await gifts(world).claim(token, BOB)).gift.claimer_id == BOB
    assert await held(world) == (1500, 500)
    with pytest.raises(GiftGone):
        await gifts(world).claim(token, CYD)
    with pytest.raises(GiftGone):
        await gifts(world).take_back(gift.id, ADA)
    world.clock.advance(seconds=LASTS.total_seconds() * 2)
    await gifts(world).round()
    assert await told(world) == ["claimed"]


async def test_who_may_not_take_it_does_not(world: ShopWorld) -> None:
    await credited(world)
    gift, token = await linked(world)
    with pytest.raises(OwnGift):
        await gifts(world).claim(token, ADA)
    for words in ("", "g_", token[:-1], token[:-1] + "!", "A" * 32):
        with pytest.raises(GiftNotFound):
            await gifts(world).claim(words, BOB)
    with pytest.raises(GiftNotFound):
        await gifts(world).take_back(gift.id, BOB)
    with pytest.raises(GiftNotFound):
        await gifts(world).card(gift.id, BOB)
    await ban(world, BOB)
    with pytest.raises(GiftRests):
        await gifts(world).claim(token, BOB)
    await ban(world, ADA)
    with pytest.raises(GiftRests):
        await gifts(world).claim(token, CYD)
    with pytest.raises(GiftRests):
        await gifts(world).make(ADA, 100, 2)
    assert await held(world) == (1500, 0)


async def test_what_nobody_takes_comes_back_by_itself_and_is_told_once(world: ShopWorld) -> None:
    await credited(world)
    _, token = await linked(world)
    world.clock.advance(seconds=LASTS.total_seconds())
    with pytest.raises(GiftGone):  # although no round was yet
        await gifts(world).claim(token, BOB)
    world.clock.in_doubt = True
    await gifts(world).round()
    assert await held(world) == (1500, 0)
    world.clock.in_doubt = False
    for _ in range(2):
        await gifts(world).round()
    assert await held(world) == (2000, 0)
    assert await told(world) == ["time"]


async def test_it_is_taken_back_once_and_quietly(world: ShopWorld) -> None:
    await credited(world)
    gift, token = await linked(world)
    for _ in range(2):
        assert (await gifts(world).take_back(gift.id, ADA)).gift.why is Ended.GIVER
    assert (await held(world), await told(world)) == ((2000, 0), [])
    with pytest.raises(GiftGone):
        await gifts(world).claim(token, BOB)


async def test_amounts_and_caps(world: ShopWorld) -> None:
    await credited(world)
    service = gifts(world)
    for typed in ("0", "-5", "", "1e9", "5.001", "five"):
        with pytest.raises(BadPrice):
            service.amount(typed)
    assert service.amount("5.00") == 500
    for amount in (0, -1, 2001):
        with pytest.raises(GiftTooLarge):
            await service.make(ADA, amount, 1)
    await linked(world, 1500)
    with pytest.raises(GiftMade):  # the button that was pressed already
        await service.make(ADA, 100, 1)
    world.hands.gifts.terms = GiftTerms("USD", 1600)
    with pytest.raises(GiftOverCap):
        await linked(world, 200)
    await linked(world, 100)
    world.clock.advance(seconds=DAY.total_seconds())
    await linked(world, 200)
    world.hands.gifts.terms = GiftTerms("USD", 0)
    with pytest.raises(GiftsOff):
        await linked(world, 100)


async def test_so_many_links_and_no_more(world: ShopWorld) -> None:
    await credited(world)
    made = [await linked(world, 1) for _ in range(MOST_OPEN)]
    with pytest.raises(TooManyGifts):
        await linked(world, 1)
    for gift, _ in made:
        await gifts(world).take_back(gift.id, ADA)
    for _ in range(MOST_A_DAY - MOST_OPEN):
        await gifts(world).take_back((await linked(world, 1))[0].id, ADA)
    with pytest.raises(GiftOverCap):
        await linked(world, 1)


async def test_what_a_chain_may_undo_is_not_passed_on(world: ShopWorld) -> None:
    await credited(world, old=False)
    assert (await gifts(world).account(ADA)).most == 0
    with pytest.raises(GiftTooLarge):
        await gifts(world).make(ADA, 1, 1)
    world.clock.advance(seconds=UNDOABLE_FOR.total_seconds() - 100)
    assert (await gifts(world).account(ADA)).most == 0
    world.clock.advance(seconds=101)
    assert (await gifts(world).account(ADA)).most == 2000
    await world.rates.refresh()
    await bought(world, user=ADA, pieces=1)
    assert (await gifts(world).account(ADA)).most == 2000  # goods of today take nothing away


async def test_whose_coins_are_lost_passes_nothing_on(world: ShopWorld) -> None:
    """What is on its way goes back into the hole, when somebody wants to take it."""
    await credited(world)
    _, token = await linked(world, 2000)
    spent = await _spend_lost(world)
    with pytest.raises(GiftGone):
        await gifts(world).claim(token, BOB)
    assert await told(world) == ["owed"]
    assert await held(world) == (2000 - spent, 0)


async def _spend_lost(world: ShopWorld) -> int:
    """Late money that was spent before its coins vanished."""
    order = await world.order(ADA, stock=5)
    world.clock.advance(hours=2)
    await world.rates.refresh()
    await world.payments.expire_overdue()
    async with world.uow() as uow:
        await uow.products.reprice(await world.variant_of(order), 1_100)
    txid = await world.pay(order)
    world.chain.mine(6)
    await look(world)
    credit = await world.credit(ADA)
    variant = await world.variant(5, price=credit)
    await world.carts.clear(ADA)
    await world.carts.add(ADA, variant, 1)
    await world.till.place(ADA, None)
    world.chain.drop(txid)
    world.chain.mine(10)
    for _ in range(4):
        await look(world, minutes=5)
    return credit


@pytest.mark.parametrize("rival", ["claim", "back", "time"])
async def test_one_of_two_has_it(racing: ShopWorld, rival: str) -> None:
    """Two who claim, a claim against taking it back, and against the end of its time."""
    await credited(racing)
    service = gifts(racing)
    gift, token = await linked(racing, 500)

    async def other() -> bool:
        if rival == "claim":
            return await outcome(service.claim(token, CYD))
        if rival == "back":
            return await outcome(service.take_back(gift.id, ADA))
        racing.clock.advance(seconds=LASTS.total_seconds())
        await service.round()
        return (await service.card(gift.id, ADA)).gift.state is GiftState.RETURNED

    won = await asyncio.gather(outcome(service.claim(token, BOB)), other())
    assert sorted(won) == [False, True]
    assert sum(await held(racing)) + await racing.credit(CYD) == 2000
    assert len(await told(racing)) == (rival != "back" or won[0])


async def test_a_checkout_and_a_link_do_not_spend_the_same(racing: ShopWorld) -> None:
    await credited(racing)
    variant = await racing.variant(5, price=2000)
    await racing.carts.clear(ADA)
    await racing.carts.add(ADA, variant, 1)
    number = (await gifts(racing).account(ADA)).number
    won = await asyncio.gather(
        outcome(gifts(racing).make(ADA, 2000, number)), outcome(racing.till.place(ADA, None))
    )
    assert sorted(won) == [False, True]
    assert await racing.credit(ADA) == 0


async def test_the_currency_stays_while_credit_is_on_its_way(world: ShopWorld) -> None:
    await credited(world)
    gift, _ = await linked(world)
    service = CurrencyService(world.uow, world.clock)
    async with world.uow() as uow:
        await uow.vault.state("currency", "USD")
    with pytest.raises(CommandRefused, match="on its way"):
        await service.change("EUR", Decimal(1))
    with pytest.raises(IntegrityError, match="while credit is on its way"):
        async with world.uow() as uow:
            await uow.vault.state("currency", "EUR")
    await gifts(world).take_back(gift.id, ADA)
    async with world.uow() as uow:
        await uow.vault.state("currency", "EUR")


async def test_while_nobody_knows_the_time_nothing_is_old_enough(world: ShopWorld) -> None:
    await credited(world, old=False)
    world.clock.in_doubt = True
    world.clock.advance(seconds=UNDOABLE_FOR.total_seconds() + 1)  # says a clock that was set
    for work in (gifts(world).offer(ADA, 500), gifts(world).make(ADA, 500, 1)):
        with pytest.raises(GiftInDoubt):
            await work
    assert await held(world) == (2000, 0)


async def test_an_old_button_passes_on_no_other_currency(world: ShopWorld) -> None:
    await credited(world)
    with pytest.raises(GiftOtherMoney):  # 500 of yen that were shown, before the shop sold in USD
        await gifts(world).make(ADA, 500, 1, "JPY")
    assert await held(world) == (2000, 0)
