"""Desks with bad manners, desks that cannot keep up, and what stands between them and everybody else."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
from pathlib import Path

import pytest

from backend.desk_link import LinkLimits
from backend.gateway import GatewaySettings
from domain.codec import encode
from domain.messages import (
    PROTOCOL,
    Accepted,
    Hello,
    IncidentChanged,
    Refused,
    Snapshot,
)
from domain.orders import Order
from tests.backend.clocks import Hands
from tests.backend.standing import TOKEN, Desk, Standing, report, standing
from tests.domain.small_city import middle_of

pytestmark = pytest.mark.asyncio


@pytest.mark.logs("turned away")
@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("", "malformed"),
        ("[]", "malformed"),
        ("\ud7ff", "malformed"),
        ('{"kind":"ping","at":1}', "malformed"),
        (f'{{"kind":"hello","protocol":{PROTOCOL}}}', "malformed"),
        ('{"kind":"hello","protocol":99,"surprise":true}', "protocol"),
        ('{"kind":"hello","protocol":0,"desk":"d","user":"","secret":""}', "protocol"),
        (f'{{"kind":"hello","protocol":{PROTOCOL},"desk":"d","user":"","secret":"{"x" * 70_000}"}}', "too_large"),
        ("[" * 60_000, "malformed"),
    ],
)
async def test_a_bad_hello_is_answered_with_a_goodbye(tmp_path: Path, first: str, code: str) -> None:
    async with standing(tmp_path) as backend:
        desk = Desk(await backend.http.ws_connect(backend.url))
        await desk.socket.send_str(first)
        goodbye = await desk.goodbye()
        assert goodbye.code == code and not goodbye.retry and goodbye.sentence
        assert backend.counted("refused_total", door="/ws", code=code) == 1


@pytest.mark.logs("turned away")
async def test_binary_or_silence_instead_of_a_hello(tmp_path: Path) -> None:
    async with standing(tmp_path, GatewaySettings(handshake=0.05)) as backend:
        desk = Desk(await backend.http.ws_connect(backend.url))
        await desk.socket.send_bytes(b"hello")
        assert (await desk.goodbye()).code == "malformed"
        desk = Desk(await backend.http.ws_connect(backend.url))
        goodbye = await desk.goodbye()
        assert (goodbye.code, goodbye.retry) == ("silent", True)


@pytest.mark.logs("desk cut")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("{", "malformed"),
        ('{"kind":"order"}', "malformed"),
        ('{"kind":"hello","protocol":1,"desk":"d","user":"","secret":""}', "malformed"),
        ('{"kind":"order","command_id":"c","incident":"i","version":1,"verb":"v","note":"' + "x" * 70_000, "too_large"),
        (b"\x00" * 10, "malformed"),
    ],
)
async def test_a_desk_that_says_nonsense_is_cut_and_nobody_else_is(
    tmp_path: Path, said: str | bytes, code: str
) -> None:
    async with standing(tmp_path) as backend:
        bystander = await backend.desk()
        await bystander.hear_a(Snapshot)
        desk = await backend.desk()
        await (desk.socket.send_str(said) if isinstance(said, str) else desk.socket.send_bytes(said))
        assert (await desk.goodbye()).code == code
        assert backend.counted("refused_total", door="/ws", code=code) == 1
        incident = await report(backend)
        change = await bystander.hear()
        assert isinstance(change, IncidentChanged) and change.incident == incident
        await bystander.leave()


@pytest.mark.logs("desk cut")
async def test_a_message_beyond_all_measure_is_not_even_read(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        desk = await backend.desk()
        await desk.hear_a(Snapshot)
        with pytest.raises(ConnectionError):
            for _ in range(50):
                await desk.socket.send_str("x" * 3_000_000)
                await asyncio.sleep(0.01)
        assert backend.counted("refused_total", door="/ws", code="too_large") == 1
        await desk.leave()


@pytest.mark.logs("turned away")
async def test_no_more_desks_than_there_is_room_for(tmp_path: Path) -> None:
    async with standing(tmp_path, GatewaySettings(desks=2)) as backend:
        one, two = await backend.desk(), await backend.desk()
        three = Desk(await backend.http.ws_connect(backend.url))
        goodbye = await three.goodbye()
        assert (goodbye.code, goodbye.retry) == ("full", True)
        await one.leave()
        while len(backend.gateway.links) > 1:
            await asyncio.sleep(0.01)
        again = await backend.desk()
        await two.leave()
        await again.leave()


async def test_a_desk_that_orders_too_fast_waits_and_loses_nothing(tmp_path: Path) -> None:
    async with standing(tmp_path, GatewaySettings(orders=50, at_once=2)) as backend:
        incident = await report(backend)
        desk = await backend.desk()
        for number in range(8):
            await desk.say(Order(f"c{number}", incident.id, number + 1, "note", note=f"第{number}条"))
        answers = [await desk.hear_a(Accepted, Refused) for _ in range(8)]
        assert all(isinstance(answer, Accepted) for answer in answers)
        await desk.leave()


@pytest.mark.logs("desk cut")
async def test_a_silent_desk_is_cut(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        desk = await backend.desk()
        for link in backend.gateway.links:
            link.heard_at -= 60
        goodbye = await desk.goodbye()
        assert (goodbye.code, goodbye.retry) == ("silent", True)


async def stuck_desk(backend: Standing) -> socket.socket:
    """A desk that signs in by hand and then never reads again."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(raw, (backend.host, backend.port))
    key = base64.b64encode(os.urandom(16)).decode()
    await loop.sock_sendall(
        raw,
        f"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode(),
    )
    while b"\r\n\r\n" not in await loop.sock_recv(raw, 4096):
        pass
    hello = f'{{"kind":"hello","protocol":{PROTOCOL},"desk":"stuck","user":"","secret":"{TOKEN}"}}'.encode()
    frame = bytes((0x81, 0x80 | 126)) + len(hello).to_bytes(2, "big") + bytes(4) + hello
    await loop.sock_sendall(raw, frame)
    return raw


@pytest.mark.logs("desk cut")
async def test_a_desk_that_stops_reading_is_cut_and_others_are_not_slowed(tmp_path: Path) -> None:
    hands = Hands()
    limits = GatewaySettings(link=LinkLimits(frames=50, bytes=1_000_000))
    async with standing(tmp_path, limits, hands) as backend:
        stuck = await stuck_desk(backend)
        good = await backend.desk()
        snapshot = await good.hear_a(Snapshot)
        assert isinstance(snapshot, Snapshot)
        good.picture.apply(snapshot)
        while len(backend.gateway.links) < 2:
            await asyncio.sleep(0.01)
        sent = 0
        while len(backend.gateway.links) == 2:
            await asyncio.gather(*(report(backend, text="长" * 3000) for _ in range(50)))
            sent += 50
            # It is behind in changes, so it gets no positions; the other one does.
            hands.pass_by(1)
            backend.office.positions.fix("g1", *middle_of(1), backend.office.clock.now())
            while len(good.picture.incidents) < sent:
                change = await good.hear()
                assert isinstance(change, IncidentChanged)
                assert not good.picture.apply(change).gap
            assert sent < 20_000
        assert [link.desk for link in backend.gateway.links] == ["desk"]
        assert backend.counted("goodbyes_total", code="slow") == 1
        assert good.picture.incidents == backend.office.picture.incidents
        await good.leave()
        stuck.close()


async def test_a_desk_that_is_only_slow_catches_up(tmp_path: Path) -> None:
    async with standing(tmp_path, GatewaySettings(link=LinkLimits(frames=5000, bytes=64_000_000))) as backend:
        slow = await backend.desk()
        await slow.hear_a(Snapshot)
        slow.picture.apply(backend.office.picture.snapshot())
        link = next(iter(backend.gateway.links))
        sent = 0
        while not link.is_behind:
            await asyncio.gather(*(report(backend, text="长" * 3000) for _ in range(100)))
            sent += 100
        while len(slow.picture.incidents) < sent:
            change = await slow.hear()
            assert isinstance(change, IncidentChanged)
            assert not slow.picture.apply(change).gap
        assert not link.is_behind
        assert backend.counted("goodbyes_total", code="slow") == 0
        await slow.leave()


async def test_a_backend_that_stops_says_so(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        desk = await backend.desk()
        goodbye, _ = await asyncio.gather(desk.goodbye(), backend.gateway.stop())
        assert (goodbye.code, goodbye.retry) == ("stopping", True)


async def test_no_compression_is_agreed_on(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend, backend.http.ws_connect(backend.url, compress=15) as offered:
        assert not offered.compress


async def test_operations(tmp_path: Path) -> None:
    async with standing(tmp_path) as backend:
        address = f"http://{backend.host}:{backend.port}"
        for path in ("/health", "/ready"):
            async with backend.http.get(address + path) as answer:
                assert answer.status == 200
                assert (await answer.json())["city"] == "small"
        async with backend.http.get(address + "/metrics") as answer:
            assert "grid_command_changes_total" in await answer.text()


@pytest.mark.parametrize("signed_in", [True, False])
async def test_a_desk_that_asks_and_goes_away_before_the_answer_is_no_fault(tmp_path: Path, signed_in: bool) -> None:
    """It sends pings and hangs up at once; a fault would be logged, and what is logged fails this test."""
    key = base64.b64encode(os.urandom(16)).decode()
    head = f"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
    hello = encode(Hello(PROTOCOL, "gone", "", TOKEN)).encode()
    ping = b"\x89\x80\0\0\0\0"
    async with standing(tmp_path) as backend:
        host, port = backend.url.partition("://")[2].removesuffix("/ws").split(":")
        for _ in range(20):
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(f"{head}Sec-WebSocket-Version: 13\r\n\r\n".encode())
            await reader.readuntil(b"\r\n\r\n")
            if signed_in:
                writer.write(bytes((0x81, 0x80 | len(hello))) + bytes(4) + hello)
                await reader.readexactly(2)
            writer.write(ping * 50)
            writer.transport.abort()
        desk = await backend.desk()
        assert isinstance(await desk.hear(), Snapshot)
        await desk.leave()
