"""Buttons fit, stand in the table, and every admin's stands behind a permission."""

import inspect
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from aiogram.filters.callback_data import CallbackData

from handlers import (
    admin_callbacks,
    callbacks,
    gift_callbacks,
    goods_callbacks,
    group_callbacks,
    notice_callbacks,
    number_callbacks,
    order_callbacks,
    people_callbacks,
    review_callbacks,
    shipping_callbacks,
    voucher_callbacks,
)
from handlers.account_callbacks import Version
from handlers.coins import CREDIT, Coin
from handlers.doors import open_rows, open_to
from handlers.press import Inquiry, Press, Routes, Typed
from handlers.table import Table
from handlers.views.screen import Screen, button
from models.account import Detail, Words
from models.permission import RIGHTS, Permission, Role
from services.running.notification import NEEDS, Event
from tests.handlers.conftest import TEXTS, all_desks

FOLDER = Path(inspect.getfile(callbacks)).parent
MODULES = [import_module(f"handlers.{path.stem}") for path in sorted(FOLDER.glob("*callbacks.py"))]
"""All there are: a list by hand had forgotten one."""
BUTTONS = [
    item
    for module in MODULES
    for item in vars(module).values()
    if inspect.isclass(item) and issubclass(item, CallbackData) and item is not CallbackData
]
BIGGEST: dict[object, object] = {
    callbacks.Id: 2**63 - 1,
    callbacks.Quantity: -(10**9),
    callbacks.Units: 10**30,
    callbacks.Page: 10**7,
    callbacks.Count: 10**7,
    callbacks.Code: "LANGUAGE1234",
    Coin: CREDIT,
    callbacks.Flag: 1,
    goods_callbacks.Short: "12345678",
    notice_callbacks.Choice: "1234567890",
    notice_callbacks.Chat: -(2**53 - 1),
    review_callbacks.Stars: 5,
    shipping_callbacks.OptionId: 2**31 - 1,
    shipping_callbacks.Minor: 10**11 - 1,
    shipping_callbacks.Grams: 10**8 - 1,
    shipping_callbacks.Place: 9,
    group_callbacks.GroupId: 2**31 - 1,
    voucher_callbacks.VoucherId: 2**31 - 1,
    order_callbacks.Said: "abcdef",
    review_callbacks.Stars: 5,
    gift_callbacks.Token: "A" * 32,
    people_callbacks.UserId: 2**53 - 1,
    people_callbacks.Key: 10**15,
    people_callbacks.Turn: 2,
    people_callbacks.TagId: 2**31 - 1,
    Detail: Detail.CONTACT,
    Words: Words.TERMS,
    Version: 2**31 - 1,
    number_callbacks.Year: 9999,
}
FALLBACK = {
    "stale",
    "unknown",
    "leave",
    "said",
    "unfit",
    "followed",
    "changed",
    "follows",
    "withdrawn",
}
DESKS = all_desks()
TABLE = Table(DESKS)


def biggest(button: type[CallbackData]) -> CallbackData:
    hints = get_type_hints(button, include_extras=True)
    return button(**{name: BIGGEST[hints[name]] for name in button.model_fields})


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.__name__)
def test_every_button_fits_into_64_bytes_and_stands_in_the_table(
    button: type[CallbackData],
) -> None:
    largest = biggest(button)
    assert len(largest.pack().encode()) <= 64
    found = TABLE.button(largest.pack())
    assert found is not None
    assert found[1] == largest


def test_a_button_of_a_view_is_one_of_callbacks() -> None:
    """Views make buttons of these classes alone, so that the table has them all."""
    views = Path(inspect.getfile(callbacks)).parent / "views"
    for path in views.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "callback_data=" not in text or path.name == "screen.py", path
        assert "(CallbackData" not in text, path


@pytest.mark.parametrize(
    "packed", ["", ":", "nonsense", "cat:1", "cat-open", "cat-open:", "cat-open:x"]
)
def test_what_no_button_sends_is_not_found(packed: str) -> None:
    assert TABLE.button(packed) is None


def test_two_desks_cannot_claim_the_same() -> None:
    with pytest.raises(ValueError, match="claimed twice"):
        Table([*DESKS, DESKS[0]])


def test_every_desk_of_admins_needs_a_permission_and_no_other_does() -> None:
    for desk in DESKS:
        for_admins = ".admin." in type(desk).__module__
        assert (desk.routes().needs is not None) is for_admins, type(desk).__name__


def test_keys_are_behind_their_own_permission() -> None:
    for prefix in ("a-key", "a-key-yes"):
        assert TABLE.buttons[prefix].route.needs is Permission.KEYS


@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: type(desk).__name__)
def test_methods_take_what_their_route_hands_over(desk: Any) -> None:
    """One argument, typed as the button that leads there; no public method without a route."""
    routes: Routes = desk.routes()
    for data, to in routes.buttons.items():
        [hint] = [h for name, h in get_type_hints(to).items() if name != "return"]
        [wanted] = get_args(hint)
        assert hint.__origin__ is Press
        assert data in (get_args(wanted) or (wanted,)), to
    by_message = [*routes.commands.values(), *routes.typed.values()]
    by_message += [routes.pictured] if routes.pictured else []
    for listen in by_message:
        assert [h for name, h in get_type_hints(listen).items() if name != "return"] == [Typed]
    routed = {to.__name__ for to in [*routes.buttons.values(), *by_message]}
    if routes.inline:
        hints = get_type_hints(routes.inline)
        assert [h for name, h in hints.items() if name != "return"] == [Inquiry]
        routed.add(routes.inline.__name__)
    public = {name for name, _ in inspect.getmembers(desk, inspect.ismethod) if name[0] != "_"}
    assert public - routed - FALLBACK - {"routes", "ask_for"} == set()


def test_every_event_has_words() -> None:
    from handlers.letters import WRITERS

    assert set(WRITERS) == set(Event)


def test_every_notice_says_who_may_act_on_it() -> None:
    assert set(NEEDS) == {event for event in Event if event.startswith("admin-")}


def test_letters_show_what_their_reader_may_press() -> None:
    t = TEXTS("en")
    open_order = button("Open", callbacks.AdminOrder(order_id=1))
    decide = button("Decide", admin_callbacks.Decide(order_id=1))
    home = button("Home", callbacks.Home())
    rows = [[open_order], [decide, home]]
    assert open_rows(rows, TABLE.doors, RIGHTS[Role.SUPPORT]) == [[open_order], [home]]
    assert open_rows(rows, TABLE.doors, RIGHTS[Role.STOCK]) == [[], [home]]
    assert open_rows(rows, TABLE.doors, RIGHTS[Role.MANAGER]) == rows
    screen = open_to(Screen("x", [[decide], [open_order]]), TABLE.doors, RIGHTS[Role.STOCK], t)
    [way_home] = [one for row in screen.rows for one in row]
    assert way_home.callback_data == "home"
