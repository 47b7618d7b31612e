"""What is set is kept, applied, and read before anything is shown at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest

import main
from desktop.cities import USUAL, cities, first_city
from desktop.preferences import FILE, PreferenceFile, Preferences


def test_preferences_come_back(tmp_path: Path) -> None:
    PreferenceFile(tmp_path).change(scale=200, city="nanjing", volume=5, silent=frozenset({"new-blue"}))
    assert PreferenceFile(tmp_path).now == Preferences(False, 200, "nanjing", 5, frozenset({"new-blue"}))


@pytest.mark.parametrize("content", [b"{", b'{"scale": 5}', b'{"scale": 9000}', b'{"volume": 101}', b'{"city": 3}'])
@pytest.mark.logs("cannot be read")
def test_what_cannot_be_understood_counts_as_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert PreferenceFile(tmp_path).now == Preferences()


def test_what_an_older_program_kept_is_understood(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'{"toured": true}')
    assert PreferenceFile(tmp_path).now == Preferences(toured=True)


def test_cities_that_come_along_and_those_that_were_loaded(tmp_path: Path) -> None:
    (tmp_path / "my-town").mkdir()
    (tmp_path / "my-town" / "city.pack").touch()
    (tmp_path / "people").mkdir()
    listed = dict(cities(tmp_path, "en"))
    assert listed["nanjing"].startswith("Nanjing")
    assert dict(cities(tmp_path, "zh"))["gulou"] == "徐州市鼓楼区"
    assert list(listed)[-1] == "my-town"
    assert "people" not in listed
    assert first_city(tmp_path, "my-town") == "my-town"
    assert first_city(tmp_path, "nanjing") == "nanjing"
    assert first_city(tmp_path, "gone") == first_city(tmp_path, "") == USUAL


def test_the_command_line_leaves_open_what_was_set() -> None:
    given = main.parser().parse_args(["desk"])
    assert (given.city, given.scale) == ("", None)
    assert main.parser().parse_args(["serve"]).city == USUAL
    assert main.parser().parse_args(["desk", "--city", "nanjing", "--scale", "2"]).city == "nanjing"
