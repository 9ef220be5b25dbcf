"""Starting `python bot.py`: afresh, or forked from a process that has imported it already.

A fork is a process of its own, runs bot.py from its first line and is killed for real; it only
saves what importing takes, which touches no data, what taking the interpreter apart does (1.3 of
the 1.4 seconds of a short command), and the migrations of a new SQLite file. Its sandbox has a
judge in it, who writes each violation of the Bot API into the log.
"""

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot.py"
FORKER = """
import atexit, json, os, runpy, sys, threading, traceback
path = sys.argv[1]
sys.path.insert(0, os.path.dirname(path))
import sandbox.app
from tests.journeys import snapshot
from tests.sandbox.judges.judge import Judge

judge = Judge(lambda violation: print("JUDGE:", violation, file=sys.stderr, flush=True))

class Watched(sandbox.app.Sandbox):
    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.watch(judge.middleware)

sandbox.app.Sandbox = Watched

import bot, commands.run, commands.doctor, commands.catalogue, commands.rekey, commands.wallet
snapshot.install()

def become(order):
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["env"])
    for number, file in enumerate((os.devnull, order["out"], order["err"])):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND), number)
    sys.argv = [path, *order["arguments"]]
    leave(told())

def told():
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as over:
        return over.code
    except BaseException:
        traceback.print_exc()
        return 1

def leave(code):
    threading._shutdown()
    atexit._run_exitfuncs()
    if isinstance(code, str):
        print(code, file=sys.stderr)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else bool(code))

for line in sys.stdin:
    order = json.loads(line)
    if "pid" in order:
        pid, status = os.waitpid(order["pid"], os.WNOHANG)
        answer = os.waitstatus_to_exitcode(status) if pid else None
    else:
        answer = os.fork()
        if not answer:
            become(order)
    print(json.dumps(answer), flush=True)
"""


class Forker:
    """One per test session, started when first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def ask(self, **order: Any) -> int | None:
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            answer: int | None = json.loads(process.stdout.readline())
        except BaseException:  # an answer that comes later would be taken for that of the next
            process.kill()
            self._process = None
            raise
        return answer

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", FORKER, str(BOT)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        atexit.register(self._process.kill)
        return self._process


FORKS = Forker()


@dataclass
class Running:
    """A process that was started; `wait` is for its end."""

    pid: int
    fresh: subprocess.Popen[bytes] | None = None

    @property
    def code(self) -> int | None:
        """Its exit code, negative for a signal; None while it runs. Ask until it is not None."""
        return self.fresh.poll() if self.fresh else FORKS.ask(pid=self.pid)

    def send(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    async def wait(self, seconds: float) -> int:
        deadline = time.monotonic() + seconds
        while (code := self.code) is None:
            if time.monotonic() > deadline:
                self.send(signal.SIGKILL)
                raise AssertionError("it still runs")
            await asyncio.sleep(0.02)
        return code


def start(
    folder: Path, env: dict[str, str], *arguments: str, out: Path, err: Path, fresh: bool = False
) -> Running:
    """Run `bot.py ARGUMENTS` in `folder`, which is its home, too.

    What it writes is appended to `out` and `err`.
    """
    env = {"HOLDFAST_HOME": str(folder), **env}
    if not fresh:
        pid = FORKS.ask(
            folder=str(folder), env=env, arguments=arguments, out=str(out), err=str(err)
        )
        assert pid is not None
        return Running(pid)
    with out.open("ab") as output, err.open("ab") as errors:
        command = [sys.executable, str(BOT), *arguments]
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=output, stderr=errors)
    return Running(process.pid, process)
