"""The blockchains beside the chat: paying what is on screen, mining, and going back."""

import asyncio
import re
import time
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page.bench import ALICE, Bot, control, copying, keyboard

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Witness program of BIP 173's examples (P2WSH) on local networks; the BIP's key hash is the
# sandbox's own wallet.
ADDRESS = "bcrt1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qzf4jry"
OTHER = "bcrt1qzyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3lgth6c"
LITECOIN = "rltc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q22ldvf"


def asking(amount: str, address: str = ADDRESS, seconds: float = 1800) -> dict[str, Any]:
    moment = f'<tg-time unix="{int(time.time() + seconds)}" format="r">later</tg-time>'
    markup = keyboard(copying(f"Copy {amount}", amount), copying("Copy address", address))
    return {"text": f"Pay until {moment}", "parse_mode": "HTML", "reply_markup": markup}


async def ask(bot: Bot, amount: str, address: str = ADDRESS, seconds: float = 1800) -> int:
    """An invoice in Alice's chat, with a deadline."""
    return await bot.say(**asking(amount, address, seconds))


async def offered(page: Page, amount: str, address: str = ADDRESS) -> None:
    """The form is filled in from an invoice."""
    await expect(page.get_by_test_id("pay-title")).to_have_text("Alice’s invoice")
    await expect(page.get_by_test_id("pay-address")).to_have_value(address)
    await expect(page.get_by_test_id("pay-amount")).to_have_value(amount)


async def nothing_offered(page: Page) -> None:
    await expect(page.get_by_test_id("pay-title")).to_have_text("Pay any address")
    await expect(page.get_by_test_id("pay-amount")).to_have_value("")
    await expect(page.get_by_test_id("cue-pay")).to_be_hidden()


async def pays(page: Page, amount: str = "0.5", address: str = ADDRESS) -> None:
    await page.get_by_test_id("pay-address").fill(address)
    await page.get_by_test_id("pay-amount").fill(amount)
    await page.get_by_test_id("pay").click()


async def test_the_newest_invoice_is_ready_to_be_paid(page: Page, bot: Bot) -> None:
    await ask(bot, "9")
    await ask(bot, "0.00001003")
    await expect(page.get_by_test_id("pay-title")).to_have_text("Alice’s invoice")
    await expect(page.get_by_test_id("pay-address")).to_have_value(ADDRESS)
    await expect(page.get_by_test_id("deadline")).to_contain_text("29 min")
    paid = {}
    await page.route("**/control/chains/btc/pay", lambda route: route.fulfill(json={"txid": "x"}))
    for share in ("half", "double", "exactly"):
        await page.get_by_test_id(f"pay-{share}").click()
        async with page.expect_request("**/control/chains/btc/pay") as request:
            await page.get_by_test_id("pay").click()
        paid[share] = (await request.value).post_data_json
    amounts = {"exactly": "0.00001003", "half": "0.00000501", "double": "0.00002006"}
    assert paid == {name: {"address": ADDRESS, "amount": text} for name, text in amounts.items()}


async def test_a_paid_invoice_leaves_the_form(page: Page, bot: Bot) -> None:
    message = await ask(bot, "0.5")
    await expect(page.get_by_test_id("pay-amount")).to_have_value("0.5")
    await bot.call("editMessageText", chat_id=ALICE, message_id=message, text="Thank you")
    await nothing_offered(page)
    await expect(page.get_by_test_id("pay-half")).to_be_hidden()


async def test_an_older_copy_of_a_paid_invoice_is_not_believed(
    page: Page, bot: Bot, http: aiohttp.ClientSession, url: str
) -> None:
    """The copy goes on asking; what the chain has seen counts, also below the blocks on show."""
    await ask(bot, "0.5")
    await ask(bot, "0.5")
    await offered(page, "0.5")
    await control(http, url, "chains/btc/pay", address=ADDRESS, amount="0.5")
    await nothing_offered(page)
    await control(http, url, "chains/btc/mine", blocks=20)
    await expect(page.get_by_test_id("height")).to_have_text("Block 120")
    await nothing_offered(page)
    await page.reload()
    await expect(page.get_by_test_id("height")).to_have_text("Block 120")
    await nothing_offered(page)


async def test_the_rest_is_offered_until_the_first_amount_has_arrived(
    page: Page, bot: Bot, http: aiohttp.ClientSession, url: str
) -> None:
    message = await ask(bot, "0.5")
    await offered(page, "0.5")
    await control(http, url, "chains/btc/pay", address=ADDRESS, amount="0.4")
    await bot.edit(message, **asking("0.1"))
    await ask(bot, "0.1")
    await offered(page, "0.1")
    await page.reload()
    await offered(page, "0.1")
    await control(http, url, "chains/btc/pay", address=ADDRESS, amount="0.1")
    await nothing_offered(page)


async def test_a_payment_that_vanishes_is_asked_for_again(
    page: Page, bot: Bot, http: aiohttp.ClientSession, url: str
) -> None:
    await ask(bot, "0.5")
    await offered(page, "0.5")
    sent = await control(http, url, "chains/btc/pay", address=ADDRESS, amount="0.5")
    await nothing_offered(page)
    await control(http, url, "chains/btc/drop", txid=sent["txid"])
    await offered(page, "0.5")


async def test_an_invoice_that_was_taken_back_is_so_in_every_copy(page: Page, bot: Bot) -> None:
    """Until somebody asks for the same address anew."""
    message = await ask(bot, "0.5")
    copy = await ask(bot, "0.5")
    await offered(page, "0.5")
    await bot.edit(message, "Cancelled")
    await nothing_offered(page)
    await page.reload()
    await nothing_offered(page)
    await asyncio.sleep(1)  # the date of an edit has whole seconds
    await bot.edit(copy, **asking("0.25"))
    await offered(page, "0.25")


async def test_another_coin_takes_the_first_address_back(
    page: Page, bot: Bot, http: aiohttp.ClientSession, url: str
) -> None:
    message = await ask(bot, "0.5")
    await ask(bot, "0.5")
    await offered(page, "0.5")
    await bot.edit(message, **asking("7", LITECOIN))
    await offered(page, "7", LITECOIN)
    await control(http, url, "chains/ltc/pay", address=LITECOIN, amount="7")
    await nothing_offered(page)


async def test_of_two_unpaid_invoices_the_newest_is_offered_first(page: Page, bot: Bot) -> None:
    """The older one waits until the payment of the newer one is in a block."""
    first = await ask(bot, "0.5")
    await asyncio.sleep(1)  # the date of a message has whole seconds
    await ask(bot, "7", LITECOIN)
    await offered(page, "7", LITECOIN)
    await bot.edit(first, **asking("0.5", seconds=900))
    await offered(page, "7", LITECOIN)
    await page.get_by_test_id("pay").click()
    await expect(page.get_by_test_id("cue-mine")).to_be_visible()
    await expect(page.get_by_test_id("chain-btc")).to_have_class("asked")
    await page.get_by_test_id("mine-1").click()
    await expect(page.get_by_test_id("cue-mine")).to_be_hidden()
    await page.get_by_test_id("chain-btc").click()
    await offered(page, "0.5")


async def test_the_phones_bar_pays_the_invoice_whatever_chain_is_open(page: Page, bot: Bot) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await ask(bot, "7", LITECOIN)
    bar = page.locator("[data-part=next]")
    await expect(bar).to_contain_text("7 LTC")
    await page.get_by_role("tab", name="World").click()
    await page.get_by_test_id("chain-eth").click()
    await page.get_by_role("tab", name="Alice").click()
    await expect(bar).to_contain_text("7 LTC")
    await bar.get_by_role("button", name="Pay it").click()
    await expect(bar).to_contain_text("The payment waits for a block")


async def test_what_to_do_next_is_marked(page: Page, bot: Bot) -> None:
    pay, mine = page.get_by_test_id("cue-pay"), page.get_by_test_id("cue-mine")
    await expect(page.get_by_test_id("height")).to_be_visible()
    await expect(pay).to_be_hidden()
    await ask(bot, "0.5")
    await expect(pay).to_be_visible()
    await expect(mine).to_be_hidden()
    await page.get_by_test_id("pay").click()
    await expect(mine).to_be_visible()
    await expect(pay).to_be_hidden()
    await page.get_by_test_id("mine-1").click()
    await expect(mine).to_be_hidden()
    await expect(pay).to_be_hidden()
    await ask(bot, "0.25", OTHER)
    await expect(pay).to_be_visible()


async def test_the_tab_of_the_invoice_opens_by_itself(page: Page, bot: Bot) -> None:
    litecoin = page.get_by_test_id("chain-ltc")
    await expect(page.get_by_test_id("chain-btc")).to_have_attribute("aria-selected", "true")
    await ask(bot, "1.25", LITECOIN)
    await expect(litecoin).to_have_attribute("aria-selected", "true")
    await expect(litecoin).to_have_class("asked")
    await litecoin.press("ArrowLeft")
    await expect(page.get_by_test_id("chain-btc")).to_be_focused()
    await expect(page.get_by_test_id("pay-address")).to_have_value("")
    await expect(litecoin).to_have_class("asked")
    await litecoin.click()
    await expect(page.get_by_test_id("pay-amount")).to_have_value("1.25")
    await page.get_by_test_id("pay").click()
    await expect(page.get_by_test_id("progress")).to_contain_text("1.25 LTC")
    await page.get_by_test_id("chain-btc").click()
    await expect(page.get_by_test_id("waiting")).to_have_text("No payment waits for a block")
    await expect(litecoin).not_to_have_class("asked")


async def test_a_payment_is_followed_from_the_mempool_into_blocks(page: Page) -> None:
    await pays(page)
    progress, tiles = page.get_by_test_id("progress"), page.get_by_test_id("blocks")
    await expect(progress).to_have_text(re.compile("0.5 BTC.*waits for a block"))
    await expect(page.get_by_test_id("mempool")).to_contain_text("0.5 BTC")
    await page.get_by_test_id("mine-1").click()
    await expect(progress).to_contain_text("1 confirmation")
    await expect(page.get_by_test_id("height")).to_have_text("Block 101")
    await expect(page.get_by_test_id("in-block")).to_contain_text("0.5 BTC")
    await expect(tiles.get_by_role("radio", checked=True)).to_have_accessible_name(
        "Block 101, 1 transaction"
    )
    await page.get_by_test_id("mine-6").click()
    await expect(progress).to_contain_text("7 confirmations")
    await tiles.get_by_role("radio").nth(1).click()
    await expect(page.get_by_test_id("waiting")).to_have_text("Block 107: no transactions")
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_test_id("waiting")).to_have_text("No payment waits for a block")


async def test_a_refusal_is_shown_as_a_sentence(page: Page) -> None:
    await pays(page, "much")
    await expect(page.get_by_test_id("toast").last).to_have_text("“much” is not an amount.")
    await pays(page, "0.000000001")
    refused = "“0.000000001” has more than 8 decimals."
    await expect(page.get_by_test_id("toast").last).to_have_text(refused)
    await pays(page, "1", LITECOIN)
    await expect(page.get_by_test_id("toast")).to_have_count(3)


async def test_a_payment_is_undone_replaced_and_taken_back(page: Page) -> None:
    await pays(page)
    waiting = page.get_by_test_id("mempool").locator(".transaction")
    await page.get_by_test_id("mine-1").click()
    await expect(waiting).to_have_count(0)
    await page.get_by_test_id("more").locator("summary").click()
    await page.get_by_test_id("reorg").click()
    await expect(waiting).to_have_count(1)
    first = await waiting.get_attribute("title") or ""
    await waiting.locator("summary").click()
    await waiting.get_by_test_id("replaceSame").click()
    await expect(waiting).not_to_have_attribute("title", first)
    await expect(waiting).to_contain_text("0.5 BTC")
    await page.get_by_test_id("pay-amount").fill("0.1")
    await waiting.locator("summary").click()
    await waiting.get_by_test_id("replaceTyped").click()
    await expect(waiting).to_contain_text("0.1 BTC")
    await waiting.locator("summary").click()
    await waiting.get_by_test_id("replaceBack").click()
    await expect(page.get_by_test_id("progress")).to_have_text(re.compile("(gone.*){3}"))


async def test_a_dropped_payment_is_gone_until_it_is_sent_again(page: Page) -> None:
    await pays(page)
    waiting = page.get_by_test_id("mempool").locator(".transaction")
    await waiting.locator("summary").click()
    await waiting.get_by_test_id("drop").click()
    await expect(waiting).to_contain_text("dropped")
    await expect(page.get_by_test_id("waiting")).to_have_text("No payment waits for a block")
    await expect(page.get_by_test_id("progress")).to_have_text(re.compile("0.5 BTC.*gone"))
    await waiting.locator("summary").click()
    await waiting.get_by_test_id("rebroadcast").click()
    await expect(page.get_by_test_id("progress")).to_have_text(re.compile("0.5 BTC.*waits"))


async def test_ether_fails_goes_through_a_contract_and_becomes_final(page: Page, bot: Bot) -> None:
    """18 decimals, which no JavaScript number holds; the chain shows addresses with a checksum."""
    await ask(bot, "0.012345678901234567", "0x" + "a1" * 20)
    progress, final = page.get_by_test_id("progress"), page.get_by_test_id("cue-final")
    await expect(page.get_by_test_id("chain-eth")).to_have_attribute("aria-selected", "true")
    sent = []
    for option in ("pay-fail", "pay-contract"):
        await page.get_by_test_id(option).click()
        async with page.expect_request("**/control/chains/eth/pay") as request:
            await page.get_by_test_id("pay").click()
        sent.append((await request.value).post_data_json or {})
        await page.get_by_test_id(option).click()
    assert [each["amount"] for each in sent] == ["0.012345678901234567"] * 2
    assert (sent[0]["fail"], sent[1]["via"]) == (True, "contract")
    await expect(page.get_by_test_id("waiting")).to_have_text("2 waiting for a block")
    await page.get_by_test_id("mine-1").click()
    await expect(progress).to_have_text(re.compile("0.012345678… ETH.*not final.*failed"))
    await expect(final).to_be_visible()
    await page.get_by_test_id("until-final").click()
    await expect(progress.locator("li").first).to_have_text("0.012345678… ETHfinal")
    await expect(final).to_be_hidden()


async def test_an_open_payment_stays_open_when_news_come(
    page: Page, http: aiohttp.ClientSession, url: str
) -> None:
    await pays(page)
    waiting = page.get_by_test_id("mempool").locator(".transaction").last
    await waiting.locator("summary").click()
    await control(http, url, "chains/btc/pay", address=ADDRESS, amount="0.25")
    await expect(page.get_by_test_id("waiting")).to_have_text("2 waiting for a block")
    await expect(waiting).to_have_attribute("open", "")
    await expect(waiting).to_contain_text(ADDRESS)


async def test_a_deadline_can_be_skipped_to(page: Page, bot: Bot) -> None:
    await ask(bot, "0.5", seconds=3 * 3600)
    await expect(page.get_by_test_id("deadline")).to_contain_text("2 h 59 min left")
    await page.get_by_test_id("skip-deadline").click()
    await expect(page.get_by_test_id("deadline")).to_have_text("overdue")
    await expect(page.get_by_test_id("skip-deadline")).to_be_hidden()
    await expect(page.get_by_test_id("offset")).to_have_text(re.compile("(2 h 59 min|3 h) ahead"))
