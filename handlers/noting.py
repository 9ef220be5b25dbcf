"""Delivery notes, said with the goods that they are about."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.answers import Verdict, reason, verdict
from handlers.sending import REFUSED, Chat, Draft
from handlers.views import reading
from handlers.views.screen import Rows, Screen
from services.running.outbox import Delivered
from services.sale.reading import DeliveryNote
from utils.l10n import Translator


def digital(notes: Sequence[DeliveryNote]) -> list[DeliveryNote]:
    """Of what is handed over here."""
    return [note for note in notes if not note.kind.is_shipped]


def shipped(notes: Sequence[DeliveryNote]) -> list[DeliveryNote]:
    return [note for note in notes if note.kind.is_shipped]


def pages(t: Translator, notes: Sequence[DeliveryNote], above: str = "") -> list[str]:
    """As few messages as hold them. `above`: what is said before them, on the first of them."""
    return reading.packed([*([above] if above else []), *reading.notes(t, notes)])


async def say_page(
    chat: Chat, t: Translator, page: str, rows: Rows = (), *, alone: str = ""
) -> Delivered:
    """What Telegram takes in no form holds up nothing: it is left out, and what is said `alone`
    above it goes without it.
    """
    try:
        return await chat.send(Draft(Screen(page, rows), t("as-file")))
    except REFUSED as error:
        if verdict(error) is not Verdict.CONTENT or page == alone:
            raise
        why = reason(error)
    if not alone:
        return Delivered(None, left_out=why)
    sent = await chat.send(Draft(Screen(alone, rows), t("as-file")))
    return replace(sent, left_out=why)
