"""How the shop itself is doing, and what the doctor found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers import number_callbacks as on
from handlers.callbacks import AdminOrders, AdminSources
from handlers.doctor import Finding
from handlers.views.findings import what_of, word_of
from handlers.views.moments import local
from handlers.views.screen import (
    TEXT_ROOM,
    Screen,
    bounded,
    button,
    cut,
    dated,
    fits,
    lines,
    paragraphs,
)
from handlers.views.upkeep import health
from services.running.build import Build
from services.running.vitals import MOST_COUNTED, Vitals
from utils.health import Health
from utils.l10n import Translator

MOST_SILENT = 6
FOUND = TEXT_ROOM - 400
"""UTF-16 units of what the doctor found, beside what stands around it."""
NAME = 40
"""UTF-16 units of a loop's name."""
OLD = timedelta(days=7)
"""A backup older than that is said to be old."""
TIGHT = 10
"""Per cent of a disk: less is little."""
GIGABYTE = 1_000_000_000
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Providers:
    """Who is asked about chains and prices; `problems`: what is wrong, by asset."""

    sources: Sequence[Health]
    problems: Mapping[str, str]


@dated
def vitals(t: Translator, shop: Vitals, providers: Providers) -> Screen:
    """Nothing in it is a secret, and nobody's name."""
    text = paragraphs(
        t("vitals"),
        lines(*_jobs(t, shop)),
        lines(_sources(t, providers), health(t, providers.problems)),
        lines(_queue(t, shop), _backup(t, shop), _disk(t, shop), _clock(t, shop), *_door(t, shop)),
        t("vitals-stopped") if shop.stopped else None,
    )
    ways = [
        button(t("button-doctor"), on.AskDoctor()),
        button(t("button-upkeep"), AdminSources()),
    ]
    turn = [
        button(t("button-refresh"), on.OpenHealth()),
        button(t("button-back"), AdminOrders(page=0)),
    ]
    return Screen(text, [ways, turn])


def _jobs(t: Translator, shop: Vitals) -> list[str]:
    if not shop.silent:
        return [t("vitals-jobs", count=shop.jobs)]
    told = [
        t("vitals-silent", name=cut(name, NAME), minutes=int(since // MINUTE))
        for name, since in sorted(shop.silent.items(), key=lambda each: -each[1])
    ]
    return bounded(t, told, MOST_SILENT)


def _sources(t: Translator, providers: Providers) -> str:
    """As the screen of the sources judges them."""
    good = sum(each.ok or each.last_error is None for each in providers.sources)
    return t("vitals-sources", good=good, count=len(providers.sources))


def _queue(t: Translator, shop: Vitals) -> str:
    more = "+" if shop.waiting >= MOST_COUNTED else ""
    failed = "+" if shop.failed >= MOST_COUNTED else ""
    return t(
        "vitals-queue",
        count=f"{shop.waiting}{more}",
        failed=f"{shop.failed}{failed}",
        any="yes" if shop.failed else "no",
    )


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
    free = round(shop.room.free / GIGABYTE, 1)
    return t("vitals-disk", free=free, share=str(share), tight=tight)


def _clock(t: Translator, shop: Vitals) -> str:
    return t("vitals-clock", doubted="yes" if shop.doubted else "no")


def _door(t: Translator, shop: Vitals) -> list[str]:
    """Nothing where nobody listens."""
    if (spoken := shop.spoken) is None:
        return []
    return [t("vitals-hints", heard=spoken.heard, refused=spoken.refused)]


@dated
def doctor(t: Translator, findings: Sequence[Finding] | None) -> Screen:
    """What is wrong first. None: not everybody answered in time."""
    again = button(t("button-doctor-again"), on.AskDoctor())
    rows = [[again, button(t("button-back"), on.OpenHealth())]]
    if findings is None:
        return Screen(t("doctor-silent"), rows)
    bad = [each for each in findings if not each.ok]
    told = [_finding(t, each) for each in [*bad, *(each for each in findings if each.ok)]]
    text = paragraphs(t("doctor", count=len(bad)), _as_many_as_fit(t, told), t("doctor-more"))
    return Screen(text, rows)


def _as_many_as_fit(t: Translator, told: Sequence[str]) -> str:
    """All of it, if one message takes that."""
    shorter = (lines(*bounded(t, told, most)) for most in range(len(told), 0, -1))
    return next((text for text in shorter if fits(text, FOUND)), "")


def _finding(t: Translator, each: Finding) -> str:
    facts = {"what": what_of(t, each.what), "word": word_of(t, each.word)}
    return t("doctor-finding", ok="yes" if each.ok else "no", **facts)


def version(t: Translator, found: Build) -> Screen:
    """What exactly runs; who asks for help is asked for it first."""
    facts = {"version": found.version, "commit": found.commit or "none", "python": found.python}
    text = t("version", **facts, database=found.database or "?", schema=found.schema or "?")
    return Screen(text, [[button(t("button-vitals"), on.OpenHealth())]])
