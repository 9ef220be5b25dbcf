"""What is typed is shown again and counts by a button; what changed meanwhile is asked again."""

from dataclasses import replace

import pytest
from aiogram.methods import DeleteMessage
from aiogram.types import PhotoSize

from db import Database
from handlers.callbacks import AddToCart, PayWith, PlaceOrder, TypeQuantity
from models.errors import BadDelivery
from models.product import ProductKind
from models.user import User
from services.sale.checkout import check_delivery
from services.sale.offer import OfferService
from services.sale.quote import agreed
from tests.handlers.conftest import ALICE, Hall
from tests.handlers.mail import faces_of
from tests.services.conftest import ShopWorld

STREET = "Alice Doe, Hafenstr. 12, 20457 Hamburg"
OTHER = "Bob Doe, Elbstr. 1, 20457 Hamburg"
PHOTO = [PhotoSize(file_id="x", file_unique_id="x", width=1, height=1)]


class Till(Hall):
    """A hall with a till; Alice has two mugs in her cart."""

    world: ShopWorld
    mug: int

    async def prepare(self, world: ShopWorld) -> None:
        self.world, self.clock, self.sealer = world, world.clock, world.sealer
        self.tools = replace(
            self.tools,
            till=world.till,
            offers=OfferService(world.uow, world.rates, world.sealer, world.terms),
            orders=world.orders,
            faces=faces_of(world, self.tools.health),
            drafts=type(self.tools.drafts)(world.uow, world.clock, world.sealer),
            clock=world.clock,
        )
        self.open_all()
        await world.rates.refresh()
        await self.user()
        self.mug = await world.variant(5, ProductKind.PHYSICAL)
        await world.carts.add(ALICE, self.mug, 2)

    async def seal(self, delivery: str | None = None) -> str:
        return agreed(await self.world.carts.show(ALICE), 0, delivery)

    async def asks(self) -> None:
        """As far as the question for the address."""
        seal = await self.seal()
        await self.press(PayWith(asset="BTC", credit=0, seal=seal).pack(), number=100)
        assert "Where shall we ship it" in self.said

    async def places(self, seal: str) -> None:
        await self.press(PlaceOrder(asset="BTC", credit=0, seal=seal).pack())

    @property
    def said(self) -> str:
        return self.telegram.said[-1]

    async def shipped_to(self) -> list[str | None]:
        async with self.world.uow.read() as uow:
            orders = await uow.orders.of(ALICE, limit=9, offset=0)
        return [(await self.world.orders.card(order.id)).delivery for order in orders]

    async def alice(self) -> User:
        return await self.user()


@pytest.fixture
async def till(sqlite_database: Database) -> Till:
    hall = Till(sqlite_database)
    await hall.prepare(ShopWorld(sqlite_database))
    return hall


async def test_an_address_is_confirmed_before_it_counts(till: Till) -> None:
    await till.asks()
    await till.type(STREET, number=5)
    assert f"<blockquote>{STREET}</blockquote>" in till.said
    assert "2 × thing 0" in till.said
    assert "[✅ Place order] [✏️ Change address]" in till.telegram.labels()
    assert await till.shipped_to() == []
    await till.places(await till.seal(STREET))
    assert "was placed" in till.said
    assert await till.shipped_to() == [STREET]


async def test_the_last_of_several_messages_counts(till: Till) -> None:
    await till.asks()
    for number, text in enumerate(("Alice Doe", "Hafenstr. 12", OTHER), 5):
        await till.type(text, number=number)
    assert OTHER in till.said
    assert len(till.telegram.of(DeleteMessage)) == 3  # the question, and each earlier screen
    await till.places(await till.seal("Alice Doe"))
    assert "Nothing was ordered yet" in till.said
    assert OTHER in till.said
    assert await till.shipped_to() == []
    await till.places(await till.seal(OTHER))
    assert await till.shipped_to() == [OTHER]


async def test_an_edit_replaces_what_is_not_confirmed(till: Till) -> None:
    await till.asks()
    await till.type(STREET, number=5)
    await till.edit(OTHER, number=5)
    assert OTHER in till.said
    await till.places(await till.seal(STREET))
    assert await till.shipped_to() == []
    await till.places(await till.seal(OTHER))
    assert await till.shipped_to() == [OTHER]


async def test_an_edit_of_an_earlier_message_does_not_count(till: Till) -> None:
    await till.asks()
    await till.type(OTHER, number=5)
    await till.type(STREET, number=6)
    await till.edit("Somebody Else, Nowhere 1", number=5)
    assert "Somebody Else" not in till.said
    form = await till.tools.forms.find(ALICE)
    assert form is not None
    assert form.address == STREET


async def test_an_edit_of_a_refused_answer_answers(till: Till) -> None:
    await till.asks()
    await till.type("x", number=5)
    assert "at least 5 and at most 500 characters" in till.said
    with pytest.raises(BadDelivery):
        check_delivery("x" * 4)
    assert check_delivery("x" * 5)
    assert "[✖️ Cancel]" in till.telegram.labels()
    await till.edit(STREET, number=5)
    assert STREET in till.said


async def test_an_edit_of_the_draft_counts_after_a_restart(till: Till) -> None:
    await till.asks()
    await till.type(OTHER, number=5)
    await till.type(STREET, number=6)
    till.open_all()
    await till.edit("Somebody Else, Nowhere 1", number=5)
    assert "changed an earlier message" in till.said
    assert STREET in till.said
    await till.edit(OTHER, number=6)
    assert OTHER in till.said


@pytest.mark.parametrize("words", ["/start", "/cancel@shop_bot now", "cancel"])
async def test_a_command_by_edit_is_no_delivery_address(till: Till, words: str) -> None:
    await till.asks()
    await till.type(STREET, number=5)
    await till.edit(words, number=5)
    assert await till.tools.drafts.find(ALICE) is None
    for shown in (words, STREET):
        await till.places(await till.seal(shown))
    assert await till.shipped_to() == []


async def test_a_typed_quantity_is_no_delivery_address_by_an_edit(till: Till) -> None:
    await till.type("no thanks 33333", number=5)
    await till.asks()
    await till.edit("I said no thanks 33333", number=5)
    assert await till.tools.drafts.find(ALICE) is None


async def test_an_edit_after_the_order_changes_nothing_and_says_so(till: Till) -> None:
    await till.asks()
    await till.type(STREET, number=5)
    await till.places(await till.seal(STREET))
    await till.edit(OTHER, number=5)
    assert "the change alters nothing" in till.said
    assert await till.shipped_to() == [STREET]


@pytest.mark.parametrize("command", ["/start", "/help", "/support", "/nonsense"])
async def test_a_command_is_no_address_and_leaves_the_question(till: Till, command: str) -> None:
    await till.asks()
    await till.type(command, number=5)
    assert (await till.alice()).expecting is None
    await till.type(STREET, number=6)
    assert "Sent to the shop" in till.said
    assert await till.shipped_to() == []


async def test_a_picture_keeps_the_question(till: Till) -> None:
    await till.asks()
    await till.type(None, photo=PHOTO, number=5)
    assert "as text" in till.said
    await till.type(STREET, number=6)
    assert STREET in till.said


async def test_as_last_time(till: Till) -> None:
    await till.asks()
    await till.type(STREET, number=5)
    await till.places(await till.seal(STREET))
    [order] = [row.order.id for row in await till.world.orders.of(ALICE, 0)]
    await till.world.orders.cancel(order, actor="admin:1")
    await till.asks()
    assert f"[📮 As last time: {STREET[:29]}…]" in till.telegram.labels()
    await till.press("ship-last:BTC:0:0")
    assert STREET in till.said
    assert "message to the shop" not in till.telegram.labels()  # it was none
    await till.places(await till.seal(STREET))
    assert await till.shipped_to() == [STREET, STREET]


async def test_a_draft_is_sealed_bound_and_forgotten(till: Till) -> None:
    await till.asks()
    await till.type(STREET, number=5)
    async with till.world.uow.read() as uow:
        kept = await uow.drafts.find(ALICE, till.clock())
    assert kept is not None
    assert b"Hafen" not in kept.sealed
    user = await till.alice()
    assert "Hafen" not in (user.expecting or "")
    till.clock.advance(hours=1)
    assert await till.tools.drafts.find(ALICE) is None
    await till.places(await till.seal(STREET))
    assert "Where shall we ship it" in till.said


async def test_what_was_no_address_goes_to_the_shop(till: Till) -> None:
    await till.asks()
    await till.type("I paid and nothing came", number=5)
    assert "message to the shop" in till.telegram.labels()
    await till.press("talk-draft")
    assert "Sent to the shop" in till.said
    events = [row.event for row in await till.world.messages()]
    assert events == ["admin-question", "admin-question"]


async def test_stock_that_shrinks_is_asked_about(till: Till) -> None:
    seal = await till.seal()
    await till.press("checkout:1:0")
    await till.world.customer(200)
    await till.world.carts.add(200, till.mug, 4)
    await till.world.till.place(200, "BTC", OTHER)
    await till.press(PayWith(asset="BTC", credit=0, seal=seal).pack())
    assert "Nothing was ordered yet" in till.said
    assert "thing 0: 2 → 1" in till.said
    assert await till.shipped_to() == []


async def test_a_price_that_changes_after_the_confirmation_is_asked_about(till: Till) -> None:
    await till.asks()
    await till.type(STREET, number=5)
    seal = await till.seal(STREET)
    async with till.world.uow() as uow:
        variant = await uow.products.find_variant(till.mug)
        assert variant is not None
        variant.price = 1500
    await till.places(seal)
    assert "thing 0: $10.00 → $15.00" in till.said
    assert await till.shipped_to() == []
    await till.places(await till.seal(STREET))
    assert await till.shipped_to() == [STREET]


async def test_a_typed_quantity_is_shown_with_its_price_and_taken_away(till: Till) -> None:
    packed = TypeQuantity(variant_id=till.mug, quantity=1).pack()
    await till.press(packed, number=100)
    assert "from 1 to 5" in till.said
    await till.type("9", number=5)
    assert "from 1 to 5" in till.said
    assert "[✖️ Cancel]" in till.telegram.labels()
    await till.type(" 3 ", number=6)
    assert "[🛒 Add 3 · $30.00]" in till.telegram.labels()
    gone = {m.message_id for m in till.telegram.of(DeleteMessage)}
    assert gone == {5, 6, 1001}, "what was typed, and the refusal of the first"
    assert (await till.world.carts.show(ALICE)).pieces == 2
    await till.press(AddToCart(variant_id=till.mug, quantity=3).pack())
    assert (await till.world.carts.show(ALICE)).pieces == 5
    await till.press(AddToCart(variant_id=till.mug, quantity=1).pack())
    assert till.telegram.answers[-1].text == "Only 5 left."


async def test_one_too_many_in_the_cart_says_what_is_left(till: Till) -> None:
    await till.press(f"cart-set:{till.mug}:6")
    assert till.telegram.answers[-1].text == "Only 5 left."
    assert (await till.world.carts.show(ALICE)).pieces == 2


async def test_emptying_the_cart_is_asked(till: Till) -> None:
    await till.press("cart-clear")
    assert "Take everything out of your cart (2 items)" in till.said
    assert (await till.world.carts.show(ALICE)).pieces == 2
    await till.press("cart-empty")
    assert (await till.world.carts.show(ALICE)).pieces == 0
