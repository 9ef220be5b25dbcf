"""Keys at the command line, as it is typed; and changing them, with the power failing meanwhile."""

import asyncio
import secrets
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from db import Database
from models.address import Address
from services.keys.wallet import open_mnemonic
from tests.databases import SQLCIPHER, SQLITE
from tests.journeys.live import Live
from tests.journeys.processes import start
from tests.journeys.shop import environment
from utils.clock import utc_now
from utils.sealing import Sealer
from utils.wallets.bitcoin import BitcoinWallet
from utils.wallets.mnemonic import seed_of

REFUSED = 78
GAME = ("Games", "Star Sailor")
KILLS = 5


@pytest.fixture(params=[SQLITE, SQLCIPHER])
async def live(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Live]:
    key = {"DATABASE_KEY": "a key that only tests use"} if request.param == SQLCIPHER else {}
    async with Live(tmp_path, **key) as running:
        yield running
    assert "Traceback" not in running.log(), running.log()


@pytest.fixture
async def plain(tmp_path: Path) -> AsyncIterator[Live]:
    async with Live(tmp_path) as running:
        yield running


async def sold(live: Live) -> None:
    """Order 1, delivered."""
    await live.greet_admins()
    bob = live.person((await live.client.person("Bob"))["id"])
    await bob.orders(*GAME)
    await bob.pays()
    await live.client.mine()
    await bob.sees("🎁 Order ", timeout=40)


async def mnemonic(live: Live) -> str:
    async with live.database() as database:
        sealer = Sealer(live.secret_key)
        return await open_mnemonic(database.uow, sealer, "regtest", None, "")


async def test_keys_beside_a_running_shop(plain: Live) -> None:
    await sold(plain)
    code, output = await plain.command("wallet", "show-paths")
    assert code == 0, output
    assert "BTC   m/84'/1'/n'/0/0" in output
    code, output = await plain.command("wallet", "verify")
    assert (code, "ok    " in output) == (0, True), output
    code, output = await plain.command("wallet", "export-key", "1", "--yes")
    wallet = BitcoinWallet(seed_of(await mnemonic(plain)), "regtest")
    key = wallet.private_key(0)
    assert code == 0, output
    assert output.endswith(f"path     {key.path}\naddress  {key.address}\nWIF      {key.secret}\n")
    async with plain.database() as database, database.uow.read() as uow:
        exports = [row for row in await uow.audit.of_order(1) if row.action == "key.exported"]
    assert [row.actor for row in exports] == ["operator"]


async def test_a_key_needs_a_yes_and_an_order(plain: Live) -> None:
    await sold(plain)
    code, output = await plain.command("wallet", "export-key", "1")
    assert (code, "--yes" in output) == (1, True), output
    code, output = await plain.command("wallet", "export-key", "2", "--yes")
    assert (code, "there is no order 2" in output) == (1, True), output
    async with plain.database() as database, database.uow.read() as uow:
        assert "key.exported" not in [row.action for row in await uow.audit.of_order(1)]


async def test_an_address_that_is_not_ours_is_found(plain: Live) -> None:
    """Case 68."""
    row = Address(
        chain="BTC",
        index=500,
        address="bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk",
        path="m/84'/1'/500'/0/0",
        created_at=utc_now(),
        given_at=utc_now(),
    )
    async with plain.database() as database, database.uow() as uow:
        await uow.addresses.add(row)
    code, output = await plain.command("wallet", "verify")
    assert code == 1
    assert "FAIL  BTC 500: the database has" in output


async def test_looking_before_the_first_start(tmp_path: Path) -> None:
    shop = Live(tmp_path)
    shop.world = "http://127.0.0.1:9"  # nothing outside is needed for this
    looks = (
        *(("wallet", act) for act in ("show-paths", "verify")),
        ("wallet", "export-key", "1", "--yes"),
        ("wallet", "show-words", "--yes"),
        ("backup",),
        ("rekey",),
        ("doctor",),
    )
    for arguments in looks:
        code, output = await shop.command(*arguments)
        assert code == (1 if arguments == ("doctor",) else REFUSED), output
        assert "the first start makes it" in output or "start the shop once" in output
        assert names(tmp_path) == {"command.txt"}, arguments
    assert (await shop.command("migrate"))[0] == 0
    code, output = await shop.command("wallet", "show-paths")
    assert (code, "start the shop once" in output) == (REFUSED, True), output


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_another_secret_key(live: Live) -> None:
    """Case 66: rotated. The old one then opens nothing, and the shop says so."""
    await sold(live)
    words, new = await mnemonic(live), secrets.token_hex(32)
    code, output = await live.command("rekey", NEW_SECRET_KEY=new)
    assert (code, "stop it first" in output) == (REFUSED, True), output
    assert await live.stop() == 0
    code, output = await live.command("rekey")
    assert (code, "set NEW_SECRET_KEY" in output) == (REFUSED, True), output
    code, output = await live.command("rekey", NEW_SECRET_KEY="changeme")
    assert (code, "placeholder" in output) == (REFUSED, True), output
    code, output = await live.command("rekey", NEW_SECRET_KEY=live.secret_key)
    assert (code, "has already" in output) == (1, True), output
    code, output = await live.command("rekey", NEW_SECRET_KEY=new)
    assert (code, "Now set SECRET_KEY to it" in output) == (0, True), output
    assert new not in output
    await live.spawn()
    assert live._running is not None
    assert await live._running.wait(60) == REFUSED
    assert "SECRET_KEY does not open the wallet" in live.log()
    assert f"this one's {Sealer(live.secret_key).key_id}" in live.log()
    live.secret_key = new
    assert await mnemonic(live) == words
    await live.start()
    assert (await live.command("wallet", "verify"))[0] == 0


async def test_another_database_key(live: Live) -> None:
    old, new = live.database_key, secrets.token_hex(32)
    code, output = await live.command("rekey", "--database-key", NEW_DATABASE_KEY=new)
    if old is None:
        assert (code, "not encrypted" in output) == (1, True), output
        return
    assert (code, "stop it first" in output) == (REFUSED, True), output
    assert await live.stop() == 0
    code, output = await live.command("rekey", "--database-key", NEW_DATABASE_KEY=old)
    assert (code, "has already" in output) == (1, True), output
    code, output = await live.command("rekey", "--database-key", NEW_DATABASE_KEY=new)
    assert (code, "Now set DATABASE_KEY to it" in output) == (0, True), output
    assert new not in output
    code, output = await live.command("wallet", "verify")
    assert (code, "cannot be read with this DATABASE_KEY" in output) == (REFUSED, True), output
    [copy] = (live.folder / "data" / "backups").iterdir()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert await sound(Database.create(f"sqlite+aiosqlite:///{copy}", SecretStr(old)))
    live.database_key = live._given["DATABASE_KEY"] = new
    await live.start()


async def sound(database: Database) -> bool:
    """Whether this opens, with every page and every book in order."""
    async with database, database.uow.read() as uow:
        return not await uow.invariants.integrity() and not await uow.invariants.violations()


async def killed(live: Live, delay: float, *arguments: str, **settings: str) -> None:
    """Run a command and kill -9 it after `delay` seconds, if it is not over by then."""
    env = environment(**live.settings() | settings)
    output = live.folder / "command.txt"
    running = start(live.folder, env, *arguments, out=output, err=output)
    try:
        await running.wait(delay)
    except AssertionError:  # it still ran, and has been sent SIGKILL
        await running.wait(60)


async def timed(live: Live, *arguments: str, **settings: str) -> float:
    """How long the command takes when nobody kills it."""
    clock = asyncio.get_running_loop().time
    began = clock()
    code, output = await live.command(*arguments, **settings)
    assert code == 0, output
    return clock() - began


async def units(database: Database, sealer: Sealer) -> int:
    """How many goods this key opens; raises Unsealable for the first one it does not."""
    async with database.uow.read() as uow:
        query = text("SELECT variant_id, sealed FROM stock_units")
        rows = (await uow.session.execute(query)).all()
    return len([sealer.open(sealed, bound_to=f"unit:{variant}") for variant, sealed in rows])


async def test_kill_9_while_the_secret_key_changes(live: Live) -> None:
    """All old or all new, whenever the power fails."""
    await live.stop()
    await live.load(units=500)
    outcomes, new = [], secrets.token_hex(32)
    whole = await timed(live, "rekey", NEW_SECRET_KEY=new)
    live.secret_key = new
    for moment in moments(whole):
        old, new = live.secret_key, secrets.token_hex(32)
        await killed(live, moment, "rekey", NEW_SECRET_KEY=new)
        async with live.database() as database:
            async with database.uow.read() as uow:
                [(_, vault), *_] = await uow.sealed.vault()
            live.secret_key = new if Sealer(new).sealed(vault) else old
            assert await units(database, Sealer(live.secret_key)) == 4 * (60 + 500)
            await database.require_current()
        outcomes.append(live.secret_key == new)
    assert (outcomes[0], outcomes[-1]) == (False, True)
    await live.start()


async def test_kill_9_while_the_database_key_changes(tmp_path: Path) -> None:
    """The file belongs to one of the two keys, and every page of it is in order."""
    async with Live(tmp_path, DATABASE_KEY=secrets.token_hex(32)) as live:
        await live.stop()
        await live.load(units=1000)
        outcomes, new = [], secrets.token_hex(32)
        whole = await timed(live, "rekey", "--database-key", NEW_DATABASE_KEY=new)
        live.database_key = live._given["DATABASE_KEY"] = new
        for moment in moments(whole):
            old, new = live.database_key, secrets.token_hex(32)
            await killed(live, moment, "rekey", "--database-key", NEW_DATABASE_KEY=new)
            live.database_key = new if await fits(live, new) else old
            live._given["DATABASE_KEY"] = live.database_key
            assert await sound(live.database())
            outcomes.append(live.database_key == new)
        assert (outcomes[0], outcomes[-1]) == (False, True)
        await live.start()


def moments(whole: float) -> list[float]:
    """From hardly begun to surely over, close together in between."""
    return [whole * 0.05, *(whole * (0.4 + 0.6 * n / KILLS) for n in range(KILLS)), whole * 5]


async def fits(live: Live, key: str) -> bool:
    code, _ = await live.command("wallet", "show-paths", DATABASE_KEY=key)
    return code == 0
