"""Reviews at the desks of a whole shop: asked for, given, read, shown and answered."""

from collections.abc import AsyncIterator

import pytest
from aiogram.types import MessageEntity

from db import Database
from handlers import review_callbacks as on
from handlers.callbacks import OpenProduct
from tests.handlers.office import ANN, Office

EVE = 300


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    desks = Office(sqlite_database)
    await desks.open()
    yield desks
    assert await desks.world.violations() == []


async def sold(office: Office) -> tuple[int, int]:
    world = office.world
    order_id = await world.order(EVE)
    await world.pay(order_id)
    world.chain.mine()
    await world.payments.scan("BTC")
    variant = await world.shelves.figures(await world.variant_of(order_id))
    return order_id, variant.variant.product_id


async def test_a_review_from_the_order_to_the_card(office: Office) -> None:
    order_id, product = await sold(office)
    await office.send(on.RateOrder(order_id=order_id).pack(), EVE)
    assert "How is <b>thing 0</b>" in office.screen
    assert await office.press("4", EVE) == "Thank you!"
    assert "★★★★☆" in office.screen
    await office.press("Say it in words", EVE)
    link = MessageEntity(type="url", offset=10, length=12)
    await office.type("better at shop.example", EVE, entities=[link])
    assert "Send it without" in office.screen
    await office.type("Holds <b>well</b> & long", EVE)
    assert "reads it first" in office.screen
    await office.send(OpenProduct(product_id=product).pack(), EVE)
    assert "★" not in office.screen


async def test_words_are_read_shown_and_answered(office: Office) -> None:
    order_id, product = await sold(office)
    await office.world.reviews.rate(order_id, product, 4, owner=EVE)
    words = "Holds <b>well</b> & long"
    await office.world.reviews.say(order_id, product, words, owner=EVE)
    await office.type("/reviews", ANN)
    await office.press("thing 0", ANN)
    assert "Holds &lt;b&gt;well&lt;/b&gt; &amp; long" in office.screen
    await office.press("Show it", ANN)
    await office.press("Answer it", ANN)
    await office.type("Thank <you>", ANN)
    assert "The shop: Thank &lt;you&gt;" in office.screen
    await office.send(OpenProduct(product_id=product).pack(), EVE)
    assert "★ 4.0 · 1 review" in office.screen
    await office.press("1 review", EVE)
    assert "a customer" in office.screen
    await office.send(on.SignReview(order_id=order_id, product_id=product, named=1).pack(), EVE)
    await office.send(on.Reviews(product_id=product, before=0).pack(), EVE)
    assert f"user {EVE}" in office.screen


async def test_what_is_forged_or_old_changes_nothing(office: Office) -> None:
    order_id, product = await sold(office)
    stars = on.SetStars(order_id=order_id, product_id=product, stars=1)
    await office.send(stars.pack(), 301)
    await office.send("rv-s:1:1:6", EVE)
    await office.send(on.Reviews(product_id=product, before=0).pack(), EVE)
    assert "Nobody has said anything" in office.screen
    await office.send(stars.pack(), EVE)
    old = on.JudgeReview(review_id=1, shown=0, seen="00000000").pack()
    assert "has become another" in await office.send(old, ANN)
    await office.send(old, EVE)
    await office.send(on.Reviews(product_id=product, before=0).pack(), EVE)
    assert "★☆☆☆☆" in office.screen
