"""What is installed, told before there is a shop and beside one, without paths and secrets."""

import json
import platform
from pathlib import Path

from tests.commands.operator import Operator
from utils.release import Release


async def test_what_runs_here_is_told(tmp_path: Path) -> None:
    shop, here = Operator(tmp_path), Release.of()
    known = {"version": here.version, "commit": here.commit, "database": "SQLite", "schema": None}
    known["python"] = platform.python_version()
    assert json.loads(await shop.does("version", "--json")) == known
    assert not shop.path.exists()  # whoever looks makes nothing
    await shop.does("migrate")
    async with shop.database() as database:
        known["schema"] = await database.revision()
    assert json.loads(await shop.does("version", "--json")) == known
    said = await shop.does("version")
    assert str(known["schema"]) in said
    assert shop.secret_key not in said
    assert str(tmp_path) not in said
