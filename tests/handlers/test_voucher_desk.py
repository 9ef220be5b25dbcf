"""Owners make vouchers in the chat; a manager may not, and nothing forged is taken."""

import pytest

from db import Database
from handlers.callbacks import AdminSources
from handlers.voucher_callbacks import (
    AskCodes,
    DrawCode,
    EditVoucher,
    NewVoucher,
    OpenVoucher,
    SwitchVoucher,
    Vouchers,
    WidenVoucher,
)
from models.voucher import VoucherKind
from tests.handlers.office import ANN, Office


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    office = Office(sqlite_database)
    await office.open()
    return office


async def test_a_sum_off_with_all_that_can_be_set(office: Office) -> None:
    await office.world.variant(3)
    await office.send(AdminSources().pack())
    for label in ("Vouchers", "New voucher", "A sum off"):
        await office.press(label)
    await office.type("nothing")
    assert "no price" in office.screen
    await office.type("5")
    for label, said, then in (
        ("Name", "Summer", "#1 Summer"),
        ("From goods of", "20", "$20.00"),
        ("Uses of a code", "0", "whole number"),
        ("Uses of a code", "7", "7 times"),
        ("Uses of a person", "-", "as often as they like"),
        ("From, until", "2030-01-01 2020-01-01", "not before today"),
        ("Only for", "p1", "product thing 0"),
        ("Only for", "nobody", "neither the number"),
    ):
        await office.send(OpenVoucher(voucher_id=1).pack())
        await office.press(label)
        await office.type(said)
        assert then in office.screen, (label, office.screen)


async def test_codes_one_by_one_and_as_a_file(office: Office) -> None:
    await office.world.hands.making.new(VoucherKind.FIXED, 500, "admin:1")
    await office.world.hands.making.limit_to(1, "admin:1", category_id=await category(office))
    await office.send(OpenVoucher(voucher_id=1).pack())
    await office.press("For all goods")
    assert "things" not in office.screen
    await office.send(AskCodes(voucher_id=1, many=1, seen="00000000").pack())
    await office.type("3")
    assert "<b>#1</b>" in office.screen  # as it is: what was asked for was of another
    await office.press("My own code")
    await office.type("no")
    assert "4 to 32" in office.screen
    await office.type("summer 5")
    assert "Codes: 1" in office.screen
    await office.press("Many codes")
    await office.type("501")
    assert "from 1 to 500" in office.screen
    await office.type("500")
    assert "499 more" in office.screen
    await office.type("200")
    assert "Codes: 201" in office.screen
    await office.press("Switch on")
    assert "· on" in office.screen
    await office.send(EditVoucher(voucher_id=1, part="name").pack())
    await office.type("Winter")
    assert "stays as it is" in office.screen


async def category(office: Office) -> int:
    await office.world.variant(1)
    async with office.world.uow.read() as uow:
        found = await uow.products.find_category("things")
    assert found
    return found.id


async def test_old_and_forged_buttons(office: Office) -> None:
    making = office.world.hands.making
    await making.new(VoucherKind.CREDIT, 500, "admin:1")
    for forged in (
        NewVoucher(kind="money"),
        OpenVoucher(voucher_id=9),
        EditVoucher(voucher_id=1, part="amount"),
        EditVoucher(voucher_id=9, part="name"),
        DrawCode(voucher_id=1, seen="00000000"),
        SwitchVoucher(voucher_id=1, on=1, seen="00000000"),
        AskCodes(voucher_id=9, many=1, seen=""),
        WidenVoucher(voucher_id=9),
        Vouchers(page=10**7),
    ):
        await office.send(forged.pack())
    sheet = await making.sheet(1)
    assert (sheet.codes, sheet.voucher.active) == (0, False)
    office.owners.discard(ANN)
    await office.send(DrawCode(voucher_id=1, seen=sheet.seal).pack())
    assert (await making.sheet(1)).codes == 0
