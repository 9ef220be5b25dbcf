"""A product as it is typed in one go, and what a name may be."""

from dataclasses import dataclass

from models.stock_errors import BadCaption, BadField
from services.goods.pricing import parse_price
from utils.printable import is_seen, legible

LONGEST_NAME = 64
LONGEST_TEXT = 1_500
"""Characters, as in a catalogue file."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A product as it was typed: `name / price / text`. `price`: minor units."""

    name: str
    price: int
    text: str = ""


def valid_name(text: str) -> str:
    """One line of what is visible; raises BadField."""
    return one_line(text, "name", LONGEST_NAME)


def one_line(text: str, field: str, maximum: int) -> str:
    """What is visible of it; raises BadField where that is nothing, or too much."""
    line = " ".join(legible(text).split())
    if not is_seen(line):
        raise BadField(field, "empty", maximum)
    if len(line) > maximum:
        raise BadField(field, "long", maximum)
    return line


def valid_text(text: str) -> str:
    """A description; raises BadField."""
    text = legible(text)
    if len(text) > LONGEST_TEXT:
        raise BadField("text", "long", LONGEST_TEXT)
    return text if is_seen(text) else ""


def sketched(typed: str, currency: str) -> Sketch:
    """`name / price / text`, or the three on lines of their own. Raises BadCaption, BadPrice,
    BadField.
    """
    lines = [line.strip() for line in typed.strip().splitlines() if line.strip()]
    if not lines:
        raise BadCaption("name")
    if len(lines) == 1:
        parts = [part.strip() for part in lines[0].split(" / ", 2)]
        if len(parts) == 1:
            parts = [part.strip() for part in lines[0].split("/", 2)]
    else:
        parts = [*lines[:2], "\n".join(lines[2:])]
        if " / " in lines[0]:
            first = [part.strip() for part in lines[0].split(" / ", 2)]
            parts = [*first[:2], "\n".join([*first[2:], *lines[1:]])]
    if not parts[0]:
        raise BadCaption("name")
    if len(parts) < 2 or not parts[1]:
        raise BadCaption("price")
    text = valid_text(parts[2] if len(parts) > 2 else "")
    return Sketch(valid_name(parts[0]), parse_price(parts[1], currency), text)
