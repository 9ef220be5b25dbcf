"""Who works for the shop, as owners see them; and what somebody hears who may not do something."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers import team_callbacks as on
from handlers.callbacks import AdminOrders, Home
from handlers.goods_callbacks import GoodsHome
from handlers.views.moments import day, local
from handlers.views.screen import (
    Screen,
    bounded,
    button,
    column,
    cut,
    dated,
    lines,
    named,
    paragraphs,
)
from models.base import EPOCH
from models.permission import RIGHTS, Permission, Role
from models.role import Grant
from models.user import User
from services.people.role import Position
from services.people.team import Member, Team
from utils.l10n import Translator

NAME = 64
"""UTF-16 units of a person's name."""
DAYS = (1, 7, 30)
"""Offered for how long."""
OWNERS = 10
SHOWN = 40
"""Owners by the settings, and others who have a role, on one screen; more are found by name."""


def no_right(t: Translator, position: Position) -> str:
    """Why somebody may not do what they tried."""
    return t("error-no-right", why=position.why_not, role=role_name(t, position.role))


def refused(t: Translator, position: Position) -> Screen:
    return Screen(no_right(t, position), [[button(t("button-home"), Home())]])


def role_name(t: Translator, role: Role | None) -> str:
    return t(f"role-{role}") if role else ""


@dated
def team(t: Translator, found: Team) -> Screen:
    owners = [t("team-owner", name=cut(name or str(n), NAME)) for n, name in found.owners.items()]
    text = paragraphs(
        t("team"),
        lines(*bounded(t, owners, OWNERS)),
        None if found.members else t("team-alone"),
        t("team-more", count=len(found.members) - SHOWN) if len(found.members) > SHOWN else None,
    )
    return Screen(
        text,
        [
            *column(_member(t, each) for each in found.members[:SHOWN]),
            [button(t("button-team-add"), on.AddMember(), style="primary")],
            [button(t("button-back"), AdminOrders(page=0))],
        ],
    )


def _member(t: Translator, each: Member) -> InlineKeyboardButton:
    grant = each.grant
    ends = grant.ends_at if grant else None
    label = named(
        t,
        "button-team-member",
        each.user.name,
        role=role_name(t, grant.role if grant else None),
        until=day(t.language, ends) if ends else "",
        ends="yes" if ends else "no",
    )
    return button(label, on.OpenMember(user_id=each.user.id))


def person(t: Translator, user: User) -> str:
    """Name, number and @name: an @name may have moved to another account."""
    told = t("team-person", id=str(user.id), name=cut(user.name, NAME))
    if not user.username:
        return told
    return f"{told} {t('admin-card-username', username=user.username)}"


def ask_person(t: Translator) -> Screen:
    return Screen(t("team-ask"), [_back(t)])


def _back(t: Translator) -> list[InlineKeyboardButton]:
    return [button(t("button-back"), on.OpenTeam())]


@dated
def member(t: Translator, each: Member, by: str, now: datetime, gives: Sequence[Role]) -> Screen:
    """Their card. `by`: who gave it; `gives`: what the reader may give, of their own nothing."""
    user, grant = each.user, each.grant
    if each.by_settings:
        return Screen(paragraphs(person(t, user), t("team-by-settings")), [_back(t)])
    if not gives or (user.banned_at and not grant):
        why = t("team-own") if not gives else t("error-person-banned")
        return Screen(paragraphs(person(t, user), _standing(t, each, by, now), why), [_back(t)])
    text = paragraphs(person(t, user), _standing(t, each, by, now), t("team-choose"))
    roles = [
        button(
            t("button-role", role=role_name(t, role)),
            on.ChooseRole(user_id=user.id, role=role, seen=each.seen),
        )
        for role in gives
    ]
    take = button(t("button-role-take"), on.AskTake(user_id=user.id, seen=each.seen), "danger")
    rows = [roles[at : at + 2] for at in range(0, len(roles), 2)]
    return Screen(text, [*rows, [take] if grant else [], _back(t)])


def _standing(t: Translator, each: Member, by: str, now: datetime) -> str:
    grant = each.grant
    if grant is None:
        return t("team-no-role")
    facts = {"role": role_name(t, grant.role), "by": cut(by, NAME)}
    since = t("team-since", at=local(grant.granted_at), **facts)
    rests = t("team-banned") if each.user.banned_at else t("team-rests") if each.rests else None
    return lines(since, _end(t, grant.ends_at, now), rests, rights(t, grant.role))


def _end(t: Translator, ends_at: datetime | None, now: datetime) -> str:
    if ends_at is None:
        return t("team-no-end")
    return t("team-ended" if ends_at <= now else "team-until", at=local(ends_at))


def rights(t: Translator, role: Role) -> str:
    """What a role may, in words."""
    told = [t(f"right-{right}") for right in Permission if right in RIGHTS[role]]
    return lines(t("role-rights"), *(t("role-right", right=right) for right in told))


@dated
def ask_end(t: Translator, each: Member, role: Role) -> Screen:
    """What it may do, and until when."""
    facts = {"user_id": each.user.id, "role": role, "seen": each.seen}
    ways = [button(t("button-end-days", days=n), on.GiveFor(**facts, days=n)) for n in DAYS]
    text = paragraphs(
        person(t, each.user),
        t("team-ask-end", name=cut(each.user.name, NAME), role=role_name(t, role)),
        *_worth(t, role),
    )
    return Screen(
        text,
        [
            ways,
            [button(t("button-end-none"), on.GiveFor(**facts, days=0))],
            [button(t("button-end-type"), on.TypeEnd(**facts))],
            [button(t("button-back"), on.OpenMember(user_id=each.user.id))],
        ],
    )


def _worth(t: Translator, role: Role) -> list[str]:
    """What it means to give it."""
    warning = [t("team-owner-warning")] if role is Role.OWNER else []
    return [rights(t, role), *warning]


def type_end(t: Translator, user_id: int) -> Screen:
    return Screen(t("team-type-end"), [[button(t("button-back"), on.OpenMember(user_id=user_id))]])


def check_end(t: Translator, each: Member, role: Role, ends_at: datetime) -> Screen:
    """What was typed, before it counts."""
    facts = {"name": cut(each.user.name, NAME), "role": role_name(t, role)}
    minute = int((ends_at - EPOCH).total_seconds()) // 60
    give = on.GiveUntil(user_id=each.user.id, role=role, minute=minute, seen=each.seen)
    asked = t("team-check-end", at=local(ends_at), **facts)
    return Screen(
        paragraphs(person(t, each.user), asked, *_worth(t, role)),
        [
            [button(t("button-role-give"), give, style="success")],
            [button(t("button-back"), on.OpenMember(user_id=each.user.id))],
        ],
    )


@dated
def ask_take(t: Translator, each: Member, grant: Grant) -> Screen:
    facts = {"name": cut(each.user.name, NAME), "role": role_name(t, grant.role)}
    take = on.TakeRole(user_id=each.user.id, seen=each.seen)
    return Screen(
        paragraphs(person(t, each.user), t("team-ask-take", **facts)),
        [
            [button(t("button-role-take-yes"), take, style="danger")],
            [button(t("button-back"), on.OpenMember(user_id=each.user.id))],
        ],
    )


def usage(t: Translator, command: str, told: str | None = None) -> Screen:
    """How a command is written, below what was wrong with it."""
    return Screen(paragraphs(told, t(f"usage-{command}")), [_team(t)])


def _team(t: Translator) -> list[InlineKeyboardButton]:
    return [button(t("button-team"), on.OpenTeam())]


def told(t: Translator, facts: Mapping[str, str]) -> Screen:
    """To whom it concerns."""
    role = Role(facts["role"])
    if facts["what"] != "given":
        return Screen(t("role-lost", how=facts["what"], role=role_name(t, role)))
    ends = datetime.fromisoformat(facts["until"]) if facts["until"] else None
    until = t("team-until", at=local(ends)) if ends else t("team-no-end")
    text = lines(t("role-given", role=role_name(t, role)), until, rights(t, role))
    work: CallbackData = AdminOrders(page=0)
    if Permission.SEE not in RIGHTS[role]:
        work = GoodsHome(page=0)
    return Screen(text, [[button(t("button-shop"), work)]])


def news(t: Translator, facts: Mapping[str, str], user: User, by: str) -> Screen:
    """To everybody who gives roles."""
    ends = datetime.fromisoformat(facts["until"]) if facts["until"] else None
    text = t(
        "admin-role",
        what=facts["what"],
        name=cut(user.name, NAME),
        role=role_name(t, Role(facts["role"])),
        by=cut(by, NAME),
    )
    until = t("team-until", at=local(ends)) if ends else None
    open_member = on.OpenMember(user_id=user.id)
    return Screen(lines(text, until), [[button(t("button-team-open"), open_member)]])
