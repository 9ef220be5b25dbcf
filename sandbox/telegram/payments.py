"""Invoices that were offered, payments that were begun, and the bots' Stars.

https://core.telegram.org/bots/api#payments
"""

from typing import Any

from sandbox.store import Store
from sandbox.telegram.events import Events
from sandbox.telegram.sequences import Sequences

Invoice = dict[str, Any]
Payment = dict[str, Any]

STARS = "XTR"
# What everybody may see of a payment; the rest is between the bot and the payer.
_SHOWN = (
    "id", "bot_id", "person_id", "chat", "message_id", "slug", "title", "currency",
    "total_amount", "status", "error", "shipping_options", "charge_id",
)  # fmt: skip
_MOST_SHOWN = 100
# Those in which somebody waits for the bot; nobody does after a restart.
_WAITING = ("shipping", "pre_checkout")


class Payments:
    """Invoices by key (chat and message, or slug of a link); payments by id, oldest first."""

    def __init__(self, store: Store, events: Events, sequences: Sequences) -> None:
        self._store = store
        self._events = events
        self._sequences = sequences
        self._invoices = store.all("invoice")
        self._rows = store.all("payment")
        for row in self._rows.values():
            if row["status"] in _WAITING:
                row["status"] = "expired"

    def shown(self) -> list[Payment]:
        return [shown(row) for row in list(self._rows.values())[-_MOST_SHOWN:]]

    def offer(self, key: str, invoice: Invoice) -> None:
        self._store.put("invoice", key, invoice)
        self._invoices[key] = invoice

    def invoice(self, key: str) -> Invoice | None:
        return self._invoices.get(key)

    def find(self, payment_id: str) -> Payment | None:
        return self._rows.get(payment_id)

    def waiting(self, status: str, bot_id: int, query_id: str) -> Payment | None:
        """The payment whose query this is, while the bot may still answer."""
        asked = (status, bot_id, query_id)
        found = (
            row
            for row in self._rows.values()
            if (row["status"], row["bot_id"], row["query_id"]) == asked
        )
        return next(found, None)

    def charged(self, bot_id: int, person_id: int, charge_id: str) -> Payment | None:
        asked = (bot_id, person_id, charge_id)
        found = (
            row
            for row in self._rows.values()
            if (row["bot_id"], row["person_id"], row["charge_id"]) == asked
        )
        return next(found, None)

    def is_paid(self, chat: str | None, message_id: int | None) -> bool:
        """Whether the invoice of this message is; a link can be paid any number of times."""
        place = (chat, message_id, True)
        return chat is not None and any(
            (row["chat"], row["message_id"], bool(row["charge_id"])) == place
            for row in self._rows.values()
        )

    def new_id(self) -> str:
        return str(self._sequences.next("payment"))

    def keep(self, row: Payment) -> Payment:
        self._store.put("payment", row["id"], row)
        self._rows[row["id"]] = row
        self._events.publish("payment", payment=shown(row))
        return row

    def star_moves(self, bot_id: int) -> list[tuple[int, int, Payment]]:
        """(when, Stars in or out, payment) of a bot in the order of time."""
        rows = [row for row in self._rows.values() if row["bot_id"] == bot_id]
        stars = [row for row in rows if row["currency"] == STARS and row["charge_id"]]
        moves = [(row["paid_at"], row["total_amount"], row) for row in stars]
        moves += [
            (row["refunded_at"], -row["total_amount"], row) for row in stars if row["refunded_at"]
        ]
        return sorted(moves, key=lambda move: move[0])


def shown(row: Payment) -> Payment:
    return {name: row[name] for name in _SHOWN}
