"""A Mini App in its frame: launch data, the main button, data for the bot, closing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import FrameLocator, Page, expect

from tests.sandbox.page.bench import Bot, column, keyboard, shown
from tests.sandbox.page.chat.desk import newest, reply_keyboard

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What Telegram's own script does for an app, as far as it goes over the frame's border.
APP = """<!doctype html><title>App</title><p id="data"></p><p id="theme"></p>
<button id="main">main</button><button id="send">send</button><button id="ask">ask</button>
<script>
const tell = (eventType, eventData = {}) =>
  parent.postMessage(JSON.stringify({ eventType, eventData }), "*");
const write = (id, text) => (document.getElementById(id).textContent = text);
const launch = new URLSearchParams(location.hash.slice(1));
write("data", launch.get("tgWebAppData"));
addEventListener("message", ({ data }) => {
  const { eventType, eventData } = JSON.parse(data);
  if (eventType === "theme_changed") write("theme", eventData.theme_params.bg_color);
  if (eventType === "main_button_pressed") tell("web_app_close");
  if (eventType === "popup_closed") write("theme", "popup " + eventData.button_id);
});
document.getElementById("main").onclick = () =>
  tell("web_app_setup_main_button", { is_visible: true, is_active: true, text: "Done" });
document.getElementById("send").onclick = () => tell("web_app_data_send", { data: "42" });
document.getElementById("ask").onclick = () =>
  tell("web_app_open_popup", { message: "Sure?", buttons: [{ id: "yes", type: "ok" }] });
tell("iframe_ready");
</script>"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def address() -> AsyncIterator[str]:
    async def app(_: web.Request) -> web.Response:
        return web.Response(text=APP, content_type="text/html")

    served = web.Application()
    served.router.add_get("/app", app)
    async with TestServer(served) as server:
        yield str(server.make_url("/app"))


def frame(page: Page) -> FrameLocator:
    return column(page).get_by_test_id("app").frame_locator("iframe")


async def test_an_app_knows_who_opened_it_and_closes_itself(
    page: Page, bot: Bot, address: str
) -> None:
    button: dict[str, Any] = {"text": "Shop", "web_app": {"url": address}}
    sent = await bot.say("Open", reply_markup=keyboard(button))
    await shown(page, sent).get_by_test_id("button").click()
    await expect(frame(page).locator("#data")).to_contain_text("Alice")
    await expect(frame(page).locator("#data")).to_contain_text("hash=")
    await expect(frame(page).locator("#theme")).to_have_text("#ffffff")
    await frame(page).locator("#ask").click()
    await column(page).get_by_role("alertdialog").get_by_role("button", name="OK").click()
    await expect(frame(page).locator("#theme")).to_have_text("popup yes")
    await frame(page).locator("#main").click()
    await column(page).get_by_test_id("app-main").click()
    await expect(column(page).get_by_test_id("app")).to_have_count(0)
    await expect(shown(page, sent).get_by_test_id("button")).to_be_focused()


async def test_an_app_of_the_keyboard_sends_data(page: Page, bot: Bot, address: str) -> None:
    rows = reply_keyboard([{"text": "Choose", "web_app": {"url": address}}])
    await bot.say("Choose a number", reply_markup=rows)
    await column(page).get_by_role("button", name="Choose", exact=True).click()
    await frame(page).locator("#send").click()
    await expect(column(page).get_by_test_id("app")).to_have_count(0)
    await expect(newest(page)).to_contain_text("Data from “Choose”")


async def test_the_menu_button_can_be_an_app(page: Page, bot: Bot, address: str) -> None:
    menu = {"type": "web_app", "text": "Open shop", "web_app": {"url": address}}
    await bot.call("setChatMenuButton", menu_button=menu)
    button = column(page).get_by_test_id("command-menu")
    await expect(button).to_have_text("Open shop")
    await button.click()
    await expect(frame(page).locator("#data")).to_contain_text("Alice")
    await column(page).get_by_test_id("app-close").click()
    await expect(column(page).get_by_test_id("app")).to_have_count(0)
