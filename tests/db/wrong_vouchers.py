"""Statements about vouchers that no database may accept: see tests/db/vouched.py."""

VOUCHER = (
    "INSERT INTO vouchers (kind, name, amount, currency, cap, least, variant_id, starts_at,"
    " ends_at, most, each, active, made_by, created_at) VALUES ('{kind}', '{name}', {amount},"
    " 'USD', {cap}, {least}, {variant}, 5, {ends}, {most}, {each}, {active}, 1, 0)"
)
FINE = {"kind": "fixed", "name": "x", "amount": 5, "cap": "NULL", "least": "NULL", "each": 1}
FINE |= {"variant": "NULL", "ends": "NULL", "most": 1, "active": 0}
CODE = (
    "INSERT INTO voucher_codes (voucher_id, digest, most, used, created_at)"
    " SELECT {voucher}, replace(digest, '1', '{mark}'), {most}, {used}, 0 FROM voucher_codes"
    " WHERE id = 1"
)
USE = (
    "INSERT INTO voucher_uses (code_id, voucher_id, user_id, order_id, entry_id, amount, state,"
    " created_at) VALUES ({code}, {voucher}, {user}, {order}, {entry}, {amount}, '{state}', 0)"
)
ENTRY = (
    "INSERT INTO credit_entries (user_id, order_id, amount, currency, reason, dedup_key,"
    " created_at) VALUES ({user}, {order}, {amount}, 'USD', 'voucher', '{key}', 0)"
)
ORDER = (
    "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at, expires_at,"
    " discount) VALUES ('OFF{number}', 2, 'created', {total}, 'USD', '{{}}', 0, 0, {discount})"
)
SAME = (
    "INSERT INTO orders (code, user_id, status, total, currency, changes, created_at, expires_at,"
    " replaces_id, switches, discount) SELECT 'SAME2', user_id, 'created', total, currency,"
    " changes, closed_at, expires_at, id, 1, 0 FROM orders"
    " WHERE id = (SELECT order_id FROM voucher_uses WHERE id = 2)"
)
STAYS = "guard: a voucher stays what its codes say"
CODES = "guard: a code begins unused, as its voucher says"
SAYS = "guard: a voucher is used for what says so"
GOES = "guard: a use goes with its order"
GIVES = "guard: credit by a code is what the code gives"


def _rule(reason: str, **wrong: object) -> tuple[str, str]:
    return VOUCHER.format(**FINE | wrong), f"ck_vouchers_{reason}"


def _use(**wrong: object) -> str:
    right = {"code": 3, "voucher": 1, "user": 1, "order": 1, "entry": "NULL", "amount": 100}
    return USE.format(**right | {"state": "held"} | wrong)


VOUCHERS = {
    "take a per cent of more than all": _rule("percent_of_all", kind="percent", amount=101),
    "take nothing off": _rule("amount_bounded", amount=0),
    "take a sum off without an end": _rule("amount_bounded", amount=10**11 + 1),
    "call a voucher nothing": _rule("name_bounded", name=""),
    "give nothing away for nothing": _rule("product_named", kind="product", amount=1),
    "name a product of a sum": _rule("product_named", variant=1),
    "cap a sum": _rule("cap_of_a_percent", cap=5),
    "ask goods for store credit": _rule("least_of_goods", kind="credit", least=5),
    "end a voucher before it begins": _rule("ends_later", ends=5),
    "use a code never": _rule("most_bounded", most=0),
    "let nobody use a code": _rule("each_bounded", each=0),
    "give store credit without a limit": _rule("credit_bounded", kind="credit", most="NULL"),
    "half switch on a voucher": (VOUCHER.format(**FINE | {"active": 2}), ""),
    "begin with a voucher that is on": (
        VOUCHER.format(**FINE | {"active": 1}),
        "guard: a voucher begins switched off",
    ),
    "raise a voucher whose codes are out": ("UPDATE vouchers SET amount = 101 WHERE id = 1", STAYS),
    "let a voucher hold for longer": ("UPDATE vouchers SET ends_at = 9999999999999", STAYS),
    "make store credit of a voucher": (
        "UPDATE vouchers SET kind = 'credit' WHERE id = 3",
        STAYS,
    ),
    "switch a voucher off, and tell nobody": (
        "UPDATE vouchers SET active = 0 WHERE id = 1",
        "guard: a voucher is switched in the audit",
    ),
    "delete a voucher": ("DELETE FROM vouchers WHERE id = 3", "guard: a voucher is never deleted"),
    "limit a voucher whose codes are out": (
        "INSERT INTO voucher_scopes (voucher_id, category_id) VALUES (1, 1)",
        STAYS,
    ),
    "limit a voucher to nothing": (
        "INSERT INTO voucher_scopes (voucher_id) VALUES (3)",
        "ck_voucher_scopes_of_one_thing",
    ),
    "limit a voucher to something else": (
        "UPDATE voucher_scopes SET product_id = 1 WHERE voucher_id = 3",
        STAYS,
    ),
    "let a voucher hold for all goods": ("DELETE FROM voucher_scopes WHERE voucher_id = 1", STAYS),
    "begin with a code that was used": (
        CODE.format(voucher=1, mark=8, most=1, used=1),
        CODES,
    ),
    "make a code for more than its voucher says": (
        CODE.format(voucher=1, mark=8, most=2, used=0),
        CODES,
    ),
    "make codes of store credit that is on": (
        CODE.format(voucher=2, mark=8, most=1, used=0),
        CODES,
    ),
    "make the same code twice": (CODE.format(voucher=1, mark=2, most=1, used=0), ""),
    "make another code of one": ("UPDATE voucher_codes SET most = NULL", "guard: a code stays"),
    "use a code for nothing": (
        "UPDATE voucher_codes SET used = used + 1 WHERE id = 3",
        "guard: only uses change how often a code was used",
    ),
    "have a code not used": (
        "UPDATE voucher_codes SET used = 0 WHERE id = 1",
        "guard: only uses change how often a code was used",
    ),
    "delete a code": ("DELETE FROM voucher_codes WHERE id = 5", "guard: a code is never deleted"),
    "use a code for an order that says nothing of it": (_use(), SAYS),
    "use a code for nothing at all": (_use(order="NULL"), ""),
    "use store credit for an order": (_use(code=5, voucher=2), SAYS),
    "use a code of another voucher": (_use(voucher=2), SAYS),
    "begin with a use that was given back": (_use(state="released"), SAYS),
    "use a code for other credit": (
        _use(
            code=5, voucher=2, user=22, order="NULL", entry="(SELECT min(id) FROM credit_entries)"
        ),
        SAYS,
    ),
    "give the use of an open order back": (
        "UPDATE voucher_uses SET state = 'released' WHERE id = 1",
        GOES,
    ),
    "take the use of an ended order again": (
        "UPDATE voucher_uses SET state = 'held' WHERE id = 2",
        GOES,
    ),
    "give a use to somebody else": ("UPDATE voucher_uses SET user_id = 2 WHERE id = 1", GOES),
    "give credit of a code back": (
        "UPDATE voucher_uses SET state = 'released' WHERE id = 3",
        "ck_voucher_uses_credit_is_given_for_good",
    ),
    "delete a use": ("DELETE FROM voucher_uses WHERE id = 2", "guard: a use is never deleted"),
    "take more credit than a code gives": (
        ENTRY.format(user=22, order="NULL", amount=51, key="voucher:5:22"),
        GIVES,
    ),
    "take credit of a code that was used": (
        ENTRY.format(user=22, order="NULL", amount=50, key="voucher:4:22"),
        GIVES,
    ),
    "take credit of a code that takes off": (
        ENTRY.format(user=22, order="NULL", amount=100, key="voucher:3:22"),
        GIVES,
    ),
    "take credit of one's own code": (
        ENTRY.format(user=1, order="NULL", amount=50, key="voucher:5:1"),
        GIVES,
    ),
    "take credit of a code for an order": (
        ENTRY.format(user=22, order=1, amount=50, key="voucher:5:22"),
        GIVES,
    ),
    "take something off an order afterwards": (
        "UPDATE orders SET discount = 1 WHERE id = 1",
        "guard: an order keeps what a voucher took off",
    ),
    "take less than nothing off an order": (
        ORDER.format(number=1, total=10, discount=-1),
        "ck_orders_discount_not_negative",
    ),
    "order for nothing without a voucher": (
        ORDER.format(number=2, total=0, discount=0),
        "ck_orders_total_positive",
    ),
    "replace an order without its discount": (
        SAME,
        "guard: an order has the discount of the one that it replaces",
    ),
    "try a code less than never": (
        "UPDATE voucher_tries SET wrong = -1",
        "ck_voucher_tries_wrong_counted",
    ),
}
