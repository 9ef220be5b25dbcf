"""Credit by hand on every database: once, with a reason, and never more than can be spent."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from db import Database
from models.audit import AuditEntry
from models.credit import ADJUSTED
from models.errors import BadReason
from models.permission import Role
from models.person_errors import (
    AdjustedAlready,
    BadAmount,
    CreditMoved,
    CreditShort,
    OwnCredit,
    RightGone,
)
from models.role_errors import PersonNotFound
from services.people.role import RoleService
from services.people.team import TeamService
from services.running.notification import Event
from services.sale.purse import Adjustment, CreditService, Purse
from tests.services.conftest import ShopWorld

OLIVIA, BOB, CARL = 1, 100, 200


class Till:
    """Credit by hand, over the world."""

    def __init__(self, world: ShopWorld) -> None:
        self.world = world
        self.roles = RoleService(world.uow, world.clock, lambda: {OLIVIA})
        self.team = TeamService(world.uow, world.clock, world.notifications, self.roles)
        self.credit = CreditService(
            world.uow, world.clock, world.notifications, self.roles, "USD", world.lifecycle.eyes
        )
        self._keys = 0

    async def give(
        self,
        amount: int,
        who: int = BOB,
        by: int = OLIVIA,
        seen: str | None = None,
        key: str = "",
    ) -> Purse:
        change = Adjustment(amount, "why")
        purse = await self.credit.purse(who)
        self._keys += 1
        return await self.credit.adjust(
            who,
            change,
            seen=purse.seal(change) if seen is None else seen,
            key=key or f"by-hand:{self._keys}",
            admin=by,
        )

    async def balance(self, who: int = BOB) -> int:
        return (await self.credit.purse(who)).balance


async def opened(world: ShopWorld) -> Till:
    for person in (OLIVIA, 2, BOB, CARL):
        await world.customer(person)
    return Till(world)


@pytest.fixture
async def till(sqlite_database: Database) -> Till:
    return await opened(ShopWorld(sqlite_database))


@pytest.fixture
async def tills(world: ShopWorld) -> Till:
    """On every database."""
    return await opened(world)


async def test_given_and_taken_with_audit_and_words(tills: Till) -> None:
    await tills.give(500)
    done = await tills.give(-200)
    assert (done.balance, done.spendable) == (300, 300)
    async with tills.world.uow.read() as uow:
        rows = (
            await uow.session.scalars(select(AuditEntry).where(AuditEntry.action == ADJUSTED))
        ).all()
        assert [(row.actor, row.details["amount"], row.details["reason"]) for row in rows] == [
            ("admin:1", 500, "why"),
            ("admin:1", -200, "why"),
        ]
    messages = await tills.world.messages()
    told = [row for row in messages if row.event == Event.CREDIT_ADJUSTED]
    assert [(row.chat_id, row.args["amount"]) for row in told] == [(BOB, "500"), (BOB, "-200")]
    assert all("why" not in str(row.args) for row in messages)
    assert await tills.world.violations() == []


async def test_never_more_than_can_be_spent(till: Till) -> None:
    await till.give(500)
    for wrong in (-501, -(10**11)):
        with pytest.raises(CreditShort, match=r"5\.00 USD"):
            await till.give(wrong)
    assert await till.balance() == 500
    await till.give(-500)
    with pytest.raises(CreditShort):
        await till.give(-1)


async def test_one_message_counts_once(tills: Till) -> None:
    """Two presses at once, and one that comes after a crash."""
    change, purse = Adjustment(500, "why"), await tills.credit.purse(BOB)
    both = await asyncio.gather(
        *(
            tills.credit.adjust(BOB, change, seen=purse.seal(change), key="same", admin=OLIVIA)
            for _ in range(2)
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in both) == ["AdjustedAlready", "Purse"]
    with pytest.raises(AdjustedAlready):
        await tills.give(500, key="same")
    assert await tills.balance() == 500


async def test_two_admins_over_one_purse_are_told(tills: Till) -> None:
    """Each has seen it as it was: one of them looks again."""
    seen = (await tills.team.member(CARL)).seen
    await tills.team.give(CARL, Role.MANAGER, None, seen=seen, admin=OLIVIA)
    change, purse = Adjustment(500, "why"), await tills.credit.purse(BOB)
    both = await asyncio.gather(
        *(tills.give(500, by=by, seen=purse.seal(change)) for by in (OLIVIA, CARL)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in both) == ["CreditMoved", "Purse"]
    assert await tills.balance() == 500


async def test_a_checkout_that_spends_it_and_one_who_takes_it(tills: Till) -> None:
    """Whoever is first has it; the other hears so, and nothing is below nothing."""
    world = tills.world
    variant = await world.variant(5, price=400)
    await tills.give(500)
    await world.carts.add(BOB, variant, 1)
    await world.rates.refresh()
    both = await asyncio.gather(
        world.till.place(BOB, None, use_credit=True), tills.give(-500), return_exceptions=True
    )
    spent, taken = (not isinstance(one, Exception) for one in both)
    assert not isinstance(both[1], CreditShort | CreditMoved) or spent
    assert spent is not taken
    assert await tills.balance() == (100 if spent else 0)
    assert await world.violations() == []


async def test_who_may_not_and_who_is_not(till: Till) -> None:
    with pytest.raises(OwnCredit):
        await till.give(500, who=OLIVIA)
    with pytest.raises(RightGone):
        await till.give(500, by=CARL)
    with pytest.raises(PersonNotFound):
        await till.credit.purse(999)
    seen = (await till.team.member(CARL)).seen
    ends = till.world.clock() + timedelta(days=1)
    await till.team.give(CARL, Role.MANAGER, ends, seen=seen, admin=OLIVIA)
    await till.give(500, by=CARL)
    till.world.clock.advance(days=2)
    with pytest.raises(RightGone):
        await till.give(500, by=CARL)
    assert await till.balance() == 500


READ = {
    "+5.00 for the trouble": (500, "for the trouble"),
    "5 it": (500, "it"),
    "0,01 it": (1, "it"),
    "-5\nfor\n two": (-500, "for\n two"),
    "\u22125 it": (-500, "it"),
    "- 5 it": (-500, "it"),
    "5 USD it": (500, "it"),
    "$5 <b>it</b>": (500, "<b>it</b>"),
    "5 2 keys": (500, "2 keys"),
}
WRONG = {
    "": "missing",
    "5": "missing",
    "5 \u200b": "missing",
    "1e9 it": "exponent",
    "-0 it": "zero",
    "0.0001 it": "decimals",
    "9**9 it": "number",
    "NaN it": "number",
    "Infinity it": "number",
    "\u0665 it": "number",
    "--5 it": "negative",
    "99999999999999999999 it": "large",
    "1 500 it": "ambiguous",
    "1.234 it": "ambiguous",
    "__import__('os') it": "number",
}


async def test_what_is_typed_is_read_or_refused(sqlite_database: Database) -> None:
    till = Till(ShopWorld(sqlite_database))
    for text, (amount, reason) in READ.items():
        assert till.credit.parse(text) == Adjustment(amount, reason), text
    for text, why in WRONG.items():
        with pytest.raises(BadAmount) as error:
            till.credit.parse(text)
        assert error.value.fields["why"] == why, text
    with pytest.raises(BadReason):
        till.credit.parse(f"5 {'x' * 5_000}")
