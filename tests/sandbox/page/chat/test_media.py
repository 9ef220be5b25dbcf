"""Photos, albums and files, from the bot and from the person."""

import io
import json
import wave
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Page, expect

from sandbox.telegram.images import sample_png
from tests.sandbox.page.bench import ALICE, Bot, column, shown
from tests.sandbox.page.chat.desk import PHONE, composer, newest

pytestmark = pytest.mark.asyncio(loop_scope="session")

PASTE = """node => {
  const file = new File([new Uint8Array([104, 105])], "note.txt", { type: "text/plain" });
  const clipboardData = new DataTransfer();
  clipboardData.items.add(file);
  const how = { clipboardData, bubbles: true, cancelable: true };
  node.dispatchEvent(new ClipboardEvent("paste", how));
}"""


async def album(bot: Bot, count: int) -> None:
    media = [{"type": "photo", "media": f"attach://{index}"} for index in range(count)]
    media[0]["caption"] = "Holidays"
    form = aiohttp.FormData({"chat_id": str(ALICE), "media": json.dumps(media)})
    for index in range(count):
        form.add_field(str(index), sample_png(), filename=f"{index}.png")
    await bot.post("sendMediaGroup", data=form)


def silence(seconds: int) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000 * seconds))
    return content.getvalue()


async def test_an_album_is_one_bubble_with_one_caption(page: Page, bot: Bot) -> None:
    await album(bot, 3)
    tiles = column(page).locator(".album-grid").last.locator("img")
    await expect(tiles).to_have_count(3)
    await expect(column(page).get_by_text("Holidays")).to_have_count(1)
    await tiles.first.click()
    viewer = page.get_by_test_id("viewer")
    await expect(viewer).to_contain_text("1 of 3")
    await page.keyboard.press("ArrowLeft")
    await expect(viewer).to_contain_text("3 of 3")
    await page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)
    await page.set_viewport_size(PHONE)
    await expect(tiles.last).to_be_visible()
    assert await page.evaluate("document.body.scrollWidth") == PHONE["width"]


async def test_a_sound_plays_in_the_chat(page: Page, bot: Bot) -> None:
    sent = await bot.file("audio", "song.wav", silence(2))
    player = shown(page, sent).locator("audio")
    await expect(player).to_be_visible()
    length = "node => new Promise((done) => { node.ondurationchange = () => done(node.duration);"
    assert await player.evaluate(f"{length} node.load(); }})") == 2


async def test_a_hidden_picture_is_revealed_by_a_press(page: Page, bot: Bot) -> None:
    sent = shown(page, await bot.file("photo", "p.png", sample_png(), has_spoiler="true"))
    await sent.get_by_role("button", name="Hidden picture").click()
    await expect(sent.locator(".veil")).to_be_hidden()
    await expect(sent.locator("img")).to_be_visible()


async def test_a_protected_file_cannot_be_saved(page: Page, bot: Bot) -> None:
    sent = shown(page, await bot.file("document", "k.txt", b"key", protect_content="true"))
    await expect(sent.get_by_role("link")).to_have_count(0)
    await sent.locator(".document").click()
    toast = column(page).get_by_test_id("toast").filter(has_text="protected")
    await expect(toast).to_be_visible()


async def test_pictures_are_picked_and_sent_as_an_album(
    page: Page, bot: Bot, tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("one.png", "two.png")]
    for file in files:
        file.write_bytes(sample_png())
    async with page.expect_file_chooser() as chooser:
        await column(page).get_by_test_id("attach").click()
        await column(page).get_by_test_id("pick-photo").click()
    await (await chooser.value).set_files(files)
    tray = column(page).get_by_test_id("tray")
    await expect(tray.locator("img")).to_have_count(2)
    await composer(page).fill("Two of them")
    await composer(page).press("Enter")
    await expect(newest(page).locator(".album-grid img")).to_have_count(2)
    await expect(newest(page)).to_contain_text("Two of them")
    await expect(tray).to_be_hidden()


async def test_a_file_is_pasted_and_can_be_taken_back(page: Page, bot: Bot) -> None:
    tray = column(page).get_by_test_id("tray")
    await composer(page).evaluate(PASTE)
    await tray.get_by_role("button", name="Remove note.txt").click()
    await expect(tray).to_be_hidden()
    await composer(page).evaluate(PASTE)
    await column(page).get_by_test_id("send").click()
    await expect(newest(page)).to_contain_text("note.txt")
