"""Wrong writes about refunded orders, moved time, and what a person took for paid."""

BACK = "guard: only what was not handed out of a refunded order goes back on the shelf, once"
GIVEN_BACK = "guard: only a refunded order gives back what paid for it, and no more of it"
TIME = "guard: the time of an open order is moved, and its rate is not"
EVE = "(SELECT id FROM orders WHERE user_id = 5)"
"""Hers is refunded."""
REVERSED = (
    "INSERT INTO credit_entries (user_id, order_id, amount, currency, reason, units, rate,"
    " dedup_key, created_at) VALUES ({user}, {order}, 1, 'USD', '{reason}', {units}, {rate},"
    " 'n', 0)"
)
REFUNDED = {
    "take back what nobody refunded": (
        "UPDATE reservations SET returned = 1 WHERE id = 1",
        BACK,
    ),
    "take back what was handed out": ("UPDATE reservations SET returned = 1 WHERE id = 3", BACK),
    "sell what came back anew": ("UPDATE reservations SET returned = 0 WHERE returned = 1", BACK),
    "give back what nobody refunded": (
        REVERSED.format(user=2, order=2, reason="reversed", units="'1'", rate="'1'"),
        GIVEN_BACK,
    ),
    "give coins back twice": (
        REVERSED.format(user=5, order=EVE, reason="reversed", units="'1'", rate="'1'"),
        GIVEN_BACK,
    ),
    "give back late money that never was": (
        REVERSED.format(user=5, order=EVE, reason="unhonoured", units="NULL", rate="NULL"),
        GIVEN_BACK,
    ),
    "ship what is refunded": (
        f"UPDATE orders SET status = 'shipped' WHERE id = {EVE}",
        "guard: this change of an order's status is not allowed",
    ),
    "refund what is not paid": (
        "UPDATE orders SET status = 'refunded' WHERE id = 1",
        "guard: this change of an order's status is not allowed",
    ),
    "call paid by hand what coins paid": (
        "UPDATE orders SET by_hand_at = 5 WHERE id = 2",
        "guard: a person takes an open order for paid, once",
    ),
    "give time and say nothing of the rate": (
        "UPDATE orders SET expires_at = expires_at + 1 WHERE id = 1",
        TIME,
    ),
    "lock a rate for longer": (
        "UPDATE orders SET expires_at = expires_at + 9, rate_until = expires_at + 1 WHERE id = 1",
        TIME,
    ),
    "hold goods for more than a day": (
        "UPDATE orders SET expires_at = created_at + 86400001, rate_until = expires_at"
        " WHERE id = 1",
        TIME,
    ),
    "give time to what has ended": ("UPDATE orders SET rate_until = 5 WHERE id = 2", TIME),
    "send a parcel elsewhere when it is on its way": (
        "UPDATE orders SET delivery = (SELECT sealed FROM drafts) WHERE id = 2",
        "guard: an address is corrected until its parcel is on its way",
    ),
    "number a parcel that is not sent": (
        "UPDATE orders SET tracking = 'X' WHERE id = 1",
        "ck_orders_tracking_of_a_parcel",
    ),
}
