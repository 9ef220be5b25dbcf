-- A shop of $n finished orders and $open live ones, through the real schema. Statements end with a
-- blank line; bench/fill.py replaces the names. The same SQL on SQLite and PostgreSQL.

CREATE TEMP TABLE numbers AS
WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $n + $open)
SELECT i, i % 100 AS c FROM n

-- What becomes of each order. c: of every hundred 65 digital and 15 physical ones are shipped, 12
-- expire, 4 are cancelled, 1 is paid too late, 1 overpaid, 1 paid with credit, 1 refunded; beyond
-- $n: waiting for money, or paid and to be shipped.
CREATE TEMP TABLE plan AS
SELECT i, c,
  CASE WHEN i > $n THEN CASE WHEN c % 10 < 6 THEN 'created' ELSE 'paid' END
    WHEN c < 80 OR c IN (97, 98) THEN 'shipped'
    WHEN c BETWEEN 92 AND 95 THEN 'cancelled' ELSE 'expired' END AS status,
  CASE WHEN i > $n THEN $first_user + $users + i - $n
    ELSE $first_user + ((CASE WHEN c = 98 THEN i - 2 ELSE i END) * 7919) % $users
    END AS user_id,
  CASE WHEN i > $n OR c BETWEEN 65 AND 79 THEN 'physical' ELSE 'digital' END AS kind,
  CASE WHEN i > $n OR c BETWEEN 65 AND 79 THEN 4 * (1 + i % ($products / 4))
    ELSE 4 * (i % ($products / 4)) + 1 + i % 3 END AS first,
  CASE WHEN i <= $n AND i % 4 = 0 AND c <> 96 THEN 4 * ((i + 7) % ($products / 4)) + 2 END AS second,
  CASE WHEN i <= $n AND c BETWEEN 65 AND 79 THEN 1 + i % 3 ELSE 1 END AS pieces,
  CASE WHEN i > $n THEN $now - 60000 * (i - $n) / 10
    WHEN i > $n - $watched THEN $now - 3600000 - ($n + 1 - i) * $watch_pace
    ELSE $now - 3600000 - $watch_span - ($n + 1 - $watched - i) * 180000
    END AS created_at,
  CASE i % 10 WHEN 0 THEN 'LTC' WHEN 1 THEN 'ETH' WHEN 2 THEN 'SOL' ELSE 'BTC' END AS asset
FROM numbers

CREATE TEMP TABLE priced AS
SELECT plan.*,
  CASE WHEN c IN (96, 98) AND i <= $n THEN 2000 ELSE
    pieces * (500 + 100 * (first % 50)) + CASE WHEN second IS NULL THEN 0
      ELSE 2 * (500 + 100 * (second % 50)) END END AS total,
  CASE WHEN c = 98 AND i <= $n THEN 2000 ELSE 0 END AS credit_used,
  CASE WHEN c IN (96, 99) AND i <= $n THEN 1 ELSE 0 END AS late,
  CASE WHEN c = 97 AND i <= $n THEN 1 ELSE 0 END AS over
FROM plan

INSERT INTO users (id, name, username, language, created_at)
SELECT $first_user + i, 'Customer ' || CAST(i AS TEXT), 'customer' || CAST(i AS TEXT), 'en', $now
FROM (
  WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $users + $open)
  SELECT i FROM n
) AS people

-- Every tenth category stands at the entrance, and holds the nine that follow it.
INSERT INTO categories (id, parent_id, name, position, total)
SELECT i, CASE WHEN i % 10 <> 1 THEN i - (i - 1) % 10 END, 'Category ' || CAST(i AS TEXT), i, 0
FROM numbers WHERE i <= $categories

INSERT INTO products (id, category_id, name, description, kind, active, created_at, choices,
  lowest)
SELECT i, 1 + i % $categories, 'Product ' || CAST(i AS TEXT),
  'What it is, what it is for, and what comes with it.',
  CASE WHEN i % 4 = 0 THEN 'physical' ELSE 'digital' END, 1, $now - i * 1000, 1,
  500 + 100 * (i % 50)
FROM (
  WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $products)
  SELECT i FROM n
) AS things

INSERT INTO variants (id, product_id, name, price, active, stock_quantity, reserved_quantity,
  received_quantity, sold_quantity, removed_quantity)
SELECT id, id, '', 500 + 100 * (id % 50), 1, 0, 0, 0, 0, 0 FROM products

UPDATE categories SET total = (SELECT count(*) FROM products WHERE category_id = categories.id)

UPDATE categories SET total = total + (
  SELECT coalesce(sum(c.total), 0) FROM categories c WHERE c.parent_id = categories.id
) WHERE parent_id IS NULL

-- One product in twenty has a discount of its own, and one category in ten one of all that is in it.
INSERT INTO discounts (product_id, kind, amount, starts_at, created_at)
SELECT id, 'fixed', 100, $now - 1000, $now - 1000 FROM products WHERE id % 20 = 0

INSERT INTO discounts (category_id, kind, amount, starts_at, created_at)
SELECT id, 'percent', 10, $now - 1000, $now - 1000 FROM categories WHERE id % 10 = 1

INSERT INTO facts (name, value) VALUES ('currency', 'USD'), ('units', 'by shop')
ON CONFLICT DO NOTHING

INSERT INTO orders (id, code, user_id, status, total, currency, credit_used, delivery, changes,
  needs_review, created_at, expires_at, paid_at, closed_at, timed_out_at)
SELECT i, $code, user_id, status, total, 'USD', credit_used,
  CASE WHEN kind = 'physical' THEN $sealed END, '{"lines": []}',
  CASE WHEN late = 1 AND i > $n - 1000 THEN 'late-money' END,
  created_at, created_at + 1800000,
  CASE WHEN status IN ('paid', 'shipped') THEN created_at + 600000 END,
  CASE WHEN status = 'shipped' THEN created_at + 900000
    WHEN status IN ('expired', 'cancelled') THEN created_at + 1800000 END,
  CASE WHEN status = 'expired' THEN created_at + 1800000 END
FROM priced

INSERT INTO order_lines (id, order_id, variant_id, title, kind, unit_price, quantity)
SELECT 2 * i, i, first, 'Product ' || CAST(first AS TEXT), kind,
  CASE WHEN c IN (96, 98) AND i <= $n THEN 2000 ELSE 500 + 100 * (first % 50) END, pieces
FROM priced
UNION ALL
SELECT 2 * i + 1, i, second, 'Product ' || CAST(second AS TEXT), 'digital',
  500 + 100 * (second % 50), 2
FROM priced WHERE second IS NOT NULL

-- What is shipped asks its buyers something, and they have answered.
INSERT INTO questions (product_id, position, text)
SELECT id, 0, 'Which name shall stand on it?' FROM products WHERE kind = 'physical'

INSERT INTO answers (order_line_id, position, question, sealed)
SELECT id, 0, 'Which name shall stand on it?', $sealed FROM order_lines WHERE kind = 'physical'

INSERT INTO reservations (order_id, variant_id, quantity, status, expires_at, fulfilled_at,
  released_at)
SELECT p.i, l.variant_id, l.quantity,
  CASE p.status WHEN 'created' THEN 'held' WHEN 'paid' THEN 'fulfilled'
    WHEN 'shipped' THEN 'fulfilled' ELSE 'released' END,
  p.created_at + 1800000,
  CASE WHEN p.status IN ('paid', 'shipped') THEN p.created_at + 600000 END,
  CASE WHEN p.status IN ('expired', 'cancelled') THEN p.created_at + 1800000 END
FROM priced p JOIN order_lines l ON l.order_id = p.i

INSERT INTO sales (variant_id, day, units, counted)
SELECT variant_id, fulfilled_at / 86400000, sum(quantity), sum(quantity) FROM reservations
WHERE status = 'fulfilled' AND fulfilled_at / 86400000 > $now / 86400000 - 30
GROUP BY variant_id, fulfilled_at / 86400000

UPDATE products SET sold_lately = (
  SELECT coalesce(sum(s.counted), 0) FROM sales s WHERE s.variant_id = products.id
)

-- A few people wait for something.
INSERT INTO wishes (user_id, variant_id, kind, price, created_at)
SELECT $first_user + i, 1 + i % 40, CASE WHEN i % 2 = 0 THEN 'back' ELSE 'cheaper' END,
  CASE WHEN i % 2 = 1 THEN 100 END, $now FROM numbers WHERE i < $users

INSERT INTO stock_units (variant_id, sealed, digest, status, order_line_id, slot, created_at)
SELECT l.variant_id, $sealed, $digest, 'sold', l.id, s.slot, p.created_at - 86400000
FROM priced p JOIN order_lines l ON l.order_id = p.i
JOIN (SELECT 0 AS slot UNION ALL SELECT 1) AS s ON s.slot < l.quantity
WHERE l.kind = 'digital' AND p.status = 'shipped'

INSERT INTO stock_units (variant_id, sealed, digest, status, created_at)
SELECT l.id, $sealed, $digest, CASE WHEN s.slot = 20 THEN 'removed' ELSE 'available' END, $now
FROM products l
JOIN (
  WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
  SELECT i AS slot FROM n
) AS s ON 1 = 1
WHERE l.kind = 'digital'

INSERT INTO stock_movements (variant_id, kind, quantity, created_at)
SELECT p.id, 'received', 50 + coalesce(s.pieces, 0), $now FROM products p
LEFT JOIN (SELECT variant_id, sum(quantity) AS pieces FROM order_lines GROUP BY variant_id) AS s
  ON s.variant_id = p.id
WHERE p.kind = 'physical'

UPDATE variants SET received_quantity = s.came, removed_quantity = s.went,
  stock_quantity = s.came - s.went
FROM (
  SELECT variant_id, count(*) AS came, sum(CASE WHEN status = 'removed' THEN 1 ELSE 0 END) AS went
  FROM stock_units GROUP BY variant_id
  UNION ALL
  SELECT variant_id, sum(quantity), 0 FROM stock_movements GROUP BY variant_id
) AS s
WHERE s.variant_id = variants.id

UPDATE variants SET sold_quantity = s.sold, reserved_quantity = s.held,
  stock_quantity = received_quantity - removed_quantity - s.sold
FROM (
  SELECT variant_id, sum(CASE WHEN status = 'fulfilled' THEN quantity ELSE 0 END) AS sold,
    sum(CASE WHEN status = 'held' THEN quantity ELSE 0 END) AS held
  FROM reservations GROUP BY variant_id
) AS s
WHERE s.variant_id = variants.id

INSERT INTO addresses (id, chain, "index", address, path, created_at, given_at)
SELECT $first_account + i, asset, $first_account + i,
  'bcrt1q$zeros27' || CAST(10000000000 + i AS TEXT),
  'm/84''/1''/' || CAST(i AS TEXT) || '''/0/0', created_at - 60000, created_at
FROM priced WHERE credit_used = 0

INSERT INTO invoices (id, order_id, asset, address_id, due, rate, rate_sources, rate_at,
  spread_percent, confirmations_required, state, seen, confirmations, taken, scanned_at, next_scan_at)
SELECT i, i, asset, $first_account + i, CAST(total * 1000 AS TEXT), '50000.25', 'kraken, coinbase',
  created_at, '1', 1,
  CASE status WHEN 'created' THEN 'waiting' WHEN 'paid' THEN 'settled' WHEN 'shipped' THEN 'settled'
    ELSE status END,
  CASE WHEN status IN ('paid', 'shipped') OR late = 1
    THEN CAST(total * 1000 + over * 500 * total AS TEXT) ELSE '0' END,
  CASE WHEN status IN ('paid', 'shipped') THEN 1 ELSE 0 END,
  CASE WHEN status IN ('paid', 'shipped') THEN CAST(total * 1000 AS TEXT) ELSE '0' END,
  created_at + 1800000,
  CASE WHEN i > $n THEN $now WHEN i > $n - $watched THEN $now + (i % 1440) * 60000 END
FROM priced WHERE credit_used = 0

INSERT INTO transfers (id, invoice_id, chain, asset, txid, output_index, amount, accounted,
  block_height, block_hash, first_seen_at, accounted_at)
SELECT i, i, asset, asset, '$zeros53' || CAST(10000000000 + i AS TEXT), 0,
  CAST(total * 1000 + over * 500 * total AS TEXT),
  CAST(total * 1000 + over * 500 * total AS TEXT), 800000 + i / 100,
  '$zeros53' || CAST(10000000000 + i / 100 AS TEXT),
  created_at + 300000, created_at + 600000
FROM priced WHERE credit_used = 0 AND (status IN ('paid', 'shipped') OR late = 1)

INSERT INTO credit_entries (user_id, order_id, amount, currency, reason, units, rate, dedup_key,
  created_at)
SELECT user_id, i, CASE WHEN c = 97 THEN total / 2 ELSE total END, 'USD',
  CASE WHEN c = 97 THEN 'overpaid' ELSE 'late' END,
  CAST(CASE WHEN c = 97 THEN 500 * total ELSE 1000 * total END AS TEXT), '50000.25',
  'credit:' || CAST(i AS TEXT) || ':' || CAST(i AS TEXT), created_at + 3600000
FROM priced WHERE late = 1 OR over = 1
UNION ALL
SELECT user_id, i, -total, 'USD', CASE WHEN c = 98 THEN 'spent' ELSE 'refunded' END, NULL, NULL,
  'debit:' || CAST(i AS TEXT), created_at + 7200000
FROM priced WHERE i <= $n AND c IN (98, 99)

INSERT INTO refunds (order_id, user_id, amount, currency, asset, sealed, target, units, rate, state,
  txid, entry_id, opened_by, opened_at, sent_by, sent_at, closed_at)
SELECT p.i, p.user_id, -e.amount, 'USD', p.asset, $sealed, $digest, CAST(p.total * 1000 AS TEXT),
  '50000.25', 'confirmed', '$zeros53' || CAST(20000000000 + p.i AS TEXT), e.id, 'admin:7000',
  p.created_at + 7200000, 'admin:7000', p.created_at + 7500000, p.created_at + 9000000
FROM priced p JOIN credit_entries e ON e.order_id = p.i AND e.reason = 'refunded'

INSERT INTO refund_txids (refund_id, txid, named_by, named_at, seen_at)
SELECT id, txid, sent_by, sent_at, closed_at FROM refunds

INSERT INTO audit (at, actor, action, order_id, details)
SELECT created_at, 'user:' || CAST(user_id AS TEXT), 'order.created', i, '{}' FROM priced
UNION ALL
SELECT created_at + 600000, 'system', 'order.paid', i, '{}' FROM priced
WHERE status IN ('paid', 'shipped')
UNION ALL
SELECT created_at + 900000, 'system', 'order.' || status, i, '{}' FROM priced
WHERE status IN ('shipped', 'expired', 'cancelled')
UNION ALL
SELECT created_at + 3600000, 'system', 'credit.added', i, '{"amount": "2000", "reason": "late"}'
FROM priced WHERE late = 1 OR over = 1

INSERT INTO outbox (dedup_key, event, chat_id, order_id, args, importance, status, due_at, attempts,
  message_id, created_at, closed_at)
SELECT e.event || ':' || CAST(p.i AS TEXT) || '@2026-01-01T00:00:00.000000+00:00:'
    || CAST(p.user_id AS TEXT), e.event,
  CASE WHEN e.event LIKE 'admin%' THEN 7000 ELSE p.user_id END, p.i, '{}', e.importance, 'sent',
  p.created_at, 0, 4 * p.i + e.importance, p.created_at, p.created_at + 1000
FROM priced p
JOIN (
  SELECT 'invoice' AS event, 1 AS importance, '' AS status
  UNION ALL SELECT 'admin-placed', 2, ''
  UNION ALL SELECT 'paid', 3, 'shipped' UNION ALL SELECT 'goods', 1, 'shipped'
  UNION ALL SELECT 'admin-paid', 2, 'shipped'
  UNION ALL SELECT 'expired', 3, 'expired' UNION ALL SELECT 'admin-expired', 2, 'expired'
) AS e ON e.status IN ('', p.status)
WHERE p.created_at > $now - $remembered

INSERT INTO outbox (dedup_key, event, chat_id, order_id, args, importance, status, due_at, attempts,
  created_at)
SELECT 'reminder:' || CAST(i AS TEXT), 'reminder', user_id, i, '{}', 3, 'pending',
  $now + 1200000, 0, created_at
FROM priced WHERE status = 'created'

-- What is edited as things proceed: the invoice of each order.
INSERT INTO posts (chat_id, subject, order_id, bot_id, message_id, form, changed_at)
SELECT user_id, 'invoice:' || CAST(i AS TEXT), i, 1000, 4 * i + 1, 'photo', created_at + 900000
FROM priced WHERE credit_used = 0

-- One person of ten asks something.
INSERT INTO talks (user_id, direction, chat_id, message_id, written_at, edits, at)
SELECT user_id, 'question', user_id, 4 * i + 3, created_at + 60000, 0, created_at + 60000
FROM priced WHERE i % 10 = 1 AND created_at > $now - $remembered

INSERT INTO threads (user_id, state, since)
SELECT user_id, CASE WHEN max(created_at) > $now - $remembered THEN 'open' ELSE 'answered' END,
  max(created_at) + 60000
FROM priced WHERE i % 10 = 1 GROUP BY user_id

INSERT INTO complaints (order_id, unit_id, message_id, asked_at, state, decided_by, decided_at,
  reason_chat, reason_message)
SELECT p.i, min(u.id), 5, $now, 'refused', 'admin:1', $now, 1, 5
FROM priced p JOIN order_lines l ON l.order_id = p.i JOIN stock_units u ON u.order_line_id = l.id
WHERE p.status = 'shipped' AND p.i % 20 = 1 GROUP BY p.i

DROP TABLE priced

DROP TABLE plan

DROP TABLE numbers
