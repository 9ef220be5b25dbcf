"""Settings that are good alone and not together: what they contradict each other in, in words."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from pydantic import SecretStr

from utils.currencies import QUOTED
from utils.endpoints import source
from utils.location import Server
from utils.sealing import MAKE_ONE
from utils.threshold import NEVER

if TYPE_CHECKING:
    from config import Settings

EXCHANGES = ("rate_url_kraken", "rate_url_coinbase", "rate_url_binance")
SOURCES = {
    "BTC": ("btc_api_urls", "btc_rpc_url"),
    "LTC": ("ltc_api_urls", "ltc_rpc_url"),
    "ETH": ("eth_rpc_urls",),
    "SOL": ("sol_rpc_urls",),
}
"""Per coin, the settings that name where its chain is read."""


REFILLS = ("min_refill", "max_refill")


def _amounts(settings: "Settings") -> dict[str, Callable[[], object]]:
    """Settings that are amounts of money."""
    tiers = ("confirmations_btc", "confirmations_ltc")
    return {
        "agreement_above": settings.agreement_from,
        "transfer_daily_cap": partial(settings.amount_of, "transfer_daily_cap"),
        "four_eyes_above": settings.four_eyes_from,
        **{name: partial(settings.tiers_of, name) for name in tiers},
        **{name: partial(settings.amount_of, name) for name in REFILLS},
    }


class Clash(NamedTuple):
    """Settings that are good alone and not together."""

    names: frozenset[str]
    words: str


def clashes(settings: "Settings") -> Iterator[Clash]:
    yield from _incomplete(settings)
    yield from _unpriced(settings)
    yield from _confused(settings)
    yield from _one_sighted(settings)
    yield from _no_refills(settings)
    yield from _shared(settings)
    for name, read in _amounts(settings).items():
        try:
            read()
        except ValueError as error:
            yield Clash(frozenset({name, "shop_currency"}), f"{name.upper()}: {error}")


def _no_refills(settings: "Settings") -> Iterator[Clash]:
    with suppress(ValueError):  # which is said of the one that is wrong
        least, most = map(settings.amount_of, REFILLS)
        if 0 < most < least:
            words = "MIN_REFILL is more than MAX_REFILL: no sum could be refilled"
            yield Clash(frozenset(REFILLS), words)


def _one_sighted(settings: "Settings") -> Iterator[Clash]:
    """Keys in notices are read by one person alone."""
    is_asked = settings.four_eyes_above.strip().lower() != NEVER
    if is_asked and settings.admin_key_delivery == "inline":
        yield Clash(
            frozenset({"four_eyes_above", "admin_key_delivery"}),
            "ADMIN_KEY_DELIVERY=inline shows every key to one person alone: use reveal or never, or"
            " set FOUR_EYES_ABOVE=never",
        )


def _shared(settings: "Settings") -> Iterator[Clash]:
    """What a watcher elsewhere holds opens nothing else."""
    given = settings.hint_secret
    for name in ("secret_key", "database_key", "bot_token"):
        if given is not None and given == getattr(settings, name):
            words = f"HINT_SECRET and {name.upper()} are the same: make one for hints alone"
            yield Clash(frozenset({"hint_secret", name}), words)


def _incomplete(settings: "Settings") -> Iterator[Clash]:
    """A live shop (one with a token) needs a key to seal with and somebody to tell."""
    if settings.bot_token is not None and settings.secret_key is None:
        words = f"SECRET_KEY is missing; make one with: {MAKE_ONE}"
        yield Clash(frozenset({"bot_token", "secret_key"}), words)
    if settings.bot_token is not None and not settings.admin_ids:
        words = "ADMIN_IDS is missing: your numeric Telegram id; ask @userinfobot"
        yield Clash(frozenset({"bot_token", "admin_ids"}), words)
    if settings.network == "mainnet":
        return
    for asset in settings.currencies:  # the default addresses are mainnet's
        if not set(SOURCES[asset]) & settings.model_fields_set:
            names = " or ".join(map(str.upper, SOURCES[asset]))
            yield Clash(
                frozenset({"network", "currencies", *SOURCES[asset]}),
                f"{names} must name a source for {settings.network}, or take {asset} out of"
                " CURRENCIES",
            )


def _unpriced(settings: "Settings") -> Iterator[Clash]:
    """A price is agreed on by two exchanges at least, in a currency that both quote."""
    on = {n.removeprefix("rate_url_") for n in EXCHANGES if getattr(settings, n) is not None}
    names = ", ".join(EXCHANGES).upper()
    if len(on) < 2:
        words = f"a price needs two sources: leave two of {names} switched on"
        yield Clash(frozenset(EXCHANGES), words)
    elif len(on & QUOTED[settings.shop_currency].sources) < 2:
        quoting = sorted(QUOTED[settings.shop_currency].sources)
        yield Clash(
            frozenset({*EXCHANGES, "shop_currency"}),
            f"SHOP_CURRENCY: prices in {settings.shop_currency} come from {', '.join(quoting)}:"
            " leave two of them switched on, or choose another currency",
        )


def _confused(settings: "Settings") -> Iterator[Clash]:
    if settings.database_key and isinstance(settings.location(), Server):
        yield Clash(
            frozenset({"database_key", "database_url"}),
            "DATABASE_KEY encrypts a SQLite file and DATABASE_URL names PostgreSQL: remove"
            " DATABASE_KEY and encrypt the server's disk",
        )
    for one, other in combinations([n for names in SOURCES.values() for n in names], 2):
        if _sources(settings, one) & _sources(settings, other):
            words = f"{one.upper()} and {other.upper()} are the same address: each coin has its own"
            yield Clash(frozenset({one, other}), words)


def _sources(settings: "Settings", name: str) -> set[tuple[str, str, str]]:
    """Who is asked by this setting."""
    value = getattr(settings, name)
    urls = [value.get_secret_value()] if isinstance(value, SecretStr) else value or ()
    return {source(url) for url in urls}
