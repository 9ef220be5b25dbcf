"""What products ask their buyers, what was answered, and the notes that go with goods."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, bindparam, delete, select

from models.order import Order, OrderLine
from models.product import Product, ProductKind, Variant
from models.question import Answer, Question
from repositories.base import Repository

PIECE = 500
ASKED = (
    select(Question)
    .where(Question.product_id.in_(bindparam("product_ids", type_=BigInteger, expanding=True)))
    .order_by(Question.product_id, Question.position)
    .execution_options(populate_existing=True)
)


class QuestionRepository(Repository):
    async def of(self, product_ids: Sequence[int]) -> Sequence[Question]:
        """In the order in which each product asks them."""
        if not product_ids:
            return ()
        return (await self._session.scalars(ASKED, {"product_ids": product_ids})).all()

    async def all(self) -> Sequence[Question]:
        query = select(Question).order_by(Question.product_id, Question.position)
        return (await self._session.scalars(query)).all()

    async def put(self, product_id: int, texts: Sequence[str]) -> None:
        """These, and no other."""
        gone = delete(Question).where(Question.product_id == product_id)
        await self._session.execute(gone.execution_options(synchronize_session=False))
        rows = [
            {"product_id": product_id, "position": position, "text": text}
            for position, text in enumerate(texts)
        ]
        if rows:
            await self._session.execute(self._insert(Question), rows)

    async def answers(self, order_id: int) -> Sequence[tuple[OrderLine, Answer]]:
        """Each with its line, in their order."""
        query = (
            select(OrderLine, Answer)
            .join(Answer, Answer.order_line_id == OrderLine.id)
            .where(OrderLine.order_id == order_id)
            .order_by(OrderLine.id, Answer.position)
        )
        return [(line, answer) for line, answer in await self._session.execute(query)]

    async def answers_to(self, orders: Sequence[int]) -> list[tuple[int, OrderLine, Answer]]:
        """(customer, line, answer) of all of these orders."""
        found: list[tuple[int, OrderLine, Answer]] = []
        for start in range(0, len(orders), PIECE):
            query = (
                select(Order.user_id, OrderLine, Answer)
                .join(OrderLine, OrderLine.order_id == Order.id)
                .join(Answer, Answer.order_line_id == OrderLine.id)
                .where(Order.id.in_(orders[start : start + PIECE]))
            )
            found += [(user, line, row) for user, line, row in await self._session.execute(query)]
        return found

    async def notes(self, order_id: int) -> Sequence[tuple[str, ProductKind, str]]:
        """(name, kind, note) of each product in an order that has one, as it is now."""
        query = (
            select(Product.id, Product.name, OrderLine.kind, Product.note)
            .join(Variant, Variant.id == OrderLine.variant_id)
            .join(Product, Product.id == Variant.product_id)
            .where(OrderLine.order_id == order_id, Product.note != "")
            .order_by(OrderLine.id)
        )
        found: dict[int, tuple[str, ProductKind, str]] = {}
        for product_id, name, kind, note in await self._session.execute(query):
            found.setdefault(product_id, (name, kind, note))
        return [*found.values()]
