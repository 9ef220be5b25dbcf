"""A live shop: the real bot with a token, and a sandbox that is not killed with it as witness."""

import secrets
from pathlib import Path
from typing import Self

from pydantic import SecretStr

from db import Database
from sandbox.app import Sandbox
from sandbox.client import SandboxClient
from sandbox.telegram.people import Person
from tests.journeys.processes import start
from tests.journeys.shop import START_SECONDS, Shop, environment, until
from tests.sandbox.judges.judge import Judge

ADMINS = (
    Person(id=7000, first_name="Olivia", username="olivia", role="admin"),
    Person(id=6999, first_name="Oscar", username="oscar", role="admin"),
)
OPEN = "the shop is open"
CATALOGUE = """
[[category]]
name = "Games"
[[category.product]]
name = "Star Sailor"
description = "A quiet game."
kind = "digital"
{star}
[[category.product]]
name = "Deep Lantern"
description = "Dive, map, come back up."
kind = "digital"
{standard}
{season}
[[category]]
name = "Reading"
[[category.product]]
name = "Patient Gardener"
description = "An essay on long plans."
kind = "digital"
{essay}
"""
VARIANTS = {
    "star": ("", "24.90"),
    "standard": ("Standard", "14.50"),
    "season": ("Season pass", "510.00"),
    "essay": ("", "6.00"),
}
"""The dear one needs three confirmations."""


class Live(Shop):
    """`python bot.py` with a token, talking to a sandbox inside this process."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder)
        self.token = f"1000:{secrets.token_hex(17)}"
        self.secret_key = secrets.token_hex(32)
        self.database_key = settings.get("DATABASE_KEY")
        self.database_url = f"sqlite+aiosqlite:///{folder / 'shop.db'}"
        self.goods: dict[str, list[str]] = {}
        self.world = ""
        self.judge = Judge()
        self.sandbox = Sandbox(None, bot_token=self.token, people=ADMINS)
        self.sandbox.watch(self.judge.middleware)
        self._given = settings

    async def __aenter__(self) -> Self:
        await self.sandboxed()
        try:
            await self.start()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_error: object) -> None:
        try:
            await super().__aexit__()
        finally:
            await self.sandbox.stop()
        assert self.judge.violations == []

    async def sandboxed(self) -> None:
        """Everything but the shop itself: the outside world, and full shelves."""
        self.world = await self.sandbox.start()
        self.client = SandboxClient(self.world)
        await self.load(units=60)

    def settings(self) -> dict[str, str]:
        base = {
            "BOT_TOKEN": self.token,
            "ADMIN_IDS": ",".join(str(admin.id) for admin in ADMINS),
            "SECRET_KEY": self.secret_key,
            "TELEGRAM_API_URL": self.world,
            "BTC_API_URLS": f"{self.world}/esplora/btc",
            "LTC_API_URLS": f"{self.world}/esplora/ltc",
            "AGREEMENT_ABOVE": "never",  # there is one source alone
            "RATE_URL_KRAKEN": f"{self.world}/rates/kraken",
            "RATE_URL_COINBASE": f"{self.world}/rates/coinbase",
            "RATE_URL_BINANCE": "off",
            "RATE_URL_MEMPOOL": "off",
            "CURRENCIES": "BTC",
            "NETWORK": "regtest",
            "DATABASE_URL": self.database_url,
            "ORDER_TIMEOUT_MINUTES": "1",
            "PAYMENT_SCAN_SECONDS": "1",
            "BACKGROUND_TASK_INTERVAL_SECONDS": "1",
            "MAX_USER_TIMEOUTS": "1000",
        }
        return base | self._given

    def database(self) -> Database:
        """The shop's database, beside the running shop."""
        key = SecretStr(self.database_key) if self.database_key else None
        return Database.create(self.database_url, key, exclusive=False)

    async def load(self, units: int) -> None:
        """Fill the shelves with `units` random goods of each kind, by the command line."""
        path = self.folder / "catalogue.toml"
        path.write_text(self._catalogue(units), encoding="utf-8")
        code, output = await self.command("load", str(path))
        path.unlink()
        assert code == 0, output

    def _catalogue(self, units: int) -> str:
        blocks = {}
        for kind, (name, price) in VARIANTS.items():
            self.goods[kind] = [f"{kind}-{secrets.token_hex(10)}" for _ in range(units)]
            head = f'[[category.product.variant]]\nname = "{name}"\nprice = "{price}"'
            blocks[kind] = f"{head}\nunits = {self.goods[kind]}"
        return CATALOGUE.format(**blocks)

    async def command(self, *arguments: str, **changes: str) -> tuple[int, str]:
        """Run `python bot.py ARGUMENTS` to its end: exit code, and what it wrote."""
        output = self.folder / "command.txt"
        output.unlink(missing_ok=True)
        env = environment(**self.settings() | changes)
        running = start(self.folder, env, *arguments, out=output, err=output)
        code = await running.wait(START_SECONDS)
        return code, output.read_text(encoding="utf-8")

    async def start(self) -> None:
        opened = self.log().count(OPEN)
        await self.spawn()
        await self.opens(lambda: self.log().count(OPEN) > opened)

    async def spawn(self) -> None:
        """Begin to start; returns at once."""
        env = environment(**self.settings())
        self._running = start(self.folder, env, out=self._log, err=self._log)

    async def greet_admins(self) -> None:
        """Admins are heard of only after they have started the bot."""
        for admin in ADMINS:
            person = self.person(admin.id)
            await person.says("/start")
            await until(lambda person=person: person.sees("Welcome", 0.5))
