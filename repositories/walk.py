"""Walking through the books and the file, a slice at a time, and finding what is live."""

from collections.abc import Mapping, Sequence

from sqlalchemy import BigInteger, bindparam, text

from repositories.invariant import InvariantRepository, Violation
from repositories.kind import HIGHEST, LOWEST, Kind
from repositories.slice import KINDS, LIVE, ORDERS, Part, Slice, expanding, pieces
from utils.waiting import Progress, Tell

MARKS = text("""
    SELECT (SELECT coalesce(max(id), 0) FROM audit) AS audit,
        (SELECT coalesce(max(id), 0) FROM credit_entries) AS credit""")


class WalkRepository(InvariantRepository):
    async def violations(self) -> list[Violation]:
        """Every check over everything, in slices; an empty list means that the books are right."""
        found: dict[str, Violation] = {}
        for kind in KINDS:
            after = LOWEST
            while after < HIGHEST:
                piece = await self.slice_after(kind, after)
                for violation in await self.violations_in(piece):
                    found.setdefault(violation.name, violation)
                after = piece.last
        return list(found.values())

    async def everything(self, tell: Tell) -> dict[str, str]:
        """Every check of the books, in slices, and of the file; where it is wrong, by name."""
        parts: list[Part] = [*KINDS, *self.file_checks()]
        found = dict[str, str]()
        for number, part in enumerate(parts):
            after = LOWEST
            while after < HIGHEST:
                tell(Progress(str(part), number, len(parts), await self.share(part, after)))
                wrong, after = await self.look(part, after)
                found |= wrong
        return found

    async def look(self, part: Part, after: int) -> tuple[dict[str, str], int]:
        """What is wrong in the slice after `after`, or by a check of the file; where it ends."""
        if isinstance(part, str):
            faults = await self.faults(part)
            return ({f"file: {part}": str(faults)} if faults else {}), HIGHEST
        piece = await self.slice_after(part, after)
        found = await self.violations_in(piece)
        return {violation.name: str(violation.rows) for violation in found}, piece.last

    async def slice_after(self, kind: Kind, after: int) -> Slice:
        """The next ids after `after`; the last slice reaches beyond every id."""
        some = f"SELECT id FROM {kind.table} WHERE id > :after ORDER BY id LIMIT :size"  # noqa: S608
        query = text(f"SELECT count(*) AS ids, max(id) AS last FROM ({some}) AS page")  # noqa: S608
        bounds = {"after": after, "size": kind.size}
        known = query.bindparams(*(bindparam(n, v, BigInteger) for n, v in bounds.items()))
        row = (await self._session.execute(known)).one()
        first = LOWEST if after == LOWEST else after + 1
        return Slice(kind, first, row.last if row.ids == kind.size else HIGHEST)

    async def live(self, audit: int, credit: int) -> list[Slice]:
        """What can still change, and what changed since the marks, in slices of bounded size."""
        marks = {"audit": audit, "credit": credit}
        ids = {kind: await self._ids(LIVE.get(kind, ()), marks) for kind in KINDS}
        for some in pieces(sorted(ids[ORDERS]), ORDERS.size):
            for kind in KINDS:
                touched = text(kind.touched).bindparams(expanding("ids", some))
                ids[kind] |= set(await self._session.scalars(touched))
        return [
            Slice(kind, ids=some) for kind in KINDS for some in pieces(sorted(ids[kind]), kind.size)
        ]

    async def _ids(self, queries: Sequence[str], marks: Mapping[str, int]) -> set[int]:
        found = set[int]()
        for query in queries:
            known = {name: mark for name, mark in marks.items() if f":{name}" in query}
            binds = [bindparam(name, mark, BigInteger) for name, mark in known.items()]
            found |= set(await self._session.scalars(text(query).bindparams(*binds))) - {None}
        return found

    async def share(self, part: Part, after: int) -> float:
        """How much of the ids is behind `after`, from 0 to 1; they are not evenly used."""
        if isinstance(part, str):
            return 0.0
        ends = "SELECT ({0} min{1}) AS low, ({0} max{1}) AS high"
        ends = ends.format("SELECT", f"(id) FROM {part.table}")
        low, high = (await self._session.execute(text(ends))).one()
        return min(1.0, max(0.0, (after - low) / (high - low))) if low != high else 0.0

    async def marks(self) -> tuple[int, int]:
        """The newest audit and credit entries, 0 where there are none."""
        row = (await self._session.execute(MARKS)).one()
        return row.audit, row.credit
