"""pydantic's errors as sentences for the operator: the setting's name, and what it takes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, get_args

from pydantic.fields import FieldInfo

UNKNOWN = "is no setting of Holdfast: correct or remove it in .env (see .env.example)"

KINDS: Mapping[type, str] = {int: "a whole number", Decimal: "a number", bool: "true or false"}


def sentence(error: Any, fields: Mapping[str, FieldInfo]) -> str:
    """One error of `ValidationError.errors()`; what was written is never repeated."""
    name = str(error["loc"][0])
    if error["type"] == "value_error":
        return f"{name.upper()}: {str(error['msg']).removeprefix('Value error, ')}"
    return f"{name.upper()}: {wanted(fields[name])}"


def unknown(name: str) -> str:
    return f"{name.upper()[:60]} {UNKNOWN}"


def wanted(field: FieldInfo) -> str:
    """What a setting without a proof of its own takes, in words."""
    if choices := [str(choice) for choice in get_args(field.annotation)]:
        return f"one of {', '.join(choices)}"
    number = KINDS.get(field.annotation or str, "a text")
    return f"{number}{_range(field.metadata)}"


def _range(limits: Sequence[Any]) -> str:
    words = {"ge": "from {}", "gt": "above {}", "le": "to {}", "lt": "below {}"}
    found = [
        word.format(getattr(limit, name))
        for name, word in words.items()
        for limit in limits
        if hasattr(limit, name)
    ]
    return "".join(f" {word}" for word in found)
