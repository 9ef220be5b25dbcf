"""Who keeps the shelves, at the desks of a whole shop: every button and question, two at once."""

import csv
import io
import logging
from collections.abc import AsyncIterator

import pytest
from aiogram.methods import DeleteMessage, EditMessageText, SendDocument, SendMessage
from aiogram.types import BufferedInputFile
from sqlalchemy import text

from db import Database
from handlers import goods_callbacks as on
from handlers import wall_callbacks as walls
from handlers.callbacks import AdminOrder
from models.product import ProductKind
from services.goods.files import Content
from services.goods.keeping import Field, seal
from tests.handlers.office import ANN, BOB, OLIVER, Office

JPEG = b"\xff\xd8\xff" + bytes(2_000)
APOLOGY = "Something went wrong on our side"


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    desks = Office(sqlite_database)
    await desks.open()
    yield desks
    assert not [said for said in desks.telegram.said if APOLOGY in said]
    assert await desks.world.violations() == []


async def shelf(office: Office) -> tuple[int, int, int]:
    """Variants: keys, mugs and a guide, in one category."""
    home = await office.world.keeping.add_category("Things", None, actor="admin:1")
    ids = []
    for name, kind in (
        ("Key", ProductKind.DIGITAL),
        ("Mug", ProductKind.PHYSICAL),
        ("Guide", ProductKind.SHARED),
    ):
        sketch = office.world.keeping.sketched(f"{name} / 12.50 / All about it")
        made = await office.world.keeping.add_product(home.id, sketch, kind, actor="admin:1")
        ids.append((await office.world.shelves.product(made.id)).variants[0].id)
    return ids[0], ids[1], ids[2]


async def open_variant(office: Office, variant: int, who: int = ANN) -> None:
    await office.send(on.OpenStock(variant_id=variant).pack(), who)


async def free(office: Office, variant: int) -> int:
    return (await office.world.shelves.figures(variant)).variant.available


async def test_a_card_is_edited_where_it_stands(office: Office) -> None:
    """The question takes its place and gives it back; what was typed is on it, and goes."""
    _, mugs, _ = await shelf(office)
    product = (await office.world.shelves.figures(mugs)).variant.product_id
    edit = on.EditField(field=Field.NAME, row_id=product).pack()
    await office.send(edit, number=321)
    before = len(office.telegram.of(SendMessage))
    await office.type("Deep Mug", number=322)
    assert office.telegram.of(EditMessageText)[-1].message_id == 321
    assert "Deep Mug" in office.telegram.of(EditMessageText)[-1].text
    assert [gone.message_id for gone in office.telegram.of(DeleteMessage)] == [322]
    assert len(office.telegram.of(SendMessage)) == before


async def test_a_shop_is_filled_from_a_phone(office: Office) -> None:
    """From nothing to a product that is on sale, without a file or a shell."""
    await office.type("/goods")
    assert "no category yet" in office.screen
    await office.press("➕ Category")
    await office.type("Cups & more")
    assert "Cups &amp; more" in office.screen
    await office.press("➕ Product")
    await office.type("Harbour Mug / 12,50 / Holds <b>0.3 l</b>")
    assert "&lt;b&gt;0.3 l" in office.screen
    assert "$12.50" in office.screen
    assert await office.press("Physical") == "It is made. Add stock next."
    await office.press("📊 Harbour Mug")
    await office.press("± Count")
    await office.type("+12 delivery")
    assert "0 → <b>12</b>" in office.screen
    await office.press("✅ Yes")
    assert "Free: <b>12</b>" in office.screen


async def test_prices_and_thresholds_are_typed(office: Office) -> None:
    keys, _, _ = await shelf(office)
    await open_variant(office, keys)
    await office.press("🔔 Warn at")
    await office.type("3")
    assert "3 or fewer" in office.screen
    await office.press("💲 Price")
    assert "Now: $12.50" in office.screen
    await office.type("1e3")
    assert "without an e" in office.screen
    await office.type("14")
    await office.press("✅ Set $14.00")
    assert "$14.00" in office.screen


async def test_a_photo_with_a_caption_is_a_product(office: Office) -> None:
    await office.world.keeping.add_category("Cups", None, actor="admin:1")
    await office.show_photo(JPEG, "Mug / 9.90 / Blue")
    assert "In which category?" in office.screen
    await office.press("🗂 Cups")
    await office.press("Digital")
    [category] = await office.world.shelves.entrance(0)
    [made] = (await office.world.shelves.category(category.id, 0)).products
    assert (made.name, made.description) == ("Mug", "Blue")
    async with office.database.uow.read() as uow:
        assert await uow.session.scalar(text("SELECT count(*) FROM pictures")) == 1
    await office.press("📷 Photo")
    await office.send(walls.AskPhoto(of_category=0, row_id=made.id, media_id=0, seen="x").pack())
    assert "Send a photo of <b>Mug" in office.screen
    await office.type("not a photo")
    assert "That is no photo" in office.screen
    await office.show_photo(JPEG + b"2")
    async with office.database.uow.read() as uow:
        assert await uow.session.scalar(text("SELECT count(*) FROM pictures")) == 2


@pytest.mark.parametrize("caption", [None, "just a word", "a longer word of mine"])
async def test_a_photo_without_a_price_is_no_product(office: Office, caption: str | None) -> None:
    before = len(office.telegram.said)
    await office.show_photo(JPEG, caption)
    assert "In which category?" not in "".join(office.telegram.said[before:])


@pytest.mark.parametrize(("caption", "missing"), [("Mug /", "price"), ("/ 9.90", "name")])
async def test_a_photo_that_was_meant_as_a_product_is_told_what_it_lacks(
    office: Office, caption: str, missing: str
) -> None:
    await office.show_photo(JPEG, caption)
    assert f"The {missing} is missing" in office.screen


async def test_a_customers_photo_is_for_the_shop(office: Office) -> None:
    await office.show_photo(JPEG, "Mug / 9.90 / Blue", who=BOB)
    assert "In which category?" not in office.screen


async def test_goods_are_judged_before_they_come_in(office: Office) -> None:
    keys, _, _ = await shelf(office)
    await open_variant(office, keys)
    await office.press("➕ Add goods")
    await office.type("A\n\nB\nA\n" + "x" * 3_001)
    for words in ("new: 2", "twice in this list: 1", "empty: 1", "too long: 1", "like line 1"):
        assert words in office.screen
    assert await free(office, keys) == 0
    await office.press("📝 Note")
    await office.type("July / Keys Ltd / 5.00")
    assert "🏭 Keys Ltd" in office.screen
    await office.press("✅ Add 2")
    assert "2 were added" in office.screen
    assert await free(office, keys) == 2
    await office.press("📦 Open the batch")
    assert "Came: 2" in office.screen
    await office.press("↩️ Undo")
    assert "It was undone" in office.screen
    assert await free(office, keys) == 0


async def test_an_old_button_adds_nothing_else(office: Office) -> None:
    """What is sent later takes the place of what was shown."""
    keys, _, _ = await shelf(office)
    await open_variant(office, keys)
    await office.press("➕ Add goods")
    await office.type("A")
    old = office.button("✅ Add one").callback_data or ""
    await office.type("B\nC")
    await office.send(old)
    assert "other goods" in (office.telegram.answers[-1].text or "") + office.screen
    assert await free(office, keys) == 0
    await office.send(on.AddNow(variant_id=keys + 1, seal="forged").pack())
    assert "not there any more" in (office.telegram.answers[-1].text or "")


async def test_lists_and_files_are_sent_as_documents(office: Office) -> None:
    keys, _, _ = await shelf(office)
    await open_variant(office, keys)
    await office.press("➕ Add goods")
    await office.give("keys.csv", b'unit;note\n"A;1";x\nB;y\n')
    await office.press("✅ Add 2")
    await open_variant(office, keys)
    await office.press("➕ Add goods")
    await office.give("keys.txt", b"ok\n\xff\xfe\n")
    assert "Line 2, column 1" in office.screen
    await office.give("one.zip", b"zip one")
    await office.give("two.txt", b"zip two", caption="file")
    assert "one.zip" in office.screen
    await office.press("✅ Add 2 files")
    assert await free(office, keys) == 4
    await open_variant(office, keys)
    await office.press("➕ Add goods")
    await office.give("again.zip", b"zip one")
    assert "the shop has or had it" in office.screen


async def test_goods_are_taken_away_after_a_look_at_what_is_held(office: Office) -> None:
    keys, _, _ = await shelf(office)
    await stocked(office, keys, "A\nB\nC")
    order = await held(office, keys)
    await open_variant(office, keys)
    assert f"⏳ {order} holds 1" in office.screen
    await office.press("➖ Take away")
    assert "free: 2; held by orders, and staying: 1" in office.screen
    await office.type("3 too many")
    assert "orders hold 1, and 2 are free" in office.screen
    await open_variant(office, keys)
    await office.press("➖ Take away")
    await office.type("expired\nB\nZ")
    await office.press("➖ Take away one")
    assert await free(office, keys) == 1
    await office.type("/delallstock " + f"{keys} gone")
    await office.press("➖ Take away one")
    assert await free(office, keys) == 0


async def stocked(office: Office, variant: int, goods: str) -> None:
    await office.type(f"/addstock {variant} {goods}")
    await office.press("✅ Add")


async def held(office: Office, variant: int) -> str:
    """Bob has ordered one; the code."""
    await office.world.carts.add(BOB, variant, 1)
    return await office.code(await office.world.till.place(BOB, "BTC"))


async def test_the_second_of_two_admins_is_told_what_has_changed(office: Office) -> None:
    keys, mugs, _ = await shelf(office)
    await open_variant(office, keys)
    await office.press("💲 Price")
    await office.type("20")
    slow = office.button("✅ Set $20.00").callback_data or ""
    await open_variant(office, keys, OLIVER)
    await office.press("💲 Price", OLIVER)
    await office.type("15", OLIVER)
    await office.press("✅ Set $15.00", OLIVER)
    await office.send(slow)
    told = office.telegram.answers[-1].text or ""
    assert "Nothing was changed" in told
    assert "Changed by Oliver" in told
    assert await office.world.keeping.value(Field.PRICE, keys) == 1500
    product = (await office.world.shelves.figures(mugs)).variant.product_id
    await office.send(on.EditField(field=Field.NAME, row_id=product).pack())
    await office.send(on.EditField(field=Field.NAME, row_id=product).pack(), OLIVER)
    await office.type("Beaker", OLIVER)
    await office.type("Cup")
    assert "It is now: Beaker" in "\n".join(office.telegram.said[-3:])
    assert await office.world.keeping.value(Field.NAME, product) == "Beaker"


async def test_what_is_shared_is_set_and_limited(office: Office) -> None:
    _, _, guide = await shelf(office)
    await open_variant(office, guide)
    assert "Nothing is set yet" in office.screen
    await office.press("📎 Set")
    await office.type("The whole guide")
    await office.press("✅ Yes, to all buyers")
    assert "All buyers get what was set" in office.screen
    await office.press("∞ Without limit")
    assert "Never runs out" in office.screen
    await office.press("🔢 Limit")
    await office.type("5")
    assert "Free: <b>5</b>" in office.screen
    await office.press("📎 Replace")
    await office.give("guide.pdf", b"%PDF")
    await office.press("✅ Yes, to all buyers")
    await office.press("📋 Movements")
    assert "limited from now on" in office.screen


async def test_two_limit_what_is_shared_and_the_second_reads_who_did(office: Office) -> None:
    _, _, guide = await shelf(office)
    await office.world.sharing.put(guide, Content("All"), seen=0, actor="admin:1")
    await open_variant(office, guide)
    [late] = [one.callback_data for one in office.buttons if one.text == "∞ Without limit"]
    await office.press("🔢 Limit")
    await office.send(on.OpenStock(variant_id=guide).pack(), OLIVER)
    await office.press("🔢 Limit", OLIVER)
    await office.type("7", OLIVER)
    await office.type("5")
    assert "how many may be sold was changed since you saw it" in office.telegram.said[-2]
    assert "Changed by Oliver" in office.telegram.said[-2]
    assert "Free: <b>7</b>" in office.screen
    assert "how many may be sold was changed" in await office.send(late or "")
    assert "Free: <b>7</b>" in office.screen


@pytest.mark.parametrize("by_command", [True, False], ids=["by command", "from the order"])
async def test_a_sold_good_is_replaced(office: Office, *, by_command: bool) -> None:
    keys, _, _ = await shelf(office)
    await stocked(office, keys, "A\nB")
    code = await held(office, keys)
    [order] = await office.world.orders.codes([1])
    await office.world.pay(order)
    office.world.chain.mine(1)
    await office.world.payments.scan("BTC")
    if by_command:
        await office.type(f"/editsold {code}")
    else:
        await office.send(AdminOrder(order_id=order).pack())
        await office.press("🔁 Replace a unit")
    await office.press("Key · no. 1")
    assert "Send the reason" in office.screen
    await office.type("does not work")
    assert [payload for _, payload in await office.world.orders.goods(order, owner=BOB)] == ["A"]
    await office.press("🔁 Yes")
    assert "another one" in (office.telegram.answers[-1].text or "")
    goods = await office.world.orders.goods(order, owner=BOB)
    assert [payload for _, payload in goods] == ["B"]
    [row] = await office.world.replacing.sold(order)
    assert row.before == 1, "the old one stays on record"


@pytest.mark.parametrize(
    "command",
    [
        *("/add", "/add Things", "/addstock", "/addstock x", "/del", "/del x", "/delstock 1"),
        *("/delallstock", "/delallstock 1", "/editid", "/editid 1 2", "/editcategory"),
        *(
            "/editcategory Nowhere",
            "/editsold",
            "/editsold XXXXX",
            "/disc",
            "/disc 1",
            "/disc 1 x%",
        ),
        *("/discat", "/discat Nowhere 5%", "/exportstock x"),
        *("/stock x", "/stock 999", "/del 999", "/delstock 999 1 x"),
    ],
)
async def test_a_command_that_is_misused_shows_how_it_is_written(
    office: Office, command: str
) -> None:
    await shelf(office)
    name = command.split(maxsplit=1)[0]
    await office.type(command)
    assert f"<code>{name}" in office.screen, office.screen


async def test_commands_lead_to_the_same_desks(office: Office) -> None:
    _, mugs, _ = await shelf(office)
    await office.type("/add Things / Lamp / 20 / Bright")
    await office.press("Physical")
    await office.type("/editcategory things")
    assert "Lamp" in " ".join(one.text for one in office.buttons)
    await office.type(f"/addstock {mugs} +5 delivery")
    await office.press("✅ Yes")
    assert await free(office, mugs) == 5
    await office.type("/disc 1 10%")
    assert "<b>10 %</b> off since" in office.screen
    assert "Discounts of <b>Key" in office.screen
    await office.type("/discat Things 1.50")
    assert "<b>$1.50</b> off since" in office.screen
    assert "all that is in <b>Things" in office.screen
    await office.type("/stock")
    assert "Runs low" in office.screen
    await office.type("/exportstock")
    [sent] = office.telegram.of(SendDocument)
    assert isinstance(sent.document, BufferedInputFile)
    rows = list(csv.DictReader(io.StringIO(sent.document.data.decode("utf-8-sig"))))
    assert [row["product"] for row in rows] == ["Key", "Mug", "Guide", "Lamp"]
    assert rows[1]["available"] == "5"


async def test_nobody_else_keeps_the_shelves(office: Office) -> None:
    """Neither by a command nor by a forged button."""
    keys, _, _ = await shelf(office)
    for command in ("/goods", f"/addstock {keys} A", "/exportstock", f"/stock {keys}"):
        await office.type(command, BOB)
    for button in (
        on.GoodsHome(page=0),
        on.Toggle(field=Field.VARIANT_SHOWN, row_id=keys, on=0, seen=seal(True)),
        on.SetPrice(variant_id=keys, price=1, seen=seal(1250)),
    ):
        await office.send(button.pack(), BOB)
    assert not office.telegram.of(SendDocument)
    figures = await office.world.shelves.figures(keys)
    assert (figures.variant.price, figures.variant.active) == (1250, True)
    office.owners.discard(OLIVER)
    await office.send(on.SetPrice(variant_id=keys, price=1, seen=seal(1250)).pack(), OLIVER)
    assert (await office.world.shelves.figures(keys)).variant.price == 1250


async def test_every_button_of_every_screen_does_something(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """From the first screen on, each button that is shown is pressed once."""
    keys, mugs, guide = await shelf(office)
    await stocked(office, keys, "A\nB")
    await office.type(f"/addstock {mugs} +5 x")
    await office.press("✅ Yes")
    await open_variant(office, guide)
    await office.press("📎 Set")
    await office.type("The guide")
    await office.press("✅ Yes")
    await office.world.keeping.add_category("Other", None, actor="admin:1")
    waiting, pressed = [on.GoodsHome(page=0).pack()], set[str]()
    with caplog.at_level(logging.ERROR):
        while waiting:
            data = waiting.pop()
            pressed.add(data)
            await office.send(data)
            shown = [one.callback_data or "" for one in office.buttons]
            waiting += [d for d in shown if d.startswith("g") and d not in {*pressed, *waiting}]
            assert len(pressed) < 400
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []
    prefixes = {data.partition(":")[0] for data in pressed}
    assert {"g", "g-c", "g-p", "g-v", "g-b", "g-b-open", "g-m", "g-few", "g-edit"} <= prefixes


@pytest.mark.parametrize("field", ["nonsense", Field.NAME.value])
async def test_forged_fields_change_nothing(office: Office, field: str) -> None:
    keys, _, _ = await shelf(office)
    for button in (
        on.Toggle(field=field, row_id=keys, on=0, seen=seal(True)),
        on.ChooseHome(field=field, row_id=keys, at=0, page=0),
        on.PutInto(field=field, row_id=keys, into=1, seen=seal(1)),
        on.SetPrice(variant_id=keys, price=0, seen=seal(1250)),
        on.CreateGoods(category_id=1, kind="gas", seal="x"),
    ):
        await office.send(button.pack())
    figures = await office.world.shelves.figures(keys)
    assert (figures.variant.price, figures.variant.product.name) == (1250, "Key")


async def test_a_version_is_moved_by_the_number_of_a_product(office: Office) -> None:
    """Its card is shown where it stands now; what does not fit is said, and asked again."""
    keys, mugs, _ = await shelf(office)
    other = await office.world.keeping.add_product(
        (await office.world.shelves.figures(keys)).variant.product.category_id,
        office.world.keeping.sketched("All keys / 3"),
        ProductKind.DIGITAL,
        actor="admin:1",
    )
    mug = (await office.world.shelves.figures(mugs)).variant.product_id
    await open_variant(office, keys)
    await office.press("Move")
    assert "number of the product" in office.screen
    await office.type(f"p{mug}", number=400)
    assert "it can only stand with its kind" in office.screen
    await office.type("v1", number=401)
    assert "There is no product <code>v1</code>" in office.screen
    await office.type("mugs", number=402)
    assert "There is no product <code>mugs</code>" in office.screen
    await office.type(f"#{other.id}", number=403)
    assert "All keys" in office.screen
    moved = (await office.world.shelves.figures(keys)).variant
    assert (moved.product_id, moved.name) == (other.id, "Key")
