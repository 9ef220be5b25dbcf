"""An owner sets the ways to pay in the chat; a manager may not."""

import pytest

from db import Database
from handlers.callbacks import AdminSources
from handlers.method_callbacks import AskMethod, Methods, OpenMethod, RaiseMethod, ToggleMethod
from handlers.views.checkout import Bill, choose_coin
from models.method_errors import BelowLeast
from models.product import ProductKind
from services.money.methods import MethodService
from services.sale.offer import Offer
from services.sale.quote import Quote, QuoteLine
from tests.handlers.conftest import TEXTS
from tests.handlers.office import ANN, Office

T = TEXTS("en")


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    office = Office(sqlite_database)
    await office.open()
    return office


def methods(office: Office) -> MethodService:
    world = office.world
    return MethodService(world.uow, world.clock, ["BTC", "ETH"], "USD")


async def test_a_fee_is_typed_and_shown_by_examples(office: Office) -> None:
    await office.send(AdminSources().pack())
    await office.press("Ways to pay")
    await office.press("Bitcoin")
    assert "nothing on top" in office.screen
    await office.press("Fee")
    await office.type("9**9**9")
    assert "it cannot be read" in office.screen
    await office.type("1,5% + 0.30")
    assert "$100.00: $1.80" in office.screen
    await office.press("Fee")
    await office.type("-")
    assert "nothing on top" in office.screen


async def test_limits_and_the_switch(office: Office) -> None:
    await office.send(OpenMethod(code="ETH").pack())
    await office.press("Least sum")
    await office.type("5")
    assert "From $5.00" in office.screen
    await office.press("Greatest sum")
    await office.type("4.99")
    assert "more than the most" in office.screen
    await office.type("500")
    assert "Up to $500.00" in office.screen
    assert "not offered any more" in await office.press("Switch off")
    await office.press("One place up")
    assert [each.code for each in await methods(office).listed()] == ["ETH", "BTC"]
    assert "All of them are off" not in office.screen
    await office.press("Bitcoin")
    await office.press("Switch off")
    await office.send(Methods().pack())
    assert "All of them are off" in office.screen


async def test_old_and_forged_buttons(office: Office) -> None:
    old = ToggleMethod(code="BTC", on=0, seen="00000000").pack()
    assert "set otherwise" in await office.send(old)
    for forged in (
        OpenMethod(code="DOGE"),
        AskMethod(code="BTC", part="code"),
        AskMethod(code="DOGE", part="fee"),
        RaiseMethod(code="DOGE"),
        ToggleMethod(code="DOGE", on=1, seen=""),
    ):
        await office.send(forged.pack())
    assert all(each.active for each in await methods(office).listed())


async def test_a_command_for_those_who_like_them(office: Office) -> None:
    await office.type("/setformula")
    assert "/setformula BTC 1.5% + 0.30" in office.screen
    await office.press("Ways to pay")
    await office.type("/setformula btc __import__('os')")
    assert "it may contain numbers" in office.screen
    await office.type("/setformula btc 2%")
    assert "$20.00: $0.40" in office.screen
    await office.type("/setformula DOGE 2%")
    office.owners.discard(ANN)
    await office.type("/setformula btc 50%")
    found = (await methods(office).method("BTC")).formula
    assert found is not None
    assert found.text == "2%"


def test_no_coin_is_said_to_be_missing_where_none_is_taken() -> None:
    """An owner's choice is no want of a price."""
    bill = Bill("USD", Quote((QuoteLine(1, "Mug", ProductKind.PHYSICAL, 1000, 1, 1),)))
    assert "takes no coins" in choose_coin(T, bill, [], []).text
    assert "priced safely" in choose_coin(T, bill, [], ["BTC"]).text


def test_what_one_tap_pays_is_said_with_its_fee() -> None:
    quote = Quote((QuoteLine(1, "Mug", ProductKind.PHYSICAL, 1000, 1, 1),))
    bill = Bill("USD", quote, balance=700, used=700)
    assert "pays exactly that" in choose_coin(T, bill, [Offer("BTC", 9, 1)], []).text
    dear = choose_coin(T, bill, [Offer("BTC", 9, 1, fee=30)], [])
    assert "exactly" not in dear.text
    assert "pays that with its fee" in dear.text
    assert "$3.30" in dear.rows[0][0].text
    closed = choose_coin(T, bill, [Offer("BTC", None, 1, barred=BelowLeast("BTC", 500))], [])
    assert "one tap" not in closed.text
    assert "None of the coins can be chosen for this sum" in closed.text


def test_a_fee_that_changed_is_said_to_be_one_thing_that_may_have() -> None:
    assert "fees" in T("error-quote-changed")
    assert "costs" in T("other-coin-changed")
