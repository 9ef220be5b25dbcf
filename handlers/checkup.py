"""`doctor` from the chat: the same looks, by one person at a time."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiogram import Bot

from db import UnitOfWorkFactory
from handlers.doctor import Finding, Patient, examine
from models.numbers_errors import DoctorBusy
from services.money.rate import RateService
from services.money.watched import watched_assets
from services.people.role import RoleService
from services.sale.delivery import damaged
from utils.chains.base import ChainClient
from utils.log import without_secrets
from utils.sealing import Sealer
from utils.wallets.base import Wallet

LONGEST = 45.0
"""Seconds: who does not answer within that is silent."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """`two`: two owners have to agree on something. The whole database is not looked at: the shop
    does that by itself once a day, and the command does it when asked.
    """

    uow: UnitOfWorkFactory
    sealer: Sealer
    rates: RateService
    chains: Mapping[str, ChainClient]
    wallets: Mapping[str, Wallet]
    roles: RoleService
    admin_ids: frozenset[int]
    channel_id: int | None
    two: bool
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def examine(self, bot: Bot) -> list[Finding]:
        """Raises DoctorBusy."""
        if self._one.locked():
            raise DoctorBusy
        async with self._one:
            try:
                async with asyncio.timeout(LONGEST):
                    found = await examine(await self._patient(bot))
            except TimeoutError:
                word = f"not everybody answered within {LONGEST:.0f} seconds: try again"
                return [Finding(False, "doctor", word)]
        return [Finding(f.ok, without_secrets(f.what), without_secrets(f.word)) for f in found]

    async def _patient(self, bot: Bot) -> Patient:
        lone = self.two and await self.roles.is_lone_owner()
        return Patient(
            *(bot, self.admin_ids, self.rates, self.chains, self.wallets, None),
            waited_for=await watched_assets(self.uow),
            damaged=await damaged(self.uow, self.sealer),
            channel_id=self.channel_id,
            lone_owner=lone,
        )
