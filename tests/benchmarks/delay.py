"""A relay that adds latency and counts connections.

The first bytes of a connection are delayed by another round trip, which TCP needs before a client
can send, as connecting on the loopback interface takes no time.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import subprocess
import threading
from pathlib import Path
from typing import Self

_CHUNK = 65536


class Relay:
    """Forwards connections to a local server while the `with` statement lasts.

    Args:
        port: the server's.
        tls: the certificate and key to use; None forwards the server's own protocol.

    Attributes:
        round_trip: latency in seconds of a byte and its response.
        connections: the number of connections so far.
    """

    def __init__(self, port: int, tls: ssl.SSLContext | None = None) -> None:
        self.round_trip = 0.0
        self.connections = 0
        self.port = 0
        self._behind, self._tls = port, tls
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._ready.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.01))

    async def _listen(self) -> None:
        if self._tls is not None:
            secured = await asyncio.start_server(self._secured, "127.0.0.1", 0, ssl=self._tls)
            self._plain, self._behind = self._behind, secured.sockets[0].getsockname()[1]
        server = await asyncio.start_server(self._delayed, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    async def _secured(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._join(reader, writer, self._plain, 0.0, 0.0)

    async def _delayed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        await self._join(reader, writer, self._behind, self.round_trip, self.round_trip / 2)

    async def _join(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        port: int,
        handshake: float,
        way: float,
    ) -> None:
        opened = self._loop.time() + handshake
        with contextlib.suppress(OSError, asyncio.CancelledError):
            there, back = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(
                self._carry(reader, back, opened, way), self._carry(there, writer, 0.0, way)
            )

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        opened: float,
        way: float,
    ) -> None:
        """Forward bytes, each `way` seconds after it arrived, but none before `opened`."""
        loop = self._loop

        def write(chunk: bytes) -> None:
            with contextlib.suppress(OSError):
                writer.write(chunk) if chunk else writer.close()

        while True:
            try:
                chunk = await reader.read(_CHUNK)
            except (OSError, ssl.SSLError):
                chunk = b""
            loop.call_at(max(loop.time(), opened) + way, write, chunk)
            if not chunk:
                return


def authority(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return the TLS context of a server at 127.0.0.1, and the certificate to trust."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-keyout", "key.pem", "-out", "ca.pem", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        cwd=folder, check=True, capture_output=True, timeout=30,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context, folder / "ca.pem"
