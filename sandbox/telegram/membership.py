"""Changes in a group: who comes and goes, who administers, which topics there are.

The bots of the group hear of them as at Telegram, by service messages and by updates:
https://core.telegram.org/bots/api#chatmemberupdated
"""

from typing import Any

from sandbox.telegram import members
from sandbox.telegram.acts import post
from sandbox.telegram.chats import Message
from sandbox.telegram.groups import GENERAL, Group, Topic
from sandbox.telegram.members import Member, is_admin, is_present
from sandbox.telegram.world import World

User = dict[str, Any]


def found(world: World, group: Group, founder: User, guests: list[User]) -> None:
    """A new group with its creator; whoever else is in it from the start."""
    with world.store.together():
        _set(world, group, founder, members.creator())
        created = "supergroup_chat_created" if group.type == "supergroup" else "group_chat_created"
        post(world, group, founder, {created: True})
        for guest in guests:
            change(world, group, founder, guest, members.member())


def change(world: World, group: Group, actor: User, subject: User, new: Member) -> None:
    """`actor` makes `subject` what `new` says; nothing happens when they are that already."""
    old = group.member(subject["id"])
    if old == new:
        return
    with world.store.together():
        _set(world, group, subject, new)
        _tell(world, group, (actor, subject), (old, new))
        if is_present(new) and not is_present(old):
            post(world, group, actor, {"new_chat_members": [subject]})
        if is_present(old) and not is_present(new):
            post(world, group, actor, {"left_chat_member": subject})


def _set(world: World, group: Group, subject: User, member: Member) -> None:
    group.members[subject["id"]] = member
    if subject["is_bot"]:
        group.bots.add(subject["id"])
    world.keep(group)


def _tell(
    world: World, group: Group, users: tuple[User, User], states: tuple[Member, Member]
) -> None:
    """my_chat_member to the bot it is about, chat_member to the others that administer."""
    actor, subject = users
    old, new = states
    change = {
        "chat": group.card(),
        "from": actor,
        "date": world.now(),
        "old_chat_member": {"user": subject, **old},
        "new_chat_member": {"user": subject, **new},
    }
    concerned = world.bots.find(subject["id"])
    if concerned:
        concerned.updates.add("my_chat_member", change)
    for bot in world.bots_in(group):
        if bot is not concerned and is_admin(group.member(bot.id)):
            bot.updates.add("chat_member", change)


def rename(world: World, group: Group, actor: User, title: str) -> None:
    with world.store.together():
        group.title = title
        world.keep(group)
        post(world, group, actor, {"new_chat_title": title})


def open_topic(world: World, group: Group, actor: User, look: dict[str, Any]) -> Topic:
    """`look` has name, icon_color and perhaps an icon; the id is that of the first message."""
    with world.store.together():
        thread = world.next_id(group)
        topic = {"message_thread_id": thread, **look, "closed": False, "hidden": False}
        group.topics[thread] = topic
        world.keep(group)
        post(world, group, actor, {"forum_topic_created": look, **in_topic(topic)}, thread)
    return topic


def change_topic(
    world: World, group: Group, actor: User, topic: Topic, changes: dict[str, Any]
) -> Topic:
    """Name, icon, closed, hidden; each change is one service message."""
    new = topic | changes
    with world.store.together():
        group.topics[topic["message_thread_id"]] = new
        world.keep(group)
        for kind, content in _news(topic, new).items():
            post(world, group, actor, {kind: content, **in_topic(new)})
    return new


def _news(old: Topic, new: Topic) -> dict[str, Any]:
    names = ("name", "icon_custom_emoji_id")
    edited = {name: new.get(name, "") for name in names if old.get(name) != new.get(name)}
    news: dict[str, Any] = {"forum_topic_edited": edited} if edited else {}
    if old["closed"] != new["closed"]:
        news["forum_topic_closed" if new["closed"] else "forum_topic_reopened"] = {}
    if old["hidden"] != new["hidden"]:
        hidden = "hidden" if new["hidden"] else "unhidden"
        news[f"general_forum_topic_{hidden}"] = {}
    return news


def delete_topic(world: World, group: Group, topic: Topic) -> None:
    """With all its messages, https://core.telegram.org/bots/api#deleteforumtopic"""
    thread = topic["message_thread_id"]
    with world.store.together():
        for message in list(world.chats.of(group.key).values()):
            if message.get("message_thread_id") == thread:
                world.chats.remove(group, message)
        del group.topics[thread]
        world.keep(group)


def in_topic(topic: Topic) -> Message:
    """What a message carries to be in this topic; those of General carry nothing."""
    thread = topic["message_thread_id"]
    if thread == GENERAL:
        return {}
    return {"message_thread_id": thread, "is_topic_message": True}
