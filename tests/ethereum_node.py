"""A real Ethereum node for tests: anvil, one per session, blocks only when told to."""

import itertools
import json
import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

NODES = Path(os.environ.get("HOLDFAST_NODES") or "~/.cache/holdfast/nodes").expanduser()
ANVIL_MISSING = "anvil (ANVIL=..., in the PATH, or by .ci/fetch_anvil.sh)"
CHAIN_ID = 31337
FINAL_LAG = 8
"""Two epochs, which anvil is told to make four slots long."""
START_SECONDS = 30


class RpcFailed(Exception):
    """The node answered with an error."""


def find_anvil() -> Path | None:
    """By environment (ANVIL), where .ci/fetch_anvil.sh puts it, then in the PATH."""
    candidates = (os.environ.get("ANVIL"), NODES / "eth/bin/anvil", shutil.which("anvil"))
    return next((Path(path) for path in candidates if path and Path(path).exists()), None)


@dataclass(slots=True)
class Anvil:
    """A node with ten rich, unlocked accounts; what is sent waits until `mine`."""

    program: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *options: str) -> None:
        """Returns when it answers."""
        self.process = subprocess.Popen(
            [
                self.program,
                *("--port", str(self.port), "--chain-id", str(CHAIN_ID)),
                *("--slots-in-an-epoch", str(FINAL_LAG // 2), "--no-mining", "--silent"),
                *options,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.program} does not start")
            time.sleep(0.02)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(START_SECONDS)
            self.process = None

    def call(self, method: str, *params: object) -> Any:
        """The result; raises RpcFailed."""
        question = {"jsonrpc": "2.0", "id": next(self._ids), "method": method, "params": params}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", "/", json.dumps(question), headers)
            answer = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        if "error" in answer:
            raise RpcFailed(f"{method}: {answer['error']}")
        return answer["result"]

    def _answers(self) -> bool:
        try:
            self.call("eth_chainId")
        except (OSError, RpcFailed, ValueError):
            return False
        return True


def new_anvil(program: Path, *options: str) -> Anvil:
    """Started, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    node = Anvil(program, port)
    node.start(*options)
    return node
