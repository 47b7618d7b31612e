"""The worker's phone: tasks, answers, pictures, duty, findings; and the fleet that stands for many phones."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import pytest
from PIL import Image

from domain.city import unpack_city
from domain.polyline import decode_polyline
from domain.worker import WorkerState
from tests.backend.doors import Doors, now, opened_doors

PHONE = {"Authorization": "Bearer phone"}
OTHER = {"Authorization": "Bearer phone2"}
FLEET = {"Authorization": "Bearer fleet"}


async def incident(doors: Doors, **changed: str) -> str:
    form = {"api_key": "app", "service_code": "P01", "lat": "34.2755", "long": "117.1885", "description": "井盖不见了",
            "phone": "13800000000", **changed}  # fmt: skip
    answer = await doors.http.post("/open311/v2/requests.json", data=form)
    found: str = (await answer.json())[0]["service_request_id"]
    return found


async def stand(doors: Doors, lon: float = 117.1815, lat: float = 34.2715) -> None:
    fix = {"id": "phone", "timestamp": str(now()), "lat": str(lat), "lon": str(lon)}
    assert (await doors.http.get("/intake/osmand", params=fix)).status == 200


async def tell(doors: Doors, task: str, said: str, headers: dict[str, str] = PHONE, **form: str) -> tuple[int, Any]:
    answer = await doors.http.post(f"/field/tasks/{task}/{said}", json=form, headers=headers)
    return answer.status, await answer.json()


def photo(size: tuple[int, int] = (640, 480)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "JPEG")
    out.seek(0)
    return out


@pytest.mark.asyncio
async def test_a_task_from_the_room_to_the_report(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        await stand(doors)
        task = await incident(doors)
        empty = await (await doors.http.get("/field/tasks", headers=PHONE)).json()
        assert empty["tasks"] == []
        await doors.dispatched(task)
        listed = await (await doors.http.get("/field/tasks", headers=PHONE)).json()
        assert [one["incident"] for one in listed["tasks"]] == [task]
        one = listed["tasks"][0]
        assert (one["category_name"], one["stage"]) == ({"zh": "井盖缺失", "en": "Manhole cover missing"}, "dispatched")
        assert one["reporter"]["phone"] == "13800000000"
        assert one["due_at"] > listed["clock"]["time"]
        others = await (await doors.http.get("/field/tasks", headers=OTHER)).json()
        assert others["tasks"] == []

        status, accepted = await tell(doors, task, "accept")
        assert (status, accepted["stage"], accepted["version"]) == (200, "accepted", one["version"] + 1)
        way = decode_polyline(accepted["route"])
        assert np.abs(way[-1] - (117.1885, 34.2755)).max() < 1e-4
        assert accepted["eta"] > 60
        assert doors.office.picture.workers["w1"].state is WorkerState.HEADING
        assert (await tell(doors, task, "arrive"))[1]["stage"] == "handling"
        assert doors.office.picture.workers["w1"].state is WorkerState.ON_SCENE

        form = aiohttp.FormData({"note": "已更换井盖"})
        form.add_field("photo", photo(), filename="after.jpg", content_type="image/jpeg")
        answer = await doors.http.post(f"/field/tasks/{task}/report", data=form, headers=PHONE)
        reported = await answer.json()
        assert (answer.status, reported["stage"], len(reported["photos"])) == (200, "reported", 1)
        assert doors.office.picture.incidents[task].outcome == "已更换井盖"
        picture = await doors.http.get(f"/field/photos/{reported['photos'][0]}", headers=PHONE)
        assert Image.open(io.BytesIO(await picture.read())).size == (640, 480)
        assert (await doors.http.get(f"/field/photos/{reported['photos'][0]}", headers=OTHER)).status == 404
        assert (await tell(doors, task, "done"))[0] == 200
        assert doors.office.picture.workers["w1"].state is WorkerState.FREE
        assert [entry.verb for entry in doors.office.picture.timelines[task]] == [
            "open", "dispatch", "accept", "arrive", "report",
        ]  # fmt: skip


@pytest.mark.asyncio
async def test_declining_needs_a_reason_and_gives_the_task_back(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        task = await incident(doors)
        await doors.dispatched(task)
        status, refusal = await tell(doors, task, "decline")
        assert (status, refusal["code"]) == (422, "reason_needed")
        status, standing = await tell(doors, task, "decline", reason="正在处理另一件")
        assert (status, standing["stage"], standing["worker"]) == (200, "returned", "")
        assert doors.office.picture.timelines[task][-1].reason == "正在处理另一件"


@pytest.mark.asyncio
async def test_what_is_sent_twice_acts_once(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        await stand(doors)
        task = await incident(doors)
        await doors.dispatched(task)
        keyed = {**PHONE, "Idempotency-Key": "7c1f"}
        first, second = [await tell(doors, task, "accept", keyed) for _ in range(2)]
        assert first == second
        assert first[1]["stage"] == "accepted"
        assert [entry.verb for entry in doors.office.picture.timelines[task]].count("accept") == 1
        # Without a key the second time is a step that is not possible any more.
        assert (await tell(doors, task, "accept"))[0] == 409


@pytest.mark.asyncio
async def test_nobody_answers_for_another(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        task = await incident(doors)
        await doors.dispatched(task)
        before = doors.office.picture.incidents[task]
        cases: tuple[tuple[dict[str, str], str, dict[str, str], str], ...] = (
            (OTHER, "accept", {}, "not_yours"),
            (PHONE, "accept", {"worker": "w2"}, "not_yours"),
            (FLEET, "accept", {"worker": "w2"}, "not_yours"),
            (FLEET, "accept", {"worker": "nobody"}, "unknown_worker"),
            (PHONE, "explode", {}, "unknown_answer"),
            (PHONE, "arrive", {}, "wrong_stage"),
            (PHONE, "accept", {"version": "1"}, "stale"),
            (PHONE, "accept", {"version": "one"}, "not_a_number"),
            ({"Authorization": "Bearer app"}, "accept", {}, "wrong_channel"),
            ({}, "accept", {}, "unauthorised"),
        )
        for headers, said, form, code in cases:
            found, refusal = await tell(doors, task, said, headers, **form)
            assert (found >= 400, refusal["code"]) == (True, code), (said, form, refusal)
        assert (await tell(doors, "i999", "accept"))[1]["code"] == "unknown_incident"
        assert doors.office.picture.incidents[task] == before


@pytest.mark.asyncio
async def test_a_phone_waits_for_its_own_tasks_only(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        task = await incident(doors)
        seq = doors.office.seq

        async def wait(headers: dict[str, str], seconds: str) -> Any:
            query = {"since": str(seq), "wait": seconds}
            return await (await doors.http.get("/field/tasks", params=query, headers=headers)).json()

        await incident(doors)  # what concerns nobody wakes nobody: both have seen an older entry than the newest
        mine, theirs = asyncio.create_task(wait(PHONE, "20")), asyncio.create_task(wait(OTHER, "1"))
        await asyncio.sleep(0.1)
        assert not mine.done()
        assert not theirs.done()
        await doors.dispatched(task)
        assert [one["incident"] for one in (await mine)["tasks"]] == [task]
        assert (await theirs)["tasks"] == []


@pytest.mark.asyncio
async def test_a_fleet_hears_of_what_changed_and_of_what_is_gone(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:

        async def since(seq: int, wait: float = 0) -> Any:
            query = {"since": str(seq), "wait": str(wait)}
            return await (await doors.http.get("/field/tasks", params=query, headers=FLEET)).json()

        task = await incident(doors)
        first = await since(0)
        assert (first["full"], first["tasks"], len(first["states"])) == (True, [], 3)
        waiting = asyncio.create_task(since(first["seq"], 20))
        await asyncio.sleep(0.05)
        await doors.dispatched(task, "w2")
        told = await waiting
        assert [(one["incident"], one["worker"]) for one in told["tasks"]] == [(task, "w2")]
        assert not told["full"]
        assert "reporter" not in told["tasks"][0] or told["tasks"][0]["reporter"] is None
        await tell(doors, task, "decline", FLEET, reason="手机没电")
        told = await since(told["seq"])
        assert (told["tasks"], told["gone"]) == ([], [task])

        fleet = await (await doors.http.get("/field/fleet", headers=FLEET)).json()
        assert [worker["id"] for worker in fleet["workers"]] == ["w1", "w2", "w3"]
        pack = await (await doors.http.get("/field/city", headers=FLEET)).read()
        assert unpack_city(pack).code == fleet["city"]
        assert (await doors.http.get("/field/fleet", headers=PHONE)).status == 403


@pytest.mark.asyncio
async def test_duty(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:

        async def say(state: str, headers: dict[str, str] = PHONE, **more: str) -> tuple[int, Any]:
            answer = await doors.http.post("/field/duty", data={"state": state, **more}, headers=headers)
            return answer.status, await answer.json()

        assert await say("resting") == (200, {"worker": "w1", "state": "resting"})
        assert await say("free", FLEET, worker="w2") == (200, {"worker": "w2", "state": "free"})
        assert (await say("asleep"))[1]["code"] == "unknown_state"
        assert (await say("heading"))[1]["code"] == "unknown_state"
        assert (await say("free", FLEET))[1]["code"] == "unknown_worker"
        await stand(doors)
        assert await say("off_duty") == (200, {"worker": "w1", "state": "off_duty"})
        fix = {"id": "phone", "timestamp": str(now()), "lat": "34.2725", "lon": "117.1825"}
        answer = await doors.http.get("/intake/osmand", params=fix)
        assert (answer.status, (await answer.json())["code"]) == (200, "off_duty")


@pytest.mark.asyncio
async def test_a_worker_reports_what_he_found(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        form: dict[str, str] = {"category": "E01", "text": "绿化带里有垃圾", "settled": "true"}
        answer = await doors.http.post("/field/reports", data=form, headers=PHONE)
        assert (answer.status, (await answer.json())["code"]) == (422, "missing")  # never seen, and says no place
        await stand(doors)
        for _ in range(2):
            answer = await doors.http.post("/field/reports", data=form, headers={**PHONE, "Idempotency-Key": "f1"})
            assert answer.status == 201
        assert len(doors.office.picture.incidents) == 1
        found = next(iter(doors.office.picture.incidents.values()))
        assert (found.reported_by, found.source.value, found.region) == ("w1", "worker", "32001001001")
        assert found.stage in ("closed", "evaluated")  # small, in his own grid, settled on the spot
        answer = await doors.http.post("/field/reports", data={**form, "lat": "nan", "lon": "1"}, headers=PHONE)
        assert (answer.status, (await answer.json())["code"]) == (422, "not_a_number")


@pytest.mark.asyncio
async def test_pictures_that_are_none(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        await stand(doors)
        task = await incident(doors)
        await doors.dispatched(task)
        await tell(doors, task, "accept")
        bomb = photo((9000, 9000))
        for content, name, code in (
            (io.BytesIO(b"GIF89a" + b"\0" * 90), "a.jpg", "not_a_picture"),
            (io.BytesIO(b"<svg onload='x'/>"), "a.svg", "not_a_picture"),
            (io.BytesIO(photo().getvalue()[:300]), "cut.jpg", "not_a_picture"),
            (bomb, "bomb.jpg", "too_large"),
            (io.BytesIO(b"\xff\xd8" + b"\0" * 11_000_000), "big.jpg", "too_large"),
        ):
            form = aiohttp.FormData()
            form.add_field("photo", content, filename=name, content_type="image/jpeg")
            answer = await doors.http.post(f"/field/tasks/{task}/report", data=form, headers=PHONE)
            assert answer.status >= 400
            assert (await answer.json())["code"] == code
        form = aiohttp.FormData()
        for number in range(8):
            form.add_field("photo", photo((8, 8)), filename=f"{number}.jpg")
        answer = await doors.http.post(f"/field/tasks/{task}/report", data=form, headers=PHONE)
        assert (await answer.json())["code"] == "too_many"
        cut = {**PHONE, "Content-Type": "multipart/form-data; boundary=x"}
        answer = await doors.http.post(f"/field/tasks/{task}/report", data=b"--x\r\nContent-", headers=cut)
        assert (answer.status, (await answer.json())["code"]) == (400, "malformed")
        assert doors.office.picture.incidents[task].stage == "accepted"
