"""Buttons fit, handlers are wired, routers take what they say."""

import inspect
from typing import get_type_hints

import pytest
from aiogram import Dispatcher
from aiogram.filters.callback_data import CallbackData

from handlers import callbacks
from handlers.dispatcher import build_dispatcher
from services.running.notification import Event

BUTTONS = [
    item
    for item in vars(callbacks).values()
    if inspect.isclass(item) and issubclass(item, CallbackData) and item is not CallbackData
]
BIGGEST: dict[object, object] = {
    callbacks.Id: 2**63 - 1,
    callbacks.Quantity: -(10**9),
    callbacks.Page: 10**9,
    callbacks.Code: "LANGUAGE1234",
    callbacks.Flag: 1,
}
BY_AIOGRAM = {"bot", "event_from_user", "event_chat", "callback_data", "handler", "event_update"}
BY_MIDDLEWARE = {"user", "t"}
BY_FILTERS = {"subject"}


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.__name__)
def test_every_button_fits_into_64_bytes(button: type[CallbackData]) -> None:
    biggest = {
        name: BIGGEST[get_type_hints(button, include_extras=True)[name]]
        for name in button.model_fields
    }
    assert len(button(**biggest).pack().encode()) <= 64


def test_prefixes_are_unique() -> None:
    prefixes = [button.__prefix__ for button in BUTTONS]
    assert len(prefixes) == len(set(prefixes))


@pytest.fixture
def dispatcher() -> Dispatcher:
    names = ["admin_ids", "shop", "products", "carts", "till", "orders", "decisions", "payments"]
    names += ["wallets", "health"]
    services = dict.fromkeys(names)
    return build_dispatcher(None, None, **services)  # type: ignore[arg-type]


def test_every_handler_argument_is_provided(dispatcher: Dispatcher) -> None:
    known = BY_AIOGRAM | BY_MIDDLEWARE | BY_FILTERS | set(dispatcher.workflow_data)
    checked = 0
    for router in dispatcher.chain_tail:
        if router is dispatcher:
            continue
        for observer in router.observers.values():
            for handler in observer.handlers:
                _event, *wanted = inspect.signature(handler.callback).parameters
                assert set(wanted) <= known, handler.callback.__qualname__
                checked += 1
    assert checked > 25


def test_every_button_has_a_handler(dispatcher: Dispatcher) -> None:
    handled = set()
    for router in dispatcher.chain_tail:
        for handler in router.callback_query.handlers:
            for found in handler.filters or []:
                query_filter = getattr(found, "callback", None)
                handled.add(getattr(query_filter, "callback_data", None))
    assert set(BUTTONS) <= handled


def test_every_event_has_words() -> None:
    from handlers.letters import WRITERS

    assert set(WRITERS) == set(Event)
