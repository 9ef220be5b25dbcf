"""Goods that are pictures and files, photos of products, a post in the channel, a replacement."""

import base64
import re
from functools import partial
from pathlib import Path
from typing import Any

from sandbox.client import Message, shown
from sandbox.telegram.images import sample_png
from tests.journeys.shop import ADD, ALICE, COIN, OLIVIA, Actor, Shop, until

CHANNEL = -1001000000001
"""The first group that is founded in the sandbox."""


def file(kind: str, content: bytes, name: str = "") -> dict[str, Any]:
    told = {"type": kind, "data": base64.b64encode(content).decode()}
    return told | ({"name": name} if name else {})


def png(width: int) -> dict[str, Any]:
    return file("photo", sample_png(width))


async def sends(who: Actor, **content: Any) -> None:
    await who.shop.client.act("send", **{"from": who.user, **content})


async def albums(who: Actor) -> list[list[Message]]:
    """What came together from the shop, in order."""
    groups: dict[str, list[Message]] = {}
    for message in await who.messages():
        if message.get("media_group_id") and message["from"]["is_bot"]:
            groups.setdefault(message["media_group_id"], []).append(message)
    return [*groups.values()]


async def goes(who: Actor, *steps: tuple[str, str]) -> None:
    """(button, words) each: pressed on the newest screen, until that says these words."""
    for label, then in steps:
        await reads(who, label)
        await who.shop.client.press(who.user, label)
        await reads(who, then)


async def reads(who: Actor, words: str) -> None:
    async def there() -> None:
        assert words in await who.shop.client.screen(who.user)

    await until(there)


async def a_product(owner: Actor, name: str, kind: str = "Digital") -> None:
    await owner.says("/goods")
    await owner.press("➕ Category")
    await owner.says("Row of goods")
    await owner.press("➕ Product")
    await owner.says(f"{name} / 5,00 / All about it")
    await owner.press(kind)


async def buys(alice: Actor, name: str, pieces: int = 1) -> None:
    await goes(
        alice, ("Catalogue", "Row of goods"), ("Row of goods", f"{name} ·"), (f"{name} ·", ADD)
    )
    if pieces > 1:
        await goes(alice, (f"+{pieces - 1}", f"Add {pieces}"))
    await goes(alice, (ADD, "Check out"))
    await alice.press("Check out", COIN["BTC"])
    await alice.sees("Send exactly")
    await alice.pays()
    await alice.shop.client.mine()


async def came_together(alice: Actor, times: int = 1) -> None:
    found = await albums(alice)
    assert len(found) == times
    for group in found:
        kinds = [next(k for k in ("photo", "video") if k in one) for one in group]
        assert kinds == ["photo", "photo", "video"]
        assert "3 × Maps" in group[0]["caption"]
        assert all(one.get("has_protected_content") for one in group)


async def test_files_come_in_in_bulk_and_go_out_as_one_group(tmp_path: Path) -> None:
    async with Shop(tmp_path, PROTECT_GOODS="true") as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        for person in (alice, owner):
            await person.says("/start")
        await a_product(owner, "Maps")
        await owner.press("📊 Maps", "➕ Add goods")
        await sends(owner, album=[png(30), png(40), file("video", b"moving", "tour.mp4")])
        await sends(owner, media=png(30))
        verdict = shown(await owner.sees("twice in this list: 1"))
        assert "new: 3" in verdict
        await owner.press("✅ Add 3 files")
        await owner.sees("3 were added")
        await buys(alice, "Maps", 3)
        await until(partial(came_together, alice))
        await alice.says("/start")
        await alice.press("My orders", "delivered", "🎁 Show my goods")
        await until(partial(came_together, alice, times=2))
    assert "Traceback" not in shop.log(), shop.log()


async def shows_photo(who: Actor, width: int) -> None:
    [card] = [m for m in await who.messages() if "All about it" in shown(m)][-1:]
    assert card["photo"][-1]["width"] == width


async def test_photos_are_put_in_order_from_a_phone(tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        owner = shop.person(OLIVIA)
        await owner.says("/start")
        await a_product(owner, "Cup", "Physical")
        await owner.press("📷 Photo")
        for number, width in enumerate((30, 40), 1):
            await owner.press("➕ Add a photo")
            await owner.sees("One photo, not an album")
            await sends(owner, media=png(width))
            await owner.sees(f"photo {number} of {number}")
        await goes(owner, ("⬅️ Earlier", "photo 1 of 2"), ("🔁 Replace", "takes the place"))
        await sends(owner, album=[png(50), png(60)])
        await owner.sees("That is an album")
        await sends(owner, media=png(50))
        await reads(owner, "photo 1 of 2")
        await goes(owner, ("🗑 Remove", "Take photo 1"), ("🗑 Yes", "photo 1 of 1"))
        await goes(owner, ("Back", "· p"))
        told = re.search(r"· (p\d+)", await shop.client.screen(OLIVIA))
        await goes(owner, ("👁", "🛒"))
        await until(partial(shows_photo, owner, 30))
        assert told is not None
        await owner.says(f"/disc {told[1]} 10%")
        await owner.press("✖️ End 10 %", "✖️ Yes")
        await owner.sees("There is none now")
    assert "Traceback" not in shop.log(), shop.log()


async def lucky(owner: Actor) -> None:
    """Two charms on a shelf."""
    await a_product(owner, "Charm")
    await owner.press("📊 Charm", "➕ Add goods")
    await owner.says("LUCK-1\nLUCK-2")
    await owner.press("✅ Add 2")
    await owner.sees("2 were added")


async def test_a_post_goes_to_the_channel_once_the_bot_is_there(tmp_path: Path) -> None:
    async with Shop(tmp_path, CHANNEL_ID=str(CHANNEL)) as shop:
        owner = shop.person(OLIVIA)
        await owner.says("/start")
        await lucky(owner)
        assert f"CHANNEL_ID {CHANNEL}: the bot is not there" in shop.log()
        state = await shop.client.state()
        founded = {"from": OLIVIA, "title": "News", "members": [ALICE, state["bots"][0]["id"]]}
        assert (await shop.client.act("groups", **founded))["id"] == CHANNEL
        await owner.says("/goods")
        await goes(owner, ("Row of goods", "🏷 Charm"), ("🏷 Charm", "📊"), ("📊", "📣"))
        await goes(owner, ("📣 Post", "Post in the channel"), ("📣 Yes", "Free: 2"))
        post = await shop.client.wait_for(str(CHANNEL), "Charm is in stock")
        [[buy]] = post["reply_markup"]["inline_keyboard"]
        assert "?start=p_" in buy["url"]
    assert "Traceback" not in shop.log(), shop.log()


async def test_a_unit_is_replaced_from_its_order(tmp_path: Path) -> None:
    async with Shop(tmp_path) as shop:
        owner, alice = shop.person(OLIVIA), shop.person(ALICE)
        for person in (alice, owner):
            await person.says("/start")
        await lucky(owner)
        await buys(alice, "Charm")
        await alice.sees("LUCK-1")
        await owner.says("/admin")
        await owner.press("🧾 All", "done", "🔁 Replace a unit", "Charm · no. 1")
        await owner.sees("Send the reason")
        await owner.says("it does not work")
        await owner.press("🔁 Yes")
        assert "LUCK-2" in shown(await alice.sees("LUCK-2"))
    assert "Traceback" not in shop.log(), shop.log()
    assert "LUCK-" not in shop.log()
