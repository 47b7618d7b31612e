"""The five cities as data: counts, places, categories, people and words. What is made of them is tested elsewhere."""

from __future__ import annotations

import csv
import json
from collections import Counter
from functools import cache

import msgspec
import pytest
import shapely

from backend.cityprofile import (
    RESOURCES,
    Profile,
    load_calendar,
    load_categories,
    load_profile,
    load_workflow,
    profiles,
)
from backend.simulator.phrases import Phrases
from domain.incident import Source
from domain.names import Name
from domain.region import Level
from domain.workcalendar import check_calendar

CITIES = ("gulou", "hechuan", "lianyungang", "nanjing", "tongzhou")
#: Districts, streets, communities, grids, people, departments, cameras; what is published of each is in docs/cities.md.
COUNTS = {
    "gulou": (1, 7, 69, 376, 786, 19, 7396),
    "hechuan": (1, 30, 419, 3633, 5200, 20, 75_000),
    "lianyungang": (6, 87, 1685, 4234, 6800, 20, 26_000),
    "nanjing": (12, 104, 1321, 12_545, 15_000, 20, 42_000),
    "tongzhou": (1, 22, 656, 2680, 4200, 18, 18_600),
}
#: What each city is known for, as it must be in its figures.
KNOWN = {
    "gulou": {
        "residents": 320_000, "registered": 170_000, "work_items": 119, "public_services": 241,
        "services_without_visit": 139, "online_items": 13_236, "settled_share": 0.86, "clue_categories": 9,
        "subsystems": 11, "full_time": 786, "cameras": 7396, "departments": 19,
    },
    "hechuan": {
        "systems_shared": 67, "data_items_shared": 356, "items_a_day": 2300, "satisfaction": 0.986,
        "business_kinds": 26, "safety_indicators": 185, "risks_forecast": 10, "risks_guided": 5, "risks_analysed": 46,
        "scan_minutes": 3, "incident_classes": 6, "work_items": 48, "cameras": 75_000, "centre_levels": 3,
        "grids": 3633,
    },
    "lianyungang": {
        "villages": 1685, "grids": 4234, "departments": 20, "incident_classes": 6, "work_items": 42,
        "platform_modules": 4, "linked_sources": 5,
    },
    "nanjing": {
        "districts": 12, "grids": 12_545, "legal_affairs_part_time": 14_000, "managed_estates": 3008,
        "unmanaged_estates": 2276, "platforms": 3, "platform_parts": 4, "district_departments": 16,
        "standard_procedures": 22, "inspection_departments": 20,
    },
    "tongzhou": {"platform_functions": 5, "deliberation_steps": 6},
}  # fmt: skip


@cache
def profile(city: str) -> Profile:
    return load_profile(city)


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (RESOURCES / "geography" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def outlines() -> dict[str, shapely.Geometry]:
    text = (RESOURCES / "geography" / "outlines.geojson").read_text(encoding="utf-8")
    return {
        feature["properties"]["code"]: shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in json.loads(text)["features"]
    }


def listed(city: str) -> dict[str, str]:
    """Official street codes of a city → names."""
    return {row["street_code"]: row["name"] for row in rows("streets.csv") if row["city"] == city}


def shown(city: str) -> tuple[set[str], set[str]]:
    """Codes of the streets and communities a city shows."""
    merged, left_out = profile(city).merged, set(profile(city).left_out)
    streets = listed(city).keys() - {merge.street for merge in merged} - left_out
    communities = {
        row["community_code"]
        for row in rows("communities.csv")
        if row["street_code"] in streets and row["community_code"] not in left_out
    }
    added = [f"{merge.into}{merge.code}" for merge in merged]
    assert len(set(added)) == len(added)
    assert not set(added) & {row["community_code"] for row in rows("communities.csv")}
    return streets, communities | set(added)


def test_the_five_cities_ship() -> None:
    assert tuple(profiles()) == CITIES


@pytest.mark.parametrize("city", CITIES)
def test_a_city_says_its_name_in_both_languages_and_what_is_real(city: str) -> None:
    one = profile(city)
    assert one.code == city
    assert one.name.zh and one.name.en
    assert "种子" in one.note.zh
    assert "generated from a seed" in one.note.en


@pytest.mark.parametrize("city", CITIES)
def test_the_counts(city: str) -> None:
    one = profile(city)
    place = one.place
    districts, streets, communities, grids, people, departments, cameras = COUNTS[city]
    assert max(1, len(place.districts)) == districts
    assert (place.streets, place.communities, place.grids) == (streets, communities, grids)
    assert (one.staff.count, len(one.departments), one.cameras) == (people, departments, cameras)
    found_streets, found_communities = shown(city)
    assert (len(found_streets), len(found_communities)) == (streets, communities)


@pytest.mark.parametrize("city", CITIES)
def test_the_figures_it_is_known_for(city: str) -> None:
    figures = profile(city).figures
    assert KNOWN[city].items() <= figures.items()
    for key, counted in (
        ("residents", profile(city).place.residents),
        ("cameras", profile(city).cameras),
        ("departments", len(profile(city).departments)),
        ("work_items", len(load_categories(profile(city).categories))),
        ("items_a_day", round(sum(profile(city).rhythm.per_day.values()))),
    ):
        assert figures.get(key, counted) == counted


@pytest.mark.parametrize("city", CITIES)
def test_every_street_of_the_list_is_shown_merged_or_left_out_with_its_seat_inside_its_district(city: str) -> None:
    one = profile(city)
    anchors = {anchor.street: anchor for anchor in one.streets}
    merged = {merge.street for merge in one.merged}
    assert len(anchors) == len(one.streets)
    streets, _ = shown(city)
    assert anchors.keys() == streets
    assert merged | streets | {code for code in one.left_out if len(code) == 9} == listed(city).keys()
    assert {merge.into for merge in one.merged} <= streets
    for code, anchor in anchors.items():
        assert outlines()[code[:6]].contains(shapely.Point(anchor.lon, anchor.lat)), listed(city)[code]
        assert anchor.share is None or anchor.share > 0
    communities = {row["community_code"] for row in rows("communities.csv")}
    assert {code for code in one.left_out if len(code) == 12} <= communities


def test_all_305_streets_are_somewhere() -> None:
    assert sum(len(listed(city)) for city in CITIES) == len(rows("streets.csv")) == 305


def test_nanjing_has_twelve_districts_one_of_them_made_of_streets_of_two_others() -> None:
    districts = {district.code: district for district in profile("nanjing").place.districts}
    without = [code for code in districts if code not in outlines()]
    assert without == ["320119"]
    new_area = districts["320119"]
    assert new_area.name is not None and new_area.name.zh == "江北新区"
    assert {code[:6] for code in new_area.streets} == {"320111", "320116"}
    assert set(new_area.streets) <= shown("nanjing")[0]


def test_lianyungang_leaves_out_only_what_is_no_place_of_its_own() -> None:
    named = {row["community_code"]: row["name"] for row in rows("communities.csv")}
    below = Counter(row["street_code"] for row in rows("communities.csv"))
    for code in profile("lianyungang").left_out:
        if len(code) == 9:
            assert below[code] == 1
        else:
            assert named[code].endswith(("生活区", "村委会"))
    assert sum(row["city"] == "lianyungang" for row in rows("communities.csv")) == 1741


@pytest.mark.parametrize("city", CITIES)
def test_rivers_hills_roads_and_landmarks_are_in_the_city_and_named(city: str) -> None:
    features = profile(city).features
    whole = shapely.union_all([outlines()[code] for code in {street[:6] for street in listed(city)}])
    lines = [(one.name, one.path) for one in (*(features.rivers or ()), *features.railways)]
    for name, path in [*lines, *((road.name, road.path) for road in features.roads)]:
        assert name.zh and name.en
        assert whole.intersects(shapely.LineString(path)), name.zh
    for spot in (*features.lakes, *features.hills, *features.parks, *features.islands):
        assert spot.name.zh and spot.name.en
        place = shapely.Polygon(spot.ring) if spot.ring else shapely.Point(spot.lon, spot.lat)
        assert place.is_valid
        assert whole.intersects(place), spot.name.zh
    for site in features.places:
        assert site.name.zh and site.name.en
        assert whole.contains(shapely.Point(site.lon, site.lat)), site.name.zh
    assert len({site.name.zh for site in features.places}) == len(features.places)
    assert any(0 < quarter.strength <= 1 for quarter in features.quarters)


@pytest.mark.parametrize(
    ("city", "items", "classes"), [("lianyungang", 42, 6), ("hechuan", 48, 6), ("gulou", 119, 6), ("nanjing", 130, 18),
                                   ("tongzhou", 129, 18)]
)  # fmt: skip
def test_the_category_lists(city: str, items: int, classes: int) -> None:
    categories = load_categories(profile(city).categories)
    assert len(categories) == items
    assert len({category.group.zh for category in categories}) == classes
    assert len({category.name.zh for category in categories}) == items
    departments = {department.code for department in profile(city).departments}
    for category in categories:
        assert category.name.zh and category.name.en and category.group.zh and category.group.en
        assert category.department in departments, category.code
        assert category.allowance.amount > 0
        assert category.handling > 0 < category.weight
        assert all(word == word.lower().strip() for word in category.words)
        assert category.words or category.name.zh == "其他"
    kinds = {category.allowance.kind for category in categories}
    assert len(kinds) >= 3


@pytest.mark.parametrize("code", ["hechuan48", "lianyungang42"])
def test_their_own_codes_are_two_digits_of_the_class_and_two_of_the_item(code: str) -> None:
    categories = load_categories(code)
    classes = list(dict.fromkeys(category.group.zh for category in categories))
    for number, group in enumerate(classes, 1):
        members = [category.code for category in categories if category.group.zh == group]
        assert members == [f"{number:02d}{item:02d}" for item in range(1, len(members) + 1)]
        assert len(members) == len(categories) // 6


@pytest.mark.parametrize("city", CITIES)
def test_the_posts_make_exactly_the_people(city: str) -> None:
    one = profile(city)
    at_level = {
        Level.DISTRICT: COUNTS[city][0], Level.STREET: one.place.streets, Level.COMMUNITY: one.place.communities,
        Level.GRID: one.place.grids,
    }  # fmt: skip
    roles = {role.code: role for role in one.roles}
    fixed = sum(post.each * at_level[Level(roles[post.role].level)] + post.count for post in one.staff.posts)
    rests = [post for post in one.staff.posts if post.rest]
    assert len(rests) == 1
    left = one.staff.count - fixed
    assert left > 0
    # Whoever takes the rest answers for all areas of the level together.
    assert left * rests[0].covers >= at_level[Level(roles[rests[0].role].level)]
    assert {post.role for post in one.staff.posts} == roles.keys()
    assert all(role.name.zh and role.name.en for role in one.roles)
    assert any(min(post.shifts) > 0 for post in one.staff.posts if roles[post.role].handles)


def test_nanjing_has_14_000_part_time_legal_affairs_grid_workers_on_top_of_full_time_people() -> None:
    one = profile("nanjing")
    part_time = {role.code for role in one.roles if not role.full_time}
    assert part_time == {"legal_affairs"}
    assert sum(post.count for post in one.staff.posts if post.role in part_time) == 14_000
    assert one.staff.count - 14_000 == one.figures["full_time"] == 1000
    assert one.place.estates == 3008 + 2276


@pytest.mark.parametrize("city", CITIES)
def test_departments(city: str) -> None:
    departments = profile(city).departments
    assert len({department.code for department in departments}) == len(departments)
    assert all(department.name.zh and department.name.en for department in departments)
    assert any(department.answers_calls for department in departments)
    assert 16 <= len(departments) <= 21


@pytest.mark.parametrize("city", CITIES)
def test_there_are_words_for_every_category(city: str) -> None:
    phrases = Phrases.load()
    categories = load_categories(profile(city).categories)
    spare = phrases.item(msgspec.structs.replace(categories[0], name=Name("无人说过的事")))
    for category in categories:
        item = phrases.item(category)
        assert item is not spare or category.name.zh == "其他", category.name.zh
        assert len(item.facts) >= 2
        slots = dict.fromkeys(("n", "m", "k", "shop", "cat"), "3")
        assert all("{" not in words.format_map(slots) for words in (*item.facts, *item.sensor))
        assert phrases.fits(category, Source.WORKER)


@pytest.mark.parametrize("city", CITIES)
def test_the_day_of_a_city(city: str) -> None:
    rhythm = profile(city).rhythm
    assert len(rhythm.hours) == 24
    assert max(rhythm.hours) > 5 * min(rhythm.hours)
    assert set(rhythm.per_day) == {source.value for source in Source if source is not Source.IMPORT}
    assert all(count > 0 for count in rhythm.per_day.values())


def test_hechuan_has_2_300_incidents_a_day() -> None:
    assert sum(profile("hechuan").rhythm.per_day.values()) == 2300


def test_the_calendar_knows_three_years() -> None:
    calendar = load_calendar("cn")
    check_calendar(calendar)
    assert {day[:4] for day in calendar.holidays} == {"2025", "2026", "2027"}
    assert not any(day.startswith("2027") for day in calendar.makeup)  # the notice is not out


def test_deliberation_goes_from_raising_to_evaluating() -> None:
    flow = load_workflow("deliberation")
    stage, way = flow.first, [flow.first]
    for verb in ("screen", "discuss", "establish", "dispatch", "accept", "report", "close", "evaluate"):
        step = next(step for step in flow.steps if step.verb == verb and step.starts_in(stage))
        stage = step.to_stage
        way.append(stage)
    assert way == [
        "raised", "screened", "discussed", "project", "entrusted", "carried_out", "delivered", "closed", "evaluated",
    ]  # fmt: skip
