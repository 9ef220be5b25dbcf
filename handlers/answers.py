"""What Telegram's answers mean for a message: one table of the Bot API's refusals.

The wordings are the server's own: https://github.com/tdlib/telegram-bot-api (Client.cpp) and
https://github.com/tdlib/td; the statuses are those of https://core.telegram.org/bots/api.
"""

from enum import Enum, auto

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)


class Verdict(Enum):
    PASSING = auto()
    """The network, an outage, a restart: the same message goes through later."""
    LIMITED = auto()
    """Too many: Telegram says when to come back."""
    UNCHANGED = auto()
    """An edit that changes nothing: what was wanted is there."""
    MESSAGE_GONE = auto()
    """The message to be edited or deleted is not there, not ours, or of another kind."""
    PERSON_GONE = auto()
    """Blocked, deactivated, never started: nothing arrives until they write."""
    CONTENT = auto()
    """This content, in this form, is refused for good."""
    UNREAD = auto()
    """HTTP 200, and nothing that can be read: it may have arrived."""
    DEFECT = auto()
    """Not an answer of Telegram's at all: a fault of ours, or of the row."""


class Unread(TelegramAPIError):
    """Telegram took the request and its answer cannot be read. Says nothing of its content."""


UNCHANGED = ("message is not modified", "message_not_modified")
MESSAGE_GONE = (
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "message can't be deleted",
    "message_id_invalid",
    "message identifier is not specified",
    "message_author_required",
    "message_edit_time_expired",
    "message_delete_forbidden",
    "there is no text in the message",
    "there is no caption in the message",
    "there is no media in the message",
)
PERSON_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user_is_blocked",
    "user is deactivated",
    "input_user_deactivated",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_admin_required",
    "chat_send_",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "bot is not a member",
    "bot was kicked",
    "group chat was deactivated",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
)
BUTTONS = ("button", "markup", "keyboard", "copy_text")
"""Refusals of what hangs below a message, not of the message."""


def verdict(error: BaseException) -> Verdict:
    """Whatever is raised when a message is sent has exactly one of these meanings."""
    match error:
        case TelegramRetryAfter():
            return Verdict.LIMITED
        case Unread():
            return Verdict.UNREAD
        case TelegramForbiddenError() | TelegramMigrateToChat():
            return Verdict.PERSON_GONE
        case TelegramEntityTooLarge():
            return Verdict.CONTENT
        case TelegramBadRequest():
            return _of_bad_request(words(error).lower())
        case TelegramAPIError() | TimeoutError():
            return Verdict.PASSING
    return Verdict.DEFECT


def _of_bad_request(said: str) -> Verdict:
    for fragments, meaning in (
        (UNCHANGED, Verdict.UNCHANGED),
        (MESSAGE_GONE, Verdict.MESSAGE_GONE),
        (PERSON_GONE, Verdict.PERSON_GONE),
    ):
        if any(fragment in said for fragment in fragments):
            return meaning
    return Verdict.CONTENT


def uncopied(error: BaseException) -> bool:
    """Whether a copy was refused for good. It may be the message that is gone, or the chat where it
    was written: of who was to get it this says nothing, until they are refused a word of ours.
    """
    return verdict(error) in (Verdict.CONTENT, Verdict.MESSAGE_GONE, Verdict.PERSON_GONE)


def about_buttons(error: TelegramAPIError) -> bool:
    said = words(error).lower()
    return any(word in said for word in BUTTONS)


def words(error: TelegramAPIError) -> str:
    """Telegram's own; nothing where it gives none, for the Bot API need not."""
    return error.message or ""


LONGEST_REASON = 100


def reason(error: BaseException) -> str:
    """Why, for the log, the row and the admins: never a word of the message.

    Telegram quotes what it cannot parse, in double quotes; the rest of its words is its own.
    """
    if isinstance(error, TelegramAPIError):
        said = words(error).partition('"')[0].splitlines() or [""]
        return said[0].strip()[:LONGEST_REASON] or type(error).__name__
    return type(error).__name__
