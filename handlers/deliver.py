"""Handing digital goods over: to be read, copied and kept, in as few messages as hold them.

One message at a time: who calls says how far it has come, so that a crash repeats one at most.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.album import Piece, send_album, send_piece
from handlers.answers import Verdict, verdict
from handlers.noting import is_more, say_next
from handlers.parcel import Progress, following
from handlers.sending import REFUSED, Chat, Draft
from handlers.views import order as views
from handlers.views.reading import Page
from handlers.views.screen import CAPTION_LIMIT, TEXT_LIMIT, Screen, cut, fits, paragraphs
from services.goods.filing import FileKind
from services.running.outbox import Delivered
from services.sale.handout import Given, GoodFile, Handout
from utils.l10n import Translator

PART_BYTES = 45_000_000
"""Telegram takes files of up to 50 MB from bots: https://core.telegram.org/bots/api#senddocument"""
TITLE = 64
"""UTF-16 units of what a good is called: ten of them still fit into a caption."""
Units = Sequence[tuple[str, str]]
"""(name, payload)"""


@dataclass(frozen=True, slots=True)
class Giving:
    """One order's goods on their way into a chat.

    `protect`: the owner does not want them forwarded, at the price that they cannot be copied.
    `notes`: pages of what is to be read below them, each a message of its own.
    `tries`: how often the next message has failed.
    """

    chat: Chat
    t: Translator
    code: str
    handout: Handout
    protect: bool = False
    notes: Sequence[Page] = ()
    tries: int = 0

    async def all(self, given: Given) -> bool:
        """One message after the other; False: there is nothing to hand over."""
        sent = await self.next(given, Progress(given.mark))
        while sent is not None and sent.more is not None:
            sent = await self.next(given, Progress.of(sent.more, given.mark))
        return sent is not None

    async def next(self, given: Given, so_far: Progress) -> Delivered | None:
        """The next message, and in `more` how far it has come; None: there is nothing to give.

        What Telegram refuses together goes by itself, and raises what Telegram raises if it is
        refused again.
        """
        if not given.files and not given.texts:
            return None
        if not self._is_more(given, so_far):
            return await self._note(so_far)
        if files := following(given, so_far, self.tries):
            try:
                sent, now = await self._files(given, so_far, files)
            except REFUSED as error:
                if so_far.singly or verdict(error) is not Verdict.CONTENT:
                    raise
                return Delivered(None, more=so_far.without_groups().args)
        else:
            sent, now = await self._text(given, so_far)
        is_more = self._is_more(given, now) or self._is_noted_on(now)
        return replace(sent, more=now.args if is_more else None)

    async def _note(self, so_far: Progress) -> Delivered:
        """The next page of the notes; there may be fewer by now."""
        if not self._is_noted_on(so_far):
            return Delivered(None)
        sent, told = await say_next(self.chat, self.t, self.notes, so_far.told_notes)
        now = replace(so_far, noted=told.count, apart=told.apart)
        return replace(sent, more=now.args if self._is_noted_on(now) else None)

    def _is_noted_on(self, now: Progress) -> bool:
        return is_more(self.notes, now.told_notes)

    async def _files(
        self, given: Given, so_far: Progress, files: Sequence[GoodFile]
    ) -> tuple[Delivered, Progress]:
        """With the text below them where it fits and is still to be told."""
        caption, with_text = self._caption(files), None
        if given.texts and not so_far.told and not so_far.singly:
            with_text = self._caption(files, given.texts)
        told = with_text is not None and fits(with_text, CAPTION_LIMIT)
        if told and with_text is not None:
            caption = with_text
        pieces = [await self._piece(file, singly=so_far.singly) for file in files]
        if len(pieces) > 1:
            sent = await send_album(self.chat, pieces, caption, protect=self.protect)
        else:
            buttons = views.copies(self.t, given.texts) if told else []
            keyboard = Screen(caption, buttons).keyboard
            sent = await send_piece(self.chat, pieces[0], caption, keyboard, protect=self.protect)
        done = so_far.files + len(files)
        return sent, replace(so_far, files=done, told=int(told) or so_far.told)

    def _caption(self, files: Sequence[GoodFile], texts: Units = ()) -> str:
        t, titles = self.t, Counter(cut(file.title, TITLE) for file in files)
        names = ", ".join(f"{n} × {title}" if n > 1 else title for title, n in titles.items())
        if texts:
            return paragraphs(views.goods(t, self.code, texts), t("goods-names", names=names))
        return t("goods-as-file", code=self.code, name=names)

    async def _piece(self, file: GoodFile, *, singly: bool) -> Piece:
        kind = FileKind.DOCUMENT if singly else file.head.kind
        return Piece(kind, file.head.name, await self.handout.content(file))

    async def _text(self, given: Given, so_far: Progress) -> tuple[Delivered, Progress]:
        part = so_far.told
        sent = await send_part(
            self.chat, self.t, self.code, given.texts, part, protect=self.protect
        )
        return sent, replace(so_far, told=part + 1)

    def _is_more(self, given: Given, now: Progress) -> bool:
        parts = _parts(given.texts, self.code) if given.texts else 0
        return now.files < len(given.files) or now.told < parts


def _parts(units: Units, code: str) -> int:
    """Messages that hold a text: one, unless it is too large for a file."""
    size = len(views.goods_file(code, units))
    return max(1, -(-size // PART_BYTES))


async def send_goods(
    chat: Chat, t: Translator, code: str, units: Units, *, protect: bool = False
) -> Delivered:
    """Everything that is a text."""
    sent = await send_part(chat, t, code, units, 0, protect=protect)
    for part in range(1, _parts(units, code)):
        await send_part(chat, t, code, units, part, protect=protect)
    return sent


async def send_part(
    chat: Chat, t: Translator, code: str, units: Units, part: int, *, protect: bool
) -> Delivered:
    """A message with copy buttons; what is too long for one comes as a file, in parts if need be,
    which put together are the whole, byte for byte.
    """
    caption, whole = t("goods-file", code=code), views.goods_file(code, units)
    content = whole[part * PART_BYTES : (part + 1) * PART_BYTES]
    name = f"order-{code}-{part + 1}.txt" if part else f"order-{code}.txt"
    screen = Screen(caption)
    if not part:
        screen = Screen(views.goods(t, code, units), views.copies(t, units))
    short = len(whole) <= PART_BYTES and fits(screen.text, TEXT_LIMIT)
    draft = Draft(screen, caption, file=(name, content), protect=protect, long=not short)
    return await chat.send(draft)
