"""Moments as people read them: by their own clock where the client knows it."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from babel.dates import format_skeleton

from handlers.views.screen import Screen, paragraphs
from utils.l10n import Html, Translator


def absolute(moment: datetime) -> Html:
    """The time of day where the reader is; UTC in a client that cannot say."""
    return _time(moment, "t", f"{moment:%H:%M} UTC")


def relative(moment: datetime, words: str) -> Html:
    """Counted down by the client; one that cannot shows `words`."""
    return _time(moment, "r", words)


def left(t: Translator, until: datetime, now: datetime) -> Html:
    """`in 12 minutes`, counted on by the client."""
    minutes = max(1, -int((now - until).total_seconds() // 60))
    return relative(until, t("home-minutes", count=minutes))


def local(moment: datetime) -> Html:
    """Date and time where the reader is; UTC in a client that cannot say."""
    return _time(moment, "dt", f"{moment:%Y-%m-%d %H:%M} UTC")


def as_of(t: Translator, screen: Screen, now: datetime) -> Screen:
    """With the moment at which it was read, if what it says can change."""
    if not screen.dated:
        return screen
    return replace(screen, text=paragraphs(screen.text, t("as-of", at=local(now))))


def _time(moment: datetime, shape: str, words: str) -> Html:
    """https://core.telegram.org/bots/api#date-time-entity-formatting"""
    unix = int(moment.timestamp())
    return Html(f'<tg-time unix="{unix}" format="{shape}">{words}</tg-time>')


@lru_cache(4096)  # babel parses the pattern anew each time
def day(language: str, moment: datetime) -> str:
    """`Nov 27`, `27. Nov.`: by UTC, for labels that know no markup."""
    return str(format_skeleton("MMMd", moment, locale=language.replace("-", "_")))
