"""The shop's own door, if the settings ask for one: who is heard there, and what it leads to.

A part of the composition root. Gateways' webhooks are routes beside the signed hints.
"""

import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import partial

from config import Settings
from db import Database
from handlers.jobs import Rounds
from services.money.hint import Hints
from utils.clock import Clock, utc_now
from utils.trusted import TrustedClock
from utils.wallets.address import parse_address
from web.admission import Admission
from web.listener import Listener
from web.signed import SignedHints
from wiring import Services


@dataclass(frozen=True, slots=True)
class Entrance:
    """`rounds`: what follows from what was heard; `listen`: None without a door."""

    rounds: Rounds
    listen: Callable[[Callable[[], None]], AbstractAsyncContextManager[None]] | None


def build_entrance(
    settings: Settings, database: Database, services: Services, clock: Clock
) -> Entrance:
    if settings.hint_secret is None:
        return Entrance({}, None)
    parse = partial(parse_address, network=settings.network)
    hints = Hints(database.uow, services.payments.check, parse, time.monotonic)
    # who signs goes by the world's time, also where the shop's is moved on purpose
    world = clock if isinstance(clock, TrustedClock) else utc_now
    signed = SignedHints(settings.hint_secret, world, hints.hear)
    place = settings.hint_host, settings.hint_port
    listener = Listener(*place, [signed.route()], services.care.door, Admission())
    return Entrance({"hints": hints.round}, listener.open)
