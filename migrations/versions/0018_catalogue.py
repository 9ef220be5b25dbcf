"""Categories within categories, photos, discounts, search, what is popular and who waits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

from utils.refusal import StartRefused

revision = "0018_catalogue"
down_revision = "0018_talk_bounds"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True}
ON_SHELF = sa.text("choices > 0")
SOLD = """
    INSERT INTO sales (variant_id, day, units)
    SELECT variant_id, day, sum(quantity) FROM (
        SELECT variant_id, quantity, coalesce(fulfilled_at, expires_at) / 86400000 AS day
        FROM reservations WHERE status = 'fulfilled'
    ) AS sold WHERE day > (
        SELECT max(coalesce(fulfilled_at, expires_at)) / 86400000 - 30 FROM reservations
        WHERE status = 'fulfilled'
    ) GROUP BY variant_id, day"""
"""Of the last 30 days."""
SHELVES = {
    "ix_products_shelf": ["category_id", "position", "id"],
    "ix_products_new": ["created_at", "id"],
    "ix_products_price": ["lowest", "id"],
    "ix_products_popular": ["sold_lately", "id"],
}
SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE product_search USING fts5(name, description, content='products',"
        " content_rowid='id', tokenize='trigram remove_diacritics 1')",
        "INSERT INTO product_search(product_search) VALUES ('rebuild')",
    ),
    "postgresql": (
        "CREATE INDEX product_search ON products USING gin ((lower(regexp_replace("
        "normalize(name || ' ' || description, NFKD), '[\u0300-\u036f]', '', 'g'))) gin_trgm_ops)",
    ),
}


def upgrade() -> None:
    _categories()
    _products()
    with op.batch_alter_table("cart_lines", table_kwargs=STRICT) as lines:
        lines.add_column(sa.Column("price", BIG, nullable=True))
        lines.create_check_constraint(op.f("ck_cart_lines_price_positive"), "price > 0")
    _discounts()
    _media()
    _demand()
    _count()
    if op.get_bind().dialect.name == "postgresql":
        _module()
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def _module() -> None:
    """Whoever owns a database may add it, where the server has it."""
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError as error:
        raise StartRefused(
            "PostgreSQL's module pg_trgm, which the search needs, cannot be added: install"
            " postgresql-contrib beside the server, or have its administrator run CREATE EXTENSION"
            f" pg_trgm in this database ({type(error.orig).__name__})"
        ) from None


def downgrade() -> None:
    """Categories of one name get a number; the extension stays, others may use it."""
    kind = "TABLE" if op.get_bind().dialect.name == "sqlite" else "INDEX"
    op.execute(f"DROP {kind} product_search")
    for table in ("arrivals", "wishes", "sales", "media_copies", "pictures", "media", "discounts"):
        op.drop_table(table)
    with op.batch_alter_table("cart_lines", table_kwargs=STRICT) as lines:
        lines.drop_constraint(op.f("ck_cart_lines_price_positive"), type_="check")
        lines.drop_column("price")
    for name in ("ix_products_due", *SHELVES):
        op.drop_index(name, "products")
    with op.batch_alter_table("products", table_kwargs=STRICT) as products:
        for check in ("choices_not_negative", "sold_lately_not_negative"):
            products.drop_constraint(op.f(f"ck_products_{check}"), type_="check")
        for name in ("position", "created_at", "choices", "lowest", "reprice_at", "sold_lately"):
            products.drop_column(name)
    _flat_categories()


def _flat_categories() -> None:
    op.execute(
        "UPDATE categories SET name = name || ' (' || CAST(id AS TEXT) || ')' WHERE EXISTS ("
        "SELECT 1 FROM categories c WHERE c.name = categories.name AND c.id < categories.id)"
    )
    op.drop_index("one_root_category_of_a_name", "categories")
    with op.batch_alter_table("categories", table_kwargs=STRICT) as categories:
        categories.drop_constraint(op.f("ck_categories_total_not_negative"), type_="check")
        categories.drop_constraint(op.f("uq_categories_parent_id_name"), type_="unique")
        categories.drop_constraint(op.f("fk_categories_parent_id"), type_="foreignkey")
        for name in ("parent_id", "active", "shown", "total"):
            categories.drop_column(name)
        categories.create_unique_constraint(op.f("uq_categories_name"), ["name"])


def _categories() -> None:
    with op.batch_alter_table("categories", table_kwargs=STRICT) as categories:
        categories.drop_constraint(op.f("uq_categories_name"), type_="unique")
        categories.add_column(sa.Column("parent_id", BIG, nullable=True))
        categories.add_column(_number("active", "1"))
        categories.add_column(_number("shown", "1"))
        categories.add_column(_number("total", "0"))
        categories.create_unique_constraint(
            op.f("uq_categories_parent_id_name"), ["parent_id", "name"]
        )
        categories.create_foreign_key(
            op.f("fk_categories_parent_id"), "categories", ["parent_id"], ["id"]
        )
        categories.create_check_constraint(op.f("ck_categories_total_not_negative"), "total >= 0")
    at_entrance = sa.text("parent_id IS NULL")
    op.create_index(
        "one_root_category_of_a_name",
        "categories",
        ["name"],
        unique=True,
        sqlite_where=at_entrance,
        postgresql_where=at_entrance,
    )


def _products() -> None:
    with op.batch_alter_table("products", table_kwargs=STRICT) as products:
        for name in ("position", "created_at", "choices", "lowest", "sold_lately"):
            products.add_column(_number(name, "0"))
        products.add_column(sa.Column("reprice_at", BIG, nullable=True))
        products.create_check_constraint(op.f("ck_products_choices_not_negative"), "choices >= 0")
        products.create_check_constraint(
            op.f("ck_products_sold_lately_not_negative"), "sold_lately >= 0"
        )
    for name, columns in SHELVES.items():
        op.create_index(name, "products", columns, sqlite_where=ON_SHELF, postgresql_where=ON_SHELF)
    due = sa.text("reprice_at IS NOT NULL")
    op.create_index(
        "ix_products_due", "products", ["reprice_at"], sqlite_where=due, postgresql_where=due
    )


def _number(name: str, default: str) -> sa.Column[int]:
    kind = sa.Integer() if name in ("active", "shown") else BIG
    return sa.Column(name, kind, nullable=False, server_default=default)


def _discounts() -> None:
    op.create_table(
        "discounts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("product_id", BIG, nullable=True),
        sa.Column("category_id", BIG, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("starts_at", BIG, nullable=False),
        sa.Column("ends_at", BIG, nullable=True),
        sa.Column("created_at", BIG, nullable=False),
        sa.CheckConstraint("kind IN ('percent', 'fixed')", name=op.f("ck_discounts_kind_known")),
        sa.CheckConstraint(
            "(product_id IS NULL) <> (category_id IS NULL)", name=op.f("ck_discounts_of_one_thing")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_discounts_amount_positive")),
        sa.CheckConstraint(
            "kind <> 'percent' OR amount <= 95", name=op.f("ck_discounts_percent_leaves_a_price")
        ),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_discounts_ends_later")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_discounts_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_discounts_category_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discounts")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_discounts_product_id"), "discounts", ["product_id"])
    op.create_index(op.f("ix_discounts_category_id"), "discounts", ["category_id"])


def _media() -> None:
    op.create_table(
        "media",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("created_at", BIG, nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_media_sha256_whole")),
        sa.CheckConstraint("size BETWEEN 1 AND 10000000", name=op.f("ck_media_size_bounded")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("sha256", name=op.f("uq_media_sha256")),
        sqlite_strict=True,
    )
    op.create_table(
        "pictures",
        sa.Column("id", BIG, nullable=False),
        sa.Column("product_id", BIG, nullable=True),
        sa.Column("category_id", BIG, nullable=True),
        sa.Column("media_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.CheckConstraint(
            "(product_id IS NULL) <> (category_id IS NULL)", name=op.f("ck_pictures_of_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_pictures_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_pictures_category_id")
        ),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_pictures_media_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
        sa.UniqueConstraint("product_id", "media_id", name=op.f("uq_pictures_product_id_media_id")),
        sa.UniqueConstraint("category_id", name=op.f("uq_pictures_category_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "media_copies",
        sa.Column("media_id", BIG, autoincrement=False, nullable=False),
        sa.Column("bot_id", BIG, autoincrement=False, nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.CheckConstraint("length(file_id) > 0", name=op.f("ck_media_copies_file_id_not_empty")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_media_copies_media_id")),
        sa.PrimaryKeyConstraint("media_id", "bot_id", name=op.f("pk_media_copies")),
        sqlite_strict=True,
    )


def _demand() -> None:
    op.create_table(
        "sales",
        sa.Column("variant_id", BIG, autoincrement=False, nullable=False),
        sa.Column("day", BIG, autoincrement=False, nullable=False),
        sa.Column("units", BIG, nullable=False),
        sa.Column("counted", BIG, nullable=False, server_default="0"),
        sa.CheckConstraint(
            "counted >= 0 AND counted <= units", name=op.f("ck_sales_counted_within_units")
        ),
        sa.CheckConstraint("units > 0", name=op.f("ck_sales_units_positive")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_sales_variant_id")),
        sa.PrimaryKeyConstraint("variant_id", "day", name=op.f("pk_sales")),
        sqlite_strict=True,
    )
    op.create_index("ix_sales_day", "sales", ["day"])
    where = sa.text("units <> counted")
    op.create_index(
        "ix_sales_uncounted",
        "sales",
        ["variant_id", "day"],
        sqlite_where=where,
        postgresql_where=where,
    )
    _wishes()
    op.create_table(
        "arrivals",
        sa.Column("variant_id", BIG, autoincrement=False, nullable=False),
        sa.Column("units", BIG, nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_arrivals_units_positive")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_arrivals_variant_id")
        ),
        sa.PrimaryKeyConstraint("variant_id", name=op.f("pk_arrivals")),
        sqlite_strict=True,
    )


def _wishes() -> None:
    op.create_table(
        "wishes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("price", BIG, nullable=True),
        sa.Column("created_at", BIG, nullable=False),
        sa.CheckConstraint("kind IN ('back', 'cheaper')", name=op.f("ck_wishes_kind_known")),
        sa.CheckConstraint(
            "(kind = 'cheaper') = (price IS NOT NULL)", name=op.f("ck_wishes_cheaper_than_a_price")
        ),
        sa.CheckConstraint("price > 0", name=op.f("ck_wishes_price_positive")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_wishes_user_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_wishes_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
        sa.UniqueConstraint(
            "user_id", "variant_id", "kind", name=op.f("uq_wishes_user_id_variant_id_kind")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_wishes_turn", "wishes", ["variant_id", "kind", "id"])


def _count() -> None:
    """What the triggers would have counted, and the sales of the last 30 days."""
    op.execute(
        "UPDATE products SET reprice_at = 0, choices = (SELECT count(*) FROM variants v"
        " WHERE v.product_id = products.id AND v.active = 1"
        " AND v.doubted_at IS NULL) WHERE active = 1"
    )
    op.execute(
        "UPDATE categories SET total = (SELECT count(*) FROM products p"
        " WHERE p.category_id = categories.id AND p.choices > 0)"
    )
    op.execute(SOLD)
