"""What the desks of the shop are built with; a part of the composition root."""

from dataclasses import dataclass

from handlers.board import Board
from handlers.checkup import Care
from handlers.commands import CommandMenu
from handlers.conversation import Conversation
from handlers.faces import Faces
from handlers.user.card import ProductCards
from handlers.user.gift import GiftDesk
from handlers.user.home import House
from handlers.user.linked import Links
from handlers.user.lookup import Lookup
from handlers.user.menu import Menu
from handlers.user.ordering import Ordering
from handlers.user.refill import Refills
from handlers.user.search import Sharing
from handlers.user.steps import Steps
from handlers.user.voucher import Redeeming
from services.goods.demand import DemandService
from services.goods.finding import Finder
from services.goods.product import ProductService
from services.keys.wallet import WalletService
from services.money.decision import DecisionService
from services.money.destination import Destinations
from services.money.hands import Hands
from services.money.look import Looks
from services.money.methods import MethodService
from services.money.refund import RefundService
from services.people.draft import DraftService
from services.people.review import ReviewService
from services.people.role import RoleService
from services.people.talk import TalkService
from services.people.team import TeamService
from services.people.user import UserService
from services.running.health import HealthService
from services.running.noticing import NoticeService
from services.running.setting_aside import SetAsideService
from services.running.shop import Shop
from services.sale.account import Accounts
from services.sale.acts import Acts
from services.sale.cart import CartService
from services.sale.checkout import CheckoutService
from services.sale.doubt import DoubtService
from services.sale.folk import Folk
from services.sale.form import FormService
from services.sale.offer import OfferService
from services.sale.office import Office
from services.sale.order import OrderService
from services.sale.person import PersonService
from services.sale.refill import RefillService
from services.sale.search import SearchService
from services.sale.stockroom import Stockroom
from services.sale.support import Support
from services.sale.switch import SwitchService
from utils.clock import Clock
from utils.l10n import Translators


@dataclass(frozen=True, slots=True)
class Tools:
    """What the desks are built with."""

    office: Office
    care: Care
    shop: Shop
    users: UserService
    products: ProductService
    finder: Finder
    demand: DemandService
    reviews: ReviewService
    carts: CartService
    till: CheckoutService
    switches: SwitchService
    refills: RefillService
    offers: OfferService
    orders: OrderService
    acts: Acts
    hands: Hands
    looks: Looks
    wallets: WalletService
    health: HealthService
    set_aside: SetAsideService
    notices: NoticeService
    methods: MethodService
    doubts: DoubtService
    stockroom: Stockroom
    accounts: Accounts
    search: SearchService
    folk: Folk
    drafts: DraftService
    support: Support
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
    def talk(self) -> TalkService:
        return self.support.talk

    @property
    def decisions(self) -> DecisionService:
        return self.acts.decisions

    @property
    def refunds(self) -> RefundService:
        return self.acts.refunds

    @property
    def destinations(self) -> Destinations:
        return self.acts.destinations

    @property
    def people(self) -> PersonService:
        return self.folk.cards

    @property
    def menu(self) -> Menu:
        orders, gifts = self.orders, self.hands.gifts
        return Menu(self.users, self.carts, orders, self.shop, self.clock, gifts)

    @property
    def gifts(self) -> GiftDesk:
        return GiftDesk(self.hands.gifts, self.users, self.menu)

    @property
    def links(self) -> Links:
        return Links(self.cards, self.hands.gifts, self.refilling, self.menu, self.redeeming)

    @property
    def refilling(self) -> Refills:
        return Refills(self.refills, self.offers, self.orders, self.users)

    @property
    def redeeming(self) -> Redeeming:
        return Redeeming(self.hands.vouchers, self.carts, self.menu, self.shop)

    @property
    def house(self) -> House:
        return House(self.shop, self.texts, self.accounts)

    @property
    def cards(self) -> ProductCards:
        return ProductCards(self.products, self.shop, self.office.footfall)

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
