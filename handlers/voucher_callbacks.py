"""Buttons of vouchers: of who names a code, and of owners who make them."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Code, Flag, Page
from handlers.goods_callbacks import Short

VoucherId = Annotated[int, Field(ge=0, le=2**31 - 1)]


class AskVoucher(CallbackData, prefix="vou"):
    pass


class DropVoucher(CallbackData, prefix="vou-off"):
    pass


class Vouchers(CallbackData, prefix="vo"):
    page: Page = 0


class NewVoucher(CallbackData, prefix="vo-new"):
    """`kind`: a models.voucher.VoucherKind; empty: which one is asked."""

    kind: Code = ""


class OpenVoucher(CallbackData, prefix="vo-o"):
    voucher_id: VoucherId


class EditVoucher(CallbackData, prefix="vo-e"):
    """`part`: one of handlers.views.vouchers.Part."""

    voucher_id: VoucherId
    part: Short


class WidenVoucher(CallbackData, prefix="vo-all"):
    """For all goods and everybody again."""

    voucher_id: VoucherId


class DrawCode(CallbackData, prefix="vo-one"):
    voucher_id: VoucherId
    seen: Short


class AskCodes(CallbackData, prefix="vo-ask"):
    """`many`: how many is asked, else which one."""

    voucher_id: VoucherId
    many: Flag
    seen: Short


class SwitchVoucher(CallbackData, prefix="vo-on"):
    voucher_id: VoucherId
    on: Flag
    seen: Short
