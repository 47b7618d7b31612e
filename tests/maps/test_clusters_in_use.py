"""Signs of incidents and workers while a room lives and a hand moves the map: in whatever order things happen, nobody
is lost, nobody counted twice, and the worst can be seen."""

from __future__ import annotations

from itertools import count

import msgspec
import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.category import Severity
from domain.incident import Incident, TimelineEntry
from domain.messages import IncidentChanged
from domain.picture import Changes, Picture
from domain.positions import WORKER_STATES, PositionBlock
from domain.shapes import DEGREE
from domain.worker import WorkerState
from maps.crowds import FEWEST, LOOKS, gather
from maps.marks import REACH, Gathering
from maps.presentation import Presentation
from maps.projection import to_degrees, to_world
from maps.scene import OFF_DUTY, SILENT
from maps.viewport import Viewport
from tests.domain.small_city import SIDE, SOUTH, WEST
from tests.maps.drawing import view_of
from tests.maps.town import NOW, matter, picture_of, town
from tests.seeking import tried

#: A counterexample is made small before it is shown.
pytestmark = pytest.mark.timeout(300)

#: Places where many things happen (degrees), one of them beside the other, and how far around.
SPOTS = (
    (WEST + 1.5 * SIDE, SOUTH + 0.5 * SIDE),
    (WEST + 1.6 * SIDE, SOUTH + 0.5 * SIDE),
    (WEST + 6.4 * SIDE, SOUTH + 0.2 * SIDE),
)
spots = st.sampled_from(SPOTS)
around = st.sampled_from([0.0, 1e-6, 1e-4, 2e-3]).flatmap(
    lambda far: st.tuples(st.floats(-far, far), st.floats(-far, far))
)
zooms = st.floats(8.0, 19.0)
#: Seconds between two looks at the clock on the wall; rows of some workers of ninety.
pauses = st.floats(0.05, 9.0)
some = st.tuples(st.integers(0, 89), st.integers(1, 90)).map(
    lambda part: np.arange(part[0], 90, dtype=np.int32)[: part[1]]
)
pans = st.tuples(st.floats(-400, 400), st.floats(-300, 300))


class Room(RuleBasedStateMachine):
    """A map of the town over which a hand and the room go on."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.picture = self.begin()
        self.shown = Presentation("zh")
        self.shown.open(self.picture.city)
        self.shown.refresh(self.picture, Changes(reset=True), self.now)
        self.viewport: Viewport = view_of(*SPOTS[0], 14.0)
        #: Whether the map is on its way: groups may then be a little behind.
        self.moving = False

    def begin(self) -> Picture:
        return picture_of(town(), [])

    @rule(zoom=zooms, moving=st.booleans())
    def zoom(self, zoom: float, moving: bool) -> None:
        x, y = self.viewport.width / 2, self.viewport.height / 2
        self.viewport = self.viewport.zoomed(zoom - self.viewport.zoom, x, y)
        self.shown.gather_for(self.viewport, moving)
        self.moving = moving

    @rule(step=pans)
    def pan(self, step: tuple[float, float]) -> None:
        self.viewport = self.viewport.panned(*step)

    @rule(seconds=st.sampled_from([1.0, 40.0, 200.0, 4000.0]))
    def later(self, seconds: float) -> None:
        self.now += seconds
        self.shown.tick(self.now)


class Incidents(Room):
    """Reports come, change, are settled; piles are opened and closed; filters and the selection go to and fro."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = count(1)
        self.seq = count(2)

    @property
    def open(self) -> list[Incident]:
        return sorted(self.picture.open_incidents(), key=lambda one: one.id)

    def _take(self, verb: str, *incidents: Incident) -> None:
        changes = Changes()
        for incident in incidents:
            entry = TimelineEntry(incident.id, incident.version, self.now, verb, "user:x")
            changes = changes.joined(self.picture.apply(IncidentChanged(next(self.seq), incident, entry)))
        self.shown.refresh(self.picture, changes, self.now)

    def _at(self, incident: Incident, spot: tuple[float, float], by: tuple[float, float]) -> Incident:
        place = msgspec.structs.replace(incident.place, lon=spot[0] + by[0], lat=spot[1] + by[1])
        return msgspec.structs.replace(incident, place=place, version=incident.version + 1)

    @rule(spot=spots, many=st.integers(1, 12), far=st.sampled_from([0.0, 1e-4, 2e-3]), seed=st.integers(0, 999))
    def report(self, spot: tuple[float, float], many: int, far: float, seed: int) -> None:
        dice, fresh = np.random.default_rng(seed), []
        for right, down in dice.uniform(-far, far, (many, 2)).tolist():
            one = matter(f"i{next(self.numbers)}", 1, Severity(int(dice.integers(1, 5))))
            due = self.now + float(dice.choice([-5.0, 30.0, 3e3, 9e4])) + float(dice.uniform(0, 4))
            one = msgspec.structs.replace(one, deadline=msgspec.structs.replace(one.deadline, due_at=due))
            fresh.append(msgspec.structs.replace(self._at(one, spot, (right, down)), version=1))
        self._take("open", *fresh)

    @precondition(lambda self: self.open)
    @rule(data=st.data(), spot=spots, by=around)
    def correct_the_place(self, data: st.DataObject, spot: tuple[float, float], by: tuple[float, float]) -> None:
        self._take("correct", self._at(data.draw(st.sampled_from(self.open)), spot, by))

    @precondition(lambda self: self.open)
    @rule(data=st.data(), severity=st.sampled_from(list(Severity)))
    def weigh(self, data: st.DataObject, severity: Severity) -> None:
        one = data.draw(st.sampled_from(self.open))
        self._take("correct", msgspec.structs.replace(one, severity=severity, version=one.version + 1))

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.open))
        self._take("close", msgspec.structs.replace(one, stage="closed", version=one.version + 1))

    @rule(data=st.data())
    def select(self, data: st.DataObject) -> None:
        self.shown.incident = data.draw(st.sampled_from(["", "gone", *(one.id for one in self.open)]))

    @rule(data=st.data(), all_=st.booleans())
    def filter(self, data: st.DataObject, all_: bool) -> None:
        ids = [one.id for one in self.open]
        self.shown.filter = None if all_ or not ids else frozenset(data.draw(st.sets(st.sampled_from(ids))))

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def open_pile(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.open)).id
        members = self.shown.pile_of(one, self.viewport)
        assert one in members and len(set(members)) == len(members)
        self.shown.opened = members

    @rule()
    def close_pile(self) -> None:
        self.shown.opened = ()

    def _worst(self, ids: set[str]) -> str:
        """Told from the incidents alone: late ones first, then by severity, then by what is due soonest."""

        def hurts(one: Incident) -> tuple[bool, int, float]:
            return one.deadline.due_at <= self.now, -one.severity, -one.deadline.due_at

        return max((one for one in self.open if one.id in ids), key=hurts).id

    @invariant()
    def nothing_is_lost_and_nothing_counted_twice(self) -> None:
        matters, marks = self.shown.scene.matters, self.shown.marks(self.viewport)
        assert sorted(matters.ids) == [one.id for one in self.open]
        signs, faint = marks.rows.tolist(), marks.faint.tolist()
        assert len(set(signs)) == len(signs) and not set(signs) & set(faint)
        assert int(marks.count.sum()) + len(faint) == len(matters)
        for row in range(len(matters)):
            leader = int(marks.leader[row])
            assert leader == row if row in faint else leader in signs
            assert leader >= row, "what stands for others hurts most among them"
        for sign, many in zip(signs, marks.count.tolist(), strict=True):
            assert int((marks.leader == sign).sum()) == many
        left_out = set() if self.shown.filter is None else set(matters.ids) - self.shown.filter
        alone = {self.shown.incident, *self.shown.opened}
        assert {matters.ids[row] for row in faint} == left_out - alone

    @invariant()
    def what_one_sign_stands_for_lies_there_now(self) -> None:
        matters, marks = self.shown.scene.matters, self.shown.marks(self.viewport)
        for row, one in enumerate(matters.ids):
            place = self.picture.incidents[one].place
            assert np.allclose(matters.world[row], to_world(place.lon, place.lat), atol=1e-12)
        if self.moving:
            return
        apart = np.hypot(*(matters.world - matters.world[marks.leader]).T) * self.viewport.scale
        assert not len(apart) or apart.max() <= REACH * 2.0**0.126  # groups are of a quarter of a zoom level
        zoom = self.viewport.zoom if self.shown._sign_zoom is None else self.shown._sign_zoom
        anew = Gathering().of(matters, zoom, (self.shown.incident, ""), self.shown.filter, self.shown.opened)
        assert anew.leader.tolist() == marks.leader.tolist() and anew.offsets == marks.offsets

    @invariant()
    def the_worst_can_be_seen(self) -> None:
        matters, marks = self.shown.scene.matters, self.shown.marks(self.viewport)
        seen = {matters.ids[row] for row in marks.rows.tolist()}
        told = [row for row in range(len(matters)) if row not in marks.faint.tolist()]
        if told:
            worst = matters.ids[max(told)]
            assert worst in seen
            due = {one.id: (one.deadline.due_at <= self.now, one.severity, one.deadline.due_at) for one in self.open}
            assert due[worst] == due[self._worst({matters.ids[row] for row in told})]

    @invariant()
    def each_sign_in_view_can_be_taken_up_with_all_it_stands_for(self) -> None:
        matters, marks = self.shown.scene.matters, self.shown.marks(self.viewport)
        pixels = marks.pixels(matters, self.viewport)
        for place, row in enumerate(marks.rows.tolist()):
            x, y = pixels[place].tolist()
            beside = np.hypot(*(pixels - (x, y)).T) < 0.01
            if beside.sum() > 1 or not (0 <= x <= self.viewport.width and 0 <= y <= self.viewport.height):
                continue
            found = self.shown.thing(x, y, self.viewport)
            assert found is not None and (found.kind, found.id) == ("incident", matters.ids[row])
            if marks.count[place] > 1:
                assert list(found.members) == [matters.ids[one] for one in np.flatnonzero(marks.leader == row)[::-1]]


class Crews(Room):
    """Ninety workers go about, begin and end work, fall silent; one of them may be selected."""

    #: Seconds of the clock on the wall, by which signs walk.
    wall = 0.0

    def begin(self) -> Picture:
        city = town()
        first = city.workers[0]
        workers = [msgspec.structs.replace(first, id=f"w{n}", index=n, state=WorkerState.FREE) for n in range(90)]
        return picture_of(msgspec.structs.replace(city, workers=workers), [])

    def _tell(self, rows: np.ndarray, places: np.ndarray, state: int | None, wall: float) -> None:
        """New fixes (degrees) of some; ``state``: None for the one they have."""
        nothing, states = np.full(len(rows), 65535, np.uint16), self.picture.positions.state[rows]
        if state is not None:
            states = np.full(len(rows), state, np.uint8)
        lon, lat = np.rint(places * DEGREE).astype(np.int32).T
        block = PositionBlock(self.now, rows, lon, lat, nothing, nothing, np.zeros(len(rows), np.uint16), states)
        self.wall += wall
        self.shown.refresh(self.picture, self.picture.apply(block), self.now, self.wall, self.viewport.scale)

    @rule(rows=some, spot=spots, by=around, state=st.sampled_from(range(len(WORKER_STATES))), wall=pauses)
    def go_to(
        self, rows: np.ndarray, spot: tuple[float, float], by: tuple[float, float], state: int, wall: float
    ) -> None:
        self._tell(rows, np.array(spot) + np.array(by) * rows[:, None] / 45, state, wall)

    @rule(rows=some, step=st.tuples(st.floats(-80, 80), st.floats(-80, 80)), wall=pauses)
    def stroll(self, rows: np.ndarray, step: tuple[float, float], wall: float) -> None:
        fixes = [self.shown.place_of_worker(f"w{row}") for row in rows.tolist()]
        self._tell(rows, to_degrees(np.array(fixes) + np.array(step) / self.viewport.scale), None, wall)

    @rule(wall=pauses)
    def walk(self, wall: float) -> None:
        self.wall += wall
        self.shown.walk(self.wall)

    @rule(row=st.integers(-1, 89))
    def select(self, row: int) -> None:
        self.shown.worker = f"w{row}" if row >= 0 else ""

    @invariant()
    def nobody_is_lost_and_nobody_counted_twice(self) -> None:
        crew, crowds = self.shown.scene.crew, self.shown.crowds(self.viewport)
        for number in range(len(crowds)):
            members = np.flatnonzero(crowds.crowd == number)
            assert len(members) >= FEWEST
            assert np.bincount(crew.look[members], minlength=LOOKS).tolist() == crowds.count[number].tolist()
            west, north, east, south = crowds.bounds(number, crew)
            x, y = crew.world[members].T
            assert (x >= west).all() and (x <= east).all() and (y >= north).all() and (y <= south).all()
        assert crowds.crowd.tolist() == gather(crew, self.viewport, self.shown.worker).crowd.tolist()
        gathered = int((crowds.crowd >= 0).sum())
        assert gathered == int(crowds.count.sum()) and not (crowds.crowd >= len(crowds)).any()
        assert not (crowds.crowd[~crew.known] >= 0).any()

    @invariant()
    def who_matters_stands_for_himself(self) -> None:
        crew, crowds = self.shown.scene.crew, self.shown.crowds(self.viewport)
        matters = np.isin(crew.look, [WORKER_STATES.index(WorkerState.ON_SCENE), SILENT])
        if self.shown.worker in crew.row:
            matters[crew.row[self.shown.worker]] = True
        assert (crowds.crowd[matters] < 0).all()

    @invariant()
    def who_stands_alone_can_be_pointed_at(self) -> None:
        crew, crowds = self.shown.scene.crew, self.shown.crowds(self.viewport)
        alone = np.flatnonzero(crew.known & (crowds.crowd < 0) & (crew.state != OFF_DUTY))
        pixels = self.viewport.to_pixels(crew.world[alone])
        inside = ((pixels >= 0) & (pixels <= (self.viewport.width, self.viewport.height))).all(axis=1)
        for row, (x, y) in list(zip(alone[inside].tolist(), pixels[inside].tolist(), strict=True))[:5]:
            found = self.shown.thing(x, y, self.viewport)
            assert found is not None and found.kind == "worker"
            there = self.viewport.to_pixels(crew.world[crew.row[found.id]])
            assert np.hypot(*(there - (x, y))) < 1e-6, f"somebody else than {row} was taken up"


TestIncidents = Incidents.TestCase
TestIncidents.settings = tried(50, stateful_step_count=25)
TestCrews = Crews.TestCase
TestCrews.settings = tried(50, stateful_step_count=25)
