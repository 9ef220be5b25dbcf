"""Products, versions and categories are told apart by their numbers, on screens and as typed."""

from collections.abc import AsyncIterator

import pytest

from db import Database
from handlers import goods_callbacks as on
from handlers.callbacks import OpenProduct, OpenVariant
from handlers.numbered import Numbered, numbered
from models.product import ProductKind
from services.goods.keeping import Field
from tests.handlers.office import ANN, BOB, OLIVER, Office
from tests.handlers.test_keeping_desks import APOLOGY, JPEG, free, shelf


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    desks = Office(sqlite_database)
    await desks.open()
    yield desks
    assert not [said for said in desks.telegram.said if APOLOGY in said]
    assert await desks.world.violations() == []


async def two_lamps(office: Office) -> tuple[int, int, int]:
    """A product whose number is one version's of another; it, and its versions."""
    await shelf(office)
    keeping = office.world.keeping
    lamp = await keeping.add_product(
        1, keeping.sketched("Lamp / 20"), ProductKind.PHYSICAL, actor="admin:1"
    )
    small = (await office.world.shelves.product(lamp.id)).variants[0].id
    large = await keeping.add_variant(lamp.id, "Large", 3000, actor="admin:1")
    bell = await keeping.add_product(
        1, keeping.sketched("Bell / 5"), ProductKind.PHYSICAL, actor="admin:1"
    )
    assert bell.id == large.id, "the same number, and two things"
    return lamp.id, small, large.id


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("p12", Numbered("p", 12)),
        ("P 12", Numbered("p", 12)),
        ("p_12", Numbered("p", 12)),
        ("#12", Numbered("", 12)),
        ("no. 12", Numbered("", 12)),
        ("Nr. v12 x", Numbered("v", 12, "x")),
        ("v12 3 expired", Numbered("v", 12, "3 expired")),
        ("12\nA\nB", Numbered("", 12, "A\nB")),
        *((text, None) for text in ("", "x", "p", "12x", "-1", "1.5", "٣", "9" * 19, "p12.3")),
    ],
)
def test_numbers_are_read(text: str, read: Numbered | None) -> None:
    assert numbered(text) == read


async def test_screens_say_which_number_is_whose(office: Office) -> None:
    lamp, small, large = await two_lamps(office)
    await office.type(f"/editid p{lamp}")
    assert f"<code>p{lamp}</code>" in office.screen
    assert f"<code>v{small}</code>" in office.screen
    assert f"<code>v{large}</code>" in office.screen
    await office.type(f"/stock v{large}")
    assert f"<code>v{large}</code>" in office.screen
    await office.type("/editcategory c1")
    assert "<code>c1</code>" in office.screen
    await office.press("✂️ Discounts")
    assert "/discat c1" in office.screen


async def test_what_is_meant_is_found_and_what_is_not_is_said(office: Office) -> None:
    lamp, small, large = await two_lamps(office)
    for typed, told in (
        (f"/stock {large}", "Lamp"),
        (f"/stock p{large}", "Bell"),
        (f"/stock p{lamp}", f"v{small}, v{large} Large"),
        (f"/addstock p{lamp} +5 x", "Say which one"),
        (f"/editid v{large}", f"<code>p{lamp}</code>"),
        (f"/disc v{large} 10%", f"the product is <code>p{lamp}</code>"),
        ("/editid c1", "There is no product <code>c1"),
        ("/stock c1", "There is no version <code>c1"),
        ("/editid p99", "There is no product <code>p99"),
        ("/stock v99", "There is no version <code>v99"),
        ("/editcategory c99", "There is no category <code>c99"),
        ("/editcategory v1", "There is no category <code>v1"),
        ("/editcategory <b>", "called <b>&lt;b&gt;</b>"),
    ):
        await office.type(typed)
        assert told in office.screen, (typed, office.screen)
    assert await office.world.keeping.value(Field.PRICE, large) == 3000


async def test_categories_of_one_name_are_told_apart(office: Office) -> None:
    for inside in (None, 1):
        await office.world.keeping.add_category("🎮 Games", inside, actor="admin:1")
    await office.type("/editcategory games")
    assert "c1, c2" in office.screen
    await office.type("/discat c2 10%")
    assert "/discat c2" in office.screen


async def test_more_than_is_free_is_not_even_asked_about(office: Office) -> None:
    keys, mugs, _ = await shelf(office)
    await office.type(f"/addstock v{mugs} +5 delivery")
    await office.press("✅ Yes")
    for typed in (f"/addstock v{mugs} -6 broken", f"/delstock v{keys} 999 x"):
        await office.type(typed)
        assert "That is more than may go" in office.screen
    assert await free(office, mugs) == 5


async def test_their_view_leads_back_to_the_card_of_its_keeper(office: Office) -> None:
    lamp, _, large = await two_lamps(office)
    await office.send(on.OpenGoods(product_id=lamp).pack())
    await office.press("👁 Their view")
    assert "Choose" in office.screen
    await office.press("Back")
    assert f"<code>p{lamp}</code>" in office.screen
    await office.press("👁 Their view")
    await office.press("Large")
    await office.press("✏️ Edit this product")
    assert f"<code>p{lamp}</code>" in office.screen
    await office.send(OpenVariant(variant_id=large, quantity=1).pack(), BOB)
    assert not [one for one in office.buttons if "Edit" in one.text], "customers see none of it"
    told = await office.send(on.TheirView(product_id=lamp).pack(), BOB)
    assert "you have no role here" in told
    await office.send(OpenProduct(product_id=lamp).pack(), BOB)
    assert not [one for one in office.buttons if "Edit" in one.text]


async def test_a_photo_sent_inside_a_category_stands_there(office: Office) -> None:
    await office.world.keeping.add_category("Cups", None, actor="admin:1")
    deep = await office.world.keeping.add_category("Deep", 1, actor="admin:1")
    await office.type("/editcategory Deep")
    await office.show_photo(JPEG, "Mug / 9.90 / Blue")
    assert "In Deep" in office.screen
    await office.press("Digital")
    assert (await office.world.shelves.category(deep.id, 0)).products[0].name == "Mug"
    await office.show_photo(JPEG, "Lamp / 9.90")
    assert "In Deep" in office.screen, "one after the other"
    await office.press("another category")
    await office.press("🗂 Cups")
    await office.press("🗂 Deep")
    assert "In Deep" in office.screen
    await office.press("another category")
    await office.press("🗂 Cups")
    await office.press("✅ In Cups")
    await office.press("Physical")
    assert (await office.world.shelves.category(1, 0)).products[0].name == "Lamp"


async def test_what_is_no_product_means_there_what_it_means_anywhere(office: Office) -> None:
    await shelf(office)
    await office.type("/editcategory Things")
    await office.type("mug")
    assert "This fits" in office.screen
    await office.type("/editcategory Things")
    await office.show_photo(JPEG, "Lamp")
    assert "The price is missing" in office.screen
    await office.show_photo(JPEG)
    assert "You are the shop yourself" in office.screen
    assert "begins a product" in office.screen


async def test_versions_stand_in_an_order(office: Office) -> None:
    lamp, small, large = await two_lamps(office)
    await office.type(f"/stock v{large}")
    assert not [one for one in office.buttons if "Down" in one.text]
    old = office.button("⬆️ Up").callback_data or ""
    assert await office.press("⬆️ Up") == "Moved."
    sheet = await office.world.shelves.product(lamp)
    assert [one.id for one in sheet.variants] == [large, small]
    await office.send(OpenProduct(product_id=lamp).pack(), BOB)
    shown = [one.text for one in office.buttons]
    assert "Large" in shown[0]
    assert "has become another" in await office.send(old, OLIVER)
    assert [one.id for one in (await office.world.shelves.product(lamp)).variants] == [large, small]
    third = await office.world.keeping.add_variant(lamp, "Huge", 5000, actor="admin:1")
    assert (await office.world.shelves.product(lamp)).variants[-1].id == third.id
    forged = on.Reorder(which="nonsense", row_id=99, down=1, seen="x").pack()
    await office.send(forged, ANN)


async def test_what_customers_do_not_see_is_said_to_be_so(office: Office) -> None:
    """The card stays where it is, with its way back."""
    lamp, _, _ = await two_lamps(office)
    await office.send(on.OpenGoods(product_id=lamp).pack())
    await office.press("Archive")
    assert "Customers do not see it now" in await office.press("👁 Their view")
    assert f"<code>p{lamp}</code>" in office.screen
