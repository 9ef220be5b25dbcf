"""What Telegram refuses, the sandbox refuses, and aiogram sees the right exception."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonCommands,
    ReplyParameters,
)

from sandbox.client import SandboxClient
from tests.sandbox.conftest import ALICE, OLIVIA, Api


def keyboard(**action: object) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton.model_validate({"text": "Go", **action})
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


@pytest.mark.parametrize(
    ("chat_id", "reason"),
    [("", "chat_id is empty"), ("@alice", "chat not found"), ("7999", "chat not found")],
)
async def test_unknown_chats(api: Api, chat_id: str, reason: str) -> None:
    status, answer = await api("sendMessage", chat_id=chat_id, text="x")
    assert (status, answer["description"]) == (400, f"Bad Request: {reason}")


async def test_nobody_is_written_to_before_start(bot: Bot) -> None:
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation"):
        await bot.send_message(OLIVIA, "hello")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.get_chat(OLIVIA)


async def test_a_person_who_blocked_the_bot(bot: Bot, chat: int, person: SandboxClient) -> None:
    await person.change_person(chat, blocked=True)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(chat, "hello")
    await person.change_person(chat, blocked=False)
    assert (await bot.send_message(chat, "hello")).text == "hello"
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [c.new_chat_member.status for c in changes if c] == ["kicked", "member"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "message text is empty"),
        (" \n ", "message text is empty"),
        ("<b></b>", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
        ("<b>x", "can't parse entities"),
    ],
)
async def test_texts_that_are_refused(api: Api, chat: int, text: str, reason: str) -> None:
    status, answer = await api("sendMessage", chat_id=chat, text=text, parse_mode="HTML")
    assert status == 400
    assert answer["description"].startswith(f"Bad Request: {reason}")


async def test_the_limit_counts_after_parsing(bot: Bot, chat: int) -> None:
    text = f"<b>{'x' * 4096}</b>"
    message = await bot.send_message(chat, text, parse_mode="HTML")
    assert message.text is not None
    assert len(message.text) == 4096
    assert message.entities is not None
    [bold] = message.entities
    assert (bold.type, bold.offset, bold.length) == ("bold", 0, 4096)


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ({}, "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "ü" * 33}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"url": "bitcoin:bc1q"}, "Unsupported URL protocol"),
        ({"url": "ftp://example.com"}, "Unsupported URL protocol"),
        ({"url": "http://localhost/x"}, "Wrong HTTP URL"),
        ({"web_app": {"url": "http://example.com"}}, "Only HTTPS links are allowed"),
        ({"callback_data": "x", "style": "loud"}, "Invalid button style"),
        ({"text": "", "callback_data": "x"}, "button text must be non-empty"),
        ({"text": 5, "callback_data": "x"}, 'Field "text" must be of type String'),
    ],
)
async def test_buttons_that_are_refused(
    api: Api, chat: int, action: dict[str, object], reason: str
) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", **action}]]}
    status, answer = await api("sendMessage", chat_id=chat, text="x", reply_markup=markup)
    assert status == 400
    assert reason in answer["description"]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[1]", "object expected as reply markup"),
        ({"x": 1}, "object expected as reply markup"),
        ({"inline_keyboard": [{}]}, "must be an Array of Arrays"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 101]}, "markup is too long"),
        ({"inline_keyboard": [[{"text": "🏮" * 9, "callback_data": "x" * 64}]] * 90}, "too long"),
        ({"keyboard": [[""]]}, "keyboard button text must be non-empty"),
    ],
)
async def test_markup_that_is_refused(api: Api, chat: int, markup: object, reason: str) -> None:
    status, answer = await api("sendMessage", chat_id=chat, text="x", reply_markup=markup)
    assert status == 400
    assert reason in answer["description"]


async def test_buttons_that_are_taken(bot: Bot, chat: int) -> None:
    buttons = [
        InlineKeyboardButton(text="Data", callback_data="x" * 64, style="success"),
        InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="0.01")),
        InlineKeyboardButton(text="Link", url="https://example.com"),
        InlineKeyboardButton(text="User", url="tg://user?id=7001"),
    ]
    markup = InlineKeyboardMarkup(inline_keyboard=[buttons])
    shown = (await bot.send_message(chat, "x", reply_markup=markup)).reply_markup
    assert shown is not None
    [row] = shown.inline_keyboard
    kept = [button.model_dump(exclude_none=True) for button in row[:2]]
    assert kept == [button.model_dump(exclude_none=True) for button in buttons[:2]]
    assert [button.url for button in row[2:]] == ["https://example.com/", "tg://user?id=7001"]


async def test_an_edit_must_change_something(bot: Bot, chat: int) -> None:
    markup = keyboard(callback_data="a")
    sent = await bot.send_message(chat, "<b>x</b>", parse_mode="HTML", reply_markup=markup)
    same: dict[str, Any] = {"chat_id": chat, "message_id": sent.message_id, "reply_markup": markup}
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text("<strong>x</strong> ", parse_mode="HTML", **same)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(**same)
    plain = await bot.edit_message_text("x", **same)
    assert plain.entities is None  # type: ignore[union-attr]
    assert plain.edit_date is not None  # type: ignore[union-attr]


async def test_an_edit_without_markup_takes_the_keyboard_away(bot: Bot, chat: int) -> None:
    sent = await bot.send_message(chat, "x", reply_markup=keyboard(callback_data="a"))
    edited = await bot.edit_message_text("y", chat_id=chat, message_id=sent.message_id)
    assert edited.reply_markup is None  # type: ignore[union-attr]


async def test_messages_that_cannot_be_edited(bot: Bot, chat: int, person: SandboxClient) -> None:
    theirs = (await person.send(chat, "mine"))["message_id"]
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=chat, message_id=theirs)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("x", chat_id=chat, message_id=99)
    with pytest.raises(TelegramBadRequest, match="message identifier is not specified"):
        await bot.edit_message_text("x", chat_id=chat)
    text = await bot.send_message(chat, "x")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=chat, message_id=text.message_id, caption="x")


async def test_deleting(bot: Bot, chat: int, person: SandboxClient) -> None:
    theirs = (await person.send(chat, "delete me"))["message_id"]
    assert await bot.delete_message(chat, theirs)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(chat, theirs)
    kept = (await bot.send_message(chat, "old")).message_id
    await person.skip(48 * 3600 + 1)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(chat, kept)
    edited = await bot.edit_message_text("as old, but edited", chat_id=chat, message_id=kept)
    assert edited.text == "as old, but edited"  # type: ignore[union-attr]
    young = (await bot.send_message(chat, "young")).message_id
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_messages(chat, [young, kept])
    assert await bot.delete_messages(chat, [young, young, 99])
    ids = [message["message_id"] for message in await person.messages(chat)]
    assert kept in ids
    assert young not in ids


async def test_a_query_is_answered_once_and_soon(
    bot: Bot, chat: int, person: SandboxClient
) -> None:
    await bot.send_message(chat, "x", reply_markup=keyboard(callback_data="a"))
    query = await person.press(chat, "Go")
    assert await bot.answer_callback_query(query, text="done")
    for refused in (query, "123"):
        with pytest.raises(TelegramBadRequest, match="query is too old and response timeout"):
            await bot.answer_callback_query(refused)
    late = await person.press(chat, "Go")
    await person.skip(16)
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout"):
        await bot.answer_callback_query(late)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(await person.press(chat, "Go"), text="x" * 201)


async def test_an_answer_may_open_the_bot_itself(
    bot: Bot, chat: int, person: SandboxClient
) -> None:
    await bot.send_message(chat, "x", reply_markup=keyboard(callback_data="a"))
    query = await person.press(chat, "Go")
    assert await bot.answer_callback_query(query, url="https://t.me/holdfast_demo_bot?start=x")


async def test_reply_keyboards_stay_below_the_composer(
    api: Api, chat: int, person: SandboxClient
) -> None:
    async def below() -> Any:
        return (await person.state())["chats"][str(ALICE)]["reply_markup"]

    buttons = [[{"text": "Yes"}, {"text": "My number", "request_contact": True}]]
    markup = {"keyboard": buttons, "resize_keyboard": True, "input_field_placeholder": "Well?"}
    sent = await api.result("sendMessage", chat_id=chat, text="x", reply_markup=markup)
    assert "reply_markup" not in sent
    assert await below() == {"message_id": sent["message_id"], "for": None, **markup}
    await person.act("send", **{"from": ALICE, "contact": True})
    contact = (await person.messages(chat))[-1]
    assert contact["contact"]["user_id"] == ALICE
    assert contact["reply_to_message"]["message_id"] == sent["message_id"]
    await api.result("sendMessage", chat_id=chat, text="x", reply_markup={"remove_keyboard": True})
    assert await below() is None
    await api.result("sendMessage", chat_id=chat, text="x", reply_markup={"force_reply": True})
    assert (await below())["force_reply"] is True
    await person.send(ALICE, "my reply")
    assert await below() is None


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"request_users": {}}, 'Can\'t find field "request_id"'),
        ({"request_users": {"request_id": 1, "max_quantity": 11}}, "Invalid max_quantity"),
        ({"request_contact": "x"}, "expected a Boolean"),
        ({"web_app": {"url": "http://example.com"}}, "Only HTTPS links are allowed"),
        ({"style": ["x"]}, "Invalid button style"),
    ],
)
async def test_reply_buttons_that_are_refused(
    api: Api, chat: int, button: dict[str, Any], reason: str
) -> None:
    markup = {"keyboard": [[{"text": "x", **button}]]}
    assert reason in await api.refusal("sendMessage", chat_id=chat, text="x", reply_markup=markup)


async def test_protected_content_stays(bot: Bot, chat: int) -> None:
    secret = await bot.send_message(chat, "key", protect_content=True)
    assert secret.has_protected_content
    with pytest.raises(TelegramBadRequest, match="protected content and can't be copied"):
        await bot.copy_message(chat, chat, secret.message_id)
    with pytest.raises(TelegramBadRequest, match="protected content and can't be forwarded"):
        await bot.forward_message(chat, chat, secret.message_id)


async def test_copies_and_forwards(bot: Bot, chat: int) -> None:
    source = await bot.send_message(chat, "<b>x</b>", parse_mode="HTML")
    copy = await bot.copy_message(chat, chat, source.message_id)
    assert copy.message_id > source.message_id
    forward = await bot.forward_message(chat, chat, source.message_id)
    assert forward.forward_origin is not None
    assert forward.entities == source.entities
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("y", chat_id=chat, message_id=forward.message_id)
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await bot.copy_message(chat, chat, 99)


async def test_replies(bot: Bot, chat: int) -> None:
    first = await bot.send_message(chat, "x")
    reply = ReplyParameters(message_id=first.message_id)
    answer = await bot.send_message(chat, "y", reply_parameters=reply)
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "x"
    missing = ReplyParameters(message_id=99)
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(chat, "y", reply_parameters=missing)
    missing = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    assert (await bot.send_message(chat, "y", reply_parameters=missing)).reply_to_message is None


async def test_the_bot_about_itself(bot: Bot, chat: int, person: SandboxClient) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (1000, True, "holdfast_demo_bot")
    commands = [BotCommand(command="start", description="Begin")]
    assert await bot.set_my_commands(commands)
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    assert await bot.get_my_commands(language_code="de") == []
    assert (await person.state())["bot"]["commands"] == [
        {"command": "start", "description": "Begin"}
    ]
    assert await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    assert await bot.set_my_name("Fast")
    assert (await bot.get_me()).first_name == "Fast"
    assert await bot.set_my_description("What it does")
    assert (await bot.get_my_description()).description == "What it does"
    assert await bot.set_my_short_description("Short")
    assert await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert await bot.send_chat_action(chat, "typing")
    assert (await bot.get_chat(chat)).first_name == "Alice"


@pytest.mark.parametrize(
    ("method", "values", "reason"),
    [
        ("setMyCommands", {"commands": [{"command": "Ü", "description": "x"}]}, "COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x"}]}, "COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}, "BotCommandScope"),
        ("setMyName", {"name": "x" * 65}, "name is too long"),
        ("setChatMenuButton", {"menu_button": {"type": "moon"}}, "unsupported type"),
        ("sendChatAction", {"chat_id": ALICE, "action": "dancing"}, "wrong parameter action"),
        ("sendMessage", {"chat_id": ALICE, "text": "x", "entities": "{"}, "can't parse entities"),
        ("deleteMessages", {"chat_id": ALICE, "message_ids": list(range(101))}, "too many"),
        ("deleteMessage", {"chat_id": ALICE, "message_id": "x"}, "invalid message_id"),
        ("getFile", {"file_id": "nothing"}, "invalid file_id"),
        ("sendMessage", {"chat_id": "--5", "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": 1e30, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": ALICE, "text": "x", "reply_parameters": [1]}, "can't parse"),
        ("sendMessage", {"chat_id": ALICE, "text": "x", "message_effect_id": "x"}, "EFFECT_ID"),
        ("sendMessage", {"chat_id": ALICE, "text": "\ud800"}, "must be encoded in UTF-8"),
        ("setChatMenuButton", {"menu_button": "[1]"}, "can't parse menu_button JSON object"),
        ("deleteMessages", {"chat_id": ALICE, "message_ids": [[1]]}, "invalid message_ids"),
        ("setMyCommands", {"commands": [], "language_code": "deutsch"}, "invalid language code"),
        ("answerCallbackQuery", {"url": "https://example.com"}, "URL_INVALID"),
        ("answerCallbackQuery", {"url": "https://t.me/other_bot?start=x"}, "URL_INVALID"),
    ],
)
async def test_other_refusals(
    api: Api, chat: int, method: str, values: dict[str, object], reason: str
) -> None:
    status, answer = await api(method, **values)
    assert (status, answer["ok"], answer["error_code"]) == (400, False, 400)
    assert reason in answer["description"]
