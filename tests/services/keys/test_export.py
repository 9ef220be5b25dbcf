"""Exports: what money came to, its keys proved again, every look in the audit log."""

import csv
import io
import json
import re

import pytest
from sqlalchemy import text

from commands import formats
from commands.export import span
from models.code import draw_code
from models.errors import OrderNotFound
from services.keys.custody import CustodyService
from services.keys.export import ExportService
from tests.services.conftest import ShopWorld
from utils.refusal import CommandRefused
from utils.wallets.base import AddressDoubt
from utils.wallets.bitcoin import BitcoinWallet
from utils.wallets.ethereum import EthereumWallet

SEED = bytes(range(64))
WORDS = "abandon " * 11 + "about"


@pytest.fixture
def service(world: ShopWorld) -> ExportService:
    return ExportService(
        world.uow,
        world.clock,
        {"BTC": BitcoinWallet(SEED, "regtest"), "ETH": EthereumWallet(SEED, "regtest")},
    )


async def paid(world: ShopWorld, user_id: int = 100) -> int:
    order_id = await world.order(user_id)
    await world.pay(order_id)
    world.chain.mine(3)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    return order_id


async def audited(world: ShopWorld) -> list[tuple[str, str]]:
    async with world.uow.read() as uow:
        query = "SELECT action, details FROM audit WHERE actor = 'operator' ORDER BY id"
        return [(action, details) for action, details in await uow.session.execute(text(query))]


async def test_what_money_came_to(world: ShopWorld, service: ExportService) -> None:
    first = await paid(world)
    unpaid = await world.order(101)
    [held] = await service.holdings()
    invoice = await world.invoice(first)
    assert (held.order_id, held.address, held.received) == (
        *(first, invoice.address.address),
        invoice.due,
    )
    assert [each.order_id for each in await service.holdings(everything=True)] == [first, unpaid]
    assert await service.holdings(["ETH"]) == []
    [row] = csv.DictReader(io.StringIO(formats.paid_orders([held])))
    assert row["coin"] == "BTC"
    assert (row["number"], row["path"], row["total"]) == (str(first), held.path, "10.00")
    assert row["received"] == held.amount
    assert await audited(world) == []


async def test_keys_are_in_the_audit_log_first(world: ShopWorld, service: ExportService) -> None:
    await paid(world)
    held = await service.holdings()
    told: list[tuple[int, int]] = []
    [key] = await service.keys(held, lambda done, whole: told.append((done, whole)))
    assert key.address == held[0].address
    assert key.electrum == f"p2wpkh:{key.secret}"
    assert told == [(1, 1)]
    assert await audited(world) == [("keys.exported", '{"orders": 1}')]
    [row] = csv.DictReader(io.StringIO(formats.keys(held, [key])))
    assert (row["form"], row["private_key"]) == ("WIF", key.secret)
    [watched] = await service.descriptors(held, private=False)
    assert key.secret not in watched
    [private] = await service.descriptors(held, private=True)
    assert key.secret in private
    assert len(await audited(world)) == 2


async def test_a_table_tells_nothing_but_figures_and_names_of_ours(
    world: ShopWorld, service: ExportService
) -> None:
    """What customers or goods are called is not in it, so nothing in it is a spreadsheet's formula,
    and no code is read as a number.
    """
    await paid(world)
    text_ = formats.paid_orders(await service.holdings())
    cells = [cell for row in csv.reader(io.StringIO(text_)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert len(cells) == 2 * len(formats.COLUMNS)
    codes = {draw_code() for _ in range(20_000)}
    assert not [code for code in codes if re.fullmatch(r"[0-9]+(E[0-9]+)?", code)]


async def test_accounts_that_the_database_knows_nothing_of(service: ExportService) -> None:
    """Those of after the backup: by number, to be rescanned from the first block on."""
    held = service.accounts("BTC", 40, 60)
    wallet = BitcoinWallet(SEED, "regtest")
    assert [each.address for each in held] == [wallet.derive(n).address for n in range(40, 61)]
    [row, *_] = json.loads(formats.bitcoind(held, await service.descriptors(held, private=False)))
    assert (row["timestamp"], row["label"]) == (0, "account 40")
    assert formats.addresses(held).split() == [each.address for each in held]


@pytest.mark.parametrize(
    ("text_", "found"), [("40-60", (40, 60)), ("7", (7, 7)), ("0-9999", (0, 9999))]
)
def test_accounts_are_a_span(text_: str, found: tuple[int, int]) -> None:
    assert span(text_) == found


@pytest.mark.parametrize(
    "text_", ["", "-", "60-40", "0-10000", "-5", "1-2-3", "x", "²", "99999999999", "4 0-60"]
)
def test_no_span(text_: str) -> None:
    with pytest.raises(CommandRefused):
        span(text_)


async def test_a_rescan_begins_a_day_before_the_oldest_order(
    world: ShopWorld, service: ExportService
) -> None:
    """The clock may have been ahead when it was placed, and the block that paid it be earlier."""
    await paid(world)
    world.clock.advance(hours=3)
    await world.rates.refresh()
    await paid(world, 101)
    held = await service.holdings()
    rows = json.loads(formats.bitcoind(held, await service.descriptors(held, private=False)))
    oldest = min(each.ordered_at for each in held)
    assert {row["timestamp"] for row in rows} == {int(oldest.timestamp()) - 86_400}
    assert json.loads(formats.litecoind(held, None))[0]["timestamp"] == rows[0]["timestamp"]


async def test_another_wallet_exports_nothing(world: ShopWorld) -> None:
    await paid(world)
    other = ExportService(world.uow, world.clock, {"BTC": BitcoinWallet(SEED[::-1], "regtest")})
    held = await other.holdings()
    with pytest.raises(AddressDoubt):
        await other.keys(held)
    with pytest.raises(AddressDoubt):
        await other.descriptors(held, private=False)


async def test_the_words_are_shown_to_who_is_in_the_audit_log(world: ShopWorld) -> None:
    custody = CustodyService(world.uow, world.clock, {}, WORDS)
    assert await custody.words() == WORDS
    assert await audited(world) == [("words.shown", "{}")]


async def test_an_order_is_named_by_code_or_number(world: ShopWorld) -> None:
    custody = CustodyService(world.uow, world.clock, {}, WORDS)
    order_id = await world.order()
    code = (await world.load(order_id)).code
    for spelled in (code, code.lower(), f"#{code}", str(order_id)):
        assert await custody.order_id(spelled) == order_id
    for wrong in ("", "9", "9" * 30, "x'--", "٣"):
        with pytest.raises(OrderNotFound):
            await custody.order_id(wrong)
