"""Questions about many people: who is on which list, and who may be meant by a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Text, TextClause, bindparam, select, text, tuple_

from models.base import EPOCH, MILLISECOND, UtcDateTime
from models.crowd import Listed, People, Place
from models.person import PersonNote, PersonTag
from models.user import User
from repositories.base import Repository
from repositories.sought import LIKENESS, SHORT, THRESHOLD, Candidate

MOST_LATELY = 5_000
"""Orders of all people that a list looks at: the newest of its time."""
FOLDED = (
    "lower(regexp_replace(normalize(users.name || ' ' || coalesce(users.username, ''), NFKD),"
    " '[\u0300-\u036f]', '', 'g'))"
)
"""As the index of 0023_people has it."""
BY_TRIGRAMS = text("""
    SELECT u.id, u.name, u.username FROM (
        SELECT rowid AS id FROM people_search WHERE people_search MATCH :words
        ORDER BY bm25(people_search) LIMIT :most
    ) AS found JOIN users u ON u.id = found.id""")
BY_LIKENESS = text(f"""
    SELECT users.id, users.name, users.username FROM users WHERE :words <% {FOLDED}
    ORDER BY word_similarity(:words, {FOLDED}) DESC, users.id LIMIT :most""")  # noqa: S608 - ours
AMONG_NEWEST = text("""
    SELECT found.id, found.name, found.username FROM (
        SELECT id, name, username FROM users ORDER BY created_at DESC, id DESC LIMIT :looked
    ) AS found
    WHERE lower(found.name) LIKE :words ESCAPE '!' OR lower(found.username) LIKE :words ESCAPE '!'
    LIMIT :most""")
TIMEOUTS = """
    SELECT u.id AS id, count(*) AS worth FROM (
        SELECT user_id, timed_out_at FROM orders WHERE timed_out_at > :after
        ORDER BY timed_out_at DESC LIMIT :looked
    ) AS lately JOIN users u ON u.id = lately.user_id
    WHERE u.forgiven_at IS NULL OR lately.timed_out_at > u.forgiven_at GROUP BY u.id"""
TURNOVER = """
    SELECT lately.user_id AS id, sum(lately.total) AS worth FROM (
        SELECT user_id, total, currency, status FROM orders WHERE paid_at > :after
        ORDER BY paid_at DESC LIMIT :looked
    ) AS lately
    WHERE lately.status IN ('paid', 'shipped') AND lately.currency = :currency
    GROUP BY lately.user_id"""


@dataclass(frozen=True, slots=True)
class Window:
    """What lists of orders look at: since when, and in which currency."""

    after: datetime
    currency: str


class CrowdRepository(Repository):
    async def listed(
        self, which: People, place: Place | None, limit: int, window: Window, tag_id: int = 0
    ) -> list[Listed]:
        """In the order of the list, also when it is read backwards."""
        if which in (People.TIMEOUTS, People.TURNOVER):
            found = await self._lately(which, place, limit, window)
        else:
            found = await self._by_index(which, place, limit, tag_id)
        found = found[::-1] if place and place.back else found
        rows = await self._session.scalars(
            select(User).where(User.id.in_([one for one, _ in found]))
        )
        users = {user.id: user for user in rows}
        return [Listed(users[user_id], key) for user_id, key in found if user_id in users]

    async def _by_index(
        self, which: People, place: Place | None, limit: int, tag_id: int
    ) -> list[tuple[int, int]]:
        if which in (People.NEWEST, People.BANNED):
            return await self._by_time(which, place, limit)
        owner: Any = PersonNote.user_id if which is People.NOTED else PersonTag.user_id
        query = select(owner).group_by(owner)
        if which is People.TAGGED:
            query = query.where(PersonTag.tag_id == tag_id)
        back = place is not None and place.back
        if place is not None:
            query = query.where(owner > place.user_id if back else owner < place.user_id)
        query = query.order_by(owner if back else owner.desc()).limit(limit)
        return [(user_id, user_id) for user_id in await self._session.scalars(query)]

    async def _by_time(
        self, which: People, place: Place | None, limit: int
    ) -> list[tuple[int, int]]:
        moment: Any = User.created_at if which is People.NEWEST else User.banned_at
        query = select(User.id, moment)
        if which is People.BANNED:
            query = query.where(User.banned_at.is_not(None))
        back = place is not None and place.back
        if place is not None:
            at = bindparam("at", EPOCH + place.key * MILLISECOND, UtcDateTime())
            here, there = tuple_(moment, User.id), tuple_(at, place.user_id)
            query = query.where(here > there if back else here < there)
        order = (moment, User.id) if back else (moment.desc(), User.id.desc())
        rows = await self._session.execute(query.order_by(*order).limit(limit))
        return [(user_id, (at - EPOCH) // MILLISECOND) for user_id, at in rows]

    async def _lately(
        self, which: People, place: Place | None, limit: int, window: Window
    ) -> list[tuple[int, int]]:
        base = TIMEOUTS if which is People.TIMEOUTS else TURNOVER
        back = place is not None and place.back
        sign, order = (">", "") if back else ("<", " DESC")
        only = f"WHERE worth {sign} :key OR (worth = :key AND id {sign} :id)" if place else ""
        query = text(
            f"SELECT id, worth FROM ({base}) AS ranked {only}"  # noqa: S608 - ours
            f" ORDER BY worth{order}, id{order} LIMIT :most"
        )
        after = bindparam("after", window.after, UtcDateTime())
        given: dict[str, Any] = {"looked": MOST_LATELY, "most": limit}
        given |= {"key": place.key, "id": place.user_id} if place else {}
        given |= {"currency": window.currency} if which is People.TURNOVER else {}
        rows = await self._session.execute(query.bindparams(after).bindparams(**given))
        return [(int(user_id), int(worth)) for user_id, worth in rows]

    async def candidates(self, words: Sequence[str], most: int) -> list[Candidate]:
        """Somehow like these words (folded), the likest first; short words are looked for among
        the newest people alone.
        """
        long = [word for word in words if len(word) >= SHORT]
        if not long:
            return await self._among_newest(words[0], most)
        if self._on_postgresql:
            await self._session.execute(THRESHOLD, {"likeness": str(LIKENESS)})
            return await self._ask(BY_LIKENESS, " ".join(words), most)
        grams = {word[at : at + SHORT] for word in long for at in range(len(word) - SHORT + 1)}
        return await self._ask(BY_TRIGRAMS, " OR ".join(f'"{g}"' for g in sorted(grams)), most)

    async def _among_newest(self, word: str, most: int) -> list[Candidate]:
        query = AMONG_NEWEST.bindparams(bindparam("looked", MOST_LATELY, BigInteger()))
        return await self._ask(query, f"%{word}%", most)

    async def _ask(self, question: TextClause, words: str, most: int) -> list[Candidate]:
        typed = question.bindparams(bindparam("words", type_=Text()))
        rows = await self._session.execute(typed, {"words": words, "most": most})
        return [Candidate(row.id, row.name, row.username or "") for row in rows]

    async def known(self, user_ids: Sequence[int]) -> dict[int, User]:
        rows = await self._session.scalars(select(User).where(User.id.in_(user_ids)))
        return {user.id: user for user in rows}
