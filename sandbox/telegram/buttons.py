"""What the buttons of both kinds of keyboards share: looks and Mini Apps."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.telegram.errors import bad_request

Button = dict[str, Any]

_STYLES = ("danger", "success", "primary")
_OWN_MACHINE = {"127.0.0.1", "localhost"}


def looks(button: Button) -> Button:
    """Colour and icon, https://core.telegram.org/bots/api#inlinekeyboardbutton"""
    style, icon = button.get("style"), button.get("icon_custom_emoji_id")
    if style and style not in _STYLES:
        raise bad_request("can't parse keyboard button: Invalid button style specified")
    if icon and not (isinstance(icon, str) and icon.isdecimal()):
        raise bad_request("invalid custom emoji identifier specified")
    given = {"style": style, "icon_custom_emoji_id": icon}
    return {name: value for name, value in given.items() if value}


def web_app(value: Any) -> dict[str, str]:
    """https://core.telegram.org/bots/api#webappinfo: https; here also http on this machine."""
    url = value.get("url") if isinstance(value, dict) else None
    if not isinstance(url, str) or not _is_app(url):
        reason = "Only HTTPS links are allowed"
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: {reason}")
    return {"url": url}


def _is_app(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    own = parts.scheme == "http" and parts.hostname in _OWN_MACHINE
    return own or (parts.scheme == "https" and bool(parts.hostname))
