"""What a product asks its buyers: kept by admins, up to three questions, each in one line."""

from collections.abc import Sequence

from db import UnitOfWorkFactory
from models.audit import AuditEntry
from models.errors import ProductNotFound
from models.question import LONGEST_QUESTION, MOST_QUESTIONS
from models.shipping_errors import TooManyQuestions
from models.stock_errors import ChangedMeanwhile
from services.goods.keeping import seal
from services.goods.sketch import one_line
from utils.clock import Clock


def valid_question(text: str) -> str:
    """One line of what is visible; raises BadField."""
    return one_line(text, "question", LONGEST_QUESTION)


class QuestionService:
    def __init__(self, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock

    async def of(self, product_id: int) -> list[str]:
        async with self._uow.read() as uow:
            return [row.text for row in await uow.questions.of([product_id])]

    async def put(
        self, product_id: int, position: int, text: str | None, *, seen: str, actor: str
    ) -> None:
        """Another text for the question there, None to ask it no more; one place beyond the last
        adds one. `seen`: the seal of the questions that were shown.

        Raises ProductNotFound, ChangedMeanwhile, TooManyQuestions, BadField.
        """
        wanted = None if text is None else valid_question(text)
        async with self._uow() as uow:
            if await uow.keeping.product(product_id, lock=True) is None:
                raise ProductNotFound
            before = [row.text for row in await uow.questions.of([product_id])]
            if seal(before) != seen:
                by = await uow.audit.last_about(f"product:{product_id}")
                raise ChangedMeanwhile("questions", "", by.actor if by else "")
            after = _changed(before, position, wanted)
            if after != before:
                await uow.questions.put(product_id, after)
                uow.audit.add(
                    AuditEntry(
                        at=self._clock(),
                        actor=actor,
                        action="product.changed",
                        subject=f"product:{product_id}",
                        details={"field": "questions", "before": before, "after": after},
                    )
                )


def _changed(before: Sequence[str], position: int, text: str | None) -> list[str]:
    """Raises TooManyQuestions."""
    after = list(before)
    if text is None:
        return after[:position] + after[position + 1 :]
    if position >= MOST_QUESTIONS:
        raise TooManyQuestions(MOST_QUESTIONS)
    return [*after[:position], text, *after[position + 1 :]]
