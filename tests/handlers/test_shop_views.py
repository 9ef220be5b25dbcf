"""Home, cart and checkout: what they say in every case, in limits and escaped."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.views import cart, checkout, home
from handlers.views.screen import Screen
from models.invoice import InvoiceState
from models.order import Order
from models.product import ProductKind
from services.sale.offer import Offer as CoinOffer
from services.sale.order import Underway
from services.sale.quote import Change, Quote, QuoteLine
from tests.handlers.test_views import EVIL, LONG, NOW, TEXTS, card, check
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


def facts(**changes: Any) -> home.Facts:
    given: dict[str, Any] = {"shop": LONG, "currency": "USD", "now": NOW, "cart": Quote(())}
    return home.Facts(**given | changes)


def test_the_fullest_home(t: Translator) -> None:
    rows = [card(InvoiceState.WAITING).order] * 9
    underway = Underway(rows[0], packing=rows)
    check(home.home(t, facts(cart=quote_of(20), credit=500, underway=underway, tasks=(100, 3))))


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
