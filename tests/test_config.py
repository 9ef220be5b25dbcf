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
    assert settings.confirmations() == {"BTC": ((0, 1), (50_000, 3))}


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("ADMIN_IDS=@me", "numeric"),
        ("ADMIN_IDS=1;2", "numeric"),
        ("SHOP_CURRENCY=DOGE", "DOGE"),
        ("ORDER_TIMEOUT_MINUTES=0", "ORDER_TIMEOUT_MINUTES"),
        ("ORDER_TIMEOUT_MINUTES=soon", "ORDER_TIMEOUT_MINUTES"),
        ("CURRENCIES=BTC,XYZ", "BTC"),
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


def test_a_test_network_needs_a_source_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="BTC_API_URLS"):
        load(tmp_path, "NETWORK=testnet")
    assert load(tmp_path, "NETWORK=regtest", "BTC_RPC_URL=http://u:p@127.0.0.1:1").btc_rpc_url


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
