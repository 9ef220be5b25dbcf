"""What the doctor says, in the reader's language; what a provider says stays as it came."""

import re

from handlers.views.screen import cut
from handlers.views.trouble import said
from utils.l10n import Translator

WHAT, WORD = 40, 160
"""UTF-16 units of what was looked at, and of what was found."""
PART = 70
"""UTF-16 units of what somebody else says in it."""
SUBJECTS = (
    ("messages", r"messages"),
    ("hints", r"hints"),
    ("admin", r"admin (?P<number>-?\d+)"),
    ("channel", r"channel (?P<number>-?\d+)"),
    ("group", r"group (?P<name>.+) \(-\d+\)"),
    ("order", r"order (?P<code>\w+)"),
    ("price", r"(?P<asset>\w+) price"),
    ("chain", r"(?P<asset>\w+) chain"),
    ("keys", r"(?P<asset>\w+) keys"),
    ("prices", r"price source (?P<name>.+)"),
    ("source", r"(?P<asset>\w+) source (?P<name>.+)"),
)
WORDS = (
    ("telegram-off", r"(?P<why>.+); check TELEGRAM_API_URL, TELEGRAM_PROXY and the network"),
    ("telegram-token", r"(?P<why>.+); check BOT_TOKEN, and TELEGRAM_API_URL if you have set it"),
    ("hints", r"heard at (?P<name>\S+); within an hour (?P<heard>\d+), refused (?P<refused>\d+)"),
    ("heard", r"nothing keeps them from this shop"),
    ("address", r"the address cannot be read: .+"),
    ("unknown", r"not known: Telegram does not answer"),
    ("unwritable", r"cannot be written to: open the bot, press Start"),
    ("writable", r"can be written to"),
    ("postable", r"can be posted to"),
    ("group-gone", r"the bot is not in it: .+; it hears no notices until then"),
    ("group-mute", r"the bot may not write there: .+; it hears no notices until then"),
    ("group-moved", r"became a supergroup: .+"),
    ("group-again", r"could not be written to: say /whitelist .+"),
    ("unpriced", r"(?P<why>.+); check SHOP_CURRENCY and the RATE_URL_s"),
    ("priceless", r"(?P<why>.+); check its RATE_URL_ setting, or set it to off"),
    ("tip-alone", r"block (?P<height>\d+) by (?P<name>.+); the only source, .+"),
    ("tip", r"block (?P<height>\d+) by (?P<name>.+)"),
    ("unread", r"(?P<why>.+); check (?P<settings>[A-Z_, ]+)"),
    ("unwatched", r"orders wait for it and no source of it is set; set (?P<settings>.+) until .+"),
    ("derives", r"(?P<path>\S+) derives and verifies"),
    ("doubted", r"(?P<why>.+); do not sell until this is understood"),
    ("alone", r"there is one owner: .+"),
)
"""Sentences of handlers/doctor.py; tests/handlers/test_numbers_views.py."""


def what_of(t: Translator, what: str) -> str:
    key, facts = _known(t, SUBJECTS, what)
    return cut(t(f"subject-{key}", **facts) if key else what, WHAT)


def word_of(t: Translator, word: str) -> str:
    key, facts = _known(t, WORDS, word)
    return cut(t(f"finding-{key}", **facts) if key else said(t, word, WORD), WORD)


def _known(
    t: Translator, known: tuple[tuple[str, str], ...], text: str
) -> tuple[str, dict[str, str]]:
    """Which sentence it is, and what somebody else says in it; "": none of ours."""
    for key, pattern in known:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            facts = found.groupdict()
            if "why" in facts:
                facts["why"] = said(t, facts["why"], PART)
            return key, {name: value[:PART] for name, value in facts.items()}
    return "", {}
