from __future__ import annotations

from domain.worker import Mode
from tests.backend.load.loading import STREETS, Loading
from tests.domain.small_city import GRIDS

ROSTER = (
    "工号,姓名,手机,岗位,负责网格,交通工具,班次\n"
    f"A1,张三,13800000001,专职网格员,{GRIDS[0]}、{GRIDS[1]},步行,22:00-06:00\n"
    "A2,李四,13800000002,网格督导员,街道2,,\n"
    "A3,,13800000003,专职网格员,网格3,,\n"
    "A4,王五,13800000004,专职网格员,火星,,\n"
    "A5,赵六,13800000005,专职网格员,网格4,,every day\n"
)


def test_workers_join_those_who_are_there(loading: Loading) -> None:
    before = len(loading.city().workers)
    path = loading.write("人员.csv", ROSTER)
    outcome = loading.load(path)
    assert (outcome.code, outcome.tally) == (0, (5, 2, 0, 3))
    workers = loading.city().workers
    assert len(workers) == before + 2
    assert len({worker.index for worker in workers}) == len(workers)
    first, second = workers[-2:]
    assert (first.id, first.name, first.role, first.mode) == ("A1", "张三", "grid_worker", Mode.FOOT)
    assert (first.regions, first.shift) == (GRIDS[:2], (1320, 360))
    assert (second.role, second.regions) == ("supervisor", ("320302002",))
    codes = [row["code"] for row in loading.refused(loading.data / "small" / "refused-人员.csv")]
    assert codes == ["no_name", "unknown_region", "wrong_shift"]
    assert loading.load(path).tally == (5, 0, 2, 3)
    assert loading.city().workers == workers


def test_what_changed_of_a_worker_is_taken_over(loading: Loading) -> None:
    loading.load(loading.write("a.csv", ROSTER))
    index = loading.city().workers[-1].index
    changed = ROSTER.replace("13800000002", "13900000009")
    assert loading.load(loading.write("b.csv", changed)).tally == (5, 0, 2, 3)
    worker = loading.city().workers[-1]
    assert (worker.phone, worker.index) == ("13900000009", index)


def test_people_of_a_new_city_are_those_of_the_file(loading: Loading) -> None:
    path = loading.write("people.csv", "name,phone,role\nAnn,1,Grid head\nBob,2,\nCid,3,\n")
    outcome = loading.load(STREETS, path, city="novo")
    assert outcome.tally == (635, 628, 0, 7)
    workers = loading.city("novo").workers
    assert [(worker.name, worker.index) for worker in workers] == [("Ann", 0), ("Bob", 1), ("Cid", 2)]
    assert len({worker.regions for worker in workers}) == 3  # nobody said where: one grid after the other
    assert loading.load(path, city="novo").tally == (3, 0, 3, 0)


def test_what_nobody_knows_of_a_worker_is_refused_with_what_there_is(loading: Loading) -> None:
    text = (
        "工号,姓名,岗位,负责网格,交通工具,部门\n"
        "B1,甲,专职网格员,网格1,直升机,\n"
        "B2,乙,灯夫,网格1,步行,\n"
        "B3,丙,GRID_WORKER,网格1,FOOT,公安\n"
        "B4,丁,,网格1,,\n"
        "B5,戊,,网格1,,气象\n"
    )
    outcome = loading.load(loading.write("people.csv", text))
    assert (outcome.code, outcome.tally) == (0, (5, 2, 0, 3))
    assert "1 unknown_department, 1 unknown_mode, 1 unknown_role" in outcome.said
    third, fourth = loading.city().workers[-2:]
    assert (third.id, third.role, third.mode, third.department) == ("B3", "grid_worker", Mode.FOOT, "police")
    assert (fourth.id, fourth.role, fourth.mode, fourth.department) == ("B4", "grid_worker", Mode.EBIKE, "")
    mode, role, department = loading.refused(loading.data / "small" / "refused-people.csv")
    assert (mode["line"], mode["code"], role["line"], role["code"]) == ("2", "unknown_mode", "3", "unknown_role")
    assert "'直升机'" in mode["reason"] and "foot (步行), ebike (电动车), car (汽车)" in mode["reason"]
    assert "'灯夫'" in role["reason"] and "grid_worker (专职网格员)" in role["reason"]
    assert "supervisor (网格督导员)" in role["reason"]
    assert department["code"] == "unknown_department" and "police (公安)" in department["reason"]


def test_a_column_can_be_left_out(loading: Loading) -> None:
    path = loading.write("people.csv", "id,name,phone,role,mode\nC1,Ann,1,Dr,balloon\n")
    assert loading.load(path).tally == (1, 0, 0, 1)
    outcome = loading.load(path, columns={"role": "", "mode": ""})
    assert outcome.tally == (1, 1, 0, 0)
    assert "role =" not in outcome.said
    assert (loading.city().workers[-1].role, loading.city().workers[-1].mode) == ("grid_worker", Mode.EBIKE)


def test_cameras(loading: Loading) -> None:
    path = loading.write(
        "点位.csv", "设备编码,点位名称,经度,纬度\nC1,路口,117.205,34.265\n,小区门,117.215,34.265\nC3,远方,118,34\n"
    )
    outcome = loading.load(path, kind="cameras")
    assert outcome.tally == (3, 2, 0, 1)
    first, second = loading.city().cameras
    assert (first.code, first.name, first.region) == ("C1", "路口", GRIDS[0])
    assert second.region == GRIDS[1]
    assert loading.load(path, kind="cameras").tally == (3, 0, 2, 1)
    assert loading.load(path, kind="cameras", datum="gcj02").code == 0


def test_cameras_may_say_what_they_see(loading: Loading) -> None:
    eyes = ["code,lon,lat,方位角,视场角", "A,117.205,34.265,450,60", "B,117.205,34.265,270,60°", "C,117.215,34.265,,"]
    path = loading.write("eyes.csv", "\n".join(eyes))
    outcome = loading.load(path, kind="cameras")
    assert outcome.tally == (3, 2, 0, 1)
    known = {camera.code: (camera.heading, camera.angle) for camera in loading.city().cameras}
    assert known["B"] == (270, 60)
    assert known["C"] == (-1, 0)
