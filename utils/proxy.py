"""Which hosts are asked through a proxy: never this machine, nor a network of one's own.

A name is judged by its form: looking it up would tell the resolver what the proxy shall hide.
"""

import ipaddress
from contextlib import suppress

from yarl import URL

OWN_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def is_near(url: str) -> bool:
    """Whether the host is this machine or on a network of one's own."""
    host = (URL(url).host or "").rstrip(".").lower()
    with suppress(ValueError):
        return _is_own(ipaddress.ip_address(host))
    return "." not in host or host.endswith(OWN_NAMES)


def _is_own(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """An IPv4 address in IPv6 clothes (RFC 4291, 2.5.5.2) is what is inside, in every Python."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped
        return _is_own(inner) if inner else address.is_site_local or not address.is_global
    return not address.is_global


def proxy_for(url: str, proxy: str) -> str:
    """The proxy this host is asked through; empty for none."""
    return "" if is_near(url) else proxy
