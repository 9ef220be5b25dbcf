"""Why something does not work, in the reader's language and without what machines say."""

import re

from handlers.views.screen import cut_words
from utils.l10n import Translator

KNOWN = (
    ("marker-missing", r"the marker file beside it is missing"),
    ("marker-foreign", r"the marker file beside it is another one's"),
    ("marker-older", r"it is older than the marker file: (?P<count>\d+) addresses"),
    ("marker-copied", r"the marker file beside it is a copy"),
    ("prices-none", r"two fresh sources are needed, there are: none\b.*"),
    ("prices-few", r"two fresh sources are needed, there are: (?P<names>[^(]*[^( ]).*"),
    ("prices-disagree", r"the sources disagree: (?P<names>[^(]*[^( ]).*"),
    ("price-jumped", r"the price jumped from (?P<before>\S+) to (?P<now>\S+).*"),
)
"""Sentences of the services, which the log shows as they are; tests/handlers/test_trouble.py."""
MACHINE = re.compile(r"[{\[<].*", re.DOTALL)
"""Where a provider's own answer begins."""


def said(t: Translator, reason: str, limit: int) -> str:
    """At most `limit` UTF-16 units, shortened by words."""
    for key, pattern in KNOWN:
        if found := re.fullmatch(pattern, reason.strip(), re.DOTALL):
            facts = {name: value[:limit] for name, value in found.groupdict().items()}
            return cut_words(t(f"trouble-{key}", **facts), limit)
    words = MACHINE.sub("", reason).strip(" :;,(")
    return cut_words(words or t("trouble-unreadable"), limit)
