"""Statements that no database may accept, and what each answers (nothing: only that it refuses)."""

from tests.db.wrong_accounts import ACCOUNTS
from tests.db.wrong_days import DAYS
from tests.db.wrong_gifts import PASSED
from tests.db.wrong_methods import METHODS
from tests.db.wrong_notices import NOTICES
from tests.db.wrong_people import PEOPLE
from tests.db.wrong_refills import REFILLS
from tests.db.wrong_refunds import REFUNDED
from tests.db.wrong_reviews import REVIEWS
from tests.db.wrong_shipping import SHIPPING
from tests.db.wrong_support import SUPPORT
from tests.db.wrong_vouchers import VOUCHERS

COINS = (
    "INSERT INTO credit_entries (user_id, order_id, amount, currency, reason, units, rate,"
    " dedup_key, created_at) VALUES ({user}, 2, {amount}, 'USD', 'late', '{units}', '{rate}',"
    " 'n', 0)"
)

SUSPEND = (
    "INSERT INTO credit_entries (user_id, order_id, amount, currency, reason, dedup_key,"
    " created_at) VALUES ({user}, {order}, {amount}, 'USD', '{reason}', 'n', 0)"
)
NOT_SUSPENDED = "guard: what is suspended is what the order's coins brought"

REFUND = (
    "INSERT INTO refunds (order_id, user_id, amount, currency, asset, sealed, target, units, rate,"
    " state, txid, entry_id, opened_by, opened_at) SELECT order_id, user_id, {amount}, currency,"
    " asset, sealed, {target}, '{units}', rate, '{state}', {txid}, {entry}, 'admin:1', 0"
    " FROM refunds WHERE id = {like}"
)

NAMED = (
    "INSERT INTO refund_txids (refund_id, txid, named_by, named_at, seen_at)"
    " VALUES ({refund}, '{txid}', 'admin:1', 0, {seen})"
)

OPENED = (
    "INSERT INTO opened (chat_id, place, message_id, bot_id, order_id, customer_id, face, drawn,"
    " waits, shown_at) VALUES (1, {place}, {message}, 0, {order}, {customer}, '{face}', '', 0, 0)"
)

REPLACE = (
    "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at, expires_at,"
    " replaces_id, switches) SELECT 'NEW{number}', {user}, 'created', {total}, currency, changes,"
    " closed_at, expires_at + {later}, id, {switches} FROM orders WHERE id = {old}"
)
NOT_THE_SAME = "guard: only the same order in another coin replaces an unpaid one"
STAYS_REPLACED = "guard: a replaced order stays replaced, and counts against nobody"

DISCOUNT = (
    "INSERT INTO discounts (product_id, category_id, kind, amount, starts_at, ends_at, created_at)"
    " VALUES ({product}, {category}, '{kind}', {amount}, 5, {ends}, 0)"
)
WISH = (
    "INSERT INTO wishes (user_id, variant_id, kind, price, created_at)"
    " VALUES (1, 1, '{kind}', {price}, 0)"
)
GROUP = (
    "INSERT INTO customer_groups (name, percent, turnover, active)"
    " VALUES ({name}, {percent}, {turnover}, {active})"
)
GROUPS = {
    "let a group pay nothing": (
        GROUP.format(name="'New'", percent=96, turnover="NULL", active=1),
        "ck_customer_groups_percent_leaves_a_price",
    ),
    "let a group pay more than the price": (
        GROUP.format(name="'New'", percent=-1, turnover="NULL", active=1),
        "ck_customer_groups_percent_leaves_a_price",
    ),
    "ask for no turnover": (
        GROUP.format(name="'New'", percent=5, turnover=0, active=1),
        "ck_customer_groups_turnover_positive",
    ),
    "name no group": (
        GROUP.format(name="''", percent=5, turnover="NULL", active=1),
        "ck_customer_groups_name_bounded",
    ),
    "half switch on a group": (
        GROUP.format(name="'New'", percent=5, turnover="NULL", active=2),
        "ck_customer_groups_active_known",
    ),
    "price something at nothing for a group": (
        "INSERT INTO group_prices (group_id, variant_id, price) VALUES (1, 1, 0)",
        "ck_group_prices_price_positive",
    ),
    "price something for a group that is not there": (
        "INSERT INTO group_prices (group_id, variant_id, price) VALUES (99, 1, 5)",
        "",
    ),
    "put somebody into a group that is not there": (
        "UPDATE users SET group_id = 99",
        "",
    ),
    "half put somebody into a group": (
        "UPDATE users SET group_by_hand = 2",
        "ck_users_group_by_hand_known",
    ),
}
NOT_SAID = "guard: a role is what the audit says"
HIRE = (
    "INSERT INTO roles (user_id, role, granted_by, granted_at) VALUES (1, '{role}', '{by}', {at})"
)
TEAM = {
    "make an owner of a stock keeper": ("UPDATE roles SET role = 'owner'", NOT_SAID),
    "let a role last longer": (
        "UPDATE roles SET ends_at = granted_at + 1",
        NOT_SAID,
    ),
    "say that somebody else gave a role": ("UPDATE roles SET granted_by = 'admin:3'", NOT_SAID),
    "give a role without a word in the audit": (
        HIRE.format(role="viewer", by="admin:3", at=0),
        NOT_SAID,
    ),
    "take a role away without a word in the audit": (
        "DELETE FROM roles",
        "guard: a role is taken away in the audit",
    ),
    "give a role another number": (
        "UPDATE roles SET id = id + 1",
        "guard: a role stays with its person",
    ),
    "hand a role on": ("UPDATE roles SET user_id = 1", ""),
    "give oneself a role": (
        "UPDATE roles SET granted_by = 'admin:2'",
        "",
    ),
    "make up a role": ("UPDATE roles SET role = 'king'", ""),
    "end a role before it begins": ("UPDATE roles SET ends_at = granted_at", ""),
}
SHELVES = (
    SHIPPING
    | METHODS
    | REFILLS
    | DAYS
    | SUPPORT
    | VOUCHERS
    | NOTICES
    | REVIEWS
    | GROUPS
    | TEAM
    | ACCOUNTS
    | REFUNDED
    | PASSED
    | PEOPLE
    | {
        "put a category into itself": (
            "UPDATE categories SET parent_id = 1 WHERE id = 1",
            "guard: a category is not inside itself",
        ),
        "put a category into one that is within it": (
            "UPDATE categories SET parent_id = 2 WHERE id = 1",
            "guard: a category is not inside itself",
        ),
        "begin with a full category": (
            "INSERT INTO categories (name, position, total) VALUES ('New', 0, 5)",
            "guard: a category starts empty",
        ),
        "name two categories alike": (
            "INSERT INTO categories (name, position) VALUES ('All', 0)",
            "",
        ),
        "name two categories within one alike": (
            "INSERT INTO categories (name, parent_id, position) VALUES ('Within', 1, 0)",
            "",
        ),
        "delete a category with something on sale": (
            "DELETE FROM categories WHERE id = 2",
            "guard: a category with something on sale is not deleted",
        ),
        "begin with a product that was sold": (
            "INSERT INTO products (category_id, name, description, kind, active, sold_lately)"
            " VALUES (1, 'New', '', 'digital', 1, 3)",
            "guard: a product starts without variants and sales",
        ),
        "delete a product that is on sale": (
            "DELETE FROM products WHERE id = 3",
            "guard: a product that is on sale or was sold is not deleted",
        ),
        "forget what was sold on a day": (
            "UPDATE sales SET units = units - 1",
            "guard: what was sold on a day stays sold",
        ),
        "count more sales than there were": (
            "UPDATE sales SET counted = units + 1",
            "ck_sales_counted_within_units",
        ),
        "give a discount of everything": (
            DISCOUNT.format(product=1, category="NULL", kind="percent", amount=96, ends="NULL"),
            "ck_discounts_percent_leaves_a_price",
        ),
        "give a discount of nothing": (
            DISCOUNT.format(product=1, category="NULL", kind="fixed", amount=0, ends="NULL"),
            "ck_discounts_amount_positive",
        ),
        "give a discount of two things": (
            DISCOUNT.format(product=1, category=1, kind="fixed", amount=1, ends="NULL"),
            "ck_discounts_of_one_thing",
        ),
        "give a discount of no thing": (
            DISCOUNT.format(product="NULL", category="NULL", kind="fixed", amount=1, ends="NULL"),
            "ck_discounts_of_one_thing",
        ),
        "end a discount before it begins": (
            DISCOUNT.format(product=1, category="NULL", kind="fixed", amount=1, ends=5),
            "ck_discounts_ends_later",
        ),
        "give an unknown discount": (
            DISCOUNT.format(product=1, category="NULL", kind="gift", amount=1, ends="NULL"),
            "ck_discounts_kind_known",
        ),
        "move a discount to another thing": (
            "UPDATE discounts SET category_id = 2",
            "guard: a discount is ended, and another one begun",
        ),
        "begin a discount earlier": (
            "UPDATE discounts SET starts_at = 0",
            "guard: a discount is ended, and another one begun",
        ),
        "put something free into a cart": (
            "INSERT INTO cart_lines (user_id, variant_id, quantity, price) VALUES (1, 1, 1, 0)",
            "ck_cart_lines_price_positive",
        ),
        "go to the front of those who wait": (
            "UPDATE wishes SET id = 0",
            "guard: a wish keeps its turn",
        ),
        "wait twice": (
            "INSERT INTO wishes (user_id, variant_id, kind, created_at) VALUES (2, 4, 'back', 0)",
            "",
        ),
        "wait for a price of nothing": (
            WISH.format(kind="cheaper", price=0),
            "ck_wishes_price_positive",
        ),
        "wait for a lower price than none": (
            WISH.format(kind="cheaper", price="NULL"),
            "ck_wishes_cheaper_than_a_price",
        ),
        "wait for nobody knows what": (
            WISH.format(kind="more", price="NULL"),
            "ck_wishes_kind_known",
        ),
        "say that nothing has come": (
            "UPDATE arrivals SET units = 0",
            "ck_arrivals_units_positive",
        ),
        "make a photo another one": (
            "UPDATE media SET sha256 = 'b' || substr(sha256, 2)",
            "guard: a photo is what it is",
        ),
        "keep half a hash": (
            "INSERT INTO media (sha256, size, created_at) VALUES ('abc', 5, 0)",
            "ck_media_sha256_whole",
        ),
        "keep a photo that is too large": (
            "INSERT INTO media (sha256, size, created_at) VALUES"
            " ('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 10000001, 0)",
            "ck_media_size_bounded",
        ),
        "hang a photo nowhere": (
            "INSERT INTO pictures (media_id, position) VALUES (1, 0)",
            "ck_pictures_of_one_thing",
        ),
        "hang a photo twice": (
            "INSERT INTO pictures (product_id, media_id, position) VALUES (3, 1, 1)",
            "",
        ),
        "remember a copy without a name": (
            "UPDATE media_copies SET file_id = ''",
            "ck_media_copies_file_id_not_empty",
        ),
    }
)

WRONG = SHELVES | {
    "replace an order that is open": (
        REPLACE.format(number=10, user=1, total=500, later=0, switches=1, old=1),
        NOT_THE_SAME,
    ),
    "replace a shipped order": (
        REPLACE.format(number=11, user=2, total=500, later=0, switches=1, old=2),
        NOT_THE_SAME,
    ),
    "replace an order twice": (
        REPLACE.format(number=12, user=3, total=500, later=0, switches=1, old=3),
        "",
    ),
    "replace somebody else's order": (
        REPLACE.format(number=13, user=1, total=500, later=0, switches=1, old=3),
        NOT_THE_SAME,
    ),
    "replace an order by a cheaper one": (
        REPLACE.format(number=14, user=3, total=499, later=0, switches=1, old=3),
        NOT_THE_SAME,
    ),
    "hold goods longer by changing the coin": (
        REPLACE.format(number=15, user=3, total=500, later=1, switches=1, old=3),
        NOT_THE_SAME,
    ),
    "change the coin without counting it": (
        REPLACE.format(number=16, user=3, total=500, later=0, switches=2, old=3),
        NOT_THE_SAME,
    ),
    "change the coin for ever": (
        "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at,"
        " expires_at, switches) VALUES ('NEW17', 2, 'created', 5, 'USD', '{}', 0, 0, 4)",
        "ck_orders_switches_",
    ),
    "count a change of coin that there was not": (
        "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at,"
        " expires_at, switches) VALUES ('NEW18', 2, 'created', 5, 'USD', '{}', 0, 0, 1)",
        "ck_orders_switches_counted",
    ),
    "forget what an order replaces": (
        "UPDATE orders SET replaces_id = NULL, switches = 0 WHERE id = 4",
        "guard: an order keeps what it replaces",
    ),
    "say afterwards that an order replaces another": (
        "UPDATE orders SET replaces_id = 3, switches = 1 WHERE id = 1",
        "guard: an order keeps what it replaces",
    ),
    "sell a replaced order": ("UPDATE orders SET status = 'paid' WHERE id = 3", STAYS_REPLACED),
    "count a changed coin as given up": (
        "UPDATE orders SET given_up_at = closed_at WHERE id = 3",
        STAYS_REPLACED,
    ),
    "count a changed coin as a timeout": (
        "UPDATE orders SET timed_out_at = closed_at WHERE id = 3",
        STAYS_REPLACED,
    ),
    "put something else into an order whose coin was changed": (
        "INSERT INTO order_lines (order_id, variant_id, title, kind, unit_price, quantity)"
        " VALUES (4, 1, 'x', 'digital', 500, 1)",
        "guard: an order has the lines of the one that it replaces",
    ),
    "replace an order for another rate": (
        "INSERT INTO invoices (order_id, asset, address_id, due, rate, rate_sources, rate_at,"
        " spread_percent, confirmations_required, state, seen, confirmations)"
        " SELECT 4, asset, 4, due, rate, '', 0, '0', 1, state, '0', 0 FROM invoices"
        " WHERE order_id = 3",
        "guard: an order is replaced for another coin, not for another rate",
    ),
    "reserve more than there is": (
        "INSERT INTO reservations (order_id, variant_id, quantity, status, expires_at)"
        " VALUES (2, 2, 5, 'held', 0)",
        "reserved_within_stock",
    ),
    "reserve nothing": (
        "INSERT INTO reservations (order_id, variant_id, quantity, status, expires_at)"
        " VALUES (2, 2, 0, 'held', 0)",
        "quantity_positive",
    ),
    "reserve twice for one line": (
        "INSERT INTO reservations (order_id, variant_id, quantity, status, expires_at)"
        " VALUES (1, 2, 1, 'held', 0)",
        "",
    ),
    "begin a reservation as fulfilled": (
        "INSERT INTO reservations (order_id, variant_id, quantity, status, expires_at)"
        " VALUES (2, 2, 1, 'fulfilled', 0)",
        "guard: a reservation starts held",
    ),
    "change a reserved quantity": (
        "UPDATE reservations SET quantity = 1 WHERE id = 1",
        "guard: a reservation keeps its order, variant and quantity",
    ),
    "move a reservation to another variant": (
        "UPDATE reservations SET variant_id = 3 WHERE id = 1",
        "guard: a reservation keeps its order, variant and quantity",
    ),
    "hold a fulfilled reservation again": (
        "UPDATE reservations SET status = 'held' WHERE id = 3",
        "guard: a reservation is fulfilled or released once",
    ),
    "release a fulfilled reservation": (
        "UPDATE reservations SET status = 'released' WHERE id = 3",
        "guard: a reservation is fulfilled or released once",
    ),
    "delete a reservation": (
        "DELETE FROM reservations WHERE id = 1",
        "guard: a reservation is never deleted",
    ),
    "take stock away behind the counters": (
        "UPDATE variants SET stock_quantity = stock_quantity + 1 WHERE id = 1",
        "stock_accounted_for",
    ),
    "reserve more than the stock by hand": (
        "UPDATE variants SET reserved_quantity = 99 WHERE id = 1",
        "guard: only reservations change what is reserved",
    ),
    "reserve less than nothing": (
        "UPDATE variants SET reserved_quantity = -1 WHERE id = 3",
        "guard: only reservations change what is reserved",
    ),
    "free what is reserved by hand": (
        "UPDATE variants SET reserved_quantity = reserved_quantity - 1 WHERE id = 1",
        "guard: only reservations change what is reserved",
    ),
    "begin a variant with stock": (
        "INSERT INTO variants (product_id, name, price, active, stock_quantity,"
        " reserved_quantity, received_quantity, sold_quantity, removed_quantity)"
        " VALUES (1, 'n', 1, 1, 5, 0, 5, 0, 0)",
        "guard: a variant starts without stock",
    ),
    "give a variant away for nothing": (
        "UPDATE variants SET price = 0 WHERE id = 1",
        "price_positive",
    ),
    "move a variant to a product of another kind": (
        "UPDATE variants SET product_id = 2 WHERE id = 3",
        "guard: a variant stays with its kind",
    ),
    "give a variant another number": (
        "UPDATE variants SET id = 999 WHERE id = 3",
        "guard: a variant stays with its kind",
    ),
    "make stocked keys physical": (
        "UPDATE products SET kind = 'physical' WHERE id = 1",
        "guard: a product with stock keeps its kind",
    ),
    "begin a unit as sold": (
        "INSERT INTO stock_units (variant_id, sealed, digest, status, order_line_id, slot,"
        " created_at) SELECT 1, sealed, digest, 'sold', 1, 0, 0 FROM stock_units WHERE id = 5",
        "guard: a unit starts available",
    ),
    "give a mug a key": (
        "INSERT INTO stock_units (variant_id, sealed, digest, status, created_at)"
        " SELECT 2, sealed, digest, 'available', 0 FROM stock_units WHERE id = 5",
        "guard: only digital products have units",
    ),
    "stock the same key twice": (
        "INSERT INTO stock_units (variant_id, sealed, digest, status, created_at)"
        " SELECT 1, sealed, digest, 'available', 0 FROM stock_units WHERE id = 5",
        "",
    ),
    "put a sold key back on sale": (
        "UPDATE stock_units SET status = 'available', order_line_id = NULL, slot = NULL"
        " WHERE id = 1",
        "guard: a",
    ),
    "hand a sold key to another order": (
        "UPDATE stock_units SET order_line_id = 1 WHERE id = 1",
        "guard: a sold unit keeps its order line and payload",
    ),
    "swap a sold key": (
        "UPDATE stock_units SET digest = sealed WHERE id = 1",
        "guard: a unit keeps its variant and payload",
    ),
    "sell a key to nobody": (
        "UPDATE stock_units SET status = 'sold' WHERE id = 2",
        "",
    ),
    "sell a key to a line of mugs": (
        "UPDATE stock_units SET status = 'sold', order_line_id = 2, slot = 0 WHERE id = 2",
        "guard: a unit is sold to a free place of a line of its variant",
    ),
    "sell a third key to a line of two": (
        "UPDATE stock_units SET status = 'sold', order_line_id = 1, slot = 2 WHERE id = 2",
        "guard: a unit is sold to a free place of a line of its variant",
    ),
    "sell two keys to one place": (
        "UPDATE stock_units SET status = 'sold', order_line_id = 3, slot = 0 WHERE id = 2",
        "",
    ),
    "share a key": (
        "INSERT INTO shared_goods (variant_id, sealed, actor, created_at)"
        " SELECT 1, sealed, 'admin:1', 0 FROM stock_units WHERE id = 1",
        "guard: only shared products have something to share",
    ),
    "change what was shared": (
        "UPDATE shared_goods SET actor = 'nobody'",
        "guard: what was shared stays on record",
    ),
    "delete what was shared": (
        "DELETE FROM shared_goods",
        "guard: what was shared is never deleted",
    ),
    "sell something shared that is not there": (
        "INSERT INTO stock_movements (variant_id, kind, quantity, created_at)"
        " VALUES (7, 'received', 1, 0)",
        "guard: what is shared is there before it is sold",
    ),
    "sell keys without end": (
        "UPDATE variants SET endless = 1 WHERE id = 1",
        "guard: only what is shared is endless",
    ),
    "begin a variant without end": (
        "INSERT INTO variants (product_id, name, price, active, stock_quantity,"
        " reserved_quantity, received_quantity, sold_quantity, removed_quantity, endless)"
        " VALUES (4, 'n', 1, 1, 0, 0, 0, 0, 0, 1)",
        "guard: a variant begins neither endless nor told of",
    ),
    "be half endless": ("UPDATE variants SET endless = 2 WHERE id = 6", "flags_known"),
    "warn of less than nothing": (
        "UPDATE variants SET low_at = -1 WHERE id = 1",
        "low_not_negative",
    ),
    "tell of low stock that is not low": (
        "UPDATE variants SET low_armed = 0 WHERE id = 1",
        "guard: low stock is told of once, when it is low",
    ),
    "tell of the same low stock again": (
        "UPDATE variants SET low_armed = 1 WHERE id = 2",
        "guard: low stock is told of once, when it is low",
    ),
    "bring in nothing": (
        "INSERT INTO batches (variant_id, quantity, actor, created_at) VALUES (1, 0, 'x', 0)",
        "quantity_positive",
    ),
    "pay less than nothing for a batch": (
        "INSERT INTO batches (variant_id, quantity, cost, currency, actor, created_at)"
        " VALUES (1, 1, -1, 'USD', 'x', 0)",
        "cost_not_negative",
    ),
    "pay for a batch in no currency": (
        "INSERT INTO batches (variant_id, quantity, cost, actor, created_at)"
        " VALUES (1, 1, 5, 'x', 0)",
        "cost_in_a_currency",
    ),
    "begin a batch as undone": (
        "INSERT INTO batches (variant_id, quantity, actor, created_at, undone_at, undone_by)"
        " VALUES (1, 1, 'x', 0, 0, 'x')",
        "guard: a batch comes in before it is undone",
    ),
    "undo a batch by nobody": (
        "INSERT INTO batches (variant_id, quantity, actor, created_at, undone_by)"
        " VALUES (1, 1, 'x', 0, 'x')",
        "undone_by_somebody",
    ),
    "undo a batch of which a key is sold": (
        "UPDATE batches SET undone_at = 5, undone_by = 'admin:1' WHERE id = 1",
        "guard: a batch of which something is sold is not undone",
    ),
    "undo a batch twice": (
        "UPDATE batches SET undone_at = 6 WHERE id = 2",
        "guard: a batch keeps what it says, and is undone once",
    ),
    "do a batch again": (
        "UPDATE batches SET undone_at = NULL, undone_by = NULL WHERE id = 2",
        "guard: a batch keeps what it says, and is undone once",
    ),
    "say afterwards what a batch cost": (
        "UPDATE batches SET cost = 1, currency = 'USD' WHERE id = 1",
        "guard: a batch keeps what it says, and is undone once",
    ),
    "delete a batch": ("DELETE FROM batches", "guard: a batch is never deleted"),
    "add a key to another's batch": (
        "INSERT INTO stock_units (variant_id, sealed, digest, status, batch_id, created_at)"
        " SELECT 3, sealed, sealed, 'available', 1, 0 FROM stock_units WHERE id = 5",
        "guard: a unit comes with a batch of its variant",
    ),
    "add a key to a batch that is undone": (
        "INSERT INTO stock_units (variant_id, sealed, digest, status, batch_id, created_at)"
        " SELECT 1, sealed, sealed, 'available', 2, 0 FROM stock_units WHERE id = 5",
        "guard: a unit comes with a batch of its variant",
    ),
    "move a key to another batch": (
        "UPDATE stock_units SET batch_id = 2 WHERE id = 1",
        "guard: a unit keeps its variant and payload",
    ),
    "undo a key that came with no batch": (
        "UPDATE stock_units SET status = 'undone' WHERE id = 4",
        "undone_with_a_batch",
    ),
    "undo a key that was sold": (
        "UPDATE stock_units SET status = 'undone', order_line_id = NULL, slot = NULL WHERE id = 1",
        "guard: a",
    ),
    "sell a key that was undone": (
        "UPDATE stock_units SET status = 'sold', order_line_id = 1, slot = 0 WHERE id = 6",
        "guard: a unit is sold or removed once",
    ),
    "replace a key that was not sold": (
        "UPDATE stock_units SET status = 'replaced', order_line_id = 1, slot = 0 WHERE id = 2",
        "guard: a unit is sold or removed once",
    ),
    "put a replaced key back in its place": (
        "UPDATE stock_units SET status = 'sold' WHERE id = 7",
        "",
    ),
    "hand a replaced key to another order": (
        "UPDATE stock_units SET order_line_id = 1 WHERE id = 7",
        "guard: a sold unit keeps its order line and payload",
    ),
    "replace a key that was not replaced": (
        "UPDATE stock_units SET status = 'sold', order_line_id = 1, slot = 1, replaces_id = 1"
        " WHERE id = 2",
        "guard: a unit replaces one that stood in its place",
    ),
    "replace a key elsewhere": (
        "UPDATE stock_units SET status = 'sold', order_line_id = 1, slot = 1, replaces_id = 7"
        " WHERE id = 2",
        "",
    ),
    "forget what a key replaced": (
        "UPDATE stock_units SET replaces_id = NULL WHERE id = 8",
        "guard: a unit replaces one that stood in its place",
    ),
    "begin a key as a replacement": (
        "INSERT INTO stock_units (variant_id, sealed, digest, status, replaces_id, created_at)"
        " SELECT 1, sealed, sealed, 'available', 1, 0 FROM stock_units WHERE id = 5",
        "guard: a unit starts available",
    ),
    "keep a file of no size": (
        "INSERT INTO goods_files (size, pieces, created_at) VALUES (0, 1, 0)",
        "size_bounded",
    ),
    "keep a file that Telegram does not take": (
        "INSERT INTO goods_files (size, pieces, created_at) VALUES (20971521, 1, 0)",
        "size_bounded",
    ),
    "keep a file of no pieces": (
        "INSERT INTO goods_files (size, pieces, created_at) VALUES (1, 0, 0)",
        "pieces_positive",
    ),
    "keep a piece before the first": (
        "INSERT INTO file_pieces (file_id, number, sealed)"
        " SELECT file_id, -1, sealed FROM file_pieces WHERE number = 0",
        "number_not_negative",
    ),
    "keep a piece twice": (
        "INSERT INTO file_pieces (file_id, number, sealed) SELECT file_id, number, sealed"
        " FROM file_pieces",
        "",
    ),
    "change a file": (
        "UPDATE goods_files SET pieces = 1",
        "guard: a file of the goods is never changed",
    ),
    "delete a file": ("DELETE FROM goods_files", "guard: a file of the goods is never deleted"),
    "change a piece": (
        "UPDATE file_pieces SET number = 9",
        "guard: a piece of a file is never changed",
    ),
    "delete a piece": ("DELETE FROM file_pieces", "guard: a piece of a file is never deleted"),
    "give two keys one file": (
        "INSERT INTO stock_units (variant_id, sealed, digest, status, file_id, created_at)"
        " SELECT 1, sealed, sealed, 'available', 1, 0 FROM stock_units WHERE id = 5",
        "",
    ),
    "delete a sold key": (
        "DELETE FROM stock_units WHERE id = 1",
        "guard: a unit is never deleted",
    ),
    "count keys as mugs": (
        "INSERT INTO stock_movements (variant_id, kind, quantity, created_at)"
        " VALUES (1, 'received', 1, 0)",
        "guard: only counted products have movements",
    ),
    "remove mugs that are promised": (
        "INSERT INTO stock_movements (variant_id, kind, quantity, created_at)"
        " VALUES (2, 'removed', 5, 0)",
        "reserved_within_stock",
    ),
    "change a movement": (
        "UPDATE stock_movements SET quantity = 9 WHERE id = 1",
        "guard: a stock movement is never changed",
    ),
    "delete a movement": (
        "DELETE FROM stock_movements WHERE id = 1",
        "guard: a stock movement is never deleted",
    ),
    "place a paid order": (
        "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at,"
        " expires_at) VALUES ('NEW01', 2, 'paid', 5, 'USD', '{}', 0, 0)",
        "guard: an order starts as created",
    ),
    "place a second open order": (
        "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at,"
        " expires_at) VALUES ('NEW02', 1, 'created', 5, 'USD', '{}', 0, 0)",
        "",
    ),
    "place an order for nothing": (
        "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at,"
        " expires_at) VALUES ('NEW03', 2, 'created', 0, 'USD', '{}', 0, 0)",
        "total_positive",
    ),
    "place an order for nobody": (
        "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at,"
        " expires_at) VALUES ('NEW04', 99, 'created', 5, 'USD', '{}', 0, 0)",
        "",
    ),
    "give an order another code": (
        "UPDATE orders SET code = 'OTHER' WHERE id = 1",
        "guard: an order keeps its code, user, total, currency and credit",
    ),
    "give two orders one code": (
        "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at,"
        " expires_at) SELECT code, 2, 'created', 5, 'USD', '{}', 0, 0 FROM orders WHERE id = 1",
        "code",
    ),
    "change what credit paid of an order": (
        "UPDATE orders SET credit_used = 1 WHERE id = 1",
        "guard: an order keeps its code, user, total, currency and credit",
    ),
    "use more credit than an order costs": (
        "INSERT INTO orders (code, user_id, status, total, credit_used, currency, changes,"
        " created_at, expires_at) VALUES ('NEW05', 1, 'created', 500, 501, 'USD', '{}', 0, 0)",
        "_within_",
    ),
    "give credit for what takes it": (
        "INSERT INTO credit_entries (user_id, amount, currency, reason, dedup_key, created_at)"
        " VALUES (1, 5, 'USD', 'refunded', 'x', 0)",
        "ck_credit_entries_sign_of_reason",
    ),
    "change an order's total": (
        "UPDATE orders SET total = 1 WHERE id = 1",
        "guard: an order keeps its code, user, total, currency and credit",
    ),
    "give an order to somebody else": (
        "UPDATE orders SET user_id = 2 WHERE id = 1",
        "guard: an order keeps its code, user, total, currency and credit",
    ),
    "delete an order": ("DELETE FROM orders WHERE id = 2", "guard: an order is never deleted"),
    "change an order line": (
        "UPDATE order_lines SET unit_price = 1 WHERE id = 1",
        "guard: an order line is never changed",
    ),
    "delete an order line": (
        "DELETE FROM order_lines WHERE id = 1",
        "guard: an order line is never deleted",
    ),
    "re-price an invoice": (
        "UPDATE invoices SET due = '1' WHERE id = 1",
        "guard: an invoice keeps its order, address, amount and rate",
    ),
    "send an invoice to another address": (
        "UPDATE invoices SET address_id = 99 WHERE id = 1",
        "guard: an invoice keeps its order, address, amount and rate",
    ),
    "invoice an order twice": (
        "INSERT INTO invoices (order_id, asset, address_id, due, rate, rate_sources, rate_at,"
        " spread_percent, confirmations_required, state, seen, confirmations)"
        " SELECT order_id, 'LTC', 2, due, rate, '', 0, '0', 1, state, '0', 0 FROM invoices"
        " WHERE id = 1",
        "",
    ),
    "accept money without confirmation": (
        "UPDATE invoices SET confirmations_required = 0 WHERE id = 1",
        "",
    ),
    "ask for less proof than before": (
        "UPDATE invoices SET confirmations_required = confirmations_required - 1 WHERE id = 1",
        "",
    ),
    "take more coins than were due": (
        "UPDATE invoices SET taken = '1001' WHERE id = 1",
        "ck_invoices_taken_within_due",
    ),
    "give taken coins back": (
        "UPDATE invoices SET taken = '999' WHERE id = 2",
        "guard: what an invoice took or asks for never shrinks",
    ),
    "believe one source in less than before": (
        "UPDATE transfers SET vouched = '1199' WHERE id = 2",
        "guard: what was vouched for stays so",
    ),
    "let no coins take the place of lost ones": (
        "UPDATE invoices SET replaced = '1' WHERE id = 2",
        "guard: only coins that came take the place of lost ones",
    ),
    "remember a chain without a bound": (
        f"UPDATE invoices SET chain_memory = '{'a' * 4_001}' WHERE id = 1",
        "chain_memory_bounded",
    ),
    "delete an invoice": ("DELETE FROM invoices WHERE id = 1", "guard: an invoice"),
    "change an address": (
        "UPDATE addresses SET address = 'bc1qthief' WHERE id = 1",
        "guard: an address keeps its chain, index and path",
    ),
    "give an address again": (
        "UPDATE addresses SET given_at = NULL WHERE id = 1",
        "guard: an address is given once",
    ),
    "use an index twice": (
        'INSERT INTO addresses (chain, "index", address, path, created_at)'
        " VALUES ('BTC', 1, 'bc1qnew', 'm', 0)",
        "",
    ),
    "sell what is gone to somebody else": (
        "UPDATE stock_units SET status = 'sold', order_line_id = 3, slot = 0 WHERE id = 5",
        "guard: what is gone is sold to the order that it went to",
    ),
    "put what is gone back on sale": (
        "UPDATE stock_units SET status = 'available', kept_for = NULL WHERE id = 5",
        "guard: ",
    ),
    "remove what is gone": (
        "UPDATE stock_units SET status = 'removed', kept_for = NULL WHERE id = 5",
        "guard: ",
    ),
    "keep what is gone for another order": (
        "UPDATE stock_units SET kept_for = 2 WHERE id = 5",
        "guard: what is gone stays kept for the order that it went to",
    ),
    "keep a key that is not gone": (
        "UPDATE stock_units SET kept_for = 1 WHERE id = 2",
        "",
    ),
    "sell what is gone twice to its order": (
        "UPDATE stock_units SET status = 'sold', order_line_id = 1, slot = 2 WHERE id = 5",
        "guard: a unit is sold to a free place of a line of its variant",
    ),
    "stock what was sold before": (
        "INSERT INTO stock_units (variant_id, sealed, digest, status, created_at)"
        " SELECT 1, sealed, g.digest, 'available', 0 FROM stock_units u, gone_goods g"
        " WHERE u.id = 1",
        "guard: what was sold before is not stocked again",
    ),
    "forget what was sold before": (
        "DELETE FROM gone_goods",
        "guard: what was sold before stays known",
    ),
    "take what was sold before for something else": (
        "UPDATE gone_goods SET digest = (SELECT sealed FROM stock_units WHERE id = 1)",
        "guard: what was sold before stays known",
    ),
    "count what is gone below nothing": (
        "UPDATE variants SET gone_quantity = -1 WHERE id = 3",
        "gone_not_negative",
    ),
    "begin a variant with what is gone": (
        "INSERT INTO variants (product_id, name, price, active, stock_quantity,"
        " reserved_quantity, received_quantity, sold_quantity, removed_quantity, gone_quantity)"
        " VALUES (1, 'n', 1, 1, 0, 0, 0, 0, 0, 1)",
        "guard: a variant starts without stock",
    ),
    "promise what is gone": (
        "INSERT INTO reservations (order_id, variant_id, quantity, status, expires_at)"
        " VALUES (4, 1, 2, 'held', 0)",
        "guard: what is in doubt or gone is not promised",
    ),
    "count a sale back": (
        "UPDATE tallies SET sold = 1",
        "guard: a tally keeps its token and only counts on",
    ),
    "take another tally's name": (
        "UPDATE tallies SET token = 'x'",
        "guard: a tally keeps its token and only counts on",
    ),
    "begin a tally below nothing": (
        "INSERT INTO tallies (token, sold) VALUES ('x', -1)",
        "sold_not_negative",
    ),
    "clear what is in no doubt": (
        "INSERT INTO tallies (token, sold, cleared_at) VALUES ('x', 0, 0)",
        "cleared_if_doubted",
    ),
    "delete a tally": ("DELETE FROM tallies", "guard: a tally is never deleted"),
    "count a given address back": (
        "UPDATE marks SET given = 1",
        "guard: a mark keeps its token and only counts on",
    ),
    "take another marker's name": (
        "UPDATE marks SET token = 'x'",
        "guard: a mark keeps its token and only counts on",
    ),
    "begin a mark below nothing": (
        "INSERT INTO marks (token, given, stamp) VALUES ('x', -1, 0)",
        "given_not_negative",
    ),
    "delete a mark": ("DELETE FROM marks", "guard: a mark is never deleted"),
    "delete an address": ("DELETE FROM addresses", "guard: an address is never deleted"),
    "change what was paid": (
        "UPDATE transfers SET amount = '999999' WHERE id = 2",
        "guard: a transfer keeps its invoice, identity and amount",
    ),
    "account for money twice": (
        "UPDATE transfers SET accounted_at = NULL WHERE id = 2",
        "guard: a transfer is accounted for once",
    ),
    "account for less than before": (
        "UPDATE transfers SET accounted = '999' WHERE id = 2",
        "guard: what was accounted for stays so",
    ),
    "account for more than came": (
        "UPDATE transfers SET accounted = '1201' WHERE id = 2",
        "ck_transfers_accounted_within_amount",
    ),
    "account for money at no time": (
        "UPDATE transfers SET accounted = '1' WHERE id = 1",
        "ck_transfers_accounted_since_then",
    ),
    "record a transfer twice": (
        "INSERT INTO transfers (invoice_id, chain, asset, txid, output_index, amount,"
        " first_seen_at) VALUES (2, 'BTC', 'BTC', 't1', 0, '5', 0)",
        "",
    ),
    "delete a transfer": ("DELETE FROM transfers", "guard: a transfer is never deleted"),
    "send a message again": (
        "UPDATE outbox SET status = 'pending' WHERE dedup_key = 'sent'",
        "guard: a sent message stays sent",
    ),
    "delete a pending message": (
        "DELETE FROM outbox WHERE dedup_key = 'pending'",
        "guard: a message that did not arrive is never deleted",
    ),
    "give a lease back to an earlier holder": (
        "UPDATE outbox SET token = token - 1 WHERE dedup_key = 'pending'",
        "guard: a lease is never given back to an earlier holder",
    ),
    "set a message aside without a reason": (
        "UPDATE outbox SET status = 'failed', closed_at = 1 WHERE dedup_key = 'pending'",
        "guard: a message is set aside from the queue, with a reason",
    ),
    "set goods aside and let the order look delivered": (
        "UPDATE outbox SET status = 'failed', closed_at = 1, error = 'x' WHERE dedup_key = 'goods'",
        "guard: goods are set aside only with a look at their order",
    ),
    "edit one message of two about the same thing": (
        "INSERT INTO posts (chat_id, subject, bot_id, message_id, form, changed_at)"
        " VALUES (1, 'invoice:1', 0, 1, 'text', 0), (1, 'invoice:1', 0, 2, 'text', 0)",
        "",
    ),
    "send a message in a form that there is not": (
        "INSERT INTO posts (chat_id, subject, bot_id, message_id, form, changed_at)"
        " VALUES (1, 'invoice:2', 0, 1, 'song', 0)",
        "ck_posts_form_known",
    ),
    "open a card of somebody else's order": (
        OPENED.format(place=0, message=1, order=1, customer=2, face="card"),
        "guard: an open card is of its order's customer",
    ),
    "let an open card show another order": (
        "UPDATE opened SET order_id = 2, customer_id = 2",
        "guard: a message that shows something else is another open card",
    ),
    "open one card more than are followed": (
        OPENED.format(place=5, message=1, order=1, customer=1, face="card"),
        "ck_opened_place_bounded",
    ),
    "open a card in the place of the list": (
        OPENED.format(place=4, message=1, order=1, customer=1, face="card"),
        "ck_opened_",
    ),
    "open a list beside the one": (
        OPENED.format(place=1, message=1, order="NULL", customer="NULL", face="work"),
        "ck_opened_",
    ),
    "open a list of one order": (
        OPENED.format(place=4, message=1, order=1, customer=1, face="work"),
        "ck_opened_card_of_an_order",
    ),
    "open a list of nothing": (
        OPENED.format(place=4, message=1, order="NULL", customer="NULL", face="list"),
        "ck_opened_list_of_something",
    ),
    "let an open list show another page": (
        "UPDATE opened SET spot = 'ship:1'",
        "guard: a message that shows something else is another open card",
    ),
    "keep from owners that an order needs a look": (
        "INSERT INTO notice_rules (kind, destination, told) VALUES ('look', 'owner', 'never')",
        "ck_notice_rules_owners_hear",
    ),
    "tell no owner of money": (
        "INSERT INTO notice_rules (kind, destination, told) VALUES ('money', 'owner', 'never')",
        "ck_notice_rules_owners_hear",
    ),
    "gather what was paid until tomorrow": (
        "INSERT INTO notice_rules (kind, destination, told) VALUES ('paid', 'viewer', 'digest')",
        "ck_notice_rules_urgent",
    ),
    "be quiet all day": (
        "INSERT INTO notice_hours (id, quiet_from, quiet_to) VALUES (1, 7, 7)",
        "ck_notice_hours_not_always",
    ),
    "be quiet without an end": (
        "INSERT INTO notice_hours (id, quiet_from) VALUES (1, 7)",
        "ck_notice_hours_both",
    ),
    "hold a notice until it is over": (
        "INSERT INTO held_notices (dedup_key, chat_id, kind, event, at, until)"
        " VALUES ('a', 1, 'shipped', 'admin-shipped', 5, 5)",
        "ck_held_notices_later",
    ),
    "open a card that shows what there is not": (
        OPENED.format(place=0, message=1, order=1, customer=1, face="song"),
        "ck_opened_face_known",
    ),
    "open two cards in one place": (
        OPENED.format(place=0, message=1, order=1, customer=1, face="card")
        + ", (1, 0, 2, 0, 2, 2, 'card', '', 0, 0)",
        "",
    ),
    "open two cards in one message": (
        OPENED.format(place=0, message=1, order=1, customer=1, face="card")
        + ", (1, 1, 1, 0, 2, 2, 'card', '', 0, 0)",
        "",
    ),
    "open two cards of one order in a chat": (
        OPENED.format(place=0, message=1, order=1, customer=1, face="card")
        + ", (1, 1, 2, 0, 1, 1, 'payment', '', 0, 0)",
        "",
    ),
    "queue a message twice": (
        "INSERT INTO outbox (dedup_key, event, chat_id, args, importance, status, due_at,"
        " attempts, created_at) VALUES ('sent', 'x', 1, '{}', 1, 'pending', 0, 0, 0)",
        "",
    ),
    "change a credit entry": (
        "UPDATE credit_entries SET amount = 1 WHERE id = 1",
        "guard: a credit entry is never changed",
    ),
    "delete a credit entry": (
        "DELETE FROM credit_entries",
        "guard: a credit entry is never deleted",
    ),
    "give credit for nothing": (
        "INSERT INTO credit_entries (user_id, order_id, amount, currency, reason, dedup_key,"
        " created_at) VALUES (2, 2, 5, 'USD', 'late', 'n', 0)",
        "guard: credit is for coins that came, at the locked rate or less",
    ),
    "give credit for another's coins": (
        COINS.format(user=1, amount=1, units=1, rate="1"),
        "guard: credit is for coins that came, at the locked rate or less",
    ),
    "give credit above the locked rate": (
        COINS.format(user=2, amount=1, units=1, rate="50000.6"),
        "guard: credit is for coins that came, at the locked rate or less",
    ),
    "give more credit than the coins are worth": (
        COINS.format(user=2, amount=52, units=100, rate="1"),
        "guard: credit is for coins that came, at the locked rate or less",
    ),
    "give credit for coins that were used": (
        COINS.format(user=2, amount=1, units=1, rate="1"),
        "guard: credit is for coins that came, at the locked rate or less",
    ),
    "say what coins a purchase was for": (
        "INSERT INTO credit_entries (user_id, amount, currency, reason, units, rate, dedup_key,"
        " created_at) VALUES (2, -1, 'USD', 'spent', '1', '1', 'n', 0)",
        "",
    ),
    "spend more credit than there is": (
        "INSERT INTO credit_entries (user_id, amount, currency, reason, dedup_key, created_at)"
        " VALUES (2, -101, 'USD', 'late', 'd', 0)",
        "guard: a credit balance is never negative",
    ),
    "spend credit of another currency": (
        "INSERT INTO credit_entries (user_id, amount, currency, reason, dedup_key, created_at)"
        " VALUES (2, -1, 'EUR', 'late', 'd', 0)",
        "guard: a credit balance is never negative",
    ),
    "suspend more credit than coins brought": (
        SUSPEND.format(user=2, order=2, amount=-101, reason="suspended"),
        NOT_SUSPENDED,
    ),
    "give back credit that was not suspended": (
        SUSPEND.format(user=2, order=2, amount=1, reason="restored"),
        NOT_SUSPENDED,
    ),
    "suspend the credit of somebody else": (
        SUSPEND.format(user=1, order=2, amount=-1, reason="suspended"),
        NOT_SUSPENDED,
    ),
    "suspend credit that came of no order": (
        SUSPEND.format(user=2, order="NULL", amount=-1, reason="suspended"),
        NOT_SUSPENDED,
    ),
    "sell in another currency while an order is open": (
        "UPDATE facts SET value = 'EUR' WHERE name = 'currency'",
        "guard: the currency stays while an order or refund is open",
    ),
    "give a fact another name": (
        "UPDATE facts SET name = 'money'",
        "guard: the currency stays while an order or refund is open",
    ),
    "forget the currency": ("DELETE FROM facts", "guard: what the shop is, it stays"),
    "state nothing": ("INSERT INTO facts (name, value) VALUES ('x', '')", "value_not_empty"),
    "order in another currency": (
        "INSERT INTO orders (user_id, status, total, currency, changes, created_at, expires_at)"
        " VALUES (2, 'created', 500, 'EUR', '{}', 0, 0)",
        "guard: an order is in the currency of the shop",
    ),
    "exchange credit into less than nothing": (
        "INSERT INTO credit_entries (user_id, amount, currency, reason, dedup_key, created_at)"
        " VALUES (2, -1, 'USD', 'exchanged_into', 'd', 0)",
        "sign_of_reason",
    ),
    "open a refund with no credit set aside": (
        REFUND.format(
            amount=40, target="sealed", units=1, state="open", txid="NULL", entry=1, like=2
        ),
        "guard: a refund starts with its credit set aside",
    ),
    "open a refund with another's credit": (
        REFUND.format(
            amount=99, target="sealed", units=1, state="open", txid="NULL", entry=2, like=1
        ),
        "guard: a refund starts with its credit set aside",
    ),
    "begin a refund as sent": (
        REFUND.format(
            amount=30, target="sealed", units=1, state="sent", txid="'x'", entry=2, like=1
        ),
        "guard: a refund starts with its credit set aside",
    ),
    "set the same credit aside twice": (
        REFUND.format(
            amount=30, target="sealed", units=1, state="open", txid="NULL", entry=2, like=1
        ),
        "",
    ),
    "open a second refund of an order": (
        REFUND.format(
            amount=40, target="sealed", units=1, state="open", txid="NULL", entry=4, like=2
        ),
        "",
    ),
    "send back more coins than came": (
        REFUND.format(
            amount=30, target="sealed", units=1121, state="open", txid="NULL", entry=2, like=1
        ),
        "guard: no more coins go back than came in",
    ),
    "pay two refunds with one transaction": (
        "UPDATE refunds SET target = (SELECT target FROM refunds WHERE id = 2), txid = 'sent'"
        " WHERE id = 1",
        "",
    ),
    "send a refund elsewhere": (
        "UPDATE refunds SET sealed = target WHERE id = 2",
        "guard: a refund keeps its order, amount and address",
    ),
    "send back another sum": (
        "UPDATE refunds SET units = '1' WHERE id = 2",
        "guard: a refund keeps its order, amount and address",
    ),
    "name another transaction": (
        "UPDATE refunds SET txid = 'gone' WHERE id = 2",
        "guard: this change of a refund's state is not allowed",
    ),
    "take a refund up that was withdrawn": (
        "UPDATE refunds SET state = 'open', returned_id = NULL WHERE id = 1",
        "guard: ",
    ),
    "withdraw a refund that was sent": (
        "UPDATE refunds SET state = 'withdrawn', txid = NULL, returned_id = 3 WHERE id = 2",
        "guard: ",
    ),
    "confirm a refund that no transaction pays": (
        "UPDATE refunds SET state = 'confirmed', txid = NULL WHERE id = 2",
        "ck_refunds_sent_in_a_transaction",
    ),
    "pay a refund with what nobody named": (
        "UPDATE refunds SET state = 'confirmed', txid = 'other' WHERE id = 2",
        "guard: ",
    ),
    "pay a refund with what was never seen": (
        "UPDATE refunds SET state = 'sent', txid = 'unseen' WHERE id = 2",
        "guard: ",
    ),
    "name a transaction as seen": (
        NAMED.format(refund=2, txid="new", seen=0),
        "guard: a transaction is named for an open refund, ten at most",
    ),
    "name a transaction for a refund that is on its way": (
        NAMED.format(refund=2, txid="new", seen="NULL"),
        "guard: a transaction is named for an open refund, ten at most",
    ),
    "name a transaction for a refund that was withdrawn": (
        NAMED.format(refund=1, txid="new", seen="NULL"),
        "guard: a transaction is named for an open refund, ten at most",
    ),
    "name a transaction for no refund": (NAMED.format(refund=99, txid="new", seen="NULL"), ""),
    "hand a transaction to another refund": (
        "UPDATE refund_txids SET refund_id = 1 WHERE txid = 'gone'",
        "guard: a transaction that was named stays what it is",
    ),
    "rename a transaction": (
        "UPDATE refund_txids SET txid = 'other' WHERE txid = 'gone'",
        "guard: a transaction that was named stays what it is",
    ),
    "unsee a transaction": (
        "UPDATE refund_txids SET seen_at = NULL WHERE txid = 'gone'",
        "guard: a transaction that was named stays what it is",
    ),
    "call extra what was never seen": (
        "UPDATE refund_txids SET extra_at = 0 WHERE txid = 'unseen'",
        "ck_refund_txids_extra_was_seen",
    ),
    "call extra what pays the refund": (
        "UPDATE refund_txids SET extra_at = 0 WHERE txid = 'sent'",
        "guard: what pays a refund that was open is no extra payment",
    ),
    "unsay that it came on top": (
        "UPDATE refund_txids SET extra_at = NULL WHERE txid = 'extra'",
        "guard: a transaction that was named stays what it is",
    ),
    "forget a transaction that was seen": (
        "DELETE FROM refund_txids WHERE txid = 'gone'",
        "guard: a transaction that was seen is never forgotten",
    ),
    "delete a refund": ("DELETE FROM refunds", "guard: a refund is never deleted"),
    "confirm an address nobody gave": (
        "INSERT INTO refund_addresses (order_id, asked_by, asked_at, confirmed_at)"
        " VALUES (2, 'admin:1', 0, 0)",
        "ck_refund_addresses_confirmed_if_given",
    ),
    "rewrite the audit log": (
        "UPDATE audit SET actor = 'admin:1' WHERE id = 1",
        "guard: an audit entry is never changed",
    ),
    "erase the audit log": ("DELETE FROM audit", "guard: an audit entry is never deleted"),
    "count an open order as a timeout": (
        "UPDATE orders SET timed_out_at = 1 WHERE id = 1",
        "timed_out_ended",
    ),
    "say that a customer cancelled what is open": (
        "UPDATE orders SET given_up_at = 1 WHERE id = 1",
        "given_up_cancelled",
    ),
    "take away what orders hold beside what is gone": (
        "UPDATE stock_units SET status = 'removed' WHERE id IN (2, 3)",
        "guard: what orders hold is not taken away",
    ),
    "keep a draft for ever": (
        "INSERT INTO drafts (user_id, sealed, created_at, expires_at)"
        " SELECT 1, sealed, 5, 5 FROM stock_units WHERE id = 1",
        "expires_later",
    ),
    "keep two drafts of one person": (
        "INSERT INTO drafts (user_id, sealed, created_at, expires_at)"
        " SELECT 2, sealed, 0, 5 FROM stock_units WHERE id = 1",
        "",
    ),
    "half a note of where a draft was typed": (
        "UPDATE drafts SET message_id = 7",
        "typed_or_not",
    ),
    "empty a draft": (
        "UPDATE drafts SET sealed = substr(sealed, 1, 0)",
        "sealed_not_empty",
    ),
    "hand a message on twice": (
        "INSERT INTO talks (user_id, direction, chat_id, message_id, written_at, edits, at)"
        " VALUES (2, 'question', 2, 5, 0, 0, 0)",
        "",
    ),
    "let a customer ask in another's name": (
        "INSERT INTO talks (user_id, direction, chat_id, message_id, written_at, edits, at)"
        " VALUES (1, 'question', 2, 6, 0, 0, 0)",
        "questions_are_the_customers",
    ),
    "let somebody answer themselves": (
        "INSERT INTO talks (user_id, direction, chat_id, message_id, written_at, edits, at)"
        " VALUES (2, 'answer', 2, 6, 0, 0, 0)",
        "questions_are_the_customers",
    ),
    "count less than no edits": ("UPDATE talks SET edits = -1", "edits_not_negative"),
    "talk in a third direction": ("UPDATE talks SET direction = 'x'", "direction_known"),
}
