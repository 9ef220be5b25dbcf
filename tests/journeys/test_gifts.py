"""Credit changes hands by a link, pays as far as it goes, and a large refund takes two owners."""

import re
from pathlib import Path

from sandbox.client import shown
from tests.journeys.shop import ALICE, OLIVIA, Actor, Shop
from tests.journeys.test_credit import final, late, sends, to_the_till

LINK = re.compile(r"start=(g_[A-Za-z0-9_-]{32})")


async def test_alice_passes_credit_on_and_two_owners_refund_her(tmp_path: Path) -> None:
    async with Shop(tmp_path, TRANSFER_DAILY_CAP="50", FOUR_EYES_ABOVE="10") as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        bob = shop.person((await shop.client.person("Bob", username="bob"))["id"])
        for person in (owner, bob):
            await person.says("/start")
            await person.sees("Welcome")
        assert "FOUR_EYES_ABOVE: there is one owner" in shop.log()
        await late(shop, alice, 0.5)
        token = await passes_on(shop, alice)
        await takes(alice, bob, token)
        await pays_the_rest(shop, alice)
        await two_refund(owner, bob, alice)
        assert token not in shop.log()
    assert "Traceback" not in shop.log(), shop.log()


async def passes_on(shop: Shop, alice: Actor) -> str:
    """Not what a chain may still undo."""
    await alice.says("/transfer 5.00")
    await alice.sees("more than you can pass on now")
    await shop.client.skip(3 * 24 * 3600 + 60)
    await alice.says("/transfer 5.00")
    await alice.press("Make a link for $5.00")
    made = LINK.search(shown(await alice.sees("Your link for")))
    assert made is not None
    return made[1]


async def takes(alice: Actor, bob: Actor, token: str) -> None:
    await alice.says(f"/start {token}")
    await alice.sees("Nobody has taken it")
    await bob.says(f"/start {token}")
    await bob.press("Take $5.00 from Alice")
    await bob.sees("You took $5.00")
    await alice.sees("Bob took the $5.00")
    await alice.press("Take $5.00 back")
    await alice.sees("Bob has taken it")


async def pays_the_rest(shop: Shop, alice: Actor) -> None:
    """The missing sum is one button, and exactly it; the cart waits in the meantime."""
    await to_the_till(alice, "is missing")
    await alice.press("Pay $")
    address, units = await alice.invoice()
    await alice.says("/start")
    await alice.sees("🛒")
    await sends(shop, address, units, "BTC")
    await final(shop, "BTC")
    await alice.sees("STAR-")


async def two_refund(owner: Actor, bob: Actor, alice: Actor) -> None:
    """Nothing is done by one; what the second one agrees to is."""
    await refund(owner)
    await owner.sees("This cannot be taken back")  # refused with an alert: there is one owner
    await owner.says("/addadmin @bob owner")
    await owner.press("No end")
    await bob.sees("You have a role in this shop now")
    await refund(owner)
    await owner.sees("Another owner has to agree")
    await bob.sees("Refund of order")
    await bob.press("Agree")
    await bob.sees("agreed: it was done")
    await owner.sees("Bob agreed: it was done")
    await alice.sees("refunded")


async def refund(owner: Actor) -> None:
    await owner.says("/admin")
    await owner.press("Ended", "· done ·", "More …", "Refund this order", "as store credit")
