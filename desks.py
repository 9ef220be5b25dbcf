"""Every desk of the shop and what it is built with; a part of the composition root."""

from dataclasses import dataclass

from handlers.admin.acts import ActsDesk, ByHandDesk
from handlers.admin.answer import AnswerDesk
from handlers.admin.asking import AskingDesk
from handlers.admin.batch import BatchDesk
from handlers.admin.bulk import BulkDesk
from handlers.admin.card import Cards
from handlers.admin.correct import AdminCorrectDesk
from handlers.admin.decision import DecisionDesk
from handlers.admin.discount import DiscountDesk
from handlers.admin.doubt import DoubtDesk
from handlers.admin.goods_command import Doors, GoodsCommandDesk
from handlers.admin.group import GroupDesk, MembershipDesk
from handlers.admin.group_command import GroupCommandDesk
from handlers.admin.keeping import KeepingDesk
from handlers.admin.key import KeyDesk
from handlers.admin.numbering import Numbering
from handlers.admin.order import AdminOrderDesk
from handlers.admin.person import PersonDesk
from handlers.admin.preview import PreviewDesk
from handlers.admin.product import NewProductDesk
from handlers.admin.refund import RefundDesk
from handlers.admin.removal import RemovalDesk
from handlers.admin.replace import ReplaceDesk
from handlers.admin.restock import RestockDesk
from handlers.admin.reversal import ReversalDesk
from handlers.admin.sharing import SharingDesk
from handlers.admin.shelves import Shelves
from handlers.admin.shipping import ShippingDesk
from handlers.admin.staged import Stage
from handlers.admin.stock import StockDesk
from handlers.admin.team import TeamDesk
from handlers.admin.texts import TextsDesk, ToldDesk
from handlers.admin.upkeep import UpkeepDesk
from handlers.admin.wall import WallDesk
from handlers.admin.work import Waiting, WorkDesk
from handlers.board import Board
from handlers.commands import CommandMenu
from handlers.conversation import Conversation
from handlers.correcting import Correcting
from handlers.faces import Faces
from handlers.press import Desk
from handlers.user.account import AccountDesk, ReceiptDesk
from handlers.user.card import ProductCards
from handlers.user.cart import CartDesk
from handlers.user.checkout import CheckoutDesk
from handlers.user.commands import CommandsDesk
from handlers.user.correct import CorrectDesk
from handlers.user.delivery import DeliveryDesk
from handlers.user.home import HomeDesk, House
from handlers.user.lookup import Lookup
from handlers.user.menu import Menu
from handlers.user.order import OrderDesk
from handlers.user.ordering import Ordering
from handlers.user.product import ProductDesk, ShelfDesk
from handlers.user.refund import DestinationDesk
from handlers.user.search import SearchDesk, Sharing
from handlers.user.steps import Steps
from handlers.user.switch import SwitchDesk
from handlers.user.talk import TalkDesk
from services.goods.demand import DemandService
from services.goods.finding import Finder
from services.goods.product import ProductService
from services.keys.wallet import WalletService
from services.money.decision import DecisionService
from services.money.destination import Destinations
from services.money.look import Looks
from services.money.refund import RefundService
from services.people.draft import DraftService
from services.people.role import RoleService
from services.people.talk import TalkService
from services.people.team import TeamService
from services.people.user import UserService
from services.running.health import HealthService
from services.running.setting_aside import SetAsideService
from services.running.shop import Shop
from services.sale.account import Accounts
from services.sale.cart import CartService
from services.sale.checkout import CheckoutService
from services.sale.doubt import DoubtService
from services.sale.form import FormService
from services.sale.offer import OfferService
from services.sale.order import OrderService
from services.sale.person import PersonService
from services.sale.search import SearchService
from services.sale.stockroom import Stockroom
from services.sale.switch import SwitchService
from utils.clock import Clock
from utils.l10n import Translators
from wiring import Acts


@dataclass(frozen=True, slots=True)
class Tools:
    """What the desks are built with."""

    shop: Shop
    users: UserService
    products: ProductService
    finder: Finder
    demand: DemandService
    carts: CartService
    till: CheckoutService
    switches: SwitchService
    offers: OfferService
    orders: OrderService
    decisions: DecisionService
    refunds: RefundService
    acts: Acts
    destinations: Destinations
    looks: Looks
    wallets: WalletService
    health: HealthService
    set_aside: SetAsideService
    doubts: DoubtService
    stockroom: Stockroom
    accounts: Accounts
    search: SearchService
    people: PersonService
    drafts: DraftService
    talk: TalkService
    team: TeamService
    roles: RoleService
    texts: Translators
    protect_goods: bool
    network: str
    commands: CommandMenu
    clock: Clock
    faces: Faces
    board: Board

    @property
    def menu(self) -> Menu:
        return Menu(self.users, self.carts, self.orders, self.shop, self.clock)

    @property
    def house(self) -> House:
        return House(self.shop, self.texts, self.accounts)

    @property
    def cards(self) -> ProductCards:
        return ProductCards(self.products, self.shop)

    @property
    def lookup(self) -> Lookup:
        return Lookup(self.finder, self.products, self.cards, self.talk, self.shop)

    @property
    def sharing(self) -> Sharing:
        return Sharing(self.finder, self.products, self.shop)

    @property
    def ordering(self) -> Ordering:
        return Ordering(self.till, self.offers, self.orders, self.users, self.shop, self.accounts)

    @property
    def forms(self) -> FormService:
        return FormService(self.drafts)

    @property
    def steps(self) -> Steps:
        return Steps(self.ordering, self.forms, self.users)

    @property
    def conversation(self) -> Conversation:
        return Conversation(self.talk, self.users)


def build_desks(tools: Tools) -> list[Desk]:
    """Every desk of the shop: a new one is added here."""
    return [
        HomeDesk(tools.users, tools.menu, tools.commands, tools.cards, tools.house),
        *_account(tools),
        build_fallback(tools),
        ShelfDesk(tools.products, tools.shop),
        ProductDesk(tools.products, tools.demand, tools.cards, tools.users),
        SearchDesk(tools.lookup, tools.sharing, tools.talk, tools.menu),
        CartDesk(tools.carts, tools.shop),
        *_till(tools),
        OrderDesk(
            tools.orders,
            tools.looks,
            tools.carts,
            tools.shop,
            tools.clock,
            protect=tools.protect_goods,
        ),
        CorrectDesk(Correcting(tools.acts.parcels, tools.users, tools.drafts)),
        SwitchDesk(tools.switches, tools.offers, tools.orders, tools.looks),
        DestinationDesk(tools.destinations, tools.users, tools.orders),
        *_office(tools),
    ]


def _office(tools: Tools) -> list[Desk]:
    """Where admins work."""
    cards, users = Cards(tools.faces), tools.users
    waiting = Waiting(tools.health, tools.set_aside, tools.talk, tools.doubts)
    return [
        WorkDesk(cards, tools.orders, tools.search, users, waiting),
        AdminOrderDesk(cards, tools.orders, tools.looks, users, tools.drafts, tools.acts.parcels),
        BulkDesk(tools.orders, tools.acts.parcels, tools.drafts),
        AdminCorrectDesk(Correcting(tools.acts.parcels, users, tools.drafts)),
        DecisionDesk(cards, tools.decisions),
        RefundDesk(cards, tools.refunds, tools.destinations, users, tools.network),
        ReversalDesk(cards, tools.acts.reversals, tools.destinations, users),
        ActsDesk(cards, tools.acts.hand, tools.looks, tools.clock),
        ByHandDesk(cards, tools.acts.hand, users, tools.drafts),
        KeyDesk(cards, tools.wallets),
        PersonDesk(tools.people, users),
        MembershipDesk(tools.stockroom.groups, tools.people),
        UpkeepDesk(waiting, tools.orders),
        DoubtDesk(tools.doubts),
        TeamDesk(tools.team, users, tools.commands),
        AnswerDesk(tools.conversation, tools.talk, users),
        *_stockroom(tools),
    ]


def _account(tools: Tools) -> list[Desk]:
    """Everybody's own affairs, and what the shop says of itself."""
    accounts, users, orders = tools.accounts, tools.users, tools.orders
    return [
        AccountDesk(accounts, users, tools.menu, tools.shop),
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


def _till(tools: Tools) -> list[Desk]:
    ordering = tools.ordering
    steps = Steps(ordering, tools.forms, tools.users)
    return [CheckoutDesk(ordering, steps), DeliveryDesk(ordering, tools.forms, steps)]


def build_fallback(tools: Tools) -> TalkDesk:
    """The desk for everything that no other takes."""
    return TalkDesk(
        tools.conversation, tools.talk, tools.drafts, tools.menu, tools.lookup, tools.steps
    )
