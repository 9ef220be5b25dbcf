"""What the sources want kept about an order's address, and whether what they say is complete."""

from collections.abc import Sequence

from models.invoice import Invoice
from utils.chains.base import Known, Observation
from utils.chains.memory import LONGEST_NOTE, Recollection


def recollected(known: Known, invoices: Sequence[Invoice]) -> Recollection:
    """What is recorded, with the notes of the last looks."""
    notes = {i.address.address: i.chain_memory for i in invoices if i.chain_memory}
    return Recollection(known, notes)


def noted(invoice: Invoice, seen: Observation | None) -> str | None:
    """What is to be kept after a look: the new note, if it is one that anybody may rely on."""
    if seen is None or is_contested(invoice, seen):
        return invoice.chain_memory
    note = seen.notes.get(invoice.address.address)
    return note if note and len(note) <= LONGEST_NOTE else invoice.chain_memory


def is_contested(invoice: Invoice, seen: Observation | None) -> bool:
    """Whether nobody can call complete what was read: it lets no order expire."""
    return seen is not None and invoice.address.address in seen.contested
