"""Which links Telegram lets through, in buttons and in text."""

from urllib.parse import urlsplit, urlunsplit

_OWN_SCHEMES = {"tg", "ton", "tonsite"}
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
    parts = urlsplit(url if separator else f"http://{url}")
    host = parts.hostname or ""
    if "." not in host.strip(".") or any(character.isspace() for character in url):
        raise ValueError("Wrong HTTP URL")
    return urlunsplit(parts._replace(path=parts.path or "/"))


def _is_opaque(url: str) -> bool:
    """`bitcoin:bc1...`, `mailto:...`: a scheme without slashes, not a host with a port."""
    scheme, colon, rest = url.partition(":")
    return bool(colon) and not rest.startswith("//") and "." not in scheme
