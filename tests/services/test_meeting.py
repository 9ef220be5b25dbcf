"""Two units of work that meet at one row: one is first, the other reads one clear sentence.

On PostgreSQL alone: writers of SQLite take turns. What both need is held until both wait for it.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest
from sqlalchemy import text

from models.account import Detail, Words
from models.account_errors import WordsMoved
from models.approval_errors import ApprovalOver, WaitsForSecond
from models.crossed_errors import Crossed
from models.media import Media
from models.person_errors import AdjustedAlready, BanChanged
from models.review import ReviewState
from models.review_errors import NotBought
from models.stock_errors import NameTaken
from services.goods.fields import Field
from services.goods.keeping import seal as shown
from services.money.eyes import LASTS
from services.people.draft import DraftService
from services.people.profile import ProfileService
from services.people.remarks import RemarkService
from services.people.review import seal_of
from services.people.role import RoleService
from services.people.texts import TextService
from services.sale.ban import BanService
from services.sale.group import GroupService
from services.sale.purse import Adjustment
from tests.databases import Target
from tests.services.conftest import ADMINS, ShopWorld
from tests.services.money.test_reversal import bought, look

ANN, BEN = ADMINS
BOB, CARL = 100, 200
QUEUED = 0.15
"""Seconds until a unit of work waits for what is held."""
PERSON = f"SELECT 1 FROM users WHERE id = {BOB} FOR UPDATE"
Outcome = type[BaseException] | None


@pytest.fixture
async def world(postgres_target: Target) -> AsyncIterator[ShopWorld]:
    async with postgres_target.open() as database:
        shop = ShopWorld(database, four_eyes_above=1_000)
        await shop.rates.refresh()
        for person in (ANN, BEN, BOB, CARL):
            await shop.customer(person)
        yield shop
        assert await shop.violations() == []


@pytest.fixture
def roles(world: ShopWorld) -> RoleService:
    return RoleService(world.uow, world.clock, lambda: set(ADMINS))


def rows(table: str) -> str:
    """They can be read, and locked, but neither made nor changed."""
    return f"LOCK TABLE {table} IN SHARE MODE"


async def meet(world: ShopWorld, held: str, *works: Coroutine[Any, Any, Any]) -> list[Outcome]:
    """What each was told, who came first first."""
    tasks = []
    async with world.uow() as uow:
        await uow.session.execute(text(held))
        for work in works:
            tasks.append(asyncio.ensure_future(work))
            await asyncio.sleep(QUEUED)
    told = await asyncio.gather(*tasks, return_exceptions=True)
    return [type(each) if isinstance(each, BaseException) else None for each in told]


async def test_what_is_made_is_made_once(world: ShopWorld, roles: RoleService) -> None:
    texts = TextService(world.uow, world.clock, ["en"], "en")
    write = [texts.write(Words.HELP, "en", "Ask us.", seen=0, actor="admin:1") for _ in range(2)]
    assert await meet(world, rows("shop_texts"), *write) == [None, WordsMoved]
    groups = GroupService(world.uow, world.clock, world.notifications, "USD")
    add = [groups.add("Resellers", actor="admin:1") for _ in range(2)]
    assert await meet(world, rows("customer_groups"), *add) == [None, NameTaken]
    come = [world.users.register(300, name, None, "en") for name in ("Eve", "Eva")]
    assert await meet(world, rows("users"), *come) == [None, None]
    drafts = DraftService(world.uow, world.clock, world.sealer)
    keep = [drafts.keep(BOB, words, None) for words in ("one", "two")]
    assert await meet(world, rows("drafts"), *keep) == [None, None]
    credit, change = world.hands.credit, Adjustment(300, "why")
    give = [
        credit.adjust(who, change, seen=(await credit.purse(who)).seal(change), key="k", admin=ANN)
        for who in (BOB, CARL)
    ]
    assert await meet(world, rows("credit_entries"), *give) == [None, AdjustedAlready]
    bans = BanService(world.uow, world.clock, roles, "USD")
    ban = [bans.ban(BOB, "for a reason", admin=admin) for admin in ADMINS]
    assert await meet(world, PERSON, *ban) == [None, BanChanged]


async def test_one_photo_is_one_for_two_who_bring_it(world: ShopWorld) -> None:
    async def bring() -> None:
        async with world.uow() as uow:
            await uow.media.put(Media(sha256="0" * 64, size=9, created_at=world.clock()))

    assert await meet(world, rows("media"), bring(), bring()) == [None, None]


async def test_what_is_taken_away_is_not_missed(world: ShopWorld, roles: RoleService) -> None:
    profiles = ProfileService(world.uow, world.clock, world.sealer)
    await profiles.tell(BOB, Detail.NAME, "Bob")
    works = (profiles.forget(BOB, Detail.NAME), profiles.tell(BOB, Detail.NAME, "Robert"))
    assert await meet(world, rows("profile_details"), *works) == [None, None]
    remarks = RemarkService(world.uow, world.clock, world.sealer, roles)
    await remarks.tag(BOB, "late", admin=ANN)
    [tag] = await remarks.all_tags()
    last = remarks.turn(BOB, tag.id, on=False, admin=ANN)
    works = (remarks.tag(CARL, "late", admin=BEN), last)
    assert await meet(world, rows("person_tags"), *works) == [None, None]
    assert [each.name for each in (await remarks.tags(CARL)).theirs] == ["late"]


async def test_who_asks_and_who_agrees_do_not_wait_for_each_other(world: ShopWorld) -> None:
    credit, approvals = world.hands.credit, world.hands.approvals

    async def give(amount: int) -> None:
        change = Adjustment(amount, "why")
        seen = (await credit.purse(BOB)).seal(change)
        await credit.adjust(BOB, change, seen=seen, key=f"k{amount}", admin=ANN)

    with pytest.raises(WaitsForSecond):
        await give(5_000)
    [asked] = await approvals.listed()
    works = (give(6_000), approvals.approve(asked.approval.id, BEN))
    assert await meet(world, PERSON, *works) == [WaitsForSecond, ApprovalOver]


async def test_what_ends_by_itself_does_not_wait_for_who_asks_anew(world: ShopWorld) -> None:
    order_id = await bought(world)

    async def refund() -> None:
        await world.reversals.to_credit(order_id, amount=2_000, back=True, actor="admin:1")

    with pytest.raises(WaitsForSecond):
        await refund()
    world.clock.advance(seconds=LASTS.total_seconds() + 1)
    await world.rates.refresh()
    held = f"SELECT 1 FROM orders WHERE id = {order_id} FOR UPDATE"
    told = await meet(world, held, refund(), world.hands.approvals.round())
    assert told == [WaitsForSecond, None]


async def test_goods_are_locked_after_their_customer(world: ShopWorld) -> None:
    variant = await world.variant(9, price=700)
    orders = []
    for paid in (True, False):
        await world.carts.add(BOB, variant, 1)
        orders.append(await world.till.place(BOB, "BTC"))
        if paid:
            await world.pay(orders[0])
            world.chain.mine(6)
            await look(world)
    works = (
        world.reversals.to_credit(orders[0], amount=700, back=True, actor="admin:1"),
        world.orders.cancel(orders[1], owner=BOB, actor=f"user:{BOB}"),
    )
    assert await meet(world, PERSON, *works) == [None, None]


async def sold_twice(world: ShopWorld) -> tuple[list[int], int, int]:
    """Orders that have come; what was bought, and its product."""
    sold, variant = list[int](), await world.variant(9, price=700)
    for _ in range(2):
        await world.carts.add(BOB, variant, 1)
        sold.append(await world.till.place(BOB, "BTC"))
        await world.pay(sold[-1])
        world.chain.mine(6)
        await look(world)
    return sold, variant, (await world.shelves.figures(variant)).variant.product_id


async def test_a_review_meets_a_move_and_a_refund(world: ShopWorld) -> None:
    reviews, (sold, variant, product) = world.reviews, await sold_twice(world)
    other = (await world.shelves.figures(await world.variant(1))).variant.product_id
    home, seen = Field.VARIANT_HOME, shown(product)
    rated = reviews.rate(sold[0], product, 5, owner=BOB)
    moved = world.keeping.change(home, variant, other, seen=seen, actor="admin:1")
    assert await meet(world, rows("reviews"), rated, moved) == [None, None]
    works = (
        reviews.rate(sold[0], other, 5, owner=BOB),
        world.reversals.to_credit(sold[0], amount=700, back=True, actor="admin:1"),
    )
    told = await meet(world, PERSON, *works)
    assert told in ([None, None], [NotBought, None])


async def test_a_review_meets_who_reads_it_and_its_end(world: ShopWorld) -> None:
    reviews, (sold, _, product) = world.reviews, await sold_twice(world)
    await reviews.rate(sold[1], product, 5, owner=BOB)
    await reviews.say(sold[1], product, "as it was read", owner=BOB)
    [said] = await reviews.waiting()
    seen = seal_of(said.review)
    works = (
        reviews.judge(said.review.id, shown=True, seen=seen, actor="admin:1"),
        reviews.say(sold[1], product, "read by nobody", owner=BOB),
    )
    assert await meet(world, rows("reviews"), *works) == [None, None]
    assert (await reviews.get(said.review.id)).review.state is ReviewState.WAITING
    works = (
        reviews.take_back(product, owner=BOB),
        reviews.say(sold[1], product, "more", owner=BOB),
    )
    assert await meet(world, rows("reviews"), *works) == [None, NotBought]


async def test_who_loses_a_deadlock_reads_a_sentence(world: ShopWorld) -> None:
    both = asyncio.Barrier(2)

    async def cross(first: int, second: int) -> None:
        async with world.uow() as uow:
            await uow.users.lock(first)
            await both.wait()
            await uow.users.lock(second)

    told = await asyncio.gather(cross(BOB, CARL), cross(CARL, BOB), return_exceptions=True)
    assert [type(each) for each in told if each] == [Crossed]
