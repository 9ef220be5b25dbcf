"""Vouchers: rules, codes, who used them, and what they took off an order."""

import sqlalchemy as sa
from alembic import op

revision = "0026_vouchers"
down_revision = "0026_refills"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
REASONS = (
    "'overpaid', 'late', 'returned', 'spent', 'honoured', 'reversed', 'unhonoured', 'refunded',"
    " 'withdrawn', 'exchanged_from', 'exchanged_into', 'suspended', 'restored',"
    " 'gifted', 'gift_claimed', 'gift_back', 'granted', 'deducted', 'refilled'"
)
ADDING = (
    "'overpaid', 'late', 'returned', 'reversed', 'unhonoured', 'withdrawn', 'exchanged_into',"
    " 'restored', 'gift_claimed', 'gift_back', 'granted', 'refilled'"
)
ACTS = "'refund-credit', 'refund-send', 'refund-late', 'honour', 'by-hand', 'key', 'balance'"
RULE = {
    "kind_known": "kind IN ('percent', 'fixed', 'product', 'credit')",
    "name_bounded": "length(name) BETWEEN 1 AND 40",
    "amount_bounded": "amount BETWEEN 1 AND 100000000000",
    "percent_of_all": "kind <> 'percent' OR amount <= 100",
    "product_named": "(kind = 'product') = (variant_id IS NOT NULL)",
    "cap_of_a_percent": "cap IS NULL OR (kind = 'percent' AND cap > 0)",
    "least_of_goods": "least IS NULL OR (kind <> 'credit' AND least > 0)",
    "ends_later": "ends_at > starts_at",
    "most_bounded": "most BETWEEN 1 AND 100000",
    "each_bounded": "each BETWEEN 1 AND 100000",
    "credit_bounded": "kind <> 'credit' OR most IS NOT NULL",
    "active_known": "active IN (0, 1)",
}
OF_ONE = (
    "CASE WHEN product_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN category_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN group_id IS NULL THEN 0 ELSE 1 END = 1"
)


def upgrade() -> None:
    _reasons(f"{REASONS}, 'voucher'", f"{ADDING}, 'voucher'")
    _acts(f"{ACTS}, 'voucher'")
    _orders()
    _rules()
    _codes()
    _uses()
    _people()


def downgrade() -> None:
    """Only while no order was placed with a voucher and no credit was given for one: the older
    schema has no words for it.
    """
    for table in ("voucher_tries", "cart_vouchers", "voucher_uses", "voucher_codes"):
        op.drop_table(table)
    op.drop_table("voucher_scopes")
    op.drop_table("vouchers")
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        orders.drop_constraint(op.f("ck_orders_discount_not_negative"), type_="check")
        orders.drop_constraint(op.f("ck_orders_total_positive"), type_="check")
        orders.create_check_constraint(op.f("ck_orders_total_positive"), "total > 0")
        orders.drop_column("discount")
    _acts(ACTS)
    _reasons(REASONS, ADDING)


def _reasons(listed: str, given: str) -> None:
    known = op.f("ck_credit_entries_reason_known")
    sign = op.f("ck_credit_entries_sign_of_reason")
    with op.batch_alter_table("credit_entries", table_kwargs=STRICT) as entries:
        entries.drop_constraint(known, type_="check")
        entries.drop_constraint(sign, type_="check")
        entries.create_check_constraint(known, f"reason IN ({listed})")
        entries.create_check_constraint(sign, f"(amount > 0) = (reason IN ({given}))")


def _acts(listed: str) -> None:
    known = op.f("ck_approvals_act_known")
    with op.batch_alter_table("approvals", table_kwargs=STRICT) as approvals:
        approvals.drop_constraint(known, type_="check")
        approvals.create_check_constraint(known, f"act IN ({listed})")


def _orders() -> None:
    total = op.f("ck_orders_total_positive")
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        orders.add_column(sa.Column("discount", BIG, nullable=False, server_default="0"))
        orders.drop_constraint(total, type_="check")
        orders.create_check_constraint(total, "total > 0 OR (total = 0 AND discount > 0)")
        orders.create_check_constraint(op.f("ck_orders_discount_not_negative"), "discount >= 0")


def _rules() -> None:
    table = "vouchers"
    op.create_table(
        table,
        *_whole("id", "amount", "made_by", "starts_at", "created_at"),
        *_words("kind", "name", "currency"),
        *_whole("cap", "least", "variant_id", "ends_at", "most", "each", nullable=True),
        sa.Column("active", sa.Integer(), nullable=False, server_default="0"),
        *(_check(table, name, condition) for name, condition in RULE.items()),
        *_refers(table, variant_id="variants"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        **STRICT,
    )
    table, things = "voucher_scopes", ("product_id", "category_id", "group_id")
    op.create_table(
        table,
        *_whole("id", "voucher_id"),
        *_whole(*things, nullable=True),
        _check(table, "of_one_thing", OF_ONE),
        *_refers(
            table,
            voucher_id="vouchers",
            product_id="products",
            category_id="categories",
            group_id="customer_groups",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        **STRICT,
    )
    op.create_index("ix_voucher_scopes_voucher_id", table, ["voucher_id"])


def _codes() -> None:
    table = "voucher_codes"
    op.create_table(
        table,
        *_whole("id", "voucher_id", "created_at"),
        *_words("digest"),
        *_whole("most", nullable=True),
        sa.Column("used", BIG, nullable=False, server_default="0"),
        _check(table, "digest_whole", "length(digest) = 64"),
        _check(table, "used_within_most", "used >= 0 AND (most IS NULL OR used <= most)"),
        *_refers(table, voucher_id="vouchers"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("digest", name=op.f(f"uq_{table}_digest")),
        **STRICT,
    )
    op.create_index("ix_voucher_codes_voucher_id", table, ["voucher_id"])


def _uses() -> None:
    table = "voucher_uses"
    op.create_table(
        table,
        *_whole("id", "code_id", "voucher_id", "user_id", "amount", "created_at"),
        *_whole("order_id", "entry_id", nullable=True),
        *_words("state"),
        _check(table, "state_known", "state IN ('held', 'released')"),
        _check(table, "amount_positive", "amount > 0"),
        _check(table, "of_one_thing", "(order_id IS NULL) <> (entry_id IS NULL)"),
        _check(table, "credit_is_given_for_good", "entry_id IS NULL OR state = 'held'"),
        *_refers(
            table,
            code_id="voucher_codes",
            voucher_id="vouchers",
            user_id="users",
            order_id="orders",
            entry_id="credit_entries",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("order_id", name=op.f(f"uq_{table}_order_id")),
        sa.UniqueConstraint("entry_id", name=op.f(f"uq_{table}_entry_id")),
        **STRICT,
    )
    op.create_index("ix_voucher_uses_code_id", table, ["code_id"])
    op.create_index("ix_voucher_uses_user_id", table, ["user_id", "voucher_id"])


def _people() -> None:
    table = "cart_vouchers"
    op.create_table(
        table,
        *_whole("user_id", "code_id"),
        *_refers(table, user_id="users", code_id="voucher_codes"),
        sa.PrimaryKeyConstraint("user_id", name=op.f(f"pk_{table}")),
        **STRICT,
    )
    table = "voucher_tries"
    op.create_table(
        table,
        *_whole("user_id", "wrong"),
        *_whole("rests_until", nullable=True),
        _check(table, "wrong_counted", "wrong >= 0"),
        *_refers(table, user_id="users"),
        sa.PrimaryKeyConstraint("user_id", name=op.f(f"pk_{table}")),
        **STRICT,
    )


def _whole(*names: str, nullable: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, BIG, nullable=nullable) for name in names]


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]
