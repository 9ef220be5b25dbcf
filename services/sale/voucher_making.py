"""Owners make vouchers: a rule, then the codes that it holds for, then it is switched on.

Codes are told once, to who makes them. Those that give store credit are worth money: above the
limit of one person a second owner agrees before they are switched on.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db import UnitOfWork, UnitOfWorkFactory
from models.approval import Act, Approval
from models.approval_errors import AskedChanged, WaitsForSecond
from models.audit import AuditEntry
from models.code import CODE_LETTERS
from models.stock_errors import ChangedMeanwhile
from models.voucher import MOST_CODES, Voucher, VoucherCode, VoucherKind, VoucherScope, about
from models.voucher_errors import (
    BadCode,
    BadVoucher,
    CodeTaken,
    TooManyCodes,
    TooManyVouchers,
    VoucherKept,
    VoucherNeedsLimits,
    VoucherNotFound,
    VoucherWithoutCodes,
)
from services.goods.keeping import seal
from services.money.eyes import ADMIN, Ask, FourEyes
from services.sale.voucher import CODE, digest_of, spelt
from utils.clock import Clock

PAGE = 8
MOST_VOUCHERS = 1_000
MOST_SCOPES = 50
DRAWN = 16
"""Letters of a code that is drawn: 79 bits."""
RULE = ("name", "amount", "cap", "least", "starts_at", "ends_at", "most", "each")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A voucher as its owners see it. `used`: codes that were used, `uses`: how often, `sum`: minor
    units that these took off or gave. `scopes`: what it is for, by name.
    """

    voucher: Voucher
    scopes: Sequence[tuple[str, str]]
    codes: int
    used: int
    uses: int
    sum: int

    @property
    def seal(self) -> str:
        """Of what is shown."""
        rule = tuple(str(getattr(self.voucher, name)) for name in RULE)
        return seal((self.voucher.active, rule, self.codes, tuple(self.scopes)))

    @property
    def worth(self) -> int:
        """Minor units of store credit that all of its codes give at most."""
        if self.voucher.kind is not VoucherKind.CREDIT:
            return 0
        return self.voucher.amount * (self.voucher.most or 0) * self.codes


class VoucherMaking:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, currency: str, eyes: FourEyes) -> None:
        self._uow = uow
        self._clock = clock
        self._eyes = eyes
        self.currency = currency

    async def listed(self, page: int) -> tuple[Sequence[Voucher], bool]:
        """One page, the newest first, and whether there is another."""
        async with self._uow.read() as uow:
            rows = await uow.vouchers.listed(PAGE + 1, max(0, page) * PAGE)
        return rows[:PAGE], len(rows) > PAGE

    async def sheet(self, voucher_id: int) -> Sheet:
        """Raises VoucherNotFound."""
        async with self._uow.read() as uow:
            return await self._sheet(uow, voucher_id)

    async def product(self, voucher: Voucher) -> str:
        """What is free; empty: nothing is."""
        if voucher.variant_id is None:
            return ""
        async with self._uow.read() as uow:
            return (await uow.numbers.titles([voucher.variant_id])).get(voucher.variant_id, "?")

    async def _sheet(self, uow: UnitOfWork, voucher_id: int, *, lock: bool = False) -> Sheet:
        voucher = await uow.vouchers.find(voucher_id, lock=lock)
        if voucher is None:
            raise VoucherNotFound
        names = await _names(uow, await uow.vouchers.scopes(voucher_id))
        return Sheet(voucher, names, *await uow.vouchers.totals(voucher_id))

    async def new(
        self, kind: VoucherKind, amount: int, actor: str, variant_id: int | None = None
    ) -> int:
        """Switched off, without codes. Raises BadVoucher, TooManyVouchers."""
        if kind is VoucherKind.PERCENT and not 1 <= amount <= 100:
            raise BadVoucher("percent", 100)
        now, is_credit = self._clock(), kind is VoucherKind.CREDIT
        row = Voucher(kind=kind, name=kind.value, amount=amount, currency=self.currency)
        row.variant_id = variant_id
        row.most, row.each = (1, None) if is_credit else (None, 1)  # cards, or one for everybody
        row.starts_at, row.created_at, row.active = now, now, False
        row.made_by = int(actor.removeprefix(ADMIN))
        async with self._uow() as uow:
            if await uow.vouchers.count() >= MOST_VOUCHERS:
                raise TooManyVouchers(MOST_VOUCHERS)
            await uow.vouchers.add(row)
            self._note(uow, row.id, "voucher.made", actor, kind=kind.value, amount=amount)
        return row.id

    async def change(self, voucher_id: int, actor: str, **values: Any) -> None:
        """Of one without codes. Raises VoucherNotFound, VoucherKept, VoucherNeedsLimits."""
        async with self._uow() as uow:
            sheet = await self._open(uow, voucher_id)
            row = sheet.voucher
            if row.kind is VoucherKind.CREDIT and values.get("most", row.most) is None:
                raise VoucherNeedsLimits
            for name, value in values.items():
                setattr(row, name, value)
            if row.ends_at is not None and row.ends_at <= row.starts_at:
                raise BadVoucher("period")
            said = {name: str(value) for name, value in values.items()}
            self._note(uow, voucher_id, "voucher.changed", actor, **said)

    async def limit_to(self, voucher_id: int, actor: str, **of: int) -> None:
        """For these goods or people too: `product_id`, `category_id` or `group_id`. Raises
        VoucherNotFound, VoucherKept, BadVoucher.
        """
        async with self._uow() as uow:
            await self._open(uow, voucher_id)
            if len(await uow.vouchers.scopes(voucher_id)) >= MOST_SCOPES:
                raise BadVoucher("scopes", MOST_SCOPES)
            await uow.vouchers.add(VoucherScope(voucher_id=voucher_id, **of))
            self._note(uow, voucher_id, "voucher.limited", actor, **of)

    async def limit_to_nothing(self, voucher_id: int, actor: str) -> None:
        """For all goods and everybody again. Raises VoucherNotFound, VoucherKept."""
        async with self._uow() as uow:
            await self._open(uow, voucher_id)
            await uow.vouchers.drop_scopes(await uow.vouchers.scopes(voucher_id))
            self._note(uow, voucher_id, "voucher.unlimited", actor)

    async def _open(self, uow: UnitOfWork, voucher_id: int) -> Sheet:
        """Locked, and no code of it is out."""
        sheet = await self._sheet(uow, voucher_id, lock=True)
        if sheet.codes:
            raise VoucherKept
        return sheet

    async def draw(self, voucher_id: int, count: int, actor: str, *, seen: str) -> list[str]:
        """So many codes that nobody guesses. `seen`: the seal of what was shown, so that a press
        makes them once. Raises VoucherNotFound, ChangedMeanwhile, BadVoucher, TooManyCodes.
        """
        codes = ["".join(secrets.choice(CODE_LETTERS) for _ in range(DRAWN)) for _ in range(count)]
        await self._make(voucher_id, codes, actor, seen)
        return codes

    async def choose(self, voucher_id: int, typed: str, actor: str, *, seen: str) -> list[str]:
        """A code that somebody thought of. Raises what `draw` raises, and BadCode, CodeTaken."""
        code = spelt(typed)
        if not CODE.fullmatch(code):
            raise BadCode("form")
        await self._make(voucher_id, [code], actor, seen, drawn=False)
        return [code]

    async def _make(
        self, voucher_id: int, codes: Sequence[str], actor: str, seen: str, *, drawn: bool = True
    ) -> None:
        now = self._clock()
        async with self._uow() as uow:
            sheet = await self._sheet(uow, voucher_id, lock=True)
            row = sheet.voucher
            if sheet.seal != seen:
                raise await _changed(uow, voucher_id)
            if row.kind is VoucherKind.CREDIT and not drawn:
                raise BadCode("credit")
            if row.kind is VoucherKind.CREDIT and row.active:
                raise BadVoucher("credit-on")
            if not codes or sheet.codes + len(codes) > MOST_CODES:
                raise TooManyCodes(MOST_CODES - sheet.codes)
            digests = [digest_of(code) for code in codes]
            if not drawn and await uow.vouchers.of_digest(digests[0]):
                raise CodeTaken
            most = row.most
            await uow.vouchers.add(
                *(
                    VoucherCode(voucher_id=voucher_id, digest=digest, most=most, created_at=now)
                    for digest in digests
                )
            )
            self._note(uow, voucher_id, "voucher.codes", actor, count=len(codes))

    async def switch(self, voucher_id: int, *, on: bool, seen: str, actor: str) -> None:
        """`seen`: the seal of what was shown. Raises VoucherNotFound, ChangedMeanwhile,
        VoucherWithoutCodes, WaitsForSecond, NoSecondOwner.
        """
        waits = False
        async with self._uow() as uow:
            sheet = await self._sheet(uow, voucher_id, lock=True)
            if sheet.seal != seen or sheet.voucher.active is on:
                raise await _changed(uow, voucher_id)
            if on and not sheet.codes:
                raise VoucherWithoutCodes
            if on and sheet.worth:
                waits = await self._eyes.waits(uow, self._ask(sheet), actor)
            if not waits:
                await self._switch(uow, sheet.voucher, actor, on=on)
        if waits:
            raise WaitsForSecond

    def _ask(self, sheet: Sheet) -> Ask:
        args = {"voucher": sheet.voucher.id, "codes": sheet.codes, "each": sheet.voucher.amount}
        subject, currency = about(sheet.voucher.id), sheet.voucher.currency
        return Ask(Act.VOUCHER, subject, sheet.worth, currency, args)

    async def carry(self, uow: UnitOfWork, asked: Approval, actor: str) -> None:
        """Two agreed: for the codes and the sum that were asked for. Raises AskedChanged."""
        sheet = await self._sheet(uow, int(asked.args["voucher"]), lock=True)
        if sheet.voucher.active or not self._ask(sheet).is_of(asked):
            raise AskedChanged
        await self._switch(uow, sheet.voucher, actor, on=True)

    async def _switch(self, uow: UnitOfWork, row: Voucher, actor: str, *, on: bool) -> None:
        self._note(uow, row.id, "voucher.on" if on else "voucher.off", actor)
        await uow.flush()
        row.active = on
        await uow.flush()

    def _note(
        self, uow: UnitOfWork, voucher_id: int, action: str, actor: str, **details: object
    ) -> None:
        """Never a code."""
        entry = AuditEntry(at=self._clock(), actor=actor, action=action, details=details)
        entry.subject = about(voucher_id)
        uow.audit.add(entry)


async def _changed(uow: UnitOfWork, voucher_id: int) -> ChangedMeanwhile:
    last = await uow.audit.last_about(about(voucher_id))
    return ChangedMeanwhile("voucher", "", last.actor if last else "")


async def _names(uow: UnitOfWork, scopes: Sequence[VoucherScope]) -> list[tuple[str, str]]:
    """(product, category or group; its name)."""
    groups = {row.id: row.name for row in await uow.groups.all()}
    found: list[tuple[str, str]] = []
    for row in scopes:
        if row.product_id is not None:
            product = await uow.keeping.product(row.product_id)
            found.append(("product", product.name if product else "?"))
        elif row.category_id is not None:
            category = await uow.keeping.category(row.category_id)
            found.append(("category", category.name if category else "?"))
        else:
            found.append(("group", groups.get(row.group_id or 0, "?")))
    return found
