"""The real shop loses nobody's money out of sight: a coin taken away, a backup put back."""

import shutil
import signal
from pathlib import Path

from tests.journeys.live import ADMINS, Live
from tests.journeys.shop import Actor

GAME = ("Games", "Star Sailor")


async def customer(live: Live, name: str) -> Actor:
    return live.person((await live.client.person(name))["id"])


async def test_a_coin_that_is_taken_away_while_its_order_is_open(tmp_path: Path) -> None:
    """It is paid after the restart, delivered, and not offered to the next one."""
    async with Live(tmp_path, CURRENCIES="BTC,LTC", CONFIRMATIONS_LTC="1") as live:
        await live.greet_admins()
        bob, eve = await customer(live, "Bob"), await customer(live, "Eve")
        await bob.orders(*GAME, asset="LTC")
        await live.stop(signal.SIGTERM)
        live._given["CURRENCIES"] = "BTC"
        await live.start()
        address, units = await bob.invoice("LTC")
        await live.client.pay(address, units, "ltc")
        await live.client.mine(1, "ltc")
        assert await bob.sees("🎁 Order ", timeout=30)
        await eve.orders(*GAME, pay=False)
        await eve.sees("Send exactly")
        await eve.never_saw("Ł LTC")
        assert "Traceback" not in live.log(), live.log()


async def test_a_backup_put_back_gives_no_address_twice(tmp_path: Path) -> None:
    """By a plain copy of the file, after a kill; the admins hear why accounts were left out."""
    async with Live(tmp_path) as live:
        await live.greet_admins()
        code, output = await live.command("backup", str(tmp_path / "kept.db"))
        assert code == 0, output
        given = set[str]()
        for name in ("Bob", "Eve", "Joe"):
            person = await customer(live, name)
            await person.orders(*GAME)
            given.add((await person.invoice())[0])
        await live.stop(signal.SIGKILL)
        for suffix in ("-wal", "-shm"):
            (tmp_path / f"shop.db{suffix}").unlink(missing_ok=True)
        shutil.copyfile(tmp_path / "kept.db", tmp_path / "shop.db")
        await live.start()
        zoe = await customer(live, "Zoe")
        await zoe.orders(*GAME)
        assert (await zoe.invoice())[0] not in given
        await live.person(ADMINS[0].id).sees("restored or moved")
        assert "Traceback" not in live.log(), live.log()
