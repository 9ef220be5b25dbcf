"""Kind 3: answers of the Bot API that are no error of its table. `description` is optional there."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import GetUpdates
from aiohttp import web

from db import Database
from handlers.answers import reason, verdict
from handlers.session import ForgivingSession
from models.outbox import OutboxStatus
from tests.handlers.mail import Mail
from tests.handlers.test_notifier import BOB
from tests.handlers.test_session import Server


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    session = ForgivingSession(f"http://127.0.0.1:{runner.addresses[0][1]}")
    made = Bot("1:x", session=session, default=DefaultBotProperties(parse_mode="HTML"))
    yield made
    await session.close()
    await runner.cleanup()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 500, 502])
async def test_an_error_without_description_has_a_meaning(
    bot: Bot, server: Server, status: int
) -> None:
    server.says(status, f'{{"ok": false, "error_code": {status}}}')
    with pytest.raises(TelegramAPIError) as raised:
        await bot.send_message(1, "x")
    verdict(raised.value)
    assert reason(raised.value)


@pytest.mark.parametrize("status", [400, 403, 500])
async def test_an_error_without_description_does_not_stop_the_chat(
    sqlite_database: Database, bot: Bot, server: Server, status: int
) -> None:
    """What the notifier makes of it: one message to BOB is refused thus, all others arrive."""
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    for admin in (1, 2):
        await mail.world.customer(admin)
    server.says(status, f'{{"ok": false, "error_code": {status}}}')
    with pytest.raises(TelegramAPIError) as raised:
        await bot.send_message(1, "x")
    refused = raised.value
    tries = []

    def refuse(method: object) -> Exception | None:
        if getattr(method, "chat_id", 0) == BOB:
            tries.append(method)
            return refused
        return None

    mail.chats.refusal = refuse
    await mail.paid()
    try:
        await mail.delivered()
    except TimeoutError:
        pass
    except AssertionError:
        pass
    rows = [m for m in await mail.world.messages() if m.chat_id == BOB]
    for row in rows:
        print(row.event, row.status, row.attempts, row.defects, row.error)
    print("tries", len(tries))
    first = rows[0]
    assert first.attempts or first.status is not OutboxStatus.PENDING


ODD = {
    "no number": '{"ok": true, "result": [{"message": {}}, {"update_id": 8}]}',
    "null": '{"ok": true, "result": [null, {"update_id": 8}]}',
    "number as text": '{"ok": true, "result": [{"update_id": "x9"}, {"update_id": 8}]}',
    "a list": '{"ok": true, "result": [[], {"update_id": 8}]}',
}


@pytest.mark.parametrize("case", ODD)
async def test_one_update_of_no_shape_does_not_stop_the_others(
    bot: Bot, server: Server, case: str
) -> None:
    server.says(200, ODD[case])
    updates = await bot(GetUpdates())
    assert [u.update_id for u in updates][-1] == 8
