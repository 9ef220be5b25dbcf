"""A way out through a proxy: which hosts are never asked that way, and what its URL is like."""

import ipaddress
from contextlib import suppress

from yarl import URL

SCHEMES = ("http", "https", "socks5", "socks5h")
OWN_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def is_near(url: str) -> bool:
    """Whether the host is this machine or on a network of one's own."""
    host = (URL(url).host or "").rstrip(".").lower()
    with suppress(ValueError):
        return not ipaddress.ip_address(host).is_global
    return "." not in host or host.endswith(OWN_NAMES)


def proxy_for(url: str, proxy: str) -> str:
    """The proxy this host is asked through; empty for none."""
    return "" if is_near(url) else proxy


def check(proxy: str) -> str:
    """As it was given; raises ValueError with a text that repeats nothing of it."""
    with suppress(ValueError):
        url = URL(proxy)
        if url.scheme in SCHEMES and url.host and url.explicit_port and url.path in ("", "/"):
            return proxy
    raise ValueError(f"an address with a port that begins with {', '.join(SCHEMES)}")
