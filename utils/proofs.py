"""What makes a single setting a good one: each proof returns the value or raises ValueError."""

import ipaddress
import re
from collections.abc import Callable, Collection
from decimal import Decimal

from pydantic import SecretStr

from utils.assets import ASSETS
from utils.currencies import QUOTED
from utils.sealing import MAKE_ONE, weakness
from utils.spelling import normal

OFF = "off"
MOST_ADMINS = 50
HIGHEST_ID = 2**52
"""Telegram's ids have at most 52 significant bits (https://core.telegram.org/bots/api#user)."""
LONGEST_TITLE = 64
LAST_HOUR = 23
SHORTEST_SHARED = 32
LEAST_VARIETY = 10
"""Different characters of a secret: fewer were typed, not drawn."""
BLANK = "\u2800"
"""Braille's empty pattern: a letter that shows nothing."""
PLACES = 4
"""Of a percentage."""


def split(value: object) -> object:
    """`a, b` as a tuple."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def admin_ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(re.fullmatch(r"[0-9]{1,16}", part) and 0 < int(part) < HIGHEST_ID for part in parts):
        raise ValueError("numeric Telegram user ids, separated by commas; ask @userinfobot")
    if len(parts) > MOST_ADMINS:
        raise ValueError(f"at most {MOST_ADMINS} admins")
    return frozenset(int(part) for part in parts)


def channel(value: object) -> object:
    """Telegram's number of a channel or a group: people have positive ones."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    if not re.fullmatch(r"-[0-9]{1,16}", value.strip()) or not 0 > int(value) > -HIGHEST_ID:
        raise ValueError(
            "the number of a channel, such as -1001234567890; forward one of its posts"
            " to @userinfobot to read it"
        )
    return int(value)


def hour(value: object) -> object:
    """Of a day; the word off, or nothing, for none."""
    if not isinstance(value, str):
        return value
    text = value.strip().lower()
    if text in ("", OFF):
        return None
    if not re.fullmatch(r"[0-9]{1,2}", text) or int(text) > LAST_HOUR:
        raise ValueError(f"an hour from 0 to {LAST_HOUR}, or off")
    return int(text)


DETAILS = ("name", "contact", "email")
"""What a newcomer may be asked."""


def details(value: tuple[str, ...]) -> tuple[str, ...]:
    named = tuple(one.lower() for one in value)
    if set(named) - set(DETAILS) or len(set(named)) < len(named):
        raise ValueError(f"some of {', '.join(DETAILS)}, separated by commas, each once")
    return named


def coins(value: tuple[str, ...]) -> tuple[str, ...]:
    named = tuple(coin.upper() for coin in value)
    if not named or set(named) - set(ASSETS) or len(set(named)) < len(named):
        raise ValueError(f"one or more of {', '.join(ASSETS)}, separated by commas, each once")
    return named


def fiat(value: str) -> str:
    code = value.upper()
    if code not in QUOTED:
        shown = code if re.fullmatch(r"[A-Z]{3,5}", code) else "this"
        raise ValueError(
            f"{shown} is no currency that two of the price sources quote; one of"
            f" {', '.join(QUOTED)}"
        )
    return code


def title(value: str) -> str:
    seen = normal(value).strip(BLANK)
    if not seen or len(value) > LONGEST_TITLE or not value.isprintable():
        raise ValueError(f"1 to {LONGEST_TITLE} visible characters in one line")
    return value


def percent(value: Decimal) -> Decimal:
    """No finer than a database keeps, and never less than nothing."""
    if value != round(value, PLACES):
        raise ValueError(f"at most {PLACES} decimal places")
    return abs(round(value, PLACES)).normalize() + 0


def among(known: Collection[str]) -> Callable[[str], str]:
    def proof(value: str) -> str:
        if value.lower() not in known:
            raise ValueError(f"one of {', '.join(sorted(known))}")
        return value.lower()

    return proof


def switched_off(value: object) -> object:
    """None for the word off."""
    return None if isinstance(value, str) and value.strip().lower() == OFF else value


def token(text: str) -> None:
    if not re.fullmatch(r"[0-9]+:[\w-]+", text, re.ASCII):
        raise ValueError("copy it from @BotFather; it looks like 123456:ABC-DEF...")


def strong(text: str) -> None:
    if reason := weakness(text):
        raise ValueError(f"{reason}; make one with: {MAKE_ONE}")


def shared(text: str) -> None:
    """A secret that others sign with, in whatever language: it must survive every shell."""
    plain = re.fullmatch(r"[!-~]*", text)
    if not plain or len(text) < SHORTEST_SHARED or len(set(text)) < LEAST_VARIETY:
        raise ValueError(
            f"at least {SHORTEST_SHARED} letters, digits and signs without blanks, by chance; make"
            f" one with: {MAKE_ONE}"
        )


def host(text: str) -> str:
    """Where to listen, in its one spelling."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise ValueError(
            "an address of this machine in numbers, such as 127.0.0.1; 0.0.0.0 for all of them"
        ) from None


def kept(proof: Callable[[str], object]) -> Callable[[str], str]:
    """Prove the text, and keep it as it is."""

    def check(value: str) -> str:
        proof(value)
        return value

    return check


def secretly(proof: Callable[[str], object]) -> Callable[[SecretStr], SecretStr]:
    """The same for a secret, without the blanks around it."""

    def check(value: SecretStr) -> SecretStr:
        text = value.get_secret_value().strip()
        proof(text)
        return SecretStr(text)

    return check
