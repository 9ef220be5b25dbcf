"""Two sales, a refund and a gift: the owner reads what it came to, and the books prove it."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

from sandbox.client import Message, shown
from tests.journeys.shop import ALICE, OLIVIA, Actor, Shop
from tests.journeys.test_gifts import LINK

DAYS = 3 * 24 * 3600 + 60
"""Seconds after which credit for coins can be passed on."""


async def test_numbers_and_books_say_what_happened(tmp_path: Path) -> None:
    async with Shop(tmp_path, TRANSFER_DAILY_CAP="50", DIGEST_HOUR="0") as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        bob = shop.person((await shop.client.person("Bob", username="bob"))["id"])
        for person in (owner, bob):
            await person.says("/start")
            await person.sees("Welcome")
        for buyer in (bob, alice):
            await buyer.orders("Games", "Star Sailor")
            await buyer.pays()
            await shop.client.mine()
            await buyer.sees("Here come your goods")
        await owner.says("/admin")
        await owner.press("Ended", "· done ·", "More …", "Refund this order", "as store credit")
        await alice.sees("was refunded")
        await reads_today(owner)
        await passes_on(shop, alice, bob)
        await takes_files(shop, owner)
        await asks_for_health(owner)
    assert "Traceback" not in shop.log(), shop.log()


async def reads_today(owner: Actor) -> None:
    """2 × $24.90, of which one was given back."""
    await owner.says("/admin")
    await owner.press("📊 Numbers")
    today = shown(await owner.sees("Today, so far"))
    for line in (
        "Paid: 2 · expired: 0 · cancelled: 0",
        "Turnover: $49.80",
        "Given back: $24.90 · orders refunded: 1",
        "left: $24.90 (for $49.80 of the turnover nobody noted a cost)",
        "Cards looked at: 2 → into the cart: 2 → invoices: 2 → paid: 2",
        "BTC: 2 · $49.80",
        "🥇 Star Sailor: 1 · $24.90",
        "🥇 Bob: 1 · $24.90",
        "The shop owes $24.90 in store credit.",
    ):
        assert line in today, today


async def passes_on(shop: Shop, alice: Actor, bob: Actor) -> None:
    await shop.client.skip(DAYS)
    await alice.says("/transfer 5.00")
    await alice.press("Make a link for $5.00")
    made = LINK.search(shown(await alice.sees("Your link for")))
    assert made is not None
    await bob.says(f"/start {made[1]}")
    await bob.press("Take $5.00 from Alice")
    await bob.sees("You took $5.00")


async def takes_files(shop: Shop, owner: Actor) -> None:
    await owner.sees("What the day before came to")
    await owner.press("📊 Numbers")
    await owner.sees("📊 Yesterday")
    await owner.press("30 days")
    await owner.sees("30 days, today among them")
    await owner.press("📄 Table")
    head, *days = await rows(shop, await owner.sees("Each day and what it came to"))
    sold = [dict(zip(head, day, strict=True)) for day in days]
    assert [(d["count"], d["amount"]) for d in sold if d["kind"] == "sale"] == [("2", "49.80")]
    await owner.press("🖼 Picture", "🌙")
    assert (await owner.sees("☀️ In light colours"))["photo"]
    await owner.press("📚 Books of a year")
    year = re.search(r"\[(\d{4})\]", shown(await owner.sees("Every sale, refund")))
    assert year is not None
    await owner.press(year[1])
    proves(await rows(shop, await owner.sees("✅ They add up")))


def proves(table: list[list[str]]) -> None:
    """Added up here, from nothing but the table."""
    head, *lines = table
    facts = [dict(zip(head, line, strict=True)) for line in lines]
    by = {kind: [f for f in facts if f["kind"] == kind] for kind in ("sale", "refund", "credit")}
    assert [f["value"] for f in by["sale"]] == ["24.90", "24.90"]
    assert [f["value"] for f in by["refund"]] == ["-24.90"]
    assert sorted(f["credit"] for f in by["credit"]) == ["-5.00", "5.00"]
    moved = sum((Decimal(f["credit"]) for each in by.values() for f in each), Decimal(0))
    [closing] = [f for f in facts if f["kind"] == "closing"]
    assert moved == Decimal(closing["credit"]) == Decimal("24.90")
    for sale in by["sale"]:
        worth = Decimal(sale["amount"]) * Decimal(sale["rate"])
        assert abs(worth - Decimal(sale["value"])) < Decimal("0.01")
        assert re.fullmatch("[0-9a-f]{64}", sale["transaction"])


async def rows(shop: Shop, message: Message) -> list[list[str]]:
    content = await shop.client.file(message["document"]["file_id"])
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


async def asks_for_health(owner: Actor) -> None:
    await owner.says("/admin")
    await owner.press("💓 Health")
    healthy = shown(await owner.sees("How the shop is doing"))
    assert "recurring jobs get done" in healthy
    await owner.press("🩺 Ask the doctor")
    found = shown(await owner.sees("The doctor finds"))
    assert "Keys of BTC" in found
