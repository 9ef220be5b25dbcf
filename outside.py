"""The composition root's outer ring: settings in; chain clients, price sources and wallets out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from config import Settings
from utils.chains import solana
from utils.chains.base import ChainClient, ChainSource
from utils.chains.esplora import EsploraClient
from utils.chains.ethereum import EthereumClient
from utils.chains.failover import FailoverClient
from utils.chains.genesis import GENESIS
from utils.chains.level import Rhythm
from utils.chains.node import NodeClient
from utils.chains.solana import SolanaClient
from utils.clock import Clock
from utils.http import manners_for
from utils.proxy import proxy_for
from utils.rates.base import RateSource
from utils.rates.binance import BinanceRates
from utils.rates.coinbase import CoinbaseRates
from utils.rates.kraken import KrakenRates
from utils.rates.mempool import MempoolRates
from utils.rates.ticker import Ticker
from utils.uri import CHAIN_IDS
from utils.wallets.base import Wallet
from utils.wallets.bitcoin import BitcoinWallet
from utils.wallets.ethereum import EthereumWallet
from utils.wallets.litecoin import LitecoinWallet
from utils.wallets.solana import SolanaWallet

WATCHED = timedelta(days=91)
"""How far back an own node searches for addresses it did not know: as long as they are watched."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`oldest_tip`: a best block older than this means a source stands still (live networks only);
    `most_behind`: blocks or slots a source may be behind another; `per_scan`: addresses that a
    scan asks of public sources; `rhythm`: when the live network began, and how it grows.
    """

    oldest_tip: timedelta
    most_behind: int
    per_scan: int
    rhythm: Rhythm


WHOLE_SHOP = 10_000
"""Addresses in one scan where many of them go into one request."""
ONE_BY_ONE = 200
"""Addresses in one scan where each is a request: under a minute at four a second."""
MINED_AHEAD = timedelta(hours=2)
"""How far ahead of the clock Bitcoin's and Litecoin's rules let a block be."""
SET_AHEAD = timedelta(minutes=5)
"""Where the time is the network's own, a source that is ahead leaves room for our clock alone."""
PACES = {
    "BTC": Pace(
        timedelta(hours=2),
        3,
        ONE_BY_ONE,
        Rhythm(datetime(2009, 1, 3, tzinfo=UTC), timedelta(minutes=10), MINED_AHEAD),
    ),
    "LTC": Pace(
        timedelta(minutes=40),
        6,
        ONE_BY_ONE,
        Rhythm(datetime(2011, 10, 7, tzinfo=UTC), timedelta(seconds=150), MINED_AHEAD),
    ),
    "ETH": Pace(
        timedelta(seconds=90),
        10,
        WHOLE_SHOP,
        Rhythm(datetime(2015, 7, 30, tzinfo=UTC), timedelta(seconds=12), SET_AHEAD),
    ),
    "SOL": Pace(
        timedelta(seconds=60),
        150,
        WHOLE_SHOP,
        Rhythm(datetime(2020, 3, 16, tzinfo=UTC), timedelta(milliseconds=400), SET_AHEAD),
    ),
}
WALLETS: dict[str, Callable[..., Wallet]] = {
    "BTC": BitcoinWallet,
    "LTC": LitecoinWallet,
    "ETH": EthereumWallet,
    "SOL": SolanaWallet,
}


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that talks to the world beyond Telegram."""

    chains: dict[str, ChainClient]
    sources: tuple[RateSource, ...]
    wallets: dict[str, Wallet]

    async def aclose(self) -> None:
        for chain in self.chains.values():
            await chain.aclose()
        for source in self.sources:
            await source.aclose()


def connect(settings: Settings, seed: bytes, clock: Clock, watched: Sequence[str] = ()) -> Outside:
    """Clients for every coin of CURRENCIES, and for those in `watched` that a source is known of;
    nothing is asked yet. `seed`: 64 bytes, BIP39.
    """
    still = [asset for asset in watched if settings.names_source(asset)]
    coins = dict.fromkeys((*settings.currencies, *still))
    return Outside(
        chains={asset: chain_client(settings, asset, clock) for asset in coins},
        sources=rate_sources(settings, clock),
        wallets=wallets(settings, seed),
    )


def wallets(settings: Settings, seed: bytes) -> dict[str, Wallet]:
    """Keys alone, of every coin: one that is not taken any more may still have orders."""
    return {asset: wallet(seed, settings.network) for asset, wallet in WALLETS.items()}


def chain_client(settings: Settings, asset: str, clock: Clock) -> ChainClient:
    sources = {
        "BTC": _utxo_sources,
        "LTC": _utxo_sources,
        "ETH": _ethereum_sources,
        "SOL": _solana_sources,
    }[asset](settings, asset, clock)
    pace = PACES[asset]
    per_scan = WHOLE_SHOP if isinstance(sources[0], NodeClient) else pace.per_scan
    live = replace(pace.rhythm, clock=clock) if settings.network == "mainnet" else None
    return FailoverClient(sources, most_behind=pace.most_behind, per_scan=per_scan, rhythm=live)


def _utxo_sources(settings: Settings, asset: str, clock: Clock) -> Sequence[ChainSource]:
    """The own node when there is one, asked without a proxy; else public APIs."""
    genesis, oldest = GENESIS[asset, settings.network], _oldest_tip(settings, asset)
    name = asset.lower()
    if (node := getattr(settings, f"{name}_rpc_url")) is not None:
        url = node.get_secret_value()
        return [NodeClient(url, clock=clock, rescan=WATCHED, max_tip_age=oldest, genesis=genesis)]
    client = partial(EsploraClient, clock=clock, genesis=genesis, max_tip_age=oldest)
    return _each(settings, getattr(settings, f"{name}_api_urls"), client)


def _ethereum_sources(settings: Settings, asset: str, clock: Clock) -> Sequence[ChainSource]:
    chain_id, oldest = CHAIN_IDS[settings.network], _oldest_tip(settings, asset)
    client = partial(EthereumClient, clock=clock, chain_id=chain_id, max_tip_age=oldest)
    return _each(settings, settings.eth_rpc_urls, client)


def _solana_sources(settings: Settings, asset: str, clock: Clock) -> Sequence[ChainSource]:
    genesis, oldest = solana.GENESIS.get(settings.network, ()), _oldest_tip(settings, asset)
    client = partial(SolanaClient, clock=clock, genesis=genesis, max_tip_age=oldest)
    return _each(settings, settings.sol_rpc_urls, client)


def _each(
    settings: Settings, urls: Sequence[str], client: Callable[..., ChainSource]
) -> Sequence[ChainSource]:
    """Through the proxy, where there is one."""
    proxy = _proxy(settings)
    return [client(url, manners=manners_for(url, proxy)) for url in urls]


def _oldest_tip(settings: Settings, asset: str) -> timedelta | None:
    return PACES[asset].oldest_tip if settings.network == "mainnet" else None


def proxies(settings: Settings) -> list[str]:
    """For each address of chains and prices, what it is asked through: empty for no proxy."""
    asked = [url for asset in settings.currencies for url in _public(settings, asset)]
    asked += [url for url in _rate_urls(settings).values() if url]
    own_nodes = [asset for asset in settings.currencies if not _public(settings, asset)]
    return [*(proxy_for(url, _proxy(settings)) for url in asked), *("" for _ in own_nodes)]


def _public(settings: Settings, asset: str) -> Sequence[str]:
    """None where the shop's own node is asked."""
    if getattr(settings, f"{asset.lower()}_rpc_url", None):
        return ()
    return {
        "BTC": settings.btc_api_urls,
        "LTC": settings.ltc_api_urls,
        "ETH": settings.eth_rpc_urls,
        "SOL": settings.sol_rpc_urls,
    }[asset]


def rate_sources(settings: Settings, clock: Clock) -> tuple[RateSource, ...]:
    """Those that are not switched off."""
    proxy = _proxy(settings)
    kinds = _rate_urls(settings).items()
    return tuple(kind(url, clock=clock, proxy=proxy) for kind, url in kinds if url)


def _rate_urls(settings: Settings) -> dict[type[Ticker], str | None]:
    return {
        KrakenRates: settings.rate_url_kraken,
        CoinbaseRates: settings.rate_url_coinbase,
        BinanceRates: settings.rate_url_binance,
        MempoolRates: settings.rate_url_mempool,
    }


def _proxy(settings: Settings) -> str:
    return settings.outside_proxy.get_secret_value() if settings.outside_proxy else ""
