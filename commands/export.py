"""`wallet export`: the shop's coins, in the form that another wallet takes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from commands import formats
from commands.files import new_file, refuse_taken
from commands.shop import meant
from commands.terminal import Yes, confirm, progress, reveal, say
from services.keys.export import ExportService, Holding
from storage import exporting
from utils.assets import ASSETS
from utils.clock import utc_now
from utils.refusal import CommandRefused
from utils.wallets.base import AddressDoubt

Format = Literal["csv", "addresses", "keys", "bitcoind", "litecoind", "electrum"]
Coin = Literal["BTC", "LTC", "ETH", "SOL"]
COINS: dict[str, tuple[Coin, ...]] = {
    "bitcoind": ("BTC",),
    "litecoind": ("LTC",),
    "electrum": ("BTC", "LTC"),
}
"""Formats that not every coin has; the first is meant when none is named."""
SECRET, OPEN = ("keys", "electrum"), ("csv", "addresses")
"""With keys always, and never."""
Kind = Annotated[Format, Parameter(name="--format", help="For whom; see docs/wallets.md.")]
OfCoin = Annotated[Coin | None, Parameter(help="Of this coin alone.")]
Private = Annotated[
    bool, Parameter(negative="", help="bitcoind, litecoind: with the keys, to spend.")
]
All = Annotated[
    bool, Parameter(name="--all", negative="", help="Also orders that no money came for.")
]
OF_ACCOUNTS = ("addresses", "bitcoind", "litecoind", "electrum")
DIGITS = 10
"""Fewer has any account number: below 2^31."""
MOST = 10_000
"""Accounts in one export: half a minute of deriving."""
Output = Annotated[Path | None, Parameter(help="Into a new file that only you may read.")]


async def export(
    *,
    kind: Kind = "csv",
    coin: OfCoin = None,
    private: Private = False,
    everything: All = False,
    output: Output = None,
    yes: Yes = False,
) -> None:
    """Write what another wallet takes: a table, addresses, keys, imports for a node or Electrum.

    Private keys are printed for the formats keys and electrum, and with --private; the audit log
    has it first.
    """
    assets = assets_of(kind, coin)
    refuse_early(kind, output, private=private)
    async with exporting(meant(), utc_now) as service:
        holdings = await service.holdings(assets, everything=everything)
        text = await agreed(service, holdings, kind, private=private, yes=yes)
    put(text, len(holdings), output)


async def export_accounts(
    numbers: str,
    *,
    kind: Kind = "addresses",
    coin: OfCoin = None,
    private: Private = False,
    output: Output = None,
    yes: Yes = False,
) -> None:
    """The same of accounts by number, whatever the database knows of them.

    So money is found that came to addresses which were given away after the backup that was
    restored: `wallet show-paths` says where the numbers stand.

    Parameters
    ----------
    numbers
        The first and the last, such as 40-60.
    """
    assets, (first, last) = assets_of(kind, coin), span(numbers)
    if len(assets) != 1 or kind not in OF_ACCOUNTS:
        raise CommandRefused(f"accounts are of one --coin, as {', '.join(OF_ACCOUNTS)}")
    refuse_early(kind, output, private=private)
    async with exporting(meant(), utc_now) as service:
        holdings = service.accounts(assets[0], first, last)
        text = await agreed(service, holdings, kind, private=private, yes=yes)
    put(text, len(holdings), output)


def refuse_early(kind: str, output: Path | None, *, private: bool) -> None:
    """Raises CommandRefused before anybody is asked."""
    if private and kind in OPEN:
        raise CommandRefused(f"{kind} has no keys in it: --format keys has them")
    if output:
        refuse_taken(output)


async def agreed(
    service: ExportService, holdings: Sequence[Holding], kind: str, *, private: bool, yes: bool
) -> str:
    if private or kind in SECRET:
        confirm("Whoever sees these keys can spend all that was paid.", "keys", yes=yes)
    try:
        return await written(service, holdings, kind, private=private)
    except AddressDoubt as doubt:
        raise CommandRefused(f"{doubt}; python bot.py wallet verify says more") from None


def put(text: str, count: int, output: Path | None) -> None:
    if output is None:
        reveal(text.rstrip("\n"))
        return
    with new_file(output) as out:
        out.write(text.encode())
    say(f"{count} addresses written to {output}")


def span(text: str) -> tuple[int, int]:
    """`40-60`, or `40` alone; raises CommandRefused."""
    first, mark, last = text.partition("-")
    last = last if mark else first
    if not all(each.isascii() and each.isdigit() and len(each) < DIGITS for each in (first, last)):
        raise CommandRefused(f"accounts are written FIRST-LAST, such as 40-60, not {text}")
    if not 0 <= int(last) - int(first) < MOST:
        raise CommandRefused(f"at most {MOST} accounts at a time, the lower number first")
    return int(first), int(last)


def assets_of(kind: str, coin: Coin | None) -> Sequence[str]:
    """Raises CommandRefused for a coin that the format does not know."""
    fitting = COINS.get(kind, tuple(ASSETS))
    if coin and coin not in fitting:
        raise CommandRefused(f"{kind} is for {' and '.join(fitting)}, not for {coin}")
    if coin:
        return [coin]
    return fitting[:1] if kind in COINS else fitting


async def written(
    service: ExportService, holdings: Sequence[Holding], kind: str, *, private: bool
) -> str:
    match kind:
        case "csv":
            return formats.paid_orders(holdings)
        case "addresses":
            return formats.addresses(holdings)
        case "bitcoind":
            found = await service.descriptors(holdings, private=private)
            return formats.bitcoind(holdings, found)
        case "litecoind" if not private:
            return formats.litecoind(holdings, None)
    with progress("deriving") as drawn:
        keys = await service.keys(holdings, drawn)
    if kind == "electrum":
        return formats.electrum(keys)
    return formats.litecoind(holdings, keys) if private else formats.keys(holdings, keys)
