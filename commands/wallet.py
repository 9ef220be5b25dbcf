"""`wallet`: the shop's words, paths and keys, and what other wallets take of them.

What a command prints goes to the terminal alone; nothing of it passes through the log.
"""

from cyclopts import App

from commands.shop import meant
from commands.terminal import (
    AsJson,
    Yes,
    confirm,
    progress,
    reveal,
    say,
    say_json,
    typed_unseen,
)
from models.errors import OrderNotFound
from storage import custody
from utils.clock import utc_now
from utils.refusal import CommandRefused
from utils.wallets.base import AddressDoubt

HELP = "Write what another wallet takes: a table, addresses, keys, imports for a node or Electrum."
BY_NUMBER = "The same by account number, also of what a restored database does not know."
wallet = App(name="wallet", result_action="return_value")
wallet.command("commands.export:export", name="export", help=HELP)
wallet.command("commands.export:export_accounts", name="export-accounts", help=BY_NUMBER)


@wallet.command
async def show_paths(*, json: AsJson = False) -> None:
    """Tell where a wallet finds the orders of each coin, from the words alone."""
    async with custody(meant(), utc_now) as keys:
        rows = await keys.paths()
    if json:
        say_json([{name: getattr(row, name) for name in row.__slots__} for row in rows])
        return
    say("coin  path                  next n   given  prepared")
    for row in rows:
        say(f"{row.asset:<5} {row.template:<20} {row.next_index:>7} {row.given:>7} {row.free:>9}")


@wallet.command
async def verify(*, json: AsJson = False) -> int:
    """Derive every address in the database again, twice; 1 when one differs."""
    async with custody(meant(), utc_now) as keys:
        with progress("deriving") as drawn:
            count, problems = await keys.verify(drawn)
    if json:
        say_json({"addresses": count, "problems": problems})
    elif not problems:
        say(f"ok    {count} addresses, each derived twice, are what the database says")
    else:
        say("\n".join(f"FAIL  {problem}" for problem in problems))
    return 1 if problems else 0


@wallet.command
async def show_words(*, yes: Yes = False) -> None:
    """Print the words that all keys come from, to be written on paper. The audit log has it."""
    async with custody(meant(), utc_now) as keys:
        confirm("Whoever sees these words has all coins of the shop.", "words", yes=yes)
        words = (await keys.words()).split()
    for start in range(0, len(words), 4):
        row = enumerate(words[start : start + 4], start + 1)
        reveal("  ".join(f"{number:>2} {word:<9}" for number, word in row).rstrip())


@wallet.command
async def check_words() -> int:
    """Ask for the words on your paper, and say whether they are the shop's; 1 when one is not."""
    async with custody(meant(), utc_now) as keys:
        typed = typed_unseen("The words from the paper, in one line: ").split()
        wrong = keys.differing(typed)
    if wrong:
        say(f"FAIL  {len(typed)} words; not the shop's: number {', '.join(map(str, wrong))}")
        return 1
    say(f"ok    these {len(typed)} words are the shop's: every key comes from them")
    return 0


@wallet.command
async def export_key(order: str, *, yes: Yes = False) -> None:
    """Print the private key of one order, as a wallet imports it. The audit log has it first.

    Parameters
    ----------
    order
        Its code or its number.
    """
    warning = f"Whoever sees the private key of order {order} can spend what was paid for it."
    async with custody(meant(), utc_now) as keys:
        try:
            order_id = await keys.exportable(order)
            confirm(warning, order, yes=yes)
            key = await keys.export(order_id)
        except OrderNotFound:
            raise CommandRefused(f"there is no order {order}, or it has no address") from None
        except AddressDoubt as doubt:
            raise CommandRefused(f"{doubt}; python bot.py wallet verify says more") from None
    if key.electrum:
        reveal(f"Electrum {key.electrum}")
    reveal(f"path     {key.path}\naddress  {key.address}\n{key.form:<8} {key.secret}")
