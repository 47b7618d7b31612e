"""Open311 GeoReport v2 as resident apps and hotlines speak it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from domain.incident import Source
from tests.backend.doors import Doors, now, opened_doors

FORM = {
    "api_key": "app", "service_code": "P01", "lat": "34.2733", "long": "117.1855", "address_string": "东西路 12 号",
    "description": "井盖不见了", "first_name": "国强", "last_name": "张", "phone": "13800000000", "device_id": "a1",
    "email": "z@example.org", "media_url": "https://example.org/a.jpg", "attribute[color]": "red",
}  # fmt: skip


async def asked(doors: Doors, path: str, **query: str) -> tuple[int, Any]:
    answer = await doors.http.get(f"/open311/v2/{path}", params=query)
    return answer.status, await answer.json()


async def posted(doors: Doors, **changed: str) -> tuple[int, Any]:
    form = {name: value for name, value in {**FORM, **changed}.items() if value != "-"}
    answer = await doors.http.post("/open311/v2/requests.json", data=form)
    return answer.status, await answer.json()


@pytest.mark.asyncio
async def test_services_are_the_citys_categories(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        status, services = await asked(doors, "services.json")
        assert status == 200
        assert {service["service_code"] for service in services} == {"P01", "E01", "X01", "other"}
        wanted = {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}
        assert all(set(service) == wanted for service in services)
        assert (await asked(doors, "services/P01.json"))[0] == 200
        status, errors = await asked(doors, "services/Z9.json")
        assert (status, errors[0]["code"], errors[0]["reason"]) == (404, 404, "unknown_service")


@pytest.mark.asyncio
async def test_a_request_becomes_an_incident_that_its_sender_can_follow(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        status, body = await posted(doors)
        assert status == 201
        incident = doors.office.picture.incidents[body[0]["service_request_id"]]
        assert (incident.category, incident.source, incident.region) == ("P01", Source.RESIDENT, "32001001001")
        assert (incident.place.lon, incident.place.lat) == (117.1855, 34.2733)
        assert (incident.reporter.name, incident.reporter.phone) == ("国强 张", "13800000000")
        assert incident.text == "井盖不见了\n图片: https://example.org/a.jpg"

        status, rows = await asked(doors, f"requests/{incident.id}.json", api_key="app")
        assert status == 200
        assert (rows[0]["status"], rows[0]["service_name"], rows[0]["lat"]) == ("open", "井盖缺失", 34.2733)
        assert "13800000000" not in str(rows)
        stamp = datetime.fromisoformat(rows[0]["requested_datetime"])
        assert abs(stamp.timestamp() - now()) < 30
        # Another system's channel does not see it.
        assert (await asked(doors, f"requests/{incident.id}.json", api_key="12345"))[0] == 404
        assert (await asked(doors, "requests.json", api_key="12345")) == (200, [])


@pytest.mark.asyncio
async def test_json_bodies_multipart_pictures_and_a_hotline(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        whole = {"service_code": "other", "lat": 34.2733, "long": 117.1955, "description": "一堆垃圾没有人收"}
        answer = await doors.http.post(
            "/open311/v2/requests.json", json=whole, headers={"Authorization": "Bearer 12345"}
        )
        assert answer.status == 201
        incident = doors.office.picture.incidents[(await answer.json())[0]["service_request_id"]]
        assert (incident.source, incident.category, incident.region) == (Source.HOTLINE, "E01", "32001001002")

        picture = io.BytesIO()
        exif = Image.Exif()
        exif[0x9286] = "secret place"
        Image.new("RGB", (2400, 1200), "red").save(picture, "JPEG", exif=exif)
        form = aiohttp.FormData({name: FORM[name] for name in ("api_key", "service_code", "lat", "long")})
        form.add_field("media", picture.getvalue(), filename="../../a.jpg", content_type="image/jpeg")
        answer = await doors.http.post("/open311/v2/requests.json", data=form)
        assert answer.status == 201
        incident = doors.office.picture.incidents[(await answer.json())[0]["service_request_id"]]
        kept = await doors.door.photos.read(incident.photos[0])
        assert kept is not None
        assert b"secret" not in kept
        assert Image.open(io.BytesIO(kept)).size == (1920, 960)


@pytest.mark.asyncio
async def test_the_same_request_twice_is_one_incident(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        first = await posted(doors, external_id="A-17")
        second = await posted(doors, external_id="A-17", description="noch einmal")
        assert first == second
        assert len(doors.office.picture.incidents) == 1


@pytest.mark.asyncio
async def test_filters(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        ids = [(await posted(doors, service_code=code))[1][0]["service_request_id"] for code in ("P01", "E01", "P01")]

        async def found(**query: str) -> list[str]:
            status, rows = await asked(doors, "requests.json", api_key="app", **query)
            assert status == 200, rows
            return sorted(row["service_request_id"] for row in rows)

        assert await found() == sorted(ids)
        assert await found(service_code="E01") == [ids[1]]
        assert await found(service_request_id=f"{ids[0]},{ids[1]}") == sorted(ids[:2])
        assert await found(status="closed") == []
        assert await found(status="open,closed") == sorted(ids)
        yesterday = datetime.fromtimestamp(now() - 86_400, UTC).isoformat()
        assert await found(start_date=yesterday) == sorted(ids)
        assert await found(end_date=yesterday) == []
        assert len(await found(page_size="2", page="2")) == 1
        for query in ({"status": "lost"}, {"start_date": "x"}, {"page": "0"},
                      {"start_date": "2020-01-01T00:00:00Z", "end_date": "2021-01-01T00:00:00Z"}):  # fmt: skip
            status, errors = await asked(doors, "requests.json", api_key="app", **query)
            assert (status, errors[0]["code"]) == (400, 400)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("changed", "status", "reason"),
    [
        ({"api_key": "-"}, 403, "unauthorised"),
        ({"api_key": "guessed"}, 403, "unauthorised"),
        ({"api_key": "phone"}, 403, "wrong_channel"),
        ({"service_code": "-"}, 400, "missing"),
        ({"service_code": "Z9"}, 404, "unknown_service"),
        ({"jurisdiction_id": "elsewhere"}, 404, "unknown_jurisdiction"),
        ({"lat": "-"}, 400, "missing"),
        ({"lat": "north"}, 400, "not_a_number"),
        ({"lat": "117.1", "long": "34.2"}, 400, "out_of_range"),
        ({"lat": "0", "long": "0"}, 400, "null_island"),
        ({"description": "长" * 4001}, 400, "too_long"),
        ({"requested_datetime": "2222-01-01T00:00:00Z"}, 400, "future_time"),
        ({"requested_datetime": "2001-01-01T00:00:00Z"}, 400, "too_old"),
        ({"datum": "mars2"}, 404, "unknown_datum"),
    ],
)
async def test_refusals_in_the_words_of_the_specification(
    tmp_path: Path, changed: dict[str, str], status: int, reason: str
) -> None:
    async with opened_doors(tmp_path) as doors:
        found, errors = await posted(doors, **changed)
        assert (found, errors[0]["code"], errors[0]["reason"]) == (status, status, reason)
        assert errors[0]["description"]
        assert doors.refused(reason) == 1
        assert not doors.office.picture.incidents


@pytest.mark.asyncio
async def test_xml_is_refused_with_a_word_about_it(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        status, errors = await asked(doors, "services.xml")
        assert (status, errors[0]["reason"]) == (404, "unknown_format")
        assert ".json" in errors[0]["description"]
