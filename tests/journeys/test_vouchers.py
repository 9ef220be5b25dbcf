"""An owner makes a code, customers use it: on the invoice, paid in BTC, given back by time."""

from pathlib import Path

from sandbox.client import shown
from tests.journeys.shop import ADD, ALICE, COIN, OLIVIA, Actor, Shop
from tests.journeys.test_credit import final

CODE = "WELCOME-20"


async def test_a_code_from_its_owner_to_who_uses_it(tmp_path: Path) -> None:
    """What was paid stays used, what ran out is there again; never in a log."""
    async with Shop(tmp_path) as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        bob = shop.person((await shop.client.person("Bob", username="bob"))["id"])
        await makes(owner)
        await alice.says("/start")
        await alice.press("Catalogue", "Games", "Star Sailor", ADD, "Voucher")
        await alice.says("welcome-2O")
        await alice.sees("This code does not work")
        await alice.says(f"/start v_{CODE}")
        await orders(alice)
        await alice.pays()
        await final(shop, "BTC")
        await alice.sees("🎁 Order", timeout=60)
        await bob.says("/start")
        await bob.press("Catalogue", "Games", "Star Sailor", ADD)
        await bob.says(f"/start v_{CODE}")
        await orders(bob)
        await uses(owner, "Uses: 2, together $6.00")
        await shop.client.skip(31 * 60)
        await bob.sees("Expired.")
        await uses(owner, "Uses: 1, together $3.00")
        assert CODE not in shop.log()
    assert "Traceback" not in shop.log(), shop.log()


async def makes(owner: Actor) -> None:
    await owner.says("/start")
    await owner.says("/admin")
    await owner.press("State", "Vouchers", "New voucher", "A per cent off")
    await owner.says("20")
    await owner.press("At most")
    await owner.says("3.00")
    await owner.sees("At most $3.00")
    await owner.press("My own code")
    await owner.says(CODE)
    await owner.press("Switch on")
    await owner.sees("Codes: 1, used 0")


async def orders(person: Actor) -> None:
    await person.sees("Voucher: −$3.00")
    await person.press("Check out", COIN["BTC"])
    assert "Voucher: −$3.00" in shown(await person.sees("Send exactly"))


async def uses(owner: Actor, said: str) -> None:
    await owner.says("/admin")
    await owner.press("State", "Vouchers", "🟢 #1")
    await owner.sees(said)
