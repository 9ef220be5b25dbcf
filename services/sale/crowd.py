"""Many people: lists that are turned by keys, and the search for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from db import UnitOfWork, UnitOfWorkFactory
from models.crowd import Listed, People, Place
from models.person import Tag
from models.role_errors import PersonNotFound
from models.user import User
from repositories.crowd import Window
from services.goods.finding import ranked, words_of
from services.people.named import meant
from utils.clock import Clock

PAGE = 8
FOUND = 10
"""People that a search shows."""
PROPOSED = 40
"""People of whom a search picks."""
LATELY = timedelta(days=90)
"""What counts as turnover on the list."""
LONGEST = 64
"""Characters of what is looked for."""


@dataclass(frozen=True, slots=True)
class CrowdPage:
    """`before`, `after`: where the pages beside it begin; None: there is none."""

    which: People
    rows: Sequence[Listed]
    before: Place | None
    after: Place | None
    currency: str
    tag: Tag | None = None


class CrowdService:
    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, fade: timedelta, currency: str
    ) -> None:
        """`fade`: how long a timeout counts."""
        self._uow = uow
        self._clock = clock
        self._fade = fade
        self._currency = currency

    async def page(self, which: People, place: Place | None, tag_id: int = 0) -> CrowdPage:
        """What lay before a place that has gone is the beginning."""
        async with self._uow.read() as uow:
            tags = await uow.people.tags() if which is People.TAGGED else ()
            tag = next((one for one in tags if one.id == tag_id), None)
            rows = await self._listed(uow, which, place, tag_id)
            if place and place.back and len(rows) <= PAGE:
                place = None
                rows = await self._listed(uow, which, None, tag_id)
        back = place is not None and place.back
        more = back or len(rows) > PAGE
        shown = rows[-PAGE:] if back else rows[:PAGE]
        first = _place(shown[0], back=True) if shown and place else None
        last = _place(shown[-1], back=False) if shown and more else None
        return CrowdPage(which, shown, first, last, self._currency, tag)

    async def _listed(
        self, uow: UnitOfWork, which: People, place: Place | None, tag_id: int
    ) -> list[Listed]:
        lately = self._fade if which is People.TIMEOUTS else LATELY
        window = Window(self._clock() - lately, self._currency)
        return await uow.crowd.listed(which, place, PAGE + 1, window, tag_id)

    async def one(self, word: str) -> User:
        """Whom a number, an @name or an order's code names. Raises PersonNotFound."""
        async with self._uow.read() as uow:
            user = await uow.users.find(await meant(uow, word))
        if user is None:
            raise PersonNotFound
        return user

    async def find(self, word: str) -> list[User]:
        """Whoever may be meant, the likest first; a name may be misspelt."""
        words = words_of(word[:LONGEST])
        async with self._uow.read() as uow:
            sure = await uow.users.find(await meant(uow, word[:LONGEST]))
            proposed = await uow.crowd.candidates(words, PROPOSED) if words else []
            found = ranked(words, proposed)
            whole = [one for one in found if one.surely]  # every word is theirs
            likely = [one.product_id for one in whole or found]
            ids = list(dict.fromkeys([*([sure.id] if sure else []), *likely]))[:FOUND]
            known = await uow.crowd.known(ids)
        return [known[user_id] for user_id in ids if user_id in known]


def _place(row: Listed, *, back: bool) -> Place:
    return Place(row.key, row.user.id, back)
