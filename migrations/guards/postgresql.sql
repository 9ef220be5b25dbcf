-- What the database refuses by itself, and the counters it keeps: the same sentences as sqlite.sql.
-- Statements end with a blank line.

CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'integrity_constraint_violation', MESSAGE = 'guard: ' || TG_ARGV[0];
END $$

CREATE OR REPLACE FUNCTION guard_product_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM variants WHERE product_id = OLD.id AND received_quantity > 0) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a product with stock keeps its kind';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_goods_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM variants JOIN products ON products.id = product_id
    WHERE variants.id = NEW.variant_id AND products.kind = TG_ARGV[0]
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = format('guard: only %s products have %s', TG_ARGV[0], TG_ARGV[1]);
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_movement_kind() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  known text := (
    SELECT products.kind FROM variants JOIN products ON products.id = product_id
    WHERE variants.id = NEW.variant_id
  );
BEGIN
  IF known NOT IN ('physical', 'shared') THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: only counted products have movements';
  END IF;
  IF known = 'shared' AND NEW.kind = 'received'
    AND NOT EXISTS (SELECT FROM shared_goods WHERE variant_id = NEW.variant_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what is shared is there before it is sold';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_rearm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.low_at IS NULL OR NEW.stock_quantity - NEW.gone_quantity > NEW.low_at THEN
    NEW.low_armed := 1;
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_endless() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM products WHERE id = NEW.product_id AND kind = 'shared') THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: only what is shared is endless';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_unit_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM batches
    WHERE id = NEW.batch_id AND variant_id = NEW.variant_id AND undone_at IS NULL
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a unit comes with a batch of its variant';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_unit_replaces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.replaces_id IS NOT NULL OR OLD.status NOT IN ('available', 'gone')
    OR NEW.status <> 'sold'
    OR NOT EXISTS (
      SELECT FROM stock_units o WHERE o.id = NEW.replaces_id AND o.status = 'replaced'
        AND (o.variant_id, o.order_line_id, o.slot)
          = (NEW.variant_id, NEW.order_line_id, NEW.slot)
    ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a unit replaces one that stood in its place';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_batch_undone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM stock_units WHERE batch_id = OLD.id AND status NOT IN ('undone', 'removed')
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a batch of which something is sold is not undone';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_unit_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM order_lines
    WHERE id = NEW.order_line_id AND variant_id = OLD.variant_id
      AND NEW.slot >= 0 AND NEW.slot < quantity
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a unit is sold to a free place of a line of its variant';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM variants WHERE id = NEW.variant_id AND (doubted_at IS NOT NULL OR (
      gone_quantity > 0 AND NEW.quantity > stock_quantity - reserved_quantity - gone_quantity
    ))
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what is in doubt or gone is not promised';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_unit_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM gone_goods WHERE digest = NEW.digest) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what was sold before is not stocked again';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_unit_doubted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM variants WHERE id = OLD.variant_id AND doubted_at IS NOT NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what is in doubt is not sold';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_unit_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM order_lines WHERE id = NEW.order_line_id AND order_id = OLD.kept_for
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what is gone is sold to the order that it went to';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_count_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE variants
  SET gone_quantity = gone_quantity + CASE WHEN NEW.status = 'gone' THEN 1 ELSE -1 END
  WHERE id = OLD.variant_id;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_credit_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users WHERE id = NEW.user_id FOR UPDATE; -- two debits must not see the same balance
  IF NEW.amount + coalesce((
    SELECT sum(amount) FROM credit_entries
    WHERE user_id = NEW.user_id AND currency = NEW.currency
  ), 0) < 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a credit balance is never negative';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_outbox_goods() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM orders WHERE id = NEW.order_id AND needs_review IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: goods are set aside only with a look at their order';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_credit_coins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.units IS NULL OR NOT EXISTS (
    SELECT FROM invoices i JOIN orders o ON o.id = i.order_id
    WHERE i.order_id = NEW.order_id AND o.user_id = NEW.user_id
      AND CAST(NEW.rate AS NUMERIC) <= CAST(i.rate AS NUMERIC)
      AND NEW.amount * CAST(i.due AS NUMERIC)
        <= CAST(NEW.units AS NUMERIC) * (o.total - o.credit_used) * 1.002 + CAST(i.due AS NUMERIC)
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: credit is for coins that came, at the locked rate or less';
  END IF;
  IF NEW.reason <> 'reversed' AND CAST(NEW.units AS NUMERIC) + coalesce((
    SELECT sum(CAST(units AS NUMERIC)) FROM credit_entries
    WHERE order_id = NEW.order_id AND reason <> 'reversed'
  ), 0) + coalesce((
    SELECT CAST(taken AS NUMERIC) + CAST(replaced AS NUMERIC) FROM invoices
    WHERE order_id = NEW.order_id
  ), 0) > coalesce((
    SELECT sum(CAST(t.accounted AS NUMERIC)) FROM transfers t
    JOIN invoices i ON i.id = t.invoice_id WHERE i.order_id = NEW.order_id
  ), 0) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: credit is for coins that came, at the locked rate or less';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_coins_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF CAST(NEW.replaced AS NUMERIC) + CAST(NEW.taken AS NUMERIC) + coalesce((
    SELECT sum(CAST(units AS NUMERIC)) FROM credit_entries
    WHERE order_id = NEW.order_id AND reason <> 'reversed'
  ), 0) > coalesce((
    SELECT sum(CAST(accounted AS NUMERIC)) FROM transfers WHERE invoice_id = NEW.id
  ), 0) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: only coins that came take the place of lost ones';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_credit_suspended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM orders o WHERE o.id = NEW.order_id
      AND o.user_id = NEW.user_id AND o.currency = NEW.currency
  ) OR NEW.amount + coalesce((
    SELECT sum(amount) FROM credit_entries
    WHERE order_id = NEW.order_id AND reason IN ('suspended', 'restored')
  ), 0) > 0 OR NEW.amount + coalesce((
    SELECT sum(amount) FROM credit_entries
    WHERE order_id = NEW.order_id
      AND reason IN ('overpaid', 'late', 'reversed', 'refilled', 'suspended', 'restored')
  ), 0) < 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what is suspended is what the order''s coins brought';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_currency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM facts WHERE name = 'currency' AND value <> NEW.currency) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an order is in the currency of the shop';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_refund_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'open' OR NOT EXISTS (
    SELECT FROM credit_entries c JOIN orders o ON o.id = c.order_id
    WHERE c.id = NEW.entry_id AND c.reason = 'refunded' AND c.amount = -NEW.amount
      AND c.order_id = NEW.order_id AND c.user_id = NEW.user_id AND o.user_id = NEW.user_id
      AND c.currency = NEW.currency
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a refund starts with its credit set aside';
  END IF;
  IF CAST(NEW.units AS NUMERIC) + coalesce((
    SELECT sum(CAST(units AS NUMERIC)) FROM refunds
    WHERE order_id = NEW.order_id AND state <> 'withdrawn'
  ), 0) > coalesce((
    SELECT sum(CAST(t.accounted AS NUMERIC)) FROM transfers t
    JOIN invoices i ON i.id = t.invoice_id WHERE i.order_id = NEW.order_id
  ), 0) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: no more coins go back than came in';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.name <> OLD.name OR (OLD.name = 'currency' AND NEW.value <> OLD.value
    AND (EXISTS (SELECT FROM orders WHERE status = 'created')
      OR EXISTS (SELECT FROM refunds WHERE state IN ('open', 'sent')))) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: the currency stays while an order or refund is open';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_refund_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM credit_entries c
    WHERE c.id = NEW.returned_id AND c.reason = 'withdrawn' AND c.amount = OLD.amount
      AND c.order_id = OLD.order_id AND c.user_id = OLD.user_id AND c.currency = OLD.currency
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a withdrawn refund gives back what it set aside';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_refund_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM refund_txids n
    WHERE n.refund_id = OLD.id AND n.txid = NEW.txid AND n.seen_at IS NOT NULL
      AND n.extra_at IS NULL
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a refund is paid by a transaction that was named and seen';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_refund_txid_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seen_at IS NOT NULL
    OR NOT EXISTS (SELECT FROM refunds WHERE id = NEW.refund_id AND state = 'open')
    OR (SELECT count(*) FROM refund_txids WHERE refund_id = NEW.refund_id) >= 10 THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a transaction is named for an open refund, ten at most';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_refund_txid_seen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM refund_txids n JOIN refunds o ON o.id = n.refund_id
    JOIN refunds r ON r.id = OLD.refund_id AND r.asset = o.asset AND r.target = o.target
    WHERE n.txid = OLD.txid AND n.id <> OLD.id AND n.seen_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: one transaction pays one refund, for ever';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_refund_txid_extra() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM refunds r WHERE r.id = OLD.refund_id AND r.state <> 'open'
      AND r.txid IS DISTINCT FROM OLD.txid
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what pays a refund that was open is no extra payment';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_refund_txid_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM refunds WHERE id = OLD.refund_id AND state = 'open') THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a transaction that was named stays what it is';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_order_replacing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM orders o WHERE o.id = NEW.replaces_id AND o.status = 'cancelled'
      AND (o.user_id, o.total - o.fee, o.currency, o.delivery, o.expires_at, o.switches + 1,
          o.closed_at)
        IS NOT DISTINCT FROM (NEW.user_id, NEW.total - NEW.fee, NEW.currency, NEW.delivery,
          NEW.expires_at, NEW.switches, NEW.created_at)
      AND o.expires_at > NEW.created_at AND o.given_up_at IS NULL AND o.timed_out_at IS NULL
      AND NOT EXISTS (
        SELECT FROM invoices i JOIN transfers t ON t.invoice_id = i.id WHERE i.order_id = o.id
      )
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: only the same order in another coin replaces an unpaid one';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_order_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM orders WHERE replaces_id = OLD.id) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a replaced order stays replaced, and counts against nobody';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_line_replacing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM orders WHERE id = NEW.order_id AND replaces_id IS NOT NULL)
    AND NOT EXISTS (
      SELECT FROM orders o JOIN order_lines l ON l.order_id = o.replaces_id
      WHERE o.id = NEW.order_id AND (l.variant_id, l.title, l.kind, l.unit_price, l.quantity)
        = (NEW.variant_id, NEW.title, NEW.kind, NEW.unit_price, NEW.quantity)
    ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an order has the lines of the one that it replaces';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_invoice_replacing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM orders o JOIN invoices i ON i.order_id = o.replaces_id
    WHERE o.id = NEW.order_id AND i.asset = NEW.asset
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an order is replaced for another coin, not for another rate';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_count_reservation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  held bigint := NEW.quantity;
  sold bigint := 0;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    held := CASE WHEN OLD.status = 'held' THEN -OLD.quantity ELSE 0 END;
    sold := CASE WHEN NEW.status = 'fulfilled' THEN OLD.quantity ELSE 0 END;
  END IF;
  UPDATE variants SET
    reserved_quantity = reserved_quantity + held,
    stock_quantity = stock_quantity - sold,
    sold_quantity = sold_quantity + sold
  WHERE id = NEW.variant_id;
  RETURN NULL;
END $$

-- Once a statement: 10,000 units at once would otherwise leave 10,000 versions of their variant.
CREATE OR REPLACE FUNCTION guard_receive_units() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE variants SET
    received_quantity = received_quantity + came.n, stock_quantity = stock_quantity + came.n
  FROM (SELECT variant_id, count(*) AS n FROM fresh GROUP BY variant_id) AS came
  WHERE id = came.variant_id;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_remove_units() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE variants SET
    removed_quantity = removed_quantity + went.n, stock_quantity = stock_quantity - went.n
  FROM (
    SELECT now.variant_id, count(*) AS n FROM now JOIN was ON was.id = now.id
    WHERE now.status <> was.status AND now.status IN ('removed', 'undone', 'replaced')
    GROUP BY now.variant_id
  ) AS went
  WHERE id = went.variant_id;
  RETURN NULL;
END $$

-- Once a statement, before the units are counted (triggers fire by their names).
CREATE OR REPLACE FUNCTION guard_promised_units() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (
      SELECT now.variant_id,
        count(*) FILTER (WHERE now.status IN ('removed', 'undone')) AS away,
        count(*) FILTER (WHERE now.status = 'sold' AND now.replaces_id IS NOT NULL) AS swapped
      FROM now JOIN was ON was.id = now.id
      WHERE was.status = 'available' AND now.status <> 'available' GROUP BY now.variant_id
    ) AS moved
    JOIN variants v ON v.id = moved.variant_id AND v.gone_quantity > 0
    WHERE v.stock_quantity - v.reserved_quantity - v.gone_quantity
      < CASE WHEN moved.away > 0 THEN moved.away WHEN moved.swapped > 0 THEN 0 END
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what orders hold is not taken away';
  END IF;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_unsure_units() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM tallies WHERE doubt IS NOT NULL AND cleared_at IS NULL) THEN
    UPDATE variants SET doubted_at = came.at
    FROM (SELECT variant_id, min(created_at) AS at FROM fresh GROUP BY variant_id) AS came
    WHERE id = came.variant_id AND doubted_at IS NULL;
  END IF;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_count_movement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  received bigint := CASE WHEN NEW.kind = 'received' THEN NEW.quantity ELSE 0 END;
  removed bigint := CASE WHEN NEW.kind = 'removed' THEN NEW.quantity ELSE 0 END;
BEGIN
  UPDATE variants SET
    received_quantity = received_quantity + received,
    removed_quantity = removed_quantity + removed,
    stock_quantity = stock_quantity + received - removed
  WHERE id = NEW.variant_id;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_category_inside() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1801); -- two moves at once must not make a ring together
  IF NEW.id IN (
    WITH RECURSIVE above(id) AS (
      SELECT NEW.parent_id
      UNION SELECT c.parent_id FROM categories c JOIN above ON c.id = above.id
      WHERE c.parent_id IS NOT NULL
    )
    SELECT id FROM above
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a category is not inside itself';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_place_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE categories SET shown = active * coalesce(
    (SELECT shown FROM categories WHERE id = NEW.parent_id), 1
  ) WHERE id = NEW.id;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_count_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE categories SET total = total - OLD.total WHERE id = OLD.parent_id AND OLD.total <> 0;
  UPDATE categories SET total = total + NEW.total WHERE id = NEW.parent_id AND NEW.total <> 0;
  IF NEW.total = OLD.total THEN
    UPDATE categories SET shown = active * coalesce(
      (SELECT shown FROM categories WHERE id = NEW.parent_id), 1
    ) WHERE id = NEW.id;
  END IF;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_show_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE categories SET shown = active * NEW.shown WHERE parent_id = NEW.id;
  PERFORM FROM products WHERE category_id = NEW.id ORDER BY id FOR UPDATE;
  UPDATE products SET reprice_at = 0, choices = active * NEW.shown * (
    SELECT count(*) FROM variants WHERE product_id = products.id AND variants.active = 1
      AND variants.doubted_at IS NULL
  ) WHERE category_id = NEW.id;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_count_product() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE categories SET total = total - 1 WHERE id = OLD.category_id AND OLD.choices > 0
    AND (NEW.category_id <> OLD.category_id OR NEW.choices = 0);
  UPDATE categories SET total = total + 1 WHERE id = NEW.category_id AND NEW.choices > 0
    AND (NEW.category_id <> OLD.category_id OR OLD.choices = 0);
  IF NEW.choices = OLD.choices THEN
    UPDATE products SET reprice_at = 0, choices = active
      * (SELECT shown FROM categories WHERE categories.id = category_id) * (
        SELECT count(*) FROM variants WHERE product_id = NEW.id AND variants.active = 1
      AND variants.doubted_at IS NULL
      ) WHERE id = NEW.id;
  END IF;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_count_choices() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  product bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.product_id ELSE NEW.product_id END;
BEGIN
  PERFORM FROM products WHERE id = product FOR UPDATE; -- what others add meanwhile is seen below
  UPDATE products SET reprice_at = 0, choices = active
    * (SELECT shown FROM categories WHERE categories.id = category_id) * (
      SELECT count(*) FROM variants WHERE product_id = product AND variants.active = 1
      AND variants.doubted_at IS NULL
    ) WHERE id = product;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_variant_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM sales WHERE variant_id = OLD.id ORDER BY day FOR UPDATE; -- counted by nobody beside
  PERFORM FROM products WHERE id IN (OLD.product_id, NEW.product_id) ORDER BY id FOR UPDATE;
  IF NEW.id <> OLD.id OR NOT EXISTS (
    SELECT FROM products a JOIN products b ON b.kind = a.kind
    WHERE a.id = OLD.product_id AND b.id = NEW.product_id
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a variant stays with its kind';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_variant_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE products SET reprice_at = 0, choices = active
    * (SELECT shown FROM categories WHERE categories.id = category_id) * (
      SELECT count(*) FROM variants WHERE product_id = products.id AND variants.active = 1
      AND variants.doubted_at IS NULL
    ), sold_lately = (
      SELECT coalesce(sum(counted), 0) FROM sales JOIN variants ON variants.id = variant_id
      WHERE product_id = products.id
    ) WHERE id IN (OLD.product_id, NEW.product_id);
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_variant_freed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM wishes WHERE variant_id = NEW.id AND kind = 'back') THEN
    INSERT INTO arrivals (variant_id, units) VALUES (
      NEW.id,
      CASE WHEN NEW.doubted_at IS NULL
    THEN greatest(0, NEW.stock_quantity - NEW.reserved_quantity - NEW.gone_quantity) ELSE 0 END
      - CASE WHEN OLD.doubted_at IS NULL
    THEN greatest(0, OLD.stock_quantity - OLD.reserved_quantity - OLD.gone_quantity) ELSE 0 END
    ) ON CONFLICT (variant_id) DO UPDATE SET units = arrivals.units + excluded.units;
  END IF;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_reservation_sold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sales (variant_id, day, units) VALUES (
    NEW.variant_id, coalesce(NEW.fulfilled_at, NEW.expires_at) / 86400000, NEW.quantity
  ) ON CONFLICT (variant_id, day) DO UPDATE SET units = sales.units + excluded.units;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_reviewer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM orders WHERE id = NEW.order_id FOR SHARE; -- nobody refunds it beside
  IF NEW.reply <> '' OR NOT EXISTS (
    SELECT FROM orders o JOIN order_lines l ON l.order_id = o.id
    JOIN variants v ON v.id = l.variant_id
    WHERE o.id = NEW.order_id AND o.user_id = NEW.user_id AND o.status = 'shipped'
      AND v.product_id = NEW.product_id
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: who reviews it has bought it';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_reviewed_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM orders WHERE id = OLD.order_id FOR SHARE;
  IF NOT EXISTS (SELECT FROM orders WHERE id = OLD.order_id AND status = 'shipped') THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what was refunded is not reviewed';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_review_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  product bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.product_id ELSE NEW.product_id END;
  more bigint := 0;
  better bigint := 0;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.state = 'shown' THEN
    more := -1;
    better := -OLD.stars;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.state = 'shown' THEN
    more := more + 1;
    better := better + NEW.stars;
  END IF;
  UPDATE products SET rated = rated + more, stars = products.stars + better
  WHERE id = product AND (more, better) <> (0, 0);
  RETURN NULL;
END $$

CREATE TRIGGER guard_products_kind BEFORE UPDATE OF kind ON products
FOR EACH ROW WHEN (NEW.kind <> OLD.kind)
EXECUTE FUNCTION guard_product_kind()

CREATE TRIGGER guard_variants_insert BEFORE INSERT ON variants
FOR EACH ROW WHEN (
  NEW.stock_quantity <> 0 OR NEW.reserved_quantity <> 0 OR NEW.received_quantity <> 0
  OR NEW.gone_quantity <> 0
)
EXECUTE FUNCTION guard_refuse('a variant starts without stock')

CREATE TRIGGER guard_variants_update BEFORE UPDATE OF id, product_id ON variants
FOR EACH ROW WHEN ((NEW.id, NEW.product_id) IS DISTINCT FROM (OLD.id, OLD.product_id))
EXECUTE FUNCTION guard_variant_kind()

CREATE TRIGGER guard_variants_reserved BEFORE UPDATE OF reserved_quantity ON variants
FOR EACH ROW WHEN (pg_trigger_depth() = 0)
EXECUTE FUNCTION guard_refuse('only reservations change what is reserved')

CREATE TRIGGER guard_variants_rearm
BEFORE UPDATE OF stock_quantity, gone_quantity, low_at ON variants
FOR EACH ROW WHEN (NEW.low_armed = 0)
EXECUTE FUNCTION guard_rearm()

CREATE TRIGGER guard_variants_told BEFORE UPDATE OF low_armed ON variants
FOR EACH ROW WHEN (
  NEW.low_armed <> OLD.low_armed
    AND (NEW.low_armed = 1)
      = (NEW.low_at IS NOT NULL AND NEW.stock_quantity - NEW.gone_quantity <= NEW.low_at)
)
EXECUTE FUNCTION guard_refuse('low stock is told of once, when it is low')

CREATE TRIGGER guard_variants_endless BEFORE UPDATE OF endless ON variants
FOR EACH ROW WHEN (NEW.endless = 1)
EXECUTE FUNCTION guard_endless()

CREATE TRIGGER guard_variants_born BEFORE INSERT ON variants
FOR EACH ROW WHEN (NEW.endless = 1 OR NEW.low_armed <> 1)
EXECUTE FUNCTION guard_refuse('a variant begins neither endless nor told of')

CREATE TRIGGER guard_reservations_insert BEFORE INSERT ON reservations
FOR EACH ROW WHEN (NEW.status <> 'held')
EXECUTE FUNCTION guard_refuse('a reservation starts held')

CREATE TRIGGER guard_reservations_there BEFORE INSERT ON reservations
FOR EACH ROW EXECUTE FUNCTION guard_promise()

CREATE TRIGGER guard_reservations_update BEFORE UPDATE ON reservations
FOR EACH ROW WHEN (
  (NEW.id, NEW.order_id, NEW.variant_id, NEW.quantity)
    IS DISTINCT FROM (OLD.id, OLD.order_id, OLD.variant_id, OLD.quantity)
)
EXECUTE FUNCTION guard_refuse('a reservation keeps its order, variant and quantity')

CREATE TRIGGER guard_reservations_status BEFORE UPDATE OF status ON reservations
FOR EACH ROW WHEN (
  NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('held', 'released'), ('held', 'fulfilled'), ('released', 'fulfilled')
  )
)
EXECUTE FUNCTION guard_refuse('a reservation is fulfilled or released once')

CREATE TRIGGER guard_reservations_delete BEFORE DELETE OR TRUNCATE ON reservations
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a reservation is never deleted')

CREATE TRIGGER guard_reservations_hold AFTER INSERT ON reservations
FOR EACH ROW EXECUTE FUNCTION guard_count_reservation()

CREATE TRIGGER guard_reservations_move AFTER UPDATE OF status ON reservations
FOR EACH ROW WHEN (NEW.status <> OLD.status)
EXECUTE FUNCTION guard_count_reservation()

CREATE TRIGGER guard_stock_units_insert BEFORE INSERT ON stock_units
FOR EACH ROW WHEN (NEW.status <> 'available' OR NEW.replaces_id IS NOT NULL)
EXECUTE FUNCTION guard_refuse('a unit starts available')

CREATE TRIGGER guard_stock_units_kind BEFORE INSERT ON stock_units
FOR EACH ROW EXECUTE FUNCTION guard_goods_kind('digital', 'units')

CREATE TRIGGER guard_stock_units_again BEFORE INSERT ON stock_units
FOR EACH ROW EXECUTE FUNCTION guard_unit_again()

CREATE TRIGGER guard_stock_units_update BEFORE UPDATE ON stock_units
FOR EACH ROW WHEN (
  (NEW.id, NEW.variant_id, NEW.digest, NEW.batch_id, NEW.file_id)
    IS DISTINCT FROM (OLD.id, OLD.variant_id, OLD.digest, OLD.batch_id, OLD.file_id)
)
EXECUTE FUNCTION guard_refuse('a unit keeps its variant and payload')

CREATE TRIGGER guard_stock_units_batch BEFORE INSERT ON stock_units
FOR EACH ROW WHEN (NEW.batch_id IS NOT NULL)
EXECUTE FUNCTION guard_unit_batch()

CREATE TRIGGER guard_stock_units_sold BEFORE UPDATE ON stock_units
FOR EACH ROW WHEN (
  OLD.status IN ('sold', 'replaced')
    AND (NEW.order_line_id, NEW.slot, NEW.sealed)
      IS DISTINCT FROM (OLD.order_line_id, OLD.slot, OLD.sealed)
)
EXECUTE FUNCTION guard_refuse('a sold unit keeps its order line and payload')

CREATE TRIGGER guard_stock_units_status BEFORE UPDATE OF status ON stock_units
FOR EACH ROW WHEN (
  NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('available', 'sold'), ('available', 'removed'), ('available', 'undone'),
    ('available', 'gone'), ('gone', 'sold'), ('sold', 'replaced')
  )
)
EXECUTE FUNCTION guard_refuse('a unit is sold or removed once')

CREATE TRIGGER guard_stock_units_replaces BEFORE UPDATE OF replaces_id ON stock_units
FOR EACH ROW WHEN (NEW.replaces_id IS DISTINCT FROM OLD.replaces_id)
EXECUTE FUNCTION guard_unit_replaces()

CREATE TRIGGER guard_stock_units_doubted BEFORE UPDATE OF status ON stock_units
FOR EACH ROW WHEN (NEW.status = 'sold' AND OLD.status = 'available')
EXECUTE FUNCTION guard_unit_doubted()

CREATE TRIGGER guard_stock_units_kept BEFORE UPDATE OF kept_for ON stock_units
FOR EACH ROW WHEN (
  NEW.kept_for IS DISTINCT FROM OLD.kept_for
    AND (OLD.status, NEW.status) <> ('available', 'gone')
)
EXECUTE FUNCTION guard_refuse('what is gone stays kept for the order that it went to')

CREATE TRIGGER guard_stock_units_gone BEFORE UPDATE OF status ON stock_units
FOR EACH ROW WHEN (NEW.status = 'sold' AND OLD.status = 'gone')
EXECUTE FUNCTION guard_unit_gone()

CREATE TRIGGER guard_stock_units_line BEFORE UPDATE OF status ON stock_units
FOR EACH ROW WHEN (NEW.status = 'sold' AND OLD.status IN ('available', 'gone'))
EXECUTE FUNCTION guard_unit_line()

CREATE TRIGGER guard_stock_units_delete BEFORE DELETE OR TRUNCATE ON stock_units
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a unit is never deleted')

CREATE TRIGGER guard_stock_units_receive AFTER INSERT ON stock_units
REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION guard_receive_units()

CREATE TRIGGER guard_stock_units_remove AFTER UPDATE ON stock_units
REFERENCING OLD TABLE AS was NEW TABLE AS now
FOR EACH STATEMENT EXECUTE FUNCTION guard_remove_units()

CREATE TRIGGER guard_stock_units_promised AFTER UPDATE ON stock_units
REFERENCING OLD TABLE AS was NEW TABLE AS now
FOR EACH STATEMENT EXECUTE FUNCTION guard_promised_units()

CREATE TRIGGER guard_stock_units_unsure AFTER INSERT ON stock_units
REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION guard_unsure_units()

CREATE TRIGGER guard_batches_insert BEFORE INSERT ON batches
FOR EACH ROW WHEN (NEW.undone_at IS NOT NULL)
EXECUTE FUNCTION guard_refuse('a batch comes in before it is undone')

CREATE TRIGGER guard_batches_update BEFORE UPDATE ON batches
FOR EACH ROW WHEN (
  (NEW.id, NEW.variant_id, NEW.quantity, NEW.note, NEW.supplier, NEW.cost, NEW.currency,
    NEW.actor, NEW.created_at)
  IS DISTINCT FROM (OLD.id, OLD.variant_id, OLD.quantity, OLD.note, OLD.supplier, OLD.cost,
    OLD.currency, OLD.actor, OLD.created_at)
  OR OLD.undone_at IS NOT NULL
)
EXECUTE FUNCTION guard_refuse('a batch keeps what it says, and is undone once')

CREATE TRIGGER guard_batches_undone BEFORE UPDATE OF undone_at ON batches
FOR EACH ROW WHEN (NEW.undone_at IS NOT NULL)
EXECUTE FUNCTION guard_batch_undone()

CREATE TRIGGER guard_batches_delete BEFORE DELETE OR TRUNCATE ON batches
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a batch is never deleted')

CREATE TRIGGER guard_shared_goods_kind BEFORE INSERT ON shared_goods
FOR EACH ROW EXECUTE FUNCTION guard_goods_kind('shared', 'something to share')

CREATE TRIGGER guard_shared_goods_update BEFORE UPDATE ON shared_goods
FOR EACH ROW EXECUTE FUNCTION guard_refuse('what was shared stays on record')

CREATE TRIGGER guard_shared_goods_delete BEFORE DELETE OR TRUNCATE ON shared_goods
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('what was shared is never deleted')

CREATE TRIGGER guard_goods_files_update BEFORE UPDATE ON goods_files
FOR EACH ROW EXECUTE FUNCTION guard_refuse('a file of the goods is never changed')

CREATE TRIGGER guard_goods_files_delete BEFORE DELETE OR TRUNCATE ON goods_files
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a file of the goods is never deleted')

CREATE TRIGGER guard_file_pieces_update BEFORE UPDATE ON file_pieces
FOR EACH ROW EXECUTE FUNCTION guard_refuse('a piece of a file is never changed')

CREATE TRIGGER guard_file_pieces_delete BEFORE DELETE OR TRUNCATE ON file_pieces
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a piece of a file is never deleted')

CREATE TRIGGER guard_stock_units_go AFTER UPDATE OF status ON stock_units
FOR EACH ROW WHEN (NEW.status <> OLD.status AND 'gone' IN (OLD.status, NEW.status))
EXECUTE FUNCTION guard_count_gone()

CREATE TRIGGER guard_gone_goods_update BEFORE UPDATE ON gone_goods
FOR EACH ROW EXECUTE FUNCTION guard_refuse('what was sold before stays known')

CREATE TRIGGER guard_gone_goods_delete BEFORE DELETE OR TRUNCATE ON gone_goods
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('what was sold before stays known')

CREATE TRIGGER guard_stock_movements_kind BEFORE INSERT ON stock_movements
FOR EACH ROW EXECUTE FUNCTION guard_movement_kind()

CREATE TRIGGER guard_stock_movements_update BEFORE UPDATE ON stock_movements
FOR EACH ROW EXECUTE FUNCTION guard_refuse('a stock movement is never changed')

CREATE TRIGGER guard_stock_movements_delete BEFORE DELETE OR TRUNCATE ON stock_movements
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a stock movement is never deleted')

CREATE TRIGGER guard_stock_movements_move AFTER INSERT ON stock_movements
FOR EACH ROW EXECUTE FUNCTION guard_count_movement()

CREATE TRIGGER guard_orders_insert BEFORE INSERT ON orders
FOR EACH ROW WHEN (NEW.status <> 'created')
EXECUTE FUNCTION guard_refuse('an order starts as created')

CREATE TRIGGER guard_orders_update BEFORE UPDATE ON orders
FOR EACH ROW WHEN (
  (NEW.id, NEW.code, NEW.user_id, NEW.total, NEW.currency, NEW.credit_used)
    IS DISTINCT FROM (OLD.id, OLD.code, OLD.user_id, OLD.total, OLD.currency, OLD.credit_used)
)
EXECUTE FUNCTION guard_refuse('an order keeps its code, user, total, currency and credit')

CREATE TRIGGER guard_orders_status BEFORE UPDATE OF status ON orders
FOR EACH ROW WHEN (
  NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
    ('created', 'paid'), ('created', 'cancelled'), ('created', 'expired'),
    ('paid', 'shipped'), ('paid', 'refunded'), ('shipped', 'refunded'),
    ('cancelled', 'paid'), ('expired', 'paid')
  )
)
EXECUTE FUNCTION guard_refuse('this change of an order''s status is not allowed')

CREATE TRIGGER guard_orders_let_go BEFORE UPDATE OF timed_out_at, given_up_at ON orders
FOR EACH ROW WHEN (
  NEW.status <> 'paid' AND (
    (OLD.timed_out_at IS NOT NULL AND NEW.timed_out_at IS DISTINCT FROM OLD.timed_out_at)
    OR (OLD.given_up_at IS NOT NULL AND NEW.given_up_at IS DISTINCT FROM OLD.given_up_at)
  )
)
EXECUTE FUNCTION guard_refuse('what counts against a customer is said once')

CREATE TRIGGER guard_orders_replaces BEFORE UPDATE OF replaces_id, switches ON orders
FOR EACH ROW WHEN (
  (NEW.replaces_id, NEW.switches) IS DISTINCT FROM (OLD.replaces_id, OLD.switches)
)
EXECUTE FUNCTION guard_refuse('an order keeps what it replaces')

CREATE TRIGGER guard_orders_replacing BEFORE INSERT ON orders
FOR EACH ROW WHEN (NEW.replaces_id IS NOT NULL)
EXECUTE FUNCTION guard_order_replacing()

CREATE TRIGGER guard_orders_replaced BEFORE UPDATE OF status, timed_out_at, given_up_at ON orders
FOR EACH ROW WHEN (
  NEW.status <> 'cancelled' OR NEW.timed_out_at IS NOT NULL OR NEW.given_up_at IS NOT NULL
)
EXECUTE FUNCTION guard_order_replaced()

CREATE TRIGGER guard_orders_delete BEFORE DELETE OR TRUNCATE ON orders
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('an order is never deleted')

CREATE TRIGGER guard_order_lines_replacing BEFORE INSERT ON order_lines
FOR EACH ROW EXECUTE FUNCTION guard_line_replacing()

CREATE TRIGGER guard_order_lines_update BEFORE UPDATE ON order_lines
FOR EACH ROW EXECUTE FUNCTION guard_refuse('an order line is never changed')

CREATE TRIGGER guard_order_lines_delete BEFORE DELETE OR TRUNCATE ON order_lines
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('an order line is never deleted')

CREATE TRIGGER guard_invoices_replacing BEFORE INSERT ON invoices
FOR EACH ROW EXECUTE FUNCTION guard_invoice_replacing()

CREATE TRIGGER guard_invoices_update BEFORE UPDATE ON invoices
FOR EACH ROW WHEN (
  (NEW.id, NEW.order_id, NEW.asset, NEW.address_id, NEW.due, NEW.rate)
    IS DISTINCT FROM (OLD.id, OLD.order_id, OLD.asset, OLD.address_id, OLD.due, OLD.rate)
)
EXECUTE FUNCTION guard_refuse('an invoice keeps its order, address, amount and rate')

CREATE TRIGGER guard_invoices_taken BEFORE UPDATE ON invoices
FOR EACH ROW WHEN (
  CAST(NEW.taken AS NUMERIC) < CAST(OLD.taken AS NUMERIC)
  OR NEW.confirmations_required < OLD.confirmations_required
)
EXECUTE FUNCTION guard_refuse('what an invoice took or asks for never shrinks')

CREATE TRIGGER guard_invoices_replaced BEFORE UPDATE OF replaced ON invoices
FOR EACH ROW EXECUTE FUNCTION guard_coins_replaced()

CREATE TRIGGER guard_invoices_delete BEFORE DELETE OR TRUNCATE ON invoices
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('an invoice is never deleted')

CREATE TRIGGER guard_addresses_update BEFORE UPDATE ON addresses
FOR EACH ROW WHEN (
  (NEW.id, NEW.chain, NEW."index", NEW.address, NEW.path)
    IS DISTINCT FROM (OLD.id, OLD.chain, OLD."index", OLD.address, OLD.path)
)
EXECUTE FUNCTION guard_refuse('an address keeps its chain, index and path')

CREATE TRIGGER guard_addresses_given BEFORE UPDATE OF given_at ON addresses
FOR EACH ROW WHEN (OLD.given_at IS NOT NULL AND NEW.given_at IS DISTINCT FROM OLD.given_at)
EXECUTE FUNCTION guard_refuse('an address is given once')

CREATE TRIGGER guard_addresses_delete BEFORE DELETE OR TRUNCATE ON addresses
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('an address is never deleted')

CREATE TRIGGER guard_marks_update BEFORE UPDATE ON marks
FOR EACH ROW WHEN (NEW.token <> OLD.token OR NEW.given < OLD.given)
EXECUTE FUNCTION guard_refuse('a mark keeps its token and only counts on')

CREATE TRIGGER guard_marks_delete BEFORE DELETE OR TRUNCATE ON marks
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a mark is never deleted')

CREATE TRIGGER guard_tallies_update BEFORE UPDATE ON tallies
FOR EACH ROW WHEN (NEW.token <> OLD.token OR NEW.sold < OLD.sold)
EXECUTE FUNCTION guard_refuse('a tally keeps its token and only counts on')

CREATE TRIGGER guard_tallies_delete BEFORE DELETE OR TRUNCATE ON tallies
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a tally is never deleted')

CREATE TRIGGER guard_transfers_update BEFORE UPDATE ON transfers
FOR EACH ROW WHEN (
  (NEW.id, NEW.invoice_id, NEW.chain, NEW.asset, NEW.txid, NEW.output_index)
    IS DISTINCT FROM (
      OLD.id, OLD.invoice_id, OLD.chain, OLD.asset, OLD.txid, OLD.output_index
    )
  OR (OLD.accounted_at IS NOT NULL AND NEW.amount <> OLD.amount)
)
EXECUTE FUNCTION guard_refuse('a transfer keeps its invoice, identity and amount')

CREATE TRIGGER guard_transfers_accounted BEFORE UPDATE OF accounted_at ON transfers
FOR EACH ROW WHEN (
  OLD.accounted_at IS NOT NULL AND NEW.accounted_at IS DISTINCT FROM OLD.accounted_at
)
EXECUTE FUNCTION guard_refuse('a transfer is accounted for once')

CREATE TRIGGER guard_transfers_used BEFORE UPDATE ON transfers
FOR EACH ROW WHEN (CAST(NEW.accounted AS NUMERIC) < CAST(OLD.accounted AS NUMERIC))
EXECUTE FUNCTION guard_refuse('what was accounted for stays so')

CREATE TRIGGER guard_transfers_vouched BEFORE UPDATE ON transfers
FOR EACH ROW WHEN (CAST(NEW.vouched AS NUMERIC) < CAST(OLD.vouched AS NUMERIC))
EXECUTE FUNCTION guard_refuse('what was vouched for stays so')

CREATE TRIGGER guard_transfers_delete BEFORE DELETE OR TRUNCATE ON transfers
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a transfer is never deleted')

CREATE TRIGGER guard_outbox_status BEFORE UPDATE OF status ON outbox
FOR EACH ROW WHEN (OLD.status = 'sent' AND NEW.status <> 'sent')
EXECUTE FUNCTION guard_refuse('a sent message stays sent')

CREATE TRIGGER guard_outbox_token BEFORE UPDATE OF token ON outbox
FOR EACH ROW WHEN (NEW.token < OLD.token)
EXECUTE FUNCTION guard_refuse('a lease is never given back to an earlier holder')

CREATE TRIGGER guard_outbox_failed BEFORE UPDATE OF status ON outbox
FOR EACH ROW WHEN (
  NEW.status = 'failed'
  AND (OLD.status <> 'pending' OR NEW.closed_at IS NULL OR NEW.error IS NULL)
)
EXECUTE FUNCTION guard_refuse('a message is set aside from the queue, with a reason')

CREATE TRIGGER guard_outbox_goods BEFORE UPDATE OF status ON outbox
FOR EACH ROW WHEN (NEW.status = 'failed' AND NEW.event = 'goods')
EXECUTE FUNCTION guard_outbox_goods()

CREATE TRIGGER guard_outbox_delete BEFORE DELETE ON outbox
FOR EACH ROW WHEN (OLD.status NOT IN ('sent', 'skipped'))
EXECUTE FUNCTION guard_refuse('a message that did not arrive is never deleted')

CREATE TRIGGER guard_credit_entries_update BEFORE UPDATE ON credit_entries
FOR EACH ROW EXECUTE FUNCTION guard_refuse('a credit entry is never changed')

CREATE TRIGGER guard_credit_entries_delete BEFORE DELETE OR TRUNCATE ON credit_entries
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a credit entry is never deleted')

CREATE TRIGGER guard_credit_entries_coins BEFORE INSERT ON credit_entries
FOR EACH ROW WHEN (NEW.reason IN ('overpaid', 'late', 'reversed'))
EXECUTE FUNCTION guard_credit_coins()

CREATE TRIGGER guard_credit_entries_suspended BEFORE INSERT ON credit_entries
FOR EACH ROW WHEN (NEW.reason IN ('suspended', 'restored'))
EXECUTE FUNCTION guard_credit_suspended()

CREATE TRIGGER guard_credit_entries_balance BEFORE INSERT ON credit_entries
FOR EACH ROW WHEN (NEW.amount < 0 AND NEW.reason <> 'suspended')
EXECUTE FUNCTION guard_credit_balance()

CREATE TRIGGER guard_refunds_insert BEFORE INSERT ON refunds
FOR EACH ROW EXECUTE FUNCTION guard_refund_opened()

CREATE TRIGGER guard_refunds_update BEFORE UPDATE ON refunds
FOR EACH ROW WHEN (
  (NEW.id, NEW.order_id, NEW.user_id, NEW.amount, NEW.currency, NEW.asset, NEW.sealed,
      NEW.target, NEW.units, NEW.rate, NEW.entry_id)
    IS DISTINCT FROM (OLD.id, OLD.order_id, OLD.user_id, OLD.amount, OLD.currency, OLD.asset,
      OLD.sealed, OLD.target, OLD.units, OLD.rate, OLD.entry_id)
)
EXECUTE FUNCTION guard_refuse('a refund keeps its order, amount and address')

CREATE TRIGGER guard_refunds_state BEFORE UPDATE ON refunds
FOR EACH ROW WHEN (
  (NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
    ('open', 'sent'), ('open', 'confirmed'), ('open', 'withdrawn'), ('sent', 'confirmed'),
    ('sent', 'open'), ('confirmed', 'open')
  )) OR (OLD.txid IS NOT NULL AND NEW.txid IS NOT NULL AND NEW.txid <> OLD.txid)
)
EXECUTE FUNCTION guard_refuse('this change of a refund''s state is not allowed')

CREATE TRIGGER guard_refunds_named BEFORE UPDATE ON refunds
FOR EACH ROW WHEN (NEW.txid IS NOT NULL AND NEW.txid IS DISTINCT FROM OLD.txid)
EXECUTE FUNCTION guard_refund_named()

CREATE TRIGGER guard_refunds_withdrawn BEFORE UPDATE ON refunds
FOR EACH ROW WHEN (NEW.returned_id IS DISTINCT FROM OLD.returned_id)
EXECUTE FUNCTION guard_refund_withdrawn()

CREATE TRIGGER guard_refunds_delete BEFORE DELETE OR TRUNCATE ON refunds
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a refund is never deleted')

CREATE TRIGGER guard_refund_txids_insert BEFORE INSERT ON refund_txids
FOR EACH ROW EXECUTE FUNCTION guard_refund_txid_named()

CREATE TRIGGER guard_refund_txids_update BEFORE UPDATE ON refund_txids
FOR EACH ROW WHEN (
  (NEW.id, NEW.refund_id, NEW.txid, NEW.named_by, NEW.named_at)
    IS DISTINCT FROM (OLD.id, OLD.refund_id, OLD.txid, OLD.named_by, OLD.named_at)
  OR (OLD.seen_at IS NOT NULL AND NEW.seen_at IS NULL)
  OR (OLD.extra_at IS NOT NULL AND NEW.extra_at <> OLD.extra_at)
)
EXECUTE FUNCTION guard_refuse('a transaction that was named stays what it is')

CREATE TRIGGER guard_refund_txids_seen BEFORE UPDATE OF seen_at ON refund_txids
FOR EACH ROW WHEN (OLD.seen_at IS NULL AND NEW.seen_at IS NOT NULL)
EXECUTE FUNCTION guard_refund_txid_seen()

CREATE TRIGGER guard_refund_txids_extra BEFORE UPDATE OF extra_at ON refund_txids
FOR EACH ROW WHEN (OLD.extra_at IS NULL AND NEW.extra_at IS NOT NULL)
EXECUTE FUNCTION guard_refund_txid_extra()

CREATE TRIGGER guard_refund_txids_counted BEFORE UPDATE OF extra_at ON refund_txids
FOR EACH ROW WHEN (OLD.extra_at IS NOT NULL AND NEW.extra_at IS NULL)
EXECUTE FUNCTION guard_refund_txid_counted()

CREATE TRIGGER guard_refund_txids_delete BEFORE DELETE ON refund_txids
FOR EACH ROW WHEN (OLD.seen_at IS NOT NULL)
EXECUTE FUNCTION guard_refuse('a transaction that was seen is never forgotten')

CREATE TRIGGER guard_refund_txids_truncate BEFORE TRUNCATE ON refund_txids
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a transaction that was seen is never forgotten')

CREATE TRIGGER guard_audit_update BEFORE UPDATE ON audit
FOR EACH ROW EXECUTE FUNCTION guard_refuse('an audit entry is never changed')

CREATE TRIGGER guard_audit_delete BEFORE DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('an audit entry is never deleted')

CREATE TRIGGER guard_facts_update BEFORE UPDATE ON facts
FOR EACH ROW EXECUTE FUNCTION guard_fact()

CREATE TRIGGER guard_facts_delete BEFORE DELETE OR TRUNCATE ON facts
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('what the shop is, it stays')

CREATE TRIGGER guard_orders_currency BEFORE INSERT ON orders
FOR EACH ROW EXECUTE FUNCTION guard_currency()

CREATE TRIGGER guard_categories_inside BEFORE UPDATE OF parent_id ON categories
FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
EXECUTE FUNCTION guard_category_inside()

CREATE TRIGGER guard_categories_born BEFORE INSERT ON categories
FOR EACH ROW WHEN (NEW.total <> 0 OR NEW.parent_id = NEW.id)
EXECUTE FUNCTION guard_refuse('a category starts empty, and not inside itself')

CREATE TRIGGER guard_categories_delete BEFORE DELETE ON categories
FOR EACH ROW WHEN (OLD.total <> 0)
EXECUTE FUNCTION guard_refuse('a category with something on sale is not deleted')

CREATE TRIGGER guard_categories_placed AFTER INSERT ON categories
FOR EACH ROW EXECUTE FUNCTION guard_place_category()

CREATE TRIGGER guard_categories_count AFTER UPDATE OF total, parent_id, active ON categories
FOR EACH ROW WHEN (
  (NEW.parent_id, NEW.total, NEW.active) IS DISTINCT FROM (OLD.parent_id, OLD.total, OLD.active)
)
EXECUTE FUNCTION guard_count_category()

CREATE TRIGGER guard_categories_shown AFTER UPDATE OF shown ON categories
FOR EACH ROW WHEN (NEW.shown <> OLD.shown)
EXECUTE FUNCTION guard_show_category()

CREATE TRIGGER guard_products_born BEFORE INSERT ON products
FOR EACH ROW WHEN (NEW.choices <> 0 OR NEW.sold_lately <> 0)
EXECUTE FUNCTION guard_refuse('a product starts without variants and sales')

CREATE TRIGGER guard_products_count AFTER UPDATE OF choices, category_id, active ON products
FOR EACH ROW WHEN (
  (NEW.category_id, NEW.choices, NEW.active) <> (OLD.category_id, OLD.choices, OLD.active)
)
EXECUTE FUNCTION guard_count_product()

CREATE TRIGGER guard_products_delete BEFORE DELETE ON products
FOR EACH ROW WHEN (OLD.choices <> 0 OR OLD.sold_lately <> 0)
EXECUTE FUNCTION guard_refuse('a product that is on sale or was sold is not deleted')

CREATE TRIGGER guard_variants_choice AFTER INSERT OR DELETE ON variants
FOR EACH ROW EXECUTE FUNCTION guard_count_choices()

CREATE TRIGGER guard_variants_chosen AFTER UPDATE OF active, price, doubted_at ON variants
FOR EACH ROW WHEN (
  (NEW.active, NEW.price, NEW.doubted_at) IS DISTINCT FROM (OLD.active, OLD.price, OLD.doubted_at)
)
EXECUTE FUNCTION guard_count_choices()

CREATE TRIGGER guard_variants_moved AFTER UPDATE OF product_id ON variants
FOR EACH ROW WHEN (NEW.product_id <> OLD.product_id)
EXECUTE FUNCTION guard_variant_moved()

CREATE TRIGGER guard_variants_freed
AFTER UPDATE OF stock_quantity, reserved_quantity, gone_quantity, doubted_at ON variants
FOR EACH ROW WHEN (
  CASE WHEN NEW.doubted_at IS NULL
    THEN greatest(0, NEW.stock_quantity - NEW.reserved_quantity - NEW.gone_quantity) ELSE 0 END
  > CASE WHEN OLD.doubted_at IS NULL
    THEN greatest(0, OLD.stock_quantity - OLD.reserved_quantity - OLD.gone_quantity) ELSE 0 END
)
EXECUTE FUNCTION guard_variant_freed()

CREATE TRIGGER guard_reservations_sold AFTER UPDATE OF status ON reservations
FOR EACH ROW WHEN (NEW.status = 'fulfilled' AND OLD.status <> 'fulfilled')
EXECUTE FUNCTION guard_reservation_sold()

CREATE TRIGGER guard_sales_update BEFORE UPDATE ON sales
FOR EACH ROW WHEN (
  (NEW.variant_id, NEW.day) <> (OLD.variant_id, OLD.day)
    OR NEW.units < OLD.units OR NEW.counted < OLD.counted
)
EXECUTE FUNCTION guard_refuse('what was sold on a day stays sold')

CREATE TRIGGER guard_discounts_update BEFORE UPDATE ON discounts
FOR EACH ROW WHEN (
  (NEW.id, NEW.product_id, NEW.category_id, NEW.kind, NEW.starts_at)
    IS DISTINCT FROM (OLD.id, OLD.product_id, OLD.category_id, OLD.kind, OLD.starts_at)
)
EXECUTE FUNCTION guard_refuse('a discount is ended, and another one begun')

CREATE TRIGGER guard_wishes_update BEFORE UPDATE ON wishes
FOR EACH ROW WHEN (
  (NEW.id, NEW.user_id, NEW.variant_id, NEW.kind, NEW.created_at)
    <> (OLD.id, OLD.user_id, OLD.variant_id, OLD.kind, OLD.created_at)
)
EXECUTE FUNCTION guard_refuse('a wish keeps its turn')

CREATE TRIGGER guard_media_update BEFORE UPDATE ON media
FOR EACH ROW EXECUTE FUNCTION guard_refuse('a photo is what it is')

CREATE OR REPLACE FUNCTION guard_shipped_the_same() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM orders o WHERE o.id = NEW.replaces_id
      AND (o.shipping, o.shipping_name) IS NOT DISTINCT FROM (NEW.shipping, NEW.shipping_name)
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an order is shipped as the one that it replaces';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_order_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.total <> NEW.shipping + NEW.fee + NEW.refill - NEW.discount + (
    SELECT coalesce(sum(unit_price * quantity), 0) FROM order_lines WHERE order_id = NEW.id
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a total is its lines, its shipping and its fee';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_invoice_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM orders o WHERE o.id = NEW.order_id AND o.total <> o.shipping + o.fee + o.refill - o.discount + (
      SELECT coalesce(sum(unit_price * quantity), 0) FROM order_lines WHERE order_id = o.id
    )
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a total is its lines, its shipping and its fee';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_line_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM orders o WHERE o.id = NEW.order_id AND o.replaces_id IS NULL
      AND (o.status <> 'created' OR EXISTS (SELECT FROM invoices WHERE order_id = o.id))
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a line comes before its order is billed';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_answer_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM order_lines l JOIN orders o ON o.id = l.order_id
    WHERE l.id = NEW.order_line_id
      AND (o.status <> 'created' OR EXISTS (SELECT FROM invoices WHERE order_id = o.id))
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an answer comes with its order';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_answer_replacing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM order_lines l JOIN orders o ON o.id = l.order_id
    WHERE l.id = NEW.order_line_id AND o.replaces_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM order_lines k JOIN answers a ON a.order_line_id = k.id
      WHERE k.order_id = o.replaces_id AND k.variant_id = l.variant_id
        AND (a.position, a.question, a.sealed) = (NEW.position, NEW.question, NEW.sealed)
    )
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an order has the answers of the one that it replaces';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_orders_shipping BEFORE UPDATE OF shipping, shipping_name, fee ON orders
FOR EACH ROW WHEN (
  (NEW.shipping, NEW.shipping_name, NEW.fee)
    IS DISTINCT FROM (OLD.shipping, OLD.shipping_name, OLD.fee)
)
EXECUTE FUNCTION guard_refuse('an order keeps how it is shipped, and for how much')

CREATE TRIGGER guard_orders_shipping_same BEFORE INSERT ON orders
FOR EACH ROW WHEN (NEW.replaces_id IS NOT NULL)
EXECUTE FUNCTION guard_shipped_the_same()

CREATE TRIGGER guard_orders_sum BEFORE UPDATE OF status ON orders
FOR EACH ROW WHEN (NEW.status = 'paid' AND OLD.status <> 'paid')
EXECUTE FUNCTION guard_order_sum()

CREATE TRIGGER guard_invoices_sum BEFORE INSERT ON invoices
FOR EACH ROW EXECUTE FUNCTION guard_invoice_sum()

CREATE TRIGGER guard_order_lines_late BEFORE INSERT ON order_lines
FOR EACH ROW EXECUTE FUNCTION guard_line_late()

CREATE TRIGGER guard_answers_insert BEFORE INSERT ON answers
FOR EACH ROW EXECUTE FUNCTION guard_answer_late()

CREATE TRIGGER guard_answers_replacing BEFORE INSERT ON answers
FOR EACH ROW EXECUTE FUNCTION guard_answer_replacing()

CREATE OR REPLACE FUNCTION guard_answers_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.order_line_id, NEW.position, NEW.question)
      IS DISTINCT FROM (OLD.id, OLD.order_line_id, OLD.position, OLD.question)
    OR length(NEW.sealed) <> 33 OR NOT EXISTS (
      SELECT FROM order_lines l JOIN orders o ON o.id = l.order_id
      JOIN erasures e ON e.user_id = o.user_id
      WHERE l.id = OLD.order_line_id AND o.status NOT IN ('created', 'paid')
        AND o.closed_at <= e.asked_at
    )
  THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an answer is never changed';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_answers_update BEFORE UPDATE ON answers
FOR EACH ROW EXECUTE FUNCTION guard_answers_update()

CREATE TRIGGER guard_answers_delete BEFORE DELETE OR TRUNCATE ON answers
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('an answer is never deleted')

CREATE OR REPLACE FUNCTION guard_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.order_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM orders WHERE id = NEW.order_id AND user_id = NEW.customer_id
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an open card is of its order''s customer';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_opened_insert BEFORE INSERT ON opened
FOR EACH ROW EXECUTE FUNCTION guard_opened()

CREATE TRIGGER guard_opened_update BEFORE UPDATE OF chat_id, message_id, order_id, customer_id, face, spot ON opened
FOR EACH ROW EXECUTE FUNCTION guard_refuse('a message that shows something else is another open card')

CREATE OR REPLACE FUNCTION guard_goods_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.returned <> 0 OR NEW.returned < 0
    OR NOT EXISTS (SELECT FROM orders WHERE id = OLD.order_id AND status = 'refunded')
    OR EXISTS (
      SELECT FROM order_lines WHERE order_id = OLD.order_id AND variant_id = OLD.variant_id
        AND kind = 'shared'
    )
    OR EXISTS (
      SELECT FROM order_lines l JOIN audit a ON a.order_id = l.order_id
      WHERE l.order_id = OLD.order_id AND l.variant_id = OLD.variant_id AND l.kind = 'digital'
        AND a.action = 'order.shipped' AND a.details::text LIKE '%"by_hand"%'
    )
    OR NEW.returned + (
      SELECT count(*) FROM stock_units u JOIN order_lines l ON l.id = u.order_line_id
      WHERE l.order_id = OLD.order_id AND l.variant_id = OLD.variant_id AND u.status = 'sold'
    ) > OLD.quantity
  THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: only what was not handed out of a refunded order goes back on the shelf, once';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_count_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE variants SET
    stock_quantity = stock_quantity + NEW.returned - OLD.returned,
    sold_quantity = sold_quantity - NEW.returned + OLD.returned
  WHERE id = OLD.variant_id;
  RETURN NULL;
END $$

CREATE OR REPLACE FUNCTION guard_credit_reversed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM orders WHERE id = NEW.order_id AND user_id = NEW.user_id
      AND currency = NEW.currency AND status = 'refunded'
  ) OR (NEW.reason = 'reversed' AND CAST(NEW.units AS NUMERIC) + coalesce((
      SELECT sum(CAST(units AS NUMERIC)) FROM credit_entries
      WHERE order_id = NEW.order_id AND reason = 'reversed'
    ), 0) > coalesce((
      SELECT CAST(taken AS NUMERIC) FROM invoices WHERE order_id = NEW.order_id
    ), 0))
  OR (NEW.reason = 'unhonoured' AND NEW.amount + coalesce((
      SELECT sum(amount) FROM credit_entries
      WHERE order_id = NEW.order_id AND reason IN ('honoured', 'unhonoured')
    ), 0) > 0) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: only a refunded order gives back what paid for it, and no more of it';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_reservations_returned BEFORE UPDATE OF returned ON reservations
FOR EACH ROW WHEN (NEW.returned <> OLD.returned)
EXECUTE FUNCTION guard_goods_back()

CREATE TRIGGER guard_reservations_back AFTER UPDATE OF returned ON reservations
FOR EACH ROW WHEN (NEW.returned <> OLD.returned)
EXECUTE FUNCTION guard_count_back()

CREATE TRIGGER guard_credit_entries_reversed BEFORE INSERT ON credit_entries
FOR EACH ROW WHEN (NEW.reason IN ('reversed', 'unhonoured'))
EXECUTE FUNCTION guard_credit_reversed()

CREATE TRIGGER guard_orders_by_hand BEFORE UPDATE OF by_hand_at ON orders
FOR EACH ROW WHEN (
  NEW.by_hand_at IS DISTINCT FROM OLD.by_hand_at
    AND (OLD.by_hand_at IS NOT NULL OR OLD.status <> 'created' OR NEW.status <> 'paid')
)
EXECUTE FUNCTION guard_refuse('a person takes an open order for paid, once')

CREATE TRIGGER guard_orders_time BEFORE UPDATE OF expires_at, rate_until ON orders
FOR EACH ROW WHEN (
  NEW.created_at = OLD.created_at
  AND (NEW.expires_at, NEW.rate_until) IS DISTINCT FROM (OLD.expires_at, OLD.rate_until) AND (
    OLD.status <> 'created' OR NEW.rate_until IS NULL
    OR NEW.rate_until > coalesce(OLD.rate_until, OLD.expires_at)
    OR (NEW.expires_at > OLD.expires_at AND NEW.expires_at > OLD.created_at + 86400000)
  )
)
EXECUTE FUNCTION guard_refuse('the time of an open order is moved, and its rate is not')

CREATE OR REPLACE FUNCTION guard_orders_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.delivery IS NULL OR NEW.delivery IS NULL OR (
    OLD.status NOT IN ('created', 'paid') AND NOT (length(NEW.delivery) = 33 AND EXISTS (
      SELECT FROM erasures e WHERE e.user_id = OLD.user_id AND OLD.closed_at <= e.asked_at
    ))
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an address is corrected until its parcel is on its way';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_orders_delivery BEFORE UPDATE OF delivery ON orders
FOR EACH ROW WHEN (NEW.delivery IS DISTINCT FROM OLD.delivery)
EXECUTE FUNCTION guard_orders_delivery()

CREATE OR REPLACE FUNCTION guard_role_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit a
    WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'role:' || NEW.user_id::text)
      AND a.action = 'role.given' AND a.at = NEW.granted_at AND a.actor = NEW.granted_by
      AND a.details LIKE '%"ends_at": ' || coalesce(NEW.ends_at::text, 'null')
        || ', "role": "' || NEW.role || '"%'
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a role is what the audit says';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_role_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit a
    WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'role:' || OLD.user_id::text)
      AND a.action IN ('role.taken', 'role.ended')
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a role is taken away in the audit';
  END IF;
  RETURN OLD;
END $$

CREATE TRIGGER guard_roles_insert BEFORE INSERT ON roles
FOR EACH ROW EXECUTE FUNCTION guard_role_given()

CREATE TRIGGER guard_roles_update BEFORE UPDATE ON roles
FOR EACH ROW EXECUTE FUNCTION guard_role_given()

CREATE TRIGGER guard_roles_person BEFORE UPDATE OF id, user_id ON roles
FOR EACH ROW WHEN ((NEW.id, NEW.user_id) IS DISTINCT FROM (OLD.id, OLD.user_id))
EXECUTE FUNCTION guard_refuse('a role stays with its person')

CREATE TRIGGER guard_roles_delete BEFORE DELETE ON roles
FOR EACH ROW EXECUTE FUNCTION guard_role_taken()

CREATE TRIGGER guard_roles_truncate BEFORE TRUNCATE ON roles
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a role is taken away in the audit')

CREATE TRIGGER guard_products_unrated BEFORE INSERT ON products
FOR EACH ROW WHEN (NEW.rated <> 0 OR NEW.stars <> 0)
EXECUTE FUNCTION guard_refuse('a product starts without reviews')

CREATE TRIGGER guard_reviews_insert BEFORE INSERT ON reviews
FOR EACH ROW EXECUTE FUNCTION guard_reviewer()

CREATE TRIGGER guard_reviews_update BEFORE UPDATE ON reviews
FOR EACH ROW WHEN (
  (NEW.id, NEW.product_id, NEW.user_id, NEW.order_id)
    <> (OLD.id, OLD.product_id, OLD.user_id, OLD.order_id)
)
EXECUTE FUNCTION guard_refuse('a review stays its buyer''s')

CREATE TRIGGER guard_reviews_again BEFORE UPDATE OF stars, words ON reviews
FOR EACH ROW WHEN (NEW.stars <> OLD.stars OR NEW.words NOT IN (OLD.words, ''))
EXECUTE FUNCTION guard_reviewed_again()

CREATE TRIGGER guard_reviews_added AFTER INSERT OR DELETE ON reviews
FOR EACH ROW EXECUTE FUNCTION guard_review_counted()

CREATE TRIGGER guard_reviews_changed AFTER UPDATE OF state, stars ON reviews
FOR EACH ROW WHEN ((NEW.state, NEW.stars) <> (OLD.state, OLD.stars))
EXECUTE FUNCTION guard_review_counted()

CREATE OR REPLACE FUNCTION guard_credit_gift() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM gifts g
    WHERE NEW.dedup_key = 'gift:' || g.id::text || ':end' AND g.state = 'open'
      AND g.amount = NEW.amount AND g.currency = NEW.currency
      AND (g.giver_id = NEW.user_id) = (NEW.reason = 'gift_back')
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what comes through a link is what went into it, once';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_credit_entries_gift BEFORE INSERT ON credit_entries
FOR EACH ROW WHEN (NEW.reason IN ('gift_claimed', 'gift_back'))
EXECUTE FUNCTION guard_credit_gift()

CREATE OR REPLACE FUNCTION guard_gift_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'open' OR NOT EXISTS (
    SELECT FROM credit_entries c
    WHERE c.id = NEW.entry_id AND c.reason = 'gifted' AND c.amount = -NEW.amount
      AND c.user_id = NEW.giver_id AND c.currency = NEW.currency
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a link starts with its sum taken from its giver';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_gifts_insert BEFORE INSERT ON gifts
FOR EACH ROW EXECUTE FUNCTION guard_gift_made()

CREATE TRIGGER guard_gifts_update BEFORE UPDATE ON gifts
FOR EACH ROW WHEN (
  OLD.state <> 'open'
  OR (NEW.id, NEW.giver_id, NEW.number, NEW.digest, NEW.amount, NEW.currency, NEW.entry_id,
      NEW.created_at, NEW.expires_at)
    IS DISTINCT FROM (OLD.id, OLD.giver_id, OLD.number, OLD.digest, OLD.amount, OLD.currency,
      OLD.entry_id, OLD.created_at, OLD.expires_at)
)
EXECUTE FUNCTION guard_refuse('a link stays what it is, and ends once')

CREATE OR REPLACE FUNCTION guard_gift_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM credit_entries c
    WHERE c.id = NEW.end_id AND c.amount = NEW.amount AND c.currency = NEW.currency
      AND c.dedup_key = 'gift:' || NEW.id::text || ':end'
      AND ((NEW.state = 'claimed' AND c.reason = 'gift_claimed' AND c.user_id = NEW.claimer_id)
        OR (NEW.state = 'returned' AND c.reason = 'gift_back' AND c.user_id = NEW.giver_id))
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a link ends with its sum given to one of two';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_gifts_end BEFORE UPDATE ON gifts
FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state <> OLD.state)
EXECUTE FUNCTION guard_gift_ended()

CREATE TRIGGER guard_gifts_delete BEFORE DELETE OR TRUNCATE ON gifts
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a link is never deleted')

CREATE OR REPLACE FUNCTION guard_facts_on_the_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM gifts WHERE state = 'open')
    AND NOT EXISTS (SELECT FROM orders WHERE status = 'created')
    AND NOT EXISTS (SELECT FROM refunds WHERE state IN ('open', 'sent')) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: the currency stays while credit is on its way';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_facts_gifts BEFORE UPDATE ON facts
FOR EACH ROW WHEN (OLD.name = 'currency' AND NEW.value <> OLD.value)
EXECUTE FUNCTION guard_facts_on_the_way()

CREATE TRIGGER guard_approvals_insert BEFORE INSERT ON approvals
FOR EACH ROW WHEN (NEW.state <> 'open')
EXECUTE FUNCTION guard_refuse('what a second owner is asked for is open')

CREATE TRIGGER guard_approvals_update BEFORE UPDATE ON approvals
FOR EACH ROW WHEN (
  OLD.state <> 'open'
  OR (NEW.id, NEW.act, NEW.subject, NEW.order_id, NEW.amount, NEW.currency, NEW.args, NEW.sealed,
      NEW.asked_by, NEW.asked_at, NEW.until)
    IS DISTINCT FROM (OLD.id, OLD.act, OLD.subject, OLD.order_id, OLD.amount, OLD.currency,
      OLD.args, OLD.sealed, OLD.asked_by, OLD.asked_at, OLD.until)
)
EXECUTE FUNCTION guard_refuse('what was asked for stays what it is, and is decided once')

CREATE OR REPLACE FUNCTION guard_approval_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.decided_at > OLD.until OR NOT EXISTS (
    SELECT FROM audit a
    WHERE a.subject = 'approval:' || NEW.id::text AND a.action = 'approval.approved'
      AND a.actor = 'admin:' || NEW.decided_by::text
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: who agreed stands in the audit, within the time';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_approvals_agreed BEFORE UPDATE ON approvals
FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state = 'approved')
EXECUTE FUNCTION guard_approval_agreed()

CREATE TRIGGER guard_approvals_delete BEFORE DELETE OR TRUNCATE ON approvals
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('what was asked for is never deleted')

CREATE TRIGGER guard_users_insert BEFORE INSERT ON users
FOR EACH ROW WHEN (NEW.banned_at IS NOT NULL)
EXECUTE FUNCTION guard_refuse('nobody comes as banned')

CREATE OR REPLACE FUNCTION guard_user_banned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit a
    WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'ban:' || NEW.id::text)
      AND CASE WHEN NEW.banned_at IS NULL THEN a.action = 'person.unbanned'
        ELSE a.action = 'person.banned' AND a.at = NEW.banned_at
          AND a.actor <> 'admin:' || NEW.id::text END
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a ban is what the audit says';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_users_banned BEFORE UPDATE OF banned_at ON users
FOR EACH ROW WHEN (NEW.banned_at IS DISTINCT FROM OLD.banned_at)
EXECUTE FUNCTION guard_user_banned()

CREATE OR REPLACE FUNCTION guard_user_banned_staff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM roles WHERE user_id = NEW.id) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: nobody is banned who works for the shop';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_users_banned_staff BEFORE UPDATE OF banned_at ON users
FOR EACH ROW WHEN (NEW.banned_at IS NOT NULL)
EXECUTE FUNCTION guard_user_banned_staff()

CREATE OR REPLACE FUNCTION guard_role_banned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users WHERE id = NEW.user_id FOR UPDATE; -- who bans them waits, or was first
  IF EXISTS (SELECT FROM users WHERE id = NEW.user_id AND banned_at IS NOT NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: nobody works for the shop who is banned';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_roles_banned BEFORE INSERT ON roles
FOR EACH ROW EXECUTE FUNCTION guard_role_banned()

CREATE OR REPLACE FUNCTION guard_credit_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.order_id IS NOT NULL OR abs(NEW.amount) > 100000000000 OR NOT EXISTS (
    SELECT FROM audit a
    WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'credit:' || NEW.user_id::text)
      AND a.action = 'credit.adjusted' AND a.at = NEW.created_at
      AND a.actor <> 'admin:' || NEW.user_id::text
      AND a.details LIKE '{"amount": ' || NEW.amount::text || ', "currency": "'
        || NEW.currency || '", "key": "' || NEW.dedup_key || '", %'
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: credit by hand is what the audit says';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_credit_entries_by_hand BEFORE INSERT ON credit_entries
FOR EACH ROW WHEN (NEW.reason IN ('granted', 'deducted'))
EXECUTE FUNCTION guard_credit_by_hand()

CREATE OR REPLACE FUNCTION guard_note_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users WHERE id = NEW.user_id FOR UPDATE; -- two notes must not see the same count
  IF NOT EXISTS (
    SELECT FROM audit a
    WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'note:' || NEW.user_id::text)
      AND a.action = 'note.added' AND a.at = NEW.at AND a.actor = NEW.author
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a note is in the audit';
  END IF;
  IF (SELECT count(*) FROM person_notes WHERE user_id = NEW.user_id) >= 20 THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a person has 20 notes at most';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_person_notes_insert BEFORE INSERT ON person_notes
FOR EACH ROW EXECUTE FUNCTION guard_note_added()

CREATE TRIGGER guard_person_notes_update BEFORE UPDATE ON person_notes
FOR EACH ROW EXECUTE FUNCTION guard_refuse('a note is never changed')

CREATE OR REPLACE FUNCTION guard_note_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit a
    WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'note:' || OLD.user_id::text)
      AND a.action = 'note.removed' AND a.details = '{"note": ' || OLD.id::text || '}'
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a note is taken away in the audit';
  END IF;
  RETURN OLD;
END $$

CREATE TRIGGER guard_person_notes_delete BEFORE DELETE ON person_notes
FOR EACH ROW EXECUTE FUNCTION guard_note_removed()

CREATE TRIGGER guard_person_notes_truncate BEFORE TRUNCATE ON person_notes
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a note is taken away in the audit')

CREATE OR REPLACE FUNCTION guard_tags_most() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM tags) >= 50 THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a shop has 50 tags at most';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_tags_most BEFORE INSERT ON tags
FOR EACH ROW EXECUTE FUNCTION guard_tags_most()

CREATE OR REPLACE FUNCTION guard_person_tags_most() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users WHERE id = NEW.user_id FOR UPDATE;
  IF (SELECT count(*) FROM person_tags WHERE user_id = NEW.user_id) >= 10 THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a person has 10 tags at most';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_person_tags_most BEFORE INSERT ON person_tags
FOR EACH ROW EXECUTE FUNCTION guard_person_tags_most()

CREATE TRIGGER guard_accounts_update BEFORE UPDATE OF user_id, public_id ON accounts
FOR EACH ROW WHEN (
  (NEW.user_id, NEW.public_id) IS DISTINCT FROM (OLD.user_id, OLD.public_id)
)
EXECUTE FUNCTION guard_refuse('a public id stays with its person')

CREATE TRIGGER guard_accounts_delete BEFORE DELETE OR TRUNCATE ON accounts
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a public id stays with its person')

CREATE TRIGGER guard_accounts_hidden BEFORE INSERT ON accounts
FOR EACH ROW WHEN (NEW.ranked_at IS NOT NULL)
EXECUTE FUNCTION guard_refuse('nobody is among the best before they say so')

CREATE OR REPLACE FUNCTION guard_accounts_ranked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM erasures e WHERE e.user_id = NEW.user_id AND e.asked_at > NEW.ranked_at
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: who is erased is not among the best';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_accounts_ranked BEFORE UPDATE OF ranked_at ON accounts
FOR EACH ROW EXECUTE FUNCTION guard_accounts_ranked()

CREATE OR REPLACE FUNCTION guard_erasures_hide() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM accounts a WHERE a.user_id = NEW.user_id AND a.ranked_at < NEW.asked_at
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: who is erased is not among the best';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_erasures_hide BEFORE INSERT OR UPDATE OF asked_at ON erasures
FOR EACH ROW EXECUTE FUNCTION guard_erasures_hide()

CREATE OR REPLACE FUNCTION guard_shop_texts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> 1 + coalesce((
      SELECT max(version) FROM shop_texts WHERE words = NEW.words AND language = NEW.language
    ), 0)
    OR NOT EXISTS (
      SELECT FROM audit a
      WHERE a.id = (
          SELECT max(id) FROM audit WHERE subject = 'text:' || NEW.words || ':' || NEW.language
        )
        AND a.action = 'text.changed' AND a.at = NEW.at AND a.actor = NEW.written_by
        AND a.details LIKE '%"version": ' || NEW.version::text || '}%'
    )
  THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a text is the next version, and the audit says so';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_shop_texts_insert BEFORE INSERT ON shop_texts
FOR EACH ROW EXECUTE FUNCTION guard_shop_texts()

CREATE TRIGGER guard_shop_texts_update BEFORE UPDATE ON shop_texts
FOR EACH ROW EXECUTE FUNCTION guard_refuse('what a text said is never changed')

CREATE TRIGGER guard_shop_texts_delete BEFORE DELETE OR TRUNCATE ON shop_texts
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('what a text said is never changed')

CREATE OR REPLACE FUNCTION guard_erasures_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.done_at IS NOT NULL
    OR EXISTS (SELECT FROM roles WHERE user_id = NEW.user_id)
    OR EXISTS (
      SELECT FROM orders WHERE user_id = NEW.user_id AND status IN ('created', 'paid')
    )
    OR (TG_OP = 'UPDATE' AND NEW.asked_at < OLD.asked_at)
  THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: nobody is erased while orders are open or they work here';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_erasures_insert BEFORE INSERT ON erasures
FOR EACH ROW EXECUTE FUNCTION guard_erasures_asked()

CREATE TRIGGER guard_erasures_asked BEFORE UPDATE OF asked_at ON erasures
FOR EACH ROW WHEN (NEW.asked_at <> OLD.asked_at)
EXECUTE FUNCTION guard_erasures_asked()

CREATE OR REPLACE FUNCTION guard_erasures_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.done_at IS NOT NULL OR NEW.done_at < OLD.due_at OR EXISTS (
    SELECT FROM orders o
    WHERE o.user_id = NEW.user_id AND o.closed_at <= NEW.asked_at
      AND o.status NOT IN ('created', 'paid')
      AND (length(o.delivery) > 33 OR length(o.cancel_reason) > 33)
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: it is erased when nothing is left';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_erasures_done BEFORE UPDATE OF done_at ON erasures
FOR EACH ROW WHEN (NEW.done_at IS NOT NULL)
EXECUTE FUNCTION guard_erasures_done()

CREATE TRIGGER guard_erasures_person BEFORE UPDATE OF user_id ON erasures
FOR EACH ROW WHEN (NEW.user_id <> OLD.user_id)
EXECUTE FUNCTION guard_refuse('what is erased stays erased')

CREATE TRIGGER guard_erasures_delete BEFORE DELETE OR TRUNCATE ON erasures
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('what is erased stays erased')

CREATE OR REPLACE FUNCTION guard_batch_cost() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM facts WHERE name = 'currency' AND value = NEW.currency) THEN
    UPDATE variants SET cost = (NEW.cost + NEW.quantity - 1) / NEW.quantity
    WHERE id = NEW.variant_id;
  END IF;
  RETURN NULL;
END $$

CREATE TRIGGER guard_batches_cost AFTER INSERT ON batches
FOR EACH ROW WHEN (NEW.cost IS NOT NULL)
EXECUTE FUNCTION guard_batch_cost()

CREATE OR REPLACE FUNCTION guard_line_cost() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.unit_cost <> coalesce((SELECT cost FROM variants WHERE id = NEW.variant_id), -1)
    AND NOT EXISTS (
      SELECT FROM orders o JOIN order_lines l ON l.order_id = o.replaces_id
      WHERE o.id = NEW.order_id AND l.variant_id = NEW.variant_id
        AND l.unit_cost IS NOT DISTINCT FROM NEW.unit_cost
    )
  THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a line keeps what its goods cost the shop then';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_order_lines_cost BEFORE INSERT ON order_lines
FOR EACH ROW EXECUTE FUNCTION guard_line_cost()

CREATE OR REPLACE FUNCTION guard_day_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.counted_at IS NOT NULL OR NEW.told_at IS NOT NULL
    OR NEW.starts_at <> coalesce((SELECT max(ends_at) FROM days), NEW.starts_at)
  THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a day begins where the last one ends';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_days_insert BEFORE INSERT ON days
FOR EACH ROW EXECUTE FUNCTION guard_day_begins()

CREATE TRIGGER guard_days_update BEFORE UPDATE OF id, date, starts_at, ends_at ON days
FOR EACH ROW WHEN (
  (NEW.id, NEW.date, NEW.starts_at, NEW.ends_at) <> (OLD.id, OLD.date, OLD.starts_at, OLD.ends_at)
)
EXECUTE FUNCTION guard_refuse('a day stays as long as it was')

CREATE TRIGGER guard_days_told BEFORE UPDATE OF told_at ON days
FOR EACH ROW WHEN (OLD.told_at IS NOT NULL AND NEW.told_at IS DISTINCT FROM OLD.told_at)
EXECUTE FUNCTION guard_refuse('a day is told of once')

CREATE OR REPLACE FUNCTION guard_day_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM days WHERE ends_at = NEW.starts_at AND counted_at IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: days are counted one after the other';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_days_counted BEFORE UPDATE OF counted_at ON days
FOR EACH ROW WHEN (NEW.counted_at IS NOT NULL)
EXECUTE FUNCTION guard_day_counted()

CREATE TRIGGER guard_days_delete BEFORE DELETE OR TRUNCATE ON days
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a day is never deleted')

CREATE OR REPLACE FUNCTION guard_numbers_stand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  day bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.day_id ELSE NEW.day_id END;
BEGIN
  IF (SELECT counted_at FROM days WHERE id = day) IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: the numbers of a day stand once it is counted';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$

CREATE TRIGGER guard_daily_insert BEFORE INSERT ON daily
FOR EACH ROW EXECUTE FUNCTION guard_numbers_stand()

CREATE TRIGGER guard_daily_update BEFORE UPDATE OR TRUNCATE ON daily
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a number is counted anew, and never changed')

CREATE TRIGGER guard_daily_delete BEFORE DELETE ON daily
FOR EACH ROW EXECUTE FUNCTION guard_numbers_stand()

CREATE TRIGGER guard_daily_best_insert BEFORE INSERT ON daily_best
FOR EACH ROW EXECUTE FUNCTION guard_numbers_stand()

CREATE TRIGGER guard_daily_best_update BEFORE UPDATE OR TRUNCATE ON daily_best
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a number is counted anew, and never changed')

CREATE TRIGGER guard_daily_best_delete BEFORE DELETE ON daily_best
FOR EACH ROW EXECUTE FUNCTION guard_numbers_stand()

CREATE TRIGGER guard_visits_update BEFORE UPDATE ON visits
FOR EACH ROW WHEN (
  (NEW.day_id, NEW.what) <> (OLD.day_id, OLD.what) OR NEW.count < OLD.count
)
EXECUTE FUNCTION guard_refuse('what people did on a day was done')

CREATE TRIGGER guard_visits_delete BEFORE DELETE OR TRUNCATE ON visits
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('what people did on a day was done')

CREATE OR REPLACE FUNCTION guard_recount() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moment bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    moment := NEW.created_at;
  ELSE
    moment := CASE WHEN NEW.status = 'paid' THEN NEW.paid_at ELSE NEW.closed_at END;
  END IF;
  UPDATE days SET counted_at = NULL WHERE ends_at > moment AND counted_at IS NOT NULL;
  RETURN NULL;
END $$

CREATE TRIGGER guard_orders_recount_placed AFTER INSERT ON orders
FOR EACH ROW EXECUTE FUNCTION guard_recount()

CREATE TRIGGER guard_orders_recount AFTER UPDATE OF status ON orders
FOR EACH ROW WHEN (NEW.status <> OLD.status AND NEW.status <> 'shipped')
EXECUTE FUNCTION guard_recount()

CREATE TRIGGER guard_credit_entries_recount AFTER INSERT ON credit_entries
FOR EACH ROW EXECUTE FUNCTION guard_recount()

CREATE OR REPLACE FUNCTION guard_complainer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM orders WHERE id = NEW.order_id FOR SHARE; -- nobody refunds it beside
  IF NEW.state <> 'asked' OR NOT EXISTS (
    SELECT FROM stock_units u JOIN order_lines l ON l.id = u.order_line_id
    JOIN orders o ON o.id = l.order_id
    WHERE u.id = NEW.unit_id AND u.status = 'sold' AND o.id = NEW.order_id
      AND o.status = 'shipped'
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: who complains of a good has it';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION guard_granted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stock_units WHERE id = NEW.unit_id AND status = 'replaced') THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what is granted was replaced';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_complaints_insert BEFORE INSERT ON complaints
FOR EACH ROW EXECUTE FUNCTION guard_complainer()

CREATE TRIGGER guard_complaints_update BEFORE UPDATE ON complaints
FOR EACH ROW WHEN (
  OLD.state <> 'asked'
  OR (NEW.id, NEW.order_id, NEW.unit_id, NEW.message_id, NEW.asked_at)
    <> (OLD.id, OLD.order_id, OLD.unit_id, OLD.message_id, OLD.asked_at)
)
EXECUTE FUNCTION guard_refuse('a complaint is decided once')

CREATE TRIGGER guard_complaints_granted BEFORE UPDATE OF state ON complaints
FOR EACH ROW WHEN (NEW.state = 'granted' AND OLD.state = 'asked')
EXECUTE FUNCTION guard_granted()

CREATE TRIGGER guard_complaints_delete BEFORE DELETE OR TRUNCATE ON complaints
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a complaint is never deleted')

CREATE TRIGGER guard_outbox_secret BEFORE INSERT OR UPDATE OF chat_id, event ON outbox
FOR EACH ROW WHEN (NEW.chat_id < 0 AND NEW.event IN ('admin-key', 'goods', 'goods-again'))
EXECUTE FUNCTION guard_refuse('keys and goods go to a person')

CREATE OR REPLACE FUNCTION guard_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM orders o WHERE o.id = NEW.order_id AND (
      o.status = 'paid' OR o.needs_review IS NOT NULL
      OR EXISTS (SELECT FROM complaints WHERE order_id = o.id AND state = 'asked')
      OR EXISTS (SELECT FROM refunds WHERE order_id = o.id AND state = 'open')
      OR EXISTS (
        SELECT FROM credit_entries WHERE order_id = o.id AND reason IN ('late', 'overpaid')
      )
    )
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: only what needs somebody is taken';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_taken_orders_insert BEFORE INSERT ON taken_orders
FOR EACH ROW EXECUTE FUNCTION guard_taken()

CREATE TRIGGER guard_taken_orders_update BEFORE UPDATE ON taken_orders
FOR EACH ROW EXECUTE FUNCTION guard_taken()

CREATE TRIGGER guard_taken_orders_moved BEFORE UPDATE OF order_id ON taken_orders
FOR EACH ROW WHEN (NEW.order_id <> OLD.order_id)
EXECUTE FUNCTION guard_refuse('only what needs somebody is taken')

CREATE TRIGGER guard_orders_refill BEFORE UPDATE OF refill ON orders
FOR EACH ROW WHEN (NEW.refill <> OLD.refill)
EXECUTE FUNCTION guard_refuse('an order keeps what it refills')

CREATE OR REPLACE FUNCTION guard_refill_same() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM orders o WHERE o.id = NEW.replaces_id AND o.refill = NEW.refill
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an order refills as much as the one that it replaces';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_orders_refill_same BEFORE INSERT ON orders
FOR EACH ROW WHEN (NEW.replaces_id IS NOT NULL)
EXECUTE FUNCTION guard_refill_same()

CREATE OR REPLACE FUNCTION guard_refill_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.status = 'paid' AND OLD.status NOT IN ('created', 'paid'))
    OR (NEW.status = 'shipped' AND NOT EXISTS (
      SELECT FROM credit_entries c WHERE c.order_id = NEW.id AND c.reason = 'refilled'
    ))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a refill is paid while it is open, and over once its sum is credit';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_orders_refill_status BEFORE UPDATE OF status ON orders
FOR EACH ROW WHEN (NEW.refill > 0)
EXECUTE FUNCTION guard_refill_status()

CREATE OR REPLACE FUNCTION guard_refill_goods() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM orders WHERE id = NEW.order_id AND refill > 0) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a refill has no goods';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_order_lines_refill BEFORE INSERT ON order_lines
FOR EACH ROW EXECUTE FUNCTION guard_refill_goods()

CREATE TRIGGER guard_reservations_refill BEFORE INSERT ON reservations
FOR EACH ROW EXECUTE FUNCTION guard_refill_goods()

CREATE OR REPLACE FUNCTION guard_refilled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM orders o WHERE o.id = NEW.order_id AND o.status = 'paid' AND o.refill > 0
      AND (o.user_id, o.refill, o.currency) = (NEW.user_id, NEW.amount, NEW.currency)
      AND NEW.dedup_key = 'refilled:' || CAST(o.id AS TEXT) || ':'
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a paid refill brings its sum, once';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_credit_entries_refilled BEFORE INSERT ON credit_entries
FOR EACH ROW WHEN (NEW.reason = 'refilled')
EXECUTE FUNCTION guard_refilled()

CREATE TRIGGER guard_orders_discount BEFORE UPDATE OF discount ON orders
FOR EACH ROW WHEN (NEW.discount <> OLD.discount)
EXECUTE FUNCTION guard_refuse('an order keeps what a voucher took off')

CREATE OR REPLACE FUNCTION guard_discount_the_same() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.discount <> (SELECT discount FROM orders WHERE id = NEW.replaces_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an order has the discount of the one that it replaces';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_orders_discount_same BEFORE INSERT ON orders
FOR EACH ROW WHEN (NEW.replaces_id IS NOT NULL)
EXECUTE FUNCTION guard_discount_the_same()

CREATE OR REPLACE FUNCTION guard_order_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.discount <> coalesce((
    SELECT amount FROM voucher_uses WHERE order_id = NEW.id
  ), 0) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what is taken off an order is a voucher''s use';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_orders_used BEFORE UPDATE OF status ON orders
FOR EACH ROW WHEN (NEW.status = 'paid' AND OLD.status <> 'paid')
EXECUTE FUNCTION guard_order_used()

CREATE OR REPLACE FUNCTION guard_invoice_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM orders o WHERE o.id = NEW.order_id AND o.discount <> coalesce((
      SELECT amount FROM voucher_uses WHERE order_id = o.id
    ), 0)
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: what is taken off an order is a voucher''s use';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_invoices_used BEFORE INSERT ON invoices
FOR EACH ROW EXECUTE FUNCTION guard_invoice_used()

CREATE OR REPLACE FUNCTION guard_follow_uses() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted text := CASE WHEN NEW.status IN ('cancelled', 'expired') THEN 'released' ELSE 'held' END;
BEGIN
  UPDATE voucher_uses SET state = wanted WHERE order_id = NEW.id AND state <> wanted;
  RETURN NULL;
END $$

CREATE TRIGGER guard_orders_uses AFTER UPDATE OF status ON orders
FOR EACH ROW WHEN (NEW.status <> OLD.status AND NEW.discount > 0)
EXECUTE FUNCTION guard_follow_uses()

CREATE TRIGGER guard_vouchers_insert BEFORE INSERT ON vouchers
FOR EACH ROW WHEN (NEW.active <> 0)
EXECUTE FUNCTION guard_refuse('a voucher begins switched off')

CREATE OR REPLACE FUNCTION guard_voucher_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.kind, NEW.currency, NEW.variant_id, NEW.made_by, NEW.created_at)
      IS DISTINCT FROM (OLD.id, OLD.kind, OLD.currency, OLD.variant_id, OLD.made_by,
        OLD.created_at)
    OR ((NEW.name, NEW.amount, NEW.cap, NEW.least, NEW.starts_at, NEW.ends_at, NEW.most, NEW.each)
      IS DISTINCT FROM (OLD.name, OLD.amount, OLD.cap, OLD.least, OLD.starts_at, OLD.ends_at,
        OLD.most, OLD.each)
      AND EXISTS (SELECT FROM voucher_codes WHERE voucher_id = OLD.id)) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a voucher stays what its codes say';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_vouchers_update BEFORE UPDATE ON vouchers
FOR EACH ROW EXECUTE FUNCTION guard_voucher_kept()

CREATE OR REPLACE FUNCTION guard_voucher_switched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit a
    WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'voucher:' || NEW.id::text)
      AND a.action = CASE WHEN NEW.active = 1 THEN 'voucher.on' ELSE 'voucher.off' END
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a voucher is switched in the audit';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_vouchers_switched BEFORE UPDATE OF active ON vouchers
FOR EACH ROW WHEN (NEW.active <> OLD.active)
EXECUTE FUNCTION guard_voucher_switched()

CREATE TRIGGER guard_vouchers_delete BEFORE DELETE OR TRUNCATE ON vouchers
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a voucher is never deleted')

CREATE OR REPLACE FUNCTION guard_voucher_scope() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  voucher bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.voucher_id ELSE NEW.voucher_id END;
BEGIN
  IF EXISTS (SELECT FROM voucher_codes WHERE voucher_id = voucher) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a voucher stays what its codes say';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$

CREATE TRIGGER guard_voucher_scopes_insert BEFORE INSERT ON voucher_scopes
FOR EACH ROW EXECUTE FUNCTION guard_voucher_scope()

CREATE TRIGGER guard_voucher_scopes_update BEFORE UPDATE ON voucher_scopes
FOR EACH ROW EXECUTE FUNCTION guard_refuse('a voucher stays what its codes say')

CREATE TRIGGER guard_voucher_scopes_delete BEFORE DELETE ON voucher_scopes
FOR EACH ROW EXECUTE FUNCTION guard_voucher_scope()

CREATE OR REPLACE FUNCTION guard_code_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.used <> 0
    OR NEW.most IS DISTINCT FROM (SELECT most FROM vouchers WHERE id = NEW.voucher_id)
    OR EXISTS (
      SELECT FROM vouchers WHERE id = NEW.voucher_id AND kind = 'credit' AND active = 1
    )
    OR (SELECT count(*) FROM voucher_codes WHERE voucher_id = NEW.voucher_id) >= 500 THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a code begins unused, as its voucher says';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_voucher_codes_insert BEFORE INSERT ON voucher_codes
FOR EACH ROW EXECUTE FUNCTION guard_code_made()

CREATE TRIGGER guard_voucher_codes_update BEFORE UPDATE ON voucher_codes
FOR EACH ROW WHEN (
  (NEW.id, NEW.voucher_id, NEW.digest, NEW.most, NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.voucher_id, OLD.digest, OLD.most, OLD.created_at)
)
EXECUTE FUNCTION guard_refuse('a code stays what it is')

CREATE OR REPLACE FUNCTION guard_code_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.used <> (
    SELECT count(*) FROM voucher_uses WHERE code_id = OLD.id AND state = 'held'
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: only uses change how often a code was used';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_voucher_codes_used BEFORE UPDATE OF used ON voucher_codes
FOR EACH ROW EXECUTE FUNCTION guard_code_used()

CREATE TRIGGER guard_voucher_codes_delete BEFORE DELETE OR TRUNCATE ON voucher_codes
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a code is never deleted')

CREATE OR REPLACE FUNCTION guard_use_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'held' OR NOT EXISTS (
    SELECT FROM voucher_codes c JOIN vouchers v ON v.id = c.voucher_id
    LEFT JOIN orders o ON o.id = NEW.order_id
    LEFT JOIN credit_entries e ON e.id = NEW.entry_id
    WHERE c.id = NEW.code_id AND v.id = NEW.voucher_id AND CASE WHEN v.kind = 'credit'
      THEN (e.reason, e.user_id, e.amount, e.dedup_key) = ('voucher', NEW.user_id, NEW.amount,
        'voucher:' || c.id::text || ':' || NEW.user_id::text)
      ELSE (o.status, o.user_id, o.discount, o.currency)
        = ('created', NEW.user_id, NEW.amount, v.currency) END
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a voucher is used for what says so';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_voucher_uses_insert BEFORE INSERT ON voucher_uses
FOR EACH ROW EXECUTE FUNCTION guard_use_made()

CREATE OR REPLACE FUNCTION guard_use_the_same() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM orders o JOIN voucher_uses u ON u.order_id = o.replaces_id
    WHERE o.id = NEW.order_id AND u.code_id <> NEW.code_id
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: an order has the voucher of the one that it replaces';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_voucher_uses_same BEFORE INSERT ON voucher_uses
FOR EACH ROW EXECUTE FUNCTION guard_use_the_same()

CREATE OR REPLACE FUNCTION guard_use_each() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (
    SELECT count(*) FROM voucher_uses
    WHERE user_id = NEW.user_id AND voucher_id = NEW.voucher_id AND state = 'held'
  ) >= (SELECT each FROM vouchers WHERE id = NEW.voucher_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: nobody uses a voucher more often than it allows';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_voucher_uses_each BEFORE INSERT ON voucher_uses
FOR EACH ROW EXECUTE FUNCTION guard_use_each()

CREATE TRIGGER guard_voucher_uses_again BEFORE UPDATE OF state ON voucher_uses
FOR EACH ROW WHEN (NEW.state = 'held' AND OLD.state <> 'held')
EXECUTE FUNCTION guard_use_each()

CREATE OR REPLACE FUNCTION guard_use_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.code_id, NEW.voucher_id, NEW.user_id, NEW.order_id, NEW.entry_id, NEW.amount,
      NEW.created_at)
    IS DISTINCT FROM (OLD.id, OLD.code_id, OLD.voucher_id, OLD.user_id, OLD.order_id,
      OLD.entry_id, OLD.amount, OLD.created_at)
    OR NEW.state <> (
      SELECT CASE WHEN status IN ('cancelled', 'expired') THEN 'released' ELSE 'held' END
      FROM orders WHERE id = NEW.order_id
    ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: a use goes with its order';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_voucher_uses_update BEFORE UPDATE ON voucher_uses
FOR EACH ROW EXECUTE FUNCTION guard_use_kept()

CREATE TRIGGER guard_voucher_uses_delete BEFORE DELETE OR TRUNCATE ON voucher_uses
FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse('a use is never deleted')

CREATE OR REPLACE FUNCTION guard_count_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE voucher_codes SET used = used + CASE WHEN NEW.state = 'held' THEN 1 ELSE -1 END
  WHERE id = NEW.code_id;
  RETURN NULL;
END $$

CREATE TRIGGER guard_voucher_uses_take AFTER INSERT ON voucher_uses
FOR EACH ROW EXECUTE FUNCTION guard_count_use()

CREATE TRIGGER guard_voucher_uses_move AFTER UPDATE OF state ON voucher_uses
FOR EACH ROW WHEN (NEW.state <> OLD.state)
EXECUTE FUNCTION guard_count_use()

CREATE OR REPLACE FUNCTION guard_credit_voucher() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.order_id IS NOT NULL OR NOT EXISTS (
    SELECT FROM voucher_codes c JOIN vouchers v ON v.id = c.voucher_id
    WHERE NEW.dedup_key = 'voucher:' || c.id::text || ':' || NEW.user_id::text
      AND (v.kind, v.active, v.amount, v.currency) = ('credit', 1, NEW.amount, NEW.currency)
      AND (c.most IS NULL OR c.used < c.most) AND v.made_by <> NEW.user_id
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',
      MESSAGE = 'guard: credit by a code is what the code gives';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER guard_credit_entries_voucher BEFORE INSERT ON credit_entries
FOR EACH ROW WHEN (NEW.reason = 'voucher')
EXECUTE FUNCTION guard_credit_voucher()
