"""Statements about shipping, notes, questions and answers that no database may accept."""

OPTION = (
    "INSERT INTO shipping_options (name, price, up_to, step, step_price, active)"
    " VALUES ({name}, {price}, {up_to}, {step}, {step_price}, {active})"
)
FIT = {
    "name": "'Letter'",
    "price": 1,
    "up_to": "NULL",
    "step": "NULL",
    "step_price": 0,
    "active": 1,
}
ORDER = (
    "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at, expires_at,"
    " shipping, shipping_name, delivery) VALUES ('SHP{number}', 2, 'created', 5, 'USD', '{{}}', 0,"
    " 0, {shipping}, {name}, {delivery})"
)
SEALED = "(SELECT sealed FROM drafts)"
ANSWER = (
    "INSERT INTO answers (order_line_id, position, question, sealed)"
    " SELECT l.id, {position}, {question}, {sealed} FROM order_lines l"
    " JOIN orders o ON o.id = l.order_id WHERE {where}"
)
PARCEL = "shipping_name = 'Parcel'"
KEEPS = "guard: an order keeps how it is shipped, and for how much"

SHIPPING = {
    "ship for another price": (f"UPDATE orders SET shipping = 399 WHERE {PARCEL}", KEEPS),
    "ship otherwise": (f"UPDATE orders SET shipping_name = 'Boat' WHERE {PARCEL}", KEEPS),
    "ship for less than nothing": (
        ORDER.format(number=1, shipping=-1, name="'x'", delivery=SEALED),
        "ck_orders_shipping_within_total",
    ),
    "ship for more than the total": (
        ORDER.format(number=2, shipping=6, name="'x'", delivery=SEALED),
        "ck_orders_shipping_within_total",
    ),
    "ship for a price that nobody names": (
        ORDER.format(number=3, shipping=1, name="NULL", delivery=SEALED),
        "ck_orders_shipping_named",
    ),
    "ship to nowhere": (
        ORDER.format(number=4, shipping=1, name="'x'", delivery="NULL"),
        "ck_orders_shipping_to_an_address",
    ),
    "ship otherwise by changing the coin": (
        "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at,"
        " expires_at, replaces_id, switches, shipping, shipping_name) SELECT 'SHP5', 3, 'created',"
        " total, currency, changes, closed_at, expires_at, id, 1, 1, 'x' FROM orders WHERE id = 3",
        "guard: an order is shipped as the one that it replaces",
    ),
    "put a line into an order that is billed": (
        "INSERT INTO order_lines (order_id, variant_id, title, kind, unit_price, quantity)"
        " VALUES (1, 3, 'x', 'digital', 500, 1)",
        "guard: a line comes before its order is billed",
    ),
    "put a line into an order that is shipped": (
        "INSERT INTO order_lines (order_id, variant_id, title, kind, unit_price, quantity)"
        " VALUES (2, 3, 'x', 'digital', 500, 1)",
        "guard: a line comes before its order is billed",
    ),
    "offer shipping for less than nothing": (
        OPTION.format(**FIT | {"price": -1}),
        "ck_shipping_options_price_not_negative",
    ),
    "offer shipping of no weight": (
        OPTION.format(**FIT | {"up_to": 0}),
        "ck_shipping_options_up_to_bounded",
    ),
    "offer shipping by the gram": (
        OPTION.format(**FIT | {"step": 1}),
        "ck_shipping_options_step_bounded",
    ),
    "offer a step that costs less than nothing": (
        OPTION.format(**FIT | {"step": 10, "step_price": -1}),
        "ck_shipping_options_step_price_not_negative",
    ),
    "offer a price of no step": (
        OPTION.format(**FIT | {"step_price": 1}),
        "ck_shipping_options_step_price_of_a_step",
    ),
    "offer shipping without a name": (
        OPTION.format(**FIT | {"name": "''"}),
        "ck_shipping_options_name_bounded",
    ),
    "offer shipping half": (
        OPTION.format(**FIT | {"active": 2}),
        "ck_shipping_options_active_known",
    ),
    "offer shipping twice": (OPTION.format(**FIT | {"name": "'Parcel'"}), ""),
    "weigh less than nothing": (
        "UPDATE variants SET weight = -1 WHERE id = 2",
        "ck_variants_weight_bounded",
    ),
    "weigh more than a ton": (
        "UPDATE variants SET weight = 1000001 WHERE id = 2",
        "ck_variants_weight_bounded",
    ),
    "write a note that is too long": (
        f"UPDATE products SET note = '{'x' * 1001}' WHERE id = 1",
        "ck_products_note_bounded",
    ),
    "ask a fourth question": (
        "INSERT INTO questions (product_id, position, text) VALUES (2, 3, 'Why?')",
        "ck_questions_position_bounded",
    ),
    "ask the same place twice": (
        "INSERT INTO questions (product_id, position, text) VALUES (2, 0, 'Why?')",
        "",
    ),
    "ask nothing": ("UPDATE questions SET text = ''", "ck_questions_text_bounded"),
    "ask at length": (
        f"UPDATE questions SET text = '{'x' * 201}'",
        "ck_questions_text_bounded",
    ),
    "change an answer": (
        f"UPDATE answers SET sealed = {SEALED}",
        "guard: an answer is never changed",
    ),
    "change what was asked": (
        "UPDATE answers SET question = 'Why?'",
        "guard: an answer is never changed",
    ),
    "delete an answer": ("DELETE FROM answers", "guard: an answer is never deleted"),
    "answer after the order was billed": (
        ANSWER.format(position=1, question="'Why?'", sealed=SEALED, where=PARCEL),
        "guard: an answer comes with its order",
    ),
    "answer after the order was shipped": (
        ANSWER.format(position=1, question="'Why?'", sealed=SEALED, where="o.id = 2"),
        "guard: an answer comes with its order",
    ),
}
