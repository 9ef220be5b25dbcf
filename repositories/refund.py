"""Questions about refunds, and where customers want them sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from models.address import Address
from models.invoice import Transfer
from models.refund import Refund, RefundAddress, RefundState, RefundTransaction
from models.refund_errors import RefundNotFound
from repositories.base import Repository
from utils.assets import ASSETS

UNDER_WAY = (RefundState.OPEN, RefundState.SENT)
LONGEST_PAUSE = timedelta(days=1)
"""Between two looks at a refund: one that is due later was noted by a clock that ran ahead."""


class RefundRepository(Repository):
    async def add(self, refund: Refund) -> None:
        self._session.add(refund)
        await self._session.flush()

    async def get(self, refund_id: int) -> Refund:
        """Raises RefundNotFound. Who changes it locks its order first, and then reads it."""
        query = select(Refund).where(Refund.id == refund_id)
        refund = await self._session.scalar(query.execution_options(populate_existing=True))
        if refund is None:
            raise RefundNotFound
        return refund

    async def of(self, order_id: int) -> Sequence[Refund]:
        """In the order of opening."""
        query = select(Refund).where(Refund.order_id == order_id).order_by(Refund.id)
        return (await self._session.scalars(query)).all()

    async def under_way(self, order_id: int) -> Refund | None:
        query = select(Refund).where(Refund.order_id == order_id, Refund.state.in_(UNDER_WAY))
        return await self._session.scalar(query)

    async def all_under_way(self) -> Sequence[int]:
        """The numbers of the orders whose refunds are not over."""
        query = select(Refund.order_id).where(Refund.state.in_(UNDER_WAY)).order_by(Refund.order_id)
        return (await self._session.scalars(query)).all()

    async def due(self, now: datetime, limit: int) -> Sequence[Refund]:
        """Those whose transactions are to be looked up, the longest waiting first."""
        query = select(Refund).order_by(Refund.look_at).limit(limit)
        due = (await self._session.scalars(query.where(Refund.look_at <= now))).all()
        ahead = query.where(Refund.look_at > now + LONGEST_PAUSE)
        return [*due, *(await self._session.scalars(ahead)).all()][:limit]

    async def postpone(self, refund_id: int, until: datetime) -> None:
        """It could not be looked up: the others come first."""
        query = update(Refund).where(Refund.id == refund_id, Refund.look_at.is_not(None))
        await self._session.execute(query.values(look_at=until))

    async def named(self, refund_id: int) -> Sequence[RefundTransaction]:
        """All that were named for it, in that order."""
        name = RefundTransaction
        query = select(name).where(name.refund_id == refund_id).order_by(name.id)
        fresh = query.execution_options(populate_existing=True)
        return (await self._session.scalars(fresh)).all()

    async def named_of(self, order_id: int) -> Sequence[RefundTransaction]:
        """All that were named for the refunds of an order."""
        name = RefundTransaction
        query = select(name).join(Refund, Refund.id == name.refund_id)
        query = query.where(Refund.order_id == order_id).order_by(name.id)
        return (await self._session.scalars(query)).all()

    async def name(self, row: RefundTransaction) -> None:
        self._session.add(row)
        await self._session.flush()

    async def forget(self, row: RefundTransaction) -> None:
        """Only one that was never seen."""
        await self._session.delete(row)
        await self._session.flush()

    async def target_in_turn(self, refund: Refund) -> None:
        """Until the commit: two refunds, even of two customers, may go to one address, and one
        payment there is one refund's.
        """
        await self.in_turn(f"refund:{refund.asset}:{refund.target.hex()}")

    async def is_spoken_for(self, refund: Refund, txid: str) -> bool:
        """Whether this payment is another refund's, or a payment to the shop with its change."""
        name = RefundTransaction
        seen = select(name.refund_id).where(name.txid == txid, name.seen_at.is_not(None))
        others = select(Refund).where(Refund.id.in_(seen), Refund.id != refund.id)
        for other in await self._session.scalars(others):
            if (other.asset, other.target) == (refund.asset, refund.target):
                return True
        came = select(Transfer.id).where(Transfer.chain == refund.asset)
        found = [came.where(Transfer.asset == refund.asset, Transfer.txid == txid)]
        if ASSETS[refund.asset].read_by_balance:
            found.append(came.where(Transfer.receipt.contains(txid)))
        answers = [await self._session.scalar(query.limit(1)) for query in found]
        return any(each is not None for each in answers)

    async def is_ours(self, chain: str, address: str) -> bool:
        """Whether the shop itself gave this address to a customer, or will."""
        query = select(Address.id).where(Address.chain == chain, Address.address == address)
        return await self._session.scalar(query) is not None

    async def address(self, order_id: int) -> RefundAddress | None:
        return await self._session.get(RefundAddress, order_id, populate_existing=True)

    async def keep_address(self, row: RefundAddress) -> None:
        self._session.add(row)
        await self._session.flush()
