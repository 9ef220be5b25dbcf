"""Every size and both themes: nothing is cut off, everything can be read and pressed."""

from collections.abc import AsyncIterator
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.sandbox.page.bench import ALICE, Bot, column, copying, shown
from tests.sandbox.page.chat.desk import (
    DESKTOP,
    LOWEST_CONTRAST,
    PHONE,
    complaints,
    composer,
    newest,
    reply_keyboard,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

Theme = Literal["light", "dark"]
# https://www.w3.org/TR/WCAG22/#contrast-minimum
AA = 4.5
FORMATTED = (
    "<b>Bold</b> <i>italic</i> <code>code</code> <a href='https://example.org'>link</a> @alice"
    "<pre><code class='language-python'>print(1)</code></pre><blockquote>quote</blockquote>"
    '<tg-time unix="1" format="d">then</tg-time>'
)
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"
ARABIC = "مرحبا بالعالم، هذا نص يقرأ من اليمين إلى اليسار"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def screen(bot: Bot) -> int:
    """Something of everything; the id of the message with the buttons."""
    formatted = await bot.say(FORMATTED, parse_mode="HTML")
    await bot.say(ARABIC, reply_parameters={"message_id": formatted})
    await bot.file("document", f"{LONG}.txt", b"one key")
    rows = [
        [{"text": f"{style} {LONG}", "callback_data": "x", "style": style}]
        for style in ("primary", "success", "danger")
    ]
    markup = {"inline_keyboard": [*rows, [copying("Copy", "1"), copying(LONG, "2")]]}
    await bot.say("Keys", reply_markup=reply_keyboard(["One", LONG], ["Three"]))
    return await bot.say(LONG, reply_markup=markup, protect_content=True)


@pytest_asyncio.fixture(loop_scope="session", params=["light", "dark"])
async def themed(
    request: pytest.FixtureRequest, browser: Browser, url: str, screen: int
) -> AsyncIterator[Page]:
    page = await browser.new_page(viewport=DESKTOP, color_scheme=request.param)
    broken = complaints(page)
    await page.goto(url)
    yield page
    await page.close()
    assert broken == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_everything_fits_and_can_be_read(
    themed: Page, size: ViewportSize, screen: int
) -> None:
    await themed.set_viewport_size(size)
    await expect(shown(themed, screen)).to_be_visible()
    too_wide = "node => [node.scrollWidth > node.clientWidth, document.body.scrollWidth]"
    scroller = column(themed).get_by_test_id("scroller")
    assert await scroller.evaluate(too_wide) == [False, size["width"]]
    contrast, text, owner = await column(themed).evaluate(LOWEST_CONTRAST)
    assert contrast >= AA, (text, owner)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_person_presses_writes_and_reads(
    themed: Page, size: ViewportSize, screen: int, bot: Bot
) -> None:
    await themed.set_viewport_size(size)
    await shown(themed, screen).get_by_test_id("button").first.click()
    await bot.answer(text="As you wish")
    toast = column(themed).get_by_test_id("toast").filter(has_text="As you wish")
    await expect(toast).to_be_in_viewport()
    await composer(themed).fill("thank you")
    await column(themed).get_by_test_id("send").click()
    await expect(newest(themed)).to_contain_text("thank you")
    await expect(newest(themed)).to_be_in_viewport(ratio=1)


async def test_less_motion_for_those_who_ask(browser: Browser, url: str, bot: Bot) -> None:
    page = await browser.new_page(reduced_motion="reduce")
    await page.goto(url)
    sent = await bot.say("gone at once")
    await expect(shown(page, sent)).to_be_visible()
    await bot.call("deleteMessage", chat_id=ALICE, message_id=sent)
    await expect(shown(page, sent)).to_have_count(0)
    assert await page.evaluate("document.getAnimations().length") == 0
    await page.close()
