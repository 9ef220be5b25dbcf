"""Words follow the money that was seen: the whole table, and what no sentence may say."""

import functools
import itertools
import re

import pytest

from handlers.views import invoice as views
from handlers.views.screen import CAPTION_LIMIT, bar, fits
from handlers.views.standing import Standing, answer, label, sentences
from models.invoice import InvoiceState
from models.order import OrderStatus
from models.product import ProductKind
from tests.handlers.conftest import TEXTS
from tests.handlers.words import CASES, DUE, TABLE, Case, places, table

NOTHING = re.compile(r"[Nn]o payment|keine Zahlung|nothing was")
DELIVERED = re.compile(r"Delivered;|Geliefert;|^(delivered|geliefert)$", re.MULTILINE)
LANGUAGES = sorted(TEXTS.languages)


def test_every_case_says_in_every_place_what_the_table_says() -> None:
    """A change of the words is read in the table: `python -m tests.handlers.words` writes it."""
    assert table() == TABLE.read_text(encoding="utf-8")


def said(of: Standing, language: str) -> str:
    return "\n".join(text for _, text in places(TEXTS(language), of))


@functools.cache
def every_case() -> list[Case]:
    """Every state with every kind of payments, also those the table does not name."""
    payments: list[tuple[tuple[int, bool, int], ...]] = [
        (),
        ((DUE // 2, False, 0),),
        ((DUE // 2, True, 0),),
        ((DUE, False, 0),),
        ((DUE, True, 0),),
        ((DUE, True, DUE),),
        ((DUE, True, DUE), (DUE, False, 0)),
        ((DUE - 100, True, 0), (50, False, 0)),
    ]
    rest = itertools.product(
        OrderStatus, InvoiceState, payments, (0, DUE), (5.0, 200_000.0), (0, 5000)
    )
    made = [
        Case(status, state, rows, gone=gone, minute=minute, credited=credited)
        for status, state, rows, gone, minute, credited in rest
    ]
    return [*made, *CASES.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_whose_money_was_seen_hears_that_none_was(language: str) -> None:
    for of in [case.standing for case in every_case()]:
        assert of.money is None or not of.money.ever_seen or not NOTHING.search(said(of, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_ships_is_never_called_delivered(language: str) -> None:
    for of in [case.standing for case in every_case()]:
        for line in of.order.lines:
            line.kind = ProductKind.PHYSICAL
        assert not DELIVERED.search(said(of, language))


def test_only_an_order_that_can_be_paid_has_an_address_and_an_amount() -> None:
    for case in every_case():
        of = case.standing
        shown = views.invoice(TEXTS("en"), of)
        copies = [b.copy_text.text for row in shown.rows for b in row if b.copy_text]
        assert ("bcrt1qaddress" in shown.text) == of.asks == bool(copies)
        if of.asks:
            assert of.money is not None
            assert of.money.missing >= of.money.smallest


@pytest.mark.parametrize("language", LANGUAGES)
def test_cancelling_is_offered_only_while_nothing_was_seen(language: str) -> None:
    t = TEXTS(language)
    for case in every_case():
        of = case.standing
        labels = [b.text for row in views.invoice(t, of).rows for b in row]
        assert (t("button-cancel-order") in labels) == (of.asks and not of.seen)
        over = not (of.unpaid or of.asks or (of.ended and case.replaced))
        again = "refill-button-order-again" if case.refill else "button-order-again"
        assert (t(again) in labels) == over


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_a_caption_and_every_label_a_label(language: str) -> None:
    t = TEXTS(language)
    for case in every_case():
        of = case.standing
        assert fits(views.invoice(t, of, "An address, " * 40).text, CAPTION_LIMIT)
        assert 0 < len(label(t, of)) < 30
        assert sentences(t, of)


@pytest.mark.parametrize("language", LANGUAGES)
def test_store_credit_is_said_to_be_where_it_is(language: str) -> None:
    """Asked for beside it only while it is unpaid; back once it ended, if no other has it."""
    t = TEXTS(language)
    for case in every_case():
        of = case.standing
        of.order.credit_used = 2000
        text = views.invoice(t, of).text
        rest, used = t("invoice-rest", rest="?"), t("invoice-credit", used="?")
        back = t("invoice-credit-back", used="$20.00" if language == "en" else "20,00 $")
        assert (rest.partition("<b>")[0] in text) == of.unpaid
        returned = of.ended or of.order.status is OrderStatus.REFUNDED
        assert (used.partition("<b>")[0] in text) == (not returned)
        assert (back.partition("</b>")[2] in text) == (returned and not of.order.replaced_by)


def test_an_answer_without_a_look_says_so() -> None:
    of, t = CASES["nothing seen"].standing, TEXTS("en")
    assert answer(t, of, looked=False).startswith("The chain cannot be asked just now")
    assert "cannot be asked" not in answer(t, of, looked=True)


@pytest.mark.parametrize(
    ("depth", "required", "shown"),
    [(0, 1, "▱"), (1, 3, "▰▱▱"), (2, 3, "▰▰▱"), (5, 60, "▱▱▱▱▱▱"), (59, 60, "▰▰▰▰▰▱")],
)
def test_progress(depth: int, required: int, shown: str) -> None:
    assert bar(depth, required) == shown
