"""`doctor`: everything a shop needs, looked at from outside; it makes and changes nothing."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass

from commands.shop import refuse_stray, settings
from commands.terminal import AsJson, parts_on, progress, say, say_json
from config import Settings
from db import Database
from handlers.doctor import Finding, Patient, examine
from letterbox import build_bot
from models.notice_group import NoticeGroup
from models.permission import Role
from models.support import AdminGroup
from outside import connect, proxies
from services.keys.custody import has_wallet
from services.money.watched import watched_assets
from services.people.role import RoleService
from services.running.integrity import IntegrityService
from services.sale.delivery import damaged
from storage import (
    custody_of,
    database_of,
    mnemonic_of,
    require_currency,
    sealer_of,
    unclaimed,
)
from utils.clock import utc_now
from utils.proxy import proxy_for
from utils.refusal import StartRefused
from utils.sqlite_key import weakness
from utils.sqlite_trouble import Missing
from utils.wallets.mnemonic import generate, seed_of
from web.listener import place
from wiring import build_rates

SANDBOX = "is not set: python bot.py starts the sandbox; set it to go live"
FIRST = "not there yet: the first start makes it"
PATIENCE = 2.0
"""Seconds for this machine to answer itself."""


async def doctor(*, json: AsJson = False) -> int:
    """Check settings, token, admins, database, prices, chains and keys; 1 when something fails."""
    found = settings()
    if found.bot_token is None:
        tell([Finding(True, "BOT_TOKEN", SANDBOX)], json=json)
        return 0
    noticed = way_out(found)
    with progress("asking everybody") as drawn:
        async with patient_of(found, noticed) as patient:
            findings = await examine(patient, parts_on(drawn)) + noticed
            findings += await ear(found, alone=patient.alone)
    tell(findings, json=json)
    return 0 if all(finding.ok for finding in findings) else 1


async def ear(found: Settings, *, alone: bool) -> list[Finding]:
    """Whether somebody listens where hints are to be heard. `alone`: the shop does not run."""
    if found.hint_secret is None:
        return []
    where, taken = place(found.hint_host, found.hint_port), True
    try:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(found.hint_host, found.hint_port)
        writer.close()
    except (OSError, TimeoutError):
        taken = False
    words = {
        (True, True): f"{where} is taken by another program: choose another HINT_PORT",
        (True, False): f"{where} is free, and will be listened at",
        (False, True): f"listened at {where}",
        (False, False): f"the shop runs, and nobody listens at {where}: start it again",
    }
    return [Finding(alone is not taken, "hints", words[alone, taken])]


def tell(findings: Sequence[Finding], *, json: bool) -> None:
    if json:
        say_json([asdict(finding) for finding in findings])
        return
    for finding in findings:
        say(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.what}: {finding.word}")


def way_out(found: Settings) -> list[Finding]:
    """Through which kinds of proxies, if there are any, and what is asked without them."""
    telegram = found.telegram_proxy.get_secret_value() if found.telegram_proxy else ""
    ways = {
        "Telegram": [proxy_for(found.telegram_api_url, telegram)],
        "chains and prices": proxies(found),
    }
    if not (found.telegram_proxy or found.outside_proxy):
        return []
    word = ", ".join(f"{what} {_way(through)}" for what, through in ways.items())
    return [Finding(True, "way out", word)]


def _way(through: Sequence[str]) -> str:
    kinds = {proxy.partition(":")[0] for proxy in through if proxy}
    if not kinds:
        return "directly"
    own = sum(not proxy for proxy in through)
    rest = f" but for {own} of your own addresses" if own else ""
    return f"through a proxy ({kinds.pop()}){rest}"


@dataclass(slots=True)
class Looked:
    """What there is of the shop. Made-up words stand in for a wallet that is not there yet."""

    words: str
    integrity: IntegrityService | None = None
    waited_for: Sequence[str] = ()
    damaged: Sequence[str] = ()
    staff: frozenset[int] = frozenset()
    """Who has a role that counts now, besides the owners that the settings name."""
    alone: bool = True
    """No shop runs on this database."""
    lone_owner: bool = False
    group: AdminGroup | None = None
    heard: Sequence[NoticeGroup] = ()


@asynccontextmanager
async def patient_of(found: Settings, noticed: list[Finding]) -> AsyncIterator[Patient]:
    """What there is of the shop; what is missing or wrong joins `noticed`."""
    async with AsyncExitStack() as stack:
        looked = Looked(generate())
        try:
            refuse_stray(found)
            looked.alone = await unclaimed(found)
            database = await stack.enter_async_context(database_of(found, exclusive=False))
            await _look(found, database, looked, noticed)
        except Missing as missing:
            noticed.append(Finding(True, "database", f"{missing.path}: {FIRST}"))
        except StartRefused as refusal:
            noticed.append(Finding(False, "database and keys", str(refusal)))
        world = connect(found, seed_of(looked.words), utc_now, looked.waited_for)
        bot, rates = build_bot(found, utc_now), build_rates(found, world, utc_now)
        stack.push_async_callback(bot.session.close)
        stack.push_async_callback(world.aclose)
        yield Patient(
            *(
                bot,
                found.admin_ids | looked.staff,
                rates,
                world.chains,
                world.wallets,
                looked.integrity,
            ),
            *(looked.waited_for, looked.damaged, looked.alone, found.channel_id),
            lone_owner=looked.lone_owner,
            group=looked.group,
            heard=looked.heard,
        )


def weak_key(found: Settings) -> list[Finding]:
    """Files made before keys were proved go on opening."""
    if found.database_key is None or (why := weakness(found.database_key)) is None:
        return []
    word = f"{why}; change it while the shop is stopped: python bot.py rekey --database-key"
    return [Finding(False, "DATABASE_KEY", word)]


async def _look(
    found: Settings, database: Database, looked: Looked, noticed: list[Finding]
) -> None:
    """Raises StartRefused at what the shop would not start with."""
    await database.require_current()
    noticed += weak_key(found)
    looked.integrity = IntegrityService(database.uow, utc_now)
    looked.waited_for = await watched_assets(database.uow)
    async with database.uow.read() as uow:
        looked.staff = frozenset(await uow.roles.holders(frozenset(Role), utc_now()))
    if found.four_eyes_from() is not None:
        owners = RoleService(database.uow, utc_now, lambda: found.admin_ids)
        looked.lone_owner = await owners.is_lone_owner()
    async with database.uow.read() as uow:
        looked.group, looked.heard = await uow.topics.group(), await uow.notice_groups.all()
    looked.damaged = await damaged(database.uow, sealer_of(found))
    try:
        await require_currency(found, database)
    except StartRefused as refusal:
        noticed.append(Finding(False, "currency", str(refusal)))
    if await has_wallet(database.uow, found.network):
        looked.words = await mnemonic_of(found, database, sealer_of(found))
        await (await custody_of(found, database, utc_now)).require_own()
    else:
        noticed.append(Finding(True, "wallet", FIRST))
