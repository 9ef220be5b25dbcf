"""Which news goes to whom, as owners and managers choose it; and what was held back."""

from aiogram.types import InlineKeyboardButton

from handlers import notice_callbacks as on
from handlers.callbacks import AdminOrders, AdminSources
from handlers.views.screen import Screen, button, column, dated, lines, paragraphs
from handlers.views.team import role_name
from models.notice import PRIVATE, Destination, Kind, Told
from models.permission import Permission, Role
from services.running.noticing import MOST_TOLD, Gathered, Manner, destinations, ways
from utils.l10n import Translator

NAMED = 8
"""Orders that a line names; the rest is counted."""


@dated
def matrix(t: Translator, manner: Manner) -> Screen:
    """Every kind, and who does not hear of it at once; the hours."""
    kinds = [button(_label(t, manner, kind), on.OpenNotice(kind=kind)) for kind in Kind]
    return Screen(
        paragraphs(t("notices"), _hours(t, manner)),
        [
            *[kinds[at : at + 2] for at in range(0, len(kinds), 2)],
            [button(t("button-notice-hours"), on.AskHours())],
            [button(t("button-notice-groups"), on.NoticeGroups())],
            [button(t("button-back"), AdminSources())],
        ],
    )


def _label(t: Translator, manner: Manner, kind: Kind) -> str:
    told = [manner.of(kind, role) for role in destinations(kind)]
    state = "all" if set(told) == {Told.NOW} else "some"
    group = manner.of(kind, Destination.GROUP)
    return t("button-notice", what=t("notice-kind", kind=kind), state=state, group=group)


def _hours(t: Translator, manner: Manner) -> str:
    digest = t("notice-digest", hour=_clock(manner.digest_at))
    if manner.quiet is None:
        return lines(t("notice-quiet-none"), digest)
    begins, ends = map(_clock, manner.quiet)
    return lines(t("notice-quiet", begins=begins, ends=ends), digest)


def _clock(hour: int) -> str:
    return f"{hour:02}:00"


@dated
def kind_card(t: Translator, manner: Manner, kind: Kind) -> Screen:
    """Of each role that may see it: how it is told, and a button to the next way."""
    told = [
        t("notice-line", role=role_name(t, role), told=manner.of(kind, role))
        for role in destinations(kind)
    ]
    buttons = [_next(t, manner, kind, role) for role in destinations(kind)]
    group = manner.of(kind, Destination.GROUP)
    told.append(t("notice-line", role=t("notice-groups"), told=group))
    fixed = any(len(ways(kind, role)) == 1 for role in destinations(kind))
    urgent = t("notice-urgent") if Told.DIGEST not in ways(kind, Role.OWNER) else None
    return Screen(
        paragraphs(
            t("notice-card", what=t("notice-kind", kind=kind)),
            lines(*told),
            urgent,
            t("notice-owed") if fixed else None,
            t("notice-groups-private" if kind in PRIVATE else "notice-groups-how"),
        ),
        [
            *column(each for each in buttons if each is not None),
            [_group(t, kind, group)] if kind not in PRIVATE else [],
            [button(t("button-back"), on.Notices())],
        ],
    )


def _next(t: Translator, manner: Manner, kind: Kind, role: Role) -> InlineKeyboardButton | None:
    offered, now = ways(kind, role), manner.of(kind, role)
    if len(offered) < 2:
        return None
    at = offered.index(now) + 1 if now in offered else 0
    told = offered[at % len(offered)]
    label = t("button-notice-choose", role=role_name(t, role), told=told)
    return button(label, on.ChooseNotice(kind=kind, role=role, told=told, seen=now))


def _group(t: Translator, kind: Kind, now: Told) -> InlineKeyboardButton:
    """At once or not at all: the other one."""
    told = Told.NEVER if now is Told.NOW else Told.NOW
    label = t("button-notice-choose", role=t("notice-groups"), told=told)
    return button(label, on.ChooseGroups(kind=kind, told=told, seen=now))


def ask_hours(t: Translator) -> Screen:
    return Screen(t("ask-notice-hours"), [[button(t("button-back"), on.Notices())]])


def held(t: Translator, found: Gathered, rights: frozenset[Permission]) -> Screen:
    """Everything that was held back for somebody, in one message."""
    told = [_held(t, kind, count, found) for kind, count in found.counts.items()]
    text = paragraphs(
        t("held"), lines(*told), t("held-more", count=MOST_TOLD) if found.more else None
    )
    sees = Permission.SEE in rights
    return Screen(text, [[button(t("button-shop"), AdminOrders(page=0))]] if sees else [])


def _held(t: Translator, kind: Kind, count: int, found: Gathered) -> str:
    codes = found.codes.get(kind, [])
    facts = {"what": t("notice-kind", kind=kind), "count": count}
    if not codes:
        return t("held-line", **facts)
    named = ", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")
    return t("held-orders", **facts, codes=named)
