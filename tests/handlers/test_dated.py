"""What a screen states is true while it is read: it follows, or it says when it was read."""

import importlib
import inspect
import pkgutil
from datetime import UTC, datetime
from types import ModuleType

import pytest

from handlers import views
from handlers.views import moments
from handlers.views.screen import STAMP, Screen, units, visible
from tests.handlers.conftest import TEXTS

NOW = datetime(2026, 11, 27, 23, 59, tzinfo=UTC)
LETTERS_EDIT = {
    *("invoice.invoice", "invoice.reminder", "invoice.news"),
    *("alarm.outage", "complaint.card", "thread.panel"),
}
"""Messages that their letters edit or take back when it changes."""
NEWS = {
    *("alarm.alert", "alarm.undelivered", "stock.low", "refund.ask"),
    *("wish.back", "wish.cheaper", "wish.restock"),
    *("talk.question", "talk.unread", "talk.uncopied", "talk.unheard", "talk.answered"),
    *("talk.answer", "talk.shown", "talk.sent_on", "talk.gone"),
    *("checkout.placed", "refill.placed", "switch.switched", "stock.adding", "stock.added"),
    *("complaint.asked", "complaint.refused"),
    *("review.asked", "review.news", "review.answered"),
    *("account.erased", "account.stopped", "account.welcomed", "account.skipped_nothing"),
    *("bulk.verdicts", "parcel.corrected", "team.refused", "team.told", "team.news"),
    *("notice.held", "notice_group.standing"),
    *("gift.told", "approval.told"),
    *("purse.told", "purse.news", "numbers.digest"),
}
"""What happened, told once in a message that nobody edits: Telegram writes the time beside it."""
STATES_NOTHING = {
    *(
        "home.help_page",
        "home.languages",
        "talk.how",
        "numbers.books",
        "vitals.version",
        "leaderboard.none",
        "shelf.how_to_search",
        "keeping.usage",
    ),
    "refill.choose_sum",
    *("voucher.ask", "vouchers.ask", "vouchers.ask_kind", "vouchers.ask_amount", "vouchers.code"),
    *("asking.ask", "checkout.ask", "checkout.type_delivery", "refund.type_address"),
    *("newgoods.new_category", "newgoods.new_product", "newgoods.new_variant"),
    *("newgoods.choose_shelf", "newgoods.choose_home"),
    *("shipping.ask_new", "shipping.ask", "stock.ask_goods", "stock.ask_note", "stock.asked"),
    *("account.ask_detail", "texts.ask", "texts.ask_built_in"),
    *("group.ask", "group.ask_new", "group.ask_price", "method.ask"),
    *(
        "wall.ask_discount",
        "wall.ask_photo",
        "wall.ask_take_photo",
        "worklist.ask",
        "talk.type_answer",
    ),
    *("decision.ask_number", "parcel.type_address", "reversal.type_address"),
    *("complaint.ask", "complaint.ask_reason"),
    *("review.ask_words", "review.ask_reply"),
    "notice.ask_hours",
    *("team.ask_person", "team.type_end", "team.usage"),
    *("people.ask", "people.usage", "remarks.ask_note", "remarks.ask_tag"),
    *("stock.ask_post", "decision.ask_reveal", "invoice.ask_cancel", "key.key"),
}
"""Questions, explanations, and a key that is a key."""
ASKED_AGAIN = {
    *("shelf.entrance", "shelf.shelf", "shelf.everything", "shelf.numbers", "shelf.found"),
    *("shelf.found_nothing", "product.product", "product.variant", "product.whole_text"),
    "complaint.choose",
    *("review.choose", "review.own", "review.shown"),
    *("texts.terms",),
    *("product.type_quantity", "cart.cart", "cart.line_screen", "cart.empty_question"),
}
"""What a customer leaves through: each press reads it anew, and nothing is agreed to here."""
OWN_WORDS = {
    "texts.preview",
    *("newgoods.check_product", "refund.check_address", "removal.check_replace"),
    *("shipping.check", "parcel.check_address", "team.check_end"),
}
"""What its reader has typed, before it counts."""
SOMETIMES = {"home.home"}
"""Dated as soon as it states more than where everything is."""


def modules() -> list[ModuleType]:
    names = [one.name for one in pkgutil.iter_modules(views.__path__)]
    return [importlib.import_module(f"handlers.views.{name}") for name in names]


def screens() -> dict[str, bool]:
    """Every view that returns a screen, and whether it is dated."""
    found = {}
    for module in modules():
        for name, view in inspect.getmembers(module, inspect.isfunction):
            own = view.__module__ == module.__name__ and not name.startswith("_")
            if own and inspect.signature(view).return_annotation is Screen:
                found[f"{module.__name__.rpartition('.')[2]}.{name}"] = hasattr(view, "__wrapped__")
    del found["moments.as_of"]
    return found


def test_every_screen_follows_or_is_dated_or_states_nothing() -> None:
    excused = [LETTERS_EDIT, NEWS, STATES_NOTHING, ASKED_AGAIN, OWN_WORDS, SOMETIMES]
    names = [name for group in excused for name in group]
    assert len(names) == len(set(names))
    dated = {name for name, is_dated in screens().items() if is_dated}
    assert set(names) & dated == set()
    assert set(names) | dated == set(screens())


@pytest.mark.parametrize("language", ["en", "de"])
def test_when_it_was_read_fits_below_what_is_left_for_it(language: str) -> None:
    bare = Screen("words", dated=True)
    shown = moments.as_of(TEXTS(language), bare, NOW)
    assert "2026-11-27 23:59 UTC" in visible(shown.text)
    assert units(visible(shown.text)) - units("words") <= STAMP
    assert moments.as_of(TEXTS(language), Screen("words"), NOW).text == "words"
