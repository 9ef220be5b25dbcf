"""Which links Telegram lets through, in buttons and in text."""

import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

_OWN_SCHEMES = {"tg", "ton", "tonsite"}
_USER_LINK = re.compile(r"tg:(?://)?user/?\?id=([0-9]{1,18})")
_WEB_SCHEMES = {"http", "https"}


def checked_link(url: str) -> str:
    """The link as Telegram stores it; raises ValueError with Telegram's reason.

    HTTP(S) and tg:// only, https://core.telegram.org/bots/api#inlinekeyboardbutton, so a
    wallet URI such as bitcoin: is refused. A host needs a dot: http://localhost is refused too.
    """
    scheme, separator, _ = url.partition("://")
    if separator and scheme.lower() in _OWN_SCHEMES:
        return url
    if (separator and scheme.lower() not in _WEB_SCHEMES) or _is_opaque(url):
        raise ValueError("Unsupported URL protocol")
    full = url if separator else f"http://{url}"
    parts = _parts(full)
    if parts is None or "." not in (parts.hostname or "").strip("."):
        raise ValueError("Wrong HTTP URL")
    if parts.path:
        return full
    end = full.index("//") + 2 + len(parts.netloc)
    return f"{full[:end]}/{full[end:]}"


def _parts(url: str) -> SplitResult | None:
    """None for what is no URL at all."""
    if any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        return urlsplit(url)
    except ValueError:
        return None


def link_entity(url: str) -> dict[str, Any] | None:
    """What a link in formatted text becomes: a mention, a text_link, or nothing but its text."""
    if user := _USER_LINK.fullmatch(url):
        return {"type": "text_mention", "user": {"id": int(user[1])}}
    try:
        return {"type": "text_link", "url": checked_link(url)}
    except ValueError:
        return None


def _is_opaque(url: str) -> bool:
    """`bitcoin:bc1...`, `mailto:...`: a scheme without slashes, not a host with a port."""
    scheme, colon, rest = url.partition(":")
    return bool(colon) and not rest.startswith("//") and "." not in scheme
