"""Looks at everything a shop needs, and says what to do about what is missing."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramMigrateToChat

from handlers import channel, group_rights, hearing
from handlers.answers import reason
from handlers.errors import UNHEARD
from models.notice_group import NoticeGroup
from models.support import AdminGroup
from services.money.rate import RateService
from services.running.door import Spoken
from services.running.integrity import IntegrityService
from utils.chains.base import ChainClient, ChainError
from utils.health import Health
from utils.refusal import StartRefused
from utils.waiting import Tell, silent
from utils.wallets.base import AddressDoubt, Wallet

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


LONE_OWNER = Finding(
    False,
    "FOUR_EYES_ABOVE",
    "there is one owner: nothing that is worth more is done until there is a second one; name one"
    " in ADMIN_IDS or with /addadmin, or set FOUR_EYES_ABOVE=never",
)


@dataclass(frozen=True, slots=True)
class Patient:
    """A shop as far as there is one: `integrity` is None where there is no database to ask.

    `waited_for`: coins that orders wait for, whatever the shop takes today. `damaged`: codes of
    orders to care for whose delivery address cannot be read. `alone`: the shop does not run, so
    that nobody else may receive its messages.
    """

    bot: Bot
    admin_ids: frozenset[int]
    rates: RateService
    chains: Mapping[str, ChainClient]
    wallets: Mapping[str, Wallet]
    integrity: IntegrityService | None
    waited_for: Collection[str] = ()
    damaged: Sequence[str] = ()
    alone: bool = False
    channel_id: int | None = None
    group: AdminGroup | None = None
    heard: Sequence[NoticeGroup] = ()
    """Groups that hear of what happens."""
    lone_owner: bool = False
    """Two have to agree above FOUR_EYES_ABOVE, and there is one owner alone."""
    spoken: Spoken | None = None
    """Where this process listens for hints."""


async def examine(patient: Patient, tell: Tell = silent) -> list[Finding]:
    """Telegram, admins, database, prices, chains, keys, in this order; asked all at once.

    `tell` hears how far the look at the whole database is, which takes long in a big shop.
    """
    answers = await asyncio.gather(
        _telegram(patient.bot),
        _hearing(patient),
        *[_admin(patient.bot, admin) for admin in sorted(patient.admin_ids)],
        *([_channel(patient.bot, patient.channel_id)] if patient.channel_id is not None else []),
        *([_group(patient.bot, patient.group)] if patient.group else []),
        *[_heard(patient.bot, group) for group in patient.heard],
        *([_database(patient.integrity, tell)] if patient.integrity else []),
        _rates(patient),
        *[_chain(asset, client) for asset, client in patient.chains.items()],
    )
    findings = [*(each for answer in answers for each in answer), *_addresses(patient)]
    findings += [*_unwatched(patient), *([LONE_OWNER] if patient.lone_owner else [])]
    findings += [_spoken(patient.spoken)] if patient.spoken else []
    return findings + [_wallet(patient.wallets[asset], asset) for asset in patient.chains]


async def _telegram(bot: Bot) -> list[Finding]:
    try:
        me = await bot.get_me()
    except UNHEARD as error:
        word = f"{reason(error)}; check TELEGRAM_API_URL, TELEGRAM_PROXY and the network"
        return [Finding(False, "Telegram", word)]
    except TelegramAPIError as error:
        word = f"{reason(error)}; check BOT_TOKEN, and TELEGRAM_API_URL if you have set it"
        return [Finding(False, "Telegram", word)]
    return [Finding(True, "Telegram", f"@{me.username}")]


async def _hearing(patient: Patient) -> list[Finding]:
    """Silent where Telegram cannot be asked at all: that has been said."""
    try:
        why = await hearing.complaint(patient.bot)
        if why is None and patient.alone:
            why = await hearing.rival(patient.bot)
    except TelegramAPIError:
        return []
    return [Finding(why is None, "messages", why or "nothing keeps them from this shop")]


def _addresses(patient: Patient) -> list[Finding]:
    """Delivery addresses of open orders that do not open."""
    word = (
        "the address cannot be read: damaged, or sealed with another SECRET_KEY; ask the customer"
    )
    return [Finding(False, f"order {code}", word) for code in patient.damaged[:SHOWN]]


async def _admin(bot: Bot, admin: int) -> list[Finding]:
    try:
        await bot.send_chat_action(admin, "typing")  # who blocked the bot can still be looked up
    except UNHEARD:
        return [Finding(False, f"admin {admin}", "not known: Telegram does not answer")]
    except TelegramAPIError:
        word = "cannot be written to: open the bot, press Start"
        return [Finding(False, f"admin {admin}", word)]
    return [Finding(True, f"admin {admin}", "can be written to")]


async def _channel(bot: Bot, channel_id: int) -> list[Finding]:
    what = f"channel {channel_id}"
    try:
        why = await channel.obstacle(bot, channel_id)
    except TelegramAPIError:
        return [Finding(False, what, "not known: Telegram does not answer")]
    if why is not None:
        return [Finding(False, what, channel.WORDS[why])]
    return [Finding(True, what, "can be posted to")]


async def _group(bot: Bot, group: AdminGroup) -> list[Finding]:
    """The admins' group; what cannot be written there goes to each admin."""
    what = f"admins' group {group.chat_id}"
    try:
        missing = await group_rights.obstacles(bot, group.chat_id)
    except TelegramAPIError:
        return [Finding(False, what, "not known: Telegram does not answer")]
    if missing:
        words = "; ".join(group_rights.WORDS[one] for one in missing)
        return [Finding(False, what, f"{words}; questions go to each admin until then")]
    if group.why is not None:
        word = "could not be written to, and can again: say /connect there once more"
        return [Finding(False, what, word)]
    return [Finding(True, what, "can be written to")]


async def _heard(bot: Bot, group: NoticeGroup) -> list[Finding]:
    """A group that hears of the shop; people hear of everything all the same."""
    what = f"group {group.title} ({group.chat_id})"
    try:
        why = await group_rights.silence(bot, group.chat_id)
    except TelegramMigrateToChat:
        return [Finding(False, what, "became a supergroup: the next notice follows it")]
    except TelegramAPIError:
        return [Finding(False, what, "not known: Telegram does not answer")]
    if why is not None:
        word = f"{group_rights.SILENCE[why]}; it hears no notices until then"
        return [Finding(False, what, word)]
    if group.why is not None:
        word = "could not be written to: say /whitelist there once more, in an open topic"
        return [Finding(False, what, word)]
    return [Finding(True, what, "can be written to")]


async def _database(integrity: IntegrityService, tell: Tell) -> list[Finding]:
    try:
        problems = await integrity.problems(tell)
    except StartRefused as refusal:
        problems = [str(refusal)]
    word = "; ".join(problems) or "engine, guards and invariants are sound"
    return [Finding(not problems, "database", word)]


async def _rates(patient: Patient) -> list[Finding]:
    await patient.rates.refresh()
    found = [_rate(patient.rates, asset) for asset in patient.rates.assets]
    return found + _silent(
        "price source", patient.rates.health(), "check its RATE_URL_ setting, or set it to off"
    )


def _silent(what: str, sources: Sequence[Health], advice: str) -> list[Finding]:
    """Those that were asked and gave nothing: others may answer for them, until they do not."""
    return [
        Finding(False, f"{what} {each.source}", f"{each.last_error}; {advice}")
        for each in sources
        if each.last_error and each.last_ok_at is None
    ]


def _rate(rates: RateService, asset: str) -> Finding:
    if asset in rates.available():
        price = rates.quote(asset)
        return Finding(True, f"{asset} price", f"{price.market} ({price.sources})")
    reason = rates.problems.get(asset, "no answer")
    return Finding(False, f"{asset} price", f"{reason}; check SHOP_CURRENCY and the RATE_URL_s")


async def _chain(asset: str, client: ChainClient) -> list[Finding]:
    try:
        tip = await client.tip()
    except ChainError as error:
        return [Finding(False, f"{asset} chain", f"{error}; check {SOURCES[asset]}")]
    alone = "" if len(client.health()) > 1 else "; the only source, nobody can contradict it"
    answered = Finding(True, f"{asset} chain", f"block {tip.height} by {client.source}{alone}")
    return [answered, *_silent(f"{asset} source", client.health(), f"check {SOURCES[asset]}")]


def _unwatched(patient: Patient) -> list[Finding]:
    """Coins that are not taken any more, but still waited for."""
    wanted = set(patient.waited_for) - set(patient.chains)
    word = "orders wait for it and no source of it is set; set {} until they have ended"
    return [Finding(False, f"{a} chain", word.format(SOURCES[a])) for a in sorted(wanted)]


def _spoken(spoken: Spoken) -> Finding:
    counts = f"within an hour {spoken.heard}, refused {spoken.refused}"
    return Finding(True, "hints", f"heard at {spoken.place}; {counts}")


def _wallet(wallet: Wallet, asset: str) -> Finding:
    """Derives account 0 twice, parses it back, signs and verifies."""
    try:
        derived = wallet.derive(0)
    except AddressDoubt as doubt:
        return Finding(False, f"{asset} keys", f"{doubt}; do not sell until this is understood")
    return Finding(True, f"{asset} keys", f"{derived.path} derives and verifies")
