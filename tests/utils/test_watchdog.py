"""What hangs ends the process; what is slow, or was suspended, does not."""

import threading
import time

from utils.watchdog import EXIT_HUNG, Watchdog

LIMIT = 0.3


class End:
    def __init__(self) -> None:
        self.code: int | None = None
        self.called = threading.Event()

    def __call__(self, code: int) -> None:
        self.code = code
        self.called.set()


def test_silence_of_one_ends_the_process() -> None:
    end = End()
    watchdog = Watchdog({"one": LIMIT, "other": LIMIT}, end=end)
    watchdog.start()
    for _ in range(40):
        watchdog.beat("other")
        if end.called.wait(0.05):
            break
    assert end.code == EXIT_HUNG
    assert watchdog.silent() == ["one"]


def test_beats_keep_it_alive() -> None:
    end = End()
    watchdog = Watchdog({"one": LIMIT}, end=end)
    watchdog.start()
    for _ in range(20):
        watchdog.beat("one")
        time.sleep(0.05)
    watchdog.stop()
    assert not end.called.is_set()


def test_a_suspended_process_is_not_a_hanging_one() -> None:
    """Everything stood still, the watchdog too: whoever is healthy gives a sign afterwards."""
    end = End()
    watchdog = Watchdog({"one": LIMIT}, end=end)
    pauses = iter([LIMIT * 4, 0.0])

    class Suspended(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pause = next(pauses, None)
            if pause is None:
                return True
            time.sleep(pause)
            return False

    watchdog._stopped = Suspended()
    watchdog._start_anew()
    watchdog._watch()
    assert not end.called.is_set()
