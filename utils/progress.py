"""A sign of life from inside a long round: to be called after each step that is done for good."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


def _nobody_listens() -> None:
    pass


_listener: ContextVar[Callable[[], None]] = ContextVar("progress", default=_nobody_listens)


def progress() -> None:
    """The round that this runs in, if any, is alive and goes on being patient with it."""
    _listener.get()()


@contextmanager
def heard_by(listener: Callable[[], None]) -> Iterator[None]:
    """Within, also in tasks that are started here, `progress` calls `listener` too."""
    outer = _listener.get()

    def all_of_them() -> None:
        listener()
        outer()

    token = _listener.set(all_of_them)
    try:
        yield
    finally:
        _listener.reset(token)
