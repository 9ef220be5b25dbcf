"""What people tell of themselves: asked of newcomers where ONBOARDING says so, kept sealed."""

import re
from collections.abc import Mapping, Sequence

from db import UnitOfWorkFactory
from models.account import Account, Detail, ProfileDetail, detail_binding
from models.account_errors import BadDetail
from utils.clock import Clock
from utils.printable import is_one_line, is_seen
from utils.sealing import Sealer, Unsealable

LONGEST: Mapping[Detail, int] = {Detail.NAME: 100, Detail.CONTACT: 100, Detail.EMAIL: 254}
"""Characters; of an e-mail address as RFC 5321 has it (4.5.3.1.3, less its brackets)."""
SHORTEST_CONTACT = 3
LONGEST_LOCAL = 64
"""Characters before the @ (RFC 5321, 4.5.3.1.1)."""
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = re.compile(rf"[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]+@{LABEL}(?:\.{LABEL})+")


def check_detail(detail: Detail, text: str) -> str:
    """As it is kept; raises BadDetail."""
    text, most = " ".join(text.split()), LONGEST[detail]
    fits = len(text) <= most and is_one_line(text) and is_seen(text)
    if not fits or not _PROOFS[detail](text):
        raise BadDetail(detail.value, most)
    return text


def _is_name(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_contact(text: str) -> bool:
    """A telephone number, a name elsewhere, a link: whatever a person can use."""
    return sum(map(str.isalnum, text)) >= SHORTEST_CONTACT


def _is_email(text: str) -> bool:
    """One that mail can be sent to: whether anybody reads it is known to who writes there."""
    local = text.rpartition("@")[0]
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    return bool(EMAIL.fullmatch(text)) and len(local) <= LONGEST_LOCAL and not dots


_PROOFS = {Detail.NAME: _is_name, Detail.CONTACT: _is_contact, Detail.EMAIL: _is_email}


class ProfileService:
    """`asked`: what ONBOARDING names, in its order."""

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, sealer: Sealer, asked: Sequence[Detail] = ()
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._sealer = sealer
        self.asked = tuple(dict.fromkeys(asked))

    async def welcome(self, user_id: int) -> Detail | None:
        """At a /start: what to ask first; only once of anybody, and never of who has ordered."""
        async with self._uow() as uow:
            account = await uow.accounts.ensure(user_id)
            if account.welcomed_at is not None:
                return None
            account.welcomed_at = self._clock()
            if not self.asked or await uow.orders.count_of(user_id, 1):
                return None
            return self.asked[0]

    def after(self, detail: Detail) -> Detail | None:
        """What is asked next."""
        at = self.asked.index(detail) + 1 if detail in self.asked else len(self.asked)
        return self.asked[at] if at < len(self.asked) else None

    async def account(self, user_id: int) -> Account:
        async with self._uow() as uow:
            return await uow.accounts.ensure(user_id)

    async def told(self, user_id: int) -> dict[Detail, str | None]:
        """In the order of the settings; None for one that is damaged."""
        async with self._uow.read() as uow:
            rows = {row.detail: row.sealed for row in await uow.accounts.details(user_id)}
        return {one: self._opened(user_id, one, rows[one]) for one in Detail if one in rows}

    def _opened(self, user_id: int, detail: Detail, sealed: bytes) -> str | None:
        try:
            return self._sealer.open(sealed, bound_to=detail_binding(user_id, detail)).decode()
        except Unsealable:
            return None

    async def tell(self, user_id: int, detail: Detail, text: str) -> None:
        """In the place of what was told before. Raises BadDetail."""
        plain = check_detail(detail, text).encode()
        sealed = self._sealer.seal(plain, bound_to=detail_binding(user_id, detail))
        row = ProfileDetail(user_id=user_id, detail=detail, sealed=sealed, told_at=self._clock())
        async with self._uow() as uow:
            await uow.users.lock(user_id)
            if erased := await uow.erasures.of(user_id):  # by a clock that was ahead, perhaps
                row.told_at = max(row.told_at, erased.asked_at)
            await uow.accounts.put_detail(row)

    async def forget(self, user_id: int, detail: Detail) -> None:
        async with self._uow() as uow:
            await uow.users.lock(user_id)
            await uow.accounts.drop_detail(user_id, detail)
