"""The figures of every variant as a table, for people and for spreadsheets."""

import csv
import io
from decimal import Decimal

from services.goods.dashboard import DashboardService, Figures
from services.goods.lines import for_spreadsheet
from utils.money import minor_digits

COLUMNS = (
    *("variant", "product", "name", "kind", "on_sale", "price", "currency", "received"),
    *("available", "held", "sold", "removed", "gone", "in_doubt", "warn_at", "cost", "margin"),
)


def row_of(figures: Figures, currency: str) -> dict[str, object]:
    row = figures.variant
    return {
        "variant": row.id,
        "product": row.product.name,
        "name": row.name,
        "kind": row.product.kind.value,
        "on_sale": row.active and row.product.active,
        "price": _plain(row.price, currency),
        "currency": currency,
        "received": "endless" if row.endless else row.received_quantity,
        "available": "endless" if row.endless else row.available,
        "held": row.reserved_quantity,
        "sold": row.sold_quantity,
        "removed": row.removed_quantity,
        "gone": row.gone_quantity,
        "in_doubt": row.doubted_at is not None,
        "warn_at": row.low_at,
        "cost": _plain(figures.cost, currency),
        "margin": _plain(figures.margin, currency),
    }


def _plain(minor: int | None, currency: str) -> str | None:
    if minor is None:
        return None
    return f"{Decimal(minor).scaleb(-minor_digits(currency)):f}"


async def table(dashboard: DashboardService, currency: str) -> bytes:
    """UTF-8 with a mark, so that spreadsheets know it; nothing in it is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    async for figures in dashboard.everything():
        facts = row_of(figures, currency)
        writer.writerow(_cell(facts[name]) for name in COLUMNS)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    return for_spreadsheet(value) if isinstance(value, str) and not _is_number(value) else value


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()
