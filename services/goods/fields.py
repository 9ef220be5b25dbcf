"""What of the shelves is changed field by field, and what may stand there."""

from enum import StrEnum
from typing import Any

from models.product import LONGEST_NOTE, MOST_COST
from models.shipping import HEAVIEST_PIECE
from models.stock_errors import BadField, BadNumber, BadWeight
from services.goods.removal import MOST
from services.goods.sketch import valid_name, valid_text
from utils.printable import is_seen, legible

NONE = frozenset({"-", "\u2013", "\u2014"})
"""What is typed for nothing."""


class Field(StrEnum):
    """What can be changed, and of what."""

    CATEGORY_NAME = "c-name"
    CATEGORY_HOME = "c-home"
    """The category that it is inside of; None: it stands at the entrance."""
    CATEGORY_SHOWN = "c-shown"
    NAME = "p-name"
    TEXT = "p-text"
    NOTE = "p-note"
    """What goes with the goods."""
    HOME = "p-home"
    """The category that it stands in."""
    SHOWN = "p-shown"
    """Whether it is on sale."""
    VARIANT_NAME = "v-name"
    PRICE = "v-price"
    LOW = "v-low"
    COST = "v-cost"
    """What one costs the shop."""
    WEIGHT = "v-weight"
    """Grams."""
    VARIANT_SHOWN = "v-shown"
    VARIANT_HOME = "v-home"
    """The product that it is a version of."""

    @property
    def of(self) -> str:
        return {"c": "category", "p": "product", "v": "variant"}[self.value[0]]

    @property
    def column(self) -> str:
        return COLUMNS[self]


COLUMNS = {
    Field.CATEGORY_NAME: "name",
    Field.CATEGORY_HOME: "parent_id",
    Field.CATEGORY_SHOWN: "active",
    Field.NAME: "name",
    Field.TEXT: "description",
    Field.NOTE: "note",
    Field.HOME: "category_id",
    Field.SHOWN: "active",
    Field.VARIANT_NAME: "name",
    Field.PRICE: "price",
    Field.LOW: "low_at",
    Field.COST: "cost",
    Field.WEIGHT: "weight",
    Field.VARIANT_SHOWN: "active",
    Field.VARIANT_HOME: "product_id",
}


def valid(field: Field, value: Any) -> Any:
    """As it is kept; raises BadField, BadNumber, BadWeight."""
    if field in (Field.NAME, Field.CATEGORY_NAME):
        return valid_name(value)
    if field is Field.VARIANT_NAME:
        return valid_name(value) if value.strip() else ""
    if field is Field.TEXT:
        return valid_text(value)
    if field is Field.NOTE:
        return valid_note(value)
    if field is Field.WEIGHT and not 0 <= value <= HEAVIEST_PIECE:
        raise BadWeight(0, HEAVIEST_PIECE, "weight")
    if field is Field.COST and value is not None and not 0 <= value <= MOST_COST:
        raise BadField("cost", "long", MOST_COST)
    if field is Field.LOW and value is not None and not 0 <= value <= MOST:
        raise BadNumber(0, MOST, "never")
    return value


def valid_note(text: str) -> str:
    """What is visible of it; a dash alone takes it away. Raises BadField."""
    note = legible(text)
    if len(note) > LONGEST_NOTE:
        raise BadField("delivery-note", "long", LONGEST_NOTE)
    return "" if note in NONE or not is_seen(note) else note
