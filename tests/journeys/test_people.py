"""An owner and a support member look after two customers, from the chat."""

from pathlib import Path

from sandbox.client import shown
from tests.journeys.shop import ALICE, OLIVIA, Actor, Shop


async def test_people_are_looked_after(tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        bob = shop.person((await shop.client.person("Bob", username="bob"))["id"])
        sam = shop.person((await shop.client.person("Sam", username="sam"))["id"])
        for person in (owner, alice, bob, sam):
            await person.says("/start")
            await person.sees("Welcome")
        await owner.says("/addadmin @sam support")
        await owner.press("No end")
        await sam.sees("You have a role in this shop now")
        await given_credit(owner, bob)
        await noted(sam)
        await banned_and_still_served(sam, bob, owner)
        await let_in(owner, bob)
        await owner.says("/pm @bob Nice to have you back")
        assert "/pm" not in shown(await bob.sees("Nice to have you back"))
        await alice.never_saw("We are sorry")
    assert "Traceback" not in shop.log(), shop.log()
    assert "impolite" not in shop.log()


async def given_credit(owner: Actor, bob: Actor) -> None:
    await owner.says("/editbalance @bob +1e9 oops")
    await owner.sees("without an e")
    await owner.says("/editbalance @bob +1.50 for the trouble")
    await owner.press("Yes, book it")
    await owner.sees("given by hand")
    told = shown(await bob.sees("The shop has given you"))
    assert "You can spend $1.50 now" in told
    assert "trouble" not in told


async def noted(sam: Actor) -> None:
    """Without what decides about money."""
    await sam.says("/info bob")
    card = shown(await sam.sees("Customer:"))
    assert "💰 Credit" not in card
    await sam.press("📝 Notes", "➕ New note")
    await sam.says("asks a lot")
    await sam.sees("asks a lot")
    await sam.press("‹ Back", "🏷 Tags", "➕ New tag")
    await sam.says("curious")
    await sam.sees("✅ curious")
    await sam.says("/editbalance @bob +5 friend")
    await sam.sees("does not include that")


async def banned_and_still_served(sam: Actor, bob: Actor, owner: Actor) -> None:
    """What he has ordered is his once he pays it; he hears one sentence, and then nothing."""
    await bob.orders("Games", "Star Sailor")
    await sam.says(f"/ban {OLIVIA} for fun")
    await sam.sees("owner by the shop's settings")
    await sam.says("/ban @bob impolite")
    await sam.press("Yes, ban")
    await sam.sees("Banned since")
    for word in ("/start", "why?", "/start p_1", "hello?"):
        await bob.says(word)
    await bob.sees("We are sorry: you cannot use this shop any more")
    await bob.pays()
    await bob.shop.client.mine()
    await bob.sees("Here come your goods")
    assert await bob.count("We are sorry") == 1
    assert await bob.count("Sent to the shop") == 0


async def let_in(owner: Actor, bob: Actor) -> None:
    await owner.says("/unban @bob he has apologised")
    await owner.press("Yes, unban")
    await bob.says("/start")
    await bob.sees("Welcome")
