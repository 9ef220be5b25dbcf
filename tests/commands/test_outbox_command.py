"""Messages set aside, as the operator sees them and sends them again."""

import json
from pathlib import Path

from sqlalchemy import text

from tests.commands.operator import Operator

ASIDE = """
INSERT INTO outbox (dedup_key, event, chat_id, args, importance, status, due_at, token, attempts,
                    defects, error, created_at, closed_at)
VALUES ('a', 'goods', 5, '{}', 1, 'failed', 0, 1, 3, 0, 'Bad Request', 0, 1000)
"""


async def test_what_was_set_aside_is_seen_and_sent_again(tmp_path: Path) -> None:
    shop = Operator(tmp_path)
    await shop.does("load", shop.catalogue())
    assert "nothing is set aside" in await shop.does("outbox", "list")
    database = shop.database()
    async with database, database.uow() as uow:
        await uow.session.execute(text(ASIDE))
    output = await shop.is_refused("outbox", "list", "--json", code=1)
    [row] = json.loads(output)
    assert (row["event"], row["error"]) == ("goods", "Bad Request")
    assert "queued again" in await shop.does("outbox", "retry", str(row["id"]))
    assert "not set aside" in await shop.is_refused("outbox", "retry", str(row["id"]), code=1)
    assert "nothing is set aside" in await shop.does("outbox", "list")
