-- What the database refuses by itself, and the counters it keeps. Statements end with a blank line.

CREATE TRIGGER guard_products_kind BEFORE UPDATE OF kind ON products
WHEN NEW.kind <> OLD.kind AND EXISTS (
  SELECT 1 FROM variants WHERE product_id = OLD.id AND received_quantity > 0
)
BEGIN SELECT RAISE(ABORT, 'guard: a product with stock keeps its kind'); END

CREATE TRIGGER guard_variants_insert BEFORE INSERT ON variants
WHEN NEW.stock_quantity <> 0 OR NEW.reserved_quantity <> 0 OR NEW.received_quantity <> 0
  OR NEW.gone_quantity <> 0
BEGIN SELECT RAISE(ABORT, 'guard: a variant starts without stock'); END

CREATE TRIGGER guard_variants_update BEFORE UPDATE OF id, product_id ON variants
WHEN NEW.id <> OLD.id OR (
  NEW.product_id <> OLD.product_id AND NOT EXISTS (
    SELECT 1 FROM products a JOIN products b ON b.kind = a.kind
    WHERE a.id = OLD.product_id AND b.id = NEW.product_id
  )
)
BEGIN SELECT RAISE(ABORT, 'guard: a variant stays with its kind'); END

CREATE TRIGGER guard_variants_reserved BEFORE UPDATE OF reserved_quantity ON variants
WHEN NEW.reserved_quantity <> (
  SELECT coalesce(sum(quantity), 0) FROM reservations
  WHERE variant_id = OLD.id AND status = 'held'
)
BEGIN SELECT RAISE(ABORT, 'guard: only reservations change what is reserved'); END

CREATE TRIGGER guard_variants_told BEFORE UPDATE OF low_armed ON variants
WHEN NEW.low_armed <> OLD.low_armed
  AND (NEW.low_armed = 1)
    = (NEW.low_at IS NOT NULL AND NEW.stock_quantity - NEW.gone_quantity <= NEW.low_at)
BEGIN SELECT RAISE(ABORT, 'guard: low stock is told of once, when it is low'); END

CREATE TRIGGER guard_variants_rearm
AFTER UPDATE OF stock_quantity, gone_quantity, low_at ON variants
WHEN NEW.low_armed = 0
  AND (NEW.low_at IS NULL OR NEW.stock_quantity - NEW.gone_quantity > NEW.low_at)
BEGIN
  UPDATE variants SET low_armed = 1 WHERE id = NEW.id;
END

CREATE TRIGGER guard_variants_endless BEFORE UPDATE OF endless ON variants
WHEN NEW.endless = 1 AND NOT EXISTS (
  SELECT 1 FROM products WHERE id = NEW.product_id AND kind = 'shared'
)
BEGIN SELECT RAISE(ABORT, 'guard: only what is shared is endless'); END

CREATE TRIGGER guard_variants_born BEFORE INSERT ON variants
WHEN NEW.endless = 1 OR NEW.low_armed <> 1
BEGIN SELECT RAISE(ABORT, 'guard: a variant begins neither endless nor told of'); END

CREATE TRIGGER guard_reservations_insert BEFORE INSERT ON reservations
WHEN NEW.status <> 'held'
BEGIN SELECT RAISE(ABORT, 'guard: a reservation starts held'); END

CREATE TRIGGER guard_reservations_there BEFORE INSERT ON reservations
WHEN EXISTS (
  SELECT 1 FROM variants WHERE id = NEW.variant_id AND (doubted_at IS NOT NULL OR (
    gone_quantity > 0 AND NEW.quantity > stock_quantity - reserved_quantity - gone_quantity
  ))
)
BEGIN SELECT RAISE(ABORT, 'guard: what is in doubt or gone is not promised'); END

CREATE TRIGGER guard_reservations_update BEFORE UPDATE ON reservations
WHEN (NEW.id, NEW.order_id, NEW.variant_id, NEW.quantity)
  IS NOT (OLD.id, OLD.order_id, OLD.variant_id, OLD.quantity)
BEGIN SELECT RAISE(ABORT, 'guard: a reservation keeps its order, variant and quantity'); END

CREATE TRIGGER guard_reservations_status BEFORE UPDATE OF status ON reservations
WHEN NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
  VALUES ('held', 'released'), ('held', 'fulfilled'), ('released', 'fulfilled')
)
BEGIN SELECT RAISE(ABORT, 'guard: a reservation is fulfilled or released once'); END

CREATE TRIGGER guard_reservations_delete BEFORE DELETE ON reservations
BEGIN SELECT RAISE(ABORT, 'guard: a reservation is never deleted'); END

CREATE TRIGGER guard_reservations_hold AFTER INSERT ON reservations
BEGIN
  UPDATE variants SET reserved_quantity = reserved_quantity + NEW.quantity
  WHERE id = NEW.variant_id;
END

CREATE TRIGGER guard_reservations_move AFTER UPDATE OF status ON reservations
WHEN NEW.status <> OLD.status
BEGIN
  UPDATE variants SET
    reserved_quantity = reserved_quantity - iif(OLD.status = 'held', OLD.quantity, 0),
    stock_quantity = stock_quantity - iif(NEW.status = 'fulfilled', OLD.quantity, 0),
    sold_quantity = sold_quantity + iif(NEW.status = 'fulfilled', OLD.quantity, 0)
  WHERE id = OLD.variant_id;
END

CREATE TRIGGER guard_stock_units_insert BEFORE INSERT ON stock_units
WHEN NEW.status <> 'available' OR NEW.replaces_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard: a unit starts available'); END

CREATE TRIGGER guard_stock_units_kind BEFORE INSERT ON stock_units
WHEN NOT EXISTS (
  SELECT 1 FROM variants JOIN products ON products.id = product_id
  WHERE variants.id = NEW.variant_id AND kind = 'digital'
)
BEGIN SELECT RAISE(ABORT, 'guard: only digital products have units'); END

CREATE TRIGGER guard_stock_units_again BEFORE INSERT ON stock_units
WHEN EXISTS (SELECT 1 FROM gone_goods WHERE digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'guard: what was sold before is not stocked again'); END

CREATE TRIGGER guard_stock_units_update BEFORE UPDATE ON stock_units
WHEN (NEW.id, NEW.variant_id, NEW.digest, NEW.batch_id, NEW.file_id)
  IS NOT (OLD.id, OLD.variant_id, OLD.digest, OLD.batch_id, OLD.file_id)
BEGIN SELECT RAISE(ABORT, 'guard: a unit keeps its variant and payload'); END

CREATE TRIGGER guard_stock_units_batch BEFORE INSERT ON stock_units
WHEN NEW.batch_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM batches
  WHERE id = NEW.batch_id AND variant_id = NEW.variant_id AND undone_at IS NULL
)
BEGIN SELECT RAISE(ABORT, 'guard: a unit comes with a batch of its variant'); END

CREATE TRIGGER guard_stock_units_sold BEFORE UPDATE ON stock_units
WHEN OLD.status IN ('sold', 'replaced')
  AND (NEW.order_line_id, NEW.slot, NEW.sealed) IS NOT (OLD.order_line_id, OLD.slot, OLD.sealed)
BEGIN SELECT RAISE(ABORT, 'guard: a sold unit keeps its order line and payload'); END

CREATE TRIGGER guard_stock_units_status BEFORE UPDATE OF status ON stock_units
WHEN NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
  VALUES ('available', 'sold'), ('available', 'removed'), ('available', 'undone'),
    ('available', 'gone'), ('gone', 'sold'), ('sold', 'replaced')
)
BEGIN SELECT RAISE(ABORT, 'guard: a unit is sold or removed once'); END

CREATE TRIGGER guard_stock_units_replaces BEFORE UPDATE OF replaces_id ON stock_units
WHEN NEW.replaces_id IS NOT OLD.replaces_id AND (
  OLD.replaces_id IS NOT NULL OR OLD.status NOT IN ('available', 'gone') OR NEW.status <> 'sold'
  OR NOT EXISTS (
    SELECT 1 FROM stock_units o WHERE o.id = NEW.replaces_id AND o.status = 'replaced'
      AND (o.variant_id, o.order_line_id, o.slot)
        = (NEW.variant_id, NEW.order_line_id, NEW.slot)
  )
)
BEGIN SELECT RAISE(ABORT, 'guard: a unit replaces one that stood in its place'); END

CREATE TRIGGER guard_stock_units_doubted BEFORE UPDATE OF status ON stock_units
WHEN NEW.status = 'sold' AND OLD.status = 'available' AND EXISTS (
  SELECT 1 FROM variants WHERE id = OLD.variant_id AND doubted_at IS NOT NULL
)
BEGIN SELECT RAISE(ABORT, 'guard: what is in doubt is not sold'); END

CREATE TRIGGER guard_stock_units_kept BEFORE UPDATE OF kept_for ON stock_units
WHEN NEW.kept_for IS NOT OLD.kept_for AND (OLD.status, NEW.status) <> ('available', 'gone')
BEGIN SELECT RAISE(ABORT, 'guard: what is gone stays kept for the order that it went to'); END

CREATE TRIGGER guard_stock_units_gone BEFORE UPDATE OF status ON stock_units
WHEN NEW.status = 'sold' AND OLD.status = 'gone' AND NOT EXISTS (
  SELECT 1 FROM order_lines WHERE id = NEW.order_line_id AND order_id = OLD.kept_for
)
BEGIN SELECT RAISE(ABORT, 'guard: what is gone is sold to the order that it went to'); END

CREATE TRIGGER guard_stock_units_line BEFORE UPDATE OF status ON stock_units
WHEN NEW.status = 'sold' AND OLD.status IN ('available', 'gone') AND NOT EXISTS (
  SELECT 1 FROM order_lines
  WHERE id = NEW.order_line_id AND variant_id = OLD.variant_id
    AND NEW.slot >= 0 AND NEW.slot < quantity
)
BEGIN SELECT RAISE(ABORT, 'guard: a unit is sold to a free place of a line of its variant'); END

CREATE TRIGGER guard_stock_units_promised BEFORE UPDATE OF status ON stock_units
WHEN OLD.status = 'available' AND EXISTS (
  SELECT 1 FROM variants WHERE id = OLD.variant_id AND gone_quantity > 0
    AND stock_quantity - reserved_quantity - gone_quantity < CASE
      WHEN NEW.status IN ('removed', 'undone') THEN 1
      WHEN NEW.status = 'sold' AND NEW.replaces_id IS NOT NULL THEN 0
    END
)
BEGIN SELECT RAISE(ABORT, 'guard: what orders hold is not taken away'); END

CREATE TRIGGER guard_stock_units_unsure AFTER INSERT ON stock_units
WHEN EXISTS (SELECT 1 FROM tallies WHERE doubt IS NOT NULL AND cleared_at IS NULL)
BEGIN
  UPDATE variants SET doubted_at = NEW.created_at
  WHERE id = NEW.variant_id AND doubted_at IS NULL;
END

CREATE TRIGGER guard_stock_units_delete BEFORE DELETE ON stock_units
BEGIN SELECT RAISE(ABORT, 'guard: a unit is never deleted'); END

CREATE TRIGGER guard_stock_units_receive AFTER INSERT ON stock_units
BEGIN
  UPDATE variants SET
    received_quantity = received_quantity + 1, stock_quantity = stock_quantity + 1
  WHERE id = NEW.variant_id;
END

CREATE TRIGGER guard_stock_units_remove AFTER UPDATE OF status ON stock_units
WHEN NEW.status <> OLD.status AND NEW.status IN ('removed', 'undone', 'replaced')
BEGIN
  UPDATE variants SET
    removed_quantity = removed_quantity + 1, stock_quantity = stock_quantity - 1
  WHERE id = OLD.variant_id;
END

CREATE TRIGGER guard_stock_units_go AFTER UPDATE OF status ON stock_units
WHEN NEW.status <> OLD.status AND 'gone' IN (OLD.status, NEW.status)
BEGIN
  UPDATE variants SET gone_quantity = gone_quantity + iif(NEW.status = 'gone', 1, -1)
  WHERE id = OLD.variant_id;
END

CREATE TRIGGER guard_gone_goods_update BEFORE UPDATE ON gone_goods
BEGIN SELECT RAISE(ABORT, 'guard: what was sold before stays known'); END

CREATE TRIGGER guard_gone_goods_delete BEFORE DELETE ON gone_goods
BEGIN SELECT RAISE(ABORT, 'guard: what was sold before stays known'); END

CREATE TRIGGER guard_batches_insert BEFORE INSERT ON batches
WHEN NEW.undone_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard: a batch comes in before it is undone'); END

CREATE TRIGGER guard_batches_update BEFORE UPDATE ON batches
WHEN (NEW.id, NEW.variant_id, NEW.quantity, NEW.note, NEW.supplier, NEW.cost, NEW.currency,
    NEW.actor, NEW.created_at)
  IS NOT (OLD.id, OLD.variant_id, OLD.quantity, OLD.note, OLD.supplier, OLD.cost, OLD.currency,
    OLD.actor, OLD.created_at)
  OR OLD.undone_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard: a batch keeps what it says, and is undone once'); END

CREATE TRIGGER guard_batches_undone BEFORE UPDATE OF undone_at ON batches
WHEN NEW.undone_at IS NOT NULL AND EXISTS (
  SELECT 1 FROM stock_units WHERE batch_id = OLD.id AND status NOT IN ('undone', 'removed')
)
BEGIN SELECT RAISE(ABORT, 'guard: a batch of which something is sold is not undone'); END

CREATE TRIGGER guard_batches_delete BEFORE DELETE ON batches
BEGIN SELECT RAISE(ABORT, 'guard: a batch is never deleted'); END

CREATE TRIGGER guard_shared_goods_kind BEFORE INSERT ON shared_goods
WHEN NOT EXISTS (
  SELECT 1 FROM variants JOIN products ON products.id = product_id
  WHERE variants.id = NEW.variant_id AND kind = 'shared'
)
BEGIN SELECT RAISE(ABORT, 'guard: only shared products have something to share'); END

CREATE TRIGGER guard_shared_goods_update BEFORE UPDATE ON shared_goods
BEGIN SELECT RAISE(ABORT, 'guard: what was shared stays on record'); END

CREATE TRIGGER guard_shared_goods_delete BEFORE DELETE ON shared_goods
BEGIN SELECT RAISE(ABORT, 'guard: what was shared is never deleted'); END

CREATE TRIGGER guard_goods_files_update BEFORE UPDATE ON goods_files
BEGIN SELECT RAISE(ABORT, 'guard: a file of the goods is never changed'); END

CREATE TRIGGER guard_goods_files_delete BEFORE DELETE ON goods_files
BEGIN SELECT RAISE(ABORT, 'guard: a file of the goods is never deleted'); END

CREATE TRIGGER guard_file_pieces_update BEFORE UPDATE ON file_pieces
BEGIN SELECT RAISE(ABORT, 'guard: a piece of a file is never changed'); END

CREATE TRIGGER guard_file_pieces_delete BEFORE DELETE ON file_pieces
BEGIN SELECT RAISE(ABORT, 'guard: a piece of a file is never deleted'); END

CREATE TRIGGER guard_stock_movements_kind BEFORE INSERT ON stock_movements
WHEN NOT EXISTS (
  SELECT 1 FROM variants JOIN products ON products.id = product_id
  WHERE variants.id = NEW.variant_id AND products.kind IN ('physical', 'shared')
)
BEGIN SELECT RAISE(ABORT, 'guard: only counted products have movements'); END

CREATE TRIGGER guard_stock_movements_shared BEFORE INSERT ON stock_movements
WHEN NEW.kind = 'received' AND EXISTS (
  SELECT 1 FROM variants JOIN products ON products.id = product_id
  WHERE variants.id = NEW.variant_id AND products.kind = 'shared'
) AND NOT EXISTS (SELECT 1 FROM shared_goods WHERE variant_id = NEW.variant_id)
BEGIN SELECT RAISE(ABORT, 'guard: what is shared is there before it is sold'); END

CREATE TRIGGER guard_stock_movements_update BEFORE UPDATE ON stock_movements
BEGIN SELECT RAISE(ABORT, 'guard: a stock movement is never changed'); END

CREATE TRIGGER guard_stock_movements_delete BEFORE DELETE ON stock_movements
BEGIN SELECT RAISE(ABORT, 'guard: a stock movement is never deleted'); END

CREATE TRIGGER guard_stock_movements_move AFTER INSERT ON stock_movements
BEGIN
  UPDATE variants SET
    received_quantity = received_quantity + iif(NEW.kind = 'received', NEW.quantity, 0),
    removed_quantity = removed_quantity + iif(NEW.kind = 'removed', NEW.quantity, 0),
    stock_quantity = stock_quantity + iif(NEW.kind = 'received', NEW.quantity, -NEW.quantity)
  WHERE id = NEW.variant_id;
END

CREATE TRIGGER guard_orders_insert BEFORE INSERT ON orders
WHEN NEW.status <> 'created'
BEGIN SELECT RAISE(ABORT, 'guard: an order starts as created'); END

CREATE TRIGGER guard_orders_update BEFORE UPDATE ON orders
WHEN (NEW.id, NEW.code, NEW.user_id, NEW.total, NEW.currency, NEW.credit_used)
  IS NOT (OLD.id, OLD.code, OLD.user_id, OLD.total, OLD.currency, OLD.credit_used)
BEGIN SELECT RAISE(ABORT, 'guard: an order keeps its code, user, total, currency and credit'); END

CREATE TRIGGER guard_orders_status BEFORE UPDATE OF status ON orders
WHEN NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
  VALUES ('created', 'paid'), ('created', 'cancelled'), ('created', 'expired'),
    ('paid', 'shipped'), ('paid', 'refunded'), ('shipped', 'refunded'),
    ('cancelled', 'paid'), ('expired', 'paid')
)
BEGIN SELECT RAISE(ABORT, 'guard: this change of an order''s status is not allowed'); END

CREATE TRIGGER guard_orders_let_go BEFORE UPDATE OF timed_out_at, given_up_at ON orders
WHEN NEW.status <> 'paid' AND (
  (OLD.timed_out_at IS NOT NULL AND NEW.timed_out_at IS NOT OLD.timed_out_at)
  OR (OLD.given_up_at IS NOT NULL AND NEW.given_up_at IS NOT OLD.given_up_at)
)
BEGIN SELECT RAISE(ABORT, 'guard: what counts against a customer is said once'); END

CREATE TRIGGER guard_orders_replaces BEFORE UPDATE OF replaces_id, switches ON orders
WHEN (NEW.replaces_id, NEW.switches) IS NOT (OLD.replaces_id, OLD.switches)
BEGIN SELECT RAISE(ABORT, 'guard: an order keeps what it replaces'); END

CREATE TRIGGER guard_orders_replacing BEFORE INSERT ON orders
WHEN NEW.replaces_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM orders o WHERE o.id = NEW.replaces_id AND o.status = 'cancelled'
    AND (o.user_id, o.total - o.fee, o.currency, o.delivery, o.expires_at, o.switches + 1,
        o.closed_at)
      IS (NEW.user_id, NEW.total - NEW.fee, NEW.currency, NEW.delivery, NEW.expires_at,
        NEW.switches, NEW.created_at)
    AND o.expires_at > NEW.created_at AND o.given_up_at IS NULL AND o.timed_out_at IS NULL
    AND NOT EXISTS (
      SELECT 1 FROM invoices i JOIN transfers t ON t.invoice_id = i.id WHERE i.order_id = o.id
    )
)
BEGIN SELECT RAISE(ABORT, 'guard: only the same order in another coin replaces an unpaid one'); END

CREATE TRIGGER guard_orders_replaced BEFORE UPDATE OF status, timed_out_at, given_up_at ON orders
WHEN (NEW.status <> 'cancelled' OR NEW.timed_out_at IS NOT NULL OR NEW.given_up_at IS NOT NULL)
  AND EXISTS (SELECT 1 FROM orders WHERE replaces_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'guard: a replaced order stays replaced, and counts against nobody'); END

CREATE TRIGGER guard_orders_delete BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'guard: an order is never deleted'); END

CREATE TRIGGER guard_order_lines_replacing BEFORE INSERT ON order_lines
WHEN EXISTS (SELECT 1 FROM orders WHERE id = NEW.order_id AND replaces_id IS NOT NULL)
  AND NOT EXISTS (
    SELECT 1 FROM orders o JOIN order_lines l ON l.order_id = o.replaces_id
    WHERE o.id = NEW.order_id AND (l.variant_id, l.title, l.kind, l.unit_price, l.quantity)
      = (NEW.variant_id, NEW.title, NEW.kind, NEW.unit_price, NEW.quantity)
  )
BEGIN SELECT RAISE(ABORT, 'guard: an order has the lines of the one that it replaces'); END

CREATE TRIGGER guard_order_lines_update BEFORE UPDATE ON order_lines
BEGIN SELECT RAISE(ABORT, 'guard: an order line is never changed'); END

CREATE TRIGGER guard_order_lines_delete BEFORE DELETE ON order_lines
BEGIN SELECT RAISE(ABORT, 'guard: an order line is never deleted'); END

CREATE TRIGGER guard_invoices_replacing BEFORE INSERT ON invoices
WHEN EXISTS (
  SELECT 1 FROM orders o JOIN invoices i ON i.order_id = o.replaces_id
  WHERE o.id = NEW.order_id AND i.asset = NEW.asset
)
BEGIN SELECT RAISE(ABORT, 'guard: an order is replaced for another coin, not for another rate'); END

CREATE TRIGGER guard_invoices_update BEFORE UPDATE ON invoices
WHEN (NEW.id, NEW.order_id, NEW.asset, NEW.address_id, NEW.due, NEW.rate)
  IS NOT (OLD.id, OLD.order_id, OLD.asset, OLD.address_id, OLD.due, OLD.rate)
BEGIN SELECT RAISE(ABORT, 'guard: an invoice keeps its order, address, amount and rate'); END

CREATE TRIGGER guard_invoices_taken BEFORE UPDATE OF taken, confirmations_required ON invoices
WHEN length(NEW.taken) < length(OLD.taken)
  OR (length(NEW.taken) = length(OLD.taken) AND NEW.taken < OLD.taken)
  OR NEW.confirmations_required < OLD.confirmations_required
BEGIN SELECT RAISE(ABORT, 'guard: what an invoice took or asks for never shrinks'); END

CREATE TRIGGER guard_invoices_replaced BEFORE UPDATE OF replaced ON invoices
WHEN CAST(NEW.replaced AS REAL) + CAST(NEW.taken AS REAL) + coalesce((
    SELECT sum(CAST(units AS REAL)) FROM credit_entries
    WHERE order_id = NEW.order_id AND reason <> 'reversed'
  ), 0) > coalesce((
    SELECT sum(CAST(accounted AS REAL)) FROM transfers WHERE invoice_id = NEW.id
  ), 0) * 1.000000001
BEGIN SELECT RAISE(ABORT, 'guard: only coins that came take the place of lost ones'); END

CREATE TRIGGER guard_invoices_delete BEFORE DELETE ON invoices
BEGIN SELECT RAISE(ABORT, 'guard: an invoice is never deleted'); END

CREATE TRIGGER guard_addresses_update BEFORE UPDATE ON addresses
WHEN (NEW.id, NEW.chain, NEW."index", NEW.address, NEW.path)
  IS NOT (OLD.id, OLD.chain, OLD."index", OLD.address, OLD.path)
BEGIN SELECT RAISE(ABORT, 'guard: an address keeps its chain, index and path'); END

CREATE TRIGGER guard_addresses_given BEFORE UPDATE OF given_at ON addresses
WHEN OLD.given_at IS NOT NULL AND NEW.given_at IS NOT OLD.given_at
BEGIN SELECT RAISE(ABORT, 'guard: an address is given once'); END

CREATE TRIGGER guard_addresses_delete BEFORE DELETE ON addresses
BEGIN SELECT RAISE(ABORT, 'guard: an address is never deleted'); END

CREATE TRIGGER guard_marks_update BEFORE UPDATE ON marks
WHEN NEW.token <> OLD.token OR NEW.given < OLD.given
BEGIN SELECT RAISE(ABORT, 'guard: a mark keeps its token and only counts on'); END

CREATE TRIGGER guard_marks_delete BEFORE DELETE ON marks
BEGIN SELECT RAISE(ABORT, 'guard: a mark is never deleted'); END

CREATE TRIGGER guard_tallies_update BEFORE UPDATE ON tallies
WHEN NEW.token <> OLD.token OR NEW.sold < OLD.sold
BEGIN SELECT RAISE(ABORT, 'guard: a tally keeps its token and only counts on'); END

CREATE TRIGGER guard_tallies_delete BEFORE DELETE ON tallies
BEGIN SELECT RAISE(ABORT, 'guard: a tally is never deleted'); END

CREATE TRIGGER guard_transfers_update BEFORE UPDATE ON transfers
WHEN (NEW.id, NEW.invoice_id, NEW.chain, NEW.asset, NEW.txid, NEW.output_index)
    IS NOT (OLD.id, OLD.invoice_id, OLD.chain, OLD.asset, OLD.txid, OLD.output_index)
  OR (OLD.accounted_at IS NOT NULL AND NEW.amount <> OLD.amount)
BEGIN SELECT RAISE(ABORT, 'guard: a transfer keeps its invoice, identity and amount'); END

CREATE TRIGGER guard_transfers_accounted BEFORE UPDATE OF accounted_at ON transfers
WHEN OLD.accounted_at IS NOT NULL AND NEW.accounted_at IS NOT OLD.accounted_at
BEGIN SELECT RAISE(ABORT, 'guard: a transfer is accounted for once'); END

CREATE TRIGGER guard_transfers_used BEFORE UPDATE OF accounted ON transfers
WHEN length(NEW.accounted) < length(OLD.accounted)
  OR (length(NEW.accounted) = length(OLD.accounted) AND NEW.accounted < OLD.accounted)
BEGIN SELECT RAISE(ABORT, 'guard: what was accounted for stays so'); END

CREATE TRIGGER guard_transfers_vouched BEFORE UPDATE OF vouched ON transfers
WHEN length(NEW.vouched) < length(OLD.vouched)
  OR (length(NEW.vouched) = length(OLD.vouched) AND NEW.vouched < OLD.vouched)
BEGIN SELECT RAISE(ABORT, 'guard: what was vouched for stays so'); END

CREATE TRIGGER guard_transfers_delete BEFORE DELETE ON transfers
BEGIN SELECT RAISE(ABORT, 'guard: a transfer is never deleted'); END

CREATE TRIGGER guard_outbox_status BEFORE UPDATE OF status ON outbox
WHEN OLD.status = 'sent' AND NEW.status <> 'sent'
BEGIN SELECT RAISE(ABORT, 'guard: a sent message stays sent'); END

CREATE TRIGGER guard_outbox_token BEFORE UPDATE OF token ON outbox
WHEN NEW.token < OLD.token
BEGIN SELECT RAISE(ABORT, 'guard: a lease is never given back to an earlier holder'); END

CREATE TRIGGER guard_outbox_failed BEFORE UPDATE OF status ON outbox
WHEN NEW.status = 'failed' AND (OLD.status <> 'pending' OR NEW.closed_at IS NULL OR NEW.error IS NULL)
BEGIN SELECT RAISE(ABORT, 'guard: a message is set aside from the queue, with a reason'); END

CREATE TRIGGER guard_outbox_goods BEFORE UPDATE OF status ON outbox
WHEN NEW.status = 'failed' AND NEW.event = 'goods' AND EXISTS (
  SELECT 1 FROM orders WHERE id = NEW.order_id AND needs_review IS NULL
)
BEGIN SELECT RAISE(ABORT, 'guard: goods are set aside only with a look at their order'); END

CREATE TRIGGER guard_outbox_delete BEFORE DELETE ON outbox
WHEN OLD.status NOT IN ('sent', 'skipped')
BEGIN SELECT RAISE(ABORT, 'guard: a message that did not arrive is never deleted'); END

CREATE TRIGGER guard_credit_entries_update BEFORE UPDATE ON credit_entries
BEGIN SELECT RAISE(ABORT, 'guard: a credit entry is never changed'); END

CREATE TRIGGER guard_credit_entries_delete BEFORE DELETE ON credit_entries
BEGIN SELECT RAISE(ABORT, 'guard: a credit entry is never deleted'); END

CREATE TRIGGER guard_credit_entries_coins BEFORE INSERT ON credit_entries
WHEN NEW.reason IN ('overpaid', 'late', 'reversed') AND (NEW.units IS NULL OR NOT EXISTS (
  SELECT 1 FROM invoices i JOIN orders o ON o.id = i.order_id
  WHERE i.order_id = NEW.order_id AND o.user_id = NEW.user_id
    AND CAST(NEW.rate AS REAL) <= CAST(i.rate AS REAL)
    AND CAST(NEW.amount AS REAL) * CAST(i.due AS REAL)
      <= CAST(NEW.units AS REAL) * (o.total - o.credit_used) * 1.002 + CAST(i.due AS REAL)
))
BEGIN SELECT RAISE(ABORT, 'guard: credit is for coins that came, at the locked rate or less'); END

CREATE TRIGGER guard_credit_entries_units BEFORE INSERT ON credit_entries
WHEN NEW.units IS NOT NULL AND NEW.reason <> 'reversed'
  AND CAST(NEW.units AS REAL) + coalesce((
    SELECT sum(CAST(units AS REAL)) FROM credit_entries
    WHERE order_id = NEW.order_id AND reason <> 'reversed'
  ), 0) + coalesce((
    SELECT CAST(taken AS REAL) + CAST(replaced AS REAL) FROM invoices
    WHERE order_id = NEW.order_id
  ), 0) > coalesce((
    SELECT sum(CAST(t.accounted AS REAL)) FROM transfers t
    JOIN invoices i ON i.id = t.invoice_id WHERE i.order_id = NEW.order_id
  ), 0) * 1.000000001
BEGIN SELECT RAISE(ABORT, 'guard: credit is for coins that came, at the locked rate or less'); END

CREATE TRIGGER guard_credit_entries_suspended BEFORE INSERT ON credit_entries
WHEN NEW.reason IN ('suspended', 'restored') AND (NEW.order_id IS NULL OR NOT EXISTS (
    SELECT 1 FROM orders o WHERE o.id = NEW.order_id
      AND (o.user_id, o.currency) IS (NEW.user_id, NEW.currency)
  ) OR NEW.amount + coalesce((
    SELECT sum(amount) FROM credit_entries
    WHERE order_id = NEW.order_id AND reason IN ('suspended', 'restored')
  ), 0) > 0 OR NEW.amount + coalesce((
    SELECT sum(amount) FROM credit_entries
    WHERE order_id = NEW.order_id
      AND reason IN ('overpaid', 'late', 'reversed', 'refilled', 'suspended', 'restored')
  ), 0) < 0)
BEGIN SELECT RAISE(ABORT, 'guard: what is suspended is what the order''s coins brought'); END

CREATE TRIGGER guard_credit_entries_balance BEFORE INSERT ON credit_entries
WHEN NEW.amount < 0 AND NEW.reason <> 'suspended' AND NEW.amount + coalesce((
  SELECT sum(amount) FROM credit_entries
  WHERE user_id = NEW.user_id AND currency = NEW.currency
), 0) < 0
BEGIN SELECT RAISE(ABORT, 'guard: a credit balance is never negative'); END

CREATE TRIGGER guard_refunds_insert BEFORE INSERT ON refunds
WHEN NEW.state <> 'open' OR NOT EXISTS (
  SELECT 1 FROM credit_entries c JOIN orders o ON o.id = c.order_id
  WHERE c.id = NEW.entry_id AND c.reason = 'refunded' AND c.amount = -NEW.amount
    AND c.order_id = NEW.order_id AND c.user_id = NEW.user_id AND o.user_id = NEW.user_id
    AND c.currency = NEW.currency
)
BEGIN SELECT RAISE(ABORT, 'guard: a refund starts with its credit set aside'); END

CREATE TRIGGER guard_refunds_units BEFORE INSERT ON refunds
WHEN CAST(NEW.units AS REAL) + coalesce((
    SELECT sum(CAST(units AS REAL)) FROM refunds
    WHERE order_id = NEW.order_id AND state <> 'withdrawn'
  ), 0) > coalesce((
    SELECT sum(CAST(t.accounted AS REAL)) FROM transfers t
    JOIN invoices i ON i.id = t.invoice_id WHERE i.order_id = NEW.order_id
  ), 0) * 1.000000001
BEGIN SELECT RAISE(ABORT, 'guard: no more coins go back than came in'); END

CREATE TRIGGER guard_refunds_update BEFORE UPDATE ON refunds
WHEN (NEW.id, NEW.order_id, NEW.user_id, NEW.amount, NEW.currency, NEW.asset, NEW.sealed,
    NEW.target, NEW.units, NEW.rate, NEW.entry_id)
  IS NOT (OLD.id, OLD.order_id, OLD.user_id, OLD.amount, OLD.currency, OLD.asset, OLD.sealed,
    OLD.target, OLD.units, OLD.rate, OLD.entry_id)
BEGIN SELECT RAISE(ABORT, 'guard: a refund keeps its order, amount and address'); END

CREATE TRIGGER guard_refunds_state BEFORE UPDATE OF state, txid ON refunds
WHEN (NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
    VALUES ('open', 'sent'), ('open', 'confirmed'), ('open', 'withdrawn'), ('sent', 'confirmed'),
      ('sent', 'open'), ('confirmed', 'open')
  )) OR (OLD.txid IS NOT NULL AND NEW.txid IS NOT NULL AND NEW.txid <> OLD.txid)
BEGIN SELECT RAISE(ABORT, 'guard: this change of a refund''s state is not allowed'); END

CREATE TRIGGER guard_refunds_named BEFORE UPDATE OF txid ON refunds
WHEN NEW.txid IS NOT NULL AND NEW.txid IS NOT OLD.txid AND NOT EXISTS (
  SELECT 1 FROM refund_txids n
  WHERE n.refund_id = OLD.id AND n.txid = NEW.txid AND n.seen_at IS NOT NULL
    AND n.extra_at IS NULL
)
BEGIN SELECT RAISE(ABORT, 'guard: a refund is paid by a transaction that was named and seen'); END

CREATE TRIGGER guard_refunds_withdrawn BEFORE UPDATE OF returned_id ON refunds
WHEN NEW.returned_id IS NOT OLD.returned_id AND NOT EXISTS (
  SELECT 1 FROM credit_entries c
  WHERE c.id = NEW.returned_id AND c.reason = 'withdrawn' AND c.amount = OLD.amount
    AND c.order_id = OLD.order_id AND c.user_id = OLD.user_id AND c.currency = OLD.currency
)
BEGIN SELECT RAISE(ABORT, 'guard: a withdrawn refund gives back what it set aside'); END

CREATE TRIGGER guard_refunds_delete BEFORE DELETE ON refunds
BEGIN SELECT RAISE(ABORT, 'guard: a refund is never deleted'); END

CREATE TRIGGER guard_refund_txids_insert BEFORE INSERT ON refund_txids
WHEN NEW.seen_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM refunds WHERE id = NEW.refund_id AND state = 'open')
  OR (SELECT count(*) FROM refund_txids WHERE refund_id = NEW.refund_id) >= 10
BEGIN SELECT RAISE(ABORT, 'guard: a transaction is named for an open refund, ten at most'); END

CREATE TRIGGER guard_refund_txids_update BEFORE UPDATE ON refund_txids
WHEN (NEW.id, NEW.refund_id, NEW.txid, NEW.named_by, NEW.named_at)
    IS NOT (OLD.id, OLD.refund_id, OLD.txid, OLD.named_by, OLD.named_at)
  OR (OLD.seen_at IS NOT NULL AND NEW.seen_at IS NULL)
  OR (OLD.extra_at IS NOT NULL AND NEW.extra_at IS NOT OLD.extra_at
    AND (NEW.extra_at IS NOT NULL
      OR NOT EXISTS (SELECT 1 FROM refunds WHERE id = OLD.refund_id AND state = 'open')))
BEGIN SELECT RAISE(ABORT, 'guard: a transaction that was named stays what it is'); END

CREATE TRIGGER guard_refund_txids_seen BEFORE UPDATE OF seen_at ON refund_txids
WHEN OLD.seen_at IS NULL AND NEW.seen_at IS NOT NULL AND EXISTS (
  SELECT 1 FROM refund_txids n CROSS JOIN refunds o ON o.id = n.refund_id
  CROSS JOIN refunds r ON r.id = OLD.refund_id AND r.asset = o.asset AND r.target = o.target
  WHERE n.txid = OLD.txid AND n.id <> OLD.id AND n.seen_at IS NOT NULL
)
BEGIN SELECT RAISE(ABORT, 'guard: one transaction pays one refund, for ever'); END

CREATE TRIGGER guard_refund_txids_extra BEFORE UPDATE OF extra_at ON refund_txids
WHEN OLD.extra_at IS NULL AND NEW.extra_at IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM refunds r WHERE r.id = OLD.refund_id AND r.state <> 'open'
    AND r.txid IS NOT OLD.txid
)
BEGIN SELECT RAISE(ABORT, 'guard: what pays a refund that was open is no extra payment'); END

CREATE TRIGGER guard_refund_txids_delete BEFORE DELETE ON refund_txids
WHEN OLD.seen_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard: a transaction that was seen is never forgotten'); END

CREATE TRIGGER guard_audit_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'guard: an audit entry is never changed'); END

CREATE TRIGGER guard_audit_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'guard: an audit entry is never deleted'); END

CREATE TRIGGER guard_facts_update BEFORE UPDATE ON facts
WHEN NEW.name <> OLD.name OR (OLD.name = 'currency' AND NEW.value <> OLD.value
  AND (EXISTS (SELECT 1 FROM orders WHERE status = 'created')
    OR EXISTS (SELECT 1 FROM refunds WHERE state IN ('open', 'sent'))))
BEGIN SELECT RAISE(ABORT, 'guard: the currency stays while an order or refund is open'); END

CREATE TRIGGER guard_facts_delete BEFORE DELETE ON facts
BEGIN SELECT RAISE(ABORT, 'guard: what the shop is, it stays'); END

CREATE TRIGGER guard_orders_currency BEFORE INSERT ON orders
WHEN EXISTS (SELECT 1 FROM facts WHERE name = 'currency' AND value <> NEW.currency)
BEGIN SELECT RAISE(ABORT, 'guard: an order is in the currency of the shop'); END

CREATE TRIGGER guard_categories_inside BEFORE UPDATE OF parent_id ON categories
WHEN NEW.parent_id IS NOT NULL AND NEW.id IN (
  WITH RECURSIVE above(id) AS (
    SELECT NEW.parent_id
    UNION SELECT c.parent_id FROM categories c JOIN above ON c.id = above.id
    WHERE c.parent_id IS NOT NULL
  )
  SELECT id FROM above
)
BEGIN SELECT RAISE(ABORT, 'guard: a category is not inside itself'); END

CREATE TRIGGER guard_categories_born BEFORE INSERT ON categories
WHEN NEW.total <> 0 OR NEW.parent_id = NEW.id
BEGIN SELECT RAISE(ABORT, 'guard: a category starts empty, and not inside itself'); END

CREATE TRIGGER guard_categories_delete BEFORE DELETE ON categories
WHEN OLD.total <> 0
BEGIN SELECT RAISE(ABORT, 'guard: a category with something on sale is not deleted'); END

CREATE TRIGGER guard_categories_placed AFTER INSERT ON categories
BEGIN
  UPDATE categories SET shown = active * coalesce(
    (SELECT shown FROM categories WHERE id = NEW.parent_id), 1
  ) WHERE id = NEW.id;
END

CREATE TRIGGER guard_categories_count AFTER UPDATE OF total, parent_id, active ON categories
WHEN (NEW.parent_id, NEW.total, NEW.active) IS NOT (OLD.parent_id, OLD.total, OLD.active)
BEGIN
  UPDATE categories SET total = total - OLD.total WHERE id = OLD.parent_id AND OLD.total <> 0;
  UPDATE categories SET total = total + NEW.total WHERE id = NEW.parent_id AND NEW.total <> 0;
  UPDATE categories SET shown = active * coalesce(
    (SELECT shown FROM categories WHERE id = NEW.parent_id), 1
  ) WHERE id = NEW.id AND NEW.total = OLD.total;
END

CREATE TRIGGER guard_categories_shown AFTER UPDATE OF shown ON categories
WHEN NEW.shown <> OLD.shown
BEGIN
  UPDATE categories SET shown = active * NEW.shown WHERE parent_id = NEW.id;
  UPDATE products SET reprice_at = 0, choices = active * NEW.shown * (
    SELECT count(*) FROM variants WHERE product_id = products.id AND variants.active = 1
      AND variants.doubted_at IS NULL
  ) WHERE category_id = NEW.id;
END

CREATE TRIGGER guard_products_born BEFORE INSERT ON products
WHEN NEW.choices <> 0 OR NEW.sold_lately <> 0
BEGIN SELECT RAISE(ABORT, 'guard: a product starts without variants and sales'); END

CREATE TRIGGER guard_products_count AFTER UPDATE OF choices, category_id, active ON products
WHEN (NEW.category_id, NEW.choices, NEW.active) <> (OLD.category_id, OLD.choices, OLD.active)
BEGIN
  UPDATE categories SET total = total - 1 WHERE id = OLD.category_id AND OLD.choices > 0
    AND (NEW.category_id <> OLD.category_id OR NEW.choices = 0);
  UPDATE categories SET total = total + 1 WHERE id = NEW.category_id AND NEW.choices > 0
    AND (NEW.category_id <> OLD.category_id OR OLD.choices = 0);
  UPDATE products SET reprice_at = 0, choices = active * (SELECT shown FROM categories WHERE categories.id = category_id) * (
    SELECT count(*) FROM variants WHERE product_id = products.id AND variants.active = 1
      AND variants.doubted_at IS NULL
  )
  WHERE id = NEW.id AND NEW.choices = OLD.choices;
END

CREATE TRIGGER guard_products_delete BEFORE DELETE ON products
WHEN OLD.choices <> 0 OR OLD.sold_lately <> 0
BEGIN SELECT RAISE(ABORT, 'guard: a product that is on sale or was sold is not deleted'); END

CREATE TRIGGER guard_variants_choice AFTER INSERT ON variants
BEGIN
  UPDATE products SET reprice_at = 0, choices = active * (SELECT shown FROM categories WHERE categories.id = category_id) * (
    SELECT count(*) FROM variants WHERE product_id = products.id AND variants.active = 1
      AND variants.doubted_at IS NULL
  )
  WHERE id = NEW.product_id;
END

CREATE TRIGGER guard_variants_chosen AFTER UPDATE OF active, price, doubted_at ON variants
WHEN (NEW.active, NEW.price, NEW.doubted_at) IS NOT (OLD.active, OLD.price, OLD.doubted_at)
BEGIN
  UPDATE products SET reprice_at = 0, choices = active * (SELECT shown FROM categories WHERE categories.id = category_id) * (
    SELECT count(*) FROM variants WHERE product_id = products.id AND variants.active = 1
      AND variants.doubted_at IS NULL
  )
  WHERE id = NEW.product_id;
END

CREATE TRIGGER guard_variants_moved AFTER UPDATE OF product_id ON variants
WHEN NEW.product_id <> OLD.product_id
BEGIN
  UPDATE products SET reprice_at = 0, choices = active * (SELECT shown FROM categories WHERE categories.id = category_id) * (
    SELECT count(*) FROM variants WHERE product_id = products.id AND variants.active = 1
      AND variants.doubted_at IS NULL
  ), sold_lately = (
    SELECT coalesce(sum(counted), 0) FROM sales JOIN variants ON variants.id = variant_id
    WHERE product_id = products.id
  )
  WHERE id IN (OLD.product_id, NEW.product_id);
END

CREATE TRIGGER guard_variants_gone AFTER DELETE ON variants
BEGIN
  UPDATE products SET reprice_at = 0, choices = active * (SELECT shown FROM categories WHERE categories.id = category_id) * (
    SELECT count(*) FROM variants WHERE product_id = products.id AND variants.active = 1
      AND variants.doubted_at IS NULL
  )
  WHERE id = OLD.product_id;
END

CREATE TRIGGER guard_variants_freed
AFTER UPDATE OF stock_quantity, reserved_quantity, gone_quantity, doubted_at ON variants
WHEN CASE WHEN NEW.doubted_at IS NULL
    THEN max(0, NEW.stock_quantity - NEW.reserved_quantity - NEW.gone_quantity) ELSE 0 END
  > CASE WHEN OLD.doubted_at IS NULL
    THEN max(0, OLD.stock_quantity - OLD.reserved_quantity - OLD.gone_quantity) ELSE 0 END
  AND EXISTS (SELECT 1 FROM wishes WHERE variant_id = NEW.id AND kind = 'back')
BEGIN
  INSERT INTO arrivals (variant_id, units) VALUES (
    NEW.id, CASE WHEN NEW.doubted_at IS NULL
    THEN max(0, NEW.stock_quantity - NEW.reserved_quantity - NEW.gone_quantity) ELSE 0 END
    - CASE WHEN OLD.doubted_at IS NULL
    THEN max(0, OLD.stock_quantity - OLD.reserved_quantity - OLD.gone_quantity) ELSE 0 END
  ) ON CONFLICT (variant_id) DO UPDATE SET units = arrivals.units + excluded.units;
END

CREATE TRIGGER guard_reservations_sold AFTER UPDATE OF status ON reservations
WHEN NEW.status = 'fulfilled' AND OLD.status <> 'fulfilled'
BEGIN
  INSERT INTO sales (variant_id, day, units) VALUES (
    NEW.variant_id, coalesce(NEW.fulfilled_at, NEW.expires_at) / 86400000, NEW.quantity
  ) ON CONFLICT (variant_id, day) DO UPDATE SET units = sales.units + excluded.units;
END

CREATE TRIGGER guard_sales_update BEFORE UPDATE ON sales
WHEN (NEW.variant_id, NEW.day) <> (OLD.variant_id, OLD.day)
  OR NEW.units < OLD.units OR NEW.counted < OLD.counted
BEGIN SELECT RAISE(ABORT, 'guard: what was sold on a day stays sold'); END

CREATE TRIGGER guard_discounts_update BEFORE UPDATE ON discounts
WHEN (NEW.id, NEW.product_id, NEW.category_id, NEW.kind, NEW.starts_at)
  IS NOT (OLD.id, OLD.product_id, OLD.category_id, OLD.kind, OLD.starts_at)
BEGIN SELECT RAISE(ABORT, 'guard: a discount is ended, and another one begun'); END

CREATE TRIGGER guard_wishes_update BEFORE UPDATE ON wishes
WHEN (NEW.id, NEW.user_id, NEW.variant_id, NEW.kind, NEW.created_at)
  <> (OLD.id, OLD.user_id, OLD.variant_id, OLD.kind, OLD.created_at)
BEGIN SELECT RAISE(ABORT, 'guard: a wish keeps its turn'); END

CREATE TRIGGER guard_media_update BEFORE UPDATE ON media
BEGIN SELECT RAISE(ABORT, 'guard: a photo is what it is'); END

CREATE TRIGGER guard_search_insert AFTER INSERT ON products
BEGIN
  INSERT INTO product_search (rowid, name, description)
  VALUES (NEW.id, NEW.name, NEW.description);
END

CREATE TRIGGER guard_search_update AFTER UPDATE OF id, name, description ON products
WHEN (NEW.id, NEW.name, NEW.description) <> (OLD.id, OLD.name, OLD.description)
BEGIN
  INSERT INTO product_search (product_search, rowid, name, description)
  VALUES ('delete', OLD.id, OLD.name, OLD.description);
  INSERT INTO product_search (rowid, name, description)
  VALUES (NEW.id, NEW.name, NEW.description);
END

CREATE TRIGGER guard_search_delete AFTER DELETE ON products
BEGIN
  INSERT INTO product_search (product_search, rowid, name, description)
  VALUES ('delete', OLD.id, OLD.name, OLD.description);
END

CREATE TRIGGER guard_orders_shipping BEFORE UPDATE OF shipping, shipping_name, fee ON orders
WHEN (NEW.shipping, NEW.shipping_name, NEW.fee) IS NOT (OLD.shipping, OLD.shipping_name, OLD.fee)
BEGIN SELECT RAISE(ABORT, 'guard: an order keeps how it is shipped, and for how much'); END

CREATE TRIGGER guard_orders_shipping_same BEFORE INSERT ON orders
WHEN NEW.replaces_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM orders o WHERE o.id = NEW.replaces_id
    AND (o.shipping, o.shipping_name) IS (NEW.shipping, NEW.shipping_name)
)
BEGIN SELECT RAISE(ABORT, 'guard: an order is shipped as the one that it replaces'); END

CREATE TRIGGER guard_orders_sum BEFORE UPDATE OF status ON orders
WHEN NEW.status = 'paid' AND OLD.status <> 'paid' AND NEW.total <> NEW.shipping + NEW.fee + NEW.refill - NEW.discount + (
  SELECT coalesce(sum(unit_price * quantity), 0) FROM order_lines WHERE order_id = NEW.id
)
BEGIN SELECT RAISE(ABORT, 'guard: a total is its lines, its shipping and its fee'); END

CREATE TRIGGER guard_invoices_sum BEFORE INSERT ON invoices
WHEN EXISTS (
  SELECT 1 FROM orders o WHERE o.id = NEW.order_id AND o.total <> o.shipping + o.fee + o.refill - o.discount + (
    SELECT coalesce(sum(unit_price * quantity), 0) FROM order_lines WHERE order_id = o.id
  )
)
BEGIN SELECT RAISE(ABORT, 'guard: a total is its lines, its shipping and its fee'); END

CREATE TRIGGER guard_order_lines_late BEFORE INSERT ON order_lines
WHEN EXISTS (
  SELECT 1 FROM orders o WHERE o.id = NEW.order_id AND o.replaces_id IS NULL
    AND (o.status <> 'created' OR EXISTS (SELECT 1 FROM invoices WHERE order_id = o.id))
)
BEGIN SELECT RAISE(ABORT, 'guard: a line comes before its order is billed'); END

CREATE TRIGGER guard_answers_insert BEFORE INSERT ON answers
WHEN EXISTS (
  SELECT 1 FROM order_lines l JOIN orders o ON o.id = l.order_id
  WHERE l.id = NEW.order_line_id
    AND (o.status <> 'created' OR EXISTS (SELECT 1 FROM invoices WHERE order_id = o.id))
)
BEGIN SELECT RAISE(ABORT, 'guard: an answer comes with its order'); END

CREATE TRIGGER guard_answers_replacing BEFORE INSERT ON answers
WHEN EXISTS (
  SELECT 1 FROM order_lines l JOIN orders o ON o.id = l.order_id
  WHERE l.id = NEW.order_line_id AND o.replaces_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM order_lines k JOIN answers a ON a.order_line_id = k.id
    WHERE k.order_id = o.replaces_id AND k.variant_id = l.variant_id
      AND (a.position, a.question, a.sealed) = (NEW.position, NEW.question, NEW.sealed)
  )
)
BEGIN SELECT RAISE(ABORT, 'guard: an order has the answers of the one that it replaces'); END

CREATE TRIGGER guard_answers_update BEFORE UPDATE ON answers
WHEN (NEW.id, NEW.order_line_id, NEW.position, NEW.question)
    IS NOT (OLD.id, OLD.order_line_id, OLD.position, OLD.question)
  OR length(NEW.sealed) <> 33 OR NOT EXISTS (
    SELECT 1 FROM order_lines l JOIN orders o ON o.id = l.order_id
    JOIN erasures e ON e.user_id = o.user_id
    WHERE l.id = OLD.order_line_id AND o.status NOT IN ('created', 'paid')
      AND o.closed_at <= e.asked_at
  )
BEGIN SELECT RAISE(ABORT, 'guard: an answer is never changed'); END

CREATE TRIGGER guard_answers_delete BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'guard: an answer is never deleted'); END

CREATE TRIGGER guard_opened_insert BEFORE INSERT ON opened
WHEN NEW.order_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM orders WHERE id = NEW.order_id AND user_id = NEW.customer_id)
BEGIN SELECT RAISE(ABORT, 'guard: an open card is of its order''s customer'); END

CREATE TRIGGER guard_opened_update BEFORE UPDATE OF chat_id, message_id, order_id, customer_id, face, spot
ON opened
BEGIN SELECT RAISE(ABORT, 'guard: a message that shows something else is another open card'); END

CREATE TRIGGER guard_reservations_returned BEFORE UPDATE OF returned ON reservations
WHEN NEW.returned <> OLD.returned AND (
  OLD.returned <> 0 OR NEW.returned < 0
  OR NOT EXISTS (SELECT 1 FROM orders WHERE id = OLD.order_id AND status = 'refunded')
  OR EXISTS (
    SELECT 1 FROM order_lines WHERE order_id = OLD.order_id AND variant_id = OLD.variant_id
      AND kind = 'shared'
  )
  OR EXISTS (
    SELECT 1 FROM order_lines l JOIN audit a ON a.order_id = l.order_id
    WHERE l.order_id = OLD.order_id AND l.variant_id = OLD.variant_id AND l.kind = 'digital'
      AND a.action = 'order.shipped' AND a.details LIKE '%"by_hand"%'
  )
  OR NEW.returned + (
    SELECT count(*) FROM stock_units u JOIN order_lines l ON l.id = u.order_line_id
    WHERE l.order_id = OLD.order_id AND l.variant_id = OLD.variant_id AND u.status = 'sold'
  ) > OLD.quantity
)
BEGIN SELECT RAISE(ABORT, 'guard: only what was not handed out of a refunded order goes back on the shelf, once'); END

CREATE TRIGGER guard_reservations_back AFTER UPDATE OF returned ON reservations
WHEN NEW.returned <> OLD.returned
BEGIN
  UPDATE variants SET
    stock_quantity = stock_quantity + NEW.returned - OLD.returned,
    sold_quantity = sold_quantity - NEW.returned + OLD.returned
  WHERE id = OLD.variant_id;
END

CREATE TRIGGER guard_credit_entries_reversed BEFORE INSERT ON credit_entries
WHEN NEW.reason IN ('reversed', 'unhonoured') AND (
  NOT EXISTS (
    SELECT 1 FROM orders WHERE id = NEW.order_id AND user_id = NEW.user_id
      AND currency = NEW.currency AND status = 'refunded'
  )
  OR (NEW.reason = 'reversed' AND CAST(NEW.units AS REAL) + coalesce((
      SELECT sum(CAST(units AS REAL)) FROM credit_entries
      WHERE order_id = NEW.order_id AND reason = 'reversed'
    ), 0) > coalesce((
      SELECT CAST(taken AS REAL) FROM invoices WHERE order_id = NEW.order_id
    ), 0) * 1.000000001)
  OR (NEW.reason = 'unhonoured' AND NEW.amount + coalesce((
      SELECT sum(amount) FROM credit_entries
      WHERE order_id = NEW.order_id AND reason IN ('honoured', 'unhonoured')
    ), 0) > 0)
)
BEGIN SELECT RAISE(ABORT, 'guard: only a refunded order gives back what paid for it, and no more of it'); END

CREATE TRIGGER guard_orders_by_hand BEFORE UPDATE OF by_hand_at ON orders
WHEN NEW.by_hand_at IS NOT OLD.by_hand_at
  AND (OLD.by_hand_at IS NOT NULL OR OLD.status <> 'created' OR NEW.status <> 'paid')
BEGIN SELECT RAISE(ABORT, 'guard: a person takes an open order for paid, once'); END

CREATE TRIGGER guard_orders_time BEFORE UPDATE OF expires_at, rate_until ON orders
WHEN NEW.created_at = OLD.created_at
  AND (NEW.expires_at, NEW.rate_until) IS NOT (OLD.expires_at, OLD.rate_until) AND (
  OLD.status <> 'created' OR NEW.rate_until IS NULL
  OR NEW.rate_until > coalesce(OLD.rate_until, OLD.expires_at)
  OR (NEW.expires_at > OLD.expires_at AND NEW.expires_at > OLD.created_at + 86400000)
)
BEGIN SELECT RAISE(ABORT, 'guard: the time of an open order is moved, and its rate is not'); END

CREATE TRIGGER guard_orders_delivery BEFORE UPDATE OF delivery ON orders
WHEN NEW.delivery IS NOT OLD.delivery AND (
  OLD.delivery IS NULL OR NEW.delivery IS NULL OR (
    OLD.status NOT IN ('created', 'paid') AND NOT (length(NEW.delivery) = 33 AND EXISTS (
      SELECT 1 FROM erasures e WHERE e.user_id = OLD.user_id AND OLD.closed_at <= e.asked_at
    ))
  )
)
BEGIN SELECT RAISE(ABORT, 'guard: an address is corrected until its parcel is on its way'); END

CREATE TRIGGER guard_roles_insert BEFORE INSERT ON roles
WHEN NOT EXISTS (
  SELECT 1 FROM audit a
  WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'role:' || CAST(NEW.user_id AS TEXT))
    AND a.action = 'role.given' AND a.at = NEW.granted_at AND a.actor = NEW.granted_by
    AND a.details LIKE '%"ends_at": ' || coalesce(CAST(NEW.ends_at AS TEXT), 'null')
      || ', "role": "' || NEW.role || '"%'
)
BEGIN SELECT RAISE(ABORT, 'guard: a role is what the audit says'); END

CREATE TRIGGER guard_roles_update BEFORE UPDATE ON roles
WHEN NOT EXISTS (
  SELECT 1 FROM audit a
  WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'role:' || CAST(NEW.user_id AS TEXT))
    AND a.action = 'role.given' AND a.at = NEW.granted_at AND a.actor = NEW.granted_by
    AND a.details LIKE '%"ends_at": ' || coalesce(CAST(NEW.ends_at AS TEXT), 'null')
      || ', "role": "' || NEW.role || '"%'
)
BEGIN SELECT RAISE(ABORT, 'guard: a role is what the audit says'); END

CREATE TRIGGER guard_roles_person BEFORE UPDATE OF id, user_id ON roles
WHEN (NEW.id, NEW.user_id) <> (OLD.id, OLD.user_id)
BEGIN SELECT RAISE(ABORT, 'guard: a role stays with its person'); END

CREATE TRIGGER guard_roles_delete BEFORE DELETE ON roles
WHEN NOT EXISTS (
  SELECT 1 FROM audit a
  WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'role:' || CAST(OLD.user_id AS TEXT))
    AND a.action IN ('role.taken', 'role.ended')
)
BEGIN SELECT RAISE(ABORT, 'guard: a role is taken away in the audit'); END

CREATE TRIGGER guard_products_unrated BEFORE INSERT ON products
WHEN NEW.rated <> 0 OR NEW.stars <> 0
BEGIN SELECT RAISE(ABORT, 'guard: a product starts without reviews'); END

CREATE TRIGGER guard_reviews_insert BEFORE INSERT ON reviews
WHEN NEW.reply <> '' OR NOT EXISTS (
  SELECT 1 FROM orders o JOIN order_lines l ON l.order_id = o.id
  JOIN variants v ON v.id = l.variant_id
  WHERE o.id = NEW.order_id AND o.user_id = NEW.user_id AND o.status = 'shipped'
    AND v.product_id = NEW.product_id
)
BEGIN SELECT RAISE(ABORT, 'guard: who reviews it has bought it'); END

CREATE TRIGGER guard_reviews_update BEFORE UPDATE ON reviews
WHEN (NEW.id, NEW.product_id, NEW.user_id, NEW.order_id)
  <> (OLD.id, OLD.product_id, OLD.user_id, OLD.order_id)
BEGIN SELECT RAISE(ABORT, 'guard: a review stays its buyer''s'); END

CREATE TRIGGER guard_reviews_again BEFORE UPDATE OF stars, words ON reviews
WHEN (NEW.stars <> OLD.stars OR NEW.words NOT IN (OLD.words, '')) AND NOT EXISTS (
  SELECT 1 FROM orders WHERE id = OLD.order_id AND status = 'shipped'
)
BEGIN SELECT RAISE(ABORT, 'guard: what was refunded is not reviewed'); END

CREATE TRIGGER guard_reviews_added AFTER INSERT ON reviews
WHEN NEW.state = 'shown'
BEGIN
  UPDATE products SET rated = rated + 1, stars = stars + NEW.stars WHERE id = NEW.product_id;
END

CREATE TRIGGER guard_reviews_changed AFTER UPDATE OF state, stars ON reviews
WHEN (NEW.state, NEW.stars) <> (OLD.state, OLD.stars)
BEGIN
  UPDATE products SET
    rated = rated + (NEW.state = 'shown') - (OLD.state = 'shown'),
    stars = stars + NEW.stars * (NEW.state = 'shown') - OLD.stars * (OLD.state = 'shown')
  WHERE id = NEW.product_id;
END

CREATE TRIGGER guard_reviews_gone AFTER DELETE ON reviews
WHEN OLD.state = 'shown'
BEGIN
  UPDATE products SET rated = rated - 1, stars = stars - OLD.stars WHERE id = OLD.product_id;
END

CREATE TRIGGER guard_credit_entries_gift BEFORE INSERT ON credit_entries
WHEN NEW.reason IN ('gift_claimed', 'gift_back') AND NOT EXISTS (
  SELECT 1 FROM gifts g
  WHERE NEW.dedup_key = 'gift:' || CAST(g.id AS TEXT) || ':end' AND g.state = 'open'
    AND g.amount = NEW.amount AND g.currency = NEW.currency
    AND (g.giver_id = NEW.user_id) = (NEW.reason = 'gift_back')
)
BEGIN SELECT RAISE(ABORT, 'guard: what comes through a link is what went into it, once'); END

CREATE TRIGGER guard_gifts_insert BEFORE INSERT ON gifts
WHEN NEW.state <> 'open' OR NOT EXISTS (
  SELECT 1 FROM credit_entries c
  WHERE c.id = NEW.entry_id AND c.reason = 'gifted' AND c.amount = -NEW.amount
    AND c.user_id = NEW.giver_id AND c.currency = NEW.currency
)
BEGIN SELECT RAISE(ABORT, 'guard: a link starts with its sum taken from its giver'); END

CREATE TRIGGER guard_gifts_update BEFORE UPDATE ON gifts
WHEN OLD.state <> 'open'
  OR (NEW.id, NEW.giver_id, NEW.number, NEW.digest, NEW.amount, NEW.currency, NEW.entry_id,
    NEW.created_at, NEW.expires_at)
  IS NOT (OLD.id, OLD.giver_id, OLD.number, OLD.digest, OLD.amount, OLD.currency, OLD.entry_id,
    OLD.created_at, OLD.expires_at)
BEGIN SELECT RAISE(ABORT, 'guard: a link stays what it is, and ends once'); END

CREATE TRIGGER guard_gifts_end BEFORE UPDATE OF state ON gifts
WHEN OLD.state = 'open' AND NEW.state <> 'open' AND NOT EXISTS (
  SELECT 1 FROM credit_entries c
  WHERE c.id = NEW.end_id AND c.amount = NEW.amount AND c.currency = NEW.currency
    AND c.dedup_key = 'gift:' || CAST(NEW.id AS TEXT) || ':end'
    AND ((NEW.state = 'claimed' AND c.reason = 'gift_claimed' AND c.user_id = NEW.claimer_id)
      OR (NEW.state = 'returned' AND c.reason = 'gift_back' AND c.user_id = NEW.giver_id))
)
BEGIN SELECT RAISE(ABORT, 'guard: a link ends with its sum given to one of two'); END

CREATE TRIGGER guard_gifts_delete BEFORE DELETE ON gifts
BEGIN SELECT RAISE(ABORT, 'guard: a link is never deleted'); END

CREATE TRIGGER guard_facts_gifts BEFORE UPDATE ON facts
WHEN OLD.name = 'currency' AND NEW.value <> OLD.value
  AND EXISTS (SELECT 1 FROM gifts WHERE state = 'open')
  AND NOT EXISTS (SELECT 1 FROM orders WHERE status = 'created')
  AND NOT EXISTS (SELECT 1 FROM refunds WHERE state IN ('open', 'sent'))
BEGIN SELECT RAISE(ABORT, 'guard: the currency stays while credit is on its way'); END

CREATE TRIGGER guard_approvals_insert BEFORE INSERT ON approvals
WHEN NEW.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'guard: what a second owner is asked for is open'); END

CREATE TRIGGER guard_approvals_update BEFORE UPDATE ON approvals
WHEN OLD.state <> 'open'
  OR (NEW.id, NEW.act, NEW.subject, NEW.order_id, NEW.amount, NEW.currency, NEW.args, NEW.sealed,
    NEW.asked_by, NEW.asked_at, NEW.until)
  IS NOT (OLD.id, OLD.act, OLD.subject, OLD.order_id, OLD.amount, OLD.currency, OLD.args,
    OLD.sealed, OLD.asked_by, OLD.asked_at, OLD.until)
BEGIN SELECT RAISE(ABORT, 'guard: what was asked for stays what it is, and is decided once'); END

CREATE TRIGGER guard_approvals_agreed BEFORE UPDATE OF state ON approvals
WHEN OLD.state = 'open' AND NEW.state = 'approved' AND (NEW.decided_at > OLD.until OR NOT EXISTS (
  SELECT 1 FROM audit a
  WHERE a.subject = 'approval:' || CAST(NEW.id AS TEXT) AND a.action = 'approval.approved'
    AND a.actor = 'admin:' || CAST(NEW.decided_by AS TEXT)
))
BEGIN SELECT RAISE(ABORT, 'guard: who agreed stands in the audit, within the time'); END

CREATE TRIGGER guard_approvals_delete BEFORE DELETE ON approvals
BEGIN SELECT RAISE(ABORT, 'guard: what was asked for is never deleted'); END

CREATE TRIGGER guard_users_insert BEFORE INSERT ON users
WHEN NEW.banned_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard: nobody comes as banned'); END

CREATE TRIGGER guard_users_banned BEFORE UPDATE OF banned_at ON users
WHEN NEW.banned_at IS NOT OLD.banned_at AND NOT EXISTS (
  SELECT 1 FROM audit a
  WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'ban:' || CAST(NEW.id AS TEXT))
    AND CASE WHEN NEW.banned_at IS NULL THEN a.action = 'person.unbanned'
      ELSE a.action = 'person.banned' AND a.at = NEW.banned_at
        AND a.actor <> 'admin:' || CAST(NEW.id AS TEXT) END
)
BEGIN SELECT RAISE(ABORT, 'guard: a ban is what the audit says'); END

CREATE TRIGGER guard_users_banned_staff BEFORE UPDATE OF banned_at ON users
WHEN NEW.banned_at IS NOT NULL AND EXISTS (SELECT 1 FROM roles WHERE user_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'guard: nobody is banned who works for the shop'); END

CREATE TRIGGER guard_roles_banned BEFORE INSERT ON roles
WHEN EXISTS (SELECT 1 FROM users WHERE id = NEW.user_id AND banned_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'guard: nobody works for the shop who is banned'); END

CREATE TRIGGER guard_credit_entries_by_hand BEFORE INSERT ON credit_entries
WHEN NEW.reason IN ('granted', 'deducted') AND (
  NEW.order_id IS NOT NULL OR abs(NEW.amount) > 100000000000 OR NOT EXISTS (
    SELECT 1 FROM audit a
    WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'credit:' || CAST(NEW.user_id AS TEXT))
      AND a.action = 'credit.adjusted' AND a.at = NEW.created_at
      AND a.actor <> 'admin:' || CAST(NEW.user_id AS TEXT)
      AND a.details LIKE '{"amount": ' || CAST(NEW.amount AS TEXT) || ', "currency": "'
        || NEW.currency || '", "key": "' || NEW.dedup_key || '", %'
  )
)
BEGIN SELECT RAISE(ABORT, 'guard: credit by hand is what the audit says'); END

CREATE TRIGGER guard_person_notes_insert BEFORE INSERT ON person_notes
WHEN NOT EXISTS (
  SELECT 1 FROM audit a
  WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'note:' || CAST(NEW.user_id AS TEXT))
    AND a.action = 'note.added' AND a.at = NEW.at AND a.actor = NEW.author
)
BEGIN SELECT RAISE(ABORT, 'guard: a note is in the audit'); END

CREATE TRIGGER guard_person_notes_most BEFORE INSERT ON person_notes
WHEN (SELECT count(*) FROM person_notes WHERE user_id = NEW.user_id) >= 20
BEGIN SELECT RAISE(ABORT, 'guard: a person has 20 notes at most'); END

CREATE TRIGGER guard_person_notes_update BEFORE UPDATE ON person_notes
BEGIN SELECT RAISE(ABORT, 'guard: a note is never changed'); END

CREATE TRIGGER guard_person_notes_delete BEFORE DELETE ON person_notes
WHEN NOT EXISTS (
  SELECT 1 FROM audit a
  WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'note:' || CAST(OLD.user_id AS TEXT))
    AND a.action = 'note.removed' AND a.details = '{"note": ' || CAST(OLD.id AS TEXT) || '}'
)
BEGIN SELECT RAISE(ABORT, 'guard: a note is taken away in the audit'); END

CREATE TRIGGER guard_tags_most BEFORE INSERT ON tags
WHEN (SELECT count(*) FROM tags) >= 50
BEGIN SELECT RAISE(ABORT, 'guard: a shop has 50 tags at most'); END

CREATE TRIGGER guard_person_tags_most BEFORE INSERT ON person_tags
WHEN (SELECT count(*) FROM person_tags WHERE user_id = NEW.user_id) >= 10
BEGIN SELECT RAISE(ABORT, 'guard: a person has 10 tags at most'); END

CREATE TRIGGER guard_people_insert AFTER INSERT ON users
BEGIN
  INSERT INTO people_search (rowid, name, username) VALUES (NEW.id, NEW.name, NEW.username);
END

CREATE TRIGGER guard_people_update AFTER UPDATE OF id, name, username ON users
WHEN (NEW.id, NEW.name, NEW.username) IS NOT (OLD.id, OLD.name, OLD.username)
BEGIN
  INSERT INTO people_search (people_search, rowid, name, username)
  VALUES ('delete', OLD.id, OLD.name, OLD.username);
  INSERT INTO people_search (rowid, name, username) VALUES (NEW.id, NEW.name, NEW.username);
END

CREATE TRIGGER guard_people_delete AFTER DELETE ON users
BEGIN
  INSERT INTO people_search (people_search, rowid, name, username)
  VALUES ('delete', OLD.id, OLD.name, OLD.username);
END

CREATE TRIGGER guard_accounts_update BEFORE UPDATE OF user_id, public_id ON accounts
WHEN (NEW.user_id, NEW.public_id) IS NOT (OLD.user_id, OLD.public_id)
BEGIN SELECT RAISE(ABORT, 'guard: a public id stays with its person'); END

CREATE TRIGGER guard_accounts_delete BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'guard: a public id stays with its person'); END

CREATE TRIGGER guard_accounts_hidden BEFORE INSERT ON accounts
WHEN NEW.ranked_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard: nobody is among the best before they say so'); END

CREATE TRIGGER guard_accounts_ranked BEFORE UPDATE OF ranked_at ON accounts
WHEN EXISTS (
  SELECT 1 FROM erasures e WHERE e.user_id = NEW.user_id AND e.asked_at > NEW.ranked_at
)
BEGIN SELECT RAISE(ABORT, 'guard: who is erased is not among the best'); END

CREATE TRIGGER guard_erasures_hide BEFORE INSERT ON erasures
WHEN EXISTS (
  SELECT 1 FROM accounts a WHERE a.user_id = NEW.user_id AND a.ranked_at < NEW.asked_at
)
BEGIN SELECT RAISE(ABORT, 'guard: who is erased is not among the best'); END

CREATE TRIGGER guard_erasures_hide_anew BEFORE UPDATE OF asked_at ON erasures
WHEN EXISTS (
  SELECT 1 FROM accounts a WHERE a.user_id = NEW.user_id AND a.ranked_at < NEW.asked_at
)
BEGIN SELECT RAISE(ABORT, 'guard: who is erased is not among the best'); END

CREATE TRIGGER guard_shop_texts_insert BEFORE INSERT ON shop_texts
WHEN NEW.version <> 1 + coalesce((
  SELECT max(version) FROM shop_texts WHERE words = NEW.words AND language = NEW.language
), 0)
OR NOT EXISTS (
  SELECT 1 FROM audit a
  WHERE a.id = (
      SELECT max(id) FROM audit WHERE subject = 'text:' || NEW.words || ':' || NEW.language
    )
    AND a.action = 'text.changed' AND a.at = NEW.at AND a.actor = NEW.written_by
    AND a.details LIKE '%"version": ' || CAST(NEW.version AS TEXT) || '}%'
)
BEGIN SELECT RAISE(ABORT, 'guard: a text is the next version, and the audit says so'); END

CREATE TRIGGER guard_shop_texts_update BEFORE UPDATE ON shop_texts
BEGIN SELECT RAISE(ABORT, 'guard: what a text said is never changed'); END

CREATE TRIGGER guard_shop_texts_delete BEFORE DELETE ON shop_texts
BEGIN SELECT RAISE(ABORT, 'guard: what a text said is never changed'); END

CREATE TRIGGER guard_erasures_insert BEFORE INSERT ON erasures
WHEN NEW.done_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM roles WHERE user_id = NEW.user_id)
  OR EXISTS (
    SELECT 1 FROM orders WHERE user_id = NEW.user_id AND status IN ('created', 'paid')
  )
BEGIN SELECT RAISE(ABORT, 'guard: nobody is erased while orders are open or they work here'); END

CREATE TRIGGER guard_erasures_asked BEFORE UPDATE OF asked_at ON erasures
WHEN NEW.asked_at <> OLD.asked_at AND (
  NEW.asked_at < OLD.asked_at OR NEW.done_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM roles WHERE user_id = NEW.user_id)
  OR EXISTS (
    SELECT 1 FROM orders WHERE user_id = NEW.user_id AND status IN ('created', 'paid')
  )
)
BEGIN SELECT RAISE(ABORT, 'guard: nobody is erased while orders are open or they work here'); END

CREATE TRIGGER guard_erasures_done BEFORE UPDATE OF done_at ON erasures
WHEN NEW.done_at IS NOT NULL AND (OLD.done_at IS NOT NULL OR NEW.done_at < OLD.due_at OR EXISTS (
  SELECT 1 FROM orders o
  WHERE o.user_id = NEW.user_id AND o.closed_at <= NEW.asked_at
    AND o.status NOT IN ('created', 'paid')
    AND (length(o.delivery) > 33 OR length(o.cancel_reason) > 33)
))
BEGIN SELECT RAISE(ABORT, 'guard: it is erased when nothing is left'); END

CREATE TRIGGER guard_erasures_person BEFORE UPDATE OF user_id ON erasures
WHEN NEW.user_id <> OLD.user_id
BEGIN SELECT RAISE(ABORT, 'guard: what is erased stays erased'); END

CREATE TRIGGER guard_erasures_delete BEFORE DELETE ON erasures
BEGIN SELECT RAISE(ABORT, 'guard: what is erased stays erased'); END

CREATE TRIGGER guard_batches_cost AFTER INSERT ON batches
WHEN NEW.cost IS NOT NULL
  AND EXISTS (SELECT 1 FROM facts WHERE name = 'currency' AND value = NEW.currency)
BEGIN
  UPDATE variants SET cost = (NEW.cost + NEW.quantity - 1) / NEW.quantity
  WHERE id = NEW.variant_id;
END

CREATE TRIGGER guard_order_lines_cost BEFORE INSERT ON order_lines
WHEN NEW.unit_cost <> coalesce((SELECT cost FROM variants WHERE id = NEW.variant_id), -1)
  AND NOT EXISTS (
    SELECT 1 FROM orders o JOIN order_lines l ON l.order_id = o.replaces_id
    WHERE o.id = NEW.order_id AND l.variant_id = NEW.variant_id
      AND l.unit_cost IS NEW.unit_cost
  )
BEGIN SELECT RAISE(ABORT, 'guard: a line keeps what its goods cost the shop then'); END

CREATE TRIGGER guard_days_insert BEFORE INSERT ON days
WHEN NEW.counted_at IS NOT NULL OR NEW.told_at IS NOT NULL
  OR NEW.starts_at <> coalesce((SELECT max(ends_at) FROM days), NEW.starts_at)
BEGIN SELECT RAISE(ABORT, 'guard: a day begins where the last one ends'); END

CREATE TRIGGER guard_days_update BEFORE UPDATE OF id, date, starts_at, ends_at ON days
WHEN (NEW.id, NEW.date, NEW.starts_at, NEW.ends_at)
  <> (OLD.id, OLD.date, OLD.starts_at, OLD.ends_at)
BEGIN SELECT RAISE(ABORT, 'guard: a day stays as long as it was'); END

CREATE TRIGGER guard_days_told BEFORE UPDATE OF told_at ON days
WHEN OLD.told_at IS NOT NULL AND NEW.told_at IS NOT OLD.told_at
BEGIN SELECT RAISE(ABORT, 'guard: a day is told of once'); END

CREATE TRIGGER guard_days_counted BEFORE UPDATE OF counted_at ON days
WHEN NEW.counted_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM days WHERE ends_at = NEW.starts_at AND counted_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'guard: days are counted one after the other'); END

CREATE TRIGGER guard_days_delete BEFORE DELETE ON days
BEGIN SELECT RAISE(ABORT, 'guard: a day is never deleted'); END

CREATE TRIGGER guard_daily_insert BEFORE INSERT ON daily
WHEN (SELECT counted_at FROM days WHERE id = NEW.day_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard: the numbers of a day stand once it is counted'); END

CREATE TRIGGER guard_daily_update BEFORE UPDATE ON daily
BEGIN SELECT RAISE(ABORT, 'guard: a number is counted anew, and never changed'); END

CREATE TRIGGER guard_daily_delete BEFORE DELETE ON daily
WHEN (SELECT counted_at FROM days WHERE id = OLD.day_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard: the numbers of a day stand once it is counted'); END

CREATE TRIGGER guard_daily_best_insert BEFORE INSERT ON daily_best
WHEN (SELECT counted_at FROM days WHERE id = NEW.day_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard: the numbers of a day stand once it is counted'); END

CREATE TRIGGER guard_daily_best_update BEFORE UPDATE ON daily_best
BEGIN SELECT RAISE(ABORT, 'guard: a number is counted anew, and never changed'); END

CREATE TRIGGER guard_daily_best_delete BEFORE DELETE ON daily_best
WHEN (SELECT counted_at FROM days WHERE id = OLD.day_id) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'guard: the numbers of a day stand once it is counted'); END

CREATE TRIGGER guard_visits_update BEFORE UPDATE ON visits
WHEN (NEW.day_id, NEW.what) <> (OLD.day_id, OLD.what) OR NEW.count < OLD.count
BEGIN SELECT RAISE(ABORT, 'guard: what people did on a day was done'); END

CREATE TRIGGER guard_visits_delete BEFORE DELETE ON visits
BEGIN SELECT RAISE(ABORT, 'guard: what people did on a day was done'); END

CREATE TRIGGER guard_orders_recount_placed AFTER INSERT ON orders
BEGIN
  UPDATE days SET counted_at = NULL
  WHERE ends_at > NEW.created_at AND counted_at IS NOT NULL;
END

CREATE TRIGGER guard_orders_recount AFTER UPDATE OF status ON orders
WHEN NEW.status <> OLD.status AND NEW.status <> 'shipped'
BEGIN
  UPDATE days SET counted_at = NULL
  WHERE ends_at > iif(NEW.status = 'paid', NEW.paid_at, NEW.closed_at)
    AND counted_at IS NOT NULL;
END

CREATE TRIGGER guard_credit_entries_recount AFTER INSERT ON credit_entries
BEGIN
  UPDATE days SET counted_at = NULL
  WHERE ends_at > NEW.created_at AND counted_at IS NOT NULL;
END

CREATE TRIGGER guard_complaints_insert BEFORE INSERT ON complaints
WHEN NEW.state <> 'asked' OR NOT EXISTS (
  SELECT 1 FROM stock_units u JOIN order_lines l ON l.id = u.order_line_id
  JOIN orders o ON o.id = l.order_id
  WHERE u.id = NEW.unit_id AND u.status = 'sold' AND o.id = NEW.order_id
    AND o.status = 'shipped'
)
BEGIN SELECT RAISE(ABORT, 'guard: who complains of a good has it'); END

CREATE TRIGGER guard_complaints_update BEFORE UPDATE ON complaints
WHEN OLD.state <> 'asked'
  OR (NEW.id, NEW.order_id, NEW.unit_id, NEW.message_id, NEW.asked_at)
  <> (OLD.id, OLD.order_id, OLD.unit_id, OLD.message_id, OLD.asked_at)
BEGIN SELECT RAISE(ABORT, 'guard: a complaint is decided once'); END

CREATE TRIGGER guard_complaints_granted BEFORE UPDATE OF state ON complaints
WHEN NEW.state = 'granted' AND OLD.state = 'asked' AND NOT EXISTS (
  SELECT 1 FROM stock_units WHERE id = NEW.unit_id AND status = 'replaced'
)
BEGIN SELECT RAISE(ABORT, 'guard: what is granted was replaced'); END

CREATE TRIGGER guard_complaints_delete BEFORE DELETE ON complaints
BEGIN SELECT RAISE(ABORT, 'guard: a complaint is never deleted'); END

CREATE TRIGGER guard_outbox_secret_insert BEFORE INSERT ON outbox
WHEN NEW.chat_id < 0 AND NEW.event IN ('admin-key', 'goods', 'goods-again')
BEGIN SELECT RAISE(ABORT, 'guard: keys and goods go to a person'); END

CREATE TRIGGER guard_outbox_secret_update BEFORE UPDATE OF chat_id, event ON outbox
WHEN NEW.chat_id < 0 AND NEW.event IN ('admin-key', 'goods', 'goods-again')
BEGIN SELECT RAISE(ABORT, 'guard: keys and goods go to a person'); END

CREATE TRIGGER guard_taken_orders_insert BEFORE INSERT ON taken_orders
WHEN NOT EXISTS (
  SELECT 1 FROM orders o WHERE o.id = NEW.order_id AND (
    o.status = 'paid' OR o.needs_review IS NOT NULL
    OR EXISTS (SELECT 1 FROM complaints WHERE order_id = o.id AND state = 'asked')
    OR EXISTS (SELECT 1 FROM refunds WHERE order_id = o.id AND state = 'open')
    OR EXISTS (
      SELECT 1 FROM credit_entries WHERE order_id = o.id AND reason IN ('late', 'overpaid')
    )
  )
)
BEGIN SELECT RAISE(ABORT, 'guard: only what needs somebody is taken'); END

CREATE TRIGGER guard_taken_orders_update BEFORE UPDATE ON taken_orders
WHEN NEW.order_id <> OLD.order_id OR NOT EXISTS (
  SELECT 1 FROM orders o WHERE o.id = NEW.order_id AND (
    o.status = 'paid' OR o.needs_review IS NOT NULL
    OR EXISTS (SELECT 1 FROM complaints WHERE order_id = o.id AND state = 'asked')
    OR EXISTS (SELECT 1 FROM refunds WHERE order_id = o.id AND state = 'open')
    OR EXISTS (
      SELECT 1 FROM credit_entries WHERE order_id = o.id AND reason IN ('late', 'overpaid')
    )
  )
)
BEGIN SELECT RAISE(ABORT, 'guard: only what needs somebody is taken'); END

CREATE TRIGGER guard_orders_refill BEFORE UPDATE OF refill ON orders
WHEN NEW.refill <> OLD.refill
BEGIN SELECT RAISE(ABORT, 'guard: an order keeps what it refills'); END

CREATE TRIGGER guard_orders_refill_same BEFORE INSERT ON orders
WHEN NEW.replaces_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM orders o WHERE o.id = NEW.replaces_id AND o.refill = NEW.refill
)
BEGIN SELECT RAISE(ABORT, 'guard: an order refills as much as the one that it replaces'); END

CREATE TRIGGER guard_orders_refill_status BEFORE UPDATE OF status ON orders
WHEN NEW.refill > 0 AND (
  (NEW.status = 'paid' AND OLD.status NOT IN ('created', 'paid'))
  OR (NEW.status = 'shipped' AND NOT EXISTS (
    SELECT 1 FROM credit_entries c WHERE c.order_id = NEW.id AND c.reason = 'refilled'
  ))
)
BEGIN SELECT RAISE(ABORT, 'guard: a refill is paid while it is open, and over once its sum is credit'); END

CREATE TRIGGER guard_order_lines_refill BEFORE INSERT ON order_lines
WHEN EXISTS (SELECT 1 FROM orders WHERE id = NEW.order_id AND refill > 0)
BEGIN SELECT RAISE(ABORT, 'guard: a refill has no goods'); END

CREATE TRIGGER guard_reservations_refill BEFORE INSERT ON reservations
WHEN EXISTS (SELECT 1 FROM orders WHERE id = NEW.order_id AND refill > 0)
BEGIN SELECT RAISE(ABORT, 'guard: a refill has no goods'); END

CREATE TRIGGER guard_credit_entries_refilled BEFORE INSERT ON credit_entries
WHEN NEW.reason = 'refilled' AND NOT EXISTS (
  SELECT 1 FROM orders o WHERE o.id = NEW.order_id AND o.status = 'paid' AND o.refill > 0
    AND (o.user_id, o.refill, o.currency) = (NEW.user_id, NEW.amount, NEW.currency)
    AND NEW.dedup_key = 'refilled:' || CAST(o.id AS TEXT) || ':'
)
BEGIN SELECT RAISE(ABORT, 'guard: a paid refill brings its sum, once'); END

CREATE TRIGGER guard_orders_discount BEFORE UPDATE OF discount ON orders
WHEN NEW.discount <> OLD.discount
BEGIN SELECT RAISE(ABORT, 'guard: an order keeps what a voucher took off'); END

CREATE TRIGGER guard_orders_discount_same BEFORE INSERT ON orders
WHEN NEW.replaces_id IS NOT NULL
  AND NEW.discount <> (SELECT discount FROM orders WHERE id = NEW.replaces_id)
BEGIN SELECT RAISE(ABORT, 'guard: an order has the discount of the one that it replaces'); END

CREATE TRIGGER guard_orders_used BEFORE UPDATE OF status ON orders
WHEN NEW.status = 'paid' AND OLD.status <> 'paid' AND NEW.discount <> coalesce((
  SELECT amount FROM voucher_uses WHERE order_id = NEW.id
), 0)
BEGIN SELECT RAISE(ABORT, 'guard: what is taken off an order is a voucher''s use'); END

CREATE TRIGGER guard_invoices_used BEFORE INSERT ON invoices
WHEN EXISTS (
  SELECT 1 FROM orders o WHERE o.id = NEW.order_id AND o.discount <> coalesce((
    SELECT amount FROM voucher_uses WHERE order_id = o.id
  ), 0)
)
BEGIN SELECT RAISE(ABORT, 'guard: what is taken off an order is a voucher''s use'); END

CREATE TRIGGER guard_orders_uses AFTER UPDATE OF status ON orders
WHEN NEW.status <> OLD.status AND NEW.discount > 0
BEGIN
  UPDATE voucher_uses SET
    state = iif(NEW.status IN ('cancelled', 'expired'), 'released', 'held')
  WHERE order_id = NEW.id
    AND state <> iif(NEW.status IN ('cancelled', 'expired'), 'released', 'held');
END

CREATE TRIGGER guard_vouchers_insert BEFORE INSERT ON vouchers
WHEN NEW.active <> 0
BEGIN SELECT RAISE(ABORT, 'guard: a voucher begins switched off'); END

CREATE TRIGGER guard_vouchers_update BEFORE UPDATE ON vouchers
WHEN (NEW.id, NEW.kind, NEW.currency, NEW.variant_id, NEW.made_by, NEW.created_at)
    IS NOT (OLD.id, OLD.kind, OLD.currency, OLD.variant_id, OLD.made_by, OLD.created_at)
  OR ((NEW.name, NEW.amount, NEW.cap, NEW.least, NEW.starts_at, NEW.ends_at, NEW.most, NEW.each)
    IS NOT (OLD.name, OLD.amount, OLD.cap, OLD.least, OLD.starts_at, OLD.ends_at, OLD.most,
      OLD.each)
    AND EXISTS (SELECT 1 FROM voucher_codes WHERE voucher_id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'guard: a voucher stays what its codes say'); END

CREATE TRIGGER guard_vouchers_switched BEFORE UPDATE OF active ON vouchers
WHEN NEW.active <> OLD.active AND NOT EXISTS (
  SELECT 1 FROM audit a
  WHERE a.id = (SELECT max(id) FROM audit WHERE subject = 'voucher:' || CAST(NEW.id AS TEXT))
    AND a.action = iif(NEW.active = 1, 'voucher.on', 'voucher.off')
)
BEGIN SELECT RAISE(ABORT, 'guard: a voucher is switched in the audit'); END

CREATE TRIGGER guard_vouchers_delete BEFORE DELETE ON vouchers
BEGIN SELECT RAISE(ABORT, 'guard: a voucher is never deleted'); END

CREATE TRIGGER guard_voucher_scopes_insert BEFORE INSERT ON voucher_scopes
WHEN EXISTS (SELECT 1 FROM voucher_codes WHERE voucher_id = NEW.voucher_id)
BEGIN SELECT RAISE(ABORT, 'guard: a voucher stays what its codes say'); END

CREATE TRIGGER guard_voucher_scopes_update BEFORE UPDATE ON voucher_scopes
BEGIN SELECT RAISE(ABORT, 'guard: a voucher stays what its codes say'); END

CREATE TRIGGER guard_voucher_scopes_delete BEFORE DELETE ON voucher_scopes
WHEN EXISTS (SELECT 1 FROM voucher_codes WHERE voucher_id = OLD.voucher_id)
BEGIN SELECT RAISE(ABORT, 'guard: a voucher stays what its codes say'); END

CREATE TRIGGER guard_voucher_codes_insert BEFORE INSERT ON voucher_codes
WHEN NEW.used <> 0
  OR NEW.most IS NOT (SELECT most FROM vouchers WHERE id = NEW.voucher_id)
  OR EXISTS (SELECT 1 FROM vouchers WHERE id = NEW.voucher_id AND kind = 'credit' AND active = 1)
  OR (SELECT count(*) FROM voucher_codes WHERE voucher_id = NEW.voucher_id) >= 500
BEGIN SELECT RAISE(ABORT, 'guard: a code begins unused, as its voucher says'); END

CREATE TRIGGER guard_voucher_codes_update BEFORE UPDATE ON voucher_codes
WHEN (NEW.id, NEW.voucher_id, NEW.digest, NEW.most, NEW.created_at)
  IS NOT (OLD.id, OLD.voucher_id, OLD.digest, OLD.most, OLD.created_at)
BEGIN SELECT RAISE(ABORT, 'guard: a code stays what it is'); END

CREATE TRIGGER guard_voucher_codes_used BEFORE UPDATE OF used ON voucher_codes
WHEN NEW.used <> (
  SELECT count(*) FROM voucher_uses WHERE code_id = OLD.id AND state = 'held'
)
BEGIN SELECT RAISE(ABORT, 'guard: only uses change how often a code was used'); END

CREATE TRIGGER guard_voucher_codes_delete BEFORE DELETE ON voucher_codes
BEGIN SELECT RAISE(ABORT, 'guard: a code is never deleted'); END

CREATE TRIGGER guard_voucher_uses_insert BEFORE INSERT ON voucher_uses
WHEN NEW.state <> 'held' OR NOT EXISTS (
  SELECT 1 FROM voucher_codes c JOIN vouchers v ON v.id = c.voucher_id
  LEFT JOIN orders o ON o.id = NEW.order_id
  LEFT JOIN credit_entries e ON e.id = NEW.entry_id
  WHERE c.id = NEW.code_id AND v.id = NEW.voucher_id AND CASE WHEN v.kind = 'credit'
    THEN (e.reason, e.user_id, e.amount, e.dedup_key) = ('voucher', NEW.user_id, NEW.amount,
      'voucher:' || CAST(c.id AS TEXT) || ':' || CAST(NEW.user_id AS TEXT))
    ELSE (o.status, o.user_id, o.discount, o.currency)
      = ('created', NEW.user_id, NEW.amount, v.currency) END
)
BEGIN SELECT RAISE(ABORT, 'guard: a voucher is used for what says so'); END

CREATE TRIGGER guard_voucher_uses_same BEFORE INSERT ON voucher_uses
WHEN EXISTS (
  SELECT 1 FROM orders o JOIN voucher_uses u ON u.order_id = o.replaces_id
  WHERE o.id = NEW.order_id AND u.code_id <> NEW.code_id
)
BEGIN SELECT RAISE(ABORT, 'guard: an order has the voucher of the one that it replaces'); END

CREATE TRIGGER guard_voucher_uses_each BEFORE INSERT ON voucher_uses
WHEN (
  SELECT count(*) FROM voucher_uses
  WHERE user_id = NEW.user_id AND voucher_id = NEW.voucher_id AND state = 'held'
) >= (SELECT each FROM vouchers WHERE id = NEW.voucher_id)
BEGIN SELECT RAISE(ABORT, 'guard: nobody uses a voucher more often than it allows'); END

CREATE TRIGGER guard_voucher_uses_again BEFORE UPDATE OF state ON voucher_uses
WHEN NEW.state = 'held' AND OLD.state <> 'held' AND (
  SELECT count(*) FROM voucher_uses
  WHERE user_id = NEW.user_id AND voucher_id = NEW.voucher_id AND state = 'held'
) >= (SELECT each FROM vouchers WHERE id = NEW.voucher_id)
BEGIN SELECT RAISE(ABORT, 'guard: nobody uses a voucher more often than it allows'); END

CREATE TRIGGER guard_voucher_uses_update BEFORE UPDATE ON voucher_uses
WHEN (NEW.id, NEW.code_id, NEW.voucher_id, NEW.user_id, NEW.order_id, NEW.entry_id, NEW.amount,
    NEW.created_at)
  IS NOT (OLD.id, OLD.code_id, OLD.voucher_id, OLD.user_id, OLD.order_id, OLD.entry_id,
    OLD.amount, OLD.created_at)
  OR NEW.state <> (
    SELECT iif(status IN ('cancelled', 'expired'), 'released', 'held') FROM orders
    WHERE id = NEW.order_id
  )
BEGIN SELECT RAISE(ABORT, 'guard: a use goes with its order'); END

CREATE TRIGGER guard_voucher_uses_delete BEFORE DELETE ON voucher_uses
BEGIN SELECT RAISE(ABORT, 'guard: a use is never deleted'); END

CREATE TRIGGER guard_voucher_uses_take AFTER INSERT ON voucher_uses
BEGIN
  UPDATE voucher_codes SET used = used + 1 WHERE id = NEW.code_id;
END

CREATE TRIGGER guard_voucher_uses_move AFTER UPDATE OF state ON voucher_uses
WHEN NEW.state <> OLD.state
BEGIN
  UPDATE voucher_codes SET used = used + iif(NEW.state = 'held', 1, -1) WHERE id = NEW.code_id;
END

CREATE TRIGGER guard_credit_entries_voucher BEFORE INSERT ON credit_entries
WHEN NEW.reason = 'voucher' AND (NEW.order_id IS NOT NULL OR NOT EXISTS (
  SELECT 1 FROM voucher_codes c JOIN vouchers v ON v.id = c.voucher_id
  WHERE NEW.dedup_key
      = 'voucher:' || CAST(c.id AS TEXT) || ':' || CAST(NEW.user_id AS TEXT)
    AND (v.kind, v.active, v.amount, v.currency) = ('credit', 1, NEW.amount, NEW.currency)
    AND (c.most IS NULL OR c.used < c.most) AND v.made_by <> NEW.user_id
))
BEGIN SELECT RAISE(ABORT, 'guard: credit by a code is what the code gives'); END
