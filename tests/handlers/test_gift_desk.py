"""Links and approvals as people press them: forged, pressed twice, too late, in two languages."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from db import Database
from handlers.views import admin, checkout, gift
from handlers.views import approval as approvals
from handlers.views.moments import local
from handlers.views.screen import TEXT_LIMIT, Screen, units, visible
from models.approval import Act, Approval, ApprovalState
from models.gift import Ended, Gift, GiftState
from models.order import Order
from models.product import ProductKind
from models.user import User
from services.money.approval import Asked
from services.money.gift import UNDOABLE_FOR
from services.money.gift_facts import Account, GiftTerms, Seen
from services.sale.offer import Offer
from services.sale.quote import Quote, QuoteLine
from tests.handlers.conftest import TEXTS
from tests.handlers.office import ANN, BOB, OLIVER, Office
from tests.services.money.test_approval import BOB as SECOND
from tests.services.money.test_approval import asked, opened
from tests.services.money.test_reversal import bought, to_credit

NOW = datetime(2026, 11, 27, 23, 59, tzinfo=UTC)
LINK = re.compile(r"start=(g_[A-Za-z0-9_-]{32})")


@pytest.fixture
async def office(sqlite_database: Database) -> AsyncIterator[Office]:
    office = Office(sqlite_database)
    office.world.hands.gifts.terms = GiftTerms("USD", 10_000)
    await office.open()
    yield office
    assert await office.world.violations() == []


def told(t_language: str, screen: Screen) -> str:
    assert units(visible(screen.text)) <= TEXT_LIMIT, t_language
    return visible(screen.text)


def seen(state: GiftState, why: Ended | None = None) -> Seen:
    row = Gift(id=1, giver_id=1, number=3, amount=10**14, currency="USD", state=state)
    row.why, row.expires_at = why, NOW
    person = User(id=2, name="<b>" * 60, username=None, language="en")
    return Seen(row, person, person if state is GiftState.CLAIMED else None)


@pytest.mark.parametrize("language", ["en", "de"])
def test_screens_of_links_are_escaped_and_fit(language: str) -> None:
    t = TEXTS(language)
    account = Account(10**14, 10**13, 10**14, 5, [seen(GiftState.OPEN).gift] * 10)
    link = "https://t.me/a_bot?start=g_" + "A" * 32
    screens = [
        gift.gifts(t, account, "USD", is_on=True),
        gift.gifts(t, account, "USD", is_on=False),
        gift.ask(t, account, "USD"),
        gift.confirm(t, 500, account, "USD"),
        gift.made(t, seen(GiftState.OPEN).gift, link),
        gift.question(t, seen(GiftState.OPEN), "A" * 32),
        *(gift.card(t, seen(GiftState.RETURNED, why)) for why in Ended),
        gift.card(t, seen(GiftState.CLAIMED)),
    ]
    facts = {"amount": "500", "currency": "USD"}
    screens += [gift.told(t, facts | {"what": what}, "<b>") for what in ("claimed", "time", "owed")]
    assert all(told(language, screen) for screen in screens)
    assert all("<b><b>" not in screen.text for screen in screens)


@pytest.mark.parametrize("language", ["en", "de"])
def test_approvals_say_what_would_be_done(language: str) -> None:
    t, person = TEXTS(language), User(id=7, name="<i>" * 60, username=None, language="en")
    args = {"back": 1, "reason": "<b>" * 500, "received": 5, "price": 6}
    args |= {"voucher": 1, "codes": 500, "each": 10**11}
    order = Order(id=1, code="K7Q2M", total=10**14, currency="USD")
    for act in Act:
        for state in ApprovalState:
            row = Approval(id=1, act=act, amount=10**14, currency="USD", args=args, state=state)
            row.asked_by, row.asked_at, row.until = 7, NOW, NOW + timedelta(days=3)
            row.why = "error-offer-changed" if state is ApprovalState.OVERTAKEN else None
            asked = Asked(row, person, person, order, "q" * 90)
            screen = approvals.card(t, asked, 8)
            assert "<i><i>" not in screen.text
            assert told(language, screen)
            offered = any("two-yes" in (b.callback_data or "") for r in screen.rows for b in r)
            assert offered is (state is ApprovalState.OPEN)
            mine = approvals.card(t, asked, 7)
            assert not any("two-yes" in (b.callback_data or "") for r in mine.rows for b in r)
            assert told(language, approvals.told(t, asked))
    assert told(language, approvals.listed(t, [asked] * 100))
    assert told(language, approvals.listed(t, []))


def test_the_missing_sum_is_the_first_button_and_exactly_it() -> None:
    bill = checkout.Bill("USD", _quote(1000), balance=300, used=300)
    offers = [Offer("BTC", None, 10), Offer("LTC", 7_000_000, 10), Offer("ETH", 5, 10)]
    screen = checkout.choose_coin(TEXTS("en"), bill, offers, [])
    first = screen.rows[0][0]
    assert first.text == "Pay $7.00: Ł LTC 0.07"
    assert str(first.callback_data).startswith("pay:LTC:1")
    assert "$7.00 is missing" in visible(screen.text)
    whole = checkout.Bill("USD", _quote(1000))
    assert "missing" not in visible(checkout.choose_coin(TEXTS("en"), whole, offers, []).text)


def _quote(price: int) -> Quote:
    return Quote((QuoteLine(1, "x", ProductKind.DIGITAL, price, 1, 1),))


async def test_a_link_is_made_once_and_opened_by_its_words_alone(office: Office) -> None:
    world = office.world
    await to_credit(world, await bought(world, user=BOB))
    world.clock.advance(seconds=UNDOABLE_FOR.total_seconds() + 1)
    await office.type("/transfer 5.00", BOB)
    await office.press("Make a link", BOB)
    found = LINK.search(office.screen)
    assert found is not None
    assert "made already" in await office.send("gift-make:500:1:USD", BOB)
    assert "another currency" in await office.send("gift-make:500:2:JPY", BOB)
    assert await world.credit(BOB) == 1500
    token = found[1].removeprefix("g_")
    for forged in ("gift-take:1", "gift-take:" + "A" * 32, "gift-back:1", "gift-open:1"):
        await office.send(forged, OLIVER)
    await office.send(f"gift-take:{token}", BOB)
    assert (await world.credit(BOB), await world.credit(OLIVER)) == (1500, 0)
    await office.type(f"/start g_{token}", OLIVER)
    assert "passes <b>$5.00</b> of store credit on" in office.screen
    for _ in range(2):
        await office.send(f"gift-take:{token}", OLIVER)
        assert "You took $5.00" in office.screen
    assert (await world.credit(BOB), await world.credit(OLIVER)) == (1500, 500)
    await office.type(f"/start g_{token}", ANN)
    assert "has been taken" in office.screen


@pytest.mark.parametrize("language", ["en", "de"])
async def test_the_orders_card_says_what_waits_and_what_was_decided(
    sqlite_database: Database, language: str
) -> None:
    t = TEXTS(language)
    async with opened(sqlite_database) as world:
        order_id, number = await asked(world)
        card = await world.orders.card(order_id)
        screen = admin.order(t, card)
        [row] = card.waits
        assert t("approval-waits", act="", until=local(row.until))[-30:] in screen.text
        assert " two " in datas(screen)
        assert (await world.orders.card(order_id, owner=card.user.id)).waits == ()
        await world.hands.approvals.approve(number, SECOND)
        card = await world.orders.card(order_id)
        for after in (admin.order(t, card), admin.notice(t, card, [])):
            assert t("button-decide", credit="")[:4] not in labels(after)
            assert t("button-decided", credit="")[:4] in labels(after)
            assert " two " not in datas(after)


def datas(screen: Screen) -> str:
    return " ".join(one.callback_data or "" for row in screen.rows for one in row)


def labels(screen: Screen) -> str:
    return " ".join(one.text for row in screen.rows for one in row)
