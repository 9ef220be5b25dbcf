"""A whole shop on a real database, with a fake chain, fake prices and a clock that obeys."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from db import Database
from models.invoice import Invoice, Transfer
from models.order import Order
from models.outbox import OutboxMessage
from models.product import Category, Product, ProductKind, Variant
from models.stock import StockUnit
from models.user import User
from services.goods.batch import BatchService
from services.goods.dashboard import DashboardService
from services.goods.files import FileIntakeService, SharingService, seal_of_limit
from services.goods.intake import IntakeService
from services.goods.keeping import KeepingService
from services.goods.removal import RemovalService
from services.goods.unit import sealed_unit
from services.keys.wallet import KeyDelivery, WalletService
from services.money.accounting import Accounting
from services.money.decision import DecisionService
from services.money.destination import Destinations
from services.money.gift_facts import GiftTerms
from services.money.hands import Given, Hands
from services.money.payment import PaymentService, WatchTerms
from services.money.policy import Policy
from services.money.proof import ProofTerms
from services.money.rate import RateService
from services.money.receipt import ReceiptService
from services.money.refund import RefundService
from services.money.reversal import ReversalService
from services.people.review import ReviewService, ReviewTerms
from services.people.role import RoleService
from services.people.user import UserService
from services.running.noticing import NoticeService
from services.running.notification import Notifications
from services.running.outbox import OutboxService
from services.running.setting_aside import SetAsideService
from services.sale.cart import CartService
from services.sale.checkout import CheckoutService, OrderTerms
from services.sale.doubt import DoubtService
from services.sale.intervention import InterventionService
from services.sale.lifecycle import Lifecycle
from services.sale.office import Office, OfficeTerms
from services.sale.order import OrderService
from services.sale.parcel import ParcelService
from services.sale.patience import Patience
from services.sale.purse import CreditService
from services.sale.refill import RefillService, RefillTerms
from services.sale.replacement import ReplacementService
from services.sale.support import Support
from services.sale.switch import SwitchService
from services.sale.voucher_making import VoucherMaking
from tests.fakes import FakeChain, FakeClock, FakeRates
from utils.chains.base import ChainClient
from utils.chains.failover import FailoverClient
from utils.sealing import Sealer
from utils.wallets.address import parse_address
from utils.wallets.bitcoin import BitcoinWallet
from utils.wallets.ethereum import EthereumWallet

ADMINS = (1, 2)
SECRET = hashlib.sha256(b"services").hexdigest()


@dataclass
class ShopWorld:
    """Every service, and short ways to set a scene."""

    database: Database
    clock: FakeClock = field(default_factory=FakeClock)
    key_delivery: KeyDelivery = "reveal"
    bot_id: int = 0
    transfer_cap: int = 0
    four_eyes_above: int | None = None

    def __post_init__(self) -> None:
        uow, clock = self.database.uow, self.clock
        self.uow = uow
        self.sealer = Sealer(SECRET)
        self.chain = FakeChain(clock)
        self.ether = FakeChain(clock, final_lag=8)
        self.sources = (FakeRates(clock, "one"), FakeRates(clock, "two"))
        self.restart()

    @property
    def chains(self) -> dict[str, ChainClient]:
        """Each behind a fail-over of its own, as in a shop with one source."""
        return {"BTC": FailoverClient([self.chain]), "ETH": FailoverClient([self.ether])}

    @property
    def refills(self) -> RefillService:
        base = (self.uow, self.clock, self.rates, self.wallets, self.lifecycle, self.terms)
        return RefillService(*base, RefillTerms("USD", 500, 100_000))

    @property
    def support(self) -> Support:
        return Support.of(self.uow, self.clock, self.notifications)

    def restart(self) -> None:
        """A new process: every service begins with what the database remembers."""
        uow, clock = self.uow, self.clock
        self.notifications = Notifications(ADMINS, clock, lambda: None, bot_id=self.bot_id)
        self.policy, self.notices = Policy(), NoticeService(uow, clock, self.notifications)
        self.lifecycle = Lifecycle(self.notifications, four_eyes_above=self.four_eyes_above)
        self.rates = RateService(
            self.sources, clock, ["BTC", "ETH"], currency="USD", spread_percent=Decimal(1)
        )
        self.wallets = WalletService(
            uow,
            clock,
            {
                "BTC": BitcoinWallet(bytes(range(64)), "regtest"),
                "ETH": EthereumWallet(bytes(range(64)), "regtest"),
            },
            self.chains,
            self.notifications,
            self.key_delivery,
        )
        self.terms = OrderTerms(
            timeout=timedelta(minutes=30),
            patience=Patience(),
            currency="USD",
            confirmations={"BTC": ((0, 1), (50_000, 3)), "ETH": ((0, 1),)},
        )
        self.till = CheckoutService(
            uow, clock, self.rates, self.wallets, self.lifecycle, self.sealer, self.terms
        )
        self.switches = SwitchService(
            uow, clock, self.rates, self.wallets, self.lifecycle, self.terms
        )
        self.orders = OrderService(uow, clock, self.lifecycle, self.sealer, self.rates)
        self.parcels = ParcelService(uow, clock, self.lifecycle, self.sealer, self.orders)
        self.hand = InterventionService(uow, clock, self.lifecycle)
        self.decisions = DecisionService(uow, clock, self.lifecycle, self.policy)
        self._open_refunds()
        self._open_hands()
        self.payments = PaymentService(
            uow,
            clock,
            self.chains,
            self.accounting(),
            WatchTerms(timedelta(seconds=15)),
        )
        self.receipts = ReceiptService(uow, clock, self.chains)
        self._open_stockroom()
        self.carts = CartService(uow, clock)
        self.users = UserService(uow, clock, lambda code: code or "en")
        self.outbox = OutboxService(uow, clock, self.notifications)
        self.reviews = ReviewService(uow, clock, self.notifications, ReviewTerms())
        self.set_aside = SetAsideService(uow, clock, self.notifications)
        self.doubts = DoubtService(uow, clock, self.lifecycle)

    def _open_stockroom(self) -> None:
        uow, clock = self.uow, self.clock
        self.shelves = DashboardService(uow, "USD")
        self.keeping = KeepingService(uow, clock, "USD")
        terms = OfficeTerms("USD", ZoneInfo("UTC"))
        self.office = Office.of(uow, clock, self.notifications, terms)
        self.intake = IntakeService(uow, clock, self.sealer, "USD")
        self.filing = FileIntakeService(uow, clock, self.sealer, "USD")
        self.sharing = SharingService(uow, clock, self.sealer)
        self.batches = BatchService(uow, clock, self.notifications)
        self.removal = RemovalService(uow, clock, self.notifications, self.sealer)
        self.replacing = ReplacementService(uow, clock, self.lifecycle)

    def _open_refunds(self) -> None:
        parse = partial(parse_address, network="regtest")
        self.places = Destinations(self.uow, self.clock, self.lifecycle, self.sealer, parse)
        self.refunds = RefundService(
            self.uow, self.clock, self.lifecycle, self.places, self.rates, self.chains
        )
        self.reversals = ReversalService(
            self.uow, self.clock, self.lifecycle, self.rates, self.refunds
        )

    def _open_hands(self) -> None:
        roles = RoleService(self.uow, self.clock, lambda: set(ADMINS))
        base, eyes = (self.uow, self.clock, self.notifications), self.lifecycle.eyes
        credit = CreditService(*base, roles, "USD", eyes)
        making = VoucherMaking(self.uow, self.clock, "USD", eyes)
        given = Given(self.reversals, self.refunds, self.decisions, self.hand, credit, making)
        terms = GiftTerms("USD", self.transfer_cap)
        self.hands = Hands.of(self.uow, self.clock, self.lifecycle, roles, given, terms)

    def accounting(self, agree_from: int | None = None) -> Accounting:
        """`agree_from`: minor units from which one source is not enough."""
        proof = ProofTerms(self.terms.confirmations, agree_from)
        return Accounting(self.clock, self.rates, self.lifecycle, self.policy, proof)

    async def customer(self, user_id: int = 100) -> int:
        await self.users.register(user_id, f"user {user_id}", None, "en")
        return user_id

    async def variant(
        self, stock: int, kind: ProductKind = ProductKind.DIGITAL, price: int = 1000
    ) -> int:
        """A product with one variant and that much stock; the variant's id."""
        async with self.uow() as uow:
            category = await uow.products.find_category("things")
            if category is None:
                category = Category(name="things", position=0)
                await uow.products.add(category)
            number = await uow.session.scalar(select(func.count()).select_from(Product))
            product = Product(category_id=category.id, name=f"thing {number}", kind=kind)
            await uow.products.add(product)
            variant = Variant(product_id=product.id, name="", price=price)
            await uow.products.add(variant)
            if kind is ProductKind.PHYSICAL:
                await uow.stock.receive(variant.id, stock, self.clock())
            for unit in range(stock if kind is ProductKind.DIGITAL else 0):
                await uow.stock.add_unit(self._unit(variant.id, unit))
        return variant.id

    def _unit(self, variant_id: int, number: int) -> StockUnit:
        return sealed_unit(self.sealer, variant_id, f"KEY-{variant_id}-{number}", self.clock())

    async def order(
        self, user_id: int = 100, quantity: int = 1, stock: int = 5, asset: str = "BTC"
    ) -> int:
        """A customer with an open order for some of a fresh digital variant."""
        return await self.place(user_id, await self.variant(stock), quantity, asset)

    async def place(
        self, user_id: int, variant_id: int, quantity: int = 1, asset: str = "BTC"
    ) -> int:
        """A customer's open order for some of that."""
        await self.customer(user_id)
        await self.carts.add(user_id, variant_id, quantity)
        return await self.till.place(user_id, asset)

    async def refill(self, user_id: int = 100, amount: int = 2_500, asset: str = "BTC") -> int:
        """A customer with an open refill."""
        return await self.refills.place(await self.customer(user_id), asset, amount)

    async def invoice(self, order_id: int) -> Invoice:
        invoice = (await self.orders.card(order_id)).invoice
        assert invoice is not None
        return invoice

    async def load(self, order_id: int) -> Order:
        return (await self.orders.card(order_id)).order

    async def transfers(self, order_id: int) -> list[Transfer]:
        return list((await self.orders.card(order_id)).transfers)

    async def user(self, user_id: int = 100) -> User:
        async with self.uow.read() as uow:
            return await uow.users.get(user_id)

    async def stock(self, variant_id: int) -> tuple[int, int]:
        """(stock, reserved)"""
        async with self.uow.read() as uow:
            variant = await uow.products.find_variant(variant_id)
        assert variant is not None
        return variant.stock_quantity, variant.reserved_quantity

    async def limit(self, variant_id: int) -> str:
        """The seal of how many may be sold, as it is shown."""
        return seal_of_limit((await self.removal.shelf(variant_id)).variant)

    async def variant_of(self, order_id: int) -> int:
        return (await self.load(order_id)).lines[0].variant_id

    async def pay(self, order_id: int, share: Decimal | str = "1") -> str:
        """Send that share of what is due; the transaction id."""
        invoice = await self.invoice(order_id)
        chain = self.ether if invoice.asset == "ETH" else self.chain
        return chain.pay(invoice.address.address, int(invoice.due * Decimal(share)))

    async def events(self, chat_id: int | None = None) -> list[str]:
        """What was queued, in order."""
        rows = await self.messages()
        return [row.event for row in rows if chat_id in (None, row.chat_id)]

    async def messages(self) -> list[OutboxMessage]:
        async with self.uow.read() as uow:
            return list(await uow.outbox.all())

    async def credit(self, user_id: int = 100) -> int:
        return await self.users.credit(user_id, "USD")

    async def violations(self) -> list[str]:
        async with self.uow.read() as uow:
            found = await uow.invariants.violations()
        return [f"{violation.name}: {violation.rows}" for violation in found]


@pytest.fixture
async def world(database: Database) -> AsyncIterator[ShopWorld]:
    """On every database flavour; the invariants are checked after each test."""
    shop = ShopWorld(database)
    await shop.rates.refresh()
    yield shop
    assert await shop.violations() == []
