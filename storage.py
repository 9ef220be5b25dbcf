"""The inner ring of the composition root: settings in; database, seal and wallet out.

Nothing here knows Telegram or the network, so a command that needs neither starts at once.
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from config import Settings
from db import Database, UnitOfWorkFactory
from outside import wallets
from services.goods.discount import DiscountService
from services.goods.display import Display
from services.goods.gallery import Gallery
from services.goods.unit import Doubles, mark_units
from services.keys.custody import CustodyService, require_wallet
from services.keys.export import ExportService
from services.keys.tally import Tallying
from services.keys.wallet import open_mnemonic
from services.money.currency import CurrencyChanged, current_in, settle
from services.running.clock import ClockService
from services.running.notification import Notifications
from utils import log
from utils.clock import Clock, utc_now
from utils.location import SqliteFile
from utils.lock import AlreadyRunning
from utils.refusal import StartRefused
from utils.sealing import MAKE_ONE, Sealer
from utils.trusted import TrustedClock
from utils.wallets.mnemonic import generate, seed_of

logger = logging.getLogger(__name__)


def database_of(settings: Settings, *, exclusive: bool = True, make: bool = False) -> Database:
    """`make`: the first start makes a file that is missing; whoever only looks does not."""
    return Database.create(
        settings.database_url.get_secret_value(),
        settings.database_key,
        exclusive=exclusive,
        make=make,
        home=settings.holdfast_home,
    )


def gallery_of(settings: Settings, database: Database, clock: Clock) -> Gallery:
    """A bot knows its own copies at Telegram alone."""
    return Gallery(database.uow, clock, media_of(settings), number_of(settings))


def display_of(settings: Settings, database: Database, clock: Clock) -> Display:
    discounts = DiscountService(database.uow, clock)
    return Display(database.uow, gallery_of(settings, database, clock), discounts)


def media_of(settings: Settings) -> Path:
    """Photos lie beside the database, or where the shop keeps its files."""
    place = settings.location()
    home = place.path.parent if isinstance(place, SqliteFile) else settings.data
    return home / "media"


def number_of(settings: Settings) -> int:
    """The number that the bot's token begins with; 0 when there is none."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    number = token.partition(":")[0]
    return int(number) if number.isascii() and number.isdecimal() else 0


async def unclaimed(settings: Settings) -> bool:
    """Whether no shop runs on this database at this moment; makes and changes nothing."""
    try:
        async with database_of(settings):
            return True
    except AlreadyRunning:
        return False


def sealer_of(settings: Settings) -> Sealer:
    if settings.secret_key is None:
        raise StartRefused(f"SECRET_KEY is missing; make one with: {MAKE_ONE}")
    return Sealer(settings.secret_key)


async def mnemonic_of(settings: Settings, database: Database, sealer: Sealer) -> str:
    """The shop's words, made if it has none yet."""
    words = settings.wallet_mnemonic
    supplied = words.get_secret_value() if words else None
    mnemonic = await open_mnemonic(database.uow, sealer, settings.network, supplied, generate())
    log.remember_secret(mnemonic)
    return mnemonic


@asynccontextmanager
async def beside(settings: Settings, *, writes: bool = False) -> AsyncIterator[Database]:
    """The database of a shop that may be running: as it is, nothing made, nothing upgraded."""
    async with database_of(settings, exclusive=False) as database:
        if writes:
            database.refuse_two_names()
        await database.require_current()
        yield database


@asynccontextmanager
async def for_work(settings: Settings) -> AsyncIterator[Database]:
    """The same to write to; made and upgraded first when no shop runs that could be disturbed.

    Nothing may be sealed with a key that is not the shop's: its words are opened first.
    """
    alone = database_of(settings, make=True)
    try:
        await alone.__aenter__()
    except AlreadyRunning:
        async with beside(settings, writes=True) as database:
            await settle(database.uow, settings.shop_currency)
            await mnemonic_of(settings, database, sealer_of(settings))
            yield database
        return
    try:
        await prepare(settings, alone)
        yield alone
    finally:
        await alone.dispose()


async def prepare(settings: Settings, database: Database) -> str:
    """Schema, currency, words and digests as this release has them, and what a restored database
    sold already off the shelves; the words.

    For who has the database alone.
    """
    sealer = sealer_of(settings)
    await database.migrate()
    await settle(database.uow, settings.shop_currency)
    mnemonic = await mnemonic_of(settings, database, sealer)
    _tell(await mark_units(database, sealer))
    admins = Notifications(sorted(settings.admin_ids), utc_now, lambda: None)
    await Tallying(database.uow, utc_now, admins).settle()
    return mnemonic


def _tell(doubles: Doubles) -> None:
    if doubles.taken_off:
        logger.warning("%d goods were on the shelves twice: taken off", doubles.taken_off)
    if doubles.held:
        logger.warning(
            "%d goods are on the shelves twice and held by open orders: start again when those"
            " have ended, and they are taken off",
            doubles.held,
        )
    if doubles.sold:
        logger.warning("%d goods were sold twice before this release", doubles.sold)


async def require_currency(settings: Settings, database: Database) -> None:
    """Raises CurrencyChanged where a start would; settles nothing."""
    async with database.uow.read() as uow:
        current = await current_in(uow)
    if current not in (None, settings.shop_currency):
        raise CurrencyChanged(
            f"SHOP_CURRENCY is {settings.shop_currency}, and this shop sells in {current}: set"
            f" SHOP_CURRENCY={current}, or exchange everything: python bot.py currency"
        )


@asynccontextmanager
async def custody(settings: Settings, clock: Clock) -> AsyncIterator[CustodyService]:
    """The shop's keys and addresses alone, beside a running shop too."""
    sealer_of(settings)
    async with beside(settings, writes=True) as database:
        await require_wallet(database.uow, settings.network)
        yield await custody_of(settings, database, clock)


async def custody_of(settings: Settings, database: Database, clock: Clock) -> CustodyService:
    mnemonic = await mnemonic_of(settings, database, sealer_of(settings))
    return CustodyService(database.uow, clock, wallets(settings, seed_of(mnemonic)), mnemonic)


@asynccontextmanager
async def exporting(settings: Settings, clock: Clock) -> AsyncIterator[ExportService]:
    """The same, for many addresses at a time."""
    async with beside(settings, writes=True) as database:
        await require_wallet(database.uow, settings.network)
        mnemonic = await mnemonic_of(settings, database, sealer_of(settings))
        yield ExportService(database.uow, clock, wallets(settings, seed_of(mnemonic)))


def time_of(
    uow: UnitOfWorkFactory, clock: Clock, notifications: Notifications, doubt: Callable[[], None]
) -> ClockService | None:
    """Of a clock that can be wrong; addresses are looked at anew when it jumps."""
    if not isinstance(clock, TrustedClock):
        return None
    return ClockService(uow, clock, notifications, doubt)
