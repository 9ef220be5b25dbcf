"""Weight, ways to ship and what they cost; delivery notes; questions to buyers, and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0021_ship"
down_revision = "0020_doubted"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
ADDED = {
    "products": ("note_bounded",),
    "variants": ("weight_bounded",),
    "orders": ("shipping_within_total", "shipping_named", "shipping_to_an_address"),
}
COLUMNS = {"products": ("note",), "variants": ("weight",), "orders": ("shipping", "shipping_name")}


def upgrade() -> None:
    with op.batch_alter_table("products", table_kwargs=STRICT) as products:
        products.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        products.create_check_constraint(op.f("ck_products_note_bounded"), "length(note) <= 1000")
    with op.batch_alter_table("variants", table_kwargs=STRICT) as variants:
        variants.add_column(_amount("weight", "0"))
        variants.create_check_constraint(
            op.f("ck_variants_weight_bounded"), "weight BETWEEN 0 AND 1000000"
        )
    _orders()
    _options()
    _questions()


def downgrade() -> None:
    """What was asked and answered is forgotten, and what of a total was for shipping."""
    for table in ("answers", "questions", "shipping_options"):
        op.drop_table(table)
    for name, checks in ADDED.items():
        with op.batch_alter_table(name, table_kwargs=STRICT) as changed:
            for check in checks:
                changed.drop_constraint(op.f(f"ck_{name}_{check}"), type_="check")
            for column in COLUMNS[name]:
                changed.drop_column(column)


def _orders() -> None:
    with op.batch_alter_table("orders", table_kwargs=STRICT) as orders:
        orders.add_column(_amount("shipping", "0"))
        orders.add_column(sa.Column("shipping_name", sa.Text(), nullable=True))
        for name, condition in (
            ("shipping_within_total", "shipping >= 0 AND shipping <= total"),
            ("shipping_named", "shipping = 0 OR shipping_name IS NOT NULL"),
            ("shipping_to_an_address", "shipping_name IS NULL OR delivery IS NOT NULL"),
        ):
            orders.create_check_constraint(op.f(f"ck_orders_{name}"), condition)


def _options() -> None:
    table = "shipping_options"
    op.create_table(
        table,
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price", BIG, nullable=False),
        sa.Column("up_to", BIG, nullable=True),
        sa.Column("step", BIG, nullable=True),
        _amount("step_price", "0"),
        _amount("position", "0"),
        sa.Column("active", sa.Integer(), nullable=False, server_default="0"),
        _check(table, "price_not_negative", "price >= 0"),
        _check(table, "up_to_bounded", "up_to IS NULL OR up_to BETWEEN 1 AND 10000000"),
        _check(table, "step_bounded", "step IS NULL OR step BETWEEN 10 AND 10000000"),
        _check(table, "step_price_not_negative", "step_price >= 0"),
        _check(table, "step_price_of_a_step", "step IS NOT NULL OR step_price = 0"),
        _check(table, "active_known", "active IN (0, 1)"),
        _check(table, "name_bounded", "length(name) BETWEEN 1 AND 64"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("name", name=op.f(f"uq_{table}_name")),
        **STRICT,
    )


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("product_id", BIG, nullable=False, autoincrement=False),
        sa.Column("position", BIG, nullable=False, autoincrement=False),
        sa.Column("text", sa.Text(), nullable=False),
        _check("questions", "position_bounded", "position BETWEEN 0 AND 2"),
        _check("questions", "text_bounded", "length(text) BETWEEN 1 AND 200"),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_questions_product_id")
        ),
        sa.PrimaryKeyConstraint("product_id", "position", name=op.f("pk_questions")),
        **STRICT,
    )
    op.create_table(
        "answers",
        sa.Column("id", BIG, nullable=False),
        sa.Column("order_line_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _check("answers", "position_bounded", "position BETWEEN 0 AND 2"),
        _check("answers", "question_bounded", "length(question) BETWEEN 1 AND 200"),
        _check("answers", "sealed_not_empty", "length(sealed) > 0"),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_answers_order_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "order_line_id", "position", name=op.f("uq_answers_order_line_id_position")
        ),
        **STRICT,
    )


def _amount(name: str, default: str) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False, server_default=default)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))
