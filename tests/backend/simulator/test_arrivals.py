"""What happens and how it is told: the same for the same seed, by the rhythm, in words that fit."""

from __future__ import annotations

import io
import itertools
import re

import msgspec
import numpy as np
import pytest
from PIL import Image

from backend.cityprofile import Behaviour, Rhythm, load_categories
from backend.simulator.arrivals import HOUR, Arrivals
from backend.simulator.camera import SUBJECTS, picture
from backend.simulator.phrases import Phrases
from backend.simulator.places import Gazetteer, Kind, language_of
from domain.city import City
from domain.incident import Source
from domain.names import Name
from tests.backend.doors import two_grids

CITY = two_grids()
GAZETTEER = Gazetteer(CITY)
PHRASES = Phrases.load()
RHYTHM = Rhythm(
    hours=(*(0.2,) * 6, *(1.6,) * 14, *(0.5,) * 4), clustering=0.3,
    per_day={"worker": 300, "hotline": 200, "police": 50, "resident": 200, "camera": 90, "sensor": 40},
)  # fmt: skip
#: 08:00 in the city's zone on a Wednesday.
MORNING = 1_795_046_400 // HOUR


def arrivals(seed: int = 1) -> Arrivals:
    return Arrivals(CITY, RHYTHM, Behaviour(), GAZETTEER, PHRASES, seed)


def test_the_same_seed_is_the_same_day_and_another_is_not() -> None:
    start = MORNING * HOUR
    day = arrivals().between(start, start + 6 * HOUR)
    assert day == arrivals().between(start, start + 6 * HOUR)
    assert day != arrivals(2).between(start, start + 6 * HOUR)
    # However the time is cut into pieces, the pieces are the whole.
    cuts = [start + share * 6 * HOUR for share in (0, 0.13, 0.5, 0.51, 1)]
    pieces = [one for a, b in itertools.pairwise(cuts) for one in arrivals().between(a, b)]
    assert pieces == day
    assert len({one.key for one in day}) == len(day)
    assert all(start <= one.at < start + 6 * HOUR for one in day)


def test_the_day_has_its_rhythm_and_its_sources() -> None:
    start = MORNING * HOUR
    busy, quiet = arrivals().between(start, start + 10 * HOUR), arrivals().between(start - 7 * HOUR, start - 2 * HOUR)
    assert len(busy) / 10 > 1.5 * len(quiet) / 5
    per_source = {source: sum(one.source is source for one in busy) for source in Source}
    assert per_source[Source.WORKER] > per_source[Source.POLICE] > 0
    assert 0.3 < np.mean([one.settled for one in busy if one.category.small and one.source is Source.WORKER]) < 0.9


def test_some_are_told_twice_from_a_few_steps_away() -> None:
    day = {one.key: one for one in arrivals().between(MORNING * HOUR, (MORNING + 8) * HOUR)}
    repeats = [one for key, one in day.items() if key.endswith("-again")]
    assert repeats
    for repeat in repeats:
        first = day[repeat.key.removesuffix("-again")]
        assert first.spot is not None
        assert repeat.spot is not None
        metres = 111_000 * np.hypot((first.spot.lon - repeat.spot.lon) * 0.83, first.spot.lat - repeat.spot.lat)
        assert metres < 50
        assert first.category == repeat.category
        assert repeat.at >= first.at


@pytest.mark.parametrize("source", [source for source in Source if source is not Source.IMPORT])
def test_every_category_can_be_told_by_every_source_it_fits(source: Source) -> None:
    dice = np.random.default_rng(5)
    for category in [*load_categories("gb30428"), *load_categories("emergency"), *CITY.rules.categories]:
        if not PHRASES.fits(category, source):
            continue
        for _ in range(8):
            spot = GAZETTEER.draw(PHRASES.item(category).places, dice)
            told = PHRASES.told(category, source, spot, dice)
            assert not re.search(r"[{}]", told.text + told.title), told
            assert 8 < len(told.text) < 300
            assert category.name.zh in told.title
        assert PHRASES.note(PHRASES.item(category).subject, dice)


def test_what_happens_between_people_is_not_seen_by_cameras() -> None:
    quarrels = [one for one in load_categories("gb30428") if one.name.zh in ("邻里纠纷", "毒品线索", "就业服务")]
    assert len(quarrels) == 3
    assert not any(PHRASES.fits(one, source) for one in quarrels for source in (Source.CAMERA, Source.SENSOR))
    assert all(PHRASES.fits(one, Source.RESIDENT) for one in quarrels)


def test_every_way_to_draw_a_place_gives_one_inside_the_city() -> None:
    dice = np.random.default_rng(2)
    for kind in Kind:
        for _ in range(50):
            spot = GAZETTEER.draw((kind,), dice)
            assert spot.region
            assert spot.address


@pytest.mark.parametrize("subject", [*SUBJECTS, "nothing of the kind"])
def test_a_picture_of_everything(subject: str) -> None:
    lines = ("井盖缺失", "2026-11-22 13:24  平山路 8 号", "张三")
    before, again = (picture(subject, lines, 7, False) for _ in range(2))
    assert before == again
    assert before != picture(subject, lines, 7, True)
    image = Image.open(io.BytesIO(before))
    assert (image.format, image.size) == ("JPEG", (640, 480))
    assert len(before) < 120_000


# --- elsewhere --------------------------------------------------------------------------------------------------------

CJK = re.compile("[\u3000-\u9fff\uff00-\uffef]")


def elsewhere() -> City:
    """The same ground with the names of a place where nobody speaks Chinese."""
    geography = CITY.geography
    roads = geography.roads
    names = [f"Rua {number}" for number, _ in enumerate(roads.names)]
    regions = [msgspec.structs.replace(one, name=one.code, name_en=f"Area {one.code}") for one in geography.regions]
    there = msgspec.structs.replace(geography, roads=msgspec.structs.replace(roads, names=names), regions=regions)
    return msgspec.structs.replace(CITY, name=Name("Campo Grande", "Campo Grande"), geography=there)


def test_a_city_speaks_the_language_of_its_names() -> None:
    assert language_of(CITY) == "zh"
    assert language_of(elsewhere()) == "en"


@pytest.mark.parametrize("source", [source for source in Source if source is not Source.IMPORT])
def test_where_names_are_not_chinese_everything_is_told_in_english(source: Source) -> None:
    dice = np.random.default_rng(5)
    city = elsewhere()
    gazetteer, phrases = Gazetteer(city, "en"), Phrases.load("en")
    usual = load_categories("gb30428")
    spare = phrases.item(msgspec.structs.replace(usual[0], name=Name("没有", "Nothing of the kind")))
    for category in [*usual, *load_categories("emergency"), *load_categories("nanjing")]:
        item = phrases.item(category)
        assert item is not spare or category not in usual or category.name.en == "Other", category.name.en
        if not phrases.fits(category, source):
            continue
        for _ in range(3):
            spot = gazetteer.draw(item.places, dice)
            told = phrases.told(category, source, spot, dice)
            said = (told.title, told.text, told.caller, spot.address)
            said += (phrases.reason(dice), phrases.note(item.subject, dice))
            assert not any(CJK.search(words) or "{" in words for words in said), said
            assert told.title.startswith(category.name.en)
    assert picture("hole", ("Hole", "here"), 1, True, "en") != picture("hole", ("Hole", "here"), 1, True, "zh")
