"""What is different in every run, by a name that stays: addresses, amounts, codes, times, rates.

The first address that is seen is `<address 1>` in this run and in the next, whatever it is, so
two runs can be compared word by word, and a later `<address 1>` is the same address again.
"""

import re
from decimal import Decimal

_COIN = r"(?:BTC|LTC|ETH|SOL|USDT|USDC)"
_BASE58 = "1-9A-HJ-NP-Za-km-z"
_KINDS = {
    "hash": r"\b(?:0x)?[0-9a-f]{64}\b|\b[" + _BASE58 + r"]{80,90}\b",
    "address": (
        r"\b(?:bc|tb|bcrt|ltc|tltc|rltc)1[a-z0-9]{20,80}\b|\b0x[0-9a-fA-F]{40}\b"
        r"|\b(?=[" + _BASE58 + r"]*[0-9])(?=[" + _BASE58 + r"]*[A-Z])[" + _BASE58 + r"]{32,44}\b"
    ),
    "amount": r"\b\d+(?:\.\d+)?(?= ?" + _COIN + r"\b)|\b\d+\.\d{5,}\b",
    "code": r"(?<=\b[Oo]rder )[0-9A-Z]{4,8}\b",
    "rate": r"(?<=≈ )\$?\d[\d.,]*\d",
    "time": r"\b\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?\b|\b\d{1,2}:\d\d(?::\d\d)?\b",
}
_VARYING = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
_PLACEHOLDER = re.compile(r"<(?:hash|address|amount|code) \d+>")
# Times pass, and prices move: one is like another, and no step needs it again.
_UNNUMBERED = {"time", "rate"}


def shown(text: str, values: dict[str, str]) -> str:
    """The text with a run's values for their names; raises KeyError for a name without one."""
    return _PLACEHOLDER.sub(lambda match: values[match[0]], text)


class Variables:
    """The values of one run, numbered by kind in the order in which they were seen."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def hide(self, text: str) -> str:
        """The text with names in the place of values; a code that is known, wherever it stands."""
        hidden = _VARYING.sub(self._name, text)
        codes = [(value, name) for (kind, value), name in self._names.items() if kind == "code"]
        for value, name in codes:
            hidden = re.sub(rf"(?<![\w<]){re.escape(value)}(?!\w)", name, hidden)
        return hidden

    def values(self) -> dict[str, str]:
        return {name: value for (_, value), name in self._names.items()}

    def amount(self, units: int, decimals: int) -> str:
        """An amount in base units as coins, by the name of an amount that was seen, if it was."""
        coins = Decimal(units).scaleb(-decimals)
        for (kind, value), name in self._names.items():
            if kind == "amount" and Decimal(value) == coins:
                return name
        return format(coins.normalize(), "f")

    def _name(self, match: re.Match[str]) -> str:
        kind, value = match.lastgroup or "", match[0]
        if kind in _UNNUMBERED:
            return f"<{kind}>"
        if (kind, value) not in self._names:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._names[kind, value] = f"<{kind} {self._counts[kind]}>"
        return self._names[kind, value]
