"""Addresses ahead of time, doubts that stop a sale, keys for admins alone."""

from datetime import timedelta

import pytest

from models.address import Address
from models.errors import AddressUnavailable, KeyHidden
from services.keys.wallet import (
    AT_ONCE,
    LOOK_AHEAD,
    SOUND_FOR,
    MnemonicMismatch,
    WalletService,
    open_mnemonic,
)
from services.running.notification import Event
from tests.services.conftest import ShopWorld
from utils.sealing import Sealer
from utils.wallets.base import AddressDoubt, DerivedAddress
from utils.wallets.bitcoin import BitcoinWallet

WORDS = "abandon " * 11 + "about"
OTHER = "legal winner thank year wave sausage worth useful legal winner thank yellow"


async def addresses(world: ShopWorld) -> list[Address]:
    async with world.uow.read() as uow:
        first = await uow.addresses.first("BTC")
        assert first is not None
        return [first]


async def test_addresses_are_prepared_once(world: ShopWorld) -> None:
    await world.wallets.prepare("BTC", 5)
    await world.wallets.prepare("BTC", 5)
    async with world.uow.read() as uow:
        assert await uow.addresses.count_free("BTC") == 5
        assert await uow.addresses.next_index("BTC") == 5


async def test_an_address_with_a_past_is_put_aside(world: ShopWorld) -> None:
    """Case 36: an index that was used before is never shown again."""
    used = BitcoinWallet(bytes(range(64)), "regtest").derive(0).address
    world.chain.used.add(used)
    await world.wallets.prepare("BTC")  # what is on the shelves before that is in doubt
    order_id = await world.order()
    invoice = await world.invoice(order_id)
    assert invoice.address.index > LOOK_AHEAD
    assert invoice.address.address != used
    assert Event.ADMIN_ALERT in await world.events(1)


async def test_a_restored_backup_reuses_no_address(world: ShopWorld) -> None:
    """Cases 36 and 73: a database older than the chain puts its stock aside and jumps ahead."""
    await world.wallets.prepare("BTC", 5)
    paid_after_the_backup = BitcoinWallet(bytes(range(64)), "regtest").derive(3).address
    world.chain.used.add(paid_after_the_backup)
    world.restart()
    await world.rates.refresh()
    await world.wallets.prepare("BTC")
    invoice = await world.invoice(await world.order())
    assert invoice.address.index > 5 + LOOK_AHEAD
    assert Event.ADMIN_ALERT in await world.events(1)


async def test_nothing_is_given_before_the_chain_was_asked(world: ShopWorld) -> None:
    await world.wallets.prepare("BTC", 5)
    world.restart()
    await world.rates.refresh()
    world.chain.down = True
    with pytest.raises(AddressUnavailable):
        await world.order()


async def test_a_large_stock_is_made_in_pieces_and_asked_about_in_part(
    world: ShopWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a sale that many wait for: no round is long, and the chain is asked as little as ever."""
    asked, ask = list[str](), world.chain.has_history

    async def noted(address: str) -> bool:
        asked.append(address)
        return await ask(address)

    monkeypatch.setattr(world.chain, "has_history", noted)
    for ready in (AT_ONCE, AT_ONCE + 5):
        await world.wallets.prepare("BTC", AT_ONCE + 5)
        async with world.uow.read() as uow:
            assert await uow.addresses.count_free("BTC") == ready
            nearest = [row.address for row in await uow.addresses.free("BTC", LOOK_AHEAD)]
    asked.clear()
    world.clock.advance(seconds=SOUND_FOR + 1)
    await world.wallets.prepare("BTC", AT_ONCE + 5)
    assert asked == nearest


async def test_a_dead_chain_sells_what_is_prepared_and_then_refuses(world: ShopWorld) -> None:
    await world.wallets.prepare("BTC", 1)
    world.chain.down = True
    order_id = await world.order(user_id=100)
    assert (await world.invoice(order_id)).address.given_at is not None
    with pytest.raises(AddressUnavailable):
        await world.order(user_id=101)


class Doubtful(BitcoinWallet):
    """Its two derivations disagree."""

    def derive(self, index: int) -> DerivedAddress:
        raise AddressDoubt(f"account {index}")


async def test_a_doubt_shows_no_address_and_alarms(world: ShopWorld) -> None:
    """Case 68."""
    doubtful = {"BTC": Doubtful(bytes(range(64)), "regtest")}
    wallets = WalletService(
        world.uow, world.clock, doubtful, world.chains, world.notifications, "reveal"
    )
    with pytest.raises(AddressUnavailable):
        await wallets.prepare_one("BTC")
    assert await world.events(1) == [Event.ADMIN_ALERT]


async def test_a_swapped_address_aborts_the_checkout(world: ShopWorld) -> None:
    """Case 68: the address is derived again at the moment it is given away."""
    await world.wallets.settle()
    async with world.uow() as uow:
        stranger = Address(
            chain="BTC",
            index=0,
            address="bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk",
            path="m/84'/1'/0'/0/0",
            created_at=world.clock(),
        )
        await uow.addresses.add(stranger)
    with pytest.raises(AddressUnavailable):
        await world.order()
    assert await world.events(100) == []
    assert await world.events(1) == [Event.ADMIN_ALERT]


async def test_revealing_is_audited_and_the_message_is_erased(world: ShopWorld) -> None:
    order_id = await world.order()
    key = await world.wallets.reveal(
        order_id, admin=1, message_id=77, lifetime=timedelta(seconds=60)
    )
    assert key.address == (await world.invoice(order_id)).address.address
    [erase] = [m for m in await world.messages() if m.event == Event.ERASE]
    assert (erase.chat_id, erase.args) == (1, {"message_id": "77", "bot_id": "0"})
    assert erase.due_at == world.clock() + timedelta(seconds=60)
    async with world.uow.read() as uow:
        actions = [(row.actor, row.action) for row in await uow.audit.of_order(order_id)]
    assert ("admin:1", "key.revealed") in actions
    assert key.secret not in repr(key)


async def test_never_means_never(world: ShopWorld) -> None:
    order_id = await world.order()
    silent = WalletService(world.uow, world.clock, {}, {}, world.notifications, "never")
    with pytest.raises(KeyHidden):
        await silent.reveal(order_id, admin=1, message_id=1, lifetime=timedelta(seconds=1))


async def test_the_mnemonic_is_sealed_once_and_never_swapped(world: ShopWorld) -> None:
    sealer = world.sealer
    first = await open_mnemonic(world.uow, sealer, "regtest", None, WORDS)
    again = await open_mnemonic(world.uow, sealer, "regtest", None, OTHER)
    assert first == again == WORDS
    with pytest.raises(MnemonicMismatch, match="WALLET_MNEMONIC"):
        await open_mnemonic(world.uow, sealer, "regtest", OTHER, OTHER)
    with pytest.raises(MnemonicMismatch, match="another network"):
        await open_mnemonic(world.uow, sealer, "mainnet", None, OTHER)
    with pytest.raises(MnemonicMismatch, match="SECRET_KEY"):
        await open_mnemonic(world.uow, Sealer("00" * 16 + "ff" * 16), "regtest", None, OTHER)
