"""DATABASE_URL understood: a file, or a PostgreSQL server. Errors hold no part of a password.

The spelling of PostgreSQL's URLs is libpq's, `?sslmode=require` included:
https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode

from utils.endpoints import ENCODED, host_and_port, split_authority, split_login

SQLITE = ("sqlite", "sqlite+aiosqlite")
POSTGRESQL = ("postgresql", "postgres", "postgresql+asyncpg")
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
CERTIFICATES = ("sslrootcert", "sslcert", "sslkey")
OPTIONS = (
    *("host", "port", "sslmode", *CERTIFICATES),
    *("application_name", "connect_timeout", "target_session_attrs"),
)
SQLITE_FORM = "sqlite+aiosqlite:///data/holdfast.db (four slashes for a path from the root)"
POSTGRESQL_FORM = "postgresql+asyncpg://user:password@host:5432/database"
CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """Where the database file is, from the root."""

    path: Path


@dataclass(frozen=True, slots=True, repr=False)
class Server:
    """`dsn` is libpq's and asyncpg's, without the password; `place` is for people."""

    dsn: str
    password: str | None
    user: str
    database: str
    place: str
    timeout: int = CONNECT_SECONDS

    def named(self, database: str) -> str:
        """The `dsn` of another database of the same server."""
        before, _, options = self.dsn.rpartition(f"/{quote(self.database, safe='')}")
        return f"{before}/{quote(database, safe='')}{options}"


def locate(url: str, home: Path) -> SqliteFile | Server:
    """Raises ValueError with a sentence. A relative path of a file begins in `home`."""
    scheme, mark, rest = url.strip().partition("://")
    if mark and scheme.lower() in SQLITE:
        return _file(rest, home)
    if mark and scheme.lower() in POSTGRESQL:
        return _server(rest)
    raise ValueError(f"must be {SQLITE_FORM} or {POSTGRESQL_FORM}")


def _file(rest: str, home: Path) -> SqliteFile:
    slash, path = rest[:1], unquote(rest[1:])
    if slash != "/":
        raise ValueError(f"a file takes three slashes: {SQLITE_FORM}")
    if "?" in rest or "#" in rest:
        raise ValueError(f"a file takes no options (nothing behind ? or #): {SQLITE_FORM}")
    if path in ("", ":memory:") or path.endswith("/") or "\0" in path:
        raise ValueError(f"names no file: {SQLITE_FORM}")
    if path.startswith("~"):
        raise ValueError("~ means nothing here: write the path out, from the root")
    return SqliteFile(Path(os.path.realpath(home / path)))


def _server(rest: str) -> Server:
    authority, tail = split_authority(rest)
    login, place = split_login(authority)
    path, _, query = tail.partition("?")
    options = _options(query)
    user, _, password = login.partition(":")
    name = unquote(path.removeprefix("/"))
    if not name or "/" in name:
        raise ValueError(f"names no database: {POSTGRESQL_FORM}")
    hosts = place or options.get("host", "")
    _refuse_bad(place, options)
    timeout = int(options.pop("connect_timeout", CONNECT_SECONDS))
    return Server(
        dsn=f"postgresql://{_login(user)}{place}/{quote(name, safe='')}{_query(options)}",
        password=unquote(password) or None,
        user=unquote(user),
        database=name,
        place=hosts or "this machine",
        timeout=timeout,
    )


def _login(user: str) -> str:
    return f"{user}@" if user else ""


def _query(options: dict[str, str]) -> str:
    return f"?{urlencode(options, quote_via=quote)}" if options else ""


def _options(query: str) -> dict[str, str]:
    try:
        given = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise ValueError(f"what follows the ? is not of the form name=value; {ENCODED}") from None
    options = dict(given)
    if len(options) < len(given):
        raise ValueError("an option behind the ? stands there twice")
    if "ssl" in options:  # as SQLAlchemy's documentation spells it
        asked = options.pop("ssl")
        options["sslmode"] = {"true": "require", "false": "disable"}.get(asked, asked)
    if unknown := sorted(set(options) - set(OPTIONS)):
        names = ", ".join(name[:40] for name in unknown)
        raise ValueError(f"does not know the option {names}; there are {', '.join(OPTIONS)}")
    return options


def _refuse_bad(place: str, options: dict[str, str]) -> None:
    for each in filter(None, place.split(",")):
        host_and_port(each)
    if (mode := options.get("sslmode", "prefer")) not in SSL_MODES:
        raise ValueError(f"sslmode is one of {', '.join(SSL_MODES)}")
    if "port" in options:
        host_and_port(f"host:{options['port']}")
    seconds = options.get("connect_timeout", "1")
    if not (seconds.isascii() and seconds.isdigit() and 0 < int(seconds) <= 60):
        raise ValueError("connect_timeout is a number of seconds from 1 to 60")
    for name in CERTIFICATES:
        if name in options and not Path(options[name]).is_file():
            raise ValueError(f"{name} names no file: give its path from the root")
    if mode.startswith("verify") and "sslrootcert" not in options:
        raise ValueError(f"sslmode={mode} needs sslrootcert=/path/to/ca.crt")
