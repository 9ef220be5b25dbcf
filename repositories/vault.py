"""Sealed secrets and heartbeats, by name."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.vault import Fact, Heartbeat, VaultItem
from repositories.base import Repository


class VaultRepository(Repository):
    async def find(self, name: str) -> bytes | None:
        item = await self._session.get(VaultItem, name)
        return item.sealed if item else None

    async def names(self) -> Sequence[str]:
        return (await self._session.scalars(select(VaultItem.name))).all()

    async def put(self, name: str, sealed: bytes) -> None:
        self._session.add(VaultItem(name=name, sealed=sealed))
        await self._session.flush()

    async def beat(self, name: str, at: datetime) -> None:
        await self._session.merge(Heartbeat(name=name, at=at))

    async def fact(self, name: str) -> str | None:
        return await self._session.scalar(select(Fact.value).where(Fact.name == name))

    async def state(self, name: str, value: str) -> None:
        """From now on this is so."""
        await self._session.merge(Fact(name=name, value=value))
        await self._session.flush()
