"""`version`: what exactly is installed here."""

from dataclasses import asdict

from commands.shop import meant
from commands.terminal import AsJson, say, say_json
from services.running.build import Build
from storage import database_of
from utils.refusal import StartRefused
from utils.release import Release


async def version(*, json: AsJson = False) -> None:
    """Release, commit, kind of database, schema, Python; makes and changes nothing."""
    found = Build.of(Release.of(), *await _database())
    if json:
        say_json(asdict(found))
        return
    commit = f" ({found.commit})" if found.commit else ""
    say(f"Holdfast {found.version}{commit}")
    say(f"database: {found.database or 'not known'}, schema: {found.schema or 'not known'}")
    say(f"Python {found.python}")


async def _database() -> tuple[str | None, str | None]:
    """Its kind and schema, as far as they are known: what is wrong with it, `doctor` says."""
    kind = None
    try:
        database = database_of(meant(), exclusive=False)
        kind = database.backend.kind
        async with database:
            return kind, await database.revision()
    except StartRefused:
        return kind, None
