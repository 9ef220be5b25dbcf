"""Settings: complete, documented, and refused with a sentence when they are wrong."""

import hashlib
import re
from pathlib import Path

import pytest

import config
from config import Settings
from utils.refusal import StartRefused

ROOT = Path(__file__).parent.parent
SECRET = hashlib.sha256(b"config").hexdigest()
NAMES = {name.upper() for name in Settings.model_fields}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def load(tmp_path: Path, *lines: str) -> Settings:
    path = tmp_path / ".env"
    path.write_text("\n".join(lines), encoding="utf-8")
    return config.load(path)


def test_every_setting_is_in_the_example() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", text, re.MULTILINE)) == NAMES


def test_the_defaults_in_the_example_are_the_real_ones(tmp_path: Path) -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    rows = re.findall(r"^# ([A-Z_]+=.+)$", text, re.MULTILINE)
    assert load(tmp_path, *rows) == load(tmp_path)


def test_nothing_set_is_the_sandbox(tmp_path: Path) -> None:
    assert load(tmp_path).bot_token is None


def test_a_live_shop_is_complete(tmp_path: Path) -> None:
    settings = load(tmp_path, "BOT_TOKEN=1:x", "ADMIN_IDS=7, 8", f"SECRET_KEY={SECRET}")
    assert settings.admin_ids == {7, 8}
    assert settings.confirmations() == {
        "BTC": ((0, 1), (50_000, 3)),
        "LTC": ((0, 3), (50_000, 6)),
        "ETH": ((0, 1),),
        "SOL": ((0, 1),),
    }


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("ADMIN_IDS=@me", "numeric"),
        ("ADMIN_IDS=1;2", "numeric"),
        ("SHOP_CURRENCY=DOGE", "DOGE"),
        ("ORDER_TIMEOUT_MINUTES=0", "ORDER_TIMEOUT_MINUTES"),
        ("ORDER_TIMEOUT_MINUTES=soon", "ORDER_TIMEOUT_MINUTES"),
        ("CURRENCIES=BTC,XYZ", "one or more of BTC, LTC, ETH, SOL"),
        ("CURRENCIES=BTC,BTC", "each once"),
        ("CONFIRMATIONS_LTC=three", "CONFIRMATIONS_LTC: confirmations such as"),
        ("ETH_RPC_URLS=eth.drpc.org", "ETH_RPC_URLS: an address that begins with"),
        ("SOL_RPC_URLS=https://a.example,b", "SOL_RPC_URLS: an address that begins with"),
        ("LTC_API_URLS=,", "LTC_API_URLS: at least one address"),
        ("RATE_URL_BINANCE=api.binance.com", "RATE_URL_BINANCE: an address that begins with"),
        ("AGREEMENT_ABOVE=-1", "AGREEMENT_ABOVE: a whole total in SHOP_CURRENCY, 0 for always"),
        ("AGREEMENT_ABOVE=1.5", "or never"),
        ("CONFIRMATIONS_BTC=0", "confirmations"),
        ("CONFIRMATIONS_BTC=3@500,1", "tier"),
        ("BTC_API_URLS=mempool.space", "http"),
        ("NETWORK=moon", "NETWORK"),
        ("BOT_TOKEN=my token", "@BotFather"),
        ("SECRET_KEY=changeme", "SECRET_KEY"),
        ("WALLET_MNEMONIC=twelve words that are none", "mnemonic"),
        ("RATE_SPREAD_PERCENT=nan", "RATE_SPREAD_PERCENT"),
        ("BOT_TOKNE=1:x", "BOT_TOKNE is no setting"),
    ],
)
def test_a_wrong_setting_says_what_to_do(tmp_path: Path, line: str, word: str) -> None:
    with pytest.raises(StartRefused, match=re.escape(word)):
        load(tmp_path, line)


def test_a_token_alone_is_not_enough(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="SECRET_KEY"):
        load(tmp_path, "BOT_TOKEN=1:x", "ADMIN_IDS=7")
    with pytest.raises(StartRefused, match="ADMIN_IDS"):
        load(tmp_path, "BOT_TOKEN=1:x", f"SECRET_KEY={SECRET}")


@pytest.mark.parametrize(
    ("coin", "names"),
    [
        ("BTC", "BTC_API_URLS or BTC_RPC_URL"),
        ("LTC", "LTC_API_URLS or LTC_RPC_URL"),
        ("ETH", "ETH_RPC_URLS"),
        ("SOL", "SOL_RPC_URLS"),
    ],
)
def test_a_test_network_needs_a_source_of_its_own(tmp_path: Path, coin: str, names: str) -> None:
    with pytest.raises(StartRefused, match=f"{names} must name a source for testnet"):
        load(tmp_path, "NETWORK=testnet", f"CURRENCIES={coin}")
    url = f"{names.rsplit(maxsplit=1)[-1]}=http://u:p@127.0.0.1:1"
    assert load(tmp_path, "NETWORK=testnet", f"CURRENCIES={coin}", url).currencies == (coin,)


def test_each_coin_of_a_test_network_is_asked_for(tmp_path: Path) -> None:
    own = "BTC_RPC_URL=http://127.0.0.1:1"
    with pytest.raises(StartRefused, match="or take LTC out of CURRENCIES"):
        load(tmp_path, "NETWORK=regtest", own)


@pytest.mark.parametrize(
    ("text", "minor"), [("500", 50_000), ("0", 0), ("never", None), ("", 50_000)]
)
def test_from_which_total_on_two_sources_must_agree(
    tmp_path: Path, text: str, minor: int | None
) -> None:
    assert load(tmp_path, f"AGREEMENT_ABOVE={text}").agreement_from() == minor


def test_a_rate_source_can_be_switched_off_while_two_exchanges_remain(tmp_path: Path) -> None:
    settings = load(tmp_path, "RATE_URL_BINANCE=off", "RATE_URL_MEMPOOL=off")
    assert (settings.rate_url_binance, settings.rate_url_mempool) == (None, None)
    with pytest.raises(StartRefused, match="leave two of RATE_URL_KRAKEN"):
        load(tmp_path, "RATE_URL_BINANCE=off", "RATE_URL_KRAKEN=off")


def test_a_provider_s_key_in_an_address_is_a_secret(tmp_path: Path) -> None:
    """Case 70."""
    settings = load(tmp_path, "ETH_RPC_URLS=https://eth.example/v3/0123456789abcdef")
    assert "0123456789abcdef" not in repr(settings)
    assert "https://eth.example/v3/0123456789abcdef" in settings.secrets()


def test_settings_are_frozen_and_hide_secrets(tmp_path: Path) -> None:
    settings = load(tmp_path, "BOT_TOKEN=1:hidden", "ADMIN_IDS=7", f"SECRET_KEY={SECRET}")
    with pytest.raises(ValueError, match="frozen"):
        settings.shop_name = "x"  # type: ignore[misc]
    assert "hidden" not in repr(settings)
    assert SECRET not in repr(settings)
    assert {"1:hidden", SECRET} <= set(settings.secrets())


def test_a_refused_secret_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(StartRefused) as refusal:
        load(tmp_path, "SECRET_KEY=hunter2hunter2")
    assert "hunter2" not in str(refusal.value)
