"""Groups: founding one, its members, its topics."""

from typing import Any

from sandbox.control.base import Body, Call, Problem, Route, items, number, person, text
from sandbox.telegram import members, membership
from sandbox.telegram.groups import GENERAL, Group, Topic
from sandbox.telegram.members import PERMISSIONS, RIGHTS, Member
from sandbox.telegram.methods.topic import COLORS
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

_TYPES = ("supergroup", "group")


def found(world: World, call: Call) -> Body:
    founder = person(world, call.body.get("from"))
    kind = call.body.get("type", "supergroup")
    if kind not in _TYPES:
        raise Problem(400, "The type must be supergroup or group.")
    guests = [_user(world, user) for user in items(call.body, "members")]
    details = {"is_forum": kind == "supergroup" and bool(call.body.get("is_forum"))}
    username = _username(world, call.body)
    group = world.groups.add(kind, text(call.body, "title"), username=username, **details)
    membership.found(world, group, founder.user(), guests)
    return world.views.chat(group)


def change(world: World, call: Call) -> Body:
    """Title, username, description, permissions, and whether it has topics."""
    group, actor = _group(world, call), person(world, call.body.get("from"))
    body = call.body
    if body.get("username") is not None:
        group.username = _username(world, body)
    if body.get("description") is not None:
        group.description = str(body["description"])
    if isinstance(body.get("permissions"), dict):
        group.permissions |= _flags(body["permissions"], PERMISSIONS)
    if body.get("is_forum") is not None and group.type == "supergroup":
        world.groups.set_forum(group, bool(body["is_forum"]))
    world.keep(group)
    if body.get("title") is not None:
        membership.rename(world, group, actor.user(), text(body, "title"))
    return world.views.chat(group)


def set_member(world: World, call: Call) -> Body:
    group, actor = _group(world, call), person(world, call.body.get("from"))
    subject = _user(world, call.body.get("user_id"))
    _check_actor(group, actor, subject["id"], call.body.get("status"))
    membership.change(world, group, actor.user(), subject, _member(call.body))
    return world.views.chat(group)


def _check_actor(group: Group, actor: Person, subject: int, status: Any) -> None:
    if actor.id == subject and status in ("member", "left"):
        if group.member(subject)["status"] == "kicked":
            raise Problem(409, "They are banned from this group.")
        return
    if actor.id not in group.present():
        raise Problem(409, f"{actor.first_name} is not in this group.")


def _member(body: Body) -> Member:
    rights = body.get("rights") if isinstance(body.get("rights"), dict) else {}
    until = number(body, "until_date") if body.get("until_date") is not None else 0
    match body.get("status"):
        case "member":
            return members.member()
        case "administrator":
            title = str(body.get("custom_title") or "") or None
            given = _flags(rights, RIGHTS) if rights else _all_rights()
            return members.administrator(given, title)
        case "restricted":
            return members.restricted(_flags(rights, PERMISSIONS), until, True)
        case "left":
            return members.gone()
        case "kicked":
            return members.banned(until)
    raise Problem(400, "The status must be member, administrator, restricted, left or kicked.")


def _all_rights() -> dict[str, bool]:
    return {name: name != "is_anonymous" for name in RIGHTS}


def open_topic(world: World, call: Call) -> Body:
    group, actor = _group(world, call), person(world, call.body.get("from"))
    if not group.is_forum:
        raise Problem(409, "This group has no topics.")
    color = number(call.body, "icon_color") if call.body.get("icon_color") else COLORS[0]
    look = {"name": text(call.body, "name"), "icon_color": color}
    return membership.open_topic(world, group, actor.user(), look)


def change_topic(world: World, call: Call) -> Body:
    group, actor = _group(world, call), person(world, call.body.get("from"))
    topic = _topic(group, call)
    if call.body.get("deleted"):
        if topic["message_thread_id"] == GENERAL:
            raise Problem(409, "General cannot be deleted.")
        membership.delete_topic(world, group, topic)
        return topic
    changes: dict[str, Any] = _flags(call.body, ("closed", "hidden"))
    if call.body.get("name") is not None:
        changes["name"] = text(call.body, "name")
    return membership.change_topic(world, group, actor.user(), topic, changes)


def _topic(group: Group, call: Call) -> Topic:
    topic = group.topics.get(int(call.match["thread"]))
    if topic is None:
        raise Problem(404, "There is no such topic.")
    return topic


def _group(world: World, call: Call) -> Group:
    group = world.chat(call.match["id"])
    if not isinstance(group, Group):
        raise Problem(404, "There is no such group.")
    return group


def _user(world: World, given: Any) -> dict[str, Any]:
    user = world.user(given) if isinstance(given, int) else None
    if user is None:
        raise Problem(404, "There is no such person or bot.")
    if user["is_bot"] and not user_may_join(world, user):
        raise Problem(409, "This bot cannot be added to groups.")
    return user


def user_may_join(world: World, user: dict[str, Any]) -> bool:
    bot = world.bots.find(user["id"])
    return bot is not None and bot.settings.can_join_groups


def _username(world: World, body: Body) -> str | None:
    username = str(body.get("username") or "").removeprefix("@")
    if username and world.groups.named(username):
        raise Problem(409, "This username is taken.")
    return username or None


def _flags(given: Any, names: tuple[str, ...]) -> dict[str, bool]:
    return {name: bool(given[name]) for name in names if given.get(name) is not None}


ROUTES: list[Route] = [
    ("POST", "groups", found),
    ("POST", r"groups/{id:-\d+}", change),
    ("POST", r"groups/{id:-\d+}/members", set_member),
    ("POST", r"groups/{id:-\d+}/topics", open_topic),
    ("POST", r"groups/{id:-\d+}/topics/{thread:\d{1,15}}", change_topic),
]
