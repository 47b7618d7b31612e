"""Profiles and the cities prepared from them."""

from __future__ import annotations

import zlib
from pathlib import Path

import msgspec
import pytest

from backend import cityfile, cityprofile
from backend.cityfile import PACK, open_city, prepare_city
from backend.cityprofile import ProfileError, load_calendar, load_categories, load_profile
from backend.newer_rules import with_newer_rules
from domain import first_pack
from domain.cameras import Camera, Cameras
from domain.category import Allowance, DeadlineKind, Severity
from domain.city import MAGIC, City, Rules, digest_of, is_current, pack_city, unpack_city
from domain.names import Name
from domain.refusal import Refusal
from domain.region import Level, Region
from domain.workflow import StageKind


def _silent(share: float, chinese: str, english: str) -> None:
    pass


def _edited(folder: Path, old: str, new: str) -> Path:
    text = (cityprofile.RESOURCES / "cities" / "gulou.toml").read_text(encoding="utf-8")
    assert old in text
    path = folder / "mine.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_gulou_ships_and_says_its_figures() -> None:
    assert "gulou" in cityprofile.profiles()
    profile = load_profile("gulou")
    assert (profile.cameras, profile.staff.count, len(profile.departments)) == (7396, 786, 19)
    assert profile.figures["public_services"] == 241
    assert profile.figures["services_without_visit"] == 139
    assert profile.figures["online_items"] == 13236
    assert all(name.zh and name.en for name in (profile.name, *(part.name for part in profile.departments)))


def test_every_shipped_profile_can_be_read() -> None:
    for name in cityprofile.profiles():
        assert load_profile(name).code == name


def test_the_same_seed_gives_the_same_bytes(gulou: City) -> None:
    assert pack_city(gulou) == pack_city(prepare_city(load_profile("gulou"), 1, _silent))


@pytest.mark.logs("city_pack_damaged")
def test_a_city_is_prepared_once_kept_and_prepared_again_when_damaged(tmp_path: Path) -> None:
    profile, steps = load_profile("gulou"), []
    city, pack, digest = open_city(tmp_path / "gulou", profile, 1, lambda share, zh, en: steps.append(share))
    assert steps[-1] == 1.0
    assert (tmp_path / "gulou" / PACK).read_bytes() == pack
    assert digest == digest_of(pack)
    steps.clear()
    kept, same, _ = open_city(tmp_path / "gulou", profile, 1, lambda share, zh, en: steps.append(share))
    assert (steps, same, kept.seed) == ([], pack, 1)
    (tmp_path / "gulou" / PACK).write_bytes(pack[: len(pack) // 2])
    _, mended, _ = open_city(tmp_path / "gulou", profile, 1, _silent)
    assert mended == pack
    assert [path.name for path in (tmp_path / "gulou").iterdir()] == [PACK]
    assert len(city.workers) == 786


def _former(city: City) -> City:
    """The city as it was kept before this program's rules: another deadline, a flow and a calendar of then."""
    rules = city.rules
    allowance = Allowance(DeadlineKind.NATURAL_DAYS, 99)
    first = msgspec.structs.replace(rules.categories[0], severity=Severity.BLUE, allowance=allowance)
    gone = msgspec.structs.replace(rules.categories[1], code="Z99")
    flow = msgspec.structs.replace(rules.workflow, steps=rules.workflow.steps[:-1])
    calendar = msgspec.structs.replace(rules.calendar, holidays=())
    role = msgspec.structs.replace(rules.roles[0], code="lamplighter")
    former = Rules(flow, [gone, first, *rules.categories[1:]], [*rules.roles, role], rules.departments, calendar)
    return msgspec.structs.replace(city, rules=former)


def test_a_kept_city_takes_newer_rules_and_keeps_its_ground(gulou: City, tmp_path: Path) -> None:
    before, digest = cityfile.save_pack(tmp_path, _former(gulou))
    city, pack, newer = open_city(tmp_path, load_profile("gulou"), None, _silent)
    assert newer != digest and pack != before and (tmp_path / PACK).read_bytes() == pack
    assert city.rules.workflow == gulou.rules.workflow and city.rules.calendar == gulou.rules.calendar
    # what an incident or a worker of then may have stays known, and what fits nowhere still comes last
    assert [one.code for one in city.rules.categories[-2:]] == ["Z99", gulou.rules.categories[-1].code]
    assert [one for one in city.rules.categories if one.code != "Z99"] == gulou.rules.categories
    assert [role.code for role in city.rules.roles] == [*(role.code for role in gulou.rules.roles), "lamplighter"]
    assert pack_city(msgspec.structs.replace(city, rules=gulou.rules)) == pack_city(gulou)
    assert open_city(tmp_path, load_profile("gulou"), None, _silent)[1] == pack


@pytest.mark.logs("newer_flow_not_taken")
def test_a_flow_without_a_stage_in_which_incidents_stand_is_not_taken(gulou: City) -> None:
    flow = gulou.rules.workflow
    more = msgspec.structs.replace(flow, stages=(*flow.stages, StageKind("limbo", Name("悬置", "Limbo"), open=False)))
    kept = msgspec.structs.replace(gulou, rules=msgspec.structs.replace(gulou.rules, workflow=more))
    assert with_newer_rules(kept, gulou.rules) is kept
    assert with_newer_rules(gulou, kept.rules).rules.workflow == more


@pytest.mark.logs("newer_rules_not_kept")
def test_without_room_on_the_disk_a_kept_city_goes_on_as_it_was(
    gulou: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack, digest = cityfile.save_pack(tmp_path, _former(gulou))
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    city, same, named = open_city(tmp_path, load_profile("gulou"), None, _silent)
    assert (same, named, city.rules) == (pack, digest, _former(gulou).rules)


def _first_format(city: City) -> bytes:
    """A pack as the first version wrote it: cameras one by one."""
    table = msgspec.msgpack.decode(zlib.decompress(pack_city(city)[len(MAGIC) :]))
    table["cameras"] = [msgspec.to_builtins(camera) for camera in city.cameras]
    for later in ("places", "built"):
        del table["geography"][later]
    return first_pack.MAGIC + zlib.compress(msgspec.msgpack.encode(table))


def test_a_city_of_an_older_format_is_made_again_with_what_was_loaded_into_it(gulou: City, tmp_path: Path) -> None:
    grid = next(region.code for region in gulou.geography.regions if region.level is Level.GRID)
    mine = Camera("MY-1", "自家门口", 117.2, 34.28, grid)
    friend = msgspec.structs.replace(
        gulou.workers[0], id="F1", index=len(gulou.workers), phone="13800000000", regions=(grid[:-3] + "999", grid)
    )
    regions = [*gulou.geography.regions, Region(grid[:-3] + "999", "旧网格", Level.GRID, grid[:-3])]
    old = msgspec.structs.replace(
        gulou,
        workers=[*gulou.workers, friend],
        cameras=Cameras.of([*gulou.cameras, mine]),
        geography=msgspec.structs.replace(gulou.geography, regions=regions),
    )
    (tmp_path / PACK).write_bytes(_first_format(old))
    city, pack, _ = open_city(tmp_path, load_profile("gulou"), None, _silent)
    assert (tmp_path / PACK).read_bytes() == pack
    assert is_current(pack)
    assert (city.seed, len(city.geography.regions)) == (gulou.seed, len(gulou.geography.regions))
    assert city.cameras[len(gulou.cameras)] == mine
    assert len(city.cameras) == len(gulou.cameras) + 1
    assert city.workers[:-1] == gulou.workers
    assert (city.workers[-1].id, city.workers[-1].regions) == ("F1", (grid[:-3], grid))


def test_a_pack_of_the_first_format_is_still_read(gulou: City) -> None:
    city = unpack_city(_first_format(gulou))
    assert list(city.cameras) == list(gulou.cameras)
    assert city.geography.regions == gulou.geography.regions
    with pytest.raises(ValueError, match="damaged"):
        unpack_city(_first_format(gulou)[:-20])


def test_the_city_of_another_seed_is_never_replaced(gulou: City, tmp_path: Path) -> None:
    kept, digest = cityfile.save_pack(tmp_path, msgspec.structs.replace(gulou, seed=7))
    for seed in (1, 2):
        with pytest.raises(Refusal) as refused:
            open_city(tmp_path, load_profile("gulou"), seed, _silent)
        assert refused.value.code == "other_seed"
        assert refused.value.facts == {"where": str(tmp_path), "kept": "7", "wanted": str(seed)}
    assert (tmp_path / PACK).read_bytes() == kept
    assert open_city(tmp_path, load_profile("gulou"), None, _silent)[2] == digest  # nobody asked for another one
    assert open_city(tmp_path, load_profile("gulou"), 7, _silent)[2] == digest


def test_another_city_is_never_replaced(gulou: City, tmp_path: Path) -> None:
    kept, _ = cityfile.save_pack(tmp_path, msgspec.structs.replace(gulou, code="elsewhere"))
    with pytest.raises(Refusal) as refused:
        open_city(tmp_path, load_profile("gulou"), None, _silent)
    assert refused.value.code == "other_city"
    assert (tmp_path / PACK).read_bytes() == kept


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cameras = 7396", 'cameras = "many"', r"Expected `int`, got `str` - at `\$.cameras`"),
        ("cameras = 7396", "cameras = 7396\nhorses = 3", "unknown field `horses`"),
        ("grids = 376", "grids = 0", "place: all counts must be at least 1"),
        ("decline = 0.04", "decline = 4", "behaviour.decline: must be from 0 to 1"),
        ("worker = 420", "werker = 420", "rhythm.per_day: knows no source werker"),
        ("hours = [0.25,", "hours = [", "rhythm.hours: needs 24 weights"),
        ('level = "street"', 'level = "steet"', "roles.supervisor.level: is 'steet'"),
        ("code = ", "code ", "mine.toml"),
    ],
)
def test_a_wrong_profile_is_refused_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ProfileError, match=said) as refused:
        load_profile(_edited(tmp_path, old, new))
    assert refused.value.code == "bad_profile"
    assert "mine.toml" in refused.value.sentence


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("streets = 7", "streets = 8", "7 streets and 69 communities, the profile asks for 8 and 69"),
        ('district = "320302"', 'district = "111111"', "no outline of district 111111"),
        ("grids = 376", "grids = 20", "20 grids do not fit into 69 communities"),
        ('{ role = "grid_worker", rest = true', '{ role = "grid_worker", count = 3', "the posts make"),
        ('workflow = "seven_steps"', 'workflow = "nine_steps"', "there is no such file"),
    ],
)
def test_a_profile_that_does_not_add_up_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ProfileError, match=said):
        prepare_city(load_profile(_edited(tmp_path, old, new)), 1, _silent)


def test_an_unknown_city_is_refused_with_those_there_are() -> None:
    with pytest.raises(ProfileError, match=r"no city 'atlantis'; there are .*gulou"):
        load_profile("atlantis")


def test_the_work_list_has_119_items_and_the_known_deadlines() -> None:
    items = {category.code: category for category in load_categories("gb30428")}
    assert len(items) == 119
    by_name = {category.name.zh: category.allowance for category in items.values()}
    for name, kind, amount in (
        ("井盖缺失", DeadlineKind.URGENT_HOURS, 2),
        ("井盖破损", DeadlineKind.WORKING_HOURS, 4),
        ("暴露垃圾", DeadlineKind.WORKING_DAYS, 1),
        ("私搭乱建", DeadlineKind.WORKING_DAYS, 15),
    ):
        assert (by_name[name].kind, by_name[name].amount) == (kind, amount)
    assert sum(category.group.zh == "社会治理：线索" for category in items.values()) >= 9
    departments = {department.code for department in load_profile("gulou").departments}
    assert {category.department for category in items.values()} <= departments


@pytest.mark.parametrize("code", ["gb30428", "emergency"])
def test_categories_are_complete(code: str) -> None:
    for category in load_categories(code):
        assert category.name.zh and category.name.en and category.group.zh and category.group.en
        assert all(word == word.lower().strip() for word in category.words)
        assert len(set(category.words)) == len(category.words)
        assert category.handling > 0 < category.weight


def test_the_calendar_of_2026_is_the_notice() -> None:
    calendar = load_calendar("cn")
    assert calendar.zone == "Asia/Shanghai"
    assert calendar.windows == ((480, 720), (840, 1080))
    year = [day for day in calendar.holidays if day.startswith("2026")]
    assert len(year) == 3 + 9 + 3 + 5 + 3 + 3 + 7
    assert {"2026-02-14", "2026-02-28", "2026-01-04", "2026-05-09", "2026-09-20", "2026-10-10"} <= set(calendar.makeup)
    assert not set(calendar.holidays) & set(calendar.makeup)


def test_the_lists_that_ship_say_where_they_come_from() -> None:
    text = (cityprofile.RESOURCES / "geography" / "README.md").read_text(encoding="utf-8")
    for name in ("outlines.geojson", "streets.csv", "communities.csv"):
        assert (cityprofile.RESOURCES / "geography" / name).exists()
        assert name in text


def test_a_full_disk_leaves_the_old_pack(gulou: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack, _ = cityfile.save_pack(tmp_path, gulou)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        cityfile.save_pack(tmp_path, gulou)
    monkeypatch.undo()
    assert (tmp_path / PACK).read_bytes() == pack
    assert [path.name for path in tmp_path.iterdir()] == [PACK]


def test_a_kept_city_without_overlay_grids_gets_them_by_itself(gulou: City, tmp_path: Path) -> None:
    table = msgspec.msgpack.decode(zlib.decompress(pack_city(gulou)[len(MAGIC) :]))
    del table["overlays"]  # as an earlier program wrote it
    (tmp_path / PACK).write_bytes(MAGIC + zlib.compress(msgspec.msgpack.encode(table)))
    city, pack, _ = open_city(tmp_path, load_profile("gulou"), None, _silent)
    assert pack == pack_city(gulou)
    assert len(city.overlays) == len(gulou.overlays) > 100
    assert open_city(tmp_path, load_profile("gulou"), None, _silent)[1] == pack
