"""Mini Apps as people use them: open, send data, close.

https://core.telegram.org/bots/webapps#implementing-mini-apps
"""

from typing import Any

from sandbox.control.base import Body, Call, Problem, Route, bot, chat, message, person, text
from sandbox.telegram import acts
from sandbox.telegram.acts import Refused
from sandbox.telegram.bots import Bot
from sandbox.telegram.chats import Chat
from sandbox.telegram.dialogs import Dialog
from sandbox.telegram.webapp import App, launch_url
from sandbox.telegram.world import World

_LONGEST_DATA = 4096


def launch(world: World, call: Call) -> Body:
    someone = person(world, call.body.get("from"))
    where = chat(world, someone, call.body)
    owner = _owner(world, where, call.body)
    source = text(call.body, "source")
    offered = _offered(world, owner, where, source, call.body)
    wanted = str(call.body.get("url") or next(iter(offered), ""))
    if wanted not in offered:
        raise Refused("There is no such Mini App here.")
    app = world.webapps.open(owner, someone, where, source, offered[wanted])
    start = str(call.body.get("start_param") or "")
    url = launch_url(wanted, owner, someone, app, world.now(), start)
    query = {"query_id": app["query_id"]} if app["query_id"] else {}
    return {"webapp_id": app["id"], "url": url, **query}


def _owner(world: World, where: Chat, body: Body) -> Bot:
    own = where.bot_id if isinstance(where, Dialog) and body.get("bot_id") is None else None
    return bot(world, own if own is not None else body.get("bot_id"))


def _offered(world: World, owner: Bot, where: Chat, source: str, body: Body) -> dict[str, str]:
    """The URLs a person finds there, with the text of their buttons."""
    if source == "button":
        rows = message(world, where, body).get("reply_markup", {}).get("inline_keyboard", [])
        return _apps([button for row in rows for button in row])
    if source == "keyboard":
        return _apps(
            [button for row in (where.keyboard or {}).get("keyboard", []) for button in row]
        )
    if source == "menu":
        return _apps([owner.profile.menu_button(where.id)])
    raise Refused("Mini Apps are opened from buttons, keyboards and the menu.")


def _apps(buttons: list[dict[str, Any]]) -> dict[str, str]:
    return {button["web_app"]["url"]: button["text"] for button in buttons if "web_app" in button}


def send_data(world: World, call: Call) -> Body:
    """Telegram.WebApp.sendData: once, from a keyboard button, and it closes the app."""
    app = _open(world, call)
    data = text(call.body, "data")
    if app["source"] != "keyboard":
        raise Refused("Only a Mini App of a keyboard button sends data.")
    if len(data.encode()) > _LONGEST_DATA:
        raise Refused(f"The data has more than {_LONGEST_DATA} bytes.")
    someone, where = person(world, app["person_id"]), world.chat(app["chat"])
    content = {"web_app_data": {"data": data, "button_text": app["button_text"]}}
    sent = acts.write(world, someone, content, where)
    world.webapps.close(app)
    return {"message": sent}


def close(world: World, call: Call) -> Body:
    world.webapps.close(_open(world, call))
    return {}


def _open(world: World, call: Call) -> App:
    """The open app; only whoever opened it sends in its name."""
    app = world.webapps.find(text(call.body, "webapp_id"))
    sender = call.body.get("from")
    if app is None or (sender is not None and sender != app["person_id"]):
        raise Problem(404, "There is no such Mini App open.")
    return app


ROUTES: list[Route] = [
    ("POST", "webapp", launch),
    ("POST", "webapp/data", send_data),
    ("POST", "webapp/close", close),
]
