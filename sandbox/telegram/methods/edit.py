"""Editing and deleting messages.

https://core.telegram.org/bots/api#updating-messages
"""

from sandbox.telegram import pins
from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Chat, Message
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import sent_file
from sandbox.telegram.groups import Group
from sandbox.telegram.keyboard import check_pay, inline_markup
from sandbox.telegram.methods.base import Method, caption_content, known_chat, text_content
from sandbox.telegram.methods.media import ALBUM_KINDS
from sandbox.telegram.methods.send import shown_as
from sandbox.telegram.params import Params, whole

_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_KINDS = ("photo", "animation", "document", "video", "audio")
# What has words of its own to change; of anything else only the keyboard can be edited.
_WORDED = {"text", "voice", *_KINDS}
_MEDIA = (*_CAPTION, *_KINDS, "has_media_spoiler")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
# https://core.telegram.org/bots/api#deletemessage
_DELETABLE_SECONDS = 48 * 60 * 60
_MOST_DELETED = 100


def edit_message_text(by: Caller, params: Params) -> Message | bool:
    content = text_content(by, params)
    chat, message = _rewritable(by, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return replace(by, params, (chat, message), _TEXT, content)


def edit_message_caption(by: Caller, params: Params) -> Message | bool:
    content = caption_content(by, params)
    chat, message = _rewritable(by, params)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return replace(by, params, (chat, message), _CAPTION, content)


def edit_message_media(by: Caller, params: Params) -> Message | bool:
    """https://core.telegram.org/bots/api#inputmedia"""
    media = params.object("media")
    kind = media.text("type")
    if kind not in _KINDS:
        raise bad_request("can't parse InputMedia: Unsupported type specified")
    content = caption_content(by, media)
    chat, message = editable(by, params)
    _check_media(message, kind)
    content |= shown_as(kind, sent_file(by.world.files, media, "media", kind))
    return replace(by, params, (chat, message), (*_TEXT, *_MEDIA), content)


def _check_media(message: Message, kind: str) -> None:
    """Media may replace a text and other media; in an album photos and videos each other."""
    old = next((name for name in ("text", *_KINDS) if name in message), None)
    if old is None:
        raise bad_request("message media can't be edited")
    if "media_group_id" in message and kind != old:
        if kind not in ALBUM_KINDS:
            raise bad_request("message content type can't be used in an album")
        if not {kind, old} <= {"photo", "video"}:
            raise bad_request("can't change media type in the album")


def edit_message_reply_markup(by: Caller, params: Params) -> Message | bool:
    return replace(by, params, editable(by, params), (), {})


def delete_message(by: Caller, params: Params) -> bool:
    """The bot's own and the person's messages, for 48 hours; in groups by right."""
    chat, message = _wanted(by, params, "delete")
    _check_deletable(by, chat, message)
    pins.remove(by.world, chat, message)
    return True


def delete_messages(by: Caller, params: Params) -> bool:
    """Missing ones are skipped, https://core.telegram.org/bots/api#deletemessages; one that
    cannot be deleted any more keeps all of them.
    """
    chat = known_chat(by, params)
    ids = {whole(number, "message_ids"): None for number in params.array("message_ids")}
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > _MOST_DELETED:
        raise bad_request("too many messages specified")
    found = [one for number in ids if (one := by.world.chats.find(chat.key, number))]
    for message in found:
        _check_deletable(by, chat, message)
    with by.world.store.together():
        for message in found:
            pins.remove(by.world, chat, message)
    return True


def _check_deletable(by: Caller, chat: Chat, message: Message) -> None:
    if not _is_deletable(by, chat, message):
        raise bad_request("message can't be deleted for everyone")


def _is_deletable(by: Caller, chat: Chat, message: Message) -> bool:
    if isinstance(chat, Group) and chat.may(by.bot.id, "can_delete_messages"):
        return True
    if isinstance(chat, Group) and message["from"]["id"] != by.bot.id:
        return False
    return bool(by.world.now() - message["date"] <= _DELETABLE_SECONDS)


def _wanted(by: Caller, params: Params, verb: str) -> tuple[Chat, Message]:
    chat = known_chat(by, params)
    message_id = params.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = by.world.chats.find(chat.key, message_id)
    if message is None or _is_foreign(by, chat, message):
        raise bad_request(f"message to {verb} not found")
    return chat, message


def _is_foreign(by: Caller, chat: Chat, message: Message) -> bool:
    """Of the bot that had this private chat before the first token was changed."""
    author = message["from"]
    return isinstance(chat, Dialog) and author["is_bot"] and author["id"] != by.bot.id


def editable(by: Caller, params: Params) -> tuple[Chat, Message]:
    """The chat and the bot's own message that are meant; raises for anybody else's."""
    if inline_id := params.text("inline_message_id"):
        return _inline(by, inline_id)
    chat, message = _wanted(by, params, "edit")
    if message["from"]["id"] != by.bot.id or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return chat, message


def _rewritable(by: Caller, params: Params) -> tuple[Chat, Message]:
    """One whose words can be changed; there is no limit of time for what a bot has sent."""
    chat, message = editable(by, params)
    if _WORDED.isdisjoint(message):
        raise bad_request("message can't be edited")
    return chat, message


def _inline(by: Caller, inline_id: str) -> tuple[Chat, Message]:
    """A message that somebody sent by way of this bot."""
    place = by.world.inline.place(inline_id)
    chat = by.world.chat(place["chat"]) if place and place["bot_id"] == by.bot.id else None
    message = by.world.chats.find(chat.key, place["message_id"]) if chat and place else None
    if chat is None or message is None:
        raise bad_request("MESSAGE_ID_INVALID")
    return chat, message


def replace(
    by: Caller,
    params: Params,
    place: tuple[Chat, Message],
    part: tuple[str, ...],
    content: Message,
) -> Message | bool:
    """Put `content` in the place of `part`; no markup given means no keyboard any more."""
    chat, old = place
    markup = inline_markup(params)
    check_pay(markup, "invoice" in old)
    gone = {*part, "reply_markup"}
    new = {key: value for key, value in old.items() if key not in gone} | content
    new |= {"reply_markup": markup} if markup else {}
    if new == old:
        raise bad_request(_NOT_MODIFIED)
    edited = by.world.chats.replace(chat, new | {"edit_date": by.world.now()})
    return True if params.text("inline_message_id") else edited


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
