"""What this machine can do at best, measured in the same run: SQLite's durable commits, and one process's fan-out."""

from __future__ import annotations

import asyncio
import multiprocessing
import sqlite3
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

import uvloop

from backend.wire import text_frame

#: Size of a change on the wire, bytes.
CHANGE = 600


def commits_per_s(folder: Path, seconds: float, rows: int) -> float:
    """Rows a second that plain sqlite3 makes durable (WAL, synchronous=FULL), ``rows`` in a transaction."""
    connection = sqlite3.connect(folder / f"raw-{rows}.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE journal (seq INTEGER PRIMARY KEY, payload TEXT)")
    payload, done, begun = "x" * CHANGE, 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO journal (payload) VALUES (?)", [(payload,)] * rows)
        connection.execute("COMMIT")
        done += rows
    taken = time.perf_counter() - begun
    connection.close()
    return done / taken


def commit_ms(folder: Path, rate: float, seconds: float) -> list[float]:
    """How long plain sqlite3 takes for one durable row, milliseconds, at a steady rate."""
    connection = sqlite3.connect(folder / "raw-paced.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE journal (seq INTEGER PRIMARY KEY, payload TEXT)")
    taken, begun = [], time.perf_counter()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, begun + number / rate - time.perf_counter()))
        start = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO journal (payload) VALUES (?)", ("x" * CHANGE,))
        connection.execute("COMMIT")
        taken.append((time.perf_counter() - start) * 1000)
    connection.close()
    return taken


def fan_out_per_s(sockets: int, seconds: float) -> float:
    """Frames a second one process writes to ``sockets`` loopback sockets that another reads and does not look at."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    child = multiprocessing.get_context("spawn").Process(target=_write_all, args=(theirs, sockets, seconds))
    child.start()
    port = ours.recv()
    received = uvloop.run(_read_all(port, sockets))
    taken = ours.recv()
    child.join()
    return float(received / len(text_frame(bytes(CHANGE))) / taken)


class _Sink(asyncio.BufferedProtocol):
    """Takes everything into one buffer and counts it."""

    def __init__(self) -> None:
        self.received = 0
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._buffer = bytearray(1 << 18)

    def get_buffer(self, _: int) -> bytearray:
        return self._buffer

    def buffer_updated(self, count: int) -> None:
        self.received += count

    def connection_lost(self, _: Exception | None) -> None:
        self.lost.set_result(None)


async def _read_all(port: int, sockets: int) -> int:
    loop = asyncio.get_running_loop()
    sinks = [(await loop.create_connection(_Sink, "127.0.0.1", port))[1] for _ in range(sockets)]
    await asyncio.gather(*(sink.lost for sink in sinks))
    return sum(sink.received for sink in sinks)


def _write_all(pipe: Connection, sockets: int, seconds: float) -> None:
    uvloop.run(_writing(pipe, sockets, seconds))


async def _writing(pipe: Connection, sockets: int, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    transports: list[asyncio.Transport] = []

    class Out(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            transports.append(cast(asyncio.Transport, transport))

    server = await loop.create_server(Out, "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    while len(transports) < sockets:
        await asyncio.sleep(0.01)
    frame, begun = text_frame(bytes(CHANGE)), time.perf_counter()
    while time.perf_counter() - begun < seconds:
        for transport in transports:
            if transport.get_write_buffer_size() < 64 * 1024:
                for _ in range(8):
                    transport.write(frame)
        await asyncio.sleep(0)
    pipe.send(time.perf_counter() - begun)
    for transport in transports:
        transport.close()
    server.close()
    await asyncio.sleep(0.2)
