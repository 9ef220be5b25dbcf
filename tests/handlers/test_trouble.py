"""Reasons in the reader's language, shortened by words; and labels that a phone does not cut."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from handlers.views import admin, alarm, cart, decision, home, upkeep
from handlers.views import invoice as views
from handlers.views.screen import Screen, cut_words, plain
from handlers.views.trouble import said
from models.product import ProductKind
from services.money.rate import NoPrice, agree
from services.sale.quote import Quote, QuoteLine
from tests.handlers.conftest import TEXTS
from tests.handlers.test_shop_views import facts
from tests.handlers.words import CASES
from utils.health import Health
from utils.l10n import Translator
from utils.rates.base import Rate

NOW = datetime(2026, 1, 1, tzinfo=UTC)
JSON = 'kraken: status 451: {"error":["EGeneral:Invalid"],"result":{"XXBT":{"a":["1"]}}}'
COLUMNS = {2: 17, 3: 8}
"""Units of a label, by how many share its row: more is cut at 390 px."""


@pytest.fixture(params=sorted(TEXTS.languages))
def t(request: pytest.FixtureRequest) -> Translator:
    return TEXTS(request.param)


def prices(*values: int) -> str:
    last = Rate("x", "BTC", "USD", Decimal(100), NOW)
    rates = [Rate(f"source{n}", "BTC", "USD", Decimal(v), NOW) for n, v in enumerate(values)]
    with pytest.raises(NoPrice) as refused:
        agree(rates, last, NOW)
    return str(refused.value)


@pytest.mark.parametrize(
    "reason",
    [
        f"{prices()} ({JSON})",
        prices(100),
        prices(100, 200),
        prices(300, 300),
        "the marker file beside it is missing",
        "the marker file beside it is another one's",
        "it is older than the marker file: 7 addresses",
        "the marker file beside it is a copy",
    ],
)
def test_what_the_shop_itself_says_is_said_in_the_reader_s_language(reason: str) -> None:
    english, german = (said(TEXTS(language), reason, 160) for language in ("en", "de"))
    assert english != german
    assert "{" not in english + german
    assert "sources" not in german


def test_no_word_is_broken_and_no_machine_speaks(t: Translator) -> None:
    assert said(t, JSON, 60) == "kraken: status 451"
    assert said(t, '{"a": 1}', 60) == t("trouble-unreadable")
    assert cut_words("one two three four", 12) == "one two …"
    shown = upkeep.state(
        t,
        upkeep.State(
            {"BTC": f"{prices()} ({JSON})"}, {}, [Health("k", False, JSON, None, None)], [], 0
        ),
    )
    assert "{" not in shown.text


def test_a_restored_database_names_no_coin(t: Translator) -> None:
    args = {"topic": "restored", "asset": "", "reason": "the marker file beside it is missing"}
    shown = alarm.alert(t, args).text
    assert " -" not in shown
    assert t("trouble-marker-missing") in shown


def wide(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_labels_beside_others_are_short(t: Translator) -> None:
    line = QuoteLine(1, "Mug", ProductKind.PHYSICAL, 2490, 2, 2, 9)
    many = QuoteLine(2, "Key", ProductKind.DIGITAL, 2490, 999, 999, 10**6)
    bill = Quote((line, many))
    screens: list[Screen] = [cart.cart(t, "USD", bill), home.home(t, facts(cart=Quote((line,))))]
    screens += [home.help_page(t, 30), cart.empty_question(t, bill)]
    for case in CASES.values():
        screens += [views.invoice(t, case.standing), admin.order(t, case.card)]
    screens.append(decision.ask_reveal(t, 1))
    for screen in screens:
        for row in (row for row in screen.rows if len(row) in COLUMNS):
            for one in row:
                assert wide(one.text) <= COLUMNS[len(row)], one.text


def test_who_is_locked_out_reads_how_to_write(t: Translator) -> None:
    for key in ("error-too-many-timeouts", "error-too-many-cancelled"):
        text = plain(t(key, count=3, unit="days", wait=30))
        assert "/support" in text
        assert len(text) <= 200
