"""Kinds of rows that invariants are judged by: what people agree on, and what days came to."""

from repositories.kind import Kind

GIFTS = Kind(
    table="gifts",
    size=1_000,
    checks=("I30 a link",),
    rows={
        "gifts": "id",
        "credit_entries": (
            "id IN (SELECT entry_id FROM {home}gifts WHERE id {these}"
            " UNION ALL SELECT end_id FROM {home}gifts WHERE id {these})"
        ),
    },
    touched="SELECT id FROM gifts WHERE id IN :ids AND 1 = 0",  # see LIVE
)
AGREED = Kind(
    table="approvals",
    size=1_000,
    checks=("I31 ",),
    rows={"approvals": "id"},
    touched="SELECT id FROM approvals WHERE order_id IN :ids",
)
COMPLAINTS = Kind(
    table="complaints",
    size=1_000,
    checks=("I43 ",),
    rows={"complaints": "id"},
    touched="SELECT id FROM complaints WHERE order_id IN :ids",
)
NOTICES = Kind(
    table="notice_rules",
    size=1_000,
    checks=("I51 ",),
    rows={"notice_rules": "id"},
    touched="SELECT id FROM notice_rules WHERE id IN :ids AND 1 = 0",
)
VOUCHERS = Kind(
    table="voucher_codes",
    size=1_000,
    checks=("I55 a code",),
    rows={"voucher_codes": "id", "voucher_uses": "code_id"},
    touched="SELECT code_id FROM voucher_uses WHERE order_id IN :ids",
)
DAYS = Kind(
    table="days",
    size=10,
    checks=("I50 ",),
    rows={"these_days": "id"},
    touched=(
        "SELECT d.id FROM orders o JOIN days d ON d.ends_at > o.paid_at"
        " AND d.ends_at <= o.paid_at + 172800000 AND d.starts_at <= o.paid_at"
        " WHERE o.id IN :ids"
    ),
)
