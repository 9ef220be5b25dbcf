"""Who bought something says what it is like: once, truly, and read before it is shown."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.errors import NotFound
from models.outbox import OutboxMessage
from models.product import Product
from models.review import LONGEST_WORDS, ReviewState
from models.review_errors import BadWords, NotBought, ReviewChanged, ReviewStands
from services.people.review import PAGE, ReviewService, ReviewTerms, Said, seal_of
from services.running.notification import Event
from tests.services.conftest import ADMINS, ShopWorld

EVE = 200


async def sold(world: ShopWorld, user_id: int = 100) -> tuple[int, int]:
    """An order that has come, and its product."""
    order_id = await world.order(user_id)
    await world.pay(order_id)
    world.chain.mine()
    await world.payments.scan("BTC")
    variant = await world.shelves.figures(await world.variant_of(order_id))
    return order_id, variant.variant.product_id


async def rated(world: ShopWorld, product_id: int) -> tuple[int, int]:
    async with world.uow.read() as uow:
        product = await uow.session.get_one(Product, product_id)
    return product.rated, product.stars


async def waits(world: ShopWorld) -> Said:
    [said] = await world.reviews.waiting()
    return said


async def told(world: ShopWorld, event: Event) -> list[OutboxMessage]:
    return [row for row in await world.messages() if row.event == event]


async def test_stars_count_at_once_and_words_once_they_are_read(world: ShopWorld) -> None:
    order_id, product = await sold(world)
    await world.reviews.rate(order_id, product, 2, owner=100)
    await world.reviews.rate(order_id, product, 5, owner=100)
    assert await rated(world, product) == (1, 5)
    await world.reviews.say(order_id, product, " Runs well.\x00 ", owner=100)
    await world.reviews.say(order_id, product, "Runs well", owner=100)
    assert await rated(world, product) == (0, 0)
    assert len(await told(world, Event.ADMIN_RATED)) == len(ADMINS)
    said = await waits(world)
    await world.reviews.judge(
        said.review.id, shown=True, seen=seal_of(said.review), actor="admin:1"
    )
    assert await rated(world, product) == (1, 5)
    [(review, name)], more = await world.reviews.shown(product)
    assert (review.words, name, more) == ("Runs well", "user 100", False)
    await world.reviews.take_back(product, owner=100)
    assert await rated(world, product) == (0, 0)
    assert await world.violations() == []


async def test_only_who_has_it_reviews_it(world: ShopWorld) -> None:
    order_id, product = await sold(world)
    open_order = await world.order(EVE)
    other = (await world.shelves.figures(await world.variant_of(open_order))).variant.product_id
    for order, what, who in (
        (order_id, product, EVE),
        (order_id, other, 100),
        (open_order, other, EVE),
        (99, product, 100),
    ):
        with pytest.raises(NotBought):
            await world.reviews.rate(order, what, 5, owner=who)
    for stars in (0, 6, -1):
        with pytest.raises(NotBought):
            await world.reviews.rate(order_id, product, stars, owner=100)
    with pytest.raises(NotBought):
        await world.reviews.say(order_id, product, "Unrated", owner=100)
    assert await rated(world, product) == (0, 0)


@pytest.mark.parametrize(
    ("words", "links"),
    [
        ("", False),
        ("\u2800\u200b", False),
        ("a" * (LONGEST_WORDS + 1), False),
        ("see https://x.example", False),
        ("write to @eve", False),
        ("t.me/eve is better", False),
        ("better at shop.example", True),
    ],
)
async def test_words_are_bounded_and_lead_nowhere(
    world: ShopWorld, words: str, links: bool
) -> None:
    order_id, product = await sold(world)
    await world.reviews.rate(order_id, product, 3, owner=100)
    with pytest.raises(BadWords):
        await world.reviews.say(order_id, product, words, owner=100, links=links)
    assert await rated(world, product) == (1, 3)


async def test_what_was_refunded_is_not_reviewed(world: ShopWorld) -> None:
    """What was said before stays, and can be taken back; nothing is added."""
    order_id, product = await sold(world)
    await world.reviews.rate(order_id, product, 4, owner=100)
    offer = await world.reversals.offer(order_id)
    await world.reversals.to_credit(
        order_id, amount=offer.shares.amount, back=False, actor="admin:1"
    )
    with pytest.raises(NotBought):
        await world.reviews.rate(order_id, product, 1, owner=100)
    for change in ("stars = 1", "words = 'Bad'"):
        with pytest.raises(IntegrityError, match="guard: what was refunded is not reviewed"):
            async with world.uow() as uow:
                await uow.session.execute(text(f"UPDATE reviews SET {change}"))
    assert await rated(world, product) == (1, 4)
    await world.reviews.take_back(product, owner=100)
    assert await rated(world, product) == (0, 0)
    assert await world.violations() == []


async def test_of_two_who_decide_the_second_sees_what_the_first_has_done(world: ShopWorld) -> None:
    order_id, product = await sold(world)
    await world.reviews.rate(order_id, product, 1, owner=100)
    await world.reviews.say(order_id, product, "Broken", owner=100)
    said = await waits(world)
    seen, number = seal_of(said.review), said.review.id
    await world.reviews.judge(number, shown=False, seen=seen, actor="admin:1")
    with pytest.raises(ReviewChanged):
        await world.reviews.judge(number, shown=True, seen=seen, actor="admin:2")
    with pytest.raises(ReviewChanged):
        await world.reviews.reply(number, "Sorry", seen=seen, actor="admin:2")
    hidden = (await world.reviews.get(number)).review
    assert hidden.state is ReviewState.HIDDEN
    await world.reviews.judge(number, shown=True, seen=seal_of(hidden), actor="admin:2")
    shown = (await world.reviews.get(number)).review
    await world.reviews.reply(number, "We sent a new one", seen=seal_of(shown), actor="admin:2")
    assert [row.chat_id for row in await told(world, Event.REVIEW_REPLY)] == [100]
    with pytest.raises(NotFound):
        await world.reviews.get(10**9)


async def test_a_buyer_is_asked_once_some_days_after_it_came(world: ShopWorld) -> None:
    await sold(world)
    assert await world.reviews.round() is None  # whoever bought before is left alone
    world.clock.advance(days=1)
    await world.rates.refresh()
    second, _ = await sold(world, EVE)
    for _ in range(2):
        await world.reviews.round()
        assert await told(world, Event.RATE) == []
    world.clock.advance(days=3)
    for _ in range(2):
        await world.reviews.round()
    assert {row.order_id for row in await told(world, Event.RATE)} >= {second}
    count = len(await told(world, Event.RATE))
    world.clock.advance(days=30)
    await world.reviews.round()
    assert len(await told(world, Event.RATE)) == count


async def test_a_shop_may_show_words_unread_and_ask_nobody(world: ShopWorld) -> None:
    terms = ReviewTerms(asked_after=None, read_first=False)
    reviews = ReviewService(world.uow, world.clock, world.notifications, terms)
    order_id, product = await sold(world)
    await reviews.rate(order_id, product, 5, owner=100)
    await reviews.say(order_id, product, "Great", owner=100)
    assert await rated(world, product) == (1, 5)
    world.clock.advance(days=30)
    assert await reviews.round() is None
    assert await told(world, Event.RATE) == []


async def test_pages_of_reviews_are_read_by_what_was_seen_last(world: ShopWorld) -> None:
    variant = await world.variant(PAGE + 1)
    product = (await world.shelves.figures(variant)).variant.product_id
    placed = {}
    for user in range(300, 300 + PAGE + 1):
        await world.customer(user)
        await world.carts.add(user, variant, 1)
        placed[user] = await world.till.place(user, "BTC")
        await world.pay(placed[user])
    world.chain.mine()
    await world.payments.scan("BTC")
    for user, order_id in placed.items():
        await world.reviews.rate(order_id, product, 5, owner=user)
    rows, more = await world.reviews.shown(product)
    assert (len(rows), more) == (PAGE, True)
    rest, more = await world.reviews.shown(product, rows[-1][0].id)
    assert (len(rest), more) == (1, False)


async def test_asked_days_count_from_the_order_s_end(world: ShopWorld) -> None:
    await world.reviews.round()
    order_id, _ = await sold(world)
    world.clock.advance(seconds=int(timedelta(days=3).total_seconds()) - 5)
    await world.reviews.round()
    assert await told(world, Event.RATE) == []
    world.clock.advance(seconds=10)
    await world.reviews.round()
    assert [row.order_id for row in await told(world, Event.RATE)] == [order_id]


async def test_who_wants_to_be_left_alone_is_asked_nothing(world: ShopWorld) -> None:
    order_id, product = await sold(world)
    asked = await world.reviews.to_rate(order_id, owner=100)
    assert asked is not None
    assert asked.product_id == product
    async with world.uow() as uow:
        (await uow.accounts.ensure(100)).quiet_at = world.clock()
    assert await world.reviews.to_rate(order_id, owner=100) is None
    async with world.uow() as uow:
        (await uow.accounts.ensure(100)).quiet_at = None
    await world.reviews.rate(order_id, product, 3, owner=100)
    assert await world.reviews.to_rate(order_id, owner=100) is None


async def test_who_had_their_name_erased_signs_no_review(world: ShopWorld) -> None:
    """What stands in its place is their number."""
    order_id, product = await sold(world)
    await world.reviews.rate(order_id, product, 4, owner=100)
    await world.reviews.sign(order_id, product, True, owner=100)
    async with world.uow() as uow:
        await uow.erasures.drop_own(100)
    [(review, _)], _ = await world.reviews.shown(product)
    assert (review.named, review.stars) == (False, 4)


async def test_bought_twice_and_refunded_once_a_review_is_taken_back_first(
    world: ShopWorld,
) -> None:
    first, product = await sold(world)
    variant = await world.variant_of(first)
    await world.reviews.rate(first, product, 2, owner=100)
    await world.carts.add(100, variant, 1)
    second = await world.till.place(100, "BTC")
    await world.pay(second)
    world.chain.mine()
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    amount = (await world.reversals.offer(first)).shares.amount
    await world.reversals.to_credit(first, amount=amount, back=False, actor="admin:1")
    with pytest.raises(ReviewStands):
        await world.reviews.rate(second, product, 5, owner=100)
    with pytest.raises(ReviewStands):
        await world.reviews.say(second, product, "Better.", owner=100)
    assert await rated(world, product) == (1, 2)  # what was said before stays
    await world.reviews.take_back(product, owner=100)
    await world.reviews.rate(second, product, 5, owner=100)
    assert await rated(world, product) == (1, 5)
