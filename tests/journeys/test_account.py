"""A newcomer is asked, reads the terms, buys, has a receipt, and has themselves erased."""

from pathlib import Path

from sandbox.client import shown
from tests.journeys.shop import ALICE, OLIVIA, Actor, Shop

TERMS = "No <returns> of keys."


async def test_what_is_known_of_a_customer_is_theirs(tmp_path: Path) -> None:
    async with Shop(tmp_path, ONBOARDING="name,email", RETENTION_DAYS="0") as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        await owner.says("/start")
        await writes_terms(owner)
        await is_asked(alice)
        await alice.orders("Games", "Star Sailor", pay=False)
        await alice.sees("Send exactly")
        await alice.pays()
        await shop.client.mine()
        await has_a_receipt(shop, alice)
        await is_found_and_erased(owner, alice)
    assert "Traceback" not in shop.log(), shop.log()
    assert "ann@example.org" not in shop.log()


async def writes_terms(owner: Actor) -> None:
    await owner.says("/admin")
    await owner.press("📜 Texts", "Terms · English", "✏️ Write it")
    await owner.says(TERMS)
    await owner.press("✅ Save")
    await owner.sees("your version 1")


async def is_asked(alice: Actor) -> None:
    await alice.says("/start")
    await alice.sees("kept as your name")
    await alice.says("/skip")
    await alice.sees("What is your e-mail address")
    await alice.says("ann@example.org")
    await alice.sees("that was all")
    await alice.says("/terms")
    await alice.sees(TERMS)


async def has_a_receipt(shop: Shop, alice: Actor) -> None:
    await alice.sees("🧾 Receipt")
    await alice.press("🧾 Receipt")
    sent = await alice.sees("The receipt of order")
    text = (await shop.client.file(sent["document"]["file_id"])).decode()
    assert "1 × Star Sailor" in text
    assert "transaction " in text


async def is_found_and_erased(owner: Actor, alice: Actor) -> None:
    await alice.says("/account")
    card = shown(await alice.sees("Your public id"))
    assert "ann@example.org" in card
    public = card.partition("public id: ")[2][:11]
    await owner.says(f"/admin {public.lower()}")
    await owner.sees("Customer: Alice")
    await owner.press("👤 Alice")
    await owner.press("🗄 What they told")
    await owner.sees("ann@example.org")
    await alice.press("🗄 What is stored", "🧹 Erase my data")
    await alice.sees("This stays")
    await alice.press("🧹 Yes, erase it")
    await alice.sees("Erased.")
    await alice.says("/account")
    await alice.sees(f"as in Telegram: {ALICE}")
