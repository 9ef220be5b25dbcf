"""The Bot API's methods by lower-case name; a name that is not here is a 404."""

from sandbox.telegram.methods import bot, chat, edit, group, send, topic, update
from sandbox.telegram.methods.base import Method

METHODS: dict[str, Method] = {
    name.lower(): method
    for module in (bot, chat, edit, group, send, topic, update)
    for name, method in module.METHODS.items()
}
