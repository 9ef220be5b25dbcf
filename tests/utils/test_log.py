"""Case 70: no secret in any line, whichever way it gets into the log."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
import structlog
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest
from aiogram.methods import SendMessage
from pydantic import TypeAdapter, ValidationError

from utils import log
from utils.redaction import Redactor
from utils.refusal import StartRefused
from utils.wallets.mnemonic import generate

shop = logging.getLogger("shop")

TOKEN = "123456789:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"
SECRET_KEY = "9f2c41d8e07b56a3c8d19e4f70b25a6c3d8e1f9047b6a2c5d8e3f1a09b7c4d62"
DATABASE_KEY = 'p"ss\\wörd \U0001f511 \n end'
DATABASE_URL = "postgresql+asyncpg://holdfast:pg%2Fpassw0rd@db/holdfast"
RPC_PASSWORD = "rpc-hunter2"
WORDS = (
    "legal winner thank year wave sausage worth useful legal winner thank year "
    "wave sausage worth useful legal winner thank year wave sausage worth title"
)
WIF = "KyZpNDKnfs94vbrwhJneDi77V6jF64PWPF8x5cdJb8ifgg2DUc9d"
KNOWN = [TOKEN, SECRET_KEY, DATABASE_KEY, DATABASE_URL, RPC_PASSWORD, WORDS]

SPELLINGS = {
    "token": (TOKEN, TOKEN),
    "token in a URL": (f"https://api.telegram.org/bot{TOKEN}/getMe", "AAH5YkoiEuPk8"),
    "token, quoted": (quote(TOKEN, safe=""), "AAH5YkoiEuPk8"),
    "another bot's token": ("987654321:BBH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx9", "BBH5Ykoi"),
    "secret key": (f"SECRET_KEY={SECRET_KEY}!", SECRET_KEY),
    "database key": (DATABASE_KEY, "ss\\w"),
    "database key, repr": (repr(DATABASE_KEY), "rd \U0001f511"),
    "database key, json": (json.dumps(DATABASE_KEY), "ud83d"),
    "database url": (f"cannot connect to {DATABASE_URL}", "passw0rd"),
    "its password": ("password is pg%2Fpassw0rd", "passw0rd"),
    "its password, decoded": ("password is pg/passw0rd", "passw0rd"),
    "rpc url": ("http://user:unknown-pass@127.0.0.1:8332/", "unknown-pass"),
    "rpc password": (f"['{RPC_PASSWORD}']", RPC_PASSWORD),
    "mnemonic": (WORDS, "winner"),
    "mnemonic, shouted": (WORDS.upper(), "WINNER"),
    "mnemonic, a list": (repr(WORDS.split()), "winner"),
    "mnemonic, numbered": (
        "\n".join(f"{n}. {word}" for n, word in enumerate(WORDS.split(), 1)),
        "winner",
    ),
    "mnemonic, lines in a repr": (repr(WORDS.replace(" ", "\n")), "winner"),
    "mnemonic, quoted": (quote(WORDS), "winner"),
    "four words of it": ("see: Useful, legal winner - thank.", "winner"),
    "the last six": ("winner thank year wave sausage worth title", "sausage"),
    "WIF": (WIF, WIF),
    "WIF, testnet": ("cTGhosGriPpuGA586jemcuH9pE9spwUmneMBmYYzrQEbY92DJrbo", "cTGhosGri"),
    "WIF, Litecoin": ("T5ZCYhLqXu6EJKk2nhjvwsaLH357CisixhLGWpKXEiqWTUtzte6o", "T5ZCYhLq"),
    "extended key": (
        "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5"
        "kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
        "9s21ZrQH143K3QTDL",
    ),
}


class Output(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.fixture(autouse=True)
def logging_restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, hook = list(root.handlers), root.level, sys.excepthook
    monkeypatch.setattr(log, "_redactor", Redactor())
    yield
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(params=[False, True], ids=["json", "terminal"])
def output(request: pytest.FixtureRequest) -> Output:
    return Output(terminal=request.param)


def configure(output: Output) -> None:
    """In the test, not in a fixture: pytest puts its own handlers in at the start of each."""
    log.configure("DEBUG", KNOWN, stream=output)


@dataclass
class Carrier:
    payload: str


def chain(text: str) -> None:
    try:
        try:
            raise KeyError(text)
        except KeyError as inner:
            raise RuntimeError(f"outer {text}") from inner
    except RuntimeError:
        shop.exception("failed")


def group(text: str) -> None:
    try:
        raise ExceptionGroup(text, [ValueError(text), OSError(5, text, text)])
    except ExceptionGroup:
        shop.exception("failed")


def context(text: str) -> None:
    with log.bound(note=text):
        shop.info("hello")


def uncaught(text: str) -> None:
    try:
        raise SystemError(text)
    except SystemError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def nested(text: str) -> None:
    deep: object = text
    for _ in range(20):
        deep = {"level": [deep]}
    shop.info("deep", extra={"deep": deep})


WAYS: dict[str, Callable[[str], None]] = {
    "message": lambda text: logging.getLogger("aiogram").info(text),
    "args": lambda text: logging.getLogger("sqlalchemy").warning("a %s b %r", text, [text]),
    "extra": lambda text: shop.info("x", extra={"field": text}),
    "containers": lambda text: shop.info(
        "x", extra={"field": {text: [text, (text,), {text}, {"in": {"side": text}}]}}
    ),
    "objects": lambda text: shop.info("x", extra={"it": Carrier(text)}),
    "bytes": lambda text: shop.info("x", extra={"it": text.encode()}),
    "nested": nested,
    "structlog": lambda text: structlog.get_logger("shop").info(text, field=text, more=[text]),
    "chained exceptions": chain,
    "exception group": group,
    "bound context": context,
    "uncaught": uncaught,
    "unformattable": lambda text: shop.info("%d", text),
    "stack": lambda text: shop.info(text, stack_info=True),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_secret_in_the_output(way: str, output: Output) -> None:
    configure(output)
    for name, (text, forbidden) in SPELLINGS.items():
        output.truncate(0)
        WAYS[way](text)
        written = output.getvalue()
        assert written, name
        assert forbidden not in written, f"{name} through {way}"


def test_a_secret_learned_later(output: Output) -> None:
    configure(output)
    phrase = generate()
    shop.info("before %s", phrase.split()[0])
    log.remember_secret(phrase)
    shop.info("new: %s", phrase)
    written = output.getvalue()
    assert phrase not in written
    assert " ".join(phrase.split()[:4]) not in written


def test_what_is_no_secret_stays(output: Output) -> None:
    harmless = (
        "order 17 paid 0.00123 to bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu in "
        "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b "
        "https://mempool.space/api/tx legal winner thank the year 12:30:45"
    )
    configure(output)
    shop.info(harmless)
    assert harmless in output.getvalue()


def test_a_short_secret_does_not_eat_the_log() -> None:
    redactor = Redactor()
    redactor.remember(["", "a", "abc", "abcd"])
    assert redactor.text("a abc abcd") == "a abc ***"


def test_a_secret_inside_a_secret() -> None:
    redactor = Redactor()
    redactor.remember(["hunter2", "hunter2-and-more"])
    assert redactor.text("x hunter2-and-more y") == "x *** y"


def test_a_cycle_is_survived() -> None:
    cycle: list[object] = [SECRET_KEY]
    cycle.append(cycle)
    redactor = Redactor()
    redactor.remember([SECRET_KEY])
    assert SECRET_KEY not in str(redactor.value(cycle))


def test_json_lines() -> None:
    stream = Output(terminal=False)
    log.configure("INFO", stream=stream)
    with log.bound(order_id=7, user_id=8):
        shop.info("paid %s", "x", extra={"amount": 5})
    shop.debug("too quiet")
    try:
        raise StartRefused("zürich\nline two")
    except StartRefused:
        shop.exception("failed")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "paid x",
        "level": "info",
        "logger": "shop",
        "order_id": 7,
        "user_id": 8,
        "amount": 5,
    }
    assert "StartRefused: zürich\nline two" in second["exception"]
    assert "raise StartRefused" in second["exception"]
    assert second["level"] == "error"


async def test_bound_fields_follow_tasks() -> None:
    stream = Output(terminal=False)
    log.configure("INFO", stream=stream)

    async def work() -> None:
        shop.info("inside")

    with log.bound(order_id=7):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(work())
    shop.info("outside")
    inside, outside = map(json.loads, stream.getvalue().splitlines())
    assert inside["order_id"] == 7
    assert "order_id" not in outside


def test_a_terminal_gets_readable_lines() -> None:
    stream = Output(terminal=True)
    log.configure("info", stream=stream)
    shop.info("hello", extra={"order": 1})
    assert "hello" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_ctrl_c_is_no_defect(capsys: pytest.CaptureFixture[str]) -> None:
    stream = Output(terminal=False)
    log.configure("INFO", stream=stream)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert stream.getvalue() == ""
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="LOUD"):
        log.configure("loud", stream=Output(terminal=False))


GOOD = "STAR-7F3K-QQ21"
"""Goods, which no redactor can know."""


def decoding() -> Exception:
    return ClientDecodeError("Failed to decode object", ValueError(GOOD), {"text": GOOD})


def validating() -> Exception:
    try:
        TypeAdapter(int).validate_python(GOOD)
    except ValidationError as error:
        return error
    raise AssertionError


def refusing() -> Exception:
    said = f'Bad Request: can\'t parse entities: Unsupported start tag "{GOOD}" at byte 5'
    return TelegramBadRequest(SendMessage(chat_id=1, text=GOOD), said)


LEAKY: dict[str, Callable[[], Exception]] = {
    "an answer that cannot be decoded": decoding,
    "a model that does not fit": validating,
    "a quoted refusal": refusing,
    "a number that is none": lambda: ValueError(f"invalid literal for int(): {GOOD!r}"),
    "a missing key": lambda: KeyError(GOOD),
    "a group": lambda: ExceptionGroup(GOOD, [KeyError(GOOD), decoding()]),
}


@pytest.mark.parametrize("way", ["trace", "argument", "field", "cause", "uncaught"])
@pytest.mark.parametrize("case", LEAKY)
def test_an_exception_says_what_and_where_and_not_about_what(
    case: str, way: str, output: Output
) -> None:
    configure(output)
    error = LEAKY[case]()
    match way:
        case "trace":
            shop.error("failed", exc_info=error)
        case "argument":
            shop.warning("failed: %s (%r)", error, error)
        case "field":
            shop.warning("failed", extra={"why": error})
        case "cause":
            try:
                raise StartRefused("ours") from error
            except StartRefused:
                shop.exception("failed")
        case _:
            sys.excepthook(type(error), error, error.__traceback__)
    assert GOOD not in output.getvalue()
    assert type(error).__name__ in output.getvalue()


def test_the_operating_system_may_speak(output: Output) -> None:
    configure(output)
    shop.warning("failed: %s", OSError(28, "No space left on device", GOOD))
    assert "No space left on device" in output.getvalue()


class Full(io.StringIO):
    """A log on a disk that is full, or whose reader has gone."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def write(self, _text: str) -> int:
        raise self._error

    def flush(self) -> None:
        raise self._error


@pytest.mark.parametrize("error", [OSError(28, "No space left"), BrokenPipeError(), ValueError()])
def test_a_log_that_cannot_be_written_ends_nobody(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop that only wanted to tell of the full disk ended, and the shop with it."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    log.configure("INFO", stream=Full(error))
    logging.getLogger("shop").error("the disk is full", exc_info=OSError(28, "full"))
