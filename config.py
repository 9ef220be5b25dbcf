"""Settings: read once from the environment or `.env`, proved together, then frozen.

Paths belong to the shop's home, never to the folder somebody happened to be in: that is
HOLDFAST_HOME, or else the checkout itself.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)

from consistency import SOURCES, clashes
from utils import log, private, proofs
from utils.assets import ASSETS
from utils.endpoints import bot_api_url, http_url, http_urls, node_url, proxy_url
from utils.environment import Line, Unreadable, contradictions, is_text, lines_of, merged
from utils.location import Server, SqliteFile, locate
from utils.redaction import credentials
from utils.refusal import StartRefused
from utils.sentences import sentence, unknown
from utils.threshold import Tier, parse_amount, parse_optional, parse_tiers, tiers_in
from utils.wallets.mnemonic import normalise
from utils.zone import zone_of

ROOT = Path(__file__).parent
LANGUAGES = frozenset(path.stem for path in (ROOT / "l10n").glob("*.ftl"))
SOURCE_LISTS = ("btc_api_urls", "ltc_api_urls", "eth_rpc_urls", "sol_rpc_urls")
KEYED = frozenset({"eth_rpc_urls", "sol_rpc_urls"})
"""Lists whose addresses are secrets as a whole once somebody has set them."""

Urls = Annotated[
    tuple[str, ...],
    BeforeValidator(proofs.split),
    AfterValidator(http_urls),
    Field(repr=False),
]
"""Addresses that may carry a provider's key."""
BotApi = Annotated[str, AfterValidator(bot_api_url), Field(repr=False)]
Exchange = Annotated[
    Annotated[str, AfterValidator(http_url)] | None,
    BeforeValidator(proofs.switched_off),
    Field(repr=False),
]
Node = Annotated[SecretStr, AfterValidator(proofs.secretly(node_url))]
Proxy = Annotated[SecretStr, AfterValidator(proofs.secretly(proxy_url))]
Percent = Annotated[Decimal, AfterValidator(proofs.percent)]
Tiers = Annotated[str, AfterValidator(proofs.kept(parse_tiers))]


class Settings(BaseModel):
    """Field names are the environment's names in lower case; `.env.example` explains each."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, str_strip_whitespace=True
    )

    holdfast_home: Path = ROOT
    bot_token: Annotated[SecretStr, AfterValidator(proofs.secretly(proofs.token))] | None = None
    admin_ids: Annotated[frozenset[int], BeforeValidator(proofs.admin_ids)] = frozenset()
    secret_key: Annotated[SecretStr, AfterValidator(proofs.secretly(proofs.strong))] | None = None
    database_url: Annotated[
        SecretStr, AfterValidator(proofs.secretly(lambda url: locate(url, ROOT)))
    ] = SecretStr("sqlite+aiosqlite:///data/holdfast.db")
    database_key: SecretStr | None = None
    telegram_api_url: BotApi = "https://api.telegram.org"
    web_port: int = Field(default=8484, ge=0, le=65535)
    shop_name: Annotated[str, AfterValidator(proofs.title)] = "Holdfast"
    shop_currency: Annotated[str, AfterValidator(proofs.fiat)] = "USD"
    stock_shown: Literal["exact", "few"] = "exact"
    default_language: Annotated[str, AfterValidator(proofs.among(LANGUAGES))] = "en"
    timezone: Annotated[str, AfterValidator(proofs.kept(zone_of))] = "UTC"
    digest_hour: Annotated[int | None, BeforeValidator(proofs.hour)] = None
    order_timeout_minutes: int = Field(default=30, ge=1, le=24 * 60)
    background_task_interval_seconds: int = Field(default=5, ge=1, le=60)
    max_user_timeouts: int = Field(default=3, ge=1, le=1_000_000)
    user_timeout_cooldown_hours: int = Field(default=30 * 24, ge=1, le=365 * 24)
    one_order_until: Literal["shipped", "paid"] = "shipped"
    payment_scan_seconds: int = Field(default=15, ge=1, le=300)
    addresses_ready: int = Field(default=20, ge=1, le=1_000)
    currencies: Annotated[
        tuple[str, ...], BeforeValidator(proofs.split), AfterValidator(proofs.coins)
    ] = tuple(ASSETS)
    confirmations_btc: Tiers = "1,3@500 USD"
    confirmations_ltc: Tiers = "3,6@500 USD"
    agreement_above: Annotated[str, AfterValidator(proofs.kept(parse_optional))] = "500 USD"
    rate_spread_percent: Percent = Field(default=Decimal(1), ge=0, lt=50)
    transfer_daily_cap: Annotated[str, AfterValidator(proofs.kept(parse_amount))] = "0"
    min_refill: Annotated[str, AfterValidator(proofs.kept(parse_amount))] = "5 USD"
    max_refill: Annotated[str, AfterValidator(proofs.kept(parse_amount))] = "1000 USD"
    four_eyes_above: Annotated[str, AfterValidator(proofs.kept(parse_optional))] = "never"
    underpayment_tolerance_percent: Percent = Field(default=Decimal(0), ge=0, le=5)
    btc_api_urls: Urls = ("https://mempool.space/api", "https://blockstream.info/api")
    btc_rpc_url: Node | None = None
    ltc_api_urls: Urls = ("https://litecoinspace.org/api",)
    ltc_rpc_url: Node | None = None
    eth_rpc_urls: Urls = (
        "https://ethereum-rpc.publicnode.com",
        "https://eth.drpc.org",
        "https://1rpc.io/eth",
    )
    sol_rpc_urls: Urls = (
        "https://api.mainnet-beta.solana.com",
        "https://solana-rpc.publicnode.com",
    )
    rate_url_kraken: Exchange = "https://api.kraken.com"
    rate_url_coinbase: Exchange = "https://api.coinbase.com"
    rate_url_binance: Exchange = "https://data-api.binance.vision"
    rate_url_mempool: Exchange = "https://mempool.space/api"
    telegram_proxy: Proxy | None = None
    outside_proxy: Proxy | None = None
    network: Literal["mainnet", "testnet", "regtest"] = "mainnet"
    onboarding: Annotated[
        tuple[str, ...], BeforeValidator(proofs.split), AfterValidator(proofs.details)
    ] = ()
    retention_days: int = Field(default=30, ge=0, le=3650)
    channel_id: Annotated[int | None, BeforeValidator(proofs.channel)] = None
    admin_key_delivery: Literal["reveal", "inline", "never"] = "reveal"
    hint_secret: Annotated[SecretStr, AfterValidator(proofs.secretly(proofs.shared))] | None = None
    hint_host: Annotated[str, AfterValidator(proofs.host)] = "127.0.0.1"
    hint_port: int = Field(default=8485, ge=1, le=65535)
    protect_goods: bool = False
    replacement_days: int = Field(default=14, ge=0, le=365)
    review_asked_after_days: int = Field(default=3, ge=0, le=365)
    reviews_read_first: bool = True
    wallet_mnemonic: Annotated[SecretStr, AfterValidator(proofs.secretly(normalise))] | None = None

    def location(self) -> SqliteFile | Server:
        """Where the database is; relative paths begin at home."""
        return locate(self.database_url.get_secret_value(), self.holdfast_home)

    @property
    def data(self) -> Path:
        """The folder of everything the shop writes by itself."""
        return self.holdfast_home / "data"

    def names_source(self, asset: str) -> bool:
        """Whether it is known where this chain is read: public sources are of the main network."""
        return self.network == "mainnet" or bool(set(SOURCES[asset]) & self.model_fields_set)

    def confirmations(self) -> dict[str, tuple[Tier, ...]]:
        """Per asset, ascending rows of (from this total in minor units, confirmations)."""
        asked = {"BTC": "confirmations_btc", "LTC": "confirmations_ltc"}
        return {a: self.tiers_of(asked[a]) if a in asked else ((0, 1),) for a in ASSETS}

    def tiers_of(self, name: str) -> tuple[Tier, ...]:
        default = name not in self.model_fields_set
        return tiers_in(getattr(self, name), self.shop_currency, default=default)

    def agreement_from(self) -> int | None:
        """From this total in minor units on two chain sources must agree; None: never."""
        amount = parse_optional(self.agreement_above)
        default = "agreement_above" not in self.model_fields_set
        return None if amount is None else amount.minor(self.shop_currency, default=default)

    def amount_of(self, name: str) -> int:
        """Minor units of a setting that is a sum of store credit; 0: that is not done."""
        default = name not in self.model_fields_set
        return parse_amount(getattr(self, name)).minor(self.shop_currency, default=default)

    def four_eyes_from(self) -> int | None:
        """What gives away more minor units than this takes two owners; None: never."""
        amount = parse_optional(self.four_eyes_above)
        return None if amount is None else amount.minor(self.shop_currency)

    def zone(self) -> ZoneInfo:
        """Where the shop's days begin and end."""
        return zone_of(self.timezone)

    def secrets(self) -> list[str]:
        """Every secret in here, for the log to hide."""
        return [text for name in self.model_fields_set for text in _hidden(name, self)]


SECRET = frozenset(n for n, f in Settings.model_fields.items() if "SecretStr" in str(f.annotation))
LONGEST_SHOWN = 200
"""Characters of a path in a sentence."""
FROM_FILE = frozenset(Settings.model_fields) - {"holdfast_home"}
"""What `.env` may hold: it is itself found by HOLDFAST_HOME."""


def _hidden(name: str, settings: Settings) -> list[str]:
    value = getattr(settings, name)
    if isinstance(value, SecretStr):
        return [value.get_secret_value()]
    texts = [value] if isinstance(value, str) else value if isinstance(value, tuple) else []
    return [part for text in texts for part in secrets_in(name, text)]


def secrets_in(name: str, text: str) -> list[str]:
    """What must stay out of the log of one setting's text, whatever the text is worth."""
    if name in SECRET:
        return [text, *credentials(text)]
    return [*(text.split(",") if name in KEYED else ()), *credentials(text)]


def load(env_file: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings, or StartRefused with one line per mistake that says what to do.

    The log learns every secret first, so that nothing that follows can write one down.
    """
    home = home_of(environment)
    try:
        lines = lines_of(env_file or home / ".env")
    except Unreadable as problem:
        raise StartRefused(str(problem)) from None
    known = {n: v for n, v in environment.items() if n.lower() in Settings.model_fields}
    spelled = [(line.name, text) for line in lines for text in (line.value, line.raw)]
    for name, text in (*spelled, *known.items()):
        log.remember_secrets(secrets_in(name.lower(), text))
    problems = [*contradictions(lines), *map(unknown, _unknown(lines))]
    given = merged(_known(lines), known)
    garbled = [name for name, text in given.items() if not is_text(text)]
    problems += [f"{name.upper()}: is not UTF-8 text: type it anew" for name in garbled]
    values: dict[str, object] = {n: text for n, text in given.items() if n not in garbled}
    values["holdfast_home"] = home
    settings = _validated(values, problems)
    if problems:
        raise StartRefused("\n".join(problems))
    return settings


def home_of(environment: Mapping[str, str]) -> Path:
    """HOLDFAST_HOME, which must be there; else the checkout."""
    given = environment.get("HOLDFAST_HOME", "").strip()
    if not given:
        return ROOT
    try:
        home = Path(given).expanduser()
        with suppress(FileNotFoundError, NotADirectoryError):
            if home.is_absolute() and stat.S_ISDIR(home.stat().st_mode):
                return home.resolve()
    except RuntimeError:
        raise StartRefused(
            f"HOLDFAST_HOME: {Path(given).parts[0]} is nobody here: a path from the root, such as"
            " /srv/holdfast"
        ) from None
    except OSError as error:
        why = f"{given[:LONGEST_SHOWN]} cannot be used {private.advice(error)}"
        raise StartRefused(f"HOLDFAST_HOME: {why}") from None
    if not home.is_absolute():
        raise StartRefused("HOLDFAST_HOME: a path from the root, such as /srv/holdfast")
    raise StartRefused(f"HOLDFAST_HOME: {home} is no folder: make it, or correct the path")


def _known(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.name.lower() in FROM_FILE]


def _unknown(lines: Iterable[Line]) -> list[str]:
    return [line.name for line in lines if line.name.lower() not in FROM_FILE]


def _validated(values: dict[str, object], problems: list[str]) -> Settings:
    """The settings without those that are wrong; what is wrong, or clashes, joins `problems`."""
    wrong: set[str] = set()
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        errors = error.errors(include_input=False, include_url=False, include_context=False)
        by_name = {str(each["loc"][0]): each for each in reversed(errors)}
        wrong = set(by_name)
        problems += [
            sentence(by_name[name], Settings.model_fields) for name in values if name in wrong
        ]
        rest = {name: value for name, value in values.items() if name not in wrong}
        settings = Settings.model_validate(rest)
    problems += [clash.words for clash in clashes(settings) if not clash.names & wrong]
    return settings


@dataclass(frozen=True, slots=True)
class NewKeys:
    """What `rekey` changes to: from the environment alone, for `.env` still holds the old keys."""

    secret_key: SecretStr | None
    database_key: SecretStr | None

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "NewKeys":
        given = [environment.get(f"NEW_{name}", "") for name in ("SECRET_KEY", "DATABASE_KEY")]
        log.remember_secrets(given)
        return cls(*(SecretStr(text) if text.strip() else None for text in given))
