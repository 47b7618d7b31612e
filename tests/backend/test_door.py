"""The threshold: tokens wherever they are carried, paces, and how a no is said."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import msgspec
import pytest
import pytest_asyncio
from aiohttp import web

from backend.channels import Channel, Channels, digest_of_token
from backend.door import Door, DoorSettings, Pace
from backend.operations import Metrics
from backend.photos import Photos
from domain.refusal import Refusal
from tests.backend.clocks import Hands
from tests.backend.test_office import open_office

pytestmark = pytest.mark.asyncio


class Body(msgspec.Struct):
    number: int


class Threshold(msgspec.Struct):
    """A door with one adapter that tells who came in."""

    url: str
    door: Door
    hands: Hands
    http: aiohttp.ClientSession

    def refused(self, code: str, door: str = "/knock/{name}") -> float:
        labels = {"door": door, "code": code}
        return self.door.metrics.registry.get_sample_value("grid_command_refused_total", labels) or 0.0


@pytest_asyncio.fixture
async def at(tmp_path: Path) -> AsyncIterator[Threshold]:
    hands = Hands()
    known = [
        (digest_of_token("phone"), Channel("p", "device", "手机", "g1")),
        (digest_of_token("app"), Channel("a", "open311", "")),
    ]
    async with open_office(tmp_path, hands) as office:
        paces = {**DoorSettings().paces, "device": Pace(2, 3), "stranger": Pace(1, 30)}
        settings = DoorSettings(largest_body=1000, paces=paces)
        channels = Channels(lambda: known)
        door = Door(office, hands.city(60), channels, Photos(tmp_path / "photos"), settings, Metrics(), hands.monotonic)

        async def knock(request: web.Request) -> web.Response:
            channel = await door.channel(request, "device")
            return web.json_response({"channel": channel.id, "actor": door.actor(channel).label})

        async def post(request: web.Request) -> web.Response:
            return web.json_response({"number": (await door.json(request, Body)).number})

        async def stale(_: web.Request) -> web.Response:
            raise Refusal("stale", "Look again.", 7)

        async def refuse(request: web.Request) -> web.Response:
            raise Refusal(request.match_info["code"], "No; do this.")

        app = web.Application(middlewares=[door.middleware], client_max_size=settings.largest_body)
        app.add_routes([web.get("/knock/{name}", knock), web.post("/post", post), web.get("/stale", stale)])
        app.add_routes([web.get("/refuse/{code}", refuse)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        async with aiohttp.ClientSession() as http:
            yield Threshold(f"http://127.0.0.1:{runner.addresses[0][1]}", door, hands, http)
        await runner.cleanup()


BASIC = base64.b64encode(b"whoever:phone").decode()


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"Authorization": "Bearer phone"}, ""),
        ({"Authorization": "bearer phone"}, ""),
        ({"Authorization": f"Basic {BASIC}"}, ""),
        ({"X-Api-Key": "phone"}, ""),
        ({}, "?token=phone"),
        ({}, "?api_key=phone"),
    ],
)
async def test_a_token_is_found_wherever_it_is_carried(at: Threshold, headers: dict[str, str], query: str) -> None:
    async with at.http.get(f"{at.url}/knock/x{query}", headers=headers) as answer:
        assert (answer.status, await answer.json()) == (200, {"channel": "p", "actor": "worker:g1"})


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "unauthorised"),
        ({"Authorization": "Bearer wrong"}, 401, "unauthorised"),
        ({"Authorization": "Basic !!!"}, 401, "unauthorised"),
        ({"Authorization": "Basic /w=="}, 401, "unauthorised"),
        ({"Authorization": "Basic 密码"}, 401, "unauthorised"),
        ({"Authorization": "Bearer app"}, 403, "wrong_channel"),
    ],
)
async def test_others_are_told_why_not(at: Threshold, headers: dict[str, str], status: int, code: str) -> None:
    async with at.http.get(f"{at.url}/knock/x", headers=headers) as answer:
        body = await answer.json()
        assert (answer.status, body["code"]) == (status, code) and body["sentence"]
    assert at.refused(code) == 1


@pytest.mark.parametrize("kind", [b"Bearer", b"Basic"])
async def test_a_token_of_bytes_that_are_no_text_opens_nothing(at: Threshold, kind: bytes) -> None:
    host, port = at.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /knock/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: " + kind + b" a\xff\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 401") and b"unauthorised" in answer


async def test_who_comes_too_often_is_told_to_slow_down(at: Threshold) -> None:
    async def knock() -> aiohttp.ClientResponse:
        async with at.http.get(f"{at.url}/knock/x", headers={"Authorization": "Bearer phone"}) as answer:
            return answer

    assert [(await knock()).status for _ in range(5)] == [200, 200, 200, 429, 429]
    assert (await knock()).headers["Retry-After"] == "1"
    at.hands.pass_by(0.5)
    assert [(await knock()).status for _ in range(2)] == [200, 429]


async def test_strangers_are_paced_too(at: Threshold) -> None:
    codes = []
    for number in range(32):
        async with at.http.get(f"{at.url}/knock/x", headers={"X-Api-Key": f"guess-{number}"}) as answer:
            codes.append((await answer.json())["code"])
    assert codes == ["unauthorised"] * 30 + ["too_fast"] * 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed"),
        (b'{"number":"x"}', 400, "malformed"),
        (b"[" * 999, 400, "malformed"),
        (b"\xff" * 9, 400, "malformed"),
        (b"x" * 2000, 413, "too_large"),
    ],
)
async def test_bad_bodies(at: Threshold, body: bytes, status: int, code: str) -> None:
    async with at.http.post(f"{at.url}/post", data=body) as answer:
        assert (answer.status, (await answer.json())["code"]) == (status, code)
    assert at.refused(code, "/post") == 1


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("not_yours", 403), ("content_type", 415), ("internal", 500), ("stopping", 503), ("unknown_worker", 404),
        ("reason_needed", 422),
    ],
)  # fmt: skip
async def test_a_refusal_has_a_fitting_status(at: Threshold, code: str, status: int) -> None:
    async with at.http.get(f"{at.url}/refuse/{code}") as answer:
        assert (answer.status, await answer.json()) == (status, {"code": code, "sentence": "No; do this."})


async def test_a_refusal_carries_the_version(at: Threshold) -> None:
    async with at.http.get(f"{at.url}/stale") as answer:
        assert answer.status == 409
        assert await answer.json() == {"code": "stale", "sentence": "Look again.", "version": 7}


async def test_what_does_not_exist_is_refused_alike_and_counted_under_one_name(at: Threshold) -> None:
    for path in ("/a", "/b/c", "/etc/passwd"):
        async with at.http.get(at.url + path) as answer:
            assert (answer.status, (await answer.json())["code"]) == (404, "not_found")
    assert at.refused("not_found", "nowhere") == 3
    async with at.http.get(f"{at.url}/post") as answer:
        body = await answer.json()
        assert (answer.status, body["code"]) == (405, "wrong_method") and "POST" in body["sentence"]


async def test_real_moments_become_city_time(at: Threshold) -> None:
    assert at.door.city_time(at.hands.wall() - 2) == pytest.approx(at.door.clock.now() - 120)
