"""Chains with finality: final or not, no counting; and the transactions behind a balance."""

from models.invoice import InvoiceState
from models.order import OrderStatus
from tests.services.conftest import ShopWorld


async def look(world: ShopWorld) -> None:
    world.clock.advance(seconds=20)
    await world.payments.scan("ETH")


async def test_only_what_is_final_settles(world: ShopWorld) -> None:
    """Cases 26 and 27: however deep, as long as the chain does not call it final."""
    order_id = await world.order(asset="ETH")
    await world.pay(order_id)
    world.ether.final_lag = 1_000
    world.ether.mine(500)
    await look(world)
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    world.clock.advance(hours=2)
    await world.payments.expire_overdue()
    assert (await world.load(order_id)).status is OrderStatus.CREATED
    world.ether.final_lag = 0
    await look(world)
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_what_vanishes_before_it_is_final_counts_no_more(world: ShopWorld) -> None:
    """Case 26."""
    order_id = await world.order(asset="ETH")
    txid = await world.pay(order_id)
    world.ether.mine(5)
    await look(world)
    world.ether.drop(txid)
    world.ether.mine(100)
    await look(world)
    invoice = await world.invoice(order_id)
    assert (invoice.state, invoice.seen) == (InvoiceState.WAITING, 0)


async def test_a_reading_that_fails_confirms_nothing(world: ShopWorld) -> None:
    """Confirmations do not grow on the word of an old reading."""
    order_id = await world.order()
    await world.pay(order_id)
    await world.payments.scan("BTC")
    world.chain.mine(10)
    world.chain.down = True
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    assert (await world.invoice(order_id)).state is InvoiceState.CONFIRMING
    world.chain.down = False
    await world.payments.scan("BTC")
    assert (await world.load(order_id)).status is OrderStatus.SHIPPED


async def test_the_transactions_behind_a_balance_are_found(world: ShopWorld) -> None:
    order_id = await world.order(asset="ETH")
    txid = await world.pay(order_id)
    world.ether.mine(20)
    await look(world)
    world.ether.down = True
    await world.receipts.find()
    assert (await world.transfers(order_id))[0].receipt is None
    world.ether.down = False
    await world.receipts.find()
    assert (await world.transfers(order_id))[0].receipt == f"0x{txid}"


async def test_bitcoin_needs_no_receipts(world: ShopWorld) -> None:
    order_id = await world.order()
    await world.pay(order_id)
    world.chain.mine()
    await world.payments.scan("BTC")
    await world.receipts.find()
    assert (await world.transfers(order_id))[0].receipt is None
