"""What a product asks its buyers, as who keeps the shelves sees it."""

from collections.abc import Sequence

from handlers import goods_callbacks as on
from handlers import shipping_callbacks as ways
from handlers.views.screen import Screen, button, cut, dated, paragraphs
from models.product import Product
from models.question import MOST_QUESTIONS
from services.goods.keeping import seal
from utils.l10n import Translator

NAME = 64
"""UTF-16 units."""


@dated
def questions(t: Translator, product: Product, asked: Sequence[str]) -> Screen:
    """Each with what changes and what removes it."""
    seen, of = seal(list(asked)), product.id
    rows = [
        [
            button(
                t("button-question", number=number + 1),
                ways.EditQuestion(product_id=of, place=number),
            ),
            button(
                t("button-question-remove", number=number + 1),
                ways.RemoveQuestion(product_id=of, place=number, seen=seen),
            ),
        ]
        for number in range(len(asked))
    ]
    more = ways.EditQuestion(product_id=of, place=len(asked))
    return Screen(
        paragraphs(
            t("questions-card", name=cut(product.name, NAME)),
            *(t("question-line", number=number, text=text) for number, text in enumerate(asked, 1)),
        ),
        [
            *rows,
            [button(t("button-question-new"), more)] if len(asked) < MOST_QUESTIONS else [],
            [button(t("button-back"), on.OpenGoods(product_id=of))],
        ],
    )


def ask(t: Translator, product: Product, now: str | None) -> Screen:
    text = paragraphs(
        t("ask-question", name=cut(product.name, NAME)), t("field-now", now=now) if now else None
    )
    return Screen(text, [[button(t("button-back"), ways.Questions(product_id=product.id))]])
