"""The outside world: paying, mining, and refusals."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.bench import (
    Bot,
    copying,
    keyboard,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

# The witness program of BIP 173's examples, with the prefix of a local network.
ADDRESS = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"


async def test_the_newest_invoice_is_ready_to_be_paid(page: Page, bot: Bot) -> None:
    await bot.say("old", reply_markup=keyboard(copying("Amount", "9"), copying("To", ADDRESS)))
    markup = keyboard(copying("Amount", "0.00000003"), copying("To", ADDRESS))
    await bot.say("new", reply_markup=markup)
    await expect(page.get_by_test_id("pay-amount")).to_have_value("0.00000003")
    await expect(page.get_by_test_id("pay-address")).to_have_value(ADDRESS)
    paid = {}
    for button in ("pay", "pay-half", "pay-double"):
        async with page.expect_request("**/control/chains/btc/pay") as request:
            await page.get_by_test_id(button).click()
        paid[button] = (await request.value).post_data_json
    amounts = {"pay": "0.00000003", "pay-half": "0.00000001", "pay-double": "0.00000006"}
    assert paid == {name: {"address": ADDRESS, "amount": text} for name, text in amounts.items()}


async def test_a_payment_is_seen_and_mined(page: Page) -> None:
    await page.get_by_test_id("pay-address").fill(ADDRESS)
    await page.get_by_test_id("pay-amount").fill("0.5")
    before = int((await page.get_by_test_id("height").inner_text()).split()[-1])
    await page.get_by_test_id("pay").click()
    await expect(page.get_by_test_id("mempool")).to_contain_text("0.5 BTC")
    await page.get_by_test_id("mine-1").click()
    await expect(page.get_by_test_id("height")).to_have_text(f"Block {before + 1}")
    await expect(page.get_by_test_id("mempool")).to_be_hidden()
    await page.get_by_test_id("blocks").locator("summary").first.click()
    await expect(page.get_by_test_id("blocks")).to_contain_text("0.5 BTC")


async def test_a_refusal_is_shown_as_a_sentence(page: Page) -> None:
    await page.get_by_test_id("pay-amount").fill("much")
    await page.get_by_test_id("pay").click()
    await expect(page.get_by_test_id("toast")).to_have_text("“much” is not an amount.")


async def test_a_payment_is_mined_undone_replaced_and_dropped(page: Page) -> None:
    await page.get_by_test_id("pay-address").fill(ADDRESS)
    await page.get_by_test_id("pay-amount").fill("0.5")
    await page.get_by_test_id("pay").click()
    waiting = page.get_by_test_id("mempool").locator(".transaction")
    await expect(waiting).to_have_count(1)
    await page.get_by_test_id("mine-1").click()
    await expect(waiting).to_have_count(0)
    await page.get_by_test_id("more").locator("summary").click()
    await page.get_by_test_id("reorg").click()
    await expect(waiting).to_have_count(1)
    first = await waiting.get_attribute("title") or ""
    await page.get_by_test_id("replace").click()
    await expect(waiting).not_to_have_attribute("title", first)
    await page.get_by_test_id("drop").click()
    await expect(waiting).to_have_count(0)
    await expect(page.get_by_test_id("drop")).to_be_disabled()
