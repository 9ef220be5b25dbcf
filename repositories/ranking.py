"""Questions about who bought most: of days that are counted, and of customers alone."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from models.account import Account, Erasure
from models.day import Best, DailyBest
from models.role import Grant
from models.user import User
from repositories.base import Repository

AMOUNT, COUNT = func.sum(DailyBest.amount), func.sum(DailyBest.count)
BUYER = DailyBest.kind == Best.USER


def _customers(owners: Collection[int]) -> list[ColumnElement[bool]]:
    """Who works for the shop, or may not use it, is none. `owners`: those of the settings."""
    works = exists().where(Grant.user_id == User.id)
    return [User.banned_at.is_(None), ~works, User.id.not_in(owners)]


ERASED = exists().where(Erasure.user_id == User.id)
SHOWN = exists().where(Account.user_id == User.id, Account.ranked_at.is_not(None))


class RankingRepository(Repository):
    async def leaders(
        self,
        days: tuple[int, int],
        currency: str,
        owners: Collection[int],
        limit: int,
        *,
        shown: bool,
    ) -> list[int]:
        """Who bought for the most, then most often, then who is longest at Telegram. `shown`: of
        those who want to be seen; else of all who did not have themselves erased.
        """
        query = (
            select(DailyBest.subject_id)
            .join(User, User.id == DailyBest.subject_id)
            .where(DailyBest.day_id.between(*days), BUYER, DailyBest.currency == currency)
            .where(*_customers(owners), SHOWN if shown else ~ERASED)
            .group_by(DailyBest.subject_id)
            .having(AMOUNT > 0)
            .order_by(AMOUNT.desc(), COUNT.desc(), DailyBest.subject_id)
            .limit(limit)
        )
        return list(await self._session.scalars(query))

    async def shown(self, user_ids: Sequence[int], owners: Collection[int]) -> dict[int, Any]:
        """Of these, who wants to be seen at this moment: (name, whether by name)."""
        query = (
            select(User.id, User.name, Account.ranked_named)
            .join(Account, Account.user_id == User.id)
            .where(User.id.in_(user_ids), Account.ranked_at.is_not(None), *_customers(owners))
        )
        rows = await self._session.execute(query)
        return {row.id: (row.name, row.ranked_named) for row in rows}

    async def customers(self, user_ids: Sequence[int], owners: Collection[int]) -> set[int]:
        """Of these, without staff, and without who is banned or erased."""
        query = select(User.id).where(User.id.in_(user_ids), ~ERASED, *_customers(owners))
        return set(await self._session.scalars(query))

    async def purchases(self, user_ids: Sequence[int]) -> dict[int, int]:
        """Orders of each that were paid, without those that were refunded since."""
        query = (
            select(DailyBest.subject_id, COUNT)
            .where(DailyBest.subject_id.in_(user_ids), BUYER)
            .group_by(DailyBest.subject_id)
        )
        rows = await self._session.execute(query)
        return {subject: int(count) for subject, count in rows}
