"""Delivery notes, said with the goods that they are about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.answers import Verdict, reason, verdict
from handlers.sending import REFUSED, Chat, Draft
from handlers.views import reading
from handlers.views.reading import Page
from handlers.views.screen import Rows, Screen, paragraphs
from services.running.outbox import Delivered
from services.sale.reading import DeliveryNote
from utils.l10n import Translator


def digital(notes: Sequence[DeliveryNote]) -> list[DeliveryNote]:
    """Of what is handed over here."""
    return [note for note in notes if not note.kind.is_shipped]


def shipped(notes: Sequence[DeliveryNote]) -> list[DeliveryNote]:
    return [note for note in notes if note.kind.is_shipped]


@dataclass(frozen=True, slots=True)
class Told:
    """`count`: pages that were told. `apart`: refused together, so each note is a page."""

    count: int = 0
    apart: bool = False


def pages(t: Translator, notes: Sequence[DeliveryNote], above: str = "") -> list[Page]:
    """As few messages as hold them. `above`: what is said before them, on the first of them."""
    return reading.packed([*([above] if above else []), *reading.notes(t, notes)])


def is_more(found: Sequence[Page], told: Told) -> bool:
    """There may be fewer by now."""
    return told.count < len(_as_told(found, told))


def _as_told(found: Sequence[Page], told: Told) -> Sequence[Page]:
    return [(note,) for page in found for note in page] if told.apart else found


async def say_next(
    chat: Chat,
    t: Translator,
    found: Sequence[Page],
    told: Told,
    rows: Rows = (),
    *,
    leads: bool = False,
) -> tuple[Delivered, Told]:
    """The next page, and how far it is told then. A note that Telegram takes in no form is left out
    and holds up nothing; what `leads` is no note, and raises what Telegram raises.
    """
    page = _as_told(found, told)[told.count]
    try:
        sent = await chat.send(Draft(Screen(paragraphs(*page), rows), t("as-file")))
    except REFUSED as error:
        if verdict(error) is not Verdict.CONTENT or (leads and not told.count and len(page) == 1):
            raise
        if len(page) > 1:
            return Delivered(None), Told(sum(map(len, found[: told.count])), apart=True)
        sent = Delivered(None, left_out=reason(error))
    return sent, replace(told, count=told.count + 1)
