"""Home, cart and checkout: what they say in every case, in limits and escaped."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.views import cart, checkout, home
from handlers.views.screen import Screen
from models.invoice import InvoiceState
from models.order import Order, OrderStatus
from models.product import ProductKind
from services.sale.facts import Underway
from services.sale.form import Entry, Form
from services.sale.offer import Offer as CoinOffer
from services.sale.quote import Change, Quote, QuoteLine
from tests.handlers.test_views import EVIL, LONG, NOW, TEXTS, card, check
from tests.handlers.words import CASES, PLACED, Case
from utils.assets import ASSETS
from utils.l10n import Translator


@pytest.fixture(params=sorted(TEXTS.languages))
def t(request: pytest.FixtureRequest) -> Translator:
    return TEXTS(request.param)


def quote_of(count: int) -> Quote:
    return Quote(
        tuple(
            QuoteLine(n, LONG, ProductKind.PHYSICAL, 999_999, 999, n % 2 * 500, n % 2 * 500)
            for n in range(count)
        )
    )


WAITED = PLACED + timedelta(minutes=18)
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
    check(checkout.confirm(t, bill, WAY, Form(Entry((EVIL * 100)[:500]))))
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
        ["−", "1 · 2/2", "+"],
        ["🗑", "2 · 1/9", "+"],
        ["🗑", "3 · sold out"],
    ]
    four = labels(cart.cart(t, "USD", Quote((line, one, gone, replace(one, variant_id=10)))))
    assert four[:2] == [["1 · 2/2 · Mug"], ["2 · 1/9 · Key"]]


def facts(**changes: Any) -> home.Facts:
    given: dict[str, Any] = {"shop": LONG, "currency": "USD", "now": NOW, "cart": Quote(())}
    return home.Facts(**given | changes)


def test_the_fullest_home(t: Translator) -> None:
    rows = [card(InvoiceState.WAITING).order] * 9
    underway = Underway(rows[0], packing=rows)
    check(home.home(t, facts(cart=quote_of(20), credit=500, underway=underway, tasks=(100, 3))))


def test_home_says_what_is_going_on() -> None:
    t = TEXTS("en")
    waiting = Case(OrderStatus.CREATED, minute=18).card
    unpaid = waiting.order
    packed = [Order(id=n, code=f"PACK{n}") for n in range(2, 7)]
    underway = Underway(unpaid, waiting.invoice, waiting.money, packed)
    screen = home.home(t, facts(now=WAITED, underway=underway, tasks=(3, 1)))
    assert "K7Q2M</b> waits for your payment" in screen.text
    assert ">in 12 minutes</tg-time>" in screen.text
    assert "PACK2</b> is being packed" in screen.text
    assert "and 2 more" in screen.text
    assert labels(screen)[0] == ["💳 Pay now: K7Q2M"]
    assert labels(screen)[-1] == ["🛠 Shop (3 to ship, 1 decision)"]
    quiet = labels(home.home(t, facts()))
    assert not any("Shop" in label or "Pay now" in label for row in quiet for label in row)


@pytest.mark.parametrize(
    ("case", "said", "label"),
    [
        (Case(OrderStatus.CREATED), "waits for your payment", "💳 Pay now"),
        (CASES["half seen in the window, final"], "<b>0.0005 BTC</b> are still miss", "💳 Pay now"),
        (CASES["half seen in the window, unconfirmed"], "are still missing", "💳 Pay now"),
        (CASES["enough, unconfirmed"], "has been seen", "🔎 Follow"),
        (CASES["time over with half, the chain is asked"], "the time is up", "🔎 Follow"),
        (CASES["nothing seen, past the deadline, not looked yet"], "the time is up", "🔎 Follow"),
    ],
)
def test_home_asks_for_what_is_missing(case: Case, said: str, label: str) -> None:
    """Half a payment is not "seen": the clock runs on."""
    card, now = case.card, PLACED + timedelta(minutes=case.minute)
    underway = Underway(card.order, card.invoice, card.money)
    screen = home.home(TEXTS("en"), facts(now=now, underway=underway))
    assert said in screen.text
    assert labels(screen)[0] == [f"{label}: K7Q2M" if "Pay" in label else f"{label} K7Q2M"]


def test_the_cart_s_button_says_what_is_in_it() -> None:
    line = QuoteLine(1, "x", ProductKind.DIGITAL, 1625, 2, 2, 5)
    shown = labels(home.home(TEXTS("en"), facts(cart=Quote((line,)))))
    assert shown[1][0] == "🛒 Cart (2 · $32.50)"


def test_the_cart_names_what_an_open_order_holds(t: Translator) -> None:
    mug = QuoteLine(7, "Mug", ProductKind.PHYSICAL, 100, 0, 0, 0, held=1)
    key = QuoteLine(8, "Key", ProductKind.DIGITAL, 100, 2, 2, 3, held=2)
    alone = cart.cart(t, "USD", Quote((mug,), (1, "K7Q2M")))
    assert t("cart-line-held", quantity=1, name="Mug", code="K7Q2M") in alone.text
    assert t("cart-line-gone", name="Mug") not in alone.text
    shown = [label for row in labels(alone) for label in row]
    assert t("button-checkout") not in shown
    assert t("button-order", code="K7Q2M") in shown
    both = cart.cart(t, "USD", Quote((mug, key), (1, "K7Q2M")))
    assert t("cart-held", quantity=2, code="K7Q2M") in both.text
    assert t("button-checkout") in [label for row in labels(both) for label in row]
    check(both)
    check(cart.line_screen(t, "USD", Quote((mug, key), (1, "K7Q2M")), 7))
