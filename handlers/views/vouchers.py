"""Vouchers as their owners see and make them."""

from collections.abc import Sequence
from enum import StrEnum

from aiogram.types import InlineKeyboardButton

from handlers import voucher_callbacks as on
from handlers.callbacks import AdminSources
from handlers.views.moments import local
from handlers.views.order import pages
from handlers.views.screen import Screen, button, column, copy_button, cut, dated, lines, paragraphs
from models.voucher import MOST_CODES, Voucher, VoucherKind
from services.sale.voucher_making import Sheet
from utils.l10n import Translator
from utils.money import format_money

NAME = 40
"""UTF-16 units."""
SHOWN = 8
"""Things that a voucher is for, on its card."""


class Part(StrEnum):
    """What is typed of a voucher."""

    NAME = "name"
    CAP = "cap"
    LEAST = "least"
    PERIOD = "period"
    MOST = "most"
    EACH = "each"
    SCOPE = "scope"


@dated
def listed(t: Translator, rows: Sequence[Voucher], page: int, *, more: bool) -> Screen:
    buttons = column(button(_label(t, row), on.OpenVoucher(voucher_id=row.id)) for row in rows)
    new = [button(t("button-voucher-new"), on.NewVoucher(), style="primary")]
    turns = pages(t, page, more, lambda n: on.Vouchers(page=n))
    back = [button(t("button-back"), AdminSources())]
    return Screen(t("vouchers" if rows else "vouchers-none"), [*buttons, turns, new, back])


def _label(t: Translator, row: Voucher) -> str:
    state = "on" if row.active else "off"
    return t(
        "button-voucher-open", name=cut(_called(t, row), NAME), what=_what(t, row), state=state
    )


def _called(t: Translator, row: Voucher) -> str:
    """Of one that nobody named, its number."""
    return f"#{row.id}" if row.name == row.kind.value else f"#{row.id} {row.name}"


def _what(t: Translator, row: Voucher) -> str:
    sum_ = "" if row.kind is VoucherKind.PERCENT else _money(t, row.amount, row)
    return t("voucher-what", kind=row.kind.value, amount=sum_ or f"{row.amount} %")


def _money(t: Translator, minor: int, row: Voucher) -> str:
    return format_money(minor, row.currency, t.language)


def ask_kind(t: Translator) -> Screen:
    kinds = column(
        button(t("button-voucher-kind", kind=kind.value), on.NewVoucher(kind=kind.value))
        for kind in VoucherKind
    )
    return Screen(t("ask-voucher-kind"), [*kinds, [button(t("button-back"), on.Vouchers())]])


def ask_amount(t: Translator, kind: VoucherKind) -> Screen:
    back = button(t("button-back"), on.NewVoucher())
    return Screen(t("ask-voucher-amount", kind=kind.value), [[back]])


@dated
def card(t: Translator, sheet: Sheet, product: str = "") -> Screen:
    """`product`: what is free."""
    row = sheet.voucher
    facts = {"name": _called(t, row), "what": _what(t, row), "state": "on" if row.active else "off"}
    return Screen(
        paragraphs(
            t("voucher-card", **facts),
            lines(*_rule(t, sheet, product)),
            _told(t, sheet),
            t("voucher-next") if not sheet.codes else None,
        ),
        [
            *([] if sheet.codes else _parts(t, sheet)),
            *_codes(t, sheet),
            [_switch(t, sheet)] if sheet.codes else [],
            [button(t("button-back"), on.Vouchers())],
        ],
    )


def _rule(t: Translator, sheet: Sheet, product: str) -> list[str | None]:
    row = sheet.voucher
    until = local(row.ends_at) if row.ends_at else "none"
    named = [t("voucher-for", kind=kind, name=cut(name, NAME)) for kind, name in sheet.scopes]
    more = len(named) - SHOWN
    return [
        t("voucher-product", name=cut(product, NAME)) if product else None,
        t("voucher-cap", amount=_money(t, row.cap, row)) if row.cap else None,
        t("voucher-least", amount=_money(t, row.least, row)) if row.least else None,
        t("voucher-period", since=local(row.starts_at), until=until),
        t("voucher-limits", most=row.most or 0, each=row.each or 0),
        *named[:SHOWN],
        t("voucher-for-more", count=more) if more > 0 else None,
    ]


def _told(t: Translator, sheet: Sheet) -> str | None:
    if not sheet.codes:
        return None
    total = _money(t, sheet.sum, sheet.voucher)
    return t("voucher-used", codes=sheet.codes, used=sheet.used, uses=sheet.uses, total=total)


def _parts(t: Translator, sheet: Sheet) -> list[list[InlineKeyboardButton]]:
    """What can be set of it; once there are codes it stays."""
    row = sheet.voucher
    left_out = set[Part]()
    if row.kind is not VoucherKind.PERCENT:
        left_out.add(Part.CAP)
    if row.kind is VoucherKind.CREDIT:
        left_out.add(Part.LEAST)
    asks = [
        button(t("button-voucher-part", part=part), on.EditVoucher(voucher_id=row.id, part=part))
        for part in Part
        if part not in left_out
    ]
    widen = [button(t("button-voucher-all"), on.WidenVoucher(voucher_id=row.id))]
    return [*(asks[at : at + 2] for at in range(0, len(asks), 2)), widen if sheet.scopes else []]


def _codes(t: Translator, sheet: Sheet) -> list[list[InlineKeyboardButton]]:
    row, seen = sheet.voucher, sheet.seal
    if sheet.codes >= MOST_CODES or (row.kind is VoucherKind.CREDIT and row.active):
        return []
    one = button(t("button-voucher-one"), on.DrawCode(voucher_id=row.id, seen=seen))
    many, own = (
        button(t(label), on.AskCodes(voucher_id=row.id, many=many, seen=seen))
        for label, many in (("button-voucher-many", 1), ("button-voucher-own", 0))
    )
    return [[one, many], [] if row.kind is VoucherKind.CREDIT else [own]]


def _switch(t: Translator, sheet: Sheet) -> InlineKeyboardButton:
    row = sheet.voucher
    press = on.SwitchVoucher(voucher_id=row.id, on=int(not row.active), seen=sheet.seal)
    return button(t("button-method-off" if row.active else "button-method-on"), press)


def ask(t: Translator, row: Voucher, part: Part) -> Screen:
    return _asked(t, row, t("ask-voucher-part", part=part))


@dated
def ask_codes(t: Translator, sheet: Sheet, *, many: bool) -> Screen:
    left = MOST_CODES - sheet.codes
    said = t("ask-voucher-many", most=left) if many else t("ask-voucher-own")
    return _asked(t, sheet.voucher, said)


def _asked(t: Translator, row: Voucher, said: str) -> Screen:
    return Screen(said, [[button(t("button-back"), on.OpenVoucher(voucher_id=row.id))]])


def code(t: Translator, row: Voucher, code: str, link: str) -> Screen:
    """Below its picture."""
    return Screen(
        t("voucher-code", code=code, link=link, what=_what(t, row)),
        [
            [copy_button(t("button-voucher-copy"), code)],
            [copy_button(t("button-voucher-copy-link"), link)],
        ],
    )
