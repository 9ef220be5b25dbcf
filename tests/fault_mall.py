"""The shop of the fault run: every service, four coins, real clients of faulty providers."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from db import Database
from services.keys.wallet import WalletService
from services.money.payment import PaymentService, WatchTerms
from services.money.policy import Policy
from services.money.rate import RateService
from services.people.user import UserService
from services.running.notification import Notifications
from services.sale.cart import CartService
from services.sale.checkout import CheckoutService, OrderTerms
from services.sale.lifecycle import Lifecycle
from services.sale.order import OrderService
from services.sale.patience import Patience
from tests.fakes import FakeRates, WrongClock
from tests.fault_networks import Network
from tests.services.conftest import ADMINS, SECRET, ShopWorld
from utils.chains.base import ChainClient
from utils.sealing import Sealer
from utils.wallets.bitcoin import BitcoinWallet
from utils.wallets.ethereum import EthereumWallet
from utils.wallets.litecoin import LitecoinWallet
from utils.wallets.solana import SolanaWallet

TIMEOUT = timedelta(hours=1)
AGREE_FROM = 20_000
CHEAP, DEAR = 1_000, 50_000
"""Prices in minor units, well below and above what takes two sources. Only payments for dear ones
are invented: below the threshold one source is believed, and that is what the threshold means."""
PRICES = {"BTC": Decimal(50_000), "LTC": Decimal(80), "ETH": Decimal(3_000), "SOL": Decimal(150)}
SEED = bytes(range(64))
WALLETS = {
    "BTC": BitcoinWallet,
    "LTC": LitecoinWallet,
    "ETH": EthereumWallet,
    "SOL": SolanaWallet,
}
CONFIRMATIONS = {
    "BTC": ((0, 1), (AGREE_FROM, 3)),
    "LTC": ((0, 2), (AGREE_FROM, 4)),
    "ETH": ((0, 1),),
    "SOL": ((0, 1),),
}


class Mall(ShopWorld):
    """The shop with four coins and real clients."""

    def __init__(self, database: Database, clock: WrongClock, networks: dict[str, Network]) -> None:
        self.offered = tuple(PRICES)
        self.database, self.clock, self.uow = database, clock, database.uow
        self.wrong_clock = clock
        self.networks = networks
        self.sealer = Sealer(SECRET)
        self.sources = (FakeRates(clock, "one"), FakeRates(clock, "two"))
        for source in self.sources:
            source.values = PRICES
        self.restart()

    @property
    def chains(self) -> dict[str, ChainClient]:
        return {asset: network.client for asset, network in self.networks.items()}

    def restart(self) -> None:
        uow, clock, self.policy = self.uow, self.clock, Policy()
        self.notifications = Notifications(ADMINS, clock, lambda: None)
        self.lifecycle = Lifecycle(self.notifications)
        self.rates = RateService(
            self.sources,
            clock,
            self.offered,
            currency="USD",
            spread_percent=Decimal(1),
            watched=tuple(PRICES),
        )
        wallets = {asset: wallet(SEED, "regtest") for asset, wallet in WALLETS.items()}
        self.wallets = WalletService(uow, clock, wallets, self.chains, self.notifications, "reveal")
        self.terms = OrderTerms(TIMEOUT, Patience(), "USD", CONFIRMATIONS)
        self.till = CheckoutService(
            uow, clock, self.rates, self.wallets, self.lifecycle, self.sealer, self.terms
        )
        self.orders = OrderService(uow, clock, self.lifecycle, self.sealer, self.rates)
        terms = WatchTerms(timedelta(minutes=10))
        self.payments = PaymentService(uow, clock, self.chains, self.accounting(AGREE_FROM), terms)
        self.carts, self.users = CartService(uow, clock), UserService(uow, clock, lambda _: "en")

    async def offer(self, assets: Sequence[str]) -> None:
        """Another CURRENCIES, and a restart."""
        self.offered = tuple(assets)
        self.restart()
        await self.rates.refresh()

    async def look(self) -> None:
        """What the jobs of the shop do in one step."""
        await self.rates.refresh()
        await self.wallets.prepare_all()
        for asset in self.networks:
            await self.payments.scan(asset)
        await self.payments.expire_overdue()
