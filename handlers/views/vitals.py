"""How the shop itself is doing, and what the doctor found."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import number_callbacks as on
from handlers.callbacks import AdminOrders, AdminSources
from handlers.doctor import Finding
from handlers.views.moments import local
from handlers.views.screen import Screen, bounded, button, cut, dated, lines, paragraphs
from services.running.vitals import MOST_COUNTED, Vitals
from utils.l10n import Translator

LATE = timedelta(minutes=5)
"""A loop that was silent for longer is named; jobs that run by the hour have more time."""
HOURLY = ("prune", "opened")
LONG = timedelta(hours=2)
MOST_LATE, MOST_FOUND = 6, 14
WHAT, WORD = 40, 110
"""UTF-16 units of what was looked at, and of what was found."""
OLD = timedelta(days=7)
"""A backup older than that is said to be old."""
TIGHT = 10
"""Per cent of a disk: less is little."""
MEGABYTE = 1_000_000


@dated
def vitals(t: Translator, shop: Vitals) -> Screen:
    """Nothing in it is a secret, and nobody's name."""
    text = paragraphs(
        t("vitals"),
        lines(*_jobs(t, shop)),
        lines(_queue(t, shop), _backup(t, shop), _disk(t, shop), _clock(t, shop)),
        t("vitals-stopped") if shop.stopped else None,
    )
    ways = [button(t("button-doctor"), on.AskDoctor()), button(t("button-state"), AdminSources())]
    turn = [
        button(t("button-refresh"), on.OpenHealth()),
        button(t("button-back"), AdminOrders(page=0)),
    ]
    return Screen(text, [ways, turn])


def _jobs(t: Translator, shop: Vitals) -> list[str]:
    late = [name for name, at in sorted(shop.beats.items()) if _is_late(name, at, shop.now)]
    if not late:
        return [t("vitals-jobs", count=len(shop.beats))]
    told = [t("vitals-late", name=cut(n, WHAT), at=local(shop.beats[n])) for n in late]
    return bounded(t, told, MOST_LATE)


def _is_late(name: str, at: datetime, now: datetime) -> bool:
    return now - at > (LONG if name in HOURLY else LATE)


def _queue(t: Translator, shop: Vitals) -> str:
    more = "+" if shop.waiting >= MOST_COUNTED else ""
    return t("vitals-queue", count=f"{shop.waiting}{more}", some="yes" if shop.waiting else "no")


def _backup(t: Translator, shop: Vitals) -> str:
    if shop.backup is None:
        return t("vitals-no-backup")
    old = "yes" if shop.now - shop.backup > OLD else "no"
    return t("vitals-backup", at=local(shop.backup), old=old)


def _disk(t: Translator, shop: Vitals) -> str:
    if shop.room is None:
        return t("vitals-no-disk")
    share = shop.room.free * 100 // max(1, shop.room.total)
    tight = "yes" if share < TIGHT else "no"
    return t("vitals-disk", free=shop.room.free // MEGABYTE, share=str(share), tight=tight)


def _clock(t: Translator, shop: Vitals) -> str:
    return t("vitals-clock", doubted="yes" if shop.doubted else "no")


@dated
def doctor(t: Translator, findings: Sequence[Finding]) -> Screen:
    """What is wrong first; in the doctor's own words, which are those of the command."""
    bad = [each for each in findings if not each.ok]
    rows = [_finding(t, each) for each in [*bad, *(each for each in findings if each.ok)]]
    title = t("doctor", count=len(bad))
    text = paragraphs(title, lines(*bounded(t, rows, MOST_FOUND)), t("doctor-more"))
    again = button(t("button-doctor-again"), on.AskDoctor())
    return Screen(text, [[again, button(t("button-back"), on.OpenHealth())]])


def _finding(t: Translator, each: Finding) -> str:
    facts = {"what": cut(each.what, WHAT), "word": cut(each.word, WORD)}
    return t("doctor-finding", ok="yes" if each.ok else "no", **facts)
