"""`run`: the shop, live or in the sandbox."""

import logging
import secrets
import sqlite3
from contextlib import suppress
from pathlib import Path

from pydantic import SecretStr

from assembly import opened
from commands.shop import kept_secret, refuse_stray, sandbox_folder, settings
from config import ROOT, Settings
from handlers.app import run as serve
from sandbox.app import Sandbox
from sandbox.telegram.people import Person
from services.keys.wallet import WalletService
from utils import log, private
from utils.refusal import StartRefused
from utils.trusted import TrustedClock

DEMO = ROOT / "demo" / "catalogue.toml"
PEOPLE = (
    Person(id=7001, first_name="Alice", username="alice", role="customer"),
    Person(id=7000, first_name="Olivia", username="olivia", role="admin"),
)
DRILL = (
    "All coins of this shop hang on 24 words, which only its database has, sealed with SECRET_KEY."
    " Write them on paper before the first sale: python bot.py wallet show-words"
    " - and prove the paper: python bot.py wallet check-words"
)
logger = logging.getLogger("holdfast")


async def run() -> None:
    """Run the shop, or the sandbox when BOT_TOKEN is not set."""
    log.configure("INFO")
    found = settings()
    with private.said(found.data):
        private.folder(found.data)
    await (run_sandbox if found.bot_token is None else run_live)(found)


async def run_live(found: Settings) -> None:
    refuse_stray(found)
    async with opened(found, TrustedClock()) as app:
        await drill(found, app.wallets)
        await serve(app, lambda: logger.info("the shop is open"))


async def drill(found: Settings, wallets: WalletService) -> None:
    """Once, at the first start: where the words are. Who brought their own has them on paper."""
    if found.wallet_mnemonic is None and await wallets.tell_once():
        logger.warning(DRILL)


async def run_sandbox(found: Settings) -> None:
    """A local Telegram and local chains in the browser, and the same shop on top of them."""
    folder = sandbox_folder(found)
    with private.said(folder):
        private.folder(folder)
    token = f"1000:{secrets.token_hex(17)}"
    sandbox, url = await start_sandbox(folder, found, token)
    sandbox.telegram.bots.change(sandbox.telegram.bots.first, inline=True)
    try:
        local = sandbox_settings(found, folder, url, token)
        async with opened(local, sandbox.clock) as app:
            if example := await app.loader.load_if_empty(DEMO):
                await app.display.dress(example, DEMO.parent)
            await serve(app, lambda: print(f"\n  Holdfast sandbox: {url}/\n", flush=True))
    finally:
        await sandbox.stop()


async def start_sandbox(folder: Path, found: Settings, token: str) -> tuple[Sandbox, str]:
    """On `WEB_PORT`, or on any free port when that one is taken."""
    for port in (found.web_port, 0):
        sandbox = made_sandbox(folder / "world.db", found, token, port)
        with suppress(OSError):
            url = await sandbox.start()
            if port != found.web_port:
                print(f"  WEB_PORT {found.web_port} is taken: another port is used.", flush=True)
            return sandbox, url
    raise StartRefused("no port of 127.0.0.1 can be listened on")


def made_sandbox(world: Path, found: Settings, token: str, port: int) -> Sandbox:
    """Raises StartRefused for a world that cannot be written to, or is damaged."""
    try:
        return Sandbox(world, port=port, bot_token=token, bot_name=found.shop_name, people=PEOPLE)
    except sqlite3.Error as error:
        advice = f"it must be whole, and writable; without {world.parent} a new sandbox begins"
        raise StartRefused(f"{world} cannot be used ({error}): {advice}") from None


def sandbox_settings(found: Settings, folder: Path, url: str, token: str) -> Settings:
    """The operator's settings, but for everything that would leave this machine."""
    local: dict[str, object] = {
        "bot_token": SecretStr(token),
        "admin_ids": found.admin_ids
        | frozenset(person.id for person in PEOPLE if person.role == "admin"),
        "secret_key": found.secret_key or kept_secret(folder / "secret"),
        "telegram_api_url": url,
        "btc_api_urls": (f"{url}/esplora/btc",),
        "btc_rpc_url": None,
        "ltc_api_urls": (f"{url}/esplora/ltc",),
        "ltc_rpc_url": None,
        "eth_rpc_urls": (f"{url}/rpc/eth",),
        "sol_rpc_urls": (f"{url}/rpc/sol",),
        "agreement_above": "never",
        "rate_url_kraken": f"{url}/rates/kraken",
        "rate_url_coinbase": f"{url}/rates/coinbase",
        "rate_url_binance": f"{url}/rates/binance",
        "rate_url_mempool": f"{url}/esplora/btc",
        "network": "regtest",
        "wallet_mnemonic": None,
    }
    calm = {
        "database_url": SecretStr(f"sqlite+aiosqlite:///{folder / 'shop.db'}"),
        "payment_scan_seconds": 1,
        "background_task_interval_seconds": 1,
        "max_user_timeouts": 100,
    }
    own = found.model_fields_set
    return found.model_copy(update=local | {k: v for k, v in calm.items() if k not in own})
