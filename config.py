"""Settings: read once from the environment or `.env`, validated, then frozen."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from utils.assets import ASSETS
from utils.money import minor_digits
from utils.refusal import StartRefused
from utils.sealing import require_strong
from utils.wallets.mnemonic import normalise

Names = Annotated[tuple[str, ...], NoDecode]
Hidden = Annotated[Names, Field(repr=False)]
"""Addresses that may carry a provider's key."""
MAKE_SECRET = 'python -c "import secrets; print(secrets.token_hex(32))"'
NEVER, OFF = "never", "off"
EXCHANGES = ("rate_url_kraken", "rate_url_coinbase", "rate_url_binance")
SOURCES = {
    "BTC": ("btc_api_urls", "btc_rpc_url"),
    "LTC": ("ltc_api_urls", "ltc_rpc_url"),
    "ETH": ("eth_rpc_urls",),
    "SOL": ("sol_rpc_urls",),
}
"""Per coin, the settings that name where its chain is read."""


class Settings(BaseSettings):
    """Field names are the environment's names in lower case; `.env.example` explains each."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: SecretStr | None = None
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    secret_key: SecretStr | None = None
    database_url: SecretStr = SecretStr("sqlite+aiosqlite:///data/holdfast.db")
    database_key: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    web_port: int = Field(default=8484, ge=0, le=65535)
    shop_name: str = Field(default="Holdfast", min_length=1, max_length=64)
    shop_currency: str = "USD"
    default_language: str = "en"
    order_timeout_minutes: int = Field(default=30, ge=1, le=24 * 60)
    background_task_interval_seconds: int = Field(default=5, ge=1, le=60)
    max_user_timeouts: int = Field(default=3, ge=1)
    user_timeout_cooldown_hours: int = Field(default=30 * 24, ge=1, le=365 * 24)
    one_order_until: Literal["shipped", "paid"] = "shipped"
    payment_scan_seconds: int = Field(default=15, ge=1, le=300)
    currencies: Names = tuple(ASSETS)
    confirmations_btc: str = "1,3@500"
    confirmations_ltc: str = "3,6@500"
    agreement_above: int | None = Field(default=500, ge=0)
    rate_spread_percent: Decimal = Field(default=Decimal(1), ge=0, lt=50)
    underpayment_tolerance_percent: Decimal = Field(default=Decimal(0), ge=0, le=5)
    btc_api_urls: Names = ("https://mempool.space/api", "https://blockstream.info/api")
    btc_rpc_url: SecretStr | None = None
    ltc_api_urls: Names = ("https://litecoinspace.org/api",)
    ltc_rpc_url: SecretStr | None = None
    eth_rpc_urls: Hidden = (
        "https://ethereum-rpc.publicnode.com",
        "https://eth.drpc.org",
        "https://1rpc.io/eth",
    )
    sol_rpc_urls: Hidden = (
        "https://api.mainnet-beta.solana.com",
        "https://solana-rpc.publicnode.com",
    )
    rate_url_kraken: str | None = "https://api.kraken.com"
    rate_url_coinbase: str | None = "https://api.coinbase.com"
    rate_url_binance: str | None = "https://data-api.binance.vision"
    rate_url_mempool: str | None = "https://mempool.space/api"
    network: Literal["mainnet", "testnet", "regtest"] = "mainnet"
    admin_key_delivery: Literal["reveal", "inline", "never"] = "reveal"
    protect_goods: bool = False
    wallet_mnemonic: SecretStr | None = None

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError("numeric Telegram user ids, separated by commas; ask @userinfobot")
        return frozenset(int(part) for part in parts)

    @field_validator(
        "currencies", "btc_api_urls", "ltc_api_urls", "eth_rpc_urls", "sol_rpc_urls", mode="before"
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("currencies")
    @classmethod
    def _known_coins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or set(value) - set(ASSETS) or len(set(value)) < len(value):
            raise ValueError(f"one or more of {', '.join(ASSETS)}, separated by commas, each once")
        return value

    @field_validator(*EXCHANGES, "rate_url_mempool", mode="before")
    @classmethod
    def _switched_off(cls, value: object) -> object:
        return None if value == OFF else value

    @field_validator("agreement_above", mode="before")
    @classmethod
    def _sometimes(cls, value: object) -> object:
        if isinstance(value, str) and value != NEVER and not value.isdecimal():
            raise ValueError(f"a whole total in SHOP_CURRENCY, 0 for always, or {NEVER}")
        return None if value == NEVER else value

    @field_validator("telegram_api_url", *EXCHANGES, "rate_url_mempool")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("an address that begins with http:// or https://")
        return value

    @field_validator("btc_api_urls", "ltc_api_urls", "eth_rpc_urls", "sol_rpc_urls")
    @classmethod
    def _urls(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("at least one address, separated by commas")
        for url in value:
            cls._url(url)
        return value

    @field_validator("shop_currency")
    @classmethod
    def _currency(cls, value: str) -> str:
        minor_digits(value)
        return value

    @field_validator("confirmations_btc", "confirmations_ltc")
    @classmethod
    def _tiers(cls, value: str) -> str:
        parse_tiers(value, 0)
        return value

    @field_validator("secret_key")
    @classmethod
    def _strong(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            require_strong(value)
        return value

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value()):
            raise ValueError("copy it from @BotFather; it looks like 123456:ABC-DEF...")
        return value

    @field_validator("wallet_mnemonic")
    @classmethod
    def _words(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            normalise(value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """A live shop (one with a token) needs a key to seal with and somebody to tell."""
        if self.bot_token is not None and self.secret_key is None:
            raise ValueError(f"SECRET_KEY is missing; make one with: {MAKE_SECRET}")
        if self.bot_token is not None and not self.admin_ids:
            raise ValueError("ADMIN_IDS is missing: your numeric Telegram id; ask @userinfobot")
        if self.network != "mainnet":
            self._require_own_sources()
        if sum(getattr(self, name) is not None for name in EXCHANGES) < 2:
            names = ", ".join(EXCHANGES).upper()
            raise ValueError(f"a price needs two sources: leave two of {names} switched on")
        return self

    def _require_own_sources(self) -> None:
        """The default addresses are mainnet's: no test coin may be watched there."""
        for asset in self.currencies:
            if not self.names_source(asset):
                names = " or ".join(map(str.upper, SOURCES[asset]))
                raise ValueError(
                    f"{names} must name a source for {self.network}, or take {asset} out of"
                    " CURRENCIES"
                )

    def names_source(self, asset: str) -> bool:
        """Whether it is known where this chain is read: public sources are of the main network."""
        return self.network == "mainnet" or bool(set(SOURCES[asset]) & self.model_fields_set)

    def confirmations(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Per asset, ascending rows of (from this total in minor units, confirmations)."""
        digits = minor_digits(self.shop_currency)
        tiers = {"BTC": self.confirmations_btc, "LTC": self.confirmations_ltc}
        return {asset: parse_tiers(tiers.get(asset, "1"), digits) for asset in ASSETS}

    def agreement_from(self) -> int | None:
        """From this total in minor units on two chain sources must agree; None: never."""
        if self.agreement_above is None:
            return None
        return self.agreement_above * int(10 ** minor_digits(self.shop_currency))

    def secrets(self) -> list[str]:
        """Every secret in here, for the log to hide."""
        values = [getattr(self, name) for name in type(self).model_fields]
        keyed = {"eth_rpc_urls", "sol_rpc_urls"} & self.model_fields_set
        return [
            *(v.get_secret_value() for v in values if isinstance(v, SecretStr)),
            *(url for name in keyed for url in getattr(self, name)),
        ]


def parse_tiers(text: str, digits: int) -> tuple[tuple[int, int], ...]:
    """`1,3@500`: 1 confirmation, 3 for totals of 500 and more. Raises ValueError."""
    rows = []
    for part in text.split(","):
        count, _, least = part.strip().partition("@")
        if not count.isdigit() or int(count) < 1 or (least and not least.isdigit()):
            raise ValueError("confirmations such as 1 or 1,3@500 (3 from a total of 500 on)")
        rows.append((int(least or 0) * 10**digits, int(count)))
    if sorted(rows) != rows or rows[0][0] != 0:
        raise ValueError("the first tier has no @, and each further one begins higher")
    return tuple(rows)


class NewKeys(BaseSettings):
    """What `rekey` changes to: from the environment alone, for `.env` still holds the old keys."""

    model_config = SettingsConfigDict(env_ignore_empty=True, frozen=True, hide_input_in_errors=True)

    new_secret_key: SecretStr | None = None
    new_database_key: SecretStr | None = None


def load(env_file: Path | None = Path(".env")) -> Settings:
    """The settings, or StartRefused with one line per mistake that says what to do."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        raise StartRefused("\n".join(_sentence(e) for e in error.errors())) from None


def _sentence(error: object) -> str:
    details = dict(error)  # type: ignore[call-overload]
    name = str(details["loc"][0]).upper() if details["loc"] else ""
    if details["type"] == "extra_forbidden":
        return f"{name} is no setting of Holdfast: correct or remove it in .env (see .env.example)"
    problem = str(details["msg"]).removeprefix("Value error, ")
    return f"{name}: {problem}" if name else problem
