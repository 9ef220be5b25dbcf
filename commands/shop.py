"""The shop that the settings mean, as the commands open it: for a look, for work, or to run."""

import logging
import secrets
from pathlib import Path

from pydantic import SecretStr

import config
from config import Settings
from utils import log, private
from utils.location import SqliteFile
from utils.refusal import StartRefused

CHATTY = ("apscheduler", "aiogram.event", "alembic.runtime.migration")
"""They tell of every tick, every update and every start."""


def settings() -> Settings:
    """Those of the running user, proved; what they name is closed to everybody else."""
    found = config.load()
    for path in (found.holdfast_home / ".env", found.data):
        private.tighten(path)
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return found


def meant() -> Settings:
    """The same, of the shop that `run` would open: without a token, the sandbox's."""
    found = settings()
    return found if found.bot_token else of_sandbox(found)


def sandbox_folder(found: Settings) -> Path:
    return found.data / "sandbox"


def of_sandbox(found: Settings) -> Settings:
    """Where the sandbox's shop keeps its things; raises StartRefused before its first start."""
    folder = sandbox_folder(found)
    secret = found.secret_key or kept_secret(folder / "secret", make=False)
    changes: dict[str, object] = {"secret_key": secret, "network": "regtest"}
    if "database_url" not in found.model_fields_set:
        changes["database_url"] = SecretStr(f"sqlite+aiosqlite:///{folder / 'shop.db'}")
    return found.model_copy(update=changes | {"wallet_mnemonic": None})


def kept_secret(path: Path, *, make: bool = True) -> SecretStr:
    """The sandbox's own random key, made at its first start."""
    with private.said(path):
        if make and not path.exists():
            private.folder(path.parent)
            private.new_file(path)
            path.write_text(secrets.token_hex(32), encoding="ascii")
        private.tighten(path)
        if not path.exists():
            raise StartRefused(
                "there is no shop yet: BOT_TOKEN is not set, and the sandbox was never started"
            )
        text = path.read_text(encoding="ascii").strip()
    log.remember_secret(text)
    return SecretStr(text)


def refuse_stray(found: Settings) -> None:
    """An earlier release looked for its data in the current folder: a second shop would start."""
    try:
        here = Path.cwd()
    except FileNotFoundError:  # a folder that was deleted has no database
        return
    own = found.location()
    stray = here / "data" / "holdfast.db"
    if isinstance(own, SqliteFile) and not _there(own.path) and _there(stray):
        raise StartRefused(
            f"there is no database at {own.path}, but one in this folder: {stray}\n"
            f"If that is your shop, set HOLDFAST_HOME={here} in the environment"
        )


def _there(path: Path) -> bool:
    """Raises StartRefused where nobody may look."""
    with private.said(path):
        return path.exists()
