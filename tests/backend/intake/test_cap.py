"""CAP 1.2 warnings."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.intake.plain_xml import read_xml
from domain.incident import Source
from domain.refusal import Refusal
from tests.backend.doors import now, opened_doors
from tests.seeking import tried

HEADERS = {"Authorization": "Bearer warn", "Content-Type": "application/cap+xml"}
CORNERS = "34.272,117.182 34.272,117.186 34.276,117.186 34.272,117.182"
AREA = f"<area><areaDesc>河岸</areaDesc><polygon>{CORNERS}</polygon></area>"
ROOT = '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'


def alert(area: str = AREA, **changed: str) -> str:
    at = datetime.fromtimestamp(now() - 60, UTC).isoformat(timespec="seconds")
    said = {"identifier": "W-1", "sender": "qx@example.org", "sent": at, "status": "Actual", "msgType": "Alert",
            "severity": "Severe", **changed}  # fmt: skip
    head = "".join(f"<{name}>{said[name]}</{name}>" for name in ("identifier", "sender", "sent", "status", "msgType"))

    def info(language: str, headline: str) -> str:
        return (
            f"<info><language>{language}</language><category>Met</category><event>Storm</event>"
            f"<urgency>Immediate</urgency><severity>{said['severity']}</severity><certainty>Likely</certainty>"
            f"<headline>{headline}</headline><description>未来三小时雨量 60 毫米</description>"
            f"<instruction>远离河道</instruction>{area}</info>"
        )

    infos = info("en-US", "Rainstorm") + info("zh-CN", "暴雨橙色预警")
    return f'<?xml version="1.0" encoding="UTF-8"?>{ROOT}{head}<scope>Public</scope>{infos}</alert>'


@pytest.mark.asyncio
async def test_an_alert_becomes_one_incident(tmp_path: Path) -> None:
    async with opened_doors(tmp_path) as doors:
        for _ in range(2):
            answer = await doors.http.post("/intake/cap", data=alert().encode(), headers=HEADERS)
            assert answer.status == 201
        assert len(doors.office.picture.incidents) == 1
        incident = next(iter(doors.office.picture.incidents.values()))
        assert (incident.title, incident.severity, incident.source) == ("暴雨橙色预警", 2, Source.SENSOR)
        assert "远离河道" in incident.text
        assert (incident.place.lon, incident.place.lat) == pytest.approx((117.1847, 34.2733), abs=1e-3)
        assert incident.place.address == "河岸"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("area", "lon"),
    [
        ("<area><areaDesc>圆</areaDesc><circle>34.2733,117.1955 2.5</circle></area>", 117.1955),
        ("<area><areaDesc>城</areaDesc></area>", 117.19),
    ],
)
async def test_areas_of_other_kinds(tmp_path: Path, area: str, lon: float) -> None:
    async with opened_doors(tmp_path) as doors:
        assert (await doors.http.post("/intake/cap", data=alert(area).encode(), headers=HEADERS)).status == 201
        incident = next(iter(doors.office.picture.incidents.values()))
        assert incident.place.lon == pytest.approx(lon, abs=1e-4)


@pytest.mark.asyncio
async def test_what_is_no_alert_changes_nothing(tmp_path: Path) -> None:
    bomb = f'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]>{ROOT}&y;</alert>'
    async with opened_doors(tmp_path) as doors:
        for body, code in (
            (alert(status="Test"), "not_an_alert"),
            (alert(msgType="Cancel"), "not_an_alert"),
            (alert(severity="Awful"), "malformed"),
            (alert(identifier=""), "missing"),
            (alert(sent="2001-01-01T00:00:00Z"), "too_old"),
            (alert(sent="2222-01-01T00:00:00Z"), "future_time"),
            (alert("<area><polygon>a,b c,d</polygon></area>"), "not_a_number"),
            (alert("<area><circle>134,17 2</circle></area>"), "out_of_range"),
            (alert().replace("cap:1.2", "cap:9.9"), "malformed"),
            (bomb, "malformed"),
            ("<a>" * 50 + "</a>" * 50, "malformed"),
            ("<alert", "malformed"),
            ("", "malformed"),
        ):
            answer = await doors.http.post("/intake/cap", data=body.encode(), headers=HEADERS)
            assert answer.status >= 400
            assert (await answer.json())["code"] == code, body[:200]
        wrong = {**HEADERS, "Authorization": "Bearer app"}
        assert (await doors.http.post("/intake/cap", data=alert().encode(), headers=wrong)).status == 403
        assert not doors.office.picture.incidents


@tried(300)
@given(st.data())
def test_no_xml_gets_past_the_reader_but_as_elements(data: st.DataObject) -> None:
    whole = bytearray(alert().encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    try:
        read_xml(bytes(whole))
    except Refusal as refusal:
        assert refusal.code == "malformed"
