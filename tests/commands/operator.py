"""Somebody at the shop's machine, who types commands."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from db import Database
from tests.journeys.processes import start
from tests.journeys.shop import environment

SECONDS = 90
REFUSED = 78


@dataclass
class Operator:
    """A live shop's settings, and nothing of it made yet; its home is `folder`."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.secret_key = secrets.token_hex(32)
        base = {
            "BOT_TOKEN": "1:x",
            "ADMIN_IDS": "7",
            "SECRET_KEY": self.secret_key,
            "NETWORK": "regtest",
            "CURRENCIES": "BTC",
            "BTC_API_URLS": "http://127.0.0.1:9/api",
            "TELEGRAM_API_URL": "http://127.0.0.1:9",
            **{f"RATE_URL_{name}": f"http://127.0.0.1:9/{name}" for name in RATES},
        }
        self.settings = base | self.settings

    @property
    def path(self) -> Path:
        return self.folder / "data" / "holdfast.db"

    def database(self) -> Database:
        key = self.settings.get("DATABASE_KEY")
        url = f"sqlite+aiosqlite:///{self.path}"
        return Database.create(url, SecretStr(key) if key else None, exclusive=False, make=False)

    async def types(self, *arguments: str, **changes: str) -> tuple[int, str]:
        """Run `python bot.py ARGUMENTS`: exit code, and all that it wrote."""
        output = self.folder / "output.txt"
        output.unlink(missing_ok=True)
        env = environment(**self.settings | changes)
        running = start(self.folder, env, *arguments, out=output, err=output)
        code = await running.wait(SECONDS)
        text = output.read_text(encoding="utf-8")
        assert "Traceback" not in text, text
        return code, text

    async def does(self, *arguments: str, **changes: str) -> str:
        """The same; it must succeed."""
        code, output = await self.types(*arguments, **changes)
        assert code == 0, output
        return output

    async def is_refused(self, *arguments: str, code: int = REFUSED, **changes: str) -> str:
        got, output = await self.types(*arguments, **changes)
        assert got == code, output
        return output

    def catalogue(self, price: str = "24.90", units: int = 3, more: str = "") -> str:
        """A file to load; its path."""
        keys = [f"KEY-{number}" for number in range(units)]
        path = self.folder / "catalogue.toml"
        path.write_text(
            '[[category]]\nname = "Games"\n[[category.product]]\nname = "Star"\nkind = "digital"\n'
            f'[[category.product.variant]]\nprice = "{price}"\nunits = {keys}\n{more}'
        )
        return str(path)

    def names(self) -> set[str]:
        """Everything in the home, the settings' own file and the output left out."""
        return {
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file() and path.name not in ("output.txt", "catalogue.toml")
        }


RATES = ("KRAKEN", "COINBASE", "BINANCE", "MEMPOOL")
