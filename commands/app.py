"""The command line: what there is, in groups, and what each exit code means.

Cyclopts reads the functions' own types and docstrings and awaits coroutines, and it takes a command
as the path of its module: `python bot.py wallet` does not pay for importing Telegram, nor `run` for
importing exports. docs/adr/0015-commands.md weighs it against typer and argparse.
"""

import logging
import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError, Group

from utils import log
from utils.refusal import CommandRefused, StartRefused

DONE, FOUND, USAGE, INTERRUPTED = 0, 1, 2, 130
UNHEARD = 141
"""As a shell says of a program whose output nobody reads any more: `| head` has seen enough."""
REFUSED = 78
"""EX_CONFIG of sysexits.h: settings, database or keys are not what they must be."""
PRIVATE = 0o077
SHOP, STOCK, SAFE, KEYS = (
    Group("Shop", sort_key=1),
    Group("Goods", sort_key=2),
    Group("Backups and upgrades", sort_key=3),
    Group("Keys and coins", sort_key=4),
)
COMMANDS = (
    ("run", "commands.run:run", SHOP, "Run the shop, or the sandbox without BOT_TOKEN (default)."),
    ("doctor", "commands.doctor:doctor", SHOP, "Check everything, and say what to fix."),
    ("version", "commands.version:version", SHOP, "Which release this is, and on what it runs."),
    ("books", "commands.books:books", SHOP, "The books of one year, as a table that adds up."),
    ("currency", "commands.currency:currency", SHOP, "Sell in another currency from now on."),
    ("load", "commands.catalogue:load", STOCK, "Bring the shelves to what a catalogue file says."),
    (
        "catalogue",
        "commands.exchange:catalogue",
        STOCK,
        "Write the shelves into a file, or read.",
    ),
    ("stock", "commands.stock:stock", STOCK, "What is in doubt; figures, and their proof."),
    ("reservations", "commands.stock:reservations", STOCK, "What orders hold, and letting it go."),
    ("payments", "commands.stock:payments", STOCK, "Payments that nobody has settled for long."),
    ("outbox", "commands.outbox:outbox", SHOP, "Messages set aside: see them, send them again."),
    ("backup", "commands.backup:backup", SAFE, "Write a verified copy, beside the running shop."),
    ("restore", "commands.backup:restore", SAFE, "Put a backup in the place of the database."),
    ("migrate", "commands.schema:migrate", SAFE, "Bring the database schema up to date."),
    ("wallet", "commands.wallet:wallet", KEYS, "Words, paths, keys, exports for other wallets."),
    ("rekey", "commands.rekey:rekey", KEYS, "Change SECRET_KEY, or DATABASE_KEY."),
)
app = App(
    name="python bot.py",
    help="Holdfast, a Telegram shop that takes crypto to your own keys.",
    version_flags=(),
    help_flags=("--help", "-h"),
    result_action="return_value",
    default_parameter=None,
)
for _name, _path, _group, _words in COMMANDS:
    app.command(_path, name=_name, group=_group, help=_words)


def main(arguments: Sequence[str]) -> None:
    """Runs one command and ends the process."""
    os.umask(PRIVATE)  # whatever is written is its owner's alone
    log.configure("WARNING", plain=True)
    try:
        code = _carried_out(list(arguments) or ["run"])
        sys.stdout.flush()
    except BrokenPipeError:
        code = UNHEARD
        _speak_to_nobody()
    raise SystemExit(code)


def _speak_to_nobody() -> None:
    """Else Python complains at its end of what it could not say."""
    nobody = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nobody, stream)


def _carried_out(arguments: list[str]) -> int:
    try:
        result = app(arguments, exit_on_error=False)
    except CycloptsError:  # it has been printed
        return USAGE
    except StartRefused as refusal:
        head = "Holdfast does not start:" if arguments[0] == "run" else "Nothing was done:"
        return _said(f"{head}\n{refusal}", REFUSED)
    except CommandRefused as refusal:
        return _said(f"Nothing was done: {refusal}", FOUND)
    except KeyboardInterrupt:
        return _said("interrupted", INTERRUPTED)
    except SystemExit:  # rich, which draws the help, has found that nobody reads it
        return UNHEARD
    finally:
        logging.shutdown()
    return result if isinstance(result, int) else DONE


def _said(text: str, code: int) -> int:
    print(log.without_secrets(text), file=sys.stderr)
    return code
