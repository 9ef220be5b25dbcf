"""`rekey`: another SECRET_KEY or DATABASE_KEY, all of it or nothing."""

import getpass
import sys
from typing import Annotated

from cyclopts import Parameter
from pydantic import SecretStr

from commands.backup import kept_copy
from commands.shop import meant
from commands.terminal import say
from config import NewKeys, Settings
from services.keys import rekey as service
from storage import database_of, prepare, sealer_of
from utils import log, sqlite_key
from utils.clock import utc_now
from utils.refusal import CommandRefused, StartRefused
from utils.sealing import Sealer, require_strong

OfDatabase = Annotated[bool, Parameter(negative="", help="Change DATABASE_KEY instead.")]


async def rekey(*, database_key: OfDatabase = False) -> None:
    """Seal everything with NEW_SECRET_KEY, or encrypt the file with NEW_DATABASE_KEY.

    The new key comes from the environment or is typed twice. Refuses while the shop runs.
    """
    await (change_database_key if database_key else change_secret_key)(meant())


async def change_secret_key(settings: Settings) -> None:
    """Seals everything anew, in one transaction."""
    old = sealer_of(settings)
    async with database_of(settings) as database:
        fresh = wanted("NEW_SECRET_KEY", NewKeys.read().secret_key)
        require_strong(fresh, "NEW_SECRET_KEY")
        if Sealer(fresh).key_id == old.key_id:
            raise CommandRefused("NEW_SECRET_KEY is the key the shop has already")
        await prepare(settings, database)
        count = await service.rekey(database, old, Sealer(fresh), utc_now)
    say(
        f"{count} values are sealed with the new key. Now set SECRET_KEY to it; keep the old one"
        " for as long as you keep backups made before."
    )


async def change_database_key(settings: Settings) -> None:
    """Encrypts the SQLite file anew, after a verified copy."""
    if settings.database_key is None:
        raise CommandRefused("DATABASE_KEY is not set: this database is not encrypted")
    async with database_of(settings) as database:
        fresh = wanted("NEW_DATABASE_KEY", NewKeys.read().database_key)
        sqlite_key.require_strong(fresh, "NEW_DATABASE_KEY")
        if fresh.get_secret_value() == settings.database_key.get_secret_value():
            raise CommandRefused("NEW_DATABASE_KEY is the key the shop has already")
        copy = kept_copy(settings, "before-rekey")
        await database.backup(copy)
        await database.rekey(fresh)
    say(
        "the file is encrypted with the new key. Now set DATABASE_KEY to it.\n"
        f"A copy under the old key, in case you need it: {copy}"
    )


def wanted(name: str, given: SecretStr | None) -> SecretStr:
    """The new key from the environment, or typed twice; raises StartRefused."""
    if given is None and not sys.stdin.isatty():
        raise StartRefused(f"set {name} in the environment, or run this at a terminal")
    fresh = given or typed_twice(name)
    log.remember_secret(fresh.get_secret_value())
    return fresh


def typed_twice(name: str) -> SecretStr:
    first, second = (getpass.getpass(f"{name}{again}: ") for again in ("", " once more"))
    if not first or first != second:
        raise CommandRefused("nothing was typed, or not the same twice")
    return SecretStr(first)
