"""Cities kept by an earlier program: what they lack comes by itself, and nothing that was loaded is lost."""

from __future__ import annotations

import zlib
from pathlib import Path

import msgspec
import numpy as np
import pytest

from backend.cityfile import PACK, open_city, save_pack
from backend.citymaking import loaded_cameras, with_loaded
from backend.cityprofile import load_profile
from backend.geography.camera_codes import is_made_up, made_up_code
from backend.geography.given_overlays import GivenGrid, base_grids, given_of, with_given
from domain.cameras import UNKNOWN, Camera, Cameras
from domain.city import MAGIC, City, pack_city, unpack_city
from domain.names import Name
from domain.overlay import OverlayKind
from domain.region import RegionTree
from domain.worker import Worker
from tests.backend.load.loading import Loading

MINE = Camera("32030200001320000001", "自家门口", 117.19, 34.3, "320302004006001")


def _silent(share: float, chinese: str, english: str) -> None:
    pass


@pytest.fixture
def loading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Loading:
    return Loading(tmp_path, capsys)


def without_views(city: City) -> bytes:
    """The pack as the program wrote it before cameras looked anywhere."""
    table = msgspec.msgpack.decode(zlib.decompress(pack_city(city)[len(MAGIC) :]))
    for later in ("heading", "angle"):
        del table["cameras"][later]
    del table["overlays"]
    return MAGIC + zlib.compress(msgspec.msgpack.encode(table))


def as_kept(city: City, cameras: Cameras) -> City:
    """The city as it comes out of such a pack."""
    return unpack_city(without_views(msgspec.structs.replace(city, cameras=cameras)))


def test_cameras_of_an_earlier_program_look_somewhere_after_the_next_start(gulou: City, tmp_path: Path) -> None:
    friend = Worker("F1", len(gulou.workers), "张三", "grid_worker", (MINE.region,), phone="13800000001")
    old = msgspec.structs.replace(gulou, workers=[*gulou.workers, friend], cameras=Cameras.of([*gulou.cameras, MINE]))
    before = without_views(old)
    (tmp_path / PACK).write_bytes(before)
    assert not len(unpack_city(before).cameras.heading)
    told: list[str] = []
    city, pack, _ = open_city(tmp_path, load_profile("gulou"), None, lambda share, zh, en: told.append(en))
    assert told == ["Finding out where cameras look"]
    assert (tmp_path / PACK).read_bytes() == pack
    assert list(city.cameras) == [*gulou.cameras, MINE]
    assert (city.cameras.heading[:-1] != UNKNOWN).all() and (city.cameras.angle[:-1] > 0).all()
    assert city.workers == old.workers
    assert city.geography.regions == old.geography.regions
    assert np.array_equal(city.geography.outlines.points, old.geography.outlines.points)
    told.clear()
    assert open_city(tmp_path, load_profile("gulou"), None, lambda share, zh, en: told.append(en))[1] == pack
    assert not told


def test_incidents_and_all_that_was_loaded_outlive_it(gulou: City, loading: Loading) -> None:
    folder = loading.data / "gulou"
    save_pack(folder, gulou)
    tree = RegionTree(gulou.geography.regions)
    region = tree[MINE.region]
    report = loading.write("r.csv", f"id,lon,lat,text\nR1,{region.lon},{region.lat},路灯不亮\n")
    assert loading.load(report, city="gulou").tally == (1, 1, 0, 0)
    camera = loading.write("c.csv", f"code,lon,lat\nMY-1,{region.lon},{region.lat}\n")
    assert loading.load(camera, city="gulou", kind="cameras").tally == (1, 1, 0, 0)
    (folder / PACK).write_bytes(without_views(loading.city("gulou")))
    open_city(folder, load_profile("gulou"), None, _silent)
    city = loading.city("gulou")
    assert city.cameras[len(gulou.cameras)].code == "MY-1"
    assert city.cameras[0].heading != UNKNOWN
    incident = loading.incidents("gulou")[0]
    assert incident.text == "路灯不亮" and incident.region in {one.code for one in city.geography.regions}
    # and the same files again add nothing
    assert loading.load(report, city="gulou").tally == (1, 0, 1, 0)
    assert loading.load(camera, city="gulou", kind="cameras").tally == (1, 0, 1, 0)


def test_cameras_that_took_the_place_of_all_others_stay_as_they_are(gulou: City, tmp_path: Path) -> None:
    kept = as_kept(gulou, Cameras.of([MINE]))
    save_pack(tmp_path, msgspec.structs.replace(kept, overlays=gulou.overlays))
    before = (tmp_path / PACK).read_bytes()
    city, pack, _ = open_city(tmp_path, load_profile("gulou"), None, _silent)
    assert pack == before and list(city.cameras) == [MINE]
    assert list(with_loaded(msgspec.structs.replace(gulou), kept).cameras) == [MINE]


def test_a_city_made_anew_has_no_made_up_camera_twice(gulou: City) -> None:
    """Also where there are several districts and a serial number has come to another one."""
    others = [msgspec.structs.replace(one, code="320311" + one.code[6:]) for one in gulou.cameras]
    old = msgspec.structs.replace(gulou, cameras=Cameras.of([*others, MINE]))
    assert list(with_loaded(msgspec.structs.replace(gulou), old).cameras) == [*gulou.cameras, MINE]


def test_real_overlay_grids_stay_when_a_city_is_made_anew(gulou: City) -> None:
    row = base_grids(gulou.geography.regions)[7]
    beat = GivenGrid(OverlayKind.POLICE, "P1", Name("真警格"), (row,), gulou.workers[3].index)
    old = msgspec.structs.replace(gulou, overlays=with_given(gulou.overlays, gulou.geography.regions, [beat]))
    city = with_loaded(msgspec.structs.replace(gulou), old)
    assert given_of(city.overlays) == [beat]
    assert len(city.overlays) == int((gulou.overlays.kind != 0).sum()) + 1


@pytest.mark.parametrize("code", ["32030200001320000001", "32030200011320000001", "MY-1", ""])
def test_real_codes_are_not_taken_for_made_up_ones(gulou: City, code: str) -> None:
    assert not is_made_up(code)
    assert is_made_up(made_up_code("320302", 75_000)) and len(made_up_code("320302", 1)) == 20
    assert not loaded_cameras(gulou.cameras)
