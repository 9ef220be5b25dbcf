"""The side panel in every width and both colours: it fits, and it can be read."""

import time
from typing import Literal

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from tests.sandbox.page.bench import Bot, control, copying, keyboard
from tests.sandbox.page.chat.desk import LOWEST_CONTRAST, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")

Theme = Literal["light", "dark"]
# https://www.w3.org/TR/WCAG22/#contrast-minimum
AA = 4.5
ADDRESS = "0x" + "a1" * 20
WIDTHS = (1440, 1100, 900, 760, 360)
# What sticks out of its card, and labels that stick out of their button.
TOO_WIDE = """() => [...document.querySelectorAll('.card *')]
    .filter((node) => node.checkVisibility() && !node.closest('.tower'))
    .filter((node) => {
        const card = node.closest('.card').getBoundingClientRect();
        const cut = node.matches('button, a') && node.scrollWidth > node.clientWidth;
        return cut || node.getBoundingClientRect().right > card.right + 0.5;
    })
    .map((node) => `${node.tagName} ${node.className} ${node.textContent.slice(0, 40)}`)"""


async def something_of_everything(
    page: Page, bot: Bot, http: aiohttp.ClientSession, url: str
) -> None:
    """An invoice of many digits, a failed and a waiting payment, faults, every card open."""
    moment = f'<tg-time unix="{int(time.time() + 1800)}" format="r">soon</tg-time>'
    markup = keyboard(copying("Amount", "0.012345678901234567"), copying("To", ADDRESS))
    await bot.say(f"Until {moment}", parse_mode="HTML", reply_markup=markup)
    pay = {"address": ADDRESS, "amount": "0.012345678901234567"}
    await control(http, url, "chains/eth/pay", **pay, fail=True)
    await control(http, url, "chains/eth/mine", blocks=1)
    await control(http, url, "chains/eth/pay", **pay)
    await control(http, url, "faults", mode="latency", latency_ms=1, method="editmessagetext")
    await control(http, url, "rates", fault="down", source="kraken")
    await expect(page.get_by_test_id("waiting")).to_have_text("1 waiting for a block")
    await page.evaluate(
        "for (const one of document.querySelectorAll('.world details')) one.open = true"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_panel_fits_and_can_be_read(
    browser: Browser, bot: Bot, http: aiohttp.ClientSession, url: str, theme: Theme
) -> None:
    page = await browser.new_page(color_scheme=theme, viewport={"width": 1440, "height": 900})
    broken = complaints(page)
    await page.goto(url)
    await something_of_everything(page, bot, http, url)
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        if width <= 760:
            await page.get_by_test_id("tab-2").click()
        assert await page.evaluate(TOO_WIDE) == [], width
        assert await page.evaluate("document.documentElement.scrollWidth") == width
        contrast, text, owner = await page.locator(".world").evaluate(LOWEST_CONTRAST)
        assert contrast >= AA, (width, text, owner)
    assert broken == []
    await page.close()
