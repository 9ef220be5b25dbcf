"""What may stand in a field of a catalogue file, and the words for what may not."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from models.product import LONGEST_NOTE
from models.question import LONGEST_QUESTION
from utils.printable import is_clean, is_one_line, is_seen

WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is no word of a catalogue",
    "greater_than": "must be more than 0",
    "greater_than_equal": "must not be less than 0",
    "less_than_equal": "is too large",
    "string_too_long": "is too long",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "too_long": "has too many",
    "enum": "is digital, shared or physical",
    "int_parsing": "is a whole number",
    "int_type": "is a whole number",
    "int_from_float": "is a whole number",
    "decimal_parsing": "is a number such as 12.50",
    "decimal_type": "is a number such as 12.50",
    "finite_number": "is a number such as 12.50",
    "string_type": "is a text",
    "tuple_type": "is a list",
    "unseen": "shows nothing: write something that can be read",
    "lines": "is one line, without signs that turn the direction of writing",
    "controls": "has signs in it that are no text",
}


def _proved(is_right: Callable[[str], bool], kind: str) -> AfterValidator:
    def proof(text: str) -> str:
        if text and not is_right(text):
            raise PydanticCustomError(kind, "not printable")
        return text

    return AfterValidator(proof)


def _no_truth(kind: str) -> BeforeValidator:
    """TOML's true is no number."""

    def proof(value: object) -> object:
        if isinstance(value, bool):
            raise PydanticCustomError(kind, "not a number")
        return value

    return BeforeValidator(proof)


SEEN, CLEAN = _proved(is_seen, "unseen"), _proved(is_clean, "controls")
Title = Annotated[str, Field(max_length=64), _proved(is_one_line, "lines"), SEEN]
"""Printable in one line, or nothing at all."""
Name = Annotated[Title, Field(min_length=1)]
Good = Annotated[str, Field(min_length=1, max_length=3000), CLEAN, SEEN]
"""May have lines; something of it can be seen."""
Words = Annotated[str, Field(max_length=1500), CLEAN]
Note = Annotated[str, Field(max_length=LONGEST_NOTE), CLEAN]
Asked = Annotated[
    str, Field(min_length=1, max_length=LONGEST_QUESTION), _proved(is_one_line, "lines"), SEEN
]
Whole = Annotated[int, _no_truth("int_type")]
Amount = Annotated[Decimal, _no_truth("decimal_type")]
