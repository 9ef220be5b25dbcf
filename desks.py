"""Every desk of the shop and what it is built with; a part of the composition root."""

from handlers.admin.acts import ActsDesk, ByHandDesk
from handlers.admin.answer import AnswerDesk
from handlers.admin.approval import ApprovalDesk
from handlers.admin.asking import AskingDesk
from handlers.admin.banning import BanDesk, BanQuestions
from handlers.admin.batch import BatchDesk
from handlers.admin.bulk import BulkDesk
from handlers.admin.card import Cards
from handlers.admin.complaint import ComplaintDesk
from handlers.admin.correct import AdminCorrectDesk
from handlers.admin.decision import DecisionDesk
from handlers.admin.discount import DiscountDesk
from handlers.admin.doubt import DoubtDesk
from handlers.admin.goods_command import Doors, GoodsCommandDesk
from handlers.admin.group import GroupDesk, MembershipDesk
from handlers.admin.group_command import GroupCommandDesk
from handlers.admin.keeping import KeepingDesk
from handlers.admin.key import KeyDesk
from handlers.admin.leaderboard import LeaderboardSwitchDesk
from handlers.admin.method import MethodDesk
from handlers.admin.notice import NoticeDesk, NoticeGroupDesk
from handlers.admin.numbering import Numbering
from handlers.admin.numbers import NumbersDesk
from handlers.admin.order import AdminOrderDesk
from handlers.admin.people import Finding, PeopleDesk
from handlers.admin.people_command import PeopleCommandDesk
from handlers.admin.person import PersonDesk
from handlers.admin.preview import PreviewDesk
from handlers.admin.product import NewProductDesk
from handlers.admin.purse import Booking, PurseDesk
from handlers.admin.refund import RefundDesk
from handlers.admin.remarks import RemarkDesk
from handlers.admin.removal import RemovalDesk
from handlers.admin.replace import ReplaceDesk
from handlers.admin.restock import RestockDesk
from handlers.admin.reversal import ReversalDesk
from handlers.admin.review import ReviewsDesk
from handlers.admin.sharing import SharingDesk
from handlers.admin.shelves import Shelves
from handlers.admin.shipping import ShippingDesk
from handlers.admin.staged import Stage
from handlers.admin.stock import StockDesk
from handlers.admin.taking import TakingDesk
from handlers.admin.team import TeamDesk
from handlers.admin.texts import TextsDesk, ToldDesk
from handlers.admin.thread import ThreadDesk
from handlers.admin.upkeep import UpkeepDesk
from handlers.admin.vitals import VitalsDesk
from handlers.admin.voucher import VoucherMakingDesk
from handlers.admin.wall import WallDesk
from handlers.admin.work import WorkDesk
from handlers.correcting import Correcting
from handlers.press import Desk
from handlers.user.account import AccountDesk, ReceiptDesk
from handlers.user.cart import CartDesk
from handlers.user.checkout import CheckoutDesk
from handlers.user.commands import CommandsDesk
from handlers.user.complaint import WrongDesk
from handlers.user.correct import CorrectDesk
from handlers.user.delivery import DeliveryDesk
from handlers.user.home import HomeDesk
from handlers.user.leaderboard import LeaderboardDesk
from handlers.user.order import OrderDesk
from handlers.user.product import ProductDesk, ShelfDesk
from handlers.user.refill import RefillDesk
from handlers.user.refund import DestinationDesk
from handlers.user.review import ReviewDesk
from handlers.user.search import SearchDesk
from handlers.user.steps import Steps
from handlers.user.switch import SwitchDesk
from handlers.user.talk import TalkDesk
from handlers.user.voucher import VoucherDesk
from tools import Tools


def build_desks(tools: Tools) -> list[Desk]:
    """Every desk of the shop: a new one is added here."""
    return [
        HomeDesk(tools.users, tools.menu, tools.commands, tools.links, tools.house),
        *_account(tools),
        build_fallback(tools),
        ShelfDesk(tools.products, tools.shop),
        ProductDesk(tools.products, tools.demand, tools.cards, tools.users),
        SearchDesk(tools.lookup, tools.sharing, tools.talk, tools.menu),
        ReviewDesk(tools.reviews, tools.products, tools.users),
        CartDesk(tools.carts, tools.shop, tools.office.footfall),
        *_till(tools),
        *_hands(tools),
        OrderDesk(
            tools.orders,
            tools.looks,
            tools.carts,
            tools.shop,
            tools.clock,
            protect=tools.protect_goods,
        ),
        WrongDesk(tools.support.complaints, tools.users),
        CorrectDesk(Correcting(tools.acts.parcels, tools.users, tools.drafts)),
        SwitchDesk(tools.switches, tools.offers, tools.orders, tools.looks),
        DestinationDesk(tools.destinations, tools.users, tools.orders),
        *_office(tools),
    ]


def _office(tools: Tools) -> list[Desk]:
    """Where admins work."""
    cards, users = Cards(tools.faces), tools.users
    return [
        WorkDesk(cards, tools.faces.lists, tools.search, users),
        AdminOrderDesk(cards, tools.orders, tools.looks, users, tools.drafts, tools.acts.parcels),
        TakingDesk(cards, tools.orders),
        BulkDesk(tools.orders, tools.acts.parcels, tools.drafts),
        AdminCorrectDesk(Correcting(tools.acts.parcels, users, tools.drafts)),
        DecisionDesk(cards, tools.decisions),
        RefundDesk(cards, tools.refunds, tools.destinations, users, tools.network),
        ReversalDesk(cards, tools.acts.reversals, tools.destinations, users),
        ActsDesk(cards, tools.acts.hand, tools.looks, tools.clock),
        ByHandDesk(cards, tools.acts.hand, users, tools.drafts),
        KeyDesk(cards, tools.wallets, tools.hands.approvals),
        *_people(tools),
        MembershipDesk(tools.stockroom.groups, tools.people),
        UpkeepDesk(tools.faces.lists.waiting, tools.orders),
        DoubtDesk(tools.doubts),
        NoticeDesk(tools.notices, users),
        MethodDesk(tools.methods, users),
        NoticeGroupDesk(tools.notices),
        TeamDesk(tools.team, users, tools.commands),
        *_support(tools),
        ReviewsDesk(tools.reviews, users),
        *_numbers(tools),
        *_stockroom(tools),
    ]


def _numbers(tools: Tools) -> list[Desk]:
    """What it all comes to, and how the shop is doing."""
    leaderboard = LeaderboardSwitchDesk(tools.office.leaderboard, tools.commands)
    return [NumbersDesk(tools.office), leaderboard, VitalsDesk(tools.care, tools.health)]


def _support(tools: Tools) -> list[Desk]:
    """Where questions and complaints are seen to."""
    support, users = tools.support, tools.users
    return [
        AnswerDesk(tools.conversation, support.talk, users),
        ThreadDesk(support.threads),
        ComplaintDesk(support.complaints, users),
    ]


def _people(tools: Tools) -> list[Desk]:
    """Where people are looked after."""
    folk, users, drafts = tools.folk, tools.users, tools.drafts
    finding = Finding(folk.crowd, folk.cards, users)
    booking = Booking(folk.credit, drafts)
    bans = BanQuestions(folk.bans, folk.cards, users, drafts)
    return [
        PersonDesk(folk.cards, users),
        PeopleDesk(folk.crowd, folk.remarks, finding, users),
        PurseDesk(folk.credit, booking, users, drafts),
        BanDesk(folk.bans, bans, drafts),
        RemarkDesk(folk.remarks, users),
        PeopleCommandDesk(finding, booking, bans, tools.conversation, users),
    ]


def _account(tools: Tools) -> list[Desk]:
    """Everybody's own affairs, and what the shop says of itself."""
    accounts, users, orders = tools.accounts, tools.users, tools.orders
    own = (accounts, users, tools.menu, tools.shop, tools.office.leaderboard)
    return [
        AccountDesk(*own, tools.refills),
        LeaderboardDesk(tools.office.leaderboard),
        ReceiptDesk(orders, tools.shop),
        CommandsDesk(accounts, orders, tools.products, tools.clock),
        TextsDesk(accounts, users, tools.drafts, tools.texts, tools.shop),
        ToldDesk(accounts, users),
    ]


def _stockroom(tools: Tools) -> list[Desk]:
    """Where the shelves are kept."""
    room, users, stage = tools.stockroom, tools.users, Stage(tools.drafts)
    posts = room.restock is not None and room.restock.channel is not None
    shelves = Shelves(room.shelves, room.sharing, users, tools.shop.currency, posts=posts)
    product = NewProductDesk(shelves, room.shelves, room.keeping, users, tools.drafts, room.gallery)
    stock = StockDesk(shelves, room.intake, room.files, room.keeping, users, stage)
    removal = RemovalDesk(shelves, room.removal, users, stage)
    discounts = DiscountDesk(shelves, room.discounts, users)
    numbers = Numbering(shelves, room.shelves)
    shelf = KeepingDesk(shelves, room.shelves, room.keeping, users)
    return [
        *(product, stock, removal, shelf),
        VoucherMakingDesk(tools.hands.making, numbers, room.groups, users, tools.clock),
        ShippingDesk(room.shipping, users),
        GroupDesk(shelves, numbers, room.groups, users),
        GroupCommandDesk(numbers, room.groups, users, tools.people),
        AskingDesk(shelves, room.questions, room.shelves, users),
        SharingDesk(shelves, room.sharing, users, stage),
        WallDesk(shelves, room.walls, users),
        discounts,
        PreviewDesk(tools.cards),
        RestockDesk(shelves, room.restock),
        BatchDesk(shelves, room.shelves, room.batches, room.removal),
        ReplaceDesk(shelves, tools.orders, tools.search, room.replacing, users, stage),
        GoodsCommandDesk(shelves, room.shelves, Doors(product, stock, removal, discounts)),
    ]


def _hands(tools: Tools) -> list[Desk]:
    """Credit that is passed on, and what takes two."""
    vouchers = VoucherDesk(tools.redeeming, tools.users)
    return [tools.gifts, vouchers, ApprovalDesk(tools.hands.approvals)]


def _till(tools: Tools) -> list[Desk]:
    ordering = tools.ordering
    steps = Steps(ordering, tools.forms, tools.users)
    return [
        CheckoutDesk(ordering, steps),
        DeliveryDesk(ordering, tools.forms, steps),
        RefillDesk(tools.refilling),
    ]


def build_fallback(tools: Tools) -> TalkDesk:
    """The desk for everything that no other takes."""
    return TalkDesk(
        tools.conversation, tools.talk, tools.drafts, tools.menu, tools.lookup, tools.steps
    )
