"""What the shop asks and how it ships: chosen, typed, shown again, confirmed before it counts."""

import re
from contextlib import suppress

import pytest

from db import Database
from handlers.callbacks import (
    AskAnswers,
    Checkout,
    HandOnDraft,
    Home,
    LastAddress,
    OrderNotes,
    PayWith,
    PlaceOrder,
    ShowGoods,
)
from models.order import Order
from models.shipping import ShippingOption
from services.goods.keeping import Field, seal
from services.sale.form import FormService
from services.sale.order import OrderCard
from services.sale.quote import agreed
from tests.handlers.conftest import ALICE, OLIVIA
from tests.handlers.test_delivery import STREET, Till
from tests.services.conftest import ShopWorld

NAME, SIDE = "Which name shall stand on it?", "On which side?"


class Desk(Till):
    """Alice has two mugs, which ask two things, and a key, which asks one."""

    key: int

    async def ready(self) -> None:
        self.key = await self.world.variant(3)
        await self.world.carts.add(ALICE, self.key, 1)
        async with self.world.uow() as uow:
            await uow.questions.put(1, (NAME, SIDE))
            await uow.questions.put(2, ("For whom?",))

    async def ways(self, *names: str) -> list[int]:
        async with self.world.uow() as uow:
            made = [
                ShippingOption(name=name, price=400 + 100 * n, step_price=0, active=True)
                for n, name in enumerate(names)
            ]
            for row in made:
                await uow.shipping.add(row)
        return [row.id for row in made]

    async def pays(self, ship: int = 0) -> None:
        """As far as the first question."""
        sealed = agreed(await self.world.till.preview(ALICE, ship), 0)
        await self.press(PayWith(asset="BTC", credit=0, seal=sealed, ship=ship).pack(), number=100)

    @property
    def button(self) -> PlaceOrder:
        """The one that is shown last."""
        shown = [m for m in self.telegram.asked if getattr(m, "reply_markup", None)]
        rows = shown[-1].reply_markup.inline_keyboard  # type: ignore[attr-defined]
        packed = [b.callback_data or "" for row in rows for b in row]
        return PlaceOrder.unpack(next(each for each in packed if each.startswith("place:")))

    async def orders_of_alice(self) -> list[Order]:
        async with self.world.uow.read() as uow:
            return list(await uow.orders.of(ALICE, limit=9, offset=0))

    async def answered(self) -> list[str | None]:
        (order,) = await self.orders_of_alice()
        return [said.text for said in await self.world.orders.reading.answers(order.id)]


@pytest.fixture
async def desk(sqlite_database: Database) -> Desk:
    hall = Desk(sqlite_database)
    await hall.prepare(ShopWorld(sqlite_database))
    await hall.ready()
    return hall


async def fill(desk: Desk) -> None:
    """The address, and three answers."""
    await desk.pays()
    assert "Where shall we ship it" in desk.said
    for number, words in enumerate((STREET, "Alice", "left", "Bob"), 5):
        await desk.type(words, number=number)


async def test_each_question_is_asked_and_shown_before_it_counts(desk: Desk) -> None:
    await desk.pays()
    await desk.type(STREET, number=5)
    assert "Question 1 of 3" in desk.said
    assert STREET in desk.said
    assert NAME in desk.said
    await desk.type("Alice & co", number=6)
    assert "<blockquote>Alice &amp; co</blockquote>" in desk.said
    assert SIDE in desk.said
    await desk.type("left", number=7)
    assert "For whom?" in desk.said
    await desk.type("Bob", number=8)
    for part in (STREET, "Alice &amp; co", "left", "Bob", NAME, "2 × thing 0"):
        assert part in desk.said
    assert await desk.orders_of_alice() == []
    await desk.press(desk.button.pack())
    assert "was placed" in desk.said
    assert await desk.answered() == ["Alice & co", "left", "Bob"]
    assert await desk.tools.drafts.find(ALICE) is None


async def test_an_edit_of_any_answer_counts_until_it_is_ordered(desk: Desk) -> None:
    await desk.pays()
    await desk.type(STREET, number=5)
    await desk.type("Alice", number=6)
    await desk.edit("Alicia", number=6)
    assert "Alicia" in desk.said
    assert SIDE in desk.said
    await desk.edit(f"{STREET}, door 2", number=5)
    assert "door 2" in desk.said
    assert SIDE in desk.said
    await desk.type("left", number=7)
    await desk.edit("right", number=7)
    await desk.type("Bob", number=8)
    await desk.edit("Alix", number=6)
    assert "Alix" in desk.said
    old = desk.button
    await desk.edit("Bert", number=8)
    await desk.press(old.pack())
    assert await desk.orders_of_alice() == []
    await desk.press(desk.button.pack())
    assert await desk.answered() == ["Alix", "right", "Bert"]
    await desk.edit("Too late", number=6)
    assert await desk.answered() == ["Alix", "right", "Bert"]


@pytest.mark.parametrize("number", [5, 6, 8])
async def test_an_edit_counts_although_a_button_was_pressed_since(desk: Desk, number: int) -> None:
    """Nothing is ordered yet: as when no address was free, and it is to be pressed again."""
    await fill(desk)
    old = desk.button
    await desk.press(Home().pack(), number=200)
    await desk.edit("Other words", number=number)
    assert "Other words" in desk.said
    await desk.press(old.pack(), number=100)
    assert await desk.orders_of_alice() == []
    assert "Other words" in desk.said
    await desk.press(desk.button.pack())
    [order] = await desk.orders_of_alice()
    card = await desk.world.orders.card(order.id)
    words = {5: STREET, 6: "Alice", 7: "left", 8: "Bob"} | {number: "Other words"}
    assert [card.delivery, *await desk.answered()] == list(words.values())


async def test_what_is_ordered_is_no_form_any_more_although_nothing_could_be_shown(
    desk: Desk,
) -> None:
    """The order stands: an edit is too late, and is not said to count."""
    await fill(desk)

    async def lost(*_args: object, **_facts: object) -> OrderCard:
        raise ConnectionError

    desk.world.orders.card = lost  # type: ignore[method-assign]
    with suppress(ConnectionError):
        await desk.press(desk.button.pack(), number=100)
    del desk.world.orders.card
    assert await desk.answered() == ["Alice", "left", "Bob"]
    assert await FormService(desk.tools.drafts).find(ALICE) is None
    await desk.edit("Alix", number=6)
    assert "Noted" not in desk.said


async def test_another_message_takes_the_place_of_the_last_answer(desk: Desk) -> None:
    await fill(desk)
    await desk.type("Bob Doe", number=9)
    assert "Bob Doe" in desk.said
    await desk.press(desk.button.pack())
    assert await desk.answered() == ["Alice", "left", "Bob Doe"]


@pytest.mark.parametrize("words", ["/start", "/cancel", "cancel", "/nonsense x"])
async def test_a_command_is_no_answer(desk: Desk, words: str) -> None:
    await desk.pays()
    await desk.type(STREET, number=5)
    await desk.type(words, number=6)
    assert NAME not in desk.said
    form = await desk.tools.forms.find(ALICE)
    assert form is not None
    assert form.answers == {}


@pytest.mark.parametrize("number", [6, 8])
async def test_an_answer_that_becomes_a_command_counts_no_more(desk: Desk, number: int) -> None:
    await fill(desk)
    button = desk.button
    await desk.edit("/start", number=number)
    await desk.press(button.pack())
    assert await desk.orders_of_alice() == []
    assert "Where shall we ship it" in desk.said


@pytest.mark.parametrize("words", ["x" * 501, "\u200b", "\u2800"])
async def test_what_is_no_answer_is_refused_with_a_way_out(desk: Desk, words: str) -> None:
    await desk.pays()
    await desk.type(STREET, number=5)
    await desk.type(words, number=6)
    assert "[✖️ Cancel]" in desk.telegram.labels()
    await desk.edit("Alice", number=6)
    assert SIDE in desk.said


async def test_answers_are_typed_anew_and_the_address_stays(desk: Desk) -> None:
    await fill(desk)
    await desk.press(AskAnswers(asset="BTC", credit=0, ship=0).pack(), number=100)
    assert NAME in desk.said
    for number, words in enumerate(("Zoe", "top", "Zed"), 20):
        await desk.type(words, number=number)
    assert STREET in desk.said
    await desk.press(desk.button.pack())
    assert await desk.answered() == ["Zoe", "top", "Zed"]


async def test_digital_goods_with_a_question_need_no_address(desk: Desk) -> None:
    await desk.world.carts.change(ALICE, desk.mug, 0)
    await desk.pays()
    assert "The shop asks about" in desk.said
    await desk.type("Bob", number=5)
    assert "Ship to" not in desk.said
    assert "[✏️ Change address]" not in desk.telegram.labels()
    await desk.press(desk.button.pack())
    assert await desk.answered() == ["Bob"]


async def test_what_was_for_the_shop_is_handed_on(desk: Desk) -> None:
    await fill(desk)
    await desk.press(HandOnDraft().pack())
    assert "Sent to the shop" in desk.said
    assert await desk.tools.drafts.find(ALICE) is None


async def test_a_question_that_is_new_is_asked_before_the_order(desk: Desk) -> None:
    await fill(desk)
    async with desk.world.uow() as uow:
        await uow.questions.put(1, (NAME, SIDE, "Why?"))
    await desk.press(desk.button.pack(), number=100)
    assert "Why?" in desk.said
    await desk.type("So that", number=20)
    await desk.press(desk.button.pack())
    assert await desk.answered() == ["Alice", "left", "So that", "Bob"]


async def test_an_answer_counts_for_the_question_that_was_asked_alone(desk: Desk) -> None:
    """The questions of a product move up, or are others, while it is filled in."""
    await fill(desk)
    async with desk.world.uow() as uow:
        await uow.questions.put(1, (SIDE, "Which colour?"))
    await desk.press(desk.button.pack(), number=100)
    assert SIDE in desk.said
    assert "place:" not in str(desk.telegram.asked[-1])
    await desk.type("left", number=20)
    assert "Which colour?" in desk.said
    await desk.type("red", number=21)
    await desk.press(desk.button.pack())
    assert await desk.answered() == ["left", "red", "Bob"]


async def test_a_way_to_ship_is_chosen_first_and_is_part_of_the_total(desk: Desk) -> None:
    parcel, fast = await desk.ways("Parcel", "Fast")
    await desk.press(Checkout(credit=1).pack())
    assert "How shall we ship it" in desk.said
    assert "Total without shipping: <b>$30.00</b>" in desk.said
    assert "[🚚 Parcel · $4.00] [🚚 Fast · $5.00]" in desk.telegram.labels()
    await desk.press(Checkout(credit=0, ship=fast).pack())
    assert "🚚 Fast · $5.00" in desk.said
    assert "Total: <b>$35.00</b>" in desk.said
    assert "Ship it another way" in desk.telegram.labels()
    await desk.pays(fast)
    for number, words in enumerate((STREET, "Alice", "left", "Bob"), 5):
        await desk.type(words, number=number)
    assert "🚚 Fast · $5.00" in desk.said
    await desk.press(desk.button.pack())
    (order,) = await desk.orders_of_alice()
    assert (order.total, order.shipping_name) == (3500, "Fast")
    assert parcel != fast


@pytest.mark.parametrize("forged", [0, 999, 2**63 - 1])
async def test_a_forged_way_to_ship_asks_which(desk: Desk, forged: int) -> None:
    await desk.ways("Parcel", "Fast")
    await desk.press(PayWith(asset="BTC", credit=0, seal="x", ship=forged).pack())
    assert "How shall we ship it" in desk.said
    await desk.press(LastAddress(asset="BTC", credit=0, ship=forged).pack())
    assert "How shall we ship it" in desk.said
    await desk.press(PlaceOrder(asset="BTC", credit=0, seal="x", ship=forged).pack())
    assert "How shall we ship it" in desk.said
    assert await desk.orders_of_alice() == []


async def test_another_price_of_shipping_is_named_before_it_counts(desk: Desk) -> None:
    (only,) = await desk.ways("Parcel")
    await fill(desk)
    async with desk.world.uow() as uow:
        await uow.shipping.set(only, price=450)
    await desk.press(desk.button.pack(), number=100)
    assert "Parcel: $4.00 → $4.50" in desk.said
    assert await desk.orders_of_alice() == []
    await desk.press(desk.button.pack())
    (order,) = await desk.orders_of_alice()
    assert order.total == 3450


async def test_the_cart_says_what_shipping_comes_to(desk: Desk) -> None:
    await desk.press("cart")
    assert "Total: <b>$30.00</b>" in desk.said
    (only,) = await desk.ways("Parcel")
    await desk.press("cart")
    assert "🚚 Parcel · $4.00\nTotal: <b>$34.00</b>" in desk.said
    async with desk.world.uow() as uow:
        await uow.shipping.set(only, up_to=999)
        await uow.keeping.set_variant(desk.mug, weight=500)
    await desk.press("cart")
    assert "weighs 1,000 g, and no way of shipping carries that much" in desk.said
    assert "Check out" not in desk.telegram.labels()
    await desk.press(Checkout(credit=1).pack())
    told = [answer.text or "" for answer in desk.telegram.answers]
    assert any("no way of shipping" in each for each in [*told, desk.said])


async def test_who_ships_and_who_bought_read_the_answers(desk: Desk) -> None:
    await fill(desk)
    await desk.press(desk.button.pack())
    (order,) = await desk.orders_of_alice()
    await desk.press(f"a-order:{order.id}", user_id=OLIVIA)
    assert "<blockquote>Alice</blockquote>" in desk.said
    assert "📝 Answers" in desk.telegram.labels()
    await desk.press(f"a-said:{order.id}:0", user_id=OLIVIA)
    assert "left" in desk.said
    await desk.press(OrderNotes(order_id=order.id, page=9).pack())
    assert re.search("Alice.*left.*Bob", desk.said, re.DOTALL)
    before = len(desk.telegram.said)
    await desk.press(OrderNotes(order_id=order.id, page=0).pack(), user_id=4242)
    await desk.press(f"a-said:{order.id}:0", user_id=ALICE)
    assert "left" not in "".join(desk.telegram.said[before:])


async def test_notes_go_with_goods_and_are_shown_again(desk: Desk) -> None:
    for product, note in ((1, "Rinse <it>."), (2, "Open it.")):
        await desk.world.keeping.change(Field.NOTE, product, note, seen=seal(""), actor="admin:1")
    await fill(desk)
    await desk.press(desk.button.pack())
    (order,) = await desk.orders_of_alice()
    await desk.press(OrderNotes(order_id=order.id, page=0).pack())
    assert "Open it" not in desk.said
    await desk.world.pay(order.id)
    desk.world.chain.mine(3)
    await desk.world.payments.scan("BTC")
    await desk.press(ShowGoods(order_id=order.id).pack())
    assert "Open it." in desk.said
    assert "Rinse" not in desk.said
    await desk.world.orders.ship(order.id, actor="admin:1")
    await desk.press(OrderNotes(order_id=order.id, page=0).pack())
    assert "Rinse &lt;it&gt;." in desk.said
    assert "Open it." in desk.said


async def test_nobody_is_kept_by_a_question_of_before(desk: Desk) -> None:
    """What an older version was expecting knew neither shipping nor a screen."""
    for topic in ("delivery:BTC", "delivery:BTC+credit:17"):
        await desk.users.expect(ALICE, topic)
        await desk.type(STREET)
        assert NAME in desk.said
        await desk.tools.drafts.drop(ALICE)
