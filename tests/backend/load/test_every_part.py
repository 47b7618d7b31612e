"""The example of docs/loading.md: every part of a city from somebody's own files, together and one after the other."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from backend import cityprofile
from domain.region import Level, RegionTree
from domain.worker import Mode
from tests.backend.load.loading import STREETS, Loading

OWN = Path(__file__).parents[3] / "docs" / "samples" / "own-city"
RULES = {"categories": str(OWN / "categories.toml"), "calendar": str(OWN / "calendar.toml")}


def test_a_city_of_which_every_part_is_given(loading: Loading) -> None:
    made = loading.load(OWN / "regions.geojson", STREETS, OWN / "people.csv", city="own", title="Campo Grande", **RULES)
    assert made.code == 0
    assert "by its longitude" not in made.said
    cameras = loading.load(OWN / "cameras.csv", city="own", kind="cameras")
    assert cameras.tally == (3, 3, 0, 0)
    overlays = loading.load(OWN / "overlays.geojson", city="own")
    assert overlays.tally == (4, 4, 0, 0)
    assert "join the people of the city (2): Gil Nunes, Helena Castro" in overlays.said
    city = loading.city("own")
    tree = RegionTree(city.geography.regions)
    assert [street.name for street in tree.at_level(Level.STREET)] == ["Jardim dos Estados", "Vila Cidade Jardim"]
    assert "Avenida Afonso Pena" in city.geography.roads.names
    assert [(one.id, one.role) for one in city.workers[:3]] == [
        ("W1", "grid_head"), ("W2", "grid_head"), ("W3", "grid_worker")
    ]  # fmt: skip
    assert len(city.workers) == 8
    grids = [city.overlays.grid(number, city.geography.regions) for number in range(len(city.overlays))]
    assert [(one.code, city.workers[one.officer].name) for one in grids] == [
        ("P-01", "Gil Nunes"), ("P-02", "Gil Nunes"), ("P-03", "Helena Castro"), ("E-01", "Ana Souza")
    ]  # fmt: skip
    assert city.workers[3].mode is Mode.FOOT
    assert [camera.name for camera in city.cameras] == ["Avenida Afonso Pena", "Rua Ceara", "Rua da Paz"]
    assert [one.code for one in city.rules.categories] == ["U01", "U02", "U11", "U99"]
    assert (city.rules.calendar.zone, city.rules.calendar.windows[0]) == ("America/Campo_Grande", (450, 690))


def test_each_part_alone(loading: Loading) -> None:
    loading.load(OWN / "regions.geojson", STREETS, OWN / "people.csv", city="own", **RULES)
    loading.load(OWN / "cameras.csv", city="own", kind="cameras")
    before = loading.city("own")

    other = loading.write("other.csv", "id,name,lon,lat\nX,Elsewhere,-54.59,-20.46\n")
    assert loading.load(other, city="own", kind="cameras", replace=True).tally == (1, 1, 0, 0)
    assert [camera.code for camera in loading.city("own").cameras] == ["X"]

    told = loading.load(city="own", calendar="cn")
    assert (told.code, told.tally) == (0, (0, 0, 0, 0))
    assert "own has new rules" in told.said
    calendar = loading.city("own").rules.calendar
    assert (calendar.zone, calendar.windows[0]) == ("America/Campo_Grande", (480, 720))
    assert "2026-10-01" in calendar.holidays

    loading.load(city="own", categories="gb30428")
    codes = [one.code for one in loading.city("own").rules.categories]
    listed = [one.code for one in cityprofile.load_categories("gb30428")]
    assert set(listed) | {"U01", "U02", "U11", "U99"} == set(codes), "cases of before keep their names"
    assert codes[-1] == listed[-1]

    assert "own has new roads" in loading.load(STREETS, city="own").said
    after = loading.city("own")
    assert (after.geography.roads.nodes == before.geography.roads.nodes).all()
    assert after.workers == before.workers
    assert np.array_equal(after.geography.outlines.points, before.geography.outlines.points)


def test_a_shipped_city_keeps_its_rules_and_nothing_given_is_nothing_to_do(loading: Loading) -> None:
    outcome = loading.load(city="gulou", calendar="cn")
    assert outcome.code == 2
    assert "has its own categories and calendar" in outcome.said
    assert "Say what to load" in loading.load(city="own").said


def test_files_that_are_no_lists_are_named(loading: Loading) -> None:
    loading.load(OWN / "regions.geojson", STREETS, city="own")
    empty = loading.write("mine.toml", "")
    assert f"{empty}: there are no categories" in loading.load(city="own", categories=str(empty)).said
    wrong = loading.write("days.toml", 'zone = "Mars/Base"\nwindows = [[480, 720]]\nweekdays = [1]\n')
    assert "there is no time zone 'Mars/Base'" in loading.load(city="own", calendar=str(wrong)).said
    assert "there is no such file" in loading.load(city="own", calendar=str(loading.data / "none.toml")).said
