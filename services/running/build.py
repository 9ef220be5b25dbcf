"""What exactly runs here: release, commit, database, schema, Python. No paths, and no secrets."""

import platform
from dataclasses import dataclass

from db import UnitOfWorkFactory
from utils.release import Release


@dataclass(frozen=True, slots=True)
class Build:
    """`database`: its kind; `schema`: the revision of its tables; None: not known."""

    version: str
    commit: str | None
    database: str | None
    schema: str | None
    python: str

    @classmethod
    def of(cls, release: Release, database: str | None, schema: str | None) -> "Build":
        python = platform.python_version()
        return cls(release.version, release.commit, database, schema, python)


class BuildService:
    """`kind`: of the database. The release is read once: what lies here may change meanwhile."""

    def __init__(self, uow: UnitOfWorkFactory, kind: str) -> None:
        self._uow = uow
        self._release = Release.of()
        self._kind = kind

    async def look(self) -> Build:
        async with self._uow.read() as uow:
            return Build.of(self._release, self._kind, await uow.inspections.schema())
