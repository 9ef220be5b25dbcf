"""Inline mode: a query, its results, the message by way of the bot, and edits of it."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)

from sandbox.app import Sandbox
from sandbox.client import SandboxClient, SandboxRefused
from tests.sandbox.conftest import ALICE, Api

MARKUP = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Buy", callback_data="buy")]]
)


def article(number: str = "1", **changes: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text="<b>Coffee</b>", parse_mode="HTML")
    details: dict[str, Any] = {"id": number, "title": "Coffee", "input_message_content": content}
    return InlineQueryResultArticle(**details | changes)


@pytest.fixture
async def inline(sandbox: Sandbox, chat: int) -> None:
    bots = sandbox.telegram.bots
    bots.change(bots.first, inline=True, inline_feedback=True)


async def newest(bot: Bot) -> Update:
    [update] = await bot.get_updates(offset=-1, timeout=5)
    return update


async def ask(person: SandboxClient, query: str = "cof") -> str:
    return str((await person.act("inline", **{"from": ALICE, "query": query}))["inline_query_id"])


async def test_a_bot_without_inline_mode_is_not_asked(person: SandboxClient, chat: int) -> None:
    with pytest.raises(SandboxRefused, match="no inline mode"):
        await ask(person)


async def test_a_result_is_chosen_pressed_and_edited(
    bot: Bot, inline: None, person: SandboxClient
) -> None:
    query_id = await ask(person)
    query = (await newest(bot)).inline_query
    assert query is not None
    assert (query.id, query.query, query.chat_type) == (query_id, "cof", "sender")
    assert await query.answer([article(reply_markup=MARKUP)], cache_time=0).as_(bot)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await query.answer([article()]).as_(bot)
    choice = {"from": ALICE, "inline_query_id": query_id}
    sent = (await person.act("inline/choose", **choice, result_id="1"))["message"]
    assert (sent["text"], sent["via_bot"]["id"]) == ("Coffee", bot.id)
    chosen = (await newest(bot)).chosen_inline_result
    assert chosen is not None
    assert chosen.inline_message_id is not None
    await person.press_data(ALICE, sent["message_id"], "buy")
    pressed = (await newest(bot)).callback_query
    assert pressed is not None
    assert (pressed.message, pressed.inline_message_id) == (None, chosen.inline_message_id)
    place: dict[str, Any] = {"inline_message_id": chosen.inline_message_id}
    assert await bot.edit_message_text("Sold", **place) is True
    assert [message["text"] for message in await person.messages(ALICE)][-1] == "Sold"
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("Sold", **place)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_ID_INVALID"):
        await bot.edit_message_text("Sold", inline_message_id="AAA1")


async def test_only_what_was_answered_can_be_chosen(
    bot: Bot, inline: None, person: SandboxClient
) -> None:
    choice = {"from": ALICE, "inline_query_id": await ask(person)}
    with pytest.raises(SandboxRefused, match="no such result"):
        await person.act("inline/choose", **choice, result_id="1")
    with pytest.raises(SandboxRefused, match="no such inline query"):
        await person.act("inline/choose", **choice | {"inline_query_id": "1"}, result_id="1")


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([{"type": "article", "id": "", "title": "x"}], "RESULT_ID_INVALID"),
        ([{"type": "article", "id": "x" * 65, "title": "x"}], "RESULT_ID_INVALID"),
        ([{"type": "article", "id": "1", "title": ""}], "title is empty"),
        ([{"type": "article", "id": "1", "title": "x"}], "the sandbox takes text"),
        ([{"type": "photo", "id": "1", "photo_file_id": "x"}], "wrong remote file identifier"),
        ([article().model_dump(exclude_none=True)] * 2, "RESULT_ID_DUPLICATE"),
        ([article(str(number)).model_dump(exclude_none=True) for number in range(51)], "TOO_MUCH"),
        (["x"], "expected an Object"),
    ],
)
async def test_results_that_are_refused(
    api: Api, inline: None, person: SandboxClient, results: list[Any], reason: str
) -> None:
    query_id = await ask(person)
    results = [_plain(result) for result in results]
    status, answer = await api("answerInlineQuery", inline_query_id=query_id, results=results)
    assert status == 400
    assert reason in answer["description"]


def _plain(result: Any) -> Any:
    """Without aiogram's placeholders for defaults, which are no JSON."""
    if not isinstance(result, dict) or "input_message_content" not in result:
        return result
    return result | {"input_message_content": {"message_text": "x"}}
