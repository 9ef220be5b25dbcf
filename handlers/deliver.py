"""Handing digital goods over: to be read, copied and kept."""

from collections.abc import Iterator, Sequence

from handlers.sending import Chat, Draft
from handlers.views import order as views
from handlers.views.screen import TEXT_LIMIT, Screen, cut, fits
from services.running.outbox import Delivered
from services.sale.handout import Handout
from utils.l10n import Translator

PART_BYTES = 45_000_000
"""Telegram takes files of up to 50 MB from bots: https://core.telegram.org/bots/api#senddocument"""
TITLE = 128
"""UTF-16 units of what a good is called."""
Units = Sequence[tuple[str, str]]
"""(name, payload)"""


async def hand_over(
    chat: Chat,
    t: Translator,
    code: str,
    handout: Handout,
    whose: tuple[int, int],
    *,
    protect: bool = False,
) -> Delivered | None:
    """All that an order has bought: texts first, then each file, one in memory at a time.

    `whose`: (order, owner). None: there is nothing to hand over. Raises OrderNotFound.
    """
    order_id, owner = whose
    texts = await handout.texts(order_id, owner=owner)
    sent = await send_goods(chat, t, code, texts, protect=protect) if texts else None
    for file in await handout.files(order_id, owner=owner):
        caption = t("goods-as-file", code=code, name=cut(file.title, TITLE))
        content = (file.head.name, await handout.content(file))
        draft = Draft(Screen(caption), caption, file=content, protect=protect, long=True)
        last = await chat.send(draft)
        sent = sent or last
    return sent


async def send_goods(
    chat: Chat, t: Translator, code: str, units: Units, *, protect: bool = False
) -> Delivered:
    """A message with copy buttons; what is too long for one comes as a file, in parts if need be.

    `protect`: the owner does not want it forwarded, at the price that it cannot be copied.
    """
    screen = Screen(views.goods(t, code, units), views.copies(t, units))
    caption = t("goods-file", code=code)
    first, *rest = list(_parts(views.goods_file(code, units)))
    file = (f"order-{code}.txt", first)
    short = not rest and fits(screen.text, TEXT_LIMIT)
    sent = await chat.send(Draft(screen, caption, file=file, protect=protect, long=not short))
    for number, part in enumerate(rest, 2):
        again = (f"order-{code}-{number}.txt", part)
        sent = await chat.send(
            Draft(Screen(caption), caption, file=again, protect=protect, long=True)
        )
    return sent


def _parts(content: bytes) -> Iterator[bytes]:
    """Put together they are the whole, byte for byte."""
    for start in range(0, len(content), PART_BYTES):
        yield content[start : start + PART_BYTES]
