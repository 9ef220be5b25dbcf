"""Screens with the largest contents: limits kept, everything escaped, every language."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from handlers.views import admin, cart, checkout, decision, home, invoice, order, product
from handlers.views import refund as refunds
from handlers.views.screen import CAPTION_LIMIT, Screen, plain
from models.address import Address
from models.errors import PaymentUnconfirmed, TotalTooSmall
from models.invoice import Invoice, InvoiceState, Transfer
from models.order import Order, OrderLine, OrderStatus
from models.product import Category, Product, ProductKind, Variant
from models.refund import Refund, RefundState
from models.user import User
from services.money.decision import Offer
from services.money.destination import Destination
from services.money.refund import RefundCard
from services.money.refundable import RefundOffer
from services.sale.offer import Offer as CoinOffer
from services.sale.order import OrderCard, Underway
from services.sale.quote import Change, Quote, QuoteLine
from utils.assets import ASSETS, Asset
from utils.l10n import Translator, Translators
from utils.uri import format_units

TEXTS = Translators(Path(__file__).parents[2] / "l10n", strict=True)
EVIL = "<b>A&B</b> "
LONG = (EVIL * 20)[:64]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ADDRESS = "bcrt1p" + "q" * 58


@pytest.fixture(params=sorted(TEXTS.languages))
def t(request: pytest.FixtureRequest) -> Translator:
    return TEXTS(request.param)


def card(state: InvoiceState, status: OrderStatus = OrderStatus.CREATED) -> OrderCard:
    lines = [
        OrderLine(
            id=n, variant_id=n, title=LONG, kind=ProductKind.DIGITAL, unit_price=10**9, quantity=999
        )
        for n in range(30)
    ]
    changes = {"lines": [[LONG, 999, n % 3] for n in range(30)]}
    placed = Order(
        id=10**12,
        code="K7Q2M",
        user_id=1,
        status=status,
        total=10**12,
        currency="USD",
        credit_used=10**11,
        changes=changes,
        needs_review="units-missing",
        expires_at=NOW,
        lines=lines,
    )
    bill = Invoice(
        order_id=10**12,
        asset="BTC",
        due=2_099_999_999_999_999,
        seen=1_099_999_999_999_999,
        rate=Decimal("50000.123456"),
        rate_sources="kraken+coinbase",
        state=state,
        confirmations=2,
        confirmations_required=3,
        order=placed,
        address=Address(chain="BTC", index=1, address=ADDRESS, path="m/84'/1'/1'/0/0"),
    )
    person = User(id=1, name=LONG, username="name", language="en")
    moves = [Transfer(asset="BTC", txid="f" * 64, output_index=n, amount=10**15) for n in range(40)]
    return OrderCard(placed, bill, person, moves, 10**9, delivery=(EVIL * 100)[:500])


def bill_in(state: InvoiceState) -> Invoice:
    bill = card(state).invoice
    assert bill is not None
    return bill


def visible(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def check(screen: Screen, limit: int = 4096) -> None:
    assert len(visible(screen.text).encode("utf-16-le")) // 2 <= limit
    assert "<b>A&B" not in screen.text
    for button in (b for row in screen.rows for b in row):
        assert "&lt;" not in button.text
        assert "&amp;" not in button.text
        assert button.copy_text is None or 1 <= len(button.copy_text.text) <= 256


@pytest.mark.parametrize("state", InvoiceState)
def test_the_largest_invoice_fits_into_a_caption(t: Translator, state: InvoiceState) -> None:
    check(invoice.invoice(t, card(state)), CAPTION_LIMIT)


@pytest.mark.parametrize("state", InvoiceState)
def test_check_now_answers_in_every_state(t: Translator, state: InvoiceState) -> None:
    assert 0 < len(invoice.check_answer(t, bill_in(state))) <= 200


@pytest.mark.parametrize("status", OrderStatus)
def test_order_cards(t: Translator, status: OrderStatus) -> None:
    check(invoice.order_card(t, card(InvoiceState.WAITING, status)))
    check(admin.order(t, card(InvoiceState.CONFIRMING, status), keys=True))


def variants(count: int) -> Iterator[Variant]:
    owner = Product(id=1, category_id=1, name=LONG, description=EVIL * 50, kind=ProductKind.DIGITAL)
    for n in range(count):
        yield Variant(
            id=n,
            product_id=1,
            product=owner,
            name=LONG,
            price=999_999,
            stock_quantity=n,
            reserved_quantity=0,
        )


@pytest.mark.parametrize("count", [1, 2, 5])
def test_catalogue(t: Translator, count: int) -> None:
    from services.goods.product import ProductCard

    rows = tuple(variants(count))
    shown = ProductCard(rows[0].product, rows)
    check(product.product(t, "USD", shown))
    check(product.category(t, "USD", LONG, [shown] * 30))
    check(product.catalogue(t, [(Category(id=1, name=LONG), 3)]))
    for row in rows:
        check(product.variant(t, "USD", row, 10**9))
        check(product.type_quantity(t, row, 3))


def test_the_sold_out_cannot_be_bought(t: Translator) -> None:
    [gone] = variants(1)
    texts = [b.callback_data for row in product.variant(t, "USD", gone, 1).rows for b in row]
    assert not any(data and data.startswith("cart-add") for data in texts)


def quote_of(count: int) -> Quote:
    return Quote(
        tuple(
            QuoteLine(n, LONG, ProductKind.PHYSICAL, 999_999, 999, n % 2 * 500, n % 2 * 500)
            for n in range(count)
        )
    )


WAY = checkout.Way("BTC", use_credit=True)


@pytest.mark.parametrize("count", [1, 3, 4, 20])
def test_the_largest_cart(t: Translator, count: int) -> None:
    bill = checkout.Bill(
        "USD",
        quote_of(count),
        balance=10**6,
        used=10**5,
        seal="a" * 12,
        changes=[
            Change(LONG, (3, 500), None),
            Change(LONG, None, (3, 500)),
            Change(LONG, (3, 500), (3, 600)),
            Change(LONG, (3, 500), (2, 500)),
        ],
        changed=True,
    )
    check(cart.cart(t, "USD", bill.quote))
    check(cart.line_screen(t, "USD", bill.quote, 1))
    check(cart.line_screen(t, "USD", bill.quote, 999))
    check(cart.empty_question(t, bill.quote))
    offers = [CoinOffer(asset, 10**17, 15) for asset in ASSETS]
    check(checkout.choose_coin(t, bill, offers, ["SOL"]))
    check(checkout.confirm(t, bill, WAY, (EVIL * 100)[:500], LONG.replace("<b>", "")))
    check(checkout.type_delivery(t, WAY, EVIL * 10))


def test_the_till_names_the_coins_it_cannot_price(t: Translator) -> None:
    bill = checkout.Bill("USD", Quote((QuoteLine(1, "x", ProductKind.DIGITAL, 100, 1, 1),)))
    btc = CoinOffer("BTC", 119_824, 10)
    some = checkout.choose_coin(t, bill, [btc], ["ETH", "SOL"])
    assert "Ethereum, Solana" in some.text
    assert "Solana" not in checkout.choose_coin(t, bill, [btc], []).text
    none = checkout.choose_coin(t, bill, [], ["BTC"])
    assert t("choose-coin-none") in none.text


def labels(screen: Screen) -> list[list[str]]:
    return [[one.text for one in row] for row in screen.rows if row]


def test_coins_are_offered_with_amount_and_time() -> None:
    t = TEXTS("en")
    bill = checkout.Bill("USD", quote_of(2))
    offers = [CoinOffer("BTC", 119_824, 10), CoinOffer("SOL", 10**9, 0), CoinOffer("ETH", None, 15)]
    shown = labels(checkout.choose_coin(t, bill, offers, []))
    assert shown[:3] == [
        ["₿ BTC 0.00119824 · ~10 min"],
        ["◎ SOL 1 · <1 min"],
        ["Ξ ETH · total too small"],
    ]


def test_the_cart_counts_from_what_can_be_had() -> None:
    t = TEXTS("en")
    line = QuoteLine(7, "Mug", ProductKind.PHYSICAL, 100, 5, 2, 2)
    one = QuoteLine(8, "Key", ProductKind.DIGITAL, 100, 1, 1, 9)
    gone = QuoteLine(9, "Old", ProductKind.DIGITAL, 100, 1, 0, 0)
    screen = cart.cart(t, "USD", Quote((line, one, gone)))
    assert "1. 2 × Mug" in screen.text
    assert labels(screen)[:3] == [
        ["−", "1 · 2 of 2", "+"],
        ["🗑", "2 · 1 of 9", "+"],
        ["🗑", "3 · sold out"],
    ]
    four = labels(cart.cart(t, "USD", Quote((line, one, gone, replace(one, variant_id=10)))))
    assert four[:2] == [["1 · 2 of 2 · Mug"], ["2 · 1 of 9 · Key"]]


@pytest.mark.parametrize("asset", ASSETS.values(), ids=lambda asset: asset.symbol)
def test_too_small_a_total_is_explained_in_an_alert(t: Translator, asset: Asset) -> None:
    """Case 33: with the least amount and the reason, in the 200 characters Telegram shows."""
    refusal = TotalTooSmall(asset.symbol)
    text = plain(t(refusal.key, **refusal.fields))
    assert f"{format_units(asset.minimum, asset.decimals)} {asset.symbol}" in text
    assert len(text) <= 200


def facts(**changes: Any) -> home.Facts:
    given: dict[str, Any] = {"shop": LONG, "currency": "USD", "now": NOW, "cart": Quote(())}
    return home.Facts(**given | changes)


def test_home_and_orders(t: Translator) -> None:
    rows = [card(InvoiceState.WAITING).order] * 9
    underway = Underway(rows[0], packing=rows)
    check(home.home(t, facts(cart=quote_of(20), credit=500, underway=underway, tasks=(100, 3))))
    check(order.orders(t, 1, rows))
    check(admin.orders(t, 1, rows, {"BTC": EVIL}))


def test_home_says_what_is_going_on() -> None:
    t = TEXTS("en")
    unpaid = Order(id=1, code="K7Q2M", expires_at=NOW + timedelta(minutes=12))
    packed = [Order(id=n, code=f"PACK{n}") for n in range(2, 7)]
    screen = home.home(t, facts(underway=Underway(unpaid, packing=packed), tasks=(3, 1)))
    assert "K7Q2M</b> waits for your payment" in screen.text
    assert ">in 12 minutes</tg-time>" in screen.text
    assert "PACK2</b> is being packed" in screen.text
    assert "and 2 more" in screen.text
    assert labels(screen)[0] == ["💳 Pay now: K7Q2M"]
    assert labels(screen)[-1] == ["🛠 Shop (3 to ship, 1 decision)"]
    seen = home.home(t, facts(underway=Underway(unpaid, seen=True)))
    assert "has been seen" in seen.text
    assert "waits for" not in seen.text
    quiet = labels(home.home(t, facts()))
    assert not any("Shop" in label or "Pay now" in label for row in quiet for label in row)


def test_the_cart_s_button_says_what_is_in_it() -> None:
    line = QuoteLine(1, "x", ProductKind.DIGITAL, 1625, 2, 2, 5)
    shown = labels(home.home(TEXTS("en"), facts(cart=Quote((line,)))))
    assert shown[1][0] == "🛒 Cart (2 · $32.50)"


@pytest.mark.parametrize("moment", [NOW])
def test_the_countdown_is_rendered_by_the_client(t: Translator, moment: datetime) -> None:
    unix = int(moment.timestamp())
    assert f'<tg-time unix="{unix}" format="r">' in invoice.deadline(t, moment)


@pytest.mark.parametrize("state", RefundState)
def test_refund_screens(t: Translator, state: RefundState) -> None:
    """With the widest sums and addresses there are."""
    refund = Refund(
        id=10**12, order_id=10**12, amount=10**12, currency="USD", asset="ETH", units=10**26
    )
    refund.state, refund.txid = state, "f" * 88
    address = "0x" + "F" * 40
    check(refunds.under_way(t, RefundCard(refund, address)))
    place = Destination("ETH", address, 10**12, NOW, NOW)
    what = RefundOffer(10**12, "USD", "ETH", 10**26, Decimal(3_000), address)
    for destination, told in ((place, address), (place, None), (None, None)):
        check(refunds.offer(t, 10**12, replace(what, address=told), destination))
    check(refunds.check_address(t, 10**12, place))
    check(refunds.ask(t, 10**12, "ETH"))
    check(refunds.type_address(t, 10**12, "ETH"))
    shown = card(InvoiceState.EXPIRED, OrderStatus.EXPIRED)
    check(admin.order(t, replace(shown, refunds=[refund] * 10), keys=True))


@pytest.mark.parametrize("received", [0, 1, 10**12])
def test_a_decision_shows_what_is_given_away(t: Translator, received: int) -> None:
    offer = Offer(received, 10**12, "USD", NOW)
    screen = decision.ask_honour(t, 10**12, offer)
    check(screen)
    assert (offer.percent, offer.given_away) == (received * 100 // 10**12, 10**12 - received)
    check(decision.ask_cancel(t, 10**12, PaymentUnconfirmed("ETH", 10**26)))
