"""Settings: complete, documented, and refused with a sentence when they are wrong."""

import hashlib
import os
import re
from pathlib import Path

import pytest

import config
from commands.doctor import way_out
from config import Settings
from utils import log
from utils.location import Server, SqliteFile
from utils.refusal import StartRefused

ROOT = Path(__file__).parent.parent
SECRET = hashlib.sha256(b"config").hexdigest()
NAMES = {name.upper() for name in Settings.model_fields}
PASSWORDS = ("pa/ss-word", "pa?ss-word", "pa#ss-word", "pa%ss-word", "pa ss-word", "pa@ss:word")
DIRTY = ("hunter2", "letmein", "pa", "ss-word")
"""No piece of a credential may be in a message, not even the piece before a `/`."""


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
    assert "HOLDFAST_HOME" in text
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", text, re.MULTILINE)) == NAMES - {"HOLDFAST_HOME"}


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
        ("HINT_SECRET=short", "HINT_SECRET: at least 32 letters, digits and signs"),
        (f"HINT_SECRET={'ab' * 20}", "HINT_SECRET: at least 32"),
        (f"HINT_SECRET={'ä' * 40}", "HINT_SECRET: at least 32"),
        (f"HINT_SECRET='{SECRET[:32]} {SECRET[32:]}'", "without blanks"),
        ("HINT_HOST=localhost", "HINT_HOST: an address of this machine in numbers"),
        ("HINT_HOST=127.1", "HINT_HOST: an address of this machine in numbers"),
        ("HINT_PORT=0", "HINT_PORT: a whole number from 1 to 65535"),
        ("ADMIN_IDS=@me", "numeric"),
        ("ADMIN_IDS=1;2", "numeric"),
        ("ADMIN_IDS=0", "numeric"),
        ("ADMIN_IDS=٣", "numeric"),
        ("SHOP_CURRENCY=DOGE", "DOGE is no currency that two"),
        ("SHOP_CURRENCY=DEM", "DEM is no currency that two"),
        ("SHOP_CURRENCY=KWD", "KWD is no currency that two"),
        ("SHOP_NAME=a\\tb", None),
        ("SHOP_NAME='a\n b'", "one line"),
        (f"SHOP_NAME={'x' * 65}", "1 to 64"),
        ("DEFAULT_LANGUAGE=fr", "one of de, en"),
        ("ORDER_TIMEOUT_MINUTES=0", "ORDER_TIMEOUT_MINUTES: a whole number from 1 to 1440"),
        ("ORDER_TIMEOUT_MINUTES=soon", "ORDER_TIMEOUT_MINUTES: a whole number from 1 to 1440"),
        ("ORDER_TIMEOUT_MINUTES=1.5", "a whole number"),
        ("WEB_PORT=70000", "WEB_PORT: a whole number from 0 to 65535"),
        ("CURRENCIES=BTC,XYZ", "one or more of BTC, LTC, ETH, SOL"),
        ("CURRENCIES=BTC,BTC", "each once"),
        ("CURRENCIES=,", "one or more"),
        ("CONFIRMATIONS_LTC=three", "CONFIRMATIONS_LTC: confirmations such as"),
        ("CONFIRMATIONS_LTC=1,3@500 EUR", "is in EUR, but the shop sells in USD"),
        ("CONFIRMATIONS_LTC=1,3@500,6@500", "tier"),
        ("CONFIRMATIONS_BTC=0", "confirmations"),
        ("CONFIRMATIONS_BTC=3@500,1", "tier"),
        ("AGREEMENT_ABOVE=-1", "AGREEMENT_ABOVE: a whole total in SHOP_CURRENCY"),
        ("AGREEMENT_ABOVE=1.5", "or never"),
        ("FOUR_EYES_ABOVE=500 JPY", "FOUR_EYES_ABOVE: is in JPY"),
        ("FOUR_EYES_ABOVE=much", "or never"),
        ("TRANSFER_DAILY_CAP=-5", "TRANSFER_DAILY_CAP: a whole amount"),
        ("TRANSFER_DAILY_CAP=5 JPY", "TRANSFER_DAILY_CAP: is in JPY"),
        ("AGREEMENT_ABOVE=500 JPY", "AGREEMENT_ABOVE: is in JPY"),
        ("ETH_RPC_URLS=eth.drpc.org", "ETH_RPC_URLS: an address that begins with"),
        ("SOL_RPC_URLS=https://a.example,b", "SOL_RPC_URLS: an address that begins with"),
        ("LTC_API_URLS=,", "LTC_API_URLS: at least one address"),
        ("LTC_API_URLS=https://a.example,https://a.example/", "stands there twice"),
        ("RATE_URL_BINANCE=api.binance.com", "RATE_URL_BINANCE: an address that begins with"),
        ("TELEGRAM_API_URL=ftp://a.example", "TELEGRAM_API_URL: an address that begins with"),
        ("BTC_API_URLS=mempool.space", "http"),
        ("BTC_RPC_URL=http://", "BTC_RPC_URL: the host is missing"),
        ("BTC_RPC_URL=http://:8332", "the host is missing"),
        ("BTC_RPC_URL=http://a.example:", "port"),
        ("BTC_RPC_URL=http://a.example:0", "a number from 1 to 65535"),
        ("BTC_RPC_URL=http://a.example:99999", "a number from 1 to 65535"),
        ("BTC_RPC_URL=http://a.example:eight", "a number from 1 to 65535"),
        ("BTC_RPC_URL=http://999.1.1.1:8332", "no name and no IP address"),
        ("BTC_RPC_URL=http://[::1:8332", "no name and no IP address"),
        ("BTC_RPC_URL=http://ex ample:1", "a space is in it"),
        ("BTC_RPC_URL=http://a.example/?x=1", "BTC_RPC_URL: has a ? in it"),
        ("LTC_RPC_URL=127.0.0.1:9332", "LTC_RPC_URL: an address that begins with"),
        ("TELEGRAM_PROXY=proxy.example:1080", "TELEGRAM_PROXY: an address that begins with http, "),
        ("OUTSIDE_PROXY=socks4://proxy.example:1080", "OUTSIDE_PROXY: an address that begins with"),
        ("OUTSIDE_PROXY=http://proxy.example", "the port of the proxy is missing"),
        ("OUTSIDE_PROXY=http://u:pa/ss@proxy.example:1", "OUTSIDE_PROXY: "),
        ("OUTSIDE_PROXY=http://proxy.example:3128/x", "a proxy has no path"),
        ("DATABASE_URL=mysql://a/b", "DATABASE_URL: must be sqlite+aiosqlite:///"),
        ("DATABASE_URL=data/shop.db", "DATABASE_URL: must be"),
        ("DATABASE_URL=sqlite+aiosqlite://data/shop.db", "three slashes"),
        ("DATABASE_URL=sqlite+aiosqlite:///", "names no file"),
        ("DATABASE_URL=sqlite+aiosqlite:///:memory:", "names no file"),
        ("DATABASE_URL=sqlite+aiosqlite:///~/shop.db", "~ means nothing"),
        ("DATABASE_URL=sqlite+aiosqlite:///a.db?timeout=3", "takes no options"),
        ("DATABASE_URL=postgresql+asyncpg://u:p@h:port/d", "a number from 1 to 65535"),
        ("DATABASE_URL=postgresql+asyncpg://u:p@h", "names no database"),
        ("DATABASE_URL=postgresql+asyncpg://u:p@h/", "names no database"),
        ("DATABASE_URL=postgresql+asyncpg://u:p@h/d?sslmod=require", "does not know the option"),
        ("DATABASE_URL=postgresql+asyncpg://u:p@h/d?sslmode=maybe", "sslmode is one of"),
        ("DATABASE_URL=postgresql+asyncpg://u:p@h/d?sslmode", "name=value"),
        ("DATABASE_URL=postgresql+asyncpg://u:p@h/d?connect_timeout=0", "seconds from 1 to 60"),
        ("DATABASE_URL=postgresql+asyncpg://u:p@h/d?sslrootcert=/no.crt", "names no file"),
        ("DATABASE_URL=postgresql+asyncpg://u:p@h/d?sslmode=verify-full", "needs sslrootcert"),
        ("NETWORK=moon", "NETWORK: one of mainnet, testnet, regtest"),
        ("ADMIN_KEY_DELIVERY=always", "one of reveal, inline, never"),
        ("BOT_TOKEN=my token", "@BotFather"),
        ("SECRET_KEY=changeme", "SECRET_KEY: is still the placeholder"),
        ("WALLET_MNEMONIC=twelve words that are none", "mnemonic"),
        ("RATE_SPREAD_PERCENT=nan", "RATE_SPREAD_PERCENT: a number from 0 below 50"),
        ("BOT_TOKNE=1:x", "BOT_TOKNE is no setting"),
        ("HOLDFAST_HOME=/srv", "HOLDFAST_HOME is no setting"),
        ("this is no assignment", "line 1: not of the form NAME=value"),
    ],
)
def test_a_wrong_setting_says_what_to_do(tmp_path: Path, line: str, word: str | None) -> None:
    if word is None:
        load(tmp_path, line)
        return
    with pytest.raises(StartRefused, match=re.escape(word)) as refusal:
        load(tmp_path, line)
    assert "\n" not in str(refusal.value)
    assert "pydantic" not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8332",
        "http://user:pass@127.0.0.1:8332",
        "http://user:p%23a%2Fs%40s%3F%25%20@node:8332/",
        "http://[::1]:8332",
        "https://key@bitcoin_core.internal/wallet/main",
    ],
)
def test_a_node_s_address(tmp_path: Path, url: str) -> None:
    secret = load(tmp_path, f"BTC_RPC_URL={url}").btc_rpc_url
    assert secret is not None
    assert secret.get_secret_value() == url


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize(
    "shape",
    [
        "BTC_RPC_URL=http://hunter2:{}@127.0.0.1:8332",
        "LTC_RPC_URL=http://hunter2:{}@host",
        "ETH_RPC_URLS=https://ok.example/rpc,https://hunter2:{}@host/v3/letmeinletmein",
        "BTC_API_URLS=https://hunter2:{}@host",
        "RATE_URL_KRAKEN=https://hunter2:{}@host",
        "TELEGRAM_API_URL=https://hunter2:{}@host:1",
        "DATABASE_URL=postgresql+asyncpg://hunter2:{}@host:5432/letmein",
    ],
)
def test_a_password_that_breaks_an_address_is_named_by_none_of_its_parts(
    tmp_path: Path, shape: str, password: str
) -> None:
    """The sentence says how to write it; neither it nor the log holds a piece."""
    with pytest.raises(StartRefused, match=r"%2F, \? as %3F, # as %23") as refusal:
        load(tmp_path, shape.format(password))
    words = re.split(r"[^\w-]+", str(refusal.value))
    assert not set(DIRTY) & set(words)
    written = log.without_secrets(f"cannot connect: {password} and {shape.format(password)}")
    assert password not in written
    assert password.rpartition("/")[2] not in written.split()


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(StartRefused) as refusal:
        load(
            tmp_path,
            *("BOT_TOKEN=1:x", "WEB_PORT=x", "SHOP_CURRENCY=XXX", "NETWORK=testnet"),
            *("CURRENCIES=BTC,ETH", "AGREEMENT_ABOVE=5 EUR", "TYPO=1", "ADMIN_IDS=me"),
        )
    lines = str(refusal.value).splitlines()
    assert [line.split(":")[0].split()[0] for line in lines] == [
        *("TYPO", "WEB_PORT", "SHOP_CURRENCY", "ADMIN_IDS"),
        *("SECRET_KEY", "BTC_API_URLS", "ETH_RPC_URLS"),
    ], lines


def test_two_values_for_one_name_are_asked_about(tmp_path: Path) -> None:
    assert load(tmp_path, "WEB_PORT=", "# a comment", "WEB_PORT=1", "WEB_PORT=1").web_port == 1
    with pytest.raises(StartRefused, match=r"two different values in .env \(lines 1 and 3"):
        load(tmp_path, "WEB_PORT=1", "# a comment", "web_port=2")


def test_values_are_taken_as_they_stand(tmp_path: Path) -> None:
    """No `${...}` is filled in: a password may hold a dollar."""
    settings = load(tmp_path, "DATABASE_KEY='a ${HOME} # b'", "export SHOP_NAME=Näh & Co  ")
    assert settings.database_key is not None
    assert settings.database_key.get_secret_value() == "a ${HOME} # b"
    assert settings.shop_name == "Näh & Co"


@pytest.mark.parametrize("content", [b"SHOP_NAME=\xff\xfe", b"x" * 300_000])
def test_a_file_that_is_no_list_of_settings(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / ".env"
    path.write_bytes(content)
    with pytest.raises(StartRefused, match=str(path)):
        config.load(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(StartRefused, match="cannot be read"):
        config.load(path)


def test_home_is_the_checkout_or_what_is_named(tmp_path: Path) -> None:
    assert config.home_of({}) == ROOT
    assert config.home_of({"HOLDFAST_HOME": str(tmp_path)}) == tmp_path
    for wrong, word in (("data", "from the root"), (str(tmp_path / "no"), "is no folder")):
        with pytest.raises(StartRefused, match=word):
            config.home_of({"HOLDFAST_HOME": wrong})


@pytest.mark.parametrize(
    ("home", "why"),
    [
        ("~nosuchuser/shop", "~nosuchuser is nobody here"),
        ("/" + "x" * 300, "the name is too long"),
        ("/etc/passwd/shop", "is no folder"),
        ("shop", "a path from the root"),
    ],
)
def test_a_home_that_cannot_be_is_one_sentence(home: str, why: str) -> None:
    with pytest.raises(StartRefused, match=f"^HOLDFAST_HOME: .*{why}"):
        config.load(None, {"HOLDFAST_HOME": home})


def test_paths_belong_to_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_HOME", str(tmp_path))
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite+aiosqlite:///data/other.db\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    settings = config.load()
    assert settings.location() == SqliteFile(tmp_path / "data" / "other.db")
    assert settings.data == tmp_path / "data"


@pytest.mark.parametrize(
    ("url", "dsn"),
    [
        ("postgresql://h/d", "postgresql://h/d"),
        ("postgres://u:p%40ss@h:1/d?sslmode=require", "postgresql://u@h:1/d?sslmode=require"),
        ("postgresql+asyncpg://u:p@h/d?ssl=true", "postgresql://u@h/d?sslmode=require"),
        ("postgresql+asyncpg:///d?host=/run/pg", "postgresql:///d?host=%2Frun%2Fpg"),
        ("postgresql://u@[::1]:5/d?connect_timeout=3", "postgresql://u@[::1]:5/d"),
    ],
)
def test_how_postgresql_is_spelled(tmp_path: Path, url: str, dsn: str) -> None:
    server = load(tmp_path, f"DATABASE_URL={url}").location()
    assert isinstance(server, Server)
    assert server.dsn == dsn
    assert "p@ss" not in repr(server)


def test_a_key_for_postgresql_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="encrypt the server's disk"):
        load(tmp_path, "DATABASE_URL=postgresql://h/d", "DATABASE_KEY=x")


def test_one_node_is_not_two_coins(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="are the same address"):
        load(tmp_path, "BTC_RPC_URL=http://a:1", "LTC_RPC_URL=http://a:1")


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
    ("text", "currency", "minor"),
    [
        ("500", "USD", 50_000),
        ("500 usd", "USD", 50_000),
        ("0", "USD", 0),
        ("never", "USD", None),
        ("", "USD", 50_000),
        ("", "EUR", 50_000),
        ("", "JPY", 75_000),
        ("500", "JPY", 500),
        ("800 EUR", "EUR", 80_000),
    ],
)
def test_from_which_total_on_two_sources_must_agree(
    tmp_path: Path, text: str, currency: str, minor: int | None
) -> None:
    """A bare number is in the shop's currency; our own default is worth about 500 dollars."""
    settings = load(tmp_path, f"AGREEMENT_ABOVE={text}", f"SHOP_CURRENCY={currency}")
    assert settings.agreement_from() == minor


def test_default_tiers_mean_about_as_much_in_every_currency(tmp_path: Path) -> None:
    assert load(tmp_path, "SHOP_CURRENCY=jpy").confirmations()["BTC"] == ((0, 1), (75_000, 3))
    given = load(tmp_path, "SHOP_CURRENCY=JPY", "CONFIRMATIONS_BTC=1,2@9000 JPY")
    assert given.confirmations()["BTC"] == ((0, 1), (9_000, 2))


def test_a_rate_source_can_be_switched_off_while_two_exchanges_remain(tmp_path: Path) -> None:
    settings = load(tmp_path, "RATE_URL_BINANCE=off", "RATE_URL_MEMPOOL=off")
    assert (settings.rate_url_binance, settings.rate_url_mempool) == (None, None)
    with pytest.raises(StartRefused, match="leave two of RATE_URL_KRAKEN"):
        load(tmp_path, "RATE_URL_BINANCE=off", "RATE_URL_KRAKEN=off")
    with pytest.raises(StartRefused, match="prices in TRY come from binance, coinbase"):
        load(tmp_path, "RATE_URL_BINANCE=off", "SHOP_CURRENCY=TRY")


def test_a_provider_s_key_in_an_address_is_a_secret(tmp_path: Path) -> None:
    """Case 70."""
    settings = load(tmp_path, "ETH_RPC_URLS=https://eth.example/v3/0123456789abcdef")
    assert "0123456789abcdef" not in repr(settings)
    assert "https://eth.example/v3/0123456789abcdef" in settings.secrets()


def test_doctor_says_which_way_it_goes_and_no_password(tmp_path: Path) -> None:
    assert way_out(load(tmp_path)) == []
    line = "TELEGRAM_PROXY=socks5://shop:hunter2@proxy.example:1080"
    settings = load(tmp_path, line)
    assert "socks5://shop:hunter2@proxy.example:1080" in settings.secrets()
    assert "hunter2" not in repr(settings)
    [said] = way_out(settings)
    assert said.word == "Telegram through a proxy (socks5), chains and prices directly"
    for lines, word in (
        (["TELEGRAM_API_URL=http://botapi:8081", line], "Telegram directly, chains and prices dir"),
        (
            ["OUTSIDE_PROXY=http://p.example:1"],
            "directly, chains and prices through a proxy (http)",
        ),
        (
            ["OUTSIDE_PROXY=http://p.example:1", "BTC_RPC_URL=http://u:p@node.example:8332"],
            "chains and prices through a proxy (http) but for 1 of your own addresses",
        ),
    ):
        [said] = way_out(load(tmp_path, *lines))
        assert word in said.word


def test_settings_are_frozen_and_hide_secrets(tmp_path: Path) -> None:
    settings = load(tmp_path, "BOT_TOKEN=1:hidden-one", "ADMIN_IDS=7", f"SECRET_KEY={SECRET}")
    with pytest.raises(ValueError, match="frozen"):
        settings.shop_name = "x"  # type: ignore[misc]
    assert "hidden-one" not in repr(settings)
    assert SECRET not in repr(settings)
    assert {"1:hidden-one", SECRET} <= set(settings.secrets())


def test_a_refused_secret_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(StartRefused) as refusal:
        load(tmp_path, "SECRET_KEY=hunter2hunter2")
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("given", ["123", "@news", "-", "-0", "news", "-99999999999999999"])
def test_a_channel_is_a_negative_number(tmp_path: Path, given: str) -> None:
    with pytest.raises(StartRefused, match="CHANNEL_ID: the number of a channel"):
        load(tmp_path, f"CHANNEL_ID={given}")


def test_there_need_be_no_channel(tmp_path: Path) -> None:
    assert load(tmp_path, "CHANNEL_ID=").channel_id is None
    assert load(tmp_path, "CHANNEL_ID=-1001234567890").channel_id == -1001234567890


SAME = [
    "https://mempool.space/api,HTTPS://MEMPOOL.SPACE/api",
    "https://mempool.space/api,https://mempool.space:443/api/",
    "https://mempool.space/api,http://mempool.space/api",
    "https://mempool.space/api,https://mempool.space./api",
    "https://mempool.space/api,https://someone:letmein@mempool.space/%61pi",
    "http://[::1]:3000,http://[0:0::1]:3000/",
]


@pytest.mark.parametrize("urls", SAME)
def test_one_server_in_two_spellings_is_one_source(tmp_path: Path, urls: str) -> None:
    """Else it agrees with itself, and a large order is proved by one word."""
    with pytest.raises(StartRefused, match="BTC_API_URLS: the same address stands there twice"):
        load(tmp_path, f"BTC_API_URLS={urls}")


def test_two_servers_are_two_sources(tmp_path: Path) -> None:
    urls = ("http://node:3000/a", "http://node:3000/b", "http://node:3001/a")
    assert load(tmp_path, f"BTC_API_URLS={','.join(urls)}").btc_api_urls == urls


def test_one_server_is_no_source_of_two_coins(tmp_path: Path) -> None:
    lines = (
        "ETH_RPC_URLS=https://a.example,https://b.example/x",
        "SOL_RPC_URLS=https://B.example/x/",
    )
    with pytest.raises(StartRefused, match="are the same address: each coin has its own"):
        load(tmp_path, *lines)


@pytest.mark.parametrize(
    "url", ["https://t.example/?x=1", "https://t.example/{token}", "https://t.example/{0}"]
)
def test_a_bot_api_address_can_be_added_to(tmp_path: Path, url: str) -> None:
    """Everything would be asked of another path, with the token in it, and nothing be heard."""
    with pytest.raises(StartRefused, match="TELEGRAM_API_URL: an address without"):
        load(tmp_path, f"TELEGRAM_API_URL={url}")


@pytest.mark.parametrize("percent", ["1e-400000", "0.33333", "1.00001", f"0.{'3' * 5000}"])
@pytest.mark.parametrize("name", ["RATE_SPREAD_PERCENT", "UNDERPAYMENT_TOLERANCE_PERCENT"])
def test_a_percentage_is_one_that_every_database_keeps(
    tmp_path: Path, name: str, percent: str
) -> None:
    """PostgreSQL refuses the finest: no order could be placed."""
    with pytest.raises(StartRefused, match=f"{name}: at most 4 decimal places"):
        load(tmp_path, f"{name}={percent}")


@pytest.mark.parametrize(
    ("given", "shown"), [("-0", "0"), ("2.50", "2.5"), ("10", "10"), ("0", "0")]
)
def test_a_percentage_is_shown_as_one_says_it(tmp_path: Path, given: str, shown: str) -> None:
    assert f"{load(tmp_path, f'RATE_SPREAD_PERCENT={given}').rate_spread_percent:f}" == shown


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "SHOP_NAME", "DATABASE_URL", "BTC_API_URLS", "WALLET_MNEMONIC"]
)
def test_bytes_that_are_no_text_are_told_in_words(tmp_path: Path, name: str) -> None:
    garbled = b"caf\xe9 ".decode("utf-8", "surrogateescape")
    with pytest.raises(StartRefused) as refused:
        config.load(tmp_path / ".env", {name: garbled})
    assert str(refused.value) == f"{name}: is not UTF-8 text: type it anew"


def test_a_link_that_leads_nowhere_is_no_empty_file(tmp_path: Path) -> None:
    """The disk with the settings is not mounted: the sandbox would start in the shop's place."""
    (tmp_path / ".env").symlink_to(tmp_path / "unmounted" / "env")
    with pytest.raises(StartRefused, match="a link that leads nowhere"):
        config.load(tmp_path / ".env", {})


def test_a_pipe_in_the_place_of_the_settings_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".env")
    with pytest.raises(StartRefused, match="is no file"):
        config.load(tmp_path / ".env", {})


@pytest.mark.parametrize("name", ["\u2800", "\u3164", "\u2800 \u3164"])
def test_a_name_is_one_that_shows(tmp_path: Path, name: str) -> None:
    with pytest.raises(StartRefused, match="SHOP_NAME: 1 to 64 visible characters"):
        load(tmp_path, f"SHOP_NAME={name}")


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_KEY"])
def test_who_may_hint_can_open_nothing(tmp_path: Path, name: str) -> None:
    """The secret of a watcher elsewhere is no other secret's copy."""
    with pytest.raises(StartRefused, match=f"HINT_SECRET and {name} are the same") as refused:
        load(tmp_path, f"HINT_SECRET={SECRET}", f"{name}={SECRET}")
    assert SECRET not in str(refused.value)
    assert load(tmp_path, f"HINT_SECRET={SECRET}", "HINT_HOST=::1").hint_host == "::1"


def test_keys_in_notices_are_no_four_eyes(tmp_path: Path) -> None:
    """Each of the two is good alone."""
    for line in ("FOUR_EYES_ABOVE=500", "ADMIN_KEY_DELIVERY=inline"):
        load(tmp_path, line)
    with pytest.raises(StartRefused, match="ADMIN_KEY_DELIVERY=inline shows every key"):
        load(tmp_path, "FOUR_EYES_ABOVE=500", "ADMIN_KEY_DELIVERY=inline")
