"""Addresses of other machines as settings spell them: checked, and never repeated in an error."""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import unquote

SCHEMES = ("http", "https")
PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?", re.I | re.A)
NUMERIC = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)\.?", re.I | re.A)
"""Systems read such a name as an IPv4 address in another spelling: 0x7f.1 is this machine."""
HIGHEST_PORT = 65535
USUAL_PORTS = (80, 443)
ENCODED = "/ as %2F, ? as %3F, # as %23, @ as %40, : as %3A, % as %25 and a space as %20"
"""How a user or password spells what an address uses for itself (RFC 3986, section 2.1)."""


def http_url(text: str) -> str:
    """The same address; raises ValueError with a sentence that does not hold any of it."""
    scheme, mark, rest = text.partition("://")
    if not mark or scheme.lower() not in SCHEMES:
        raise ValueError("an address that begins with http:// or https://")
    authority, _ = split_authority(rest)
    _, place = split_login(authority)
    host_and_port(place)
    return f"{scheme.lower()}://{rest}"


def bot_api_url(text: str) -> str:
    """Of a Bot API server, to which the token and the method are added; raises ValueError."""
    address = http_url(text)
    if re.search(r"[?{}]", address):
        raise ValueError("an address without ?, { and }: what is asked is added to it")
    return address


def node_url(text: str) -> str:
    """Of a node of one's own, with user and password; raises ValueError."""
    if "?" in text:
        raise ValueError(f"has a ? in it; in a user or password write {ENCODED}")
    return http_url(text)


def http_urls(urls: Iterable[str]) -> tuple[str, ...]:
    """Each checked, with its place in the list; none may stand there twice."""
    checked = []
    for number, url in enumerate(urls, 1):
        try:
            checked.append(http_url(url))
        except ValueError as error:
            raise ValueError(f"{error} (address {number})" if number > 1 else str(error)) from None
    if not checked:
        raise ValueError("at least one address, separated by commas")
    if len(set(map(source, checked))) < len(checked):
        raise ValueError("the same address stands there twice: name each source once")
    return tuple(checked)


def source(url: str) -> tuple[str, str, str]:
    """Who is asked there, of a checked address: equal for all spellings of one server, so that it
    is never taken for two that agree.
    """
    authority, tail = split_authority(url.partition("://")[2])
    host, port = host_and_port(split_login(authority)[1])
    known = "" if port in (None, *USUAL_PORTS) else str(port)
    return host.lower().rstrip("."), known, unquote(tail).rstrip("/")


def proxy_url(text: str) -> str:
    """Of a proxy, with its port; raises ValueError."""
    scheme, mark, rest = text.partition("://")
    if not mark or scheme.lower() not in PROXY_SCHEMES:
        raise ValueError(f"an address that begins with {', '.join(PROXY_SCHEMES)}, and ://")
    authority, tail = split_authority(rest)
    if tail not in ("", "/"):
        raise ValueError("a proxy has no path: scheme://host:port")
    _, place = split_login(authority)
    if host_and_port(place)[1] is None:
        raise ValueError("the port of the proxy is missing: scheme://host:port")
    return f"{scheme.lower()}://{authority}"


def split_authority(rest: str) -> tuple[str, str]:
    """`user:password@host:port` and the path and query behind it; raises ValueError."""
    if re.search(r"[\s\x00-\x1f\x7f]", rest):
        raise ValueError(f"a space is in it; write {ENCODED}")
    if re.search(r"%(?![0-9a-f]{2})", rest, re.I):
        raise ValueError(f"a % stands alone; write {ENCODED}")
    if "#" in rest:
        raise ValueError(f"a # is in it; in a user or password write {ENCODED}")
    end = re.search(r"[/?]", rest)
    authority, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    if "@" in tail:
        raise ValueError(f"an @ comes after the host; in a user or password write {ENCODED}")
    return authority, tail


def split_login(authority: str) -> tuple[str, str]:
    login, _, place = authority.rpartition("@")
    if "@" in login or login.count(":") > 1:
        raise ValueError(f"the user or password holds an @ or a colon; write {ENCODED}")
    return login, place


def host_and_port(place: str) -> tuple[str, int | None]:
    """`host`, `host:port`, `[::1]:port`; raises ValueError."""
    literal = re.fullmatch(r"\[([^\]]*)\](?::(.*))?", place)
    host, port = literal.groups() if literal else _halves(place)
    if not host:
        raise ValueError("the host is missing: http://host:port")
    try:
        known = ipaddress.IPv6Address(host) if literal else _named(host)
    except ValueError:
        raise ValueError("its host is no name and no IP address") from None
    return str(known), _port(port)


def _halves(place: str) -> tuple[str, str | None]:
    host, colon, port = place.partition(":")
    return host, port if colon else None


def _named(host: str) -> str:
    """A host name (RFC 1123, and `_` as containers have it), or an IPv4 address."""
    if NUMERIC.fullmatch(host):
        return str(ipaddress.IPv4Address(host))
    if len(host) > 253 or not HOST.fullmatch(host):
        raise ValueError(host)
    return host


def _port(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text, re.A) or not 1 <= int(text) <= HIGHEST_PORT:
        raise ValueError(
            f"the port behind the host is not a number from 1 to {HIGHEST_PORT}"
            f" (in a user or password write {ENCODED})"
        )
    return int(text)
