"""One sandbox and one open page for each module: opening both costs more than most tests."""

from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from tests.sandbox.judges.judge import Judge
from tests.sandbox.page.bench import ALICE, Bot, control, new_sandbox
from tests.sandbox.page.chat.desk import DESKTOP, complaints


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def url() -> AsyncIterator[str]:
    judge = Judge()
    sandbox = new_sandbox(judge)
    yield await sandbox.start()
    await sandbox.stop()
    assert judge.violations == []


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(http: aiohttp.ClientSession, url: str) -> Bot:
    """A bot that Alice has started."""
    await control(http, url, "send", **{"from": ALICE, "text": "/start"})
    return Bot(http, url)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    rights = ["clipboard-read", "clipboard-write"]
    context = await browser.new_context(permissions=rights, viewport=DESKTOP)
    yield context
    await context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def opened(context: BrowserContext, url: str) -> tuple[Page, list[str]]:
    """The page as a newcomer opens it, and what went wrong on it so far."""
    page = await context.new_page()
    broken = complaints(page)
    await page.goto(url)
    return page, broken


@pytest_asyncio.fixture(loop_scope="session")
async def page(opened: tuple[Page, list[str]]) -> AsyncIterator[Page]:
    """A script error or a breach of the policy fails the test; the size is put back."""
    page, broken = opened
    await page.set_viewport_size(DESKTOP)
    yield page
    assert broken == []
