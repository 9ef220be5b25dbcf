"""Questions about refunds, and where customers want them sent."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from models.address import Address
from models.invoice import Transfer
from models.refund import Refund, RefundAddress, RefundState
from models.refund_errors import RefundNotFound
from repositories.base import Repository

UNDER_WAY = (RefundState.OPEN, RefundState.SENT)


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

    async def sent(self, limit: int) -> Sequence[Refund]:
        """Those whose transaction is not final yet, the oldest first."""
        query = select(Refund).where(Refund.state == RefundState.SENT).order_by(Refund.id)
        return (await self._session.scalars(query.limit(limit))).all()

    async def is_spoken_for(self, asset: str, txid: str, target: bytes) -> bool:
        """Whether this payment is another refund's, or a payment to the shop with its change."""
        refund = select(Refund.id).where(
            Refund.asset == asset, Refund.txid == txid, Refund.target == target
        )
        came = select(Transfer.id).where(
            Transfer.asset == asset, or_(Transfer.txid == txid, Transfer.receipt.contains(txid))
        )
        found = [await self._session.scalar(query.limit(1)) for query in (refund, came)]
        return any(each is not None for each in found)

    async def is_ours(self, chain: str, address: str) -> bool:
        """Whether the shop itself gave this address to a customer, or will."""
        query = select(Address.id).where(Address.chain == chain, Address.address == address)
        return await self._session.scalar(query) is not None

    async def address(self, order_id: int) -> RefundAddress | None:
        return await self._session.get(RefundAddress, order_id, populate_existing=True)

    async def keep_address(self, row: RefundAddress) -> None:
        self._session.add(row)
        await self._session.flush()
