"""A browser for the page's tests, and a sandbox with a bot for each."""

from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser import chromium
from tests.sandbox.judges.judge import Judge
from tests.sandbox.page.bench import ALICE, Bot, control, new_sandbox


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def url(judge: Judge) -> AsyncIterator[str]:
    sandbox = new_sandbox(judge)
    yield await sandbox.start()
    await sandbox.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest_asyncio.fixture(loop_scope="session")
async def bot(http: aiohttp.ClientSession, url: str) -> Bot:
    """A bot that Alice has started."""
    await control(http, url, "send", **{"from": ALICE, "text": "/start"})
    return Bot(http, url)


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, url: str) -> AsyncIterator[Page]:
    """The page as a newcomer opens it; a script error or a breach of the policy fails the test."""
    context = await browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Policy" in line.text else None)
    await page.goto(url)
    yield page
    await context.close()
    assert broken == []
