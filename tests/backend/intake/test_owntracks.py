"""The OwnTracks app in HTTP mode."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest

from tests.backend.doors import now, opened_doors, seen

LON, LAT = 117.1855, 34.2733
PHONE = {"Authorization": aiohttp.encode_basic_auth("zhangsan", "phone")}


def message(**changed: object) -> dict[str, object]:
    """A location as the Android app writes it."""
    whole: dict[str, object] = {
        "_type": "location", "_id": "8f2a", "BSSID": "00:11:22:33:44:55", "acc": 14, "alt": 31, "batt": 64, "bs": 1,
        "cog": 181, "conn": "w", "created_at": int(now()), "lat": LAT, "lon": LON, "m": 1, "t": "u", "tid": "zs",
        "topic": "owntracks/zhangsan/phone", "tst": int(now()), "vac": 3, "vel": 18,
    }  # fmt: skip
    return {**whole, **changed}


@pytest.mark.asyncio
async def test_a_location_moves_the_worker_and_is_answered_with_a_list(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        headers = {**PHONE, "X-Limit-U": "zhangsan", "X-Limit-D": "phone"}
        answer = await doors.http.post("/intake/owntracks", json=message(), headers=headers)
        assert (answer.status, await answer.json(), answer.headers.get("X-Refused")) == (200, [], None)
        assert seen(doors, "w1") == pytest.approx((LON, LAT), abs=1e-6)
        assert doors.office.picture.positions.speed[0] == pytest.approx(5.0, abs=0.01)  # 18 km/h
        assert doors.office.picture.positions.heading[0] == pytest.approx(181)


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["lwt", "transition", "waypoint", "waypoints", "status", "card", "dump", "steps"])
async def test_other_messages_are_answered_and_change_nothing(tmp_path: Path, kind: str) -> None:
    async with opened_doors(tmp_path) as doors:
        answer = await doors.http.post("/intake/owntracks", json=message(_type=kind), headers=PHONE)
        assert (answer.status, await answer.json()) == (200, [])
        answer = await doors.http.post("/intake/owntracks", data=b"", headers=PHONE)
        assert (answer.status, await answer.json()) == (200, [])
        assert seen(doors, "w1") is None


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"tst": int(now()) + 4000}, "future_fix"),
        ({"tst": int(now()) - 90_000}, "too_old"),
        ({"lat": 0, "lon": 0}, "null_island"),
        ({"_type": "encrypted", "data": "AAAA"}, "encrypted"),
    ],
)
async def test_the_apps_queue_goes_on_and_the_reason_stands_in_a_header(
    tmp_path: Path, changed: dict[str, object], code: str
) -> None:
    async with opened_doors(tmp_path) as doors:
        answer = await doors.http.post("/intake/owntracks", json=message(**changed), headers=PHONE)
        assert (answer.status, await answer.json(), answer.headers["X-Refused"]) == (200, [], code)
        assert doors.refused(code) == 1
        assert seen(doors, "w1") is None


@pytest.mark.asyncio
async def test_wrong_tokens_and_nonsense_are_errors(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        wrong = {"Authorization": aiohttp.encode_basic_auth("zhangsan", "guessed")}
        for json, headers, status, code in (
            (message(), wrong, 401, "unauthorised"),
            (message(lat="x"), PHONE, 400, "not_a_number"),
            (message(tst=None), PHONE, 400, "missing"),
            ({"lat": 1}, PHONE, 400, "malformed"),
            ("text", PHONE, 400, "malformed"),
            ({"_type": "location", "note": "x" * 300_000}, PHONE, 413, "too_large"),
            (message(lon=200), PHONE, 400, "out_of_range"),
        ):
            answer = await doors.http.post("/intake/owntracks", json=json, headers=headers)
            assert (answer.status, (await answer.json())["code"]) == (status, code)
        answer = await doors.http.get("/intake/owntracks")
        assert (answer.status, (await answer.json())["code"]) == (405, "wrong_method")
        assert seen(doors, "w1") is None
