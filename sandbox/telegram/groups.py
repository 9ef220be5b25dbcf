"""Groups and supergroups: their members, permissions and topics.

https://core.telegram.org/bots/api#chatfullinfo and #forumtopic
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from sandbox.store import Store
from sandbox.telegram import members
from sandbox.telegram.members import Member, gone, is_present, may, usual_permissions
from sandbox.telegram.sequences import Sequences

Topic = dict[str, Any]

GENERAL = 1
"""The id of the topic every forum begins with; its messages carry no message_thread_id."""

# Supergroups have ids of this form at Telegram, basic groups small negative ones.
_SUPERGROUPS = -1_001_000_000_000
_GROUPS = -4_000_000
_GENERAL_COLOR = 7322096


@dataclass(slots=True)
class Group:
    """Who has never been here is not in `members`."""

    bot_id: ClassVar[None] = None

    id: int
    type: str
    title: str
    is_forum: bool = False
    username: str | None = None
    description: str = ""
    permissions: dict[str, bool] = field(default_factory=usual_permissions)
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    keyboard: dict[str, Any] | None = None
    bots: set[int] = field(default_factory=set)

    @property
    def key(self) -> str:
        return str(self.id)

    @property
    def readers(self) -> list[int]:
        """The people who read here."""
        return [user for user in self.present() if user not in self.bots]

    def card(self) -> dict[str, Any]:
        """https://core.telegram.org/bots/api#chat"""
        card: dict[str, Any] = {"id": self.id, "type": self.type, "title": self.title}
        if self.username:
            card["username"] = self.username
        return card | ({"is_forum": True} if self.is_forum else {})

    def member(self, user_id: int) -> Member:
        return self.members.get(user_id) or gone()

    def present(self) -> list[int]:
        return [user for user, member in self.members.items() if is_present(member)]

    def may(self, user_id: int, right: str) -> bool:
        return may(self.member(user_id), right, self.permissions)


def general() -> Topic:
    return {
        "message_thread_id": GENERAL,
        "name": "General",
        "icon_color": _GENERAL_COLOR,
        "closed": False,
        "hidden": False,
    }


class Groups:
    """All groups by id; `now` says when a ban or a restriction has run out."""

    def __init__(self, store: Store, sequences: Sequences, now: Callable[[], int]) -> None:
        self._store = store
        self._sequences = sequences
        self._now = now
        rows = (_group(row) for row in store.all("group").values())
        self._by_id = {group.id: group for group in rows}

    def all(self) -> list[Group]:
        return list(self._by_id.values())

    def find(self, group_id: int) -> Group | None:
        group = self._by_id.get(group_id)
        if group:
            self._free(group)
        return group

    def named(self, username: str) -> Group | None:
        """A public group, by the username without its @."""
        wanted = username.lower()
        found = (group for group in self.all() if (group.username or "").lower() == wanted)
        return next(found, None) if wanted else None

    def add(self, kind: str, title: str, **details: Any) -> Group:
        base = _SUPERGROUPS if kind == "supergroup" else _GROUPS
        group = Group(base - self._sequences.next("group"), kind, title, **details)
        self.set_forum(group, group.is_forum)
        self._by_id[group.id] = group
        return group

    def set_forum(self, group: Group, is_forum: bool) -> None:
        group.is_forum = is_forum
        if is_forum:
            group.topics.setdefault(GENERAL, general())

    def _free(self, group: Group) -> None:
        """Whoever was banned is just gone after it, whoever was restricted a member again."""
        for user, member in group.members.items():
            if 0 < member.get("until_date", 0) <= self._now():
                group.members[user] = members.member() if is_present(member) else gone()

    def keep(self, group: Group) -> None:
        self._store.put("group", group.key, asdict(group) | {"bots": sorted(group.bots)})


def _group(row: dict[str, Any]) -> Group:
    """JSON has turned the numbers of members and topics into text."""
    for name in ("members", "topics"):
        row[name] = {int(key): value for key, value in row[name].items()}
    return Group(**row | {"bots": set(row["bots"])})
