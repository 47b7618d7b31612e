"""A severity that nobody knows costs no report, and is said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.load.severities import ALLOWED, UnknownSeverities, severity_of
from domain.category import Severity
from tests.backend.load.loading import Loading


@pytest.mark.parametrize(
    ("severity", "texts"),
    [
        (Severity.RED, ["1", "I", "Ⅰ级", "red", "I red", "I 红", "红色", "特急", "Critical", " EMERGENCY "]),
        (Severity.ORANGE, ["2", "II", "Ⅱ", "II orange", "橙", "紧急", "HIGH"]),
        (Severity.YELLOW, ["3", "iii", "３级", "yellow", "III 黄", "一般", "medium"]),
        (Severity.BLUE, ["4", "IV", "IV  blue", "蓝", "较低", "low"]),
        (None, ["", " ", "5", "0", "V", "P1", "级", "purple"]),
    ],
)
def test_as_people_and_programs_write_it(severity: Severity | None, texts: list[str]) -> None:
    assert {severity_of(text) for text in texts} == {severity}


def test_every_word_that_is_named_as_known_is_known() -> None:
    words = [word for word in ALLOWED.replace(",", " ").split() if word not in ("to", "or")]
    assert all(severity_of(word) for word in words)
    assert len(words) == 16


@given(st.lists(st.text(max_size=60)))
def test_those_that_mean_nothing_are_counted_and_no_others(texts: list[str]) -> None:
    unknown = UnknownSeverities()
    for line, text in enumerate(texts, 2):
        unknown.look(text, line)
    lost = [text for text in texts if text.strip() and severity_of(text) is None]
    assert bool(unknown.told) == bool(lost)
    assert unknown.told.startswith(f"{len(lost)} report") or not lost


def test_the_report_is_taken_with_its_category_s_and_it_is_said(loading: Loading) -> None:
    rows = ["id,lon,lat,text,priority"]
    words = "特急", "P9", "", "soon", "5"
    rows += [f"{number},117.205,34.265,路面破损,{word}" for number, word in enumerate(words, 1)]
    rows += ["6,118.9,34.265,far away,P7", "7,117.205,34.265,路面破损,P8"]
    path = loading.write("calls.csv", "\n".join(rows) + "\n")
    preview = loading.load(path, preview=True)
    assert "3 reports have a severity that nobody knows" in preview.said
    outcome = loading.load(path)
    assert (outcome.code, outcome.tally) == (0, (7, 6, 0, 1))
    assert (
        "calls.csv: 4 reports have a severity that nobody knows and take their category's: 'P9' in line 3, 'soon' in "
        f"line 5, '5' in line 6 …. Known are {ALLOWED}.\n"
    ) in outcome.said
    first, second, third, *_ = loading.incidents()
    assert first.severity is Severity.RED
    usual = next(one.severity for one in loading.city().rules.categories if one.code == second.category)
    assert second.severity == third.severity == usual


def test_nothing_is_said_where_all_are_known_or_none_is_given(loading: Loading) -> None:
    known = loading.write("known.csv", "id,lon,lat,priority\n1,117.205,34.265,2\n2,117.205,34.265,\n")
    silent = loading.write("silent.csv", "id,lon,lat\n3,117.205,34.265\n")
    outcome = loading.load(known, silent)
    assert outcome.tally == (3, 3, 0, 0)
    assert "severity that" not in outcome.said


def test_one_is_one(loading: Loading) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"id": 1, "priority": "urgentish"},
            "geometry": {"type": "Point", "coordinates": [117.205, 34.265]},
        }
    ]
    path = loading.write("one.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    said = loading.load(path).said
    assert "1 report has a severity that nobody knows and takes its category's: 'urgentish' in line 1. Known" in said
