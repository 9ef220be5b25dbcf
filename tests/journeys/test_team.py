"""An owner lets somebody keep the stock, from the chat, and takes it away again."""

from pathlib import Path

from sandbox.client import shown
from tests.journeys.shop import ALICE, OLIVIA, Shop


async def test_bob_keeps_the_stock_until_he_does_not(tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        bob = shop.person((await shop.client.person("Bob", username="bob"))["id"])
        for person in (owner, alice, bob):
            await person.says("/start")
            await person.sees("Welcome")
        await alice.orders("Games", "Star Sailor")
        await owner.says("/addadmin")
        await owner.sees("/addadmin @bob stock")
        await owner.says("/admin")
        await owner.press("👥 Team", "➕ Add somebody")
        await owner.says("@bob")
        await owner.press("Stock", "30 days")
        assert "given by Olivia" in shown(await owner.sees("change goods and stock"))
        assert "look at orders" not in shown(await bob.sees("You have a role in this shop now"))
        await bob.says("/start")
        await bob.press("🧰")
        screen = shown(await bob.sees("Everything that is sold"))
        assert "[🏠" in screen
        await bob.press("Games", "Star Sailor", "📊")
        await bob.press("➕ Add goods")
        await bob.says("BOBS-1\nBOBS-2")
        await bob.press("✅ Add 2")
        stock = await bob.sees("2 were added")
        for forbidden in ("/admin", "/editsold K7Q2M", "/rmadmin @bob"):
            await bob.says(forbidden)
            await bob.sees("Your role in this shop, Stock, does not include that")
        await owner.says("/admin")
        notice = await owner.sees("Nothing to do")
        number = notice["message_id"]
        for data in ("a-order:1", "a-payment:1", f"a-person:{ALICE}:1", "a-decide:1", "a-key:1"):
            await shop.client.press_data(bob.user, stock["message_id"], data, forged=True)
        await bob.never_saw("Customer:")
        await owner.says("/rmadmin @bob")
        await owner.press("Yes, take it away")
        await bob.sees("Your role in this shop, Stock, was taken away")
        await bob.says("/stock 1")
        await bob.sees("you have no role here")
        query = await shop.client.press_data(bob.user, stock["message_id"], "g-add:1", forged=True)
        assert number
        assert query
        await bob.says("BOBS-3")
        await bob.never_saw("new: 1")
    assert "Traceback" not in shop.log(), shop.log()
    assert "BOBS-" not in shop.log()
