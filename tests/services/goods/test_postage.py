"""What shipping costs, which way carries what, and how admins keep the ways and the questions."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import NotFound, ProductNotFound
from models.shipping import HEAVIEST, MOST_OPTIONS, ShippingOption
from models.shipping_errors import TooManyOptions, TooManyQuestions
from models.stock_errors import (
    BadCaption,
    BadField,
    BadNumber,
    BadPrice,
    ChangedMeanwhile,
    NameTaken,
)
from services.goods.asking import QuestionService
from services.goods.keeping import Field, seal
from services.goods.postage import carries, cost, postage
from services.goods.shipping import ShippingService, grams, postage_price, seal_of
from tests.services.conftest import ShopWorld

ADMIN, OTHER = "admin:1", "admin:2"


def option(number: int = 1, **facts: int | None) -> ShippingOption:
    known: dict[str, int | None] = {"price": 400, "up_to": None, "step": None, "step_price": 0}
    return ShippingOption(id=number, name=f"way {number}", active=True, **known | facts)


async def test_ways_that_two_add_at_once_are_one_after_the_other(world: ShopWorld) -> None:
    """What is not there yet cannot be locked: both counted the rows of before."""
    ways = ShippingService(world.uow, world.clock, "USD")
    for turn in range(MOST_OPTIONS // 2):
        acts = [ways.add(f"way {turn} {n} / 4", actor=f"admin:{n}") for n in (1, 2)]
        await asyncio.gather(*acts)
    assert [row.position for row in await ways.listed()] == list(range(MOST_OPTIONS))
    done = await asyncio.gather(
        *(ways.add(f"more {n} / 4", actor=ADMIN) for n in (1, 2)), return_exceptions=True
    )
    assert [type(each) for each in done] == [TooManyOptions] * 2


async def test_two_who_give_one_name_at_once_read_that_it_is_taken(world: ShopWorld) -> None:
    """And of a shop's last place one gets it."""
    ways = ShippingService(world.uow, world.clock, "USD")
    for turn in range(MOST_OPTIONS - 1):
        acts = [ways.add(f"way {turn} / 4", actor=f"admin:{n}") for n in (1, 2)]
        done = await asyncio.gather(*acts, return_exceptions=True)
        assert [type(each) for each in done if isinstance(each, BaseException)] == [NameTaken]
    acts = [ways.add(f"last {n} / 4", actor=ADMIN) for n in (1, 2)]
    done = await asyncio.gather(*acts, return_exceptions=True)
    assert [type(each) for each in done if isinstance(each, BaseException)] == [TooManyOptions]


@pytest.mark.parametrize(
    ("weight", "price"),
    [(0, 400), (1, 400), (1000, 400), (1001, 500), (2000, 500), (2001, 600), (10_000, 1300)],
)
def test_each_step_that_is_begun_costs_more(weight: int, price: int) -> None:
    assert cost(option(step=1000, step_price=100), weight) == price
    assert cost(option(), weight) == 400


steps = st.integers(10, 5000)
weights = st.integers(0, 20_000)


@given(steps, st.integers(0, 1000), weights, weights)
def test_more_never_costs_less(step: int, more: int, one: int, other: int) -> None:
    way, (light, heavy) = option(step=step, step_price=more), sorted((one, other))
    assert 400 <= cost(way, light) <= cost(way, heavy)
    whole = cost(way, heavy) - 400
    assert whole == 0 or whole % more == 0
    assert heavy <= step * (1 + (whole // more if more else heavy))


@given(st.lists(st.integers(1, 20_000) | st.none(), max_size=4), weights, st.integers(0, 6))
def test_what_is_chosen_carries_it(limits: list[int | None], weight: int, wanted: int) -> None:
    options = [option(n, up_to=limit) for n, limit in enumerate(limits, 1)]
    found = postage(options, weight, wanted)
    fits = [row.id for row in options if carries(row, weight)]
    assert [way.id for way in found.fitting] == fits
    assert found.blocked == (bool(options) and not fits)
    expected = fits[0] if len(fits) == 1 else wanted if wanted in fits else None
    assert (found.chosen.id if found.chosen else None) == expected
    assert found.is_open == (len(fits) > 1 and expected is None)
    assert found.price == (400 if expected else 0)


def test_nothing_carries_ten_tons() -> None:
    assert carries(option(), HEAVIEST)
    assert not carries(option(), HEAVIEST + 1)


@pytest.mark.parametrize(
    ("text", "weight"),
    [("250", 250), ("250g", 250), (" 250 g ", 250), ("1 kg", 1000), ("1,5 kg", 1500)],
)
def test_weights_are_read(text: str, weight: int) -> None:
    assert grams(text, 1, 5000, "limit") == weight


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "1.5g", "6 kg", "1e3", "½", "1 t", "٣"])
def test_what_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(BadNumber):
        grams(text, 1, 5000, "limit")


@pytest.mark.parametrize("text", ["-1", "1e3", "x", ""])
def test_what_is_no_price_of_shipping_is_refused(text: str) -> None:
    assert postage_price("0", "USD") == postage_price("0,00", "USD") == 0
    with pytest.raises(BadPrice):
        postage_price(text, "USD")


def service(world: ShopWorld) -> ShippingService:
    return ShippingService(world.uow, world.clock, "USD")


async def test_a_way_is_offered_when_somebody_says_so(world: ShopWorld) -> None:
    made = await service(world).add("Parcel / small / 4.90", actor=ADMIN)
    assert (made.name, made.price, made.active) == ("Parcel / small", 490, False)
    seen = seal_of(made)
    await service(world).change(made.id, {"active": True}, seen=seen, actor=ADMIN)
    with pytest.raises(ChangedMeanwhile) as error:
        await service(world).change(made.id, {"price": 1}, seen=seen, actor=OTHER)
    assert error.value.by == ADMIN
    now = await service(world).get(made.id)
    assert (now.price, now.active) == (490, True)
    async with world.uow.read() as uow:
        said = await uow.audit.last_about(f"shipping:{made.id}")
    assert said is not None
    assert said.details == {"before": {"active": False}, "after": {"active": True}}


async def test_ways_stand_in_an_order_and_have_names_of_their_own(world: ShopWorld) -> None:
    for name in ("One", "Two", "Three"):
        await service(world).add(f"{name} / 1", actor=ADMIN)
    rows = await service(world).listed()
    seen = seal([row.id for row in rows])
    await service(world).reorder(rows[2].id, -1, seen=seen, actor=ADMIN)
    assert [row.name for row in await service(world).listed()] == ["One", "Three", "Two"]
    with pytest.raises(ChangedMeanwhile):
        await service(world).reorder(rows[2].id, -1, seen=seen, actor=OTHER)
    with pytest.raises(NameTaken):
        await service(world).add("Two / 5", actor=ADMIN)
    with pytest.raises(NameTaken):
        await service(world).change(rows[0].id, {"name": "Two"}, seen=seal_of(rows[0]), actor=ADMIN)
    for text, wrong in (("Parcel", BadCaption), (" / 5", BadField), ("x" * 65 + "/5", BadField)):
        with pytest.raises(wrong):
            await service(world).add(text, actor=ADMIN)
    with pytest.raises(NotFound):
        await service(world).get(99)


async def test_a_shop_keeps_no_more_ways_than_a_screen_holds(world: ShopWorld) -> None:
    for number in range(MOST_OPTIONS):
        await service(world).add(f"{number} / 1", actor=ADMIN)
    with pytest.raises(TooManyOptions):
        await service(world).add("More / 1", actor=ADMIN)


async def test_steps_and_limits_are_typed(world: ShopWorld) -> None:
    ways = service(world)
    assert ways.limit("5 kg") == {"up_to": 5000}
    assert ways.limit("-") == {"up_to": None}
    assert ways.steps("1 kg / 1.50") == {"step": 1000, "step_price": 150}
    assert ways.steps("–") == {"step": None, "step_price": 0}
    for text, wrong in (("9 / 1", BadNumber), ("1 kg", BadPrice), ("1 kg / x", BadPrice)):
        with pytest.raises(wrong):
            ways.steps(text)


async def test_questions_are_kept_in_their_order(world: ShopWorld) -> None:
    asking = QuestionService(world.uow, world.clock)
    await world.variant(1)
    texts: list[str] = []
    for number in range(3):
        await asking.put(1, number, f" Which\n{number}? ", seen=seal(texts), actor=ADMIN)
        texts.append(f"Which {number}?")
    assert await asking.of(1) == texts
    with pytest.raises(TooManyQuestions):
        await asking.put(1, 3, "One more?", seen=seal(texts), actor=ADMIN)
    await asking.put(1, 1, "Another?", seen=seal(texts), actor=ADMIN)
    with pytest.raises(ChangedMeanwhile):
        await asking.put(1, 0, None, seen=seal(texts), actor=OTHER)
    texts[1] = "Another?"
    await asking.put(1, 0, None, seen=seal(texts), actor=ADMIN)
    assert await asking.of(1) == ["Another?", "Which 2?"]
    for text in ("", "\u0000", "x" * 201):
        with pytest.raises(BadField):
            await asking.put(1, 0, text, seen=seal(await asking.of(1)), actor=ADMIN)
    with pytest.raises(ProductNotFound):
        await asking.put(99, 0, "Why?", seen=seal([]), actor=ADMIN)


async def test_notes_and_weights_are_fields_as_others(world: ShopWorld) -> None:
    variant, keep = await world.variant(1), world.keeping
    for field, row, value, kept in (
        (Field.NOTE, 1, " Open\x00 it.\n", "Open it."),
        (Field.NOTE, 1, "-", ""),
        (Field.WEIGHT, variant, 400, 400),
    ):
        seen = seal(await keep.value(field, row))
        assert (await keep.change(field, row, value, seen=seen, actor=ADMIN)).after == kept
        assert await keep.value(field, row) == kept
    with pytest.raises(BadField):
        await keep.change(Field.NOTE, 1, "x" * 1001, seen=seal(""), actor=ADMIN)
    with pytest.raises(BadNumber):
        await keep.change(Field.WEIGHT, variant, 1_000_001, seen=seal(400), actor=ADMIN)
