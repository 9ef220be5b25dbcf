"""From rows and what was just learned of an address to a verdict: gathers the case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.invoice import Invoice, InvoiceState, Transfer
from models.order import BOUGHT, OrderStatus
from services.money.loss import Booked
from services.money.observation import payment
from services.money.policy import Policy
from services.money.proof import Proof, ProofTerms
from services.money.rate import RateService
from services.money.settlement import Case, Verdict, settle
from services.money.value import Prices, prices
from utils.assets import ASSETS
from utils.chains.base import Tip


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at one address brought. `scanned_at`: start of the newest complete one. `tip`
    None: no answer. `agreed`: two sources were asked and only what both confirm counts. `doubted`:
    they contradict each other, or did not answer. `alone`: there is only one. `waited`: how long
    this process has seen money here. `claimed`: one source, where it takes two, calls money of it
    confirmed.
    """

    now: datetime
    scanned_at: datetime | None
    tip: Tip | None = None
    agreed: bool = False
    doubted: bool = False
    alone: bool = False
    waited: timedelta | None = None
    claimed: bool = False


class Judge:
    def __init__(self, rates: RateService, policy: Policy, terms: ProofTerms) -> None:
        self._rates = rates
        self.policy = policy
        self._terms = terms

    def prices(self, invoice: Invoice) -> Prices:
        today = self._rates.today(invoice.asset, invoice.order.currency)
        return prices(invoice.asset, invoice.order.currency, invoice.rate, today)

    def takes_two(self, invoice: Invoice, told: int, used: int, given: int) -> bool:
        """Whether giving anything more takes a second source. `told`: base units that an address
        is said to have received, `used`: what of it was accounted for.
        """
        is_open = invoice.order.status is OrderStatus.CREATED
        units = max(0, told - used - (invoice.due if is_open else 0))
        units += invoice.lost + invoice.replaced  # what comes back is given anew
        stake = self.prices(invoice).stake(units) + (invoice.order.to_pay if is_open else 0)
        return bool(stake) and self._terms.takes_two(given + stake)

    def foresee(self, invoice: Invoice, rows: Sequence[Transfer], look: Look) -> Verdict:
        """The most that could follow, if nobody had been given anything and everything is true."""
        tiers = self._terms.tiers(invoice.asset)
        return self._verdict(invoice, rows, look, Proof(tiers, agreed=True))

    def judge(self, invoice: Invoice, rows: Sequence[Transfer], look: Look, given: int) -> Verdict:
        """`given`: minor units that coins brought this customer in the last day."""
        vouched = is_vouched(invoice, [row for row in rows if row.missing_since is None])
        proof = Proof(
            self._terms.tiers(invoice.asset),
            self._terms.agree_from,
            given,
            agreed=look.agreed or vouched,
            alone=look.alone,
        )
        return self._verdict(invoice, rows, look, proof)

    def _verdict(
        self, invoice: Invoice, rows: Sequence[Transfer], look: Look, proof: Proof
    ) -> Verdict:
        """Confirmations count only for what was read now: an old reading may be of a lost block."""
        now, deadline = look.now, invoice.order.expires_at
        until = invoice.order.counts_until
        case = Case(
            order=invoice.order.status,
            due=invoice.due,
            goods=invoice.order.to_pay,
            confirmations_required=invoice.confirmations_required,
            deadline=deadline,
            now=now,
            scanned_at=look.scanned_at,
            payments=[payment(row, look.tip, now, until) for row in rows],
            prices=self.prices(invoice),
            proof=proof,
            dust=ASSETS[invoice.asset].dust,
            doubted=look.doubted,
            waited=look.waited,
            claimed=look.claimed,
            booked=Booked(invoice.lost, invoice.replaced, invoice.written_off),
            owed=_owed(invoice),
        )
        verdict = settle(case, self.policy)
        if look.tip or verdict.state is not InvoiceState.CONFIRMING:
            return verdict
        return replace(verdict, confirmations=invoice.confirmations)


def _owed(invoice: Invoice) -> int:
    """What a person took for paid is still to come, until it is refunded."""
    order = invoice.order
    if order.by_hand_at is None or order.status not in BOUGHT:
        return 0
    return max(0, invoice.due - invoice.taken)


def is_vouched(invoice: Invoice, there: Sequence[Transfer]) -> bool:
    """Whether one source is enough for all that is there, each as large as it is: a person vouches
    for it, or it was accounted for and nothing of that was lost.
    """
    again = invoice.lost or invoice.replaced
    return bool(there) and all(
        row.amount <= max(row.vouched, 0 if again else row.accounted) for row in there
    )
