"""The Bot API's methods by lower-case name; a name that is not here is a 404."""

from sandbox.telegram.methods import (
    bot,
    chat,
    copies,
    edit,
    group,
    inline,
    media,
    payments,
    pins,
    reactions,
    send,
    topic,
    update,
)
from sandbox.telegram.methods.base import Method

_MODULES = (
    bot, chat, copies, edit, group, inline, media, payments, pins, reactions, send, topic, update,
)  # fmt: skip
METHODS: dict[str, Method] = {
    name.lower(): method for module in _MODULES for name, method in module.METHODS.items()
}
