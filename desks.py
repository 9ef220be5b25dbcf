"""Every desk of the shop and what it is built with; a part of the composition root."""

from dataclasses import dataclass

from handlers.admin.card import Cards
from handlers.admin.decision import DecisionDesk
from handlers.admin.key import KeyDesk
from handlers.admin.order import AdminOrderDesk
from handlers.admin.refund import RefundDesk
from handlers.press import Desk
from handlers.user.cart import CartDesk
from handlers.user.checkout import CheckoutDesk
from handlers.user.home import HomeDesk
from handlers.user.order import OrderDesk
from handlers.user.product import ProductDesk
from handlers.user.refund import DestinationDesk
from services.goods.product import ProductService
from services.keys.wallet import WalletService
from services.money.decision import DecisionService
from services.money.destination import Destinations
from services.money.look import Looks
from services.money.refund import RefundService
from services.people.user import UserService
from services.running.health import HealthService
from services.running.shop import Shop
from services.sale.cart import CartService
from services.sale.checkout import CheckoutService
from services.sale.order import OrderService
from utils.l10n import Translators


@dataclass(frozen=True, slots=True)
class Tools:
    """What the desks are built with."""

    shop: Shop
    users: UserService
    products: ProductService
    carts: CartService
    till: CheckoutService
    orders: OrderService
    decisions: DecisionService
    refunds: RefundService
    destinations: Destinations
    looks: Looks
    wallets: WalletService
    health: HealthService
    texts: Translators
    protect_goods: bool


def build_desks(tools: Tools) -> list[Desk]:
    """Every desk of the shop: a new one is added here."""
    cards = Cards(tools.orders, tools.wallets)
    return [
        HomeDesk(tools.users, tools.shop, tools.texts),
        ProductDesk(tools.products, tools.users, tools.shop),
        CartDesk(tools.carts, tools.users, tools.shop),
        CheckoutDesk(tools.till, tools.orders, tools.users, tools.shop),
        OrderDesk(tools.orders, tools.looks, protect=tools.protect_goods),
        AdminOrderDesk(cards, tools.orders, tools.looks, tools.health),
        DecisionDesk(cards, tools.decisions),
        RefundDesk(cards, tools.refunds, tools.destinations, tools.users),
        DestinationDesk(tools.destinations, tools.users),
        KeyDesk(tools.wallets),
    ]
