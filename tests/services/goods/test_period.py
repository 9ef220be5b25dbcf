"""Days and discounts as people type them: read as what they must mean, or refused with the way."""

from datetime import UTC, datetime

import pytest

from models.discount import DiscountKind
from models.errors import ShopError
from models.goods_errors import BadPeriod
from services.goods.period import parse_period
from services.goods.reduction import parse_reduction

NOW = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
DEC = [datetime(2026, 12, day, tzinfo=UTC) for day in range(1, 32)]


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("", None, None),
        ("2026-12-01 2026-12-24", DEC[0], DEC[24]),
        ("01.12.2026 24.12.2026", DEC[0], DEC[24]),
        ("2026/12/1 - 2026/12/24", DEC[0], DEC[24]),
        ("2026-12-01..2026-12-24", DEC[0], DEC[24]),
        ("from 2026-12-01 to 2026-12-24", DEC[0], DEC[24]),
        ("von 1.12.2026 bis 24.12.2026", DEC[0], DEC[24]),
        ("until 2026-12-24", None, DEC[24]),
        ("- 2026-12-24", None, DEC[24]),
        ("2026-12-01 –", DEC[0], None),
        ("ab 2026-12-01", DEC[0], None),
        ("today 2026-12-24", None, DEC[24]),
        ("2026-11-27 2026-12-24", None, DEC[24]),
        ("2026-12-01 2026-12-01", DEC[0], DEC[1]),
    ],
)
def test_days_are_read(text: str, starts: datetime | None, ends: datetime | None) -> None:
    period = parse_period(text, NOW)
    assert (period.starts_at, period.ends_at) == (starts, ends)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-12-24", "one"),
        ("2026-12-32 -", "day"),
        ("2026-02-30 2026-12-24", "day"),
        ("0000-01-01 -", "day"),
        ("2026-11-26 2026-12-24", "past"),
        ("- 2026-11-26", "over"),
        ("2026-12-24 2026-12-01", "backwards"),
        ("2062-12-01 -", "far"),
        ("- 9999-12-31", "far"),
        ("12/24/2026 -", "form"),
        ("tomorrow", "form"),
        ("x " * 500, "form"),
        ("2026-12-01 2026-12-02 2026-12-03", "form"),
        ("٢٠٢٦-١٢-٠١ -", "form"),
    ],
)
def test_what_is_no_period_is_refused_with_one_that_is(text: str, why: str) -> None:
    with pytest.raises(BadPeriod) as refusal:
        parse_period(text, NOW)
    assert refusal.value.fields["why"] == why
    period = parse_period(str(refusal.value.fields["example"]), NOW)
    assert period.starts_at
    assert period.ends_at


@pytest.mark.parametrize(
    ("text", "kind", "amount", "ends"),
    [
        ("20%", DiscountKind.PERCENT, 20, False),
        ("20 % 2026-12-01 2026-12-24", DiscountKind.PERCENT, 20, True),
        ("1.50", DiscountKind.FIXED, 150, False),
        ("1 500 2026-12-01 2026-12-24", DiscountKind.FIXED, 150_000, True),
        ("1,50 USD - 2026-12-24", DiscountKind.FIXED, 150, True),
    ],
)
def test_a_discount_is_read(text: str, kind: DiscountKind, amount: int, *, ends: bool) -> None:
    off = parse_reduction(text, "USD", NOW)
    assert (off.kind, off.amount, off.period.ends_at is not None) == (kind, amount, ends)


@pytest.mark.parametrize(
    "text", ["", "x", "%", "0%", "96%", "9999999999%", "1.5%", "-1", "0", "1e3", "1.50 soon", "²%"]
)
def test_what_is_no_discount_is_refused(text: str) -> None:
    with pytest.raises(ShopError):
        parse_reduction(text, "USD", NOW)
