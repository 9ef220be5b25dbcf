"""A message that is kept up to date is no place for another screen: it would come back over it."""

import sys
from inspect import getsource, isfunction, ismodule

from aiogram.methods import EditMessageText, SendMessage

from db import UnitOfWorkFactory
from handlers import showing
from handlers.board import Board
from handlers.callbacks import Home, OpenProduct
from handlers.letters import admin, base, customer, goods, invoice, stock, switch, talk
from handlers.press import Press, Spinner, Visitor
from handlers.views.screen import Screen, button
from models.post import Post, PostForm
from services.running.opened import OpenedService, Standing
from tests.handlers.conftest import ALICE, TEXTS, Hall
from tests.handlers.telegram import mounted, pressed
from utils.clock import Clock

KEPT, OTHER = 77, 78
LETTERS = (admin, base, customer, goods, invoice, stock, switch, talk)


class Asked(OpenedService):
    """`numbers`: of the messages it was asked about."""

    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        super().__init__(uow, clock)
        self.numbers: list[int] = []

    async def standing(self, chat_id: int, message_id: int) -> Standing:
        self.numbers.append(message_id)
        return await super().standing(chat_id, message_id)


async def test_a_screen_is_put_below_a_message_that_is_kept(hall: Hall) -> None:
    hall.open_all()
    await hall.user()
    post = Post(chat_id=ALICE, subject="invoice:7", order_id=None, bot_id=0)
    post.message_id, post.form, post.changed_at = KEPT, PostForm.TEXT, hall.clock()
    async with hall.database.uow() as uow:
        await uow.posts.put(post)
    await hall.press(Home().pack(), number=KEPT)
    assert hall.telegram.of(EditMessageText) == []
    assert len(hall.telegram.of(SendMessage)) == 1
    await hall.press(Home().pack(), number=OTHER)
    assert len(hall.telegram.of(EditMessageText)) == 1
    assert len(hall.telegram.of(SendMessage)) == 1


async def test_what_does_not_fit_into_an_alert_is_said_below(hall: Hall) -> None:
    hall.open_all()
    await hall.user()
    spinner = Spinner(mounted(pressed(ALICE, "x"), hall.bot).callback_query)  # type: ignore[arg-type]
    who = Visitor(await hall.user(), TEXTS("en"), hall.bot)
    await Press(spinner, None, who).tell("a" * 201)
    assert [sent.text for sent in hall.telegram.of(SendMessage)] == ["a" * 201]
    assert hall.telegram.answers[-1].text is None


async def test_of_what_one_leaves_through_nobody_asks_whether_it_is_kept(hall: Hall) -> None:
    """A database question that nearly every press would ask in vain."""
    asked = Asked(hall.database.uow, hall.clock)
    row = [button("a card", OpenProduct(product_id=1))]
    for rows, number in (([row], KEPT), ([[button("the menu", Home())]], OTHER)):
        update = pressed(ALICE, "x", number=number, keyboard=Screen("", rows).keyboard)
        query = mounted(update, hall.bot).callback_query
        assert query
        who = Visitor(await hall.user(), TEXTS("en"), hall.bot, board=Board(asked))
        await Press(Spinner(query), None, who).show(Screen("new"))
    assert asked.numbers == [OTHER]


def test_no_letter_that_is_kept_has_a_button_of_what_one_leaves_through() -> None:
    """So that it need not be asked of those."""
    kept = [one for one in LETTERS if "subject=" in getsource(one) or ".keep(" in getsource(one)]
    assert len(kept) >= 4
    for letters in kept:
        views = [one for name, one in vars(letters).items() if ismodule(one) and name != "letters"]
        views += [sys.modules[one.__module__] for one in vars(letters).values() if isfunction(one)]
        named = {id(one) for view in views for one in vars(view).values()}
        assert not [one for one in showing.LOOKED_AT if id(one) in named], letters
