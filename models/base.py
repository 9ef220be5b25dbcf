"""Base class and column types shared by all models.

SQLite tables are STRICT (https://sqlite.org/stricttables.html), so every type here compiles to
INTEGER, TEXT or BLOB there: a float in a money column is an error, not a rounding.
"""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Integer, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

BigInt = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC datetimes, stored as integer milliseconds since 1970; naive ones are refused."""

    impl = BigInt
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"naive datetime: {value!r}")
        return (value - EPOCH) // MILLISECOND if value is not None else None

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return EPOCH + value * MILLISECOND if value is not None else None


class BaseUnits(TypeDecorator[int]):
    """Satoshi, wei, lamport: an int of any size, stored as decimal text (wei overflows 64 bits)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Any) -> str | None:
        if value is not None and (type(value) is not int or value < 0):
            raise ValueError(f"base units must be a non-negative int: {value!r}")
        return str(value) if value is not None else None

    def process_result_value(self, value: str | None, dialect: Any) -> int | None:
        return int(value) if value is not None else None


class DecimalText(TypeDecorator[Decimal]):
    """An exact decimal (a rate, a percentage), stored as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Any) -> str | None:
        if value is not None and not value.is_finite():
            raise ValueError(f"not a finite decimal: {value!r}")
        return format(value, "f") if value is not None else None

    def process_result_value(self, value: str | None, dialect: Any) -> Decimal | None:
        return Decimal(value) if value is not None else None


class Flag(TypeDecorator[bool]):
    """A boolean, stored as 0 or 1 (STRICT tables know no BOOLEAN)."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Any) -> int | None:
        return int(value) if value is not None else None

    def process_result_value(self, value: int | None, dialect: Any) -> bool | None:
        return bool(value) if value is not None else None


class JsonText(TypeDecorator[dict[str, Any]]):
    """A small JSON object, stored as text on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Any) -> str | None:
        return json.dumps(value, sort_keys=True) if value is not None else None

    def process_result_value(self, value: str | None, dialect: Any) -> dict[str, Any] | None:
        return json.loads(value) if value is not None else None


class Choice(TypeDecorator[StrEnum]):
    """A StrEnum member, stored as its value; `one_of` adds the CHECK."""

    impl = Text
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: StrEnum | None, dialect: Any) -> str | None:
        return self.members(value).value if value is not None else None

    def process_result_value(self, value: str | None, dialect: Any) -> StrEnum | None:
        return self.members(value) if value is not None else None


def one_of(column: str, members: type[StrEnum]) -> CheckConstraint:
    values = ", ".join(f"'{member.value}'" for member in members)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


def at_most(column: str, other: str) -> str:
    """A condition on two columns of BaseUnits; text without leading zeros compares exactly."""
    shorter = f"length({column}) < length({other})"
    return f"{shorter} OR (length({column}) = length({other}) AND {column} <= {other})"


STRICT = {"sqlite_strict": True}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        int: BigInt,
        str: Text(),
        bool: Flag(),
        bytes: LargeBinary(),
        datetime: UtcDateTime(),
        Decimal: DecimalText(),
        dict[str, Any]: JsonText(),
    }
    __table_args__: Any = STRICT
