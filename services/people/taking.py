"""Somebody of the shop sees to what several could: a question, an order. There is one way to do it.

The database says who was first; whoever is second reads who that was.
"""

from datetime import datetime
from typing import Protocol

from db import UnitOfWork, UnitOfWorkFactory
from models.permission import Permission
from models.support_errors import TakenMeanwhile
from services.people.role import RoleService
from services.running.notification import Notifications

SEEN_TO = frozenset({Permission.ORDERS, Permission.TALK})
"""What one takes needs one of these."""


class Held(Protocol):
    """What is taken, by number."""

    async def hold(self, number: int, seen: int | None, to: int | None, now: datetime) -> bool:
        """Hand it from `seen` to `to`, None for nobody; False: it is otherwise by now."""

    async def holder(self, number: int) -> int | None: ...


async def pass_on(
    uow: UnitOfWork, of: Held, number: int, seen: int, to: int | None, now: datetime
) -> bool:
    """`seen`: who had it when it was offered, 0 for nobody; False: it is so already, since somebody
    pressed twice. Raises TakenMeanwhile.
    """
    if await of.hold(number, seen or None, to, now):
        return True
    holder = await of.holder(number)
    if holder == to:
        return False
    raise TakenMeanwhile(await name_of(uow, holder) or "")


async def name_of(uow: UnitOfWork, user_id: int | None) -> str | None:
    """How who has something is called; None for nobody."""
    if user_id is None:
        return None
    user = await uow.users.find(user_id)
    return user.name if user else str(user_id)


async def let_go_of_all(
    uow: UnitOfWork, notify: Notifications, user_id: int, rights: frozenset[Permission]
) -> None:
    """They see to nothing that they may not act on any more. The orders are locked before."""
    now = notify.now()
    if Permission.ORDERS not in rights:
        for order_id in await uow.taken.drop_of(user_id):
            uow.opened.touch(order_id, now)
            uow.taken.tell(order_id, now)
    if Permission.TALK not in rights:
        for asker in await uow.threads.drop_of(user_id):
            await notify.thread(uow, asker)
    uow.after_commit(notify.ring)


async def sweep(uow_factory: UnitOfWorkFactory, roles: RoleService, notify: Notifications) -> None:
    """Whoever lacks a right now sees to nothing that needs it, however they lost it."""
    async with uow_factory.read() as uow:
        takers = {*await uow.taken.takers(), *await uow.threads.takers()}
    for user_id in sorted(takers):
        if SEEN_TO - (await roles.of(user_id)).rights:
            async with uow_factory() as uow:
                await uow.taken.lock_of(user_id)
                await uow.users.lock(user_id)
                rights = roles.judge(user_id, await uow.roles.of(user_id)).rights
                await let_go_of_all(uow, notify, user_id, rights)
