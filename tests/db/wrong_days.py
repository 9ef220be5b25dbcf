"""Wrong writes about what days came to: day 1 was counted and told of, 2 is over, 3 has begun."""

STANDS = "guard: the numbers of a day stand once it is counted"
ANEW = "guard: a number is counted anew, and never changed"
DONE = "guard: what people did on a day was done"
NEXT = (
    "INSERT INTO days (date, starts_at, ends_at, counted_at) SELECT '2026-01-09', ends_at + {gap},"
    " ends_at + {gap} + {long}, {counted} FROM days WHERE id = 3"
)
NUMBER = "INSERT INTO daily (day_id, kind, what, currency) VALUES ({day}, '{kind}', 'x', 'USD')"
LINE = (
    "INSERT INTO order_lines (order_id, variant_id, title, kind, unit_price, quantity, unit_cost)"
    " SELECT order_id, 3, title, kind, unit_price, quantity, {cost} FROM order_lines WHERE id = 1"
)
DAYS = {
    "leave a gap between two days": (
        NEXT.format(gap=1, long=5, counted="NULL"),
        "guard: a day begins where the last one ends",
    ),
    "begin a day that lasts a week": (
        NEXT.format(gap=0, long=7 * 86_400_000, counted="NULL"),
        "ck_days_bounded",
    ),
    "begin a day that is counted": (
        NEXT.format(gap=0, long=5, counted="ends_at + 9"),
        "guard: a day begins where the last one ends",
    ),
    "let a day be longer": (
        "UPDATE days SET ends_at = ends_at + 1 WHERE id = 3",
        "guard: a day stays as long as it was",
    ),
    "tell of a day twice": (
        "UPDATE days SET told_at = NULL WHERE id = 1",
        "guard: a day is told of once",
    ),
    "tell of a day that is not over": (
        "UPDATE days SET told_at = starts_at WHERE id = 3",
        "ck_days_told_when_over",
    ),
    "count a day before the one before it": (
        "UPDATE days SET counted_at = ends_at WHERE id = 3",
        "guard: days are counted one after the other",
    ),
    "count a day that is not over": (
        "UPDATE days SET counted_at = starts_at WHERE id = 2",
        "ck_days_counted_when_over",
    ),
    "forget a day": ("DELETE FROM days WHERE id = 3", "guard: a day is never deleted"),
    "add to what a counted day came to": (NUMBER.format(day=1, kind="placed"), STANDS),
    "count what nobody counts": (NUMBER.format(day=2, kind="luck"), "ck_daily_kind_known"),
    "count less than nothing": (
        "INSERT INTO daily (day_id, kind, what, currency, count)"
        " VALUES (2, 'sale', 'x', 'USD', -1)",
        "ck_daily_count_not_negative",
    ),
    "change what a day came to": ("UPDATE daily SET amount = amount + 1", ANEW),
    "take from what a counted day came to": ("DELETE FROM daily WHERE day_id = 1", STANDS),
    "add somebody to the best of a counted day": (
        "INSERT INTO daily_best (day_id, kind, subject_id, currency) VALUES (1, 'user', 9, 'USD')",
        STANDS,
    ),
    "change the best of a day": ("UPDATE daily_best SET amount = amount + 1", ANEW),
    "take somebody from the best of a counted day": ("DELETE FROM daily_best", STANDS),
    "count fewer visits than there were": ("UPDATE visits SET count = count - 1", DONE),
    "forget the visits of a day": ("DELETE FROM visits", DONE),
    "sell at a cost that nobody noted": (
        LINE.format(cost=5),
        "guard: a line keeps what its goods cost the shop then",
    ),
    "sell at less than no cost": (LINE.format(cost=-1), ""),
    "note less than no cost": (
        "UPDATE variants SET cost = -1 WHERE id = 1",
        "ck_variants_cost_bounded",
    ),
}
