"""Somebody who is pointed at: by a message of theirs that is forwarded, or a contact."""

from aiogram.types import Message, MessageOriginUser

from models.role_errors import PersonHidden


def pointed(message: Message) -> int | None:
    """Their number; None when nobody is pointed at. Raises PersonHidden."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginUser):
        return origin.sender_user.id
    if message.contact is not None and message.contact.user_id is not None:
        return message.contact.user_id
    if origin is not None or message.contact is not None:
        raise PersonHidden
    return None
