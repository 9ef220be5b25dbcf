"""Which of the bots in a group hear a message.

https://core.telegram.org/bots/features#privacy-mode
"""

from sandbox.telegram.bots import Bot
from sandbox.telegram.chats import Message
from sandbox.telegram.groups import Group
from sandbox.telegram.html import utf16_length
from sandbox.telegram.members import is_admin

# What a message can be about instead of content: everybody hears that.
SERVICE = {
    "new_chat_members", "left_chat_member", "new_chat_title", "pinned_message",
    "group_chat_created", "supergroup_chat_created", "forum_topic_created",
    "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
    "general_forum_topic_hidden", "general_forum_topic_unhidden", "successful_payment",
    "refunded_payment", "users_shared", "chat_shared", "web_app_data",
}  # fmt: skip


def hears(bot: Bot, group: Group, message: Message) -> bool:
    """Messages of other bots reach nobody; of people's, privacy mode keeps the private ones."""
    if not SERVICE.isdisjoint(message):
        return True
    if message["from"]["is_bot"]:
        return False
    if not bot.settings.privacy or is_admin(group.member(bot.id)):
        return True
    return _is_addressed(bot, message)


def _is_addressed(bot: Bot, message: Message) -> bool:
    replied = message.get("reply_to_message", {}).get("from", {})
    via = message.get("via_bot", {})
    if bot.id in (replied.get("id"), via.get("id")):
        return True
    own = f"@{bot.settings.username}".lower()
    return any(_calls(bot, own, kind, text) for kind, text in _named(message))


def _calls(bot: Bot, own: str, kind: str, text: str) -> bool:
    if kind == "mention":
        return text.lower() == own
    if kind == "text_mention":
        return text == str(bot.id)
    _, at, name = text.partition("@")
    return not at or f"@{name}".lower() == own


def _named(message: Message) -> list[tuple[str, str]]:
    """Commands and mentions of a message, as (kind, text)."""
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    found = []
    for entity in entities:
        if entity["type"] == "text_mention":
            found.append(("text_mention", str(entity["user"]["id"])))
        elif entity["type"] in {"mention", "bot_command"}:
            found.append((entity["type"], cut(text, entity["offset"], entity["length"])))
    return found


def cut(text: str, offset: int, length: int) -> str:
    """A piece of a text by UTF-16 units."""
    if utf16_length(text) == len(text):
        return text[offset : offset + length]
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")
