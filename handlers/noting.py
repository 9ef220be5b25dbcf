"""Delivery notes, said with the goods that they are about."""

from collections.abc import Sequence

from handlers.sending import Chat, Draft
from handlers.views import reading
from handlers.views.screen import Screen
from services.running.outbox import Delivered
from services.sale.reading import DeliveryNote
from utils.l10n import Translator


def digital(notes: Sequence[DeliveryNote]) -> list[DeliveryNote]:
    """Of what is handed over here."""
    return [note for note in notes if not note.kind.is_shipped]


def shipped(notes: Sequence[DeliveryNote]) -> list[DeliveryNote]:
    return [note for note in notes if note.kind.is_shipped]


async def say_notes(chat: Chat, t: Translator, notes: Sequence[DeliveryNote]) -> None:
    """On as few messages as hold them."""
    for page in reading.packed(reading.notes(t, notes)):
        await chat.send(Draft(Screen(page), t("as-file")))


async def say_below(
    chat: Chat, t: Translator, screen: Screen, notes: Sequence[DeliveryNote]
) -> Delivered:
    """The screen with the notes in it, as far as they fit; the rest comes after it."""
    first, *rest = reading.packed([screen.text, *reading.notes(t, notes)])
    sent = await chat.send(Draft(Screen(first, screen.rows), t("as-file")))
    for page in rest:
        await chat.send(Draft(Screen(page), t("as-file")))
    return sent
