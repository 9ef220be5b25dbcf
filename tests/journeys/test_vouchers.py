"""An owner makes a code, a customer uses it: on the invoice, on the receipt, in the books."""

from pathlib import Path

from sandbox.client import shown
from tests.journeys.shop import ADD, ALICE, OLIVIA, Actor, Shop
from tests.journeys.test_credit import final

CODE = "WELCOME-20"


async def test_a_code_from_its_owner_to_the_books(tmp_path: Path) -> None:
    """Given back by an order that ran out, used by the next one; never in a log."""
    async with Shop(tmp_path) as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        await makes(owner)
        await alice.says("/start")
        await alice.press("Catalogue", "Games", "Star Sailor", ADD, "Voucher")
        await alice.says("welcome-2O")
        await alice.sees("This code does not work")
        await alice.says(f"/start v_{CODE}")
        await alice.sees("Voucher: −$3.00")
        await alice.press("Check out", "₿ BTC")
        assert "Voucher: −$3.00" in shown(await alice.sees("Send exactly"))
        await shop.client.skip(31 * 60)
        await alice.sees("Expired.")
        await alice.says("/start")
        await alice.press("Cart (1 · $21.90)", "Check out", "₿ BTC")
        await alice.pays()
        await final(shop, "BTC")
        await alice.sees("Here it is", timeout=60)
        await owner.says("/admin")
        await owner.press("State", "Vouchers", "#1")
        await owner.sees("Uses: 1, together $3.00")
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
    await owner.press("Uses of a code")
    await owner.says("1")
    await owner.sees("Each code: once")
    await owner.press("My own code")
    await owner.says(CODE)
    await owner.press("Switch on")
    await owner.sees("Codes: 1, used 0")
