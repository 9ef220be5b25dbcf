"""Screens with the largest contents: limits kept, everything escaped, every language."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from handlers.views import admin, decision, invoice, order, product, worklist
from handlers.views import refund as refunds
from handlers.views.moments import absolute, left
from handlers.views.screen import CAPTION_LIMIT, Screen, plain
from handlers.views.standing import standing
from models.address import Address
from models.errors import TotalTooSmall
from models.invoice import Invoice, InvoiceState, Transfer
from models.order import Listed, Order, OrderLine, OrderStatus
from models.product import Product, ProductKind, Variant
from models.refund import MOST_NAMED, Refund, RefundState
from models.user import User
from services.goods.price import Prices
from services.goods.product import ProductCard
from services.money.decision import Offer
from services.money.destination import Destination
from services.money.refund import RefundCard
from services.money.refundable import RefundOffer
from services.running.shop import Shop
from services.sale.facts import money
from services.sale.order import OrderCard
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
        created_at=NOW,
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
        scanned_at=NOW,
        order=placed,
        address=Address(chain="BTC", index=1, address=ADDRESS, path="m/84'/1'/1'/0/0"),
    )
    person = User(id=1, name=LONG, username="name", language="en")
    move = {"asset": "BTC", "txid": "f" * 64, "amount": 10**15, "accounted": 0}
    moves = [Transfer(output_index=n, **move) for n in range(40)]
    facts = money(bill, moves, Decimal(50_000), 10**9)
    where = (EVIL * 100)[:500]
    return OrderCard(placed, bill, person, moves, 10**9, delivery=where, money=facts)


def visible(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def check(screen: Screen, limit: int = 4096) -> None:
    assert len(visible(screen.text).encode("utf-16-le")) // 2 <= limit
    assert "<b>A&B" not in screen.text
    for button in (b for row in screen.rows for b in row):
        assert "&lt;" not in button.text
        assert "&amp;" not in button.text
        assert button.copy_text is None or 1 <= len(button.copy_text.text) <= 256


@pytest.mark.parametrize("status", OrderStatus)
@pytest.mark.parametrize("state", InvoiceState)
def test_the_largest_invoice_fits_into_a_caption(
    t: Translator, state: InvoiceState, status: OrderStatus
) -> None:
    shown = card(state, status)
    check(invoice.invoice(t, standing(shown, NOW), shown.delivery), CAPTION_LIMIT)


@pytest.mark.parametrize("status", OrderStatus)
def test_order_cards(t: Translator, status: OrderStatus) -> None:
    check(admin.order(t, card(InvoiceState.CONFIRMING, status)))


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


def showing(rows: tuple[Variant, ...]) -> product.Showing:
    card = ProductCard(rows[0].product, rows, Prices(NOW, {}))
    return product.Showing(Shop(LONG, "USD", 30), card, "https://t.me/shop_bot?start=p_1")


@pytest.mark.parametrize("count", [1, 2, 5])
def test_catalogue(t: Translator, count: int) -> None:
    rows = tuple(variants(count))
    shown = showing(rows)
    check(product.product(t, shown))
    check(product.whole_text(t, shown.card))
    for row in rows:
        check(product.variant(t, shown, row, 10**9))
        check(product.type_quantity(t, shown, row, 3))


def test_the_sold_out_cannot_be_bought(t: Translator) -> None:
    [gone] = variants(1)
    screen = product.variant(t, showing((gone,)), gone, 1)
    texts = [b.callback_data for row in screen.rows for b in row]
    assert not any(data and data.startswith("cart-add") for data in texts)


@pytest.mark.parametrize("asset", ASSETS.values(), ids=lambda asset: asset.symbol)
def test_too_small_a_total_is_explained_in_an_alert(t: Translator, asset: Asset) -> None:
    """Case 33: with the least amount and the reason, in the 200 characters Telegram shows."""
    refusal = TotalTooSmall(asset.symbol)
    text = plain(t(refusal.key, **refusal.fields))
    assert f"{format_units(asset.minimum, asset.decimals)} {asset.symbol}" in text
    assert len(text) <= 200


def test_orders(t: Translator) -> None:
    shown = card(InvoiceState.WAITING)
    check(order.orders(t, 1, [standing(shown, NOW)] * 9))
    rows = [shown.order] * 9
    for which in Listed:
        check(worklist.listed(t, which, 1, rows))
    check(worklist.found(t, EVIL, rows))


@pytest.mark.parametrize("moment", [NOW])
def test_the_countdown_is_rendered_by_the_client(t: Translator, moment: datetime) -> None:
    unix = int(moment.timestamp())
    assert f'<tg-time unix="{unix}" format="r">in ' in left(t, moment, NOW)
    assert f'<tg-time unix="{unix}" format="t">' in absolute(moment)


@pytest.mark.parametrize("state", RefundState)
def test_refund_screens(t: Translator, state: RefundState) -> None:
    """With the widest sums and addresses there are."""
    refund = Refund(
        id=10**12, order_id=10**12, amount=10**12, currency="USD", asset="ETH", units=10**26
    )
    refund.state, refund.txid = state, "f" * 88
    refund.opened_at, refund.opened_by = NOW, "admin:1"
    address = "0x" + "F" * 40
    earlier = [f"{number:064x}" for number in range(MOST_NAMED)]
    opened = refunds.under_way(t, "K7Q2M", RefundCard(refund, address, earlier), LONG)
    check(opened)
    assert (earlier[-1] in opened.text) == (state is RefundState.OPEN)
    assert earlier[0] not in opened.text
    check(refunds.under_way(t, "K7Q2M", RefundCard(refund, address), LONG))
    place = Destination("ETH", address, 10**12, NOW, NOW)
    placed = card(InvoiceState.EXPIRED, OrderStatus.EXPIRED).order
    what = RefundOffer(10**12, "USD", "ETH", 10**26, Decimal(3_000), address)
    for destination, told in ((place, address), (place, None), (None, None)):
        check(refunds.offer(t, placed, replace(what, address=told), destination))
    check(refunds.check_address(t, 10**12, place))
    check(refunds.ask(t, card(InvoiceState.EXPIRED).order, "ETH"))
    check(refunds.type_address(t, "K7Q2M", "ETH"))
    shown = card(InvoiceState.EXPIRED, OrderStatus.EXPIRED)
    check(admin.order(t, replace(shown, refunds=[refund] * 10)))


@pytest.mark.parametrize("received", [0, 1, 10**12])
def test_a_decision_shows_what_is_given_away(t: Translator, received: int) -> None:
    offer = Offer(received, 10**12, "USD", NOW)
    screen = decision.ask_honour(t, card(InvoiceState.EXPIRED).order, offer)
    check(screen)
    assert (offer.percent, offer.given_away) == (received * 100 // 10**12, 10**12 - received)
    check(decision.ask_cancel(t, card(InvoiceState.PARTIAL)))
    check(decision.check_reason(t, card(InvoiceState.PARTIAL), EVIL * 20))
