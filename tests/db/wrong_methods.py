"""Statements about ways to pay and what they cost that no database may accept."""

RULE = (
    "INSERT INTO method_rules (code, position, active, formula, least, most)"
    " VALUES ({code}, 0, {active}, {formula}, {least}, {most})"
)
FINE = {"code": "'DOGE'", "active": 1, "formula": "NULL", "least": "NULL", "most": "NULL"}
ORDER = (
    "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at, expires_at,"
    " credit_used, fee) VALUES ('FEE{number}', 2, 'created', 10, 'USD', '{{}}', 0, 0, {used},"
    " {fee})"
)
METHODS = {
    "ask another fee of an order": (
        "UPDATE orders SET fee = 1 WHERE id = 1",
        "guard: an order keeps how it is shipped, and for how much",
    ),
    "ask less than no fee": (
        ORDER.format(number=1, used=0, fee=-1),
        "ck_orders_fee_within_sum",
    ),
    "ask a fee of more than the sum": (
        ORDER.format(number=2, used=0, fee=6),
        "ck_orders_fee_within_sum",
    ),
    "ask a fee of what credit pays": (
        ORDER.format(number=3, used=10, fee=1),
        "ck_orders_fee_within_sum",
    ),
    "half switch on a way to pay": (
        RULE.format(**FINE | {"active": 2}),
        "ck_method_rules_active_known",
    ),
    "name no way to pay": (
        RULE.format(**FINE | {"code": "''"}),
        "ck_method_rules_code_bounded",
    ),
    "write a formula without an end": (
        RULE.format(**FINE | {"formula": f"'{'1' * 61}'"}),
        "ck_method_rules_formula_bounded",
    ),
    "write an empty formula": (
        RULE.format(**FINE | {"formula": "''"}),
        "ck_method_rules_formula_bounded",
    ),
    "pay from nothing on": (RULE.format(**FINE | {"least": 0}), "ck_method_rules_least_positive"),
    "pay up to nothing": (RULE.format(**FINE | {"most": 0}), "ck_method_rules_most_positive"),
    "pay from more than up to": (
        RULE.format(**FINE | {"least": 2, "most": 1}),
        "ck_method_rules_least_within_most",
    ),
}
