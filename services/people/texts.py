"""Help and terms in the shop's own words: per language, each version kept, the newest shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from db import UnitOfWorkFactory
from models.account import LONGEST_WORDS, TEXT_CHANGED, ShopText, Words, about_words
from models.account_errors import BadWords, WordsMoved
from models.audit import AuditEntry
from utils.clock import Clock
from utils.printable import is_clean, is_seen


@dataclass(frozen=True, slots=True)
class Current:
    """`version` 0, and no `body`: nothing was ever written."""

    version: int = 0
    body: str | None = None


def check_words(text: str) -> str:
    """As it is kept: plain text, which is escaped where it is shown. Raises BadWords."""
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_WORDS:
        raise BadWords("long", LONGEST_WORDS)
    if not text or not is_seen(text) or not is_clean(text):
        raise BadWords("signs", LONGEST_WORDS)
    return text


class TextService:
    """`languages`: those that the shop speaks; `default`: that of who speaks another."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        languages: Sequence[str],
        default: str,
    ) -> None:
        self._uow = uow
        self._clock = clock
        self.languages = tuple(languages)
        self._default = default

    async def current(self, words: Words, language: str) -> Current:
        async with self._uow.read() as uow:
            row = await uow.shop_texts.newest(words, language)
        return Current(row.version, row.body) if row else Current()

    async def help(self, language: str) -> str | None:
        """In the reader's own language alone: there is a built-in one in each."""
        return (await self.current(Words.HELP, language)).body

    async def terms(self, language: str) -> str | None:
        """In the reader's language, else in the shop's, else in any: what counts is to be read."""
        for one in dict.fromkeys((language, self._default, *self.languages)):
            if body := (await self.current(Words.TERMS, one)).body:
                return body
        return None

    async def write(
        self, words: Words, language: str, body: str | None, *, seen: int, actor: str
    ) -> None:
        """The next version; None: back to what the shop came with. `seen`: the version that its
        writer saw. Raises BadWords, WordsMoved.
        """
        body = None if body is None else check_words(body)
        async with self._uow() as uow:
            row = await uow.shop_texts.to_follow(words, language)
            if (row.version if row else 0) != seen:
                raise WordsMoved
            text = ShopText(words=words, language=language, version=seen + 1, body=body)
            text.written_by, text.at = actor, self._clock()
            uow.audit.add(_entry(text))
            await uow.shop_texts.add(text)


def _entry(text: ShopText) -> AuditEntry:
    """In the words that the guard of texts reads."""
    return AuditEntry(
        at=text.at,
        actor=text.written_by,
        action=TEXT_CHANGED,
        subject=about_words(text.words, text.language),
        details={"built_in": text.body is None, "version": text.version},
    )
