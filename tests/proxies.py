"""Real proxies for tests: tinyproxy, the same behind TLS, microsocks; a SOCKS5 that tells."""

import asyncio
import gc
import ipaddress
import shutil
import socket
import ssl
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.databases import missing_service

USER, PASSWORD = "shop", "through-the-wall"


def sweep() -> None:
    """httpcore2 leaves the connection to a SOCKS proxy that refuses to the garbage collector."""
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Certificate:
    """For 127.0.0.1, signed by itself, in one file with its key."""

    path: Path
    server: ssl.SSLContext = field(init=False)
    client: ssl.SSLContext = field(init=False)

    def __post_init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tests")])
        here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        now = datetime.now(UTC)  # noqa: TID251
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([here]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        form = serialization.PrivateFormat.PKCS8
        secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        self.path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.load_cert_chain(self.path)
        self.client = ssl.create_default_context(cafile=str(self.path))


@asynccontextmanager
async def listening(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port; everything is closed at the end."""
    serving: set[asyncio.Task[None]] = set()

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving.add(task)
        try:
            await serve(reader, writer)
        finally:
            await _closed(writer)

    server = await asyncio.start_server(one, "127.0.0.1", 0, ssl=tls)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)


async def _closed(writer: asyncio.StreamWriter) -> None:
    """Without a word: nobody waits for the other side's."""
    writer.transport.abort()
    await asyncio.sleep(0)


@asynccontextmanager
async def tinyproxy(folder: Path) -> AsyncIterator[int]:
    """The port of a process that wants a user and a password, and writes a log."""
    port = free_port()
    config = folder / "tinyproxy.conf"
    config.write_text(
        f"Port {port}\nListen 127.0.0.1\nTimeout 20\nBasicAuth {USER} {PASSWORD}\n"
        f'LogFile "{folder / "log"}"\nLogLevel Connect\n'
    )
    async with _running(port, folder / "output", "tinyproxy", "-d", "-c", str(config)):
        yield port


@asynccontextmanager
async def microsocks(folder: Path) -> AsyncIterator[int]:
    """The same for SOCKS5."""
    port = free_port()
    told = ("-i", "127.0.0.1", "-p", str(port), "-u", USER, "-P", PASSWORD)
    async with _running(port, folder / "log", "microsocks", *told):
        yield port


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@asynccontextmanager
async def _running(port: int, output: Path, *command: str) -> AsyncIterator[None]:
    program = shutil.which(command[0])
    if program is None:
        missing_service(command[0])
        raise AssertionError
    with output.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            program, *command[1:], stdout=out, stderr=out
        )
    try:
        await _answers(port)
        yield
    finally:
        process.terminate()
        await process.wait()


async def _answers(port: int) -> None:
    for _ in range(100):
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the proxy does not start")


def forwarding(port: int) -> Serve:
    """Whatever comes goes there: for TLS in front of a proxy that has none."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _joined(reader, writer, "127.0.0.1", port)

    return serve


@dataclass(slots=True)
class Socks:
    """RFC 1928 and 1929, as far as a client needs it; every name leads to 127.0.0.1."""

    asked: list[tuple[str, int]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, OSError):
            if await self._is_known(reader, writer):
                host, port = await self._target(reader)
                self.asked.append((host, port))
                writer.write(b"\x05\x00\x00\x01" + bytes(6))
                await _joined(reader, writer, "127.0.0.1", port)

    async def _is_known(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        _, count = await reader.readexactly(2)
        await reader.readexactly(count)
        writer.write(b"\x05\x02")
        told = []
        await reader.readexactly(1)
        for _ in range(2):
            (length,) = await reader.readexactly(1)
            told.append((await reader.readexactly(length)).decode())
        is_known = told == [USER, PASSWORD]
        writer.write(b"\x01" + bytes([not is_known]))
        return is_known

    async def _target(self, reader: asyncio.StreamReader) -> tuple[str, int]:
        *_, kind = await reader.readexactly(4)
        if kind == 3:
            (length,) = await reader.readexactly(1)
            host = (await reader.readexactly(length)).decode()
        else:
            packed = await reader.readexactly(4 if kind == 1 else 16)
            host = str(ipaddress.ip_address(packed))
        return host, int.from_bytes(await reader.readexactly(2), "big")


async def _joined(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int
) -> None:
    to_reader, to_writer = await asyncio.open_connection(host, port)
    try:
        async with asyncio.TaskGroup() as both:
            ways = [
                both.create_task(_copied(reader, to_writer)),
                both.create_task(_copied(to_reader, writer)),
            ]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
    finally:
        await _closed(to_writer)


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(65_536):
            writer.write(chunk)
            await writer.drain()
    writer.close()
