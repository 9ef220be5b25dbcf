"""A small shop in the database: one open order, one shipped one, and the books in order."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db import Database
from models.account import (
    TEXT_CHANGED,
    Account,
    Detail,
    Erasure,
    ProfileDetail,
    ShopText,
    Words,
    about_words,
)
from models.address import Address
from models.approval import APPROVED, Act, Approval, ApprovalState
from models.audit import AuditEntry
from models.base import EPOCH, Base
from models.credit import CreditEntry, CreditReason
from models.demand import Arrival, Wish, WishKind
from models.discount import Discount, DiscountKind
from models.draft import Draft
from models.gift import Ended, Gift, GiftState
from models.invoice import Invoice, Transfer
from models.mark import Mark
from models.media import Media, MediaCopy, Picture
from models.opened import Face, Opened
from models.order import Order, OrderLine, OrderStatus
from models.outbox import OutboxMessage, OutboxStatus
from models.permission import Role
from models.product import Category, Product, ProductKind, Variant
from models.question import Answer, Question
from models.refund import Refund, RefundState, RefundTransaction
from models.reservation import Reservation, ReservationStatus
from models.review import Review, ReviewState
from models.role import GIVEN, Grant, about
from models.shipping import ShippingOption
from models.stock import (
    Batch,
    FilePiece,
    GoneGood,
    GoodsFile,
    MovementKind,
    SharedGood,
    StockMovement,
    StockUnit,
    UnitStatus,
)
from models.support import Thread, ThreadState
from models.taken import TakenOrder
from models.talk import Direction, Talk
from models.tally import Tally
from models.user import User

NOW = datetime(2026, 1, 1, tzinfo=UTC)
DIGITAL, PHYSICAL, BARE, LAMP = 1, 2, 3, 4
"""Variants: 5 keys with one sold, 5 mugs, and two nobody ever stocked."""
OPEN_ORDER, SHIPPED_ORDER = 1, 2
REPLACED_ORDER, SWITCHED_ORDER = 3, 4
"""One mug of Cyd's, first in BTC, then in LTC."""


async def build(database: Database) -> None:
    async with database.uow() as uow:
        await uow.vault.state("currency", "USD")
        await add_catalogue(uow.session)
        await _add(uow.session, User(id=1, name="Ann", language="en", created_at=NOW))
        await _add(uow.session, User(id=2, name="Bob", language="en", created_at=NOW))
        await _open_order(uow.session)
        await _shipped_order(uow.session)
        await _add(uow.session, _draft(), _question(), _thread())
        await _wish(uow.session)
        await _employ(uow.session)
        await _accounts(uow.session)
        await _add(uow.session, _card())
        taken = TakenOrder(order_id=SHIPPED_ORDER, taken_by=1, taken_at=NOW)
        await _add(uow.session, taken)
        await _add(uow.session, Mark(token="m", given=2, stamp=0))
        await _add(uow.session, Tally(token="t", sold=2, doubt="missing", cleared_at=NOW))


def _card() -> Opened:
    """An admin looks at an order."""
    row = Opened(chat_id=9, place=0, message_id=1, bot_id=0, order_id=1, customer_id=1)
    row.face, row.drawn, row.waits, row.shown_at = Face.CARD, "", False, NOW
    return row


async def _accounts(session: AsyncSession) -> None:
    """Ann has told her name; somebody had theirs erased, and wants to be seen among the best since,
    as Ida does; help was written twice.
    """
    await _add(session, Account(user_id=1, public_id="23456789A"))
    sealed = b"a sealed name is longer than nothing sealed"
    await _add(session, ProfileDetail(user_id=1, detail=Detail.NAME, sealed=sealed, told_at=NOW))
    await _add(session, User(id=9, name="9", language="en", created_at=NOW))
    erasure = Erasure(user_id=9, asked_at=NOW, due_at=NOW)
    await _add(session, erasure)
    erasure.done_at = NOW
    await _add(session, User(id=10, name="Ida", language="en", created_at=NOW))
    for user_id, public_id in ((9, "23456789C"), (10, "23456789D")):
        account = Account(user_id=user_id, public_id=public_id)
        await _add(session, account)
        account.ranked_at, account.ranked_named = NOW, True
    for version in (1, 2):
        subject, action = about_words("help", "en"), TEXT_CHANGED
        entry = AuditEntry(at=NOW, actor="admin:3", action=action, subject=subject)
        entry.details = {"built_in": False, "version": version}
        await _add(session, entry)
        words = {"words": Words.HELP, "language": "en", "written_by": "admin:3"}
        await _add(session, ShopText(**words, version=version, body="Ask us.", at=NOW))


async def _employ(session: AsyncSession) -> None:
    """Bob keeps the stock."""
    entry = AuditEntry(at=NOW, actor="admin:1", action=GIVEN, subject=about(2))
    entry.details = {"before": None, "ends_at": None, "role": Role.STOCK}
    await _add(session, entry)
    await _add(session, Grant(user_id=2, role=Role.STOCK, granted_by="admin:1", granted_at=NOW))


async def lose_time(database: Database) -> None:
    """What a restored database knows of a time that it lost: a key of the open order, and another
    that is not here.
    """
    async with database.uow() as uow:
        unit = await uow.session.get_one(StockUnit, 5)
        unit.status, unit.kept_for = UnitStatus.GONE, OPEN_ORDER
        await _add(uow.session, GoneGood(digest=b"gone"))


SWAPPED, GUIDE, EMPTY_GUIDE = 5, 6, 7
"""Variants: keys of which one that was sold was replaced, a guide that everybody gets, and one that
nobody wrote yet.
"""


async def stock_up(database: Database) -> None:
    """Beside that, goods of every other kind: batches, files, what is shared and replaced."""
    async with database.uow() as uow:
        session = uow.session
        await _add(session, Product(category_id=1, name="Guide", kind=ProductKind.SHARED))
        for product_id, name in ((1, "swapped"), (4, ""), (4, "empty")):
            await _add(session, Variant(product_id=product_id, name=name, price=500))
        await _undone_batch(session)
        await _swap(session)
        await _share(session)
        await _add(session, _review())
        mugs = await session.get_one(Variant, PHYSICAL)
        mugs.low_at = 5
        await session.flush()
        mugs.low_armed = False


def _review() -> Review:
    """Bob's, of the keys."""
    review = Review(product_id=1, user_id=2, order_id=SHIPPED_ORDER, stars=4, words="Fine")
    review.state, review.created_at = ReviewState.SHOWN, NOW
    return review


async def _undone_batch(session: AsyncSession) -> None:
    """Unit 6, in batch 2."""
    await _add(session, _batch(DIGITAL))
    await _add(session, _unit(DIGITAL, 6, batch_id=2))
    unit, batch = await session.get_one(StockUnit, 6), await session.get_one(Batch, 2)
    unit.status = UnitStatus.UNDONE
    await session.flush()
    batch.undone_at, batch.undone_by = NOW, "admin:1"
    await session.flush()


async def _swap(session: AsyncSession) -> None:
    """Unit 7 was sold to Bob, and 8 took its place: a file, as 9 is, which is left."""
    for _ in range(3):
        await _add(session, GoodsFile(size=3, pieces=2, created_at=NOW))
    pieces = [FilePiece(file_id=file, number=n, sealed=b"x") for file in (1, 2, 3) for n in (0, 1)]
    await _add(session, *pieces)
    await _add(session, _unit(SWAPPED, 7), _unit(SWAPPED, 8, file_id=1))
    await _add(session, _unit(SWAPPED, 9, file_id=2))
    order_id = await add_order(session, 2, v5=1)
    held = (await session.scalars(select(Reservation).filter_by(order_id=order_id))).one()
    line = (await session.scalars(select(OrderLine).filter_by(order_id=order_id))).one()
    order = await session.get_one(Order, order_id)
    held.status, held.fulfilled_at = ReservationStatus.FULFILLED, NOW
    order.status = OrderStatus.PAID
    old, new = await session.get_one(StockUnit, 7), await session.get_one(StockUnit, 8)
    old.status, old.order_line_id, old.slot = UnitStatus.SOLD, line.id, 0
    await session.flush()
    old.status = UnitStatus.REPLACED
    await session.flush()
    new.status, new.order_line_id, new.slot = UnitStatus.SOLD, line.id, 0
    new.replaces_id = old.id
    await session.flush()
    await _pay(session, order_id)


async def _pay(session: AsyncSession, order_id: int) -> None:
    invoice = await _bare_invoice(session, order_id, "BTC")
    transfer = Transfer(invoice_id=invoice.id, chain="BTC", asset="BTC", txid=f"t{order_id}")
    transfer.output_index, transfer.amount, transfer.first_seen_at = 0, 1000, NOW
    transfer.accounted, transfer.accounted_at, invoice.taken = 1000, NOW, 1000
    await _add(session, transfer)
    await _audit(session, order_id, "order.paid")


async def _share(session: AsyncSession) -> None:
    good = SharedGood(variant_id=GUIDE, sealed=b"x", file_id=3, actor="admin:1", created_at=NOW)
    await _add(session, good)
    kind = MovementKind.RECEIVED
    move = StockMovement(variant_id=GUIDE, kind=kind, quantity=9, created_at=NOW)
    await _add(session, move)
    guide = await session.get_one(Variant, GUIDE)
    guide.endless = True
    await session.flush()


def _batch(variant_id: int, quantity: int = 1) -> Batch:
    batch = Batch(variant_id=variant_id, quantity=quantity, note="n", supplier="s", cost=100)
    batch.currency, batch.actor, batch.created_at = "USD", "admin:1", NOW
    return batch


def _unit(
    variant_id: int, number: int, batch_id: int | None = None, file_id: int | None = None
) -> StockUnit:
    unit = StockUnit(id=number, variant_id=variant_id, sealed=b"y", digest=bytes([number]))
    unit.batch_id, unit.file_id, unit.created_at = batch_id, file_id, NOW
    return unit


async def switch_coin(database: Database) -> None:
    """Beside that, an order whose coin was changed."""
    async with database.uow() as uow:
        await _add(uow.session, User(id=3, name="Cyd", language="en", created_at=NOW))
        await _switched_order(uow.session)


async def send(database: Database) -> None:
    """Beside that, a mug of Dan's that goes by parcel, with a name on it."""
    async with database.uow() as uow:
        session = uow.session
        await _add(session, User(id=4, name="Dan", language="en", created_at=NOW))
        option = ShippingOption(name="Parcel", price=400, step=1000, step_price=100)
        option.up_to, option.active = 5000, True
        await _add(session, option, Question(product_id=2, position=0, text="Which name?"))
        order = _mug()
        order.user_id, order.total, order.delivery = 4, 900, b"x"
        order.shipping, order.shipping_name = 400, "Parcel"
        order.lines[0].answers = [Answer(position=0, question="Which name?", sealed=b"x")]
        await _place(session, order)
        await _bare_invoice(session, order.id, "BTC")


async def refund(database: Database) -> None:
    """Beside that, a mug of Eve's that was paid and refunded, and is for sale again."""
    async with database.uow() as uow:
        session = uow.session
        await _add(session, User(id=5, name="Eve", language="en", created_at=NOW))
        order = _mug()
        order.user_id = 5
        await _place(session, order)
        await _pay(session, order.id)
        held = (await session.scalars(select(Reservation).filter_by(order_id=order.id))).one()
        held.status, held.fulfilled_at = ReservationStatus.FULFILLED, NOW
        order.status = OrderStatus.PAID
        await session.flush()
        order.status = OrderStatus.REFUNDED
        await session.flush()
        held.returned = 1
        entry = _credit(500, CreditReason.REVERSED, "reversed")
        entry.user_id, entry.order_id, entry.units = 5, order.id, 1000
        entry.rate = Decimal("50000.5")
        await _add(session, entry)
        await _audit(session, order.id, "order.refunded")


async def pass_on(database: Database) -> None:
    """Beside that, credit of Eve's through links: one waits, Bob took one, one came back. And what
    Bob asked for and Ann agreed to, and what waits.
    """
    async with database.uow() as uow:
        for number in (1, 2, 3):
            await _add(uow.session, await _gift(uow.session, number))
        await _end(uow.session, 2, GiftState.CLAIMED, CreditReason.GIFT_CLAIMED, 2)
        await _end(uow.session, 3, GiftState.RETURNED, CreditReason.GIFT_BACK, 5)
        await _add(uow.session, _approval(1), _approval(2))
        entry = AuditEntry(at=NOW, actor="admin:1", action=APPROVED, subject="approval:2")
        entry.details = {}
        await _add(uow.session, entry)
        agreed = await uow.session.get_one(Approval, 2)
        agreed.state, agreed.decided_by, agreed.decided_at = ApprovalState.APPROVED, 1, NOW
        await uow.session.flush()


def _entry(amount: int, reason: CreditReason, user: int, key: str) -> CreditEntry:
    entry = CreditEntry(user_id=user, amount=amount, currency="USD", reason=reason)
    entry.dedup_key, entry.created_at = key, NOW
    return entry


async def _gift(session: AsyncSession, number: int) -> Gift:
    entry = _entry(-10, CreditReason.GIFTED, 5, f"gift:5:{number}:made")
    await _add(session, entry)
    gift = Gift(id=number, giver_id=5, number=number, digest=str(number) * 64, amount=10)
    gift.currency, gift.entry_id, gift.state = "USD", entry.id, GiftState.OPEN
    gift.created_at, gift.expires_at = NOW, NOW + timedelta(days=7)
    return gift


async def _end(
    session: AsyncSession, number: int, state: GiftState, reason: CreditReason, user: int
) -> None:
    entry = _entry(10, reason, user, f"gift:{number}:end")
    await _add(session, entry)
    gift = await session.get_one(Gift, number)
    gift.state, gift.end_id, gift.ended_at = state, entry.id, NOW
    if state is GiftState.CLAIMED:
        gift.claimer_id = user
    else:
        gift.why = Ended.GIVER
    await session.flush()


def _approval(number: int) -> Approval:
    row = Approval(id=number, act=Act.BALANCE, subject=f"user:{number}", amount=9, currency="USD")
    row.args, row.asked_by, row.asked_at = {}, 2, NOW
    row.until, row.state = NOW + timedelta(days=3), ApprovalState.OPEN
    return row


async def add_catalogue(session: AsyncSession) -> None:
    await _add(session, Category(name="All"))
    await _add(session, Category(name="Within", parent_id=1))
    await _add(session, Product(category_id=1, name="Key", kind=ProductKind.DIGITAL))
    await _add(session, Product(category_id=1, name="Mug", kind=ProductKind.PHYSICAL))
    for product_id, name in ((1, ""), (2, ""), (1, "bare")):
        await _add(session, Variant(product_id=product_id, name=name, price=500))
    await _shelves(session)
    await _add(session, _batch(DIGITAL, 3))
    for number in range(5):
        digest = bytes([number])
        unit = StockUnit(variant_id=DIGITAL, sealed=b"x", digest=digest, created_at=NOW)
        unit.batch_id = 1 if number < 3 else None
        await _add(session, unit)
    kind = MovementKind.RECEIVED
    move = StockMovement(variant_id=PHYSICAL, kind=kind, quantity=5, created_at=NOW)
    await _add(session, move)


async def _shelves(session: AsyncSession) -> None:
    """A product in the inner category with its photo, a discount, and somebody who waits."""
    await _add(session, Product(category_id=2, name="Lamp", kind=ProductKind.PHYSICAL))
    await _add(session, Variant(product_id=3, name="", price=900))
    photo = Media(sha256="a" * 64, size=5, created_at=NOW)
    await _add(session, photo)
    await _add(
        session,
        Picture(product_id=3, media_id=photo.id),
        MediaCopy(media_id=1, bot_id=1, file_id="f"),
    )
    off = Discount(category_id=1, kind=DiscountKind.PERCENT, amount=10, starts_at=NOW)
    off.created_at = NOW
    await _add(session, off)


async def _wish(session: AsyncSession) -> None:
    wish = Wish(user_id=2, variant_id=LAMP, kind=WishKind.BACK, created_at=NOW)
    await _add(session, wish, Arrival(variant_id=LAMP, units=2))


async def add_order(session: AsyncSession, user_id: int, **lines: int) -> int:
    """An order of `v1=2` (two of variant 1) and so on, with its stock held."""
    wanted = {int(name[1:]): quantity for name, quantity in lines.items()}
    total = 500 * sum(wanted.values())
    order = Order(user_id=user_id, total=total, currency="USD", created_at=NOW, expires_at=NOW)
    order.lines = [line(variant_id, quantity) for variant_id, quantity in wanted.items()]
    await _add(session, order)
    for variant_id, quantity in wanted.items():
        held = Reservation(order_id=order.id, variant_id=variant_id, quantity=quantity)
        held.expires_at = NOW
        await _add(session, held)
    await _audit(session, order.id, "order.created")
    return order.id


def line(variant_id: int, quantity: int) -> OrderLine:
    kind = ProductKind.PHYSICAL if variant_id == PHYSICAL else ProductKind.DIGITAL
    return OrderLine(variant_id=variant_id, title="x", kind=kind, unit_price=500, quantity=quantity)


async def _open_order(session: AsyncSession) -> None:
    order_id = await add_order(session, 1, v1=2, v2=1)
    await _add_invoice(session, order_id, accounted=None)
    await _add(session, _message("pending", order_id))


async def _shipped_order(session: AsyncSession) -> None:
    order_id = await add_order(session, 2, v1=1)
    await _add_invoice(session, order_id, accounted=NOW)
    held = await session.get_one(Reservation, 3)
    order = await session.get_one(Order, order_id)
    unit = await session.get_one(StockUnit, 1)
    held.status, held.fulfilled_at = ReservationStatus.FULFILLED, NOW
    order.status = OrderStatus.PAID
    unit.status, unit.order_line_id, unit.slot = UnitStatus.SOLD, 3, 0
    await session.flush()
    order.status = OrderStatus.SHIPPED
    await _audit(session, order_id, "payment.vouched", "order.paid", "order.shipped")
    sent = _message("sent", order_id)
    sent.status = OutboxStatus.SENT
    goods = _message("goods", order_id)
    goods.event = "goods"
    await _add(session, sent, goods, _credit(100))
    await _refunds(session, order_id)


async def _switched_order(session: AsyncSession) -> None:
    old = _mug()
    await _place(session, old)
    await _bare_invoice(session, old.id, "BTC")
    held = (await session.scalars(select(Reservation).filter_by(order_id=old.id))).one()
    held.status, held.released_at = ReservationStatus.RELEASED, NOW
    old.status, old.closed_at = OrderStatus.CANCELLED, NOW
    await _audit(session, old.id, "order.cancelled")
    new = _mug()
    new.replaces_id, new.switches = old.id, 1
    await _place(session, new)
    await _bare_invoice(session, new.id, "LTC")


def _mug() -> Order:
    order = Order(user_id=3, total=500, currency="USD", created_at=NOW)
    order.expires_at = NOW + timedelta(minutes=30)
    order.lines = [line(PHYSICAL, 1)]
    return order


async def _place(session: AsyncSession, order: Order) -> None:
    await _add(session, order)
    held = Reservation(order_id=order.id, variant_id=PHYSICAL, quantity=1)
    held.expires_at = order.expires_at
    await _add(session, held)
    await _audit(session, order.id, "order.created")


async def _bare_invoice(session: AsyncSession, order_id: int, asset: str) -> Invoice:
    address = Address(chain=asset, index=order_id, address=f"{asset}{order_id}", path="m")
    address.created_at = address.given_at = NOW
    await _add(session, address)
    invoice = Invoice(
        order_id=order_id,
        asset=asset,
        address_id=address.id,
        due=1000,
        rate=Decimal("50000.5"),
        rate_sources="test",
        rate_at=NOW,
        spread_percent=Decimal(0),
        confirmations_required=1,
    )
    await _add(session, invoice)
    return invoice


async def _add_invoice(session: AsyncSession, order_id: int, accounted: datetime | None) -> None:
    invoice = await _bare_invoice(session, order_id, "BTC")
    transfer = Transfer(invoice_id=invoice.id, chain="BTC", asset="BTC", txid=f"t{order_id}")
    transfer.output_index, transfer.amount, transfer.accounted_at = 0, 1200, accounted
    transfer.first_seen_at = NOW
    if accounted:
        transfer.accounted, invoice.taken, transfer.vouched = 1200, 1000, 1200
    await _add(session, transfer)


def _draft() -> Draft:
    draft = Draft(user_id=2, sealed=b"x", created_at=NOW)
    draft.expires_at = NOW + timedelta(hours=1)
    return draft


def _thread() -> Thread:
    """Bob waits for an answer."""
    return Thread(user_id=2, state=ThreadState.OPEN, since=NOW)


def _question() -> Talk:
    talk = Talk(user_id=2, direction=Direction.QUESTION, chat_id=2, message_id=5, edits=0)
    talk.written_at, talk.at = EPOCH, NOW
    return talk


def _message(name: str, order_id: int) -> OutboxMessage:
    return OutboxMessage(
        dedup_key=name,
        event="invoice",
        chat_id=1,
        order_id=order_id,
        args={},
        importance=1,
        due_at=NOW,
        created_at=NOW,
    )


def _credit(
    amount: int, reason: CreditReason = CreditReason.OVERPAID, key: str = "credit"
) -> CreditEntry:
    for_coins = reason is CreditReason.OVERPAID
    return CreditEntry(
        user_id=2,
        order_id=SHIPPED_ORDER,
        amount=amount,
        currency="USD",
        reason=reason,
        units=200 if for_coins else None,
        rate=Decimal("50000.5") if for_coins else None,
        dedup_key=key,
        created_at=NOW,
    )


async def _refunds(session: AsyncSession, order_id: int) -> None:
    """One that was withdrawn, and one that is on its way."""
    for number, amount in enumerate((30, 40), 1):
        aside = _credit(-amount, CreditReason.REFUNDED, f"set-aside:{number}")
        await _add(session, aside)
        refund = Refund(order_id=order_id, user_id=2, amount=amount, currency="USD", asset="BTC")
        refund.sealed, refund.target, refund.units = b"x", bytes([number]), 80
        refund.rate, refund.entry_id = Decimal("50000.5"), aside.id
        refund.opened_by, refund.opened_at = "admin:1", NOW
        await _add(session, refund)
        if number == 1:
            await _name(session, refund.id, "gone", NOW)  # which was to pay both, elsewhere each
            back = _credit(amount, CreditReason.WITHDRAWN, "back")
            await _add(session, back)
            refund.returned_id, refund.state = back.id, RefundState.WITHDRAWN
        else:
            await _name(session, refund.id, "gone", NOW)
            await _name(session, refund.id, "unseen", None)
            await _name(session, refund.id, "sent", NOW)
            extra = await _name(session, refund.id, "extra", NOW)
            refund.txid, refund.state = "sent", RefundState.SENT
            await session.flush()
            extra.extra_at = NOW
        await session.flush()


async def _name(
    session: AsyncSession, refund_id: int, txid: str, seen: datetime | None
) -> RefundTransaction:
    name = RefundTransaction(refund_id=refund_id, txid=txid, named_by="admin:1", named_at=NOW)
    await _add(session, name)
    name.seen_at = seen
    await session.flush()
    return name


async def _audit(session: AsyncSession, order_id: int, *actions: str) -> None:
    for action in actions:
        entry = AuditEntry(at=NOW, actor="system", action=action, order_id=order_id)
        entry.details = {}
        await _add(session, entry)


async def _add(session: AsyncSession, *rows: Base | Any) -> None:
    session.add_all(rows)
    await session.flush()
