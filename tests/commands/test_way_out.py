"""Proxies in the settings, as the commands and a start meet them: wrong ones, and dead ones."""

from pathlib import Path

import pytest

from tests.commands.operator import REFUSED, Operator

ELSEWHERE = {
    "TELEGRAM_API_URL": "https://telegram.invalid",
    "BTC_API_URLS": "https://chain.invalid/api",
}
SECRET = "through-the-wall"


@pytest.fixture
def shop(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


@pytest.mark.parametrize("name", ["TELEGRAM_PROXY", "OUTSIDE_PROXY"])
@pytest.mark.parametrize("command", [(), ("run",), ("doctor",)])
async def test_a_wrong_proxy_stops_the_start_with_one_sentence(
    shop: Operator, command: tuple[str, ...], name: str
) -> None:
    code, output = await shop.types(*command, **{name: f"socks4://shop:{SECRET}@proxy.example:1"})
    assert code == REFUSED
    _, sentence = output.strip().splitlines()
    assert sentence.startswith(f"{name}: an address that begins with http, https, socks5")
    assert SECRET not in output
    assert not shop.path.exists()


@pytest.mark.parametrize("kind", ["http", "https", "socks5"])
async def test_doctor_names_a_dead_proxy(shop: Operator, kind: str) -> None:
    dead = f"{kind}://shop:{SECRET}@127.0.0.1:1"
    code, output = await shop.types("doctor", **ELSEWHERE, TELEGRAM_PROXY=dead, OUTSIDE_PROXY=dead)
    assert code == 1
    failed = [line[6:] for line in output.splitlines() if line.startswith("FAIL  ")]
    said = dict(line.split(": ", 1) for line in failed)
    assert "no answer through the proxy" in said["Telegram"]
    assert "no connection through the proxy" in said["BTC chain"]
    assert said["admin 7"] == "not known: Telegram does not answer"
    assert f"Telegram through a proxy ({kind})" in output
    assert SECRET not in output
