"""Questions about the ways to pay."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from models.method import MethodRule
from repositories.base import Repository

TURN = "methods"


class MethodRepository(Repository):
    async def all(self, *, lock: bool = False) -> Sequence[MethodRule]:
        """In the order in which they are offered; `lock` for who is about to change one."""
        query = select(MethodRule).order_by(MethodRule.position, MethodRule.code)
        if lock:
            await self.in_turn(TURN)
            query = query.execution_options(populate_existing=True)
        return (await self._session.scalars(query)).all()

    async def add(self, rule: MethodRule) -> None:
        self._session.add(rule)
        await self._session.flush()

    async def exchange(self, convert: Callable[[int], int]) -> None:
        """Into another currency."""
        for rule in await self.all(lock=True):
            rule.least = convert(rule.least) if rule.least else None
            rule.most = convert(rule.most) if rule.most else None
        await self._session.flush()
