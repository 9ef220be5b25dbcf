"""Another SECRET_KEY: all of it or none, on every database. Cases 66 and 67."""

import secrets

import pytest
from sqlalchemy import LargeBinary, text

from db import Database
from models.account import Detail
from models.base import Base
from models.product import ProductKind
from models.stock import StockUnit
from services.goods.files import Content, FileIntakeService
from services.goods.filing import Incoming
from services.goods.intake import Delivery
from services.goods.unit import sealed_unit
from services.keys.rekey import RekeyRefused, rekey
from services.keys.wallet import MnemonicMismatch, open_mnemonic
from services.people.draft import DraftService
from services.people.profile import ProfileService
from services.sale.delivery import damaged
from services.sale.order import OrderService
from tests.services.conftest import ShopWorld
from utils.sealing import Sealer, Unsealable

WORDS = "abandon " * 11 + "about"
STREET = "1 Harbour Street, Hamburg"
SEALED = {
    "refunds.sealed",
    "refunds.target",
    "refund_addresses.sealed",
    "vault.sealed",
    "stock_units.sealed",
    "stock_units.digest",
    "orders.delivery",
    "orders.cancel_reason",
    "drafts.sealed",
    "gone_goods.digest",  # of goods that are not here: what is loaded later is in doubt instead
    "shared_goods.sealed",
    "answers.sealed",
    "person_notes.sealed",
    "approvals.sealed",
    "profile_details.sealed",
    "file_pieces.sealed",  # under keys of their own
}


@pytest.fixture
async def order_id(world: ShopWorld) -> int:
    """An order of both kinds of goods, paid and delivered, in a shop with a wallet."""
    await open_mnemonic(world.uow, world.sealer, "regtest", WORDS, WORDS)
    digital = await world.variant(stock=600)
    physical = await world.variant(stock=3, kind=ProductKind.PHYSICAL)
    await world.customer()
    await world.carts.add(100, digital, 2)
    await world.carts.add(100, physical, 1)
    placed = await world.till.place(100, "BTC", STREET)
    await world.pay(placed)
    world.chain.mine(1)
    await world.payments.scan("BTC")
    return placed


def orders_with(world: ShopWorld, sealer: Sealer) -> OrderService:
    """The same shop after a restart with this key."""
    return OrderService(world.uow, world.clock, world.lifecycle, sealer, world.rates)


async def readable(world: ShopWorld, order_id: int, sealer: Sealer) -> tuple[int, str | None, str]:
    """How many goods, which address and which wallet this key opens."""
    orders = orders_with(world, sealer)
    goods = await orders.goods(order_id, owner=100)
    words = await open_mnemonic(world.uow, sealer, "regtest", None, "fresh")
    return len(goods), (await orders.card(order_id)).delivery, words


def test_every_sealed_column_is_known() -> None:
    """A new one must be re-sealed too: services/keys/rekey.py, then here."""
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert found == SEALED


async def test_a_draft_is_dropped_and_typed_again(world: ShopWorld) -> None:
    await world.customer()
    await DraftService(world.uow, world.clock, world.sealer).keep(100, STREET, None)
    new = Sealer(secrets.token_hex(32))
    await rekey(world.database, world.sealer, new, world.clock)
    async with world.uow.read() as uow:
        assert await uow.drafts.find(100, world.clock()) is None


async def test_everything_opens_with_the_new_key_alone(world: ShopWorld, order_id: int) -> None:
    """Case 66: rotated."""
    new = Sealer(secrets.token_hex(32))
    assert await rekey(world.database, world.sealer, new, world.clock) == 1 + 600 + 1
    assert await readable(world, order_id, new) == (2, STREET, WORDS)
    with pytest.raises(MnemonicMismatch, match=f"its id is {new.key_id}"):
        await open_mnemonic(world.uow, world.sealer, "regtest", None, "fresh")
    with pytest.raises(Unsealable, match="another SECRET_KEY"):
        await orders_with(world, world.sealer).goods(order_id, owner=100)
    async with world.uow.read() as uow:
        rows = await uow.session.execute(text("SELECT actor, details FROM audit"))
        [details] = [row.details for row in rows if row.actor == "operator"]
    assert new.key_id in details


async def test_files_and_what_is_shared_open_with_the_new_key(world: ShopWorld) -> None:
    """The pieces of a file stay as they are; what is known stays known."""
    keys, guide = await world.variant(0), await world.variant(0, ProductKind.SHARED)
    file = Incoming("map.bin", "", bytes(3_000_000))
    await world.filing.add(keys, [file], Delivery(), actor="admin:1")
    await world.sharing.put(guide, Content("the secret of the guide"), seen=0, actor="admin:1")
    await world.sharing.cap(guide, 5, seen=await world.limit(guide), actor="admin:1")
    await world.customer()
    for variant in (keys, guide):
        await world.carts.add(100, variant, 1)
    placed = await world.till.place(100, "BTC")
    await world.pay(placed)
    world.chain.mine(1)
    await world.payments.scan("BTC")
    new = Sealer(secrets.token_hex(32))
    await rekey(world.database, world.sealer, new, world.clock)
    orders = orders_with(world, new)
    assert [text for _, text in await orders.goods(placed, owner=100)] == [
        "the secret of the guide"
    ]
    [found] = await orders.handout.files(placed, owner=100)
    assert await orders.handout.content(found) == file.content
    again = FileIntakeService(world.uow, world.clock, new, "USD")
    assert await again.known([file.sha256]) == {file.sha256}


async def test_why_an_order_was_cancelled_opens_with_the_new_key(world: ShopWorld) -> None:
    placed = await world.order()
    await world.orders.cancel(placed, actor="admin:1", reason="sold out")
    new = Sealer(secrets.token_hex(32))
    assert await rekey(world.database, world.sealer, new, world.clock) == 5 + 1
    assert (await orders_with(world, new).card(placed)).reason == "sold out"
    assert (await orders_with(world, world.sealer).card(placed)).reason is None


async def test_what_people_told_opens_with_the_new_key(world: ShopWorld) -> None:
    await world.customer(100)
    old, new = world.sealer, Sealer(secrets.token_hex(32))
    for detail, words in ((Detail.NAME, "Ann"), (Detail.EMAIL, "ann@example.org")):
        await ProfileService(world.uow, world.clock, old).tell(100, detail, words)
    await rekey(world.database, old, new, world.clock)
    told = await ProfileService(world.uow, world.clock, new).told(100)
    assert told == {Detail.NAME: "Ann", Detail.EMAIL: "ann@example.org"}


async def test_where_refunds_go_opens_with_the_new_key(world: ShopWorld) -> None:
    """And the hash of an address is equal again for equal addresses."""
    address = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"
    paid = await world.order()
    await world.pay(paid, "2")
    world.chain.mine()
    await world.payments.scan("BTC")
    await world.places.ask(paid, actor="admin:1")
    await world.places.give(paid, address, owner=100)
    await world.refunds.open(paid, amount=500, actor="admin:1", address=address)
    new = Sealer(secrets.token_hex(32))
    assert await rekey(world.database, world.sealer, new, world.clock) == 5 + 1 + 1
    world.sealer = new
    world.restart()
    [card] = await world.refunds.of(paid)
    assert card.address == address
    assert card.refund.target == world.places.target(address)
    place = await world.places.of(paid)
    assert place is not None
    assert place.address == address


async def test_the_guards_are_back(world: ShopWorld, order_id: int) -> None:
    await rekey(world.database, world.sealer, Sealer(secrets.token_hex(32)), world.clock)
    await world.database.require_current()
    with pytest.raises(Exception, match="keeps its order line and payload"):
        async with world.uow() as uow:
            await uow.session.execute(
                text("UPDATE stock_units SET sealed = :new WHERE status = 'sold'"), {"new": b"x"}
            )


async def test_a_good_that_was_sold_is_still_not_taken_twice(
    world: ShopWorld, order_id: int
) -> None:
    """The digests that tell equal goods are keyed, and move along."""
    variant, new = await world.variant_of(order_id), Sealer(secrets.token_hex(32))
    await rekey(world.database, world.sealer, new, world.clock)
    async with world.uow() as uow:
        assert not await uow.stock.add_unit(unit(world, new, variant, b"KEY-%d-0" % variant))
        assert await uow.stock.add_unit(unit(world, new, variant, b"KEY-%d-new" % variant))


def unit(world: ShopWorld, sealer: Sealer, variant: int, plain: bytes) -> StockUnit:
    return sealed_unit(sealer, variant, plain.decode(), world.clock())


async def spoil(database: Database, statement: str, **values: object) -> None:
    async with database.unguarded() as uow:
        await uow.session.execute(text(statement), values)


async def test_one_value_that_does_not_open_stops_it_all(world: ShopWorld, order_id: int) -> None:
    """Case 66: sealed with a key nobody gave; nothing is changed."""
    stranger = Sealer(secrets.token_hex(32))
    foreign = stranger.seal(b"x", bound_to="unit:1")
    statement = "UPDATE stock_units SET sealed = :sealed WHERE id = 600"
    await spoil(world.database, statement, sealed=foreign)
    new = Sealer(secrets.token_hex(32))
    with pytest.raises(RekeyRefused, match=f"its id is {stranger.key_id}.*Nothing was changed"):
        await rekey(world.database, world.sealer, new, world.clock)
    assert await readable(world, order_id, world.sealer) == (2, STREET, WORDS)
    await world.database.require_current()


async def test_the_wrong_old_key_changes_nothing(world: ShopWorld, order_id: int) -> None:
    wrong = Sealer(secrets.token_hex(32))
    with pytest.raises(RekeyRefused, match=f"its id is {world.sealer.key_id}"):
        await rekey(world.database, wrong, Sealer(secrets.token_hex(32)), world.clock)
    assert await readable(world, order_id, world.sealer) == (2, STREET, WORDS)


async def test_doing_it_again_says_that_it_is_done(world: ShopWorld, order_id: int) -> None:
    """After a crash between the commit and the word to the operator."""
    new = Sealer(secrets.token_hex(32))
    await rekey(world.database, world.sealer, new, world.clock)
    with pytest.raises(RekeyRefused, match="with the new key already: set it as SECRET_KEY"):
        await rekey(world.database, world.sealer, new, world.clock)
    assert await readable(world, order_id, new) == (2, STREET, WORDS)


async def test_swapped_goods_are_noticed(world: ShopWorld, order_id: int) -> None:
    """Case 67: between products nothing opens; within one, the digest tells."""
    other = await world.variant(stock=1)
    swap = (
        "UPDATE stock_units SET sealed = (SELECT b.sealed FROM stock_units b WHERE b.id = :b)"
        " WHERE id = :a"
    )
    [foreign] = await unit_ids(world, other)
    await spoil(world.database, swap, a=1, b=foreign)
    with pytest.raises(Unsealable, match="belongs to another row"):
        await orders_with(world, world.sealer).goods(order_id, owner=100)
    await spoil(world.database, swap, a=1, b=3)
    with pytest.raises(RekeyRefused, match="unit 1 is not the one that was put on this shelf"):
        await rekey(world.database, world.sealer, Sealer(secrets.token_hex(32)), world.clock)


async def unit_ids(world: ShopWorld, variant: int) -> list[int]:
    query = "SELECT id FROM stock_units WHERE variant_id = :variant"
    async with world.uow.read() as uow:
        rows = await uow.session.execute(text(query), {"variant": variant})
        return [row.id for row in rows]


async def test_swapped_delivery_addresses_are_noticed(world: ShopWorld, order_id: int) -> None:
    """Case 67: one customer's goods do not go to another's door."""
    physical = await world.variant(stock=3, kind=ProductKind.PHYSICAL)
    await world.customer(200)
    await world.carts.add(200, physical, 1)
    other = await world.till.place(200, "BTC", "2 Other Street, Bremen")
    swap = "UPDATE orders SET delivery = (SELECT b.delivery FROM orders b WHERE b.id = :b)"
    await spoil(world.database, f"{swap} WHERE id = :a", a=order_id, b=other)
    card = await world.orders.card(order_id)
    assert (card.delivery, card.delivery_damaged) == (None, True)
    assert await damaged(world.uow, world.sealer) == [card.order.code]
    with pytest.raises(RekeyRefused, match="belongs to another row"):
        await rekey(world.database, world.sealer, Sealer(secrets.token_hex(32)), world.clock)


async def test_a_vault_item_under_another_name_does_not_open(world: ShopWorld) -> None:
    """Case 67: the test network's wallet is not taken for the real one."""
    sealed = world.sealer.seal(WORDS.encode(), bound_to="mnemonic:testnet")
    async with world.uow() as uow:
        await uow.vault.put("mnemonic:regtest", sealed)
    with pytest.raises(MnemonicMismatch, match="belongs to another row"):
        await open_mnemonic(world.uow, world.sealer, "regtest", None, WORDS)
