"""Logs: JSON lines for machines, plain sentences for people, never a secret.

Everything goes through the standard `logging` module, so libraries are covered too.
"""

import copy
import logging
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from types import TracebackType
from typing import TextIO

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, Processor, WrappedLogger

from utils.redaction import Redactor
from utils.traces import said, trace

logger = logging.getLogger(__name__)
_redactor = Redactor()


def remember_secret(value: str) -> None:
    """Strike this out of every line from now on, also in exceptions."""
    _redactor.remember([value])


def remember_secrets(values: Iterable[str]) -> None:
    _redactor.remember(values)


def without_secrets(text: str) -> str:
    """For what is printed and not logged."""
    return _redactor.text(text)


def bound(**fields: object) -> AbstractContextManager[None]:
    """`with bound(order_id=7):` every line inside carries the fields, tasks started there too."""
    return bound_contextvars(**fields)


def configure(
    level: str,
    secrets: Iterable[str] = (),
    *,
    stream: TextIO | None = None,
    plain: bool | None = None,
) -> logging.Handler:
    """Sends all logging to `stream` (stderr) and uncaught exceptions to the log.

    `plain`: sentences instead of JSON; as a rule, when `stream` is a terminal.
    """
    _redactor.remember(secrets)
    handler = SafeHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(handler.stream.isatty() if plain is None else plain))
    root = logging.getLogger()
    root.setLevel(level.upper())
    root.handlers[:] = [handler]
    _configure_structlog()
    sys.excepthook = _log_uncaught
    return handler


class SafeHandler(logging.StreamHandler[TextIO]):
    """The standard one prints the arguments of a record it cannot format: secrets included.

    Exceptions among the arguments are put into words that are nobody's secret.
    """

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.args, tuple) and any(
            isinstance(a, BaseException) for a in record.args
        ):
            record = copy.copy(record)
            record.args = tuple(_argument(argument) for argument in record.args or ())
        return super().format(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name in logging
        """Neither a full disk nor a reader who has gone may end who only wanted to tell of it."""
        place = f"{record.name}, {record.pathname}:{record.lineno}"
        with suppress(OSError, ValueError):
            self.stream.write(f"a log record could not be written ({place})\n")


def _sentence(_: WrappedLogger, __: str, event: EventDict) -> str:
    """`07:31:02  ERROR  what happened  order_id=7`: the time is this machine's own."""
    at = datetime.fromisoformat(str(event.pop("timestamp"))).astimezone()
    level, name = str(event.pop("level")).upper(), event.pop("logger", None)
    what, trace = event.pop("event"), [event.pop(key, None) for key in ("exception", "stack")]
    mark = "" if level == "INFO" else f"  {level}"
    fields = "".join(f"  {key}={value}" for key, value in event.items())
    whose = f"  ({name})" if level not in ("INFO", "WARNING") else ""
    return "\n".join(
        [f"{at:%H:%M:%S}{mark}  {what}{fields}{whose}", *map(str, filter(None, trace))]
    )


def _formatter(plain: bool) -> ProcessorFormatter:
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if plain:
        renderer = _sentence
    return ProcessorFormatter(
        foreign_pre_chain=_common(),
        processors=[
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.StackInfoRenderer(),
            _without_content,
            _redact,  # last, when everything that will be written is there
            renderer,
        ],
    )


def _common() -> list[Processor]:
    return [
        merge_contextvars,
        add_log_level,
        add_logger_name,
        ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _configure_structlog() -> None:
    structlog.configure(
        processors=[*_common(), ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _argument(argument: object) -> object:
    return said(argument) if isinstance(argument, BaseException) else argument


def _without_content(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """`exc_info` as a trace without what the exception was raised about."""
    given = event.pop("exc_info", None)
    found = sys.exc_info()[1] if given is True else given
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exception"] = trace(error)
    return {name: _argument(value) for name, value in event.items()}


def _redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {_redactor.text(name): _redactor.value(value) for name, value in event.items()}


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        logger.critical("the program ends", exc_info=(kind, error, trace))
