"""What each wallet takes of the shop's coins: one function a format, text out.

Which wallet takes what, and how, is in docs/wallets.md.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal

from services.keys.export import Holding
from utils.money import minor_digits
from utils.wallets.base import PrivateKey

COLUMNS = (
    *("coin", "order", "number", "status", "path", "index", "address", "received"),
    *("total", "currency", "ordered_at"),
)

AHEAD = 86_400
"""Seconds by which the shop's clock may have been before the chain's: a day more to rescan."""


def paid_orders(holdings: Iterable[Holding]) -> str:
    """A table of what came where; no secret is in it."""
    return _table(COLUMNS, ((*_row(each),) for each in holdings))


def keys(holdings: Sequence[Holding], found: Sequence[PrivateKey]) -> str:
    """The same with the private keys, each in the form that wallets of its coin import."""
    rows = ((*_row(each), key.form, key.secret) for each, key in zip(holdings, found, strict=True))
    return _table((*COLUMNS, "form", "private_key"), rows)


def addresses(holdings: Iterable[Holding]) -> str:
    """One a line: what watch-only wallets take."""
    return "".join(f"{each.address}\n" for each in holdings)


def electrum(found: Iterable[PrivateKey]) -> str:
    """`p2wpkh:KEY` a line; a bare WIF would be read as the key of another address."""
    return "".join(f"{key.electrum}\n" for key in found)


def bitcoind(holdings: Sequence[Holding], descriptors: Sequence[str]) -> str:
    """The argument of `importdescriptors`; every rescan begins at the oldest order."""
    birthday = _birthday(holdings)
    return _json(
        {"desc": text, "timestamp": birthday, "label": _label(each)}
        for each, text in zip(holdings, descriptors, strict=True)
    )


def litecoind(holdings: Sequence[Holding], found: Sequence[PrivateKey] | None) -> str:
    """The argument of `importmulti`: Litecoin 0.21 knows no descriptor wallets."""
    birthday = _birthday(holdings)
    secrets = [[key.secret] for key in found] if found is not None else [[]] * len(holdings)
    return _json(
        {
            "scriptPubKey": {"address": each.address},
            "timestamp": birthday,
            "label": _label(each),
            **({"keys": keys} if keys else {"watchonly": True}),
        }
        for each, keys in zip(holdings, secrets, strict=True)
    )


def _label(each: Holding) -> str:
    return f"order {each.code}" if each.code else f"account {each.index}"


def _birthday(holdings: Sequence[Holding]) -> int:
    """A clock that was ahead when the oldest order was placed must not hide its payment."""
    oldest = min((int(each.ordered_at.timestamp()) for each in holdings), default=0)
    return max(0, oldest - AHEAD)


def _json(rows: Iterable[object]) -> str:
    return json.dumps(list(rows), indent=1) + "\n"


def _row(each: Holding) -> tuple[object, ...]:
    return (
        *(each.asset, each.code, each.order_id, each.status, each.path, each.index),
        *(each.address, each.amount, plain(each.total, each.currency), each.currency),
        each.ordered_at.isoformat(),
    )


def plain(minor: int, currency: str) -> str:
    """`24.90`, for programs."""
    return f"{Decimal(minor).scaleb(-minor_digits(currency)):f}"


def _table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
