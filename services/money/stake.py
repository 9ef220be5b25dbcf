"""Asks a chain about addresses, and two of its sources about those where much is at stake."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from db import UnitOfWorkFactory
from models.invoice import Invoice, Transfer
from services.money.judgement import Judge
from services.money.notes import recollected
from services.money.observation import recorded
from utils.chains.base import ChainClient, ChainError, Known, Observation, lower
from utils.clock import Clock

REMEMBERED = timedelta(hours=24)
"""How long what a customer was given for coins counts towards the proof that more takes."""
Recorded = Mapping[int, Sequence[Transfer]]
"""By the invoice's id."""


class Stakes:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, judge: Judge) -> None:
        self._uow = uow
        self._clock = clock
        self._judge = judge

    async def observe(
        self,
        chain: ChainClient,
        invoices: Sequence[Invoice],
        known: Recorded,
        *,
        doublecheck: bool,
    ) -> Observation:
        """What the chain says of these addresses. Raises ChainError.

        What is at stake is known only from the answer: where one source's word is not enough for
        it, the address is asked about again, and what both say counts.
        """
        given = await self._given(invoices)
        told = recollected(_by_address(invoices, known), invoices)
        agree = self._large(invoices, known, given, None)
        addresses = [invoice.address.address for invoice in invoices]
        seen = await chain.observe(addresses, told, agree=agree, doublecheck=doublecheck)
        if more := self._large(invoices, known, given, seen) - agree:
            seen = await _asked_again(chain, seen, more, told)
        return replace(seen, agreed=frozenset(agree | more))

    async def _given(self, invoices: Sequence[Invoice]) -> Mapping[int, int]:
        users = {invoice.order.user_id for invoice in invoices}
        async with self._uow.read() as uow:
            return await uow.credit.given_for_coins(users, self._clock() - REMEMBERED)

    def _large(
        self,
        invoices: Sequence[Invoice],
        known: Recorded,
        given: Mapping[int, int],
        seen: Observation | None,
    ) -> set[str]:
        """Addresses of which one source's word is not enough: of what was recorded, or is told."""
        return {
            invoice.address.address
            for invoice in invoices
            if not _vouched(known.get(invoice.id, ()), seen, invoice)
            and self._judge.takes_two(
                invoice,
                _told(invoice, known.get(invoice.id, ()), seen),
                sum(row.accounted for row in known.get(invoice.id, ())),
                given.get(invoice.order.user_id, 0),
            )
        }


def _by_address(invoices: Sequence[Invoice], known: Recorded) -> Known:
    return {i.address.address: recorded(known[i.id]) for i in invoices if known.get(i.id)}


def _told(invoice: Invoice, known: Sequence[Transfer], seen: Observation | None) -> int:
    """Base units that came, as recorded or, if it is more, as told just now."""
    present = sum(row.amount for row in known if row.missing_since is None)
    now = seen.transfers.get(invoice.address.address, ()) if seen else ()
    return max(present, sum(row.amount for row in now))


def _vouched(known: Sequence[Transfer], seen: Observation | None, invoice: Invoice) -> bool:
    """Whether a person believes in each payment that is told of, and as large as it is."""
    rows = {(row.txid, row.output_index): row for row in known}
    present = {key: row.amount for key, row in rows.items() if row.missing_since is None}
    for sight in seen.transfers.get(invoice.address.address, ()) if seen else ():
        present[sight.txid, sight.output_index] = sight.amount
    again = invoice.lost or invoice.replaced
    believed = {key: max(row.vouched, 0 if again else row.accounted) for key, row in rows.items()}
    return any(row.vouched for row in known) and all(
        amount <= believed.get(key, 0) for key, amount in present.items()
    )


async def _asked_again(
    chain: ChainClient, seen: Observation, addresses: Collection[str], known: Known
) -> Observation:
    """The first answer about these addresses does not count any more, whatever comes."""
    asked = [address for address in seen.transfers if address in addresses]
    kept = replace(
        seen,
        transfers={a: rows for a, rows in seen.transfers.items() if a not in addresses},
        doubts={a: why for a, why in seen.doubts.items() if a not in addresses},
        claims=seen.claims - set(addresses),
    )
    try:
        more = await chain.observe(asked, known, agree=addresses)
    except ChainError as error:
        return replace(kept, failures=kept.failures | dict.fromkeys(asked, error))
    return replace(
        kept,
        tip=lower(kept.tip, more.tip),
        transfers=kept.transfers | more.transfers,
        failures=kept.failures | more.failures,
        doubts=kept.doubts | more.doubts,
        claims=kept.claims | more.claims,
        notes=kept.notes | more.notes,
        contested=kept.contested | more.contested,
    )
