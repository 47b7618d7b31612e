"""The Traccar Client app, as its versions before and after 9 speak."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.backend.doors import Doors, now, opened_doors, seen

LON, LAT = 117.1855, 34.2733


def query(**changed: str) -> dict[str, str]:
    """What the query form of the app holds (its ProtocolFormatter)."""
    whole = {
        "id": "phone", "timestamp": str(int(now())), "lat": str(LAT), "lon": str(LON), "speed": "4.0",
        "bearing": "90.0", "altitude": "31.0", "accuracy": "12.0", "batt": "77.0",
    }  # fmt: skip
    return {**whole, **changed}


def location(**changed: object) -> dict[str, object]:
    """What the location template of the app's newer versions gives."""
    coords = {"latitude": LAT, "longitude": LON, "accuracy": 9.2, "speed": 2.5, "heading": 271.0, "altitude": 30.0}
    at = datetime.fromtimestamp(now(), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    whole: dict[str, object] = {
        "timestamp": at, "coords": coords, "is_moving": True, "odometer": 133.1, "event": "motionchange",
        "battery": {"level": 0.8, "is_charging": False}, "activity": {"type": "walking"}, "extras": {},
        "_": f"&id=phone&lat={LAT}&lon={LON}&timestamp={at}&",
    }  # fmt: skip
    return {**whole, **changed}


@pytest.mark.asyncio
async def test_the_query_form_moves_the_worker_and_its_speed_is_in_knots(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        for method in ("get", "post"):
            fix = query(timestamp=f"{now():.3f}", lon=str(LON + len(method) / 1e4))
            answer = await doors.http.request(method, "/intake/osmand", params=fix)
            assert (answer.status, await answer.json()) == (200, {"accepted": 1, "refused": 0})
        assert seen(doors, "w1") == pytest.approx((LON + 4e-4, LAT), abs=1e-6)
        assert doors.office.picture.positions.speed[0] == pytest.approx(4 * 1852 / 3600, abs=0.01)
        assert doors.office.picture.positions.heading[0] == pytest.approx(90)


@pytest.mark.asyncio
async def test_form_bodies_and_all_ways_to_write_the_time(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        start = now() - 50
        iso = datetime.fromtimestamp(start + 20, UTC).isoformat()
        for step, stamp in enumerate((f"{start:.0f}", f"{(start + 10) * 1000:.0f}", iso, iso[:19].replace("T", " "))):
            form = query(timestamp=stamp, lat=str(LAT + step / 1e4))
            answer = await doors.http.post("/intake/osmand", data=form)
            body = await answer.json()
            assert answer.status == 200
            assert body.get("code") in (None, "outdated"), body
        assert doors.office.picture.positions.fixed_at[0] == pytest.approx(start + 20, abs=1.5)


@pytest.mark.asyncio
async def test_the_json_form_single_and_in_batches(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        answer = await doors.http.post("/intake/osmand", json={"location": location(), "device_id": "phone"})
        assert (answer.status, await answer.json()) == (200, {"accepted": 1, "refused": 0})
        assert seen(doors, "w1") == pytest.approx((LON, LAT), abs=1e-6)
        assert doors.office.picture.positions.speed[0] == pytest.approx(2.5)
        old = datetime.fromtimestamp(now() - 30 * 3600, UTC).isoformat()
        coords = {"latitude": LAT + 1e-3, "longitude": LON, "speed": -1, "heading": -1}
        batch = [location(timestamp=old), location(coords=coords), location(coords={"latitude": "x"}), 7]
        answer = await doors.http.post("/intake/osmand", json={"location": batch, "device_id": "phone"})
        body = await answer.json()
        assert answer.status == 200  # what is good was taken, what is not would only block the phone's queue
        assert (body["accepted"], body["refused"]) == (1, 3)
        assert {reason["code"] for reason in body["reasons"]} == {"too_old", "missing", "malformed"}
        assert seen(doors, "w1") == pytest.approx((LON, LAT + 1e-3), abs=1e-6)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"timestamp": str(int(now() + 600))}, "future_fix"),
        ({"timestamp": str(int(now() - 25 * 3600))}, "too_old"),
        ({"lat": "0", "lon": "0"}, "null_island"),
        ({"valid": "false"}, "no_fix"),
        ({"mock": "true"}, "mock"),
        ({"id": "home"}, "off_duty"),
        ({"id": "lost"}, "unknown_worker"),
        ({"lat": "48.8", "lon": "2.3"}, "outside_city"),
    ],
)
async def test_what_a_phone_may_hold_is_refused_with_200_so_that_its_queue_goes_on(
    tmp_path: Path, changed: dict[str, str], code: str
) -> None:
    async with opened_doors(tmp_path) as doors:
        answer = await doors.http.get("/intake/osmand", params=query(**changed))
        body = await answer.json()
        assert (answer.status, body["code"], body["accepted"]) == (200, code, 0)
        assert answer.headers["X-Refused"] == code
        assert body["sentence"]
        assert seen(doors, "w1") is None
        assert seen(doors, "w3") is None
        assert doors.refused(code) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"lat": "nan"}, 400, "not_a_number"),
        ({"lat": "91"}, 400, "out_of_range"),
        ({"lon": "1e400"}, 400, "not_a_number"),
        ({"lat": ""}, 400, "missing"),
        ({"timestamp": "yesterday"}, 400, "not_a_time"),
        ({"timestamp": ""}, 400, "missing"),
        ({"id": "wrong"}, 401, "unauthorised"),
        ({"id": ""}, 401, "unauthorised"),
        ({"id": "app"}, 403, "wrong_channel"),
    ],
)
async def test_what_no_such_app_sends_is_an_error(
    tmp_path: Path, changed: dict[str, str], status: int, code: str
) -> None:
    async with opened_doors(tmp_path) as doors:
        answer = await doors.http.get("/intake/osmand", params=query(**changed))
        assert (answer.status, (await answer.json())["code"]) == (status, code)
        assert doors.refused(code) == 1
        assert seen(doors, "w1") is None


@pytest.mark.asyncio
async def test_a_datum_is_converted_when_it_is_named_and_never_guessed(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        await doors.http.get("/intake/osmand", params=query(timestamp=str(int(now() - 9))))
        plain = seen(doors, "w1")
        await doors.http.get("/intake/osmand", params=query(datum="gcj02"))
        shifted = seen(doors, "w1")
        assert plain == pytest.approx((LON, LAT), abs=1e-6)
        assert plain is not None
        assert shifted is not None
        assert 300 < 111_000 * abs(plain[0] - shifted[0]) + 111_000 * abs(plain[1] - shifted[1]) < 1200
        answer = await doors.http.get("/intake/osmand", params=query(datum="tokyo"))
        assert (answer.status, (await answer.json())["code"]) == (404, "unknown_datum")


@pytest.mark.asyncio
async def test_what_was_sent_before_is_not_taken_again(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        fix = query()
        await doors.http.get("/intake/osmand", params=fix)
        answer = await doors.http.get("/intake/osmand", params=fix)
        assert (answer.status, (await answer.json())["code"]) == (200, "duplicate")
        late = query(timestamp=str(int(now() - 600)), lat=str(LAT + 1e-3))
        answer = await doors.http.get("/intake/osmand", params=late)
        assert (answer.status, (await answer.json())["code"]) == (200, "outdated")
        assert seen(doors, "w1") == pytest.approx((LON, LAT), abs=1e-6)


@pytest.mark.asyncio
async def test_bodies_that_want_to_hurt(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        json = {"Content-Type": "application/json"}
        for body, headers, status, code in (
            (b"[" * 200_000, json, 400, "malformed"),
            (b'{"location": "\xff\xfe"}', json, 400, "malformed"),
            (b"x" * 600_000, json, 413, "too_large"),
            (b"<xml/>", {"Content-Type": "text/xml"}, 415, "content_type"),
            (b"a=%ff&id=phone", {"Content-Type": "application/x-www-form-urlencoded"}, 400, "malformed"),
        ):
            answer = await doors.http.post("/intake/osmand", data=body, headers=headers)
            assert (answer.status, (await answer.json())["code"]) == (status, code)
        assert await still_works(doors)


async def still_works(doors: Doors) -> bool:
    answer = await doors.http.get("/intake/osmand", params=query())
    return answer.status == 200 and (await answer.json())["accepted"] == 1
