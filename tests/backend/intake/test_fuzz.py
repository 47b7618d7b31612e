"""Nonsense at every door: nothing breaks, nothing hangs, nobody else notices."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.intake import osmand, owntracks, values
from backend.intake.bodies import decode_json, form_of
from backend.intake.pictures import cleaned
from backend.intake.values import Fix
from benchmarks.nonsense import ODD, mutated, twisted
from domain.datum import Datum
from domain.refusal import Refusal
from tests.backend.doors import Doors, now, opened_doors, seen
from tests.backend.intake.test_osmand import location, query
from tests.backend.intake.test_owntracks import message
from tests.backend.intake.test_positions import block
from tests.seeking import tried

#: Requests one run of the door fuzz makes.
ROUNDS = 1500

scalars = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20) | st.sampled_from(ODD)
names = st.text(max_size=9)
anything = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner))


def survives(work: Callable[[], object]) -> object:
    """The result, or None where it was refused; nothing else may come out."""
    try:
        return work()
    except Refusal as refusal:
        assert refusal.code
        assert refusal.sentence
        return None


@tried(300)
@given(value=anything, other=anything, datum=st.sampled_from(Datum))
def test_values_are_good_or_refused(value: object, other: object, datum: Datum) -> None:
    place = survives(lambda: values.place(value, other, datum))
    assert place is None or (isinstance(place, tuple) and all(abs(degrees) <= 181 for degrees in place))
    at = survives(lambda: values.moment("at", value))
    assert at is None or isinstance(at, float | int)
    if isinstance(at, float):
        survives(lambda: values.recent(at, 1.7e9))
    speed, heading = values.motion(value, other)
    assert speed is None or 0 <= speed <= values.FASTEST
    assert heading is None or 0 <= heading < 360


@tried(200)
@given(st.dictionaries(st.sampled_from(("location", "device_id", "x")), anything), anything)
def test_json_fixes_are_fixes_or_refused(whole: dict[str, Any], odd: object) -> None:
    for candidate in (whole, odd, {"location": {"timestamp": odd, "coords": odd}}):
        found = survives(lambda candidate=candidate: osmand.from_json(candidate, Datum.WGS84))  # type: ignore[misc]
        for hand in found[1] if isinstance(found, tuple) else ():
            fix = survives(hand)
            assert fix is None or isinstance(fix, Fix)
    for candidate in (whole, odd, {"_type": "location", "lat": odd, "lon": odd, "tst": odd}):
        found = survives(lambda candidate=candidate: owntracks.hands_of(candidate, Datum.GCJ02))  # type: ignore[misc]
        for hand in found if isinstance(found, list) else ():
            assert isinstance(survives(hand), Fix | None)


@tried(200)
@given(st.binary(max_size=300))
def test_bytes_are_something_or_refused(content: bytes) -> None:
    survives(lambda: decode_json(content))
    survives(lambda: form_of(content))
    survives(lambda: cleaned(content))
    survives(lambda: cleaned(b"\xff\xd8\xff\xe0" + content))
    survives(lambda: cleaned(b"\x89PNG\r\n\x1a\n" + content))


def attack(dice: random.Random) -> tuple[str, str, dict[str, Any]]:
    """Method, path and arguments of one request that is nearly right."""
    bearer = {"Authorization": f"Bearer {dice.choice(('phone', 'fleet', 'app', 'eye', 'wrong', ''))}"}
    as_json = {**bearer, "Content-Type": dice.choice(("application/json", "text/plain", "application/json; charset=x"))}
    report = {"service_code": "P01", "lat": "34.2733", "long": "117.1855", "description": "井盖", "api_key": "app"}
    part = b"--b\r\nContent-Disposition: form-data; name="
    picture = part + b'"note"\r\n\r\nok\r\n' + part + b'"photo"; filename="a.jpg"\r\n\r\n\xff\xd8\xff\r\n--b--\r\n'
    form_part = {**bearer, "Content-Type": "multipart/form-data; boundary=b"}
    params = {name: str(value)[:200] for name, value in twisted(query(), dice).items() if value is not None}
    task = dice.choice(("i1", "i4", "..%2f..", "%00", "长"))
    said = dice.choice(("accept", "decline", "arrive", "report", "done", "x"))
    return dice.choice(
        (
            ("GET", "/intake/osmand", {"params": params}),
            ("POST", "/intake/osmand", {"data": mutated(urlencode(params).encode(), dice), "headers": {
                "Content-Type": "application/x-www-form-urlencoded"}}),
            ("POST", "/intake/osmand", {"json": twisted({"location": location(), "device_id": "phone"}, dice)}),
            ("POST", "/intake/osmand", {"data": mutated(json.dumps(location()).encode(), dice), "headers": as_json}),
            ("POST", "/intake/owntracks", {"json": twisted(message(), dice), "headers": bearer}),
            ("POST", "/intake/owntracks", {"data": mutated(json.dumps(message()).encode(), dice), "headers": as_json}),
            ("POST", "/intake/positions", {"data": mutated(block(now()), dice), "headers": {
                **bearer, "Content-Type": "application/octet-stream"}}),
            ("POST", "/open311/v2/requests.json", {"json": twisted(report, dice), "headers": bearer}),
            ("POST", "/open311/v2/requests.json", {"data": mutated(picture, dice), "headers": form_part}),
            ("GET", "/open311/v2/requests.json", {"params": {
                "api_key": "app", dice.choice(("status", "start_date", "page")): str(dice.choice(ODD))[:50]}}),
            ("GET", f"/open311/v2/requests/{task}.json", {"headers": bearer}),
            ("GET", "/field/tasks", {"headers": bearer, "params": {"since": str(dice.choice(ODD))[:50]}}),
            ("POST", f"/field/tasks/{task}/{said}", {"headers": as_json, "data": mutated(b'{"reason": "x"}', dice)}),
            ("POST", f"/field/tasks/{task}/{said}", {"headers": form_part, "data": mutated(picture, dice)}),
            ("POST", "/field/duty", {"headers": bearer, "json": twisted({"state": "free", "worker": "w2"}, dice)}),
            ("POST", "/field/reports", {"headers": bearer, "json": twisted(
                {"worker": "w2", "text": "井盖", "lon": 117.1855, "lat": 34.2733, "occurred_at": now()}, dice)}),
            ("GET", f"/field/photos/{task}", {"headers": bearer}),
        )
    )  # fmt: skip


# The library warns of broken part headers once; they are refused or read as fields without a name.
@pytest.mark.filterwarnings("ignore::aiohttp.multipart.BadContentDispositionHeader")
@pytest.mark.filterwarnings("ignore::aiohttp.multipart.BadContentDispositionParam")
@pytest.mark.asyncio
@pytest.mark.timeout(120)
async def test_fifteen_hundred_nearly_right_requests(tmp_path: Path) -> None:
    dice = random.Random(20261122)
    async with opened_doors(tmp_path) as doors:
        for _ in range(ROUNDS):
            method, path, arguments = attack(dice)
            data = arguments.get("data")
            if isinstance(data, bytes):
                arguments = {**arguments, "data": io.BytesIO(data)}
            try:
                answer = await doors.http.request(method, path, **arguments)
                body = await answer.read()
            except aiohttp.ClientError as error:
                # The library refuses a broken head or transfer before a handler sees it, and hangs up.
                assert isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError), (path, error)
                continue
            assert answer.status < 500, (method, path, arguments, body)
            if answer.status >= 400 and answer.content_type == "application/json":
                said = json.loads(body)
                said = said[0] if isinstance(said, list) else said
                assert said.get("code"), (method, path, said)
        await unharmed(doors)


async def unharmed(doors: Doors) -> None:
    """The next honest phone is served as ever."""
    for token, worker in (("phone", "w1"), ("phone2", "w2")):
        state = {"Authorization": f"Bearer {token}"}
        assert (await doors.http.post("/field/duty", data={"state": "free"}, headers=state)).status == 200
        at, picture = now(), doors.office.picture
        outrun = picture.positions.fixed_at[picture.workers[worker].index] > at
        fix = query(id=token, timestamp=f"{at:.3f}", lat="34.2741")
        answer = await doors.http.get("/intake/osmand", params=fix)
        said = await answer.json()
        # A block whose sender runs half a minute ahead is allowed, and an attack may have placed such a one: then the
        # honest fix is told that a newer one is known, and goes into the track.
        assert answer.status == 200
        if outrun:
            assert said["code"] == "outdated", said
        else:
            assert said["accepted"] == 1, said
            assert seen(doors, worker) == pytest.approx((117.1855, 34.2741), abs=1e-6)


