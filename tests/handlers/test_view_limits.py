"""Every screen of every view with the longest legal contents, measured as Telegram measures.

https://core.telegram.org/bots/api#sendmessage: 4,096 and 1,024 UTF-16 units after the markup is
taken off; 100 buttons; 64 bytes behind a button; 256 units in a copy button.
"""

import inspect
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.callbacks import OpenOrder, OrderNotes
from handlers.order_callbacks import Correct, CorrectNow
from handlers.views import (
    acts,
    admin,
    alarm,
    banning,
    bulk,
    cart,
    checkout,
    decision,
    doubt,
    home,
    invoice,
    order,
    parcel,
    people,
    person,
    product,
    purse,
    reading,
    refund,
    remarks,
    reversal,
    shelf,
    switch,
    talk,
    upkeep,
    wish,
    worklist,
)
from handlers.views import key as keys
from handlers.views.screen import (
    CAPTION_LIMIT,
    ROOM,
    STAMP,
    TEXT_LIMIT,
    Screen,
    button,
    cut,
    named,
    page_of,
    plain,
    units,
    visible,
)
from handlers.views.standing import Standing, standing
from models.address import Address
from models.credit import CreditEntry, CreditReason
from models.crowd import Listed as Somebody
from models.crowd import People, Place
from models.discount import DiscountKind
from models.errors import TooLateToHonour
from models.invoice import Invoice, InvoiceState, Transfer
from models.order import Listed, Order, OrderLine, OrderStatus
from models.outbox import OutboxMessage
from models.person import MOST_NOTES, MOST_TAGS, MOST_TAGS_EACH, Tag
from models.product import LONGEST_NOTE, Product, ProductKind, Variant
from models.question import LONGEST_ANSWER, LONGEST_QUESTION, MOST_QUESTIONS
from models.refund import Refund, RefundState
from models.shelf import Branch
from models.shipping import HEAVIEST, MOST_OPTIONS
from models.user import User
from repositories.discount import Off
from services.goods.gallery import Photo
from services.goods.postage import Fitting, Postage
from services.goods.price import Price, Prices
from services.goods.product import NUMBERS, ProductCard, Row, Shelf
from services.goods.product import PAGE as PAGE_OF
from services.money.decision import Choice, Offer
from services.money.destination import Destination
from services.money.refund import RefundCard
from services.money.refundable import RefundOffer
from services.money.reversible import Goods, Reversal, Shares
from services.people.remarks import Remark, Remarks, Tags
from services.people.thread import COUNTED
from services.running.health import OutageState
from services.running.notification import Event
from services.running.shop import Shop
from services.sale.ban import Ban, Barring
from services.sale.crowd import CrowdPage
from services.sale.doubt import Doubt
from services.sale.facts import Underway, money
from services.sale.form import Entry, Form
from services.sale.offer import Offer as CoinOffer
from services.sale.order import PAGE, OrderCard
from services.sale.parcel import Verdict
from services.sale.person import HISTORY, PersonCard
from services.sale.purse import Adjustment, Purse
from services.sale.quote import Asked, Change, Quote, QuoteLine
from services.sale.reading import DeliveryNote, Said
from services.sale.switch import Switchable
from services.sale.taking import Hands
from tests.handlers.conftest import TEXTS
from tests.handlers.telegram import message
from utils.assets import ASSETS
from utils.health import Health
from utils.l10n import Translator
from utils.wallets.base import PrivateKey

MARKUP_BYTES = 10_000
CREATED = OrderStatus.CREATED
NOW = datetime(2026, 1, 1, tzinfo=UTC)
GLYPHS = ["x", "ß", "&", "<", '"', "🚀", "𝕏", "👨‍👩‍👧‍👦", "e\u0301", "\u202e", "漢"]
VIEWS = (
    *(admin, alarm, cart, checkout, decision, doubt, home, invoice, keys, order, person),
    *(product, reading, refund, shelf, switch, talk, upkeep, wish, worklist),
    *(acts, bulk, reversal, banning, people, purse, remarks),
)
ADDRESSES = {"BTC": "bcrt1p" + "q" * 58, "ETH": "0x" + "A" * 40, "SOL": "9" * 44, "LTC": "q" * 62}


class Longest:
    """The longest legal contents made of one glyph, counted as the shop counts: in characters."""

    def __init__(self, glyph: str, language: str, asset: str, many: int) -> None:
        self.glyph = glyph
        self.t: Translator = TEXTS(language)
        self.asset = asset
        self.many = many

    def text(self, length: int) -> str:
        return (self.glyph * length)[:length]

    def person(self) -> User:
        named = {"name": self.text(128), "username": "u" * 32, "language": "pt-BR"}
        return User(id=2**52, **named, banned_at=NOW, unreachable_at=NOW, created_at=NOW)

    def known(self) -> PersonCard:
        return PersonCard(
            *(self.person(), 1000, 200, 3, 10**12, "USD", self.text(40), 0),
            ban=Ban(NOW, "admin:1", self.text(128), self.text(300)),
            notes=[Remark(2**52, self.text(128), NOW, self.text(500))] * MOST_NOTES,
            tags=[self.text(24)] * MOST_TAGS_EACH,
            history=[("WWWWW", NOW)] * HISTORY,
            seen_at=NOW,
        )

    def variant(self, number: int) -> Variant:
        owner = Product(
            id=2**62,
            category_id=2**62,
            name=self.text(64),
            description=self.text(1500),
            kind=ProductKind.DIGITAL,
        )
        return Variant(
            id=2**62 + number,
            product_id=owner.id,
            product=owner,
            name=self.text(64),
            price=10**9,
            stock_quantity=10**6,
            gone_quantity=0,
            reserved_quantity=0,
        )

    def showing(self, variants: tuple[Variant, ...], photos: int = 0) -> product.Showing:
        """Reduced, and with the longest link there is."""
        off = Off(DiscountKind.PERCENT, 5, NOW, None)
        prices = Prices(NOW, {variants[0].product_id: [off]})
        hung = tuple(Photo(None, n, "a" * 64, "f") for n in range(photos))  # type: ignore[arg-type]
        card = ProductCard(variants[0].product, variants, prices, hung)
        link = f"https://t.me/{'b' * 32}?start=p_{2**62}"
        return product.Showing(Shop(self.text(64), "USD", 30), card, link)

    def title(self) -> str:
        return f"{self.text(64)}, {self.text(64)}"

    def order(self, status: OrderStatus) -> Order:
        line = {"kind": ProductKind.DIGITAL, "unit_price": 10**9, "quantity": 999}
        return Order(
            id=2**62,
            code="WWWWW",
            user_id=2**52,
            status=status,
            total=10**13,
            currency="USD",
            credit_used=10**12,
            shipping=10**11,
            shipping_name=self.text(64),
            changes={"lines": [[self.title(), 999, n % 3] for n in range(20)]},
            needs_review="delivery-failed",
            switches=0,
            created_at=NOW,
            expires_at=NOW,
            lines=[OrderLine(id=n, variant_id=n, title=self.title(), **line) for n in range(20)],
        )

    def card(self, state: InvoiceState, status: OrderStatus) -> OrderCard:
        placed = self.order(status)
        most = 10 ** (ASSETS[self.asset].decimals + 7) - 1
        bill = Invoice(
            id=1,
            order_id=placed.id,
            asset=self.asset,
            due=most,
            seen=most - 1,
            taken=0,
            lost=most,
            replaced=0,
            written_off=0,
            rate=Decimal("99999999.999999"),
            rate_sources="kraken+coinbase+binance+mempool.space",
            rate_at=NOW,
            state=state,
            confirmations=10**6,
            confirmations_required=10**6,
            order=placed,
            address=Address(
                chain=self.asset, index=1, address=ADDRESSES[self.asset], path="m/84'/1'/1'/0/0"
            ),
        )
        moves = [
            Transfer(asset=self.asset, txid="f" * 88, output_index=n, amount=most)
            for n in range(50)
        ]
        where = self.text(500)
        given = [self.refund(RefundState.CONFIRMED) for _ in range(20)]
        person = self.person()
        said = self.said()[: max(1, self.many) * 3]
        facts = (placed, bill, person, moves, 10**12)
        hands = Hands(1, 1, True, 2, self.text(128), "refund.seen-to", self.text(128), NOW)
        card = OrderCard(*facts, delivery=where, refunds=given, answers=said, noted=True)
        return replace(card, hands=hands)

    def standing(self, state: InvoiceState, status: OrderStatus) -> Standing:
        """Of an order whose money takes the most words, while it can still be paid."""
        shown = self.card(state, status)
        bill = shown.invoice
        assert bill is not None
        bill.scanned_at, bill.confirmations_required = NOW, 3
        for move in shown.transfers:
            move.accounted, move.block_hash = 0, "b"
        facts = money(bill, shown.transfers, Decimal(1), 10**12)
        early = NOW - timedelta(minutes=30)
        return replace(standing(replace(shown, money=facts), early), reason=self.text(300))

    def sent(self, count: int) -> Quote:
        """With every way to ship there may be, and every question."""
        ways = tuple(Fitting(2**31 - n, self.text(64), 10**11) for n in range(1, MOST_OPTIONS + 1))
        bill = self.quote(count)
        asked = tuple(
            Asked((line.variant_id, n), line.title, self.text(LONGEST_QUESTION))
            for line in bill.lines
            for n in range(MOST_QUESTIONS)
        )
        return replace(bill, postage=Postage(1, ways, ways[0]), asked=asked)

    def said(self) -> list[Said]:
        return [
            Said(self.title(), self.text(LONGEST_QUESTION), self.text(LONGEST_ANSWER))
            for _ in range(20 * MOST_QUESTIONS)
        ]

    def quote(self, count: int) -> Quote:
        return Quote(
            tuple(
                QuoteLine(2**62 + n, self.title(), ProductKind.PHYSICAL, 10**9, 999, 500, 500)
                for n in range(count)
            )
        )

    def refund(self, state: RefundState) -> Refund:
        return Refund(
            id=2**62,
            order_id=2**62,
            amount=10**12,
            currency="USD",
            asset=self.asset,
            units=10**20,
            state=state,
            txid="f" * 88,
            opened_at=NOW,
        )


def bill_of(card: OrderCard) -> Invoice:
    assert card.invoice is not None
    return card.invoice


def screens(world: Longest) -> dict[str, Screen | str]:
    """One for every function of every view that a person may see the result of."""
    found = {**shelves(world), **till(world), **orders(world), **desk(world), **alarms(world)}
    return {**found, **refunds(world), **talks(world), **handled(world), **folk(world)}


def folk(world: Longest) -> dict[str, Screen | str]:
    """What is done with people."""
    t, user, reason = world.t, world.person(), world.text(300)
    notes = [Remark(2**52, world.text(128), NOW, world.text(500))] * MOST_NOTES
    labels = [Tag(id=2**31 - 1, name=world.text(24))] * MOST_TAGS
    entry = CreditEntry(user_id=user.id, amount=-(10**11), currency="USD", created_at=NOW)
    entry.reason = CreditReason.HONOURED
    held = Purse(user, 10**12, 0, "USD", 2**52, [entry] * 8)
    barring = Barring(user, None, 20, 20, 10**12, "USD")
    place, listed = Place(10**15, 2**52), [Somebody(user, 10**12)] * 8
    facts = {"amount": str(10**11), "currency": "USD"}
    found: dict[str, Screen | str] = {
        "ask_note": remarks.ask_note(t, user),
        "ask_tag": remarks.ask_tag(t, user),
        "notes": remarks.notes(t, Remarks(user, notes)),
        "tags": remarks.tags(t, Tags(user, labels[:10], labels)),
        "by_tag": people.by_tag(t, labels),
        "found people": people.found(t, reason, [user] * 10),
        "usage": people.usage(t, "editbalance", reason),
        "purse": purse.purse(t, held),
        "ask credit": purse.ask(t, held, take=True),
        "check": purse.check(t, held, Adjustment(10**11, reason)),
        "told": purse.told(t, facts, 10**12),
        "news": purse.news(t, facts, user, world.text(128)),
        "ask ban": banning.ask(t, barring, "ban"),
        "check ban": banning.check(t, barring, reason, "12345678", "ban"),
        "ask person": people.ask(t),
    }
    for which in People:
        page = CrowdPage(which, listed, replace(place, back=True), place, "USD", labels[0])
        found[f"crowd {which}"] = people.crowd(t, page)
    return found


def shelves(world: Longest) -> dict[str, Screen | str]:
    t, many = world.t, world.many
    variants = tuple(world.variant(n) for n in range(max(2, many)))
    bill = world.quote(20)
    of = world.showing(variants)
    rows = tuple([Row(2**62, world.text(64), Price(10**9, 10**10), True, 5)] * PAGE_OF)
    shown = Shelf(
        *(9, True, (Branch(2**62, world.text(64), 10**6),) * PAGE_OF, rows),
        path=((2**62, world.text(64)),) * 5,
        has_best=True,
    )
    return {
        "entrance": shelf.entrance(t, shown),
        "shelf": shelf.shelf(t, "USD", replace(shown, branches=shown.branches[:3])),
        "everything": shelf.everything(t, "USD", shown),
        "numbers": shelf.numbers(t, "USD", replace(shown, rows=rows[:1] * NUMBERS)),
        "found": shelf.found(t, "USD", world.text(5000), rows, (2**62, 2**40)),
        "found_nothing": shelf.found_nothing(t, world.text(5000), (2**62, 2**40)),
        "how_to_search": shelf.how_to_search(t),
        "product": product.product(t, of, many),
        "variant": product.variant(t, of, variants[0], 10**9),
        "variant with a photo": product.variant(t, world.showing(variants, 10), variants[0], 9),
        "product with a photo": product.product(t, world.showing(variants, 10), many),
        "type_quantity": product.type_quantity(t, of, variants[0], 999),
        "whole_text": product.whole_text(t, of.card),
        "shared": Screen(product.shared(t, of)),
        "back": wish.back(t, "USD", of.card, variants[0]),
        "restock": wish.restock(t, "USD", of.card, variants[0], "b" * 32),
        "cheaper": wish.cheaper(t, "USD", of.card, variants[0], 10**9),
        "cart": cart.cart(t, "USD", bill),
        "cart with shipping": cart.cart(t, "USD", world.sent(20)),
        "cart that is too heavy": cart.cart(
            t, "USD", replace(bill, postage=Postage(HEAVIEST * 999, blocked=True))
        ),
        "short cart": cart.cart(t, "USD", world.quote(cart.STEPPERS)),
        "line_screen": cart.line_screen(t, "USD", bill, 2**62 + 1),
        "empty_question": cart.empty_question(t, bill),
        "help_page": home.help_page(t, 1440),
        "languages": home.languages(t, {"en": "English", "de": "Deutsch"}),
    }


def till(world: Longest) -> dict[str, Screen | str]:
    t, bill = world.t, world.sent(20)
    choice = replace(bill, postage=replace(bill.postage, chosen=None))
    form = Form(Entry(world.text(500)), {each.key: Entry(world.text(500)) for each in bill.asked})
    few = replace(bill, all_lines=bill.all_lines[:1], asked=bill.asked[:1])
    moved = [Change(world.title(), (999, 10**9), (998, 10**9))] * 20
    known = checkout.Bill("USD", bill, 10**12, 10**9, "f" * 12, moved, changed=True)
    offers = [CoinOffer(asset, 10**20, 1000) for asset in ASSETS]
    way = checkout.Way("BTC", use_credit=True)
    waiting = world.order(OrderStatus.CREATED)
    packing = [world.order(OrderStatus.PAID)] * PAGE
    facts = home.Facts(
        world.text(64), "USD", NOW, bill, 10**12, Underway(waiting, packing=packing), (100, 100)
    )
    switchable = Switchable(waiting, "BTC", bill, 10**12, NOW)
    return {
        "choose_coin": checkout.choose_coin(t, known, offers, list(ASSETS)),
        "type_delivery": checkout.type_delivery(t, way, world.text(500)),
        "choose_shipping": checkout.choose_shipping(t, replace(known, quote=choice)),
        "ask": checkout.ask(t, known, way, bill.asked[0], 60),
        "confirm": checkout.confirm(t, known, way, form),
        "confirm one": checkout.confirm(t, replace(known, quote=few), way, form),
        "placed": checkout.placed(t, waiting),
        "choose": switch.choose(t, switchable, known, offers, []),
        "switched": switch.switched(t, waiting, waiting),
        "home": home.home(t, facts, t("greeting", shop=world.text(64), name=world.text(128))),
    }


def talks(world: Longest) -> dict[str, Screen | str]:
    t, user, waiting = world.t, world.person(), world.order(OrderStatus.CREATED)
    below = [*talk.below_question(t, user, waiting, 2**62), *talk.below_answer(t), *talk.way_out(t)]
    lost = [message(1, "x" * 4096, n, edit_date=1) for n in range(100)]
    return {
        "how": talk.how(t, ["K7Q2M"] * (PAGE + 1)),
        "question": talk.question(t, user, waiting, edited=True),
        "below": Screen(t("talk-uncopied"), [*below, [talk.cancel(t)]]),
        "answered": talk.answered(t, user, user, edited=True),
        "answer": talk.answer(t, edited=True),
        "type_answer": talk.type_answer(t, user),
        "sent_on": talk.sent_on(t, user),
        "unread": talk.unread(t, lost, 10**6, closing=True),
        "shown": talk.shown(t, user, waits=False),
        "uncopied": talk.uncopied(t, talk.below_question(t, user, None, 2**62)),
        "unheard": talk.unheard(t, user),
        "quoted": Screen(talk.quoted(t, world.text(500))),
    }


def orders(world: Longest) -> dict[str, Screen | str]:
    t, found = world.t, dict[str, Screen | str]()
    rows = [world.standing(InvoiceState.PARTIAL, CREATED)] * (PAGE + 1)
    found["ask_cancel"] = invoice.ask_cancel(t, rows[0].order)
    for state in InvoiceState:
        for status in OrderStatus:
            of = world.standing(state, status)
            found[f"invoice {state} {status}"] = invoice.invoice(t, of, world.text(500))
            found[f"news {state} {status}"] = invoice.news(t, of)
        found[f"reminder {state}"] = invoice.reminder(t, world.standing(state, CREATED))
    for status in OrderStatus:
        card = world.card(InvoiceState.CONFIRMING, status)
        found[f"order {status}"] = admin.order(t, card)
        found[f"payment {status}"] = admin.payment(t, card, bill_of(card), keys=True)
    return {**found, **read(world), "orders": order.orders(t, 10**6, rows)}


def read(world: Longest) -> dict[str, Screen | str]:
    """Every page of the longest notes and answers."""
    t, placed = world.t, world.order(OrderStatus.SHIPPED)
    note = DeliveryNote(world.text(64), ProductKind.PHYSICAL, world.text(LONGEST_NOTE))
    items = [*reading.notes(t, [note] * 20), *reading.answers(t, world.said())]
    ways = (OpenOrder(order_id=2**62), lambda page: OrderNotes(order_id=2**62, page=page))
    pages = len(reading.packed(items))
    found: dict[str, Screen | str] = {
        f"page_of_order {n}": reading.page_of_order(t, placed, items, n, ways)
        for n in range(pages + 5)
    }
    return found


def desk(world: Longest) -> dict[str, Screen | str]:
    t, reason = world.t, world.text(1000)
    card = world.card(InvoiceState.EXPIRED, OrderStatus.EXPIRED)
    rows = [card.order] * (PAGE + 1)
    known = world.known()
    offer = Offer(10**12, 10**13, "USD", NOW)
    stock = [(line.title, 999, 10**9) for line in card.order.lines]
    choice = Choice(card.order, 10**12, offer, None, stock)
    ended = Choice(card.order, 10**12, None, TooLateToHonour(10**6), stock)
    problems = {f"{asset}{n}": reason for asset in ASSETS for n in range(world.many)}
    health = Health(world.text(80), False, reason, NOW, NOW)
    failed = OutboxMessage(id=2**62, event="admin-undelivered", order_id=2**62, error=reason)
    state = upkeep.State(
        problems,
        dict.fromkeys(ASSETS, [health] * world.many),
        [health] * world.many,
        [failed] * world.many,
        COUNTED,
    )
    stock_in_doubt = Doubt(
        [world.variant(number) for number in range(max(1, world.many))], 10**9, unknown=True
    )
    names = [str(name) for name in Event if str(name).startswith("admin-")]
    others = ("admin-key", "admin-alert", "admin-outage", "admin-undelivered", "admin-low-stock")
    copied = {"admin-question", "admin-answered", "admin-unheard", "admin-opened", "admin-gone"}
    copied |= {"admin-thread", "admin-group", "admin-notice-group", "admin-complaint"}
    copied |= {"admin-taken"}
    copied |= {"admin-role", "admin-rated", "admin-approval", "admin-adjusted", "admin-digest"}
    facts = {"amount": "9" * 20, "reason": world.text(300), "charged": "9" * 20, "price": "9" * 20}
    facts |= {"new": "WWWWW", "by": "admin", "who": world.text(64), "how": "ship"}
    facts |= {"came": "replaced", "detail": world.text(300), "until": "9" * 60}
    told = [admin.event(t, name, card, facts) for name in names if name not in (*others, *copied)]
    key = PrivateKey("m/84'/1'/1'/0/0", "q" * 90, "WIF", "s" * 90)
    return {
        "work": worklist.work(
            t, worklist.Todo(100, 100, 9, True, 100, False, complaints=100), rows
        ),
        "listed": worklist.listed(t, Listed.ALL, 10**6, rows),
        "ask": worklist.ask(t),
        "found": worklist.found(t, reason, rows),
        "found_person": worklist.found_person(t, reason, world.person()),
        "state": upkeep.state(t, state),
        "failed": upkeep.failed(t, state.failed, {2**62: "WWWWW"}),
        "doubt": doubt.doubt(t, stock_in_doubt),
        "ask_trust": doubt.ask(t, stock_in_doubt, stock_in_doubt.variants[0]),
        "ask_trust all": doubt.ask(t, stock_in_doubt, None),
        "person": person.person(t, known, 2**62),
        "orders": person.orders(t, known, 2**62, 10**6, rows),
        "notice": admin.notice(t, card, told[:8], reveal=True),
        "key": keys.key(t, "key", "WWWWW", key),
        "key-inline": keys.key(t, "key-inline", "WWWWW", key),
        "ask_honour": decision.ask_honour(t, card.order, offer),
        "decide": decision.decide(t, choice),
        "decide refused": decision.decide(t, ended),
        "ask_ship": decision.ask_ship(t, card),
        "ask_ship owed": decision.ask_ship(t, replace(card, lost=True), 20_000),
        "ask_ship lost": decision.ask_ship(t, replace(card, lost=True)),
        "ask_write_off": decision.ask_write_off(t, card.order, bill_of(card)),
        "ask_reveal": decision.ask_reveal(t, 2**62),
        "check_reason": decision.check_reason(t, card, world.text(300)),
        "ask_cancel": decision.ask_cancel(t, card),
    }


def refunds(world: Longest) -> dict[str, Screen | str]:
    t, asset, where = world.t, world.asset, ADDRESSES[world.asset]
    place = Destination(asset, where, 10**9, NOW, NOW)
    offer = RefundOffer(10**12, "USD", asset, 10**20, Decimal("99999.99"), where)
    rows = [world.refund(state) for state in RefundState]
    cards = {
        f"under_way {row.state}": refund.under_way(
            t, "WWWWW", RefundCard(row, where), world.text(128)
        )
        for row in rows
    }
    return {
        **cards,
        "offer": refund.offer(t, world.order(OrderStatus.EXPIRED), offer, place),
        "picture": refund.picture(t, "WWWWW", RefundCard(rows[0], where)),
        "ask": refund.ask(t, world.order(OrderStatus.EXPIRED), asset),
        "type_address": refund.type_address(t, "WWWWW", asset),
        "check_address": refund.check_address(t, 2**62, place),
    }


def handled(world: Longest) -> dict[str, Screen | str]:
    """What else is done with an order."""
    t, many = world.t, world.many
    paid = world.order(OrderStatus.PAID)
    paid.delivery, paid.tracking = b"x", world.text(100)
    card = world.card(InvoiceState.WAITING, OrderStatus.CREATED)
    bill = bill_of(card)
    shares = Shares(10**12, 10**12, 10**12, 10**20, Decimal("99999.99"))
    where = ADDRESSES[world.asset]
    of = Reversal(paid, shares, Goods(10**6, 10**6, 10**6), world.asset, where)
    back = OpenOrder(order_id=2**62)
    moved = world.standing(InvoiceState.WAITING, OrderStatus.CREATED)
    moved.order.rate_until, moved.order.delivery = moved.now, b"x"
    confirm = CorrectNow(order_id=2**62, mark="f" * 8, said="f" * 6)
    rows = [paid] * (PAGE + 1)
    refused = Verdict("WWWWW", TooLateToHonour(10**6))
    return {
        "acts": acts.acts(t, card, trusted=True),
        "acts paid": acts.acts(t, replace(card, order=paid), trusted=True),
        "ask_end": acts.ask_end(t, card.order),
        "ask_by_hand": acts.ask_by_hand(t, card, bill),
        "check_by_hand": acts.check_by_hand(t, card, bill, world.text(300)),
        "ask reversal": reversal.ask(t, of, back=True),
        "ask reversal unasked": reversal.ask(t, replace(of, address=None), back=False),
        "type_address of an order": reversal.type_address(t, paid, world.asset),
        "listed bulk": bulk.listed(t, rows, {paid.id}, 10**6),
        "ask bulk": bulk.ask(t, ["WWWWW"] * min(50, many), "f" * 8),
        "verdicts": bulk.verdicts(t, [refused] * min(50, many)),
        "check_number": decision.check_number(t, card, world.text(100)),
        "ask_number": decision.ask_number(t, paid),
        "type_address parcel": parcel.type_address(t, paid, back),
        "check_address parcel": parcel.check_address(t, paid, world.text(500), confirm, Correct),
        "corrected": parcel.corrected(t, paid, back),
        "invoice moved": invoice.invoice(t, moved, world.text(500)),
    }


def alarms(world: Longest) -> dict[str, Screen | str]:
    t, reason = world.t, world.text(1000)
    problems = {
        f"{kind}:{asset}{n}": f"{n}{reason}"
        for kind in ("coin", "chain")
        for asset in ASSETS
        for n in range(world.many)
    }
    failed = OutboxMessage(id=2**62, event="admin-undelivered", order_id=2**62, error=reason)
    args = {"topic": "address-used", "asset": "BTC", "reason": reason}
    return {
        "alert": alarm.alert(t, args),
        **{
            f"alert {reason}": alarm.alert(
                t, {"topic": "stock-doubted", "asset": "", "reason": reason}
            )
            for reason in ("missing", "other", "copy", "older", "key", "chain", "unreadable")
        },
        "alert gone": alarm.alert(t, {"topic": "stock-gone", "asset": "9" * 9, "reason": "9" * 9}),
        "outage": alarm.outage(t, OutageState(1, NOW, None, problems), {}),
        "outage over": alarm.outage(t, OutageState(1, NOW, NOW, problems), {}),
        "undelivered": alarm.undelivered(t, [failed] * world.many, {2**62: "WWWWW"}),
    }


def check(name: str, screen: Screen) -> None:
    below = screen.photo is not None or name.startswith("invoice ")
    limit = (CAPTION_LIMIT if below else TEXT_LIMIT) - (STAMP if screen.dated else 0)
    assert 0 < units(visible(screen.text)) <= limit, name
    buttons = [one for row in screen.rows for one in row]
    assert len(buttons) <= 100, name
    assert all(len(row) <= 8 for row in screen.rows), name
    for one in buttons:
        assert 0 < units(one.text) <= 64, name
        assert len((one.callback_data or "").encode()) <= 64, name
        assert one.copy_text is None or 1 <= units(one.copy_text.text) <= 256, name
    if keyboard := screen.keyboard:
        size = len(keyboard.model_dump_json(exclude_none=True).encode())
        assert size <= MARKUP_BYTES, (name, size)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    glyph=st.sampled_from(GLYPHS),
    language=st.sampled_from(sorted(TEXTS.languages)),
    asset=st.sampled_from(sorted(ASSETS)),
    many=st.integers(1, 300),
)
def test_every_screen_fits(glyph: str, language: str, asset: str, many: int) -> None:
    for name, screen in screens(Longest(glyph, language, asset, many)).items():
        assert isinstance(screen, Screen)
        check(name, screen)


UNMEASURED = {"pages", "goods", "copies", "goods_file", "health", "event", "history"}
"""Parts of screens; goods become a file when they are too long (test_letters.py)."""
UNMEASURED |= {"where", "packed", "notes", "answers", "beside", "shipping_line"}
UNMEASURED |= {"left", "lines_of", "note_of", "person", "summary", "coin_label", "missing_note"}
NO_SCREENS = {"more", "to_number", "from_number", "amounts", "ended", "order_link"}
NO_SCREENS |= {
    "reveal_button",
    "standing",
    "line",
    "deciding",
    "vouching",
    "writing_off",
    "known",
    "label",
    "is_under_way",
    "unsent",
}
NO_SCREENS |= {
    "person_of",
    "again",
    "by_hand",
    "way_out",
    "way_on",
    "price_of",
    "below_question",
    "below_answer",
    "cancel",
}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_no_view_is_forgotten(view: ModuleType) -> None:
    """A new view stands in `screens`, too."""
    public = {
        name
        for name, item in vars(view).items()
        if inspect.isfunction(item) and item.__module__ == view.__name__ and name[0] != "_"
    }
    words = " ".join(screens(Longest("x", "en", "BTC", 2))).replace("key-inline", "key").split()
    assert public - UNMEASURED - NO_SCREENS <= {*words, "orders", "order"}


@given(st.text(max_size=80), st.integers(2, 64))
def test_cutting_never_breaks_a_character(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit
    short.encode()
    assert short == text or short.endswith("…")
    assert text.startswith(short.removesuffix("…"))


@given(st.integers(0, 500), st.integers(-5, 600))
def test_turning_pages_shows_everything(count: int, page: int) -> None:
    rows = list(range(count))
    seen: list[int] = []
    number, more = 0, True
    while more:
        shown, number, more = page_of(rows, number)
        seen += shown
        number += 1
    assert seen == rows
    assert count == 0 or page_of(rows, page)[0]


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["−", "1", "+"], [3]),
        (["💲 Price", "🔔 Warn at", "✏️ Version", "⚖️ Weight"], [2, 2]),
        (["✏️ Name", "✏️ Text", "📷 Photo"], [3]),
        (["x" * 17, "y"], [1, 1]),
        ([str(n) for n in range(10, 16)], [6]),
        (["y" * 11] * 3, [2, 1]),
    ],
)
def test_a_row_that_a_phone_would_cut_becomes_several(labels: list[str], rows: list[int]) -> None:
    row = [button(text, OpenOrder(order_id=1)) for text in labels]
    keyboard = Screen("x", [row]).keyboard
    assert keyboard is not None
    assert [len(part) for part in keyboard.inline_keyboard] == rows
    assert [one.text for part in keyboard.inline_keyboard for one in part] == labels


@pytest.mark.parametrize("name", ["Mug", "The Collected Letters of a Patient Gardener", "🚀" * 40])
def test_a_phone_shows_what_follows_a_long_name(name: str) -> None:
    told = {"price": "€1,234.00", "left": "12", "state": "on"}
    label = plain(named(TEXTS("en"), "keep-variant-button", name, **told))
    assert label.startswith("📊 " + name[:1])
    assert label.endswith("€1,234.00 · 12")
    assert units(label) <= ROOM
