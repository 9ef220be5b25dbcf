"""Case 70: keys reach the admin and the operator, and no log, no row and no other chat."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from models.outbox import OutboxMessage
from sandbox.client import shown
from services.keys.wallet import open_mnemonic
from tests.databases import SQLCIPHER, SQLITE
from tests.journeys.live import ADMINS, Live
from tests.journeys.shop import Actor, until
from utils.sealing import Sealer
from utils.wallets.base import PrivateKey
from utils.wallets.bitcoin import BitcoinWallet
from utils.wallets.mnemonic import seed_of

OLIVIA = ADMINS[0].id
FAULTS = (
    {"status": 502, "count": 1},
    {"status": 429, "retry_after": 1, "count": 1},
    {"mode": "accepted_then_reset", "count": 1},
)


@dataclass
class Secret:
    """What must not be found anywhere, and who may see the key."""

    words: str
    key: PrivateKey
    shop: Live
    bob: Actor

    @property
    def olivia(self) -> Actor:
        return self.shop.person(OLIVIA)

    def found_in(self, content: str) -> list[str]:
        words = self.words.split()
        runs = [" ".join(words[n : n + 4]) for n in range(len(words) - 3)]
        return [s for s in (self.key.secret, self.shop.secret_key, *runs) if s in content]


@pytest.fixture(params=[SQLITE, SQLCIPHER])
def settings(request: pytest.FixtureRequest) -> dict[str, str]:
    return {"DATABASE_KEY": "a key that only tests use"} if request.param == SQLCIPHER else {}


async def sale(shop: Live) -> Secret:
    """Order 1, open: its key can be derived already."""
    await shop.greet_admins()
    bob = shop.person((await shop.client.person("Bob"))["id"])
    await bob.orders("Games", "Star Sailor")
    async with shop.database() as database:
        sealer = Sealer(shop.secret_key)
        words = await open_mnemonic(database.uow, sealer, "regtest", None, "")
    key = BitcoinWallet(seed_of(words), "regtest").private_key(0)
    assert (await bob.invoice())[0] == key.address
    return Secret(words, key, shop, bob)


@pytest.fixture
async def reveal(tmp_path: Path, settings: dict[str, str]) -> AsyncIterator[Secret]:
    async with Live(tmp_path, **settings) as shop:
        yield await sale(shop)


@pytest.fixture
async def inline(tmp_path: Path, settings: dict[str, str]) -> AsyncIterator[Secret]:
    async with Live(tmp_path, ADMIN_KEY_DELIVERY="inline", **settings) as shop:
        yield await sale(shop)


async def nothing_waits(shop: Live) -> None:
    query = text("SELECT count(*) FROM outbox WHERE status = 'pending' AND event <> 'erase'")
    async with shop.database() as database, database.uow.read() as uow:
        assert await uow.session.scalar(query) == 0


async def test_revealed_and_exported(reveal: Secret) -> None:
    """Also when Telegram fails while the key is on its way."""
    await reveal.bob.pays()
    await reveal.shop.client.mine()
    await reveal.olivia.sees("💵 ", timeout=40)
    await until(partial(nothing_waits, reveal.shop))  # whose edits would meet the faults instead

    async def answered() -> None:
        await reveal.olivia.never_saw("Yes, show it")

    for fault in FAULTS:
        await reveal.olivia.press("Reveal key")
        await reveal.olivia.sees("Yes, show it")
        await reveal.shop.client.fault(method="editMessageText", chat_id=OLIVIA, **fault)
        await reveal.olivia.press("Yes, show it")
        taken = fault.get("mode") == "accepted_then_reset"  # the key is there, and nobody knows
        await reveal.olivia.sees(reveal.key.secret if taken else "the key appears here")
        await reveal.shop.client.clear_faults()
        await reveal.olivia.press("Back")
        await until(answered)
    await reveal.olivia.press("Reveal key", "Yes, show it")
    shown_key = await reveal.olivia.sees(reveal.key.secret)
    assert "has_protected_content" not in shown_key  # it is there to be copied
    [[copy]] = shown_key["reply_markup"]["inline_keyboard"]
    assert copy["copy_text"]["text"] == reveal.key.secret
    code, output = await reveal.shop.command("wallet", "export-key", "1", "--yes")
    assert (code, reveal.found_in(output)) == (0, [reveal.key.secret])
    await nowhere_else(reveal)


async def test_sent_inline(inline: Secret) -> None:
    for fault in FAULTS:
        await inline.shop.client.fault(method="sendMessage", **fault)
    await inline.bob.pays()
    await inline.shop.client.mine()
    await inline.olivia.sees(inline.key.secret, timeout=60)
    await nowhere_else(inline)


async def nowhere_else(secret: Secret) -> None:
    assert await secret.shop.stop() == 0
    assert secret.found_in(secret.shop.log()) == []
    chats = [shown(m) for m in await secret.bob.messages()]
    assert secret.found_in("\n".join(chats)) == []
    async with secret.shop.database() as database, database.uow.read() as uow:
        sent: list[OutboxMessage] = list(await uow.outbox.all())
        audit = await uow.audit.of_order(1)
    rows = [str((m.args, m.error)) for m in sent] + [str((a.action, a.details)) for a in audit]
    assert {"key.revealed", "key.sent"} & {entry.action for entry in audit}
    assert secret.found_in("\n".join(rows)) == []
    for path in secret.shop.folder.glob("shop.db*"):
        assert secret.found_in(path.read_bytes().decode("latin-1")) == []
