"""Moments as the reader's own clock shows them."""

from datetime import datetime

from utils.l10n import Html


def local(moment: datetime) -> Html:
    """Date and time by the client; one that cannot shows UTC.

    https://core.telegram.org/bots/api#date-time-entity-formatting
    """
    unix, words = int(moment.timestamp()), f"{moment:%Y-%m-%d %H:%M} UTC"
    return Html(f'<tg-time unix="{unix}" format="dt">{words}</tg-time>')
