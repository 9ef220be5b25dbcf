"""No screen of questions and of goods that do not work is more than Telegram shows."""

from dataclasses import replace

import pytest

from handlers.views import admin, complaint
from handlers.views import thread as views
from handlers.views.screen import Screen
from models.invoice import InvoiceState
from models.order import OrderStatus
from models.support import Complained, Complaint, ComplaintState, Thread, ThreadState
from models.talk import Direction, Talk
from services.people.thread import COUNTED, LISTED, PAGE, OpenQuestions, Said, ThreadPage
from services.sale.complaint import COUNTED as MOST
from services.sale.complaint import LISTED as SHOWN
from services.sale.complaint import MOST_UNITS, Faulty
from tests.handlers.conftest import TEXTS
from tests.handlers.test_view_limits import GLYPHS, NOW, Longest, check

BIG = 2**62


def asked(world: Longest, state: ComplaintState = ComplaintState.ASKED) -> Complained:
    row = Complaint(id=BIG, order_id=BIG, unit_id=BIG, message_id=1, asked_at=NOW, state=state)
    return Complained(row, "WWWWW", world.text(128), 2**52, world.text(128))


def page(world: Longest, state: ThreadState, taken: int | None) -> ThreadPage:
    user = world.person()
    thread = Thread(user_id=user.id, state=state, since=NOW, taken_by=taken, taken_at=NOW)
    talk = Talk(id=BIG, direction=Direction.QUESTION, at=NOW, edits=5)
    said = [Said(talk, world.text(128))] * PAGE
    return ThreadPage(user, thread, world.text(128) if taken else None, said, 999, True, BIG)


@pytest.mark.parametrize("language", sorted(TEXTS.languages))
@pytest.mark.parametrize("glyph", GLYPHS)
def test_every_screen_fits(glyph: str, language: str) -> None:
    world = Longest(glyph, language, "BTC", 300)
    t, name, row = world.t, world.text(128), asked(world)
    opens = [page(world, ThreadState.OPEN, taken) for taken in (None, 5)]
    good = Faulty(BIG, name, 20, complained=False)
    card = world.card(InvoiceState.SETTLED, OrderStatus.SHIPPED)
    screens = {
        "waiting": views.waiting(t, OpenQuestions([(2**52, name, name, NOW)] * LISTED, COUNTED)),
        "panel": views.panel(t, opens[1], "A" * 9, ["WWWWW"] * 5),
        **{f"thread {me}": views.thread(t, of, me) for of in opens for me in (5, 6)},
        "over": views.thread(t, page(world, ThreadState.ASIDE, None), 5),
        "below": Screen("x", views.below_question(t, opens[1], None, 5)),
        "topic": Screen("x", views.below_topic(t, opens[1], 5, edited=True)),
        "answered": Screen(
            "x", views.below_answered(t, world.person(), world.person(), edited=True)
        ),
        "choose": complaint.choose(t, "WWWWW", BIG, [good] * MOST_UNITS),
        "none": complaint.choose(t, "WWWWW", BIG, [replace(good, complained=True)]),
        "ask": complaint.ask(t, good, BIG),
        "asked": complaint.asked(t, "WWWWW", BIG),
        "listed": complaint.listed(t, [row] * SHOWN, MOST),
        **{str(s): complaint.opened(t, asked(world, s), name) for s in ComplaintState},
        "why": complaint.ask_reason(t, row),
        "refused": complaint.refused(t, row),
        "card": admin.order(t, replace(card, complained=row)),
    }
    for screen_name, screen in screens.items():
        check(screen_name, screen)


def test_who_asks_for_another_good_stands_on_the_orders_card() -> None:
    world = Longest("x", "en", "BTC", 1)
    card = world.card(InvoiceState.SETTLED, OrderStatus.SHIPPED)
    shown = admin.order(world.t, replace(card, complained=asked(world)))
    labels = [one.text for row in shown.rows for one in row]
    assert {"🔁 Replace it", "✖️ Refuse", "👁 What is wrong with it"} <= set(labels)
    assert "Asks for another one" in shown.text
    assert "Asks for another one" not in admin.order(world.t, card).text
