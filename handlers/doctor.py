"""Looks at everything a shop needs, and says what to do about what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aiogram.exceptions import TelegramAPIError

from handlers import hearing
from handlers.app import App
from utils.chains.base import ChainError
from utils.wallets.base import AddressDoubt

SOURCES = {
    "BTC": "BTC_API_URLS, BTC_RPC_URL",
    "LTC": "LTC_API_URLS, LTC_RPC_URL",
    "ETH": "ETH_RPC_URLS",
    "SOL": "SOL_RPC_URLS",
}
"""The settings that say where a chain is read."""


SHOWN = 20
"""Orders that are named."""


@dataclass(frozen=True, slots=True)
class Finding:
    ok: bool
    what: str
    word: str


async def examine(
    app: App, admin_ids: Iterable[int], assets: Sequence[str], *, alone: bool = False
) -> list[Finding]:
    """Telegram, admins, database, prices, chains, keys, in this order.

    `alone`: the shop does not run, so that nobody else may receive its messages.
    """
    return [
        await _telegram(app),
        *await _hearing(app, alone=alone),
        *[await _admin(app, admin) for admin in sorted(admin_ids)],
        await _database(app),
        *await _addresses(app),
        *await _rates(app, app.rates.assets),
        *[await _chain(app, asset) for asset in assets],
        *await _unwatched(app, assets),
        *[_wallet(app, asset) for asset in assets],
    ]


async def _telegram(app: App) -> Finding:
    try:
        me = await app.bot.get_me()
    except TelegramAPIError as error:
        return Finding(False, "Telegram", f"{error.message}; check BOT_TOKEN and the network")
    return Finding(True, "Telegram", f"@{me.username}")


async def _hearing(app: App, *, alone: bool) -> list[Finding]:
    """Silent where Telegram cannot be asked at all: that has been said."""
    try:
        why = await hearing.complaint(app.bot)
        if why is None and alone:
            why = await hearing.rival(app.bot)
    except TelegramAPIError:
        return []
    return [Finding(why is None, "messages", why or "nothing keeps them from this shop")]


async def _addresses(app: App) -> list[Finding]:
    """Delivery addresses of open orders that do not open."""
    damaged = await app.orders.damaged()
    word = (
        "the address cannot be read: damaged, or sealed with another SECRET_KEY; ask the customer"
    )
    return [Finding(False, f"order {number}", word) for number in damaged[:SHOWN]]


async def _admin(app: App, admin: int) -> Finding:
    try:
        await app.bot.get_chat(admin)
    except TelegramAPIError:
        return Finding(False, f"admin {admin}", "cannot be written to: open the bot, press Start")
    return Finding(True, f"admin {admin}", "can be written to")


async def _database(app: App) -> Finding:
    problems = await app.integrity.problems()
    word = "; ".join(problems) or "engine, guards and invariants are sound"
    return Finding(not problems, "database", word)


async def _rates(app: App, assets: Sequence[str]) -> list[Finding]:
    await app.rates.refresh()
    return [_rate(app, asset) for asset in assets]


def _rate(app: App, asset: str) -> Finding:
    if asset in app.rates.available():
        price = app.rates.quote(asset)
        return Finding(True, f"{asset} price", f"{price.market} ({price.sources})")
    reason = app.rates.problems.get(asset, "no answer")
    return Finding(False, f"{asset} price", f"{reason}; check the RATE_URL_ settings")


async def _chain(app: App, asset: str) -> Finding:
    client = app.chains[asset]
    try:
        tip = await client.tip()
    except ChainError as error:
        return Finding(False, f"{asset} chain", f"{error}; check {SOURCES[asset]}")
    alone = "" if len(client.health()) > 1 else "; the only source, nobody can contradict it"
    return Finding(True, f"{asset} chain", f"block {tip.height} by {client.source}{alone}")


async def _unwatched(app: App, assets: Sequence[str]) -> list[Finding]:
    """Coins that are not taken any more, but still waited for."""
    wanted = set(await app.payments.watched_assets()) - set(assets)
    word = "orders wait for it and no source of it is set; set {} until they have ended"
    return [Finding(False, f"{a} chain", word.format(SOURCES[a])) for a in sorted(wanted)]


def _wallet(app: App, asset: str) -> Finding:
    """Derives account 0 twice, parses it back, signs and verifies."""
    try:
        derived = app.wallets.self_test(asset)
    except AddressDoubt as doubt:
        return Finding(False, f"{asset} keys", f"{doubt}; do not sell until this is understood")
    return Finding(True, f"{asset} keys", f"{derived.path} derives and verifies")
