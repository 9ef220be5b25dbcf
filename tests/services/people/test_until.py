"""Dates as people type them."""

from datetime import UTC, datetime, timedelta

import pytest

from models.role_errors import BadEnd
from services.people.until import parse_end

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("10", NOW + timedelta(days=10)),
        (" 1  day ", NOW + timedelta(days=1)),
        ("3 Tage", NOW + timedelta(days=3)),
        ("2026-12-24", datetime(2026, 12, 25, tzinfo=UTC)),
        ("27.11.2026", datetime(2026, 11, 28, tzinfo=UTC)),
        ("24.12.2026 18:00", datetime(2026, 12, 24, 18, tzinfo=UTC)),
        ("2026-12-24 18:00 UTC", datetime(2026, 12, 24, 18, tzinfo=UTC)),
    ],
)
def test_it_is_understood(text: str, ends: datetime) -> None:
    assert parse_end(text, NOW) == ends


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "-1", "soon", "2026-02-30", "2026-11-26", "99999", "1e3", "٣", "1 month"),
        *("24.12.2026 25:00", "9" * 5_000, "2026-11-27 11:59"),
    ],
)
def test_it_is_refused(text: str) -> None:
    with pytest.raises(BadEnd):
        parse_end(text, NOW)
