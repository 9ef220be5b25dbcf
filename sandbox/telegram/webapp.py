"""Mini Apps: their launch, with initData signed so that the bot's server can trust it.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from sandbox.telegram.bots import Bot
from sandbox.telegram.chats import Chat
from sandbox.telegram.events import Events
from sandbox.telegram.people import Person
from sandbox.telegram.sequences import Sequences

App = dict[str, Any]

_VERSION = "9.1"
_THEME = {
    "bg_color": "#ffffff", "text_color": "#000000", "hint_color": "#999999",
    "link_color": "#2481cc", "button_color": "#2481cc", "button_text_color": "#ffffff",
    "secondary_bg_color": "#f1f1f1",
}  # fmt: skip


def signed(token: str, fields: Mapping[str, str]) -> str:
    """`fields` as a query string with their hash; a `hash` among them is replaced.

    The `signature` for third parties, made with a private key of Telegram's, is not added.
    """
    fields = {name: value for name, value in fields.items() if name != "hash"}
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return urlencode({**fields, "hash": hmac.digest(secret, lines.encode(), hashlib.sha256).hex()})


class WebApps:
    """Those that are open; a restart closes them."""

    def __init__(self, events: Events, sequences: Sequences) -> None:
        self._events = events
        self._sequences = sequences
        self._open: dict[str, App] = {}

    def open(self, bot: Bot, person: Person, chat: Chat, source: str, button_text: str) -> App:
        """With a query_id where the bot may answer with answerWebAppQuery."""
        number = self._sequences.next("webapp")
        webapp_id = str(number)
        app = {
            "id": webapp_id,
            "bot_id": bot.id,
            "person_id": person.id,
            "chat": chat.key,
            "source": source,
            "button_text": button_text,
            "query_id": _query_id(bot, number) if source in ("button", "menu") else None,
        }
        self._open[webapp_id] = app
        self._tell(app, "open")
        return app

    def find(self, webapp_id: str) -> App | None:
        return self._open.get(webapp_id)

    def asked(self, bot_id: int, query_id: str) -> App | None:
        """The open app whose query this is."""
        found = (
            app
            for app in self._open.values()
            if query_id and (app["bot_id"], app["query_id"]) == (bot_id, query_id)
        )
        return next(found, None)

    def answer(self, app: App) -> None:
        """A query is answered once."""
        app["query_id"] = None
        self._tell(app, "answered")

    def close(self, app: App) -> None:
        del self._open[app["id"]]
        self._tell(app, "closed")

    def _tell(self, app: App, state: str) -> None:
        self._events.publish("webapp", webapp_id=app["id"], state=state)


def launch_url(url: str, bot: Bot, person: Person, app: App, at: int, start_param: str) -> str:
    """The app's own URL with the launch parameters in its fragment.

    initData is empty for keyboard buttons and inline mode,
    https://core.telegram.org/bots/webapps#webappinitdata.
    """
    data = (
        ""
        if app["source"] in ("keyboard", "inline")
        else _init_data(bot, person, app, at, start_param)
    )
    launch = {
        "tgWebAppData": data,
        "tgWebAppVersion": _VERSION,
        "tgWebAppPlatform": "web",
        "tgWebAppThemeParams": json.dumps(_THEME, separators=(",", ":")),
    } | ({"tgWebAppStartParam": start_param} if start_param else {})
    return f"{url}{'&' if '#' in url else '#'}{urlencode(launch)}"


def _init_data(bot: Bot, person: Person, app: App, at: int, start_param: str) -> str:
    user = {name: value for name, value in person.user().items() if name != "is_bot"}
    user |= {"allows_write_to_pm": True}
    fields = {"user": json.dumps(user, separators=(",", ":"), ensure_ascii=False)}
    fields |= {"query_id": app["query_id"]} if app["query_id"] else {}
    fields |= {"start_param": start_param} if start_param else {}
    return signed(bot.token, fields | {"auth_date": str(at)})


def _query_id(bot: Bot, number: int) -> str:
    return "AAH" + hashlib.sha256(f"{bot.token}/{number}".encode()).hexdigest()[:21]
