"""What must be true of every row at any instant, as plain SQL over whole tables.

`these_addresses` and `these_orders` are those that are judged: all of them, or a slice's. What they
are compared with is looked up among all.
"""

from repositories.agreed import AGREED
from repositories.daily import DAILY
from repositories.erased import ERASED
from repositories.passed import PASSED
from repositories.peopled import PEOPLED
from repositories.shelves import SHELVES
from repositories.staffed import STAFFED
from repositories.stocked import STOCKED
from repositories.supported import SUPPORTED

OTHERS = SHELVES | STOCKED | AGREED | STAFFED | PASSED | PEOPLED | ERASED | DAILY | SUPPORTED
CHECKS = OTHERS | {
    "I1 reserved is the sum of what is held": """
        SELECT v.id, v.reserved_quantity, coalesce(sum(r.quantity), 0) FROM variants v
        LEFT JOIN reservations r ON r.variant_id = v.id AND r.status = 'held'
        GROUP BY v.id, v.reserved_quantity
        HAVING v.reserved_quantity <> coalesce(sum(r.quantity), 0)""",
    "I2 reserved is between nothing and the stock": """
        SELECT id, reserved_quantity, stock_quantity FROM variants
        WHERE reserved_quantity < 0 OR reserved_quantity > stock_quantity""",
    "I3 what came in is in stock, sold or removed": """
        SELECT id, received_quantity, stock_quantity, sold_quantity, removed_quantity
        FROM variants
        WHERE received_quantity <> stock_quantity + sold_quantity + removed_quantity""",
    "I3 sold is the sum of what was fulfilled": """
        SELECT v.id, v.sold_quantity, coalesce(sum(r.quantity - r.returned), 0) FROM variants v
        LEFT JOIN reservations r ON r.variant_id = v.id AND r.status = 'fulfilled'
        GROUP BY v.id, v.sold_quantity
        HAVING v.sold_quantity <> coalesce(sum(r.quantity - r.returned), 0)""",
    "I3 received and removed agree with the units and movements": """
        SELECT v.id, v.received_quantity, v.removed_quantity FROM variants v
        LEFT JOIN (
            SELECT variant_id, sum(came) AS came, sum(went) AS went FROM (
                SELECT variant_id, 1 AS came,
                    CASE WHEN status IN ('removed', 'undone', 'replaced') THEN 1 ELSE 0 END
                        AS went
                FROM stock_units
                UNION ALL
                SELECT variant_id,
                    CASE WHEN kind = 'received' THEN quantity ELSE 0 END,
                    CASE WHEN kind = 'removed' THEN quantity ELSE 0 END
                FROM stock_movements
            ) AS moves GROUP BY variant_id
        ) AS m ON m.variant_id = v.id
        WHERE v.received_quantity <> coalesce(m.came, 0)
            OR v.removed_quantity <> coalesce(m.went, 0)""",
    "I3 gone is the number of its units that are": """
        SELECT v.id, v.gone_quantity, count(u.id) FROM variants v
        LEFT JOIN stock_units u ON u.variant_id = v.id AND u.status = 'gone'
        GROUP BY v.id, v.gone_quantity HAVING v.gone_quantity <> count(u.id)""",
    "I4 what is gone is kept for nobody but who had it": """
        SELECT u.id, u.kept_for FROM stock_units u
        LEFT JOIN order_lines l ON l.id = u.order_line_id
        WHERE u.kept_for IS NOT NULL
            AND (u.status NOT IN ('gone', 'sold', 'replaced')
                OR (u.status IN ('sold', 'replaced')
                    AND (l.id IS NULL OR l.order_id <> u.kept_for)))""",
    "I4 what was sold before is not stocked again": """
        SELECT u.id FROM stock_units u JOIN gone_goods g ON g.digest = u.digest
        WHERE u.status <> 'undone'""",
    "I4 a sold unit is on a line of a paid or shipped order": """
        SELECT u.id, u.order_line_id FROM stock_units u
        LEFT JOIN order_lines l ON l.id = u.order_line_id AND l.variant_id = u.variant_id
        LEFT JOIN orders o ON o.id = l.order_id
            AND o.status IN ('paid', 'shipped', 'refunded')
        WHERE (u.status IN ('sold', 'replaced') AND (o.id IS NULL OR u.slot >= l.quantity))
            OR (u.status NOT IN ('sold', 'replaced') AND u.order_line_id IS NOT NULL)""",
    "I4 each place on a line is filled once": """
        SELECT order_line_id, slot FROM stock_units WHERE status = 'sold'
        GROUP BY order_line_id, slot HAVING count(*) > 1""",
    "I5 a user has at most one unpaid order": """
        SELECT user_id, count(*) FROM orders WHERE status = 'created'
        GROUP BY user_id HAVING count(*) > 1""",
    "I6 stock is held for open orders and given back by closed ones": """
        SELECT r.id, r.status, o.status FROM reservations r JOIN orders o ON o.id = r.order_id
        WHERE (r.status = 'held' AND o.status NOT IN ('created', 'paid'))
            OR (r.status = 'released' AND o.status NOT IN ('cancelled', 'expired'))
            OR (r.status = 'fulfilled' AND o.status NOT IN ('paid', 'shipped', 'refunded'))
            OR (r.returned > 0 AND o.status <> 'refunded')""",
    "I6 what a person delivered by hand is not on the shelf again": """
        SELECT r.id, r.returned FROM reservations r JOIN order_lines l
            ON l.order_id = r.order_id AND l.variant_id = r.variant_id AND l.kind = 'digital'
        WHERE r.returned > 0 AND EXISTS (
            SELECT 1 FROM audit a WHERE a.order_id = r.order_id AND a.action = 'order.shipped'
                AND CAST(a.details AS TEXT) LIKE '%"by_hand"%')""",
    "I6 an order reserved what its lines say": """
        SELECT l.order_id, l.variant_id FROM order_lines l JOIN orders o ON o.id = l.order_id
        LEFT JOIN reservations r ON r.order_id = l.order_id AND r.variant_id = l.variant_id
        WHERE r.id IS NULL OR r.quantity <> l.quantity""",
    "I7 an address and its index belong to one order": """
        SELECT a.chain, a.address, a.id FROM these_addresses a WHERE EXISTS (
            SELECT 1 FROM addresses b
            WHERE b.chain = a.chain AND b."index" = a."index" AND b.id <> a.id)
        UNION ALL
        SELECT a.chain, a.address, a.id FROM these_addresses a WHERE EXISTS (
            SELECT 1 FROM addresses b
            WHERE b.chain = a.chain AND b.address = a.address AND b.id <> a.id)
        UNION ALL
        SELECT max(asset), 'invoices', count(*) FROM invoices GROUP BY address_id
        HAVING count(*) > 1""",
    "I7 an address in use was given": """
        SELECT i.id, a.id FROM invoices i JOIN addresses a ON a.id = i.address_id
        WHERE a.given_at IS NULL""",
    "I7 no more addresses are marked as given than were": """
        SELECT sum(given) FROM marks
        HAVING sum(given) > (SELECT count(*) FROM addresses WHERE given_at IS NOT NULL)""",
    "I8 a paid order has a transfer accounted for": """
        SELECT o.id FROM orders o WHERE o.status IN ('paid', 'shipped', 'refunded')
        AND o.credit_used < o.total AND o.by_hand_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM invoices i JOIN transfers t ON t.invoice_id = i.id
            WHERE i.order_id = o.id AND t.accounted_at IS NOT NULL)""",
    "I8 what was accounted for paid its order or became credit": """
        SELECT o.id, i.taken, sum(CAST(t.accounted AS NUMERIC)) FROM transfers t
        JOIN invoices i ON i.id = t.invoice_id JOIN orders o ON o.id = i.order_id
        WHERE t.accounted <> '0'
            AND NOT EXISTS (SELECT 1 FROM credit_entries c WHERE c.order_id = o.id)
        GROUP BY o.id, o.total, o.credit_used, i.due, i.taken, i.replaced
        HAVING (sum(CAST(t.accounted AS NUMERIC)) - CAST(i.taken AS NUMERIC)
                - CAST(i.replaced AS NUMERIC))
            * (o.total - o.credit_used) >= CAST(i.due AS NUMERIC) * 100""",
    "I8 no more was taken or credited than was accounted for": """
        SELECT i.order_id, i.taken, coalesce(c.units, 0), coalesce(t.units, 0) FROM invoices i
        LEFT JOIN (
            SELECT invoice_id, sum(CAST(accounted AS NUMERIC)) AS units FROM transfers
            GROUP BY invoice_id
        ) AS t ON t.invoice_id = i.id
        LEFT JOIN (
            SELECT order_id, sum(CAST(units AS NUMERIC)) AS units FROM credit_entries
            WHERE units IS NOT NULL AND reason <> 'reversed' GROUP BY order_id
        ) AS c ON c.order_id = i.order_id
        WHERE CAST(i.taken AS NUMERIC) + CAST(i.replaced AS NUMERIC) + coalesce(c.units, 0)
            > coalesce(t.units, 0) * 1.000000001""",
    "I8 only a paid order took coins": """
        SELECT o.id, o.status, i.taken FROM invoices i JOIN orders o ON o.id = i.order_id
        WHERE i.taken <> '0' AND o.status NOT IN ('paid', 'shipped', 'refunded')""",
    "I8 no more coins are given back than the order took": """
        SELECT i.order_id, i.taken, c.units FROM (
            SELECT order_id, sum(CAST(units AS NUMERIC)) AS units FROM credit_entries
            WHERE reason = 'reversed' GROUP BY order_id
        ) AS c LEFT JOIN invoices i ON i.order_id = c.order_id
        WHERE i.id IS NULL OR c.units > CAST(i.taken AS NUMERIC) * 1.000000001""",
    "I8 only a refunded order gives back what paid for it": """
        SELECT c.id, c.order_id FROM credit_entries c LEFT JOIN orders o ON o.id = c.order_id
        WHERE c.reason IN ('reversed', 'unhonoured')
            AND (o.id IS NULL OR o.status <> 'refunded')""",
    "I8 a refunded order gave back what it took": """
        SELECT o.id, i.taken FROM orders o JOIN invoices i ON i.order_id = o.id
        WHERE o.status = 'refunded' AND i.taken <> '0'
            AND CAST(i.taken AS NUMERIC) * (o.total - o.credit_used)
                >= CAST(i.due AS NUMERIC) * 100
            AND NOT EXISTS (SELECT 1 FROM credit_entries c WHERE c.order_id = o.id
                AND c.reason IN ('reversed', 'unhonoured', 'returned'))""",
    "I8 what a person took for paid stands in the audit log": """
        SELECT o.id FROM orders o WHERE o.by_hand_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM audit a WHERE a.order_id = o.id AND a.action = 'payment.by-hand')""",
    "I8 credit for coins is worth no more than they were": """
        SELECT c.id, c.amount, c.units, c.rate, i.rate FROM credit_entries c
        JOIN invoices i ON i.order_id = c.order_id JOIN orders o ON o.id = c.order_id
        WHERE c.units IS NOT NULL AND (
            CAST(c.rate AS NUMERIC) > CAST(i.rate AS NUMERIC)
            OR c.amount * CAST(i.due AS NUMERIC)
                > CAST(c.units AS NUMERIC) * (o.total - o.credit_used) * 1.002
                    + CAST(i.due AS NUMERIC))""",
    "I8 one source is believed in large because a person said so": """
        SELECT i.order_id, t.vouched FROM transfers t JOIN invoices i ON i.id = t.invoice_id
        WHERE t.vouched <> '0' AND NOT EXISTS (
            SELECT 1 FROM audit a WHERE a.order_id = i.order_id AND a.action = 'payment.vouched')
        """,
    "I8 credit comes from a transfer accounted for": """
        SELECT c.id, c.order_id FROM credit_entries c
        WHERE c.reason IN ('overpaid', 'late') AND NOT EXISTS (
            SELECT 1 FROM invoices i JOIN transfers t ON t.invoice_id = i.id
            WHERE i.order_id = c.order_id AND t.accounted_at IS NOT NULL)""",
    "I9 an order's state has its audit row": """
        SELECT o.id, needed.action FROM orders o
        JOIN (
            SELECT 'created' AS status, 'order.created' AS action
            UNION ALL SELECT 'paid', 'order.created' UNION ALL SELECT 'paid', 'order.paid'
            UNION ALL SELECT 'shipped', 'order.created' UNION ALL SELECT 'shipped', 'order.paid'
            UNION ALL SELECT 'shipped', 'order.shipped'
            UNION ALL SELECT 'refunded', 'order.created'
            UNION ALL SELECT 'refunded', 'order.paid'
            UNION ALL SELECT 'refunded', 'order.refunded'
            UNION ALL SELECT 'expired', 'order.created' UNION ALL SELECT 'expired', 'order.expired'
            UNION ALL SELECT 'cancelled', 'order.created'
            UNION ALL SELECT 'cancelled', 'order.cancelled'
        ) AS needed ON needed.status = o.status
        LEFT JOIN audit a ON a.order_id = o.id AND a.action = needed.action
        WHERE a.id IS NULL""",
    "I9 a transition happens once": """
        SELECT order_id, action, count(*) FROM audit
        WHERE action IN ('order.created', 'order.paid', 'order.shipped', 'order.expired',
            'order.cancelled', 'order.refunded')
        GROUP BY order_id, action HAVING count(*) > 1""",
    "I11 goods that did not arrive are in the audit log": """
        SELECT m.id, m.order_id FROM outbox m
        WHERE m.status = 'failed' AND m.closed_at IS NOT NULL AND m.event = 'goods'
            AND NOT EXISTS (SELECT 1 FROM audit a
                WHERE a.order_id = m.order_id AND a.action = 'delivery.failed')""",
    "I14 what counts against a customer ended unpaid at that time": """
        SELECT id, status, timed_out_at, given_up_at, closed_at FROM orders
        WHERE (timed_out_at IS NOT NULL
                AND (status NOT IN ('expired', 'cancelled') OR closed_at IS NULL
                    OR timed_out_at <> closed_at))
            OR (given_up_at IS NOT NULL
                AND (status <> 'cancelled' OR closed_at IS NULL OR given_up_at <> closed_at))""",
    "I15 an order used the credit it says, or gave it back": """
        SELECT o.id, o.credit_used, coalesce(sum(c.amount), 0) FROM orders o
        LEFT JOIN credit_entries c ON c.order_id = o.id AND c.reason IN ('spent', 'returned')
        GROUP BY o.id, o.status, o.credit_used
        HAVING coalesce(sum(c.amount), 0)
            <> CASE WHEN o.status IN ('cancelled', 'expired', 'refunded') THEN 0
                ELSE -o.credit_used END""",
    "I15 no more is decided on than came in": """
        SELECT order_id, sum(amount) FROM credit_entries
        WHERE reason IN ('overpaid', 'late', 'honoured', 'reversed', 'unhonoured', 'refunded',
            'withdrawn')
        GROUP BY order_id HAVING sum(amount) < 0""",
    "I16 a refund was set aside, and given back only when withdrawn": """
        SELECT r.id, r.state, r.amount FROM refunds r
        LEFT JOIN credit_entries c ON c.id = r.entry_id AND c.reason = 'refunded'
            AND c.order_id = r.order_id AND c.amount = -r.amount
        LEFT JOIN credit_entries b ON b.id = r.returned_id AND b.reason = 'withdrawn'
            AND b.order_id = r.order_id AND b.amount = r.amount
        WHERE c.id IS NULL OR (r.state = 'withdrawn') <> (b.id IS NOT NULL)""",
    "I16 a refund's transaction was named and seen": """
        SELECT r.id, r.state FROM refunds r
        LEFT JOIN refund_txids n ON n.refund_id = r.id AND n.txid = r.txid
            AND n.seen_at IS NOT NULL AND n.extra_at IS NULL
        WHERE r.txid IS NOT NULL AND n.id IS NULL""",
    "I16 no transaction pays two refunds to one address": """
        SELECT n.id, m.id FROM these_refund_txids n
        JOIN refunds r ON r.id = n.refund_id
        JOIN refund_txids m ON m.txid = n.txid AND m.id <> n.id
        JOIN refunds o ON o.id = m.refund_id AND o.asset = r.asset AND o.target = r.target
        WHERE n.seen_at IS NOT NULL AND m.seen_at IS NOT NULL""",
    "I16 what was set aside or taken back is a refund's": """
        SELECT id, reason, amount FROM credit_entries
        WHERE (reason = 'withdrawn' OR dedup_key LIKE '%set-aside%')
            AND id NOT IN (SELECT entry_id FROM refunds)
            AND id NOT IN (SELECT returned_id FROM refunds WHERE returned_id IS NOT NULL)""",
    "I16 no more coins go back than came in": """
        SELECT r.order_id, r.units, t.units FROM (
            SELECT order_id, sum(CAST(units AS NUMERIC)) AS units FROM refunds
            WHERE state <> 'withdrawn' GROUP BY order_id
        ) AS r LEFT JOIN (
            SELECT i.order_id, sum(CAST(t.accounted AS NUMERIC)) AS units FROM transfers t
            JOIN invoices i ON i.id = t.invoice_id GROUP BY i.order_id
        ) AS t ON t.order_id = r.order_id
        WHERE r.units > coalesce(t.units, 0) * 1.000000001""",
    "I17 an open order is in the shop's currency": """
        SELECT o.id, o.currency, f.value FROM orders o JOIN facts f ON f.name = 'currency'
        WHERE o.status = 'created' AND o.currency <> f.value""",
    "I18 an order that replaces another is that order": """
        SELECT n.id, o.id FROM these_orders n JOIN orders o ON o.id = n.replaces_id
        WHERE o.status <> 'cancelled' OR o.user_id <> n.user_id
            OR o.total - o.fee <> n.total - n.fee
            OR o.currency <> n.currency
            OR (o.expires_at <> n.expires_at AND n.rate_until IS NULL)
            OR o.closed_at IS NULL OR o.closed_at <> n.created_at
            OR n.switches <> o.switches + 1
            OR o.given_up_at IS NOT NULL OR o.timed_out_at IS NOT NULL""",
    "I18 an order that replaces another has its lines": """
        SELECT n.id, l.id FROM these_orders n
        JOIN order_lines l ON l.order_id IN (n.id, n.replaces_id)
        LEFT JOIN order_lines k ON k.variant_id = l.variant_id
            AND k.unit_price = l.unit_price AND k.quantity = l.quantity
            AND k.order_id <> l.order_id AND k.order_id IN (n.id, n.replaces_id)
        WHERE n.replaces_id IS NOT NULL AND k.id IS NULL""",
    "I18 an order is replaced for another coin": """
        SELECT n.id, i.asset FROM these_orders n JOIN invoices i ON i.order_id = n.id
        JOIN invoices j ON j.order_id = n.replaces_id AND j.asset = i.asset""",
    "I15 what is suspended is what the order's coins brought": """
        SELECT order_id, sum(amount) FROM credit_entries
        WHERE reason IN ('overpaid', 'late', 'reversed', 'suspended', 'restored')
        GROUP BY order_id HAVING sum(amount) < 0
            OR sum(CASE WHEN reason IN ('suspended', 'restored') THEN amount ELSE 0 END) > 0""",
    "I15 suspended credit belongs to lost coins": """
        SELECT i.order_id, i.lost, coalesce(c.amount, 0) FROM invoices i LEFT JOIN (
            SELECT order_id, sum(amount) AS amount FROM credit_entries
            WHERE reason IN ('suspended', 'restored') GROUP BY order_id
        ) AS c ON c.order_id = i.order_id
        WHERE i.lost = '0' AND coalesce(c.amount, 0) <> 0""",
    "I15 no credit balance is negative": """
        SELECT user_id, currency, sum(amount) FROM credit_entries
        WHERE reason NOT IN ('suspended', 'restored')
        GROUP BY user_id, currency HAVING sum(amount) < 0""",
}
"""Money is compared where it is worth at least 100 minor units at the locked price: what is worth
less than one may round to no credit at all."""
