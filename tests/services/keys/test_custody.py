"""Keys and addresses at the command line. Cases 68 and 69."""

import pytest

from models.address import Address
from models.errors import OrderNotFound
from services.keys.custody import CustodyService, require_wallet, template
from services.keys.wallet import open_mnemonic
from tests.services.conftest import ShopWorld
from utils.refusal import StartRefused
from utils.wallets.base import AddressDoubt, PrivateKey
from utils.wallets.bitcoin import BitcoinWallet

SEED = bytes(range(64))
WORDS = "abandon " * 11 + "about"
STRANGER = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"


@pytest.fixture
def custody(world: ShopWorld) -> CustodyService:
    return CustodyService(world.uow, world.clock, {"BTC": BitcoinWallet(SEED, "regtest")}, WORDS)


async def foreign(world: ShopWorld, chain: str, index: int, address: str, path: str) -> None:
    """An address in the database that nobody derived."""
    row = Address(chain=chain, index=index, address=address, path=path, created_at=world.clock())
    async with world.uow() as uow:
        await uow.addresses.add(row)


async def test_paths_say_how_to_find_every_order(world: ShopWorld, custody: CustodyService) -> None:
    await world.wallets.prepare("BTC", 4)
    await world.order()
    [row] = await custody.paths()
    assert (row.asset, row.template) == ("BTC", "m/84'/1'/n'/0/0")
    assert (row.next_index, row.given, row.free) == (4, 1, 3)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("m/84'/2'/7'/0/0", "m/84'/2'/n'/0/0"),
        ("m/44'/60'/0'/0/0", "m/44'/60'/n'/0/0"),
        ("m/44'/501'/12'/0'", "m/44'/501'/n'/0'"),
    ],
)
def test_the_account_is_what_changes(path: str, shown: str) -> None:
    assert template(path) == shown


async def test_an_exported_key_is_the_address_s_and_audited(
    world: ShopWorld, custody: CustodyService
) -> None:
    order_id = await world.order()
    key = await custody.export(order_id)
    address = (await world.invoice(order_id)).address
    assert (key.address, key.path, key.form) == (address.address, address.path, "WIF")
    async with world.uow.read() as uow:
        rows = await uow.audit.of_order(order_id)
    [row] = [row for row in rows if row.action == "key.exported"]
    assert (row.actor, row.details) == ("operator", {"path": address.path})
    with pytest.raises(OrderNotFound):
        await custody.export(999)


async def test_a_key_of_another_address_is_not_exported(world: ShopWorld) -> None:
    """Case 68: the key is derived and compared before it is shown, too."""
    order_id = await world.order()
    other = BitcoinWallet(SEED[::-1], "regtest")
    with pytest.raises(AddressDoubt, match="is not the key of"):
        await CustodyService(world.uow, world.clock, {"BTC": other}, WORDS).export(order_id)
    async with world.uow.read() as uow:
        rows = await uow.audit.of_order(order_id)
    assert "key.exported" not in [row.action for row in rows]


async def test_every_address_is_derived_again(world: ShopWorld, custody: CustodyService) -> None:
    await world.wallets.prepare("BTC", 3)
    assert await custody.verify() == (3, [])


async def test_whatever_differs_is_told(world: ShopWorld, custody: CustodyService) -> None:
    """Case 68: another address, another path, a coin without a wallet."""
    wallet = BitcoinWallet(SEED, "regtest")
    await world.wallets.prepare("BTC", 1)
    await foreign(world, "BTC", 7, STRANGER, "m/84'/1'/7'/0/0")
    await foreign(world, "BTC", 8, wallet.derive(8).address, "m/84'/1'/9'/0/0")
    await foreign(world, "XYZ", 0, "xyz", "m")
    count, problems = await custody.verify()
    assert count == 4
    assert [problem.partition(":")[0] for problem in problems] == ["BTC 7", "BTC 8", "XYZ 0"]
    assert STRANGER in problems[0]


async def test_looking_makes_no_wallet(world: ShopWorld) -> None:
    with pytest.raises(StartRefused, match="no wallet for NETWORK=regtest yet"):
        await require_wallet(world.uow, "regtest")
    async with world.uow.read() as uow:
        assert await uow.vault.names() == []
    words = "abandon " * 11 + "about"
    await open_mnemonic(world.uow, world.sealer, "regtest", None, words)
    await require_wallet(world.uow, "regtest")


@pytest.mark.parametrize("secret", ["", " ", "\n"])
def test_an_empty_key_is_impossible(secret: str) -> None:
    """Case 69."""
    with pytest.raises(AddressDoubt, match="is empty"):
        PrivateKey("m/44'/60'/0'/0/0", "0x0", secret, "hex")


async def test_words_from_paper_are_compared_word_by_word(
    world: ShopWorld, custody: CustodyService
) -> None:
    """The first four letters are the word, as on plates of steel; capitals are no other word."""
    own = (await custody.words()).split()
    assert custody.differing(own) == []
    assert custody.differing([word[:4].upper() for word in own]) == []
    assert custody.differing([*own[:2], "zoo", *own[3:]]) == [3]
    assert custody.differing(own[:-1]) == [len(own)]
    assert custody.differing([*own, "zoo"]) == [len(own) + 1]
    assert custody.differing([own[0][:3], *own[1:]]) == ([1] if len(own[0]) > 3 else [])
    assert custody.differing([]) == list(range(1, len(own) + 1))
