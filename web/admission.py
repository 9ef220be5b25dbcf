"""Who may speak now: so many requests per client and altogether, before anything is read."""

import ipaddress
from ipaddress import IPv4Address, IPv6Address, IPv6Network

from utils.clock import Seconds, seconds
from utils.turnstile import Turnstile

MINUTE = 60.0
PER_CLIENT = 60
"""Requests a minute."""
TOGETHER = 600
"""Requests a minute of everybody who has not proved who they are."""
MOST_CLIENTS = 4_096
"""That are told apart."""
MOST_KNOWN = 64
"""Clients whose last signature was right: a flood of strangers does not shut them out."""
NETWORK_BITS = 64
"""Of an IPv6 address: what one customer of a provider has is one client."""


class Admission:
    def __init__(self, passed: Seconds = seconds) -> None:
        self._clients = Turnstile(PER_CLIENT, MINUTE, MOST_CLIENTS, passed)
        self._strangers = Turnstile(TOGETHER, MINUTE, passed=passed)
        self._known: dict[str, None] = {}

    def lets(self, client: str) -> bool:
        return self._clients.lets(client) and (client in self._known or self._strangers.lets())

    def proved(self, client: str) -> None:
        self._known.pop(client, None)
        self._known[client] = None
        if len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]


def client_of(peer: str | None, forwarded: str) -> str:
    """Who speaks: the last one that a proxy on this machine or in its network says it speaks for;
    anybody else may write into X-Forwarded-For what they like.
    """
    own = _address(peer or "")
    if own is None or not (own.is_loopback or own.is_private):
        return _client(own)
    return _client(_address(forwarded.rpartition(",")[2]) or own)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _client(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address) >> NETWORK_BITS << NETWORK_BITS, NETWORK_BITS)))
    return str(address)
