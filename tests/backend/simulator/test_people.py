"""The workforce: who sends fixes, who is silent, who rests, who answers when."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from backend.cityprofile import Behaviour
from backend.field_messages import Fleet, Member, Task
from backend.simulator.crew import Crew
from backend.simulator.people import People
from backend.simulator.phrases import Phrases
from backend.simulator.places import Gazetteer
from backend.simulator.streets import Streets
from backend.simulator.ways import Ways
from domain.messages import Clock
from domain.polyline import encode_polyline
from domain.roads import RoadGraph
from domain.shapes import DEGREE
from domain.stretches import Stretches
from domain.ways import crosses, split
from tests.backend.doors import two_grids

CITY = two_grids()
GAZETTEER = Gazetteer(CITY)
STREETS = Streets(CITY.geography.roads, GAZETTEER.plane)
NOW = 1_000_000.0
CALM = Behaviour(silent=0.0, rest_share=0.0, decline=0.0, fix_seconds=10.0, accept_seconds=(8.0, 75.0))


def people(behaviour: Behaviour = CALM, count: int = 60) -> People:
    grids = ("32001001001", "32001001002")
    members = [
        Member(f"w{row}", row, f"人{row}", "grid_worker", (grids[row % 2],), ("foot", "ebike", "car")[row % 3],
               "off_duty" if row == 7 else "free", (0, 1440), None, None, None)
        for row in range(count)
    ]  # fmt: skip
    fleet = Fleet("e", 1, Clock(NOW, 1.0), "small", "", 0.0, members)
    return People(CITY, fleet, STREETS, GAZETTEER, behaviour, 1)


def task(**changed: object) -> Task:
    whole = Task(
        "i1", 2, "w0", "dispatched", {}, "worker", "P01", {}, 1, "井盖缺失", "", 117.1889, 34.2782, "", "", "",
        NOW + 7200, NOW, None, None, None, 120.0, "", 300.0, (),
    )  # fmt: skip
    return msgspec.structs.replace(whole, **changed)


def crew(folk: People, behaviour: Behaviour = CALM) -> Crew:
    ways = Ways(folk.walkers, folk.modes, GAZETTEER.plane, RoadGraph(CITY.geography.roads), 1)
    return Crew(folk.rows, {one.code: one for one in CITY.rules.categories}, behaviour, Phrases.load(), ways, 1)


def test_fixes_come_from_everybody_on_duty_in_slots_of_their_own() -> None:
    folk = people()
    first = folk.fixes(NOW, set())
    assert first is not None
    assert len(first) == 59
    assert 7 not in first.index
    seen: dict[int, list[float]] = {}
    for second in range(1, 121):
        folk.walk(NOW + second, 1.0, set())
        block = folk.fixes(NOW + second, {0})
        for index in block.index.tolist() if block is not None else ():
            seen.setdefault(index, []).append(NOW + second)
        assert block is None or len(block) < 30
    assert set(seen) == set(range(60)) - {7}
    assert 22 <= len(seen[0]) <= 26  # on a task: every five seconds
    assert all(11 <= len(seen[index]) <= 14 for index in seen if index != 0)


def test_silence_is_rare_long_and_complete() -> None:
    folk = people(Behaviour(silent=0.5, silent_seconds=(300.0, 600.0), rest_share=0.0))
    folk.fixes(NOW, set())
    shares = []
    for minute in range(1, 240):
        now = NOW + minute * 60
        folk.walk(now, 60.0, set())
        quiet = folk.silent(now)
        block = folk.fixes(now, set())
        assert block is None or not quiet & set(block.index.tolist())
        shares.append(len(quiet) / 59)
    assert 0.2 < np.mean(shares[20:]) < 0.6


def test_rests_begin_and_end_and_nobody_with_a_task_takes_one() -> None:
    folk = people(Behaviour(silent=0.0, rest_share=0.3, rest_seconds=(300.0, 600.0)))
    said: list[tuple[str, str]] = []
    for minute in range(1, 200):
        said += folk.walk(NOW + minute * 60, 60.0, {3})
    resting = [worker for worker, state in said if state == "resting"]
    back = [worker for worker, state in said if state == "free"]
    assert len(resting) > 20
    assert 0 <= len(resting) - len(back) < 40
    assert "w3" not in resting
    assert "w7" not in resting


def test_who_goes_off_duty_leaves_the_street_and_comes_back_to_his_area() -> None:
    folk = people()
    folk.hear({"w1": "off_duty", "w7": "free"})
    block = folk.fixes(NOW + 60, set())
    assert block is not None
    assert 1 not in block.index
    assert 7 in block.index
    folk.hear({"w1": "free"})
    block = folk.fixes(NOW + 61, set())
    assert block is not None
    assert block.index.tolist() == [1]
    assert block.lon[0] > (117.19 - 0.001) * 1e7  # the second grid is his


def test_a_task_is_answered_after_a_while_and_silence_puts_it_off() -> None:
    folk = people()
    hands = crew(folk)
    hands.hear([task()], [], True, NOW)
    assert hands.due(NOW + 5, set()) == []
    assert hands.due(NOW + 80, {0}) == []
    sayings = [said for second in range(80, 90) for said in hands.due(NOW + second, set())]
    assert [(one.said, one.task.worker) for one in sayings] == [("accept", "w0")]
    assert hands.due(NOW + 200, set()) == []  # said once
    hands.unsaid(sayings[0], NOW + 200)  # but the backend was away
    assert [one.key for one in hands.due(NOW + 206, set())] == [sayings[0].key]


def test_who_says_yes_stands_until_he_hears_of_his_way_and_is_seen_there() -> None:
    folk = people()
    hands = crew(folk)
    folk.fixes(NOW, hands.engaged())
    hands.hear([task()], [], True, NOW)
    place, sent = folk.place(0), 0
    for second in range(1, 120):
        now = NOW + second
        folk.walk(now, 1.0, hands.engaged())
        said = hands.due(now, set())
        block = folk.fixes(now, hands.engaged())
        if said:
            assert [one.said for one in said] == ["accept"]
            place = folk.place(0)
        if 0 in hands.engaged() and block is not None and 0 in block.index:
            row = block.index.tolist().index(0)
            assert np.allclose((block.lon[row] / DEGREE, block.lat[row] / DEGREE), place, atol=1e-7)
            sent += 1
        assert bool(said) <= bool(sent)  # where he is goes out with his yes, not with the next fix of his beat
    assert sent > 5
    assert folk.place(0) == place
    hands.hear([task(version=3, stage="accepted", accepted_at=NOW + 120)], [], False, NOW + 120)
    folk.walk(NOW + 130, 10.0, hands.engaged())
    assert folk.place(0) != place


def test_whose_yes_comes_too_late_goes_on_with_his_beat() -> None:
    folk = people()
    hands = crew(folk)
    hands.hear([task()], [], True, NOW)
    (yes,) = hands.due(NOW + 80, set())
    assert hands.engaged() == {0}
    hands.refused(yes)
    assert hands.engaged() == set()
    place = folk.place(0)
    for second in range(81, 400):
        folk.walk(NOW + second, 1.0, hands.engaged())
    assert folk.place(0) != place
    assert [said for second in range(81, 400) for said in hands.due(NOW + second, set())] == []


def test_one_thing_after_the_other() -> None:
    folk = people()
    hands = crew(folk)
    first = task(version=3, stage="accepted", accepted_at=NOW)
    second = task(incident="i2", version=3, stage="accepted", accepted_at=NOW, lon=117.1815, lat=34.2715)
    hands.hear([first, second], [], True, NOW)
    assert hands.engaged() == {0}
    done: list[str] = []
    for second_no in range(1, 4000):
        now = NOW + second_no
        folk.walk(now, 1.0, hands.engaged())
        for saying in hands.due(now, set()):
            done.append(f"{saying.task.incident} {saying.said}")
            version = saying.task.version + 1
            if saying.said == "arrive":
                after = msgspec.structs.replace(saying.task, version=version, stage="handling", arrived_at=now)
            else:
                after = msgspec.structs.replace(
                    saying.task, version=version, stage="reported", waits_for="desk", reported_at=now
                )
            hands.hear([after], [], False, now)
    assert done == ["i1 arrive", "i1 report", "i2 arrive", "i2 report"]
    assert hands.engaged() == set()


def test_a_task_taken_back_is_forgotten() -> None:
    folk = people()
    hands = crew(folk)
    hands.hear([task(version=3, stage="accepted", accepted_at=NOW)], [], True, NOW)
    assert hands.engaged() == {0}
    hands.hear([], ["i1"], False, NOW + 10)
    assert hands.engaged() == set()
    assert [said for second in range(2000) for said in hands.due(NOW + second, set())] == []
    hands.hear([task(version=9, worker="w2", stage="accepted", accepted_at=NOW)], [], True, NOW + 20)
    assert hands.engaged() == {2}
    hands.hear([], [], True, NOW + 30)
    assert hands.engaged() == set()


def test_who_is_led_another_way_takes_it_from_where_he_is() -> None:
    folk = people()
    start, goal = (117.1815, 34.2715), (117.1889, 34.2782)
    folk.walkers.put(0, GAZETTEER.plane.metres(np.array([start]))[0])
    hands = crew(folk)

    def on_the_way(version: int, closed: list[int], origin: tuple[float, float], now: float) -> NDArray[np.float64]:
        """He hears of his way, as the backend draws it from where he is."""
        route = RoadGraph(CITY.geography.roads, closed).route(origin, goal, folk.modes[0])
        told = task(
            version=version, stage="accepted", accepted_at=NOW, waits_for="worker", lon=goal[0], lat=goal[1],
            eta=now - NOW + route.seconds, route=encode_polyline(route.points), legs=route.legs,
        )  # fmt: skip
        hands.hear([told], [], True, now)
        return route.points

    def away(points: NDArray[np.float64]) -> float:
        """Metres he is from a line."""
        metres = np.array([111_000 * 0.826, 111_000])
        here, line = np.array(folk.place(0)) * metres, points * metres
        behind, _ = split(line, here)
        return float(np.hypot(*(behind[-1] - here)))

    first = on_the_way(3, [], start, NOW)
    for second in range(1, 20):
        folk.walk(NOW + second, 1.0, {0})
    here = folk.place(0)
    assert away(first) < 15
    middle = (first[len(first) * 2 // 3] + first[len(first) * 2 // 3 + 1]) / 2
    stretches = Stretches(CITY.geography.roads)
    closed = stretches.nearest(float(middle[0]), float(middle[1]), 60.0)
    assert closed is not None
    path = stretches.path(stretches.around(closed))
    around = stretches.segments(path)
    second_way = on_the_way(4, [row for part in around for row in part.tolist()], here, NOW + 20)
    shut = np.reshape(path, (-1, 2)) / 1e7
    assert crosses(first, shut) and not crosses(second_way, shut)
    off = []
    for second in range(21, 4000):
        folk.walk(NOW + second, 1.0, {0})
        off.append(away(second_way))
        if not folk.walkers.led(0):
            break
    assert max(off) < 20
    assert np.hypot(*((np.array(folk.place(0)) - goal) * np.array([111_000 * 0.826, 111_000]))) < 120


def test_who_was_on_his_way_when_all_was_lost_is_put_where_he_must_be_by_now() -> None:
    folk = people()
    graph = RoadGraph(CITY.geography.roads)
    route = graph.route((117.1815, 34.2715), (117.1889, 34.2782))
    under_way = task(
        version=3, stage="accepted", accepted_at=NOW, eta=route.seconds, route=encode_polyline(route.points)
    )
    ways = Ways(folk.walkers, folk.modes, GAZETTEER.plane, graph, 1, {0})
    ways.set_out(0, under_way, NOW + route.seconds / 2)
    here, metres = np.array(folk.place(0)), np.array([111_000 * 0.826, 111_000])
    assert np.hypot(*((here - route.points) * metres).T).min() < 110  # junctions are that far apart
    first, last = (np.hypot(*((here - end) * metres)) for end in (route.points[0], route.points[-1]))
    assert min(first, last) > 150
    assert folk.walkers.led(0)
