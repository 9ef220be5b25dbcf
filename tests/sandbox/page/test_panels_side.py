"""Time, faults, people, colours and the layout of the side panel."""

import re

import aiohttp
import pytest
from playwright.async_api import Locator, Page, expect

from tests.sandbox.page.bench import ALICE, OLIVIA, Bot, column, control

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opened(page: Page, card: str) -> Locator:
    panel = page.get_by_test_id(card)
    await panel.locator("summary").first.click()
    return panel


async def test_time_is_skipped_by_a_press_and_by_a_number(page: Page) -> None:
    offset = page.get_by_test_id("offset")
    await expect(offset).to_have_text("real time")
    await page.get_by_test_id("skip-60").click()
    await expect(offset).to_have_text("1 min ahead")
    await page.get_by_text("Another span").click()
    await page.get_by_test_id("skip-amount").fill("3")
    await page.get_by_test_id("skip-custom").click()
    await expect(offset).to_have_text("3 h 1 min ahead")
    await expect(page.get_by_test_id("skip-deadline")).to_be_hidden()


async def test_colours_follow_the_system_until_chosen(page: Page) -> None:
    surface = "getComputedStyle(document.querySelector('.card')).backgroundColor"
    await page.emulate_media(color_scheme="dark")
    dark = await page.evaluate(surface)
    await page.get_by_test_id("theme-system").press("ArrowRight")
    await expect(page.get_by_test_id("theme-light")).to_be_focused()
    assert await page.evaluate(surface) != dark
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
    await page.get_by_test_id("theme-system").click()
    assert await page.evaluate(surface) == dark


async def test_the_panel_is_resized_and_put_away(page: Page) -> None:
    grip, world = page.get_by_test_id("grip"), page.get_by_test_id("chain-panel")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await grip.press("ArrowLeft")
    await expect(grip).to_have_attribute("aria-valuenow", "380")
    box = await grip.bounding_box()
    assert box is not None
    await grip.hover()
    await page.mouse.down()
    await page.mouse.move(box["x"] - 93, 300)
    await page.mouse.up()
    wider = int(await grip.get_attribute("aria-valuenow") or 0)
    assert 450 <= wider <= 500
    await page.get_by_test_id("side-toggle").click()
    await expect(world).to_be_hidden()
    await page.reload()
    await expect(page.get_by_test_id("side-toggle")).to_have_attribute("aria-expanded", "false")
    await page.get_by_test_id("side-toggle").click()
    await expect(world).to_be_visible()
    await expect(grip).to_have_attribute("aria-valuenow", str(wider))


async def test_people_change_places_language_and_role(page: Page) -> None:
    await opened(page, "people-panel")
    row = page.get_by_test_id(f"person-{OLIVIA}")
    await row.locator("summary").click()
    await row.get_by_role("button", name="Left").click()
    await expect(page.locator(".column").first).to_have_attribute("aria-label", "Chat of Olivia")
    await expect(row.get_by_role("button", name="Left")).to_have_attribute("aria-pressed", "true")
    await row.get_by_label("Language").select_option("de")
    await expect(column(page, OLIVIA).get_by_test_id("language")).to_have_value("de")
    await row.get_by_role("button", name="Block the bot").click()
    await expect(row.locator("summary")).to_contain_text("blocked the bot")
    await expect(column(page, OLIVIA).get_by_test_id("composer")).to_be_hidden()


async def test_a_person_is_added_from_the_panel(page: Page) -> None:
    panel = await opened(page, "people-panel")
    await panel.get_by_test_id("new-person").click()
    await page.get_by_test_id("person-name").fill("Bob")
    await page.get_by_test_id("person-add").click()
    await expect(page.get_by_role("region", name="Chat of Bob")).to_be_visible()
    await expect(panel).to_contain_text("Bob")


FAULTS: list[tuple[str, dict[str, str], str]] = [
    (
        "429",
        {"method": "sendMessage", "retry": "7", "share": "0.5", "lasting": "count 5"},
        "429, retry after 7 s, sendMessage · 50 % of the calls · 5 left",
    ),
    ("502", {"method": ""}, "502, every method · 50 % of the calls · 5 left"),
    ("outage", {"share": "1", "lasting": "seconds 300"}, "Outage, every method · [45] min.* left"),
    ("latency", {"latency": "40", "lasting": ""}, "40 ms slower, every method"),
    ("accepted_then_reset", {"method": "getMe"}, "Answer lost, getMe"),
    ("html", {"method": "getMe"}, "502 as HTML, getMe"),
]


async def test_faults_are_ordered_listed_and_removed(page: Page) -> None:
    panel = await opened(page, "faults-panel")
    rows = panel.get_by_test_id("faults").locator("li")
    for number, (kind, filled, words) in enumerate(FAULTS):
        await panel.get_by_test_id("fault-kind").select_option(kind)
        for name, value in filled.items():
            field = panel.get_by_test_id(f"fault-{name}")
            choose = field.select_option if name in {"share", "lasting"} else field.fill
            await choose(value)
        await panel.get_by_test_id("fault-add").click()
        await expect(rows.nth(number)).to_have_text(re.compile(f"^{words}$"))
    await page.reload()
    await expect(panel.get_by_test_id("fault-count")).to_have_text("6 at work")
    for left in range(5, -1, -1):
        await panel.get_by_test_id("fault-remove").last.click()
        await expect(rows).to_have_count(left)


async def test_a_fault_counts_its_hits(page: Page, bot: Bot) -> None:
    panel = await opened(page, "faults-panel")
    await panel.get_by_test_id("fault-kind").select_option("latency")
    await panel.get_by_test_id("fault-latency").fill("1")
    await panel.get_by_test_id("fault-lasting").select_option("count 5")
    await panel.get_by_test_id("fault-add").click()
    await expect(panel.get_by_test_id("faults")).to_contain_text("5 left")
    await bot.say("hello")
    await expect(panel.get_by_test_id("faults")).to_contain_text("4 left · hit 1 ×")


async def test_an_unreadable_update_reaches_the_bot(page: Page, bot: Bot) -> None:
    panel = await opened(page, "faults-panel")
    await panel.get_by_test_id("fault-kind").select_option("undecodable_update")
    await expect(panel.get_by_test_id("fault-share")).to_be_hidden()
    await panel.get_by_test_id("fault-add").click()
    await expect(panel.get_by_test_id("fault-count")).to_have_text("none")
    updates = await bot.call("getUpdates", timeout=5, offset=-1)
    assert updates[0]["message"]["message_id"] == "not a number"


async def test_rate_limits_are_switched_on(page: Page) -> None:
    panel = await opened(page, "faults-panel")
    await panel.get_by_test_id("flood").check()
    await page.reload()
    await expect(panel.get_by_test_id("flood")).to_be_checked()


async def test_a_bot_and_a_group_with_topics_are_added(
    page: Page, http: aiohttp.ClientSession, url: str
) -> None:
    panel = await opened(page, "people-panel")
    await panel.get_by_test_id("new-bot").click()
    await page.get_by_test_id("bot-name").fill("Second")
    await page.get_by_test_id("bot-username").fill("second_bot")
    token = await page.get_by_test_id("bot-token").input_value()
    await page.get_by_test_id("bot-add").click()
    await expect(page.get_by_test_id("bot-dialog")).to_be_hidden()
    await panel.get_by_test_id("new-group").click()
    dialog = page.get_by_test_id("group-dialog")
    await page.get_by_test_id("group-title").fill("Crew")
    await dialog.get_by_role("checkbox", name="Olivia").uncheck()
    await page.get_by_test_id("group-topics").fill("News\n\nIdeas\n")
    async with page.expect_response("**/topics") as answer:
        await page.get_by_test_id("group-add").click()
    assert (await answer.value).ok
    async with http.get(f"{url}/bot{token}/getMe") as response:
        assert (await response.json())["result"]["username"] == "second_bot"
    await expect(column(page)).to_contain_text("Crew")
    async with http.get(f"{url}/control/state") as response:
        state = await response.json()
    [group] = [chat for chat in state["chats"].values() if chat["type"] != "private"]
    assert {topic["name"] for topic in group["topics"]} >= {"News", "Ideas"}
    names = {member["user"]["first_name"] for member in group["members"]}
    assert names == {"Alice", "Holdfast demo", "Second"}


async def test_rates_are_spoiled_listed_and_mended(page: Page) -> None:
    panel = await opened(page, "faults-panel")
    await panel.get_by_test_id("fault-kind").select_option("down")
    await panel.get_by_test_id("fault-exchange").select_option("kraken")
    await panel.get_by_test_id("fault-add").click()
    await expect(panel.get_by_test_id("faults")).to_have_text("Kraken, every coin: down")
    await panel.get_by_test_id("fault-kind").select_option("price")
    await panel.get_by_test_id("fault-exchange").select_option("coinbase")
    await panel.get_by_test_id("fault-coin").select_option("BTC")
    await panel.get_by_test_id("fault-price").fill("12.5")
    await panel.get_by_test_id("fault-add").click()
    await expect(panel.get_by_test_id("fault-count")).to_have_text("2 at work")
    await page.reload()
    await expect(panel.get_by_test_id("faults")).to_contain_text("Coinbase, BTC: 12.5 dollars")
    removes = panel.get_by_test_id("fault-remove")
    for left in (1, 0):
        await removes.last.click()
        await expect(removes).to_have_count(left)
    await expect(panel.get_by_test_id("fault-count")).to_have_text("none")


async def test_a_phone_offers_the_next_step_below_the_chat(
    page: Page, bot: Bot, http: aiohttp.ClientSession, url: str
) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    bar = page.get_by_test_id("next")
    await expect(bar).to_be_hidden()
    address = "bcrt1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qzf4jry"
    copies = [[{"text": text, "copy_text": {"text": text}}] for text in ("0.5", address)]
    await bot.say("Pay", reply_markup={"inline_keyboard": copies})
    await expect(bar).to_have_text(re.compile("Alice’s invoice.*0.5 BTC.*Pay it", re.DOTALL))
    await page.get_by_test_id("next-step").click()
    await expect(bar).to_have_text(re.compile("waits for a block.*Mine a block", re.DOTALL))
    await page.get_by_test_id("next-step").click()
    await expect(bar).to_be_hidden()
    await page.get_by_test_id("tab-2").click()
    await expect(page.get_by_test_id("progress")).to_contain_text("1 confirmation")
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    assert (await control(http, url, f"people/{ALICE}"))["id"] == ALICE


async def test_a_run_is_recorded_downloaded_and_begun_afresh(page: Page) -> None:
    panel = page.get_by_test_id("recording-panel")
    await expect(panel.get_by_test_id("steps")).to_have_text("off")
    await expect(panel.get_by_test_id("transcript")).to_be_hidden()
    await panel.get_by_role("button", name="Start recording").click()
    await column(page).get_by_test_id("start").click()
    await expect(panel.get_by_test_id("steps")).to_have_text("1 step")
    async with page.expect_download() as download:
        await panel.get_by_test_id("transcript").click()
    path = await (await download.value).path()
    assert "/start" in path.read_text(encoding="utf-8")
    assert (await download.value).suggested_filename == "transcript.txt"
    await panel.get_by_role("button", name="Start afresh").click()
    await expect(panel.get_by_test_id("steps")).to_have_text("0 steps")
