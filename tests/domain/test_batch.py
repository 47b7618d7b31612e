"""The best assignment of many incidents: never worse than another solver's, and honest about what would change it."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from domain import batch
from domain.batch import NOBODY_COST, Pair, Proposal, propose
from domain.candidates import Matter, Weighing, matter_of, weigh
from domain.incident import TimelineEntry
from domain.messages import IncidentChanged, WorkerChanged
from domain.picture import Picture
from domain.roads import RoadGraph
from domain.worker import WorkerState
from tests.domain.small_city import MONDAY_NINE as NOW
from tests.domain.small_city import new_incident, picture_with_everybody, small_city
from tests.seeking import tried

GRAPH = RoadGraph(small_city().geography.roads)


class Room:
    """Workers and incidents whose travel times are given, nothing else about them counting."""

    def __init__(self, seconds: np.ndarray) -> None:
        self.ids = [f"w{column}" for column in range(seconds.shape[1])]
        self.load = np.zeros(seconds.shape[1], np.int64)
        self.now = NOW
        self.matters = [
            Matter(f"i{row}", 0, 0, 0, "", np.zeros(0, np.intp), np.zeros(0, np.intp), -1, np.inf)
            for row in range(len(seconds))
        ]
        self.seconds = seconds

    def cost_of_able(self, matter: Matter, seconds: np.ndarray) -> np.ndarray:
        return seconds.copy()

    def propose(self, severities: list[int] | None = None) -> Proposal:
        steps = severities or [4] * len(self.matters)
        return propose(self, self.matters, steps, lambda number: self.seconds[number])  # type: ignore[arg-type]


def least(seconds: np.ndarray, severities: list[int] | None = None) -> float:
    """The least sum by a dense solver that knows all pairs, nobody included."""
    count = len(seconds)
    nobody = NOBODY_COST + batch.SEVERITY_COST * (4 - np.array(severities or [4] * count))
    full = np.hstack([seconds, np.where(np.eye(count, dtype=bool), nobody[:, None], np.inf)])
    rows, columns = linear_sum_assignment(np.where(np.isfinite(full), full, 1e12))
    return float(full[rows, columns].sum())


def paid(proposal: Proposal, severities: list[int] | None = None) -> float:
    steps = severities or [4] * len(proposal.pairs)
    return sum(
        pair.cost if pair.worker else NOBODY_COST + batch.SEVERITY_COST * (4 - step)
        for pair, step in zip(proposal.pairs, steps, strict=True)
    )


@st.composite
def times(draw: st.DrawFn) -> np.ndarray:
    rows, columns = draw(st.integers(1, 9)), draw(st.integers(1, 12))
    value = st.sampled_from([60.0, 90.0, 300.0, 700.0, 1500.0, 5000.0, np.inf]) | st.floats(1, 4000)
    return np.array(draw(st.lists(st.lists(value, min_size=columns, max_size=columns), min_size=rows, max_size=rows)))


@tried(120)
@given(times(), st.integers(1, 3), st.sampled_from([0.0, 100.0, 1e9]), st.data())
def test_never_worse_than_all_pairs(seconds: np.ndarray, likely: int, near: float, data: st.DataObject) -> None:
    severities = data.draw(st.lists(st.integers(1, 4), min_size=len(seconds), max_size=len(seconds)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "LIKELY", likely)
        patch.setattr(batch, "NEAR", near)
        proposal = Room(seconds).propose(severities)
    assert paid(proposal, severities) == pytest.approx(least(seconds, severities))
    taken = [pair.worker for pair in proposal.pairs if pair.worker]
    assert len(taken) == len(set(taken))
    assert proposal.total == pytest.approx(sum(pair.cost for pair in proposal.pairs if pair.worker))
    for row, pair in enumerate(proposal.pairs):
        assert not pair.worker or pair.seconds == seconds[row, int(pair.worker[1:])]


@tried(120)
@given(times())
def test_what_would_change_it_is_what_happens_then(seconds: np.ndarray) -> None:
    room = Room(seconds)
    proposal = room.propose()
    best = paid(proposal)
    for row, pair in enumerate(proposal.pairs):
        if not pair.worker:
            continue
        without = seconds.copy()
        without[:, int(pair.worker[1:])] = np.inf
        assert pair.extra == pytest.approx(least(without) - best, abs=1e-3)
        if pair.next:
            sent = without.copy()
            sent[row] = np.inf
            sent[row, int(pair.next[1:])] = seconds[row, int(pair.next[1:])]
            assert least(sent) - best == pytest.approx(pair.extra, abs=1e-3)
        if pair.first:
            here = seconds.copy()
            here[row] = np.inf
            here[row, int(pair.first[1:])] = seconds[row, int(pair.first[1:])]
            assert pair.first_extra >= least(here) - best - 1e-3
            assert seconds[row, int(pair.first[1:])] == seconds[row].min()
            (holder,) = [other for other in proposal.pairs if other.worker == pair.first]
            assert holder.incident == pair.first_for
            # That one gets somebody else, or just the worker set free.
            swapped = seconds[int(holder.incident[1:]), int(pair.worker[1:])] - holder.cost
            gained = pair.cost - seconds[row].min()
            assert pair.first_extra == pytest.approx(min(holder.extra, swapped) - gained, abs=1e-3) or (
                pair.first_extra < min(holder.extra, swapped) - gained
            )


def test_a_chain_is_told_as_one() -> None:
    # w0 is best for both; w1 could go to either, w2 only to i1.
    proposal = Room(np.array([[60.0, 200.0, np.inf], [100.0, 130.0, 900.0]])).propose()
    first, second = proposal.pairs
    assert (first.worker, second.worker) == ("w0", "w1")
    assert (first.next, first.moved, first.extra) == ("w1", 1, pytest.approx(140 + 770))
    assert (second.first, second.first_for) == ("w0", "i0")
    assert second.first_extra == pytest.approx(200 + 100 - 60 - 130)


def test_the_severest_gets_the_only_one() -> None:
    seconds = np.array([[60.0], [500.0]])
    assert [pair.worker for pair in Room(seconds).propose([4, 1]).pairs] == ["", "w0"]
    assert [pair.worker for pair in Room(seconds).propose([4, 4]).pairs] == ["w0", ""]


def test_nothing_to_do_and_nobody_to_do_it() -> None:
    assert Room(np.zeros((0, 3))).propose().pairs == ()
    (pair,) = Room(np.full((1, 2), np.inf)).propose().pairs
    assert pair == Pair("i0")


# --- with a real picture ----------------------------------------------------------------------------------------------


def waiting(picture: Picture, *grids: int) -> list[str]:
    ids = []
    for number, grid in enumerate(grids):
        incident = new_incident(id=f"i{number}", grid=grid)
        entry = TimelineEntry(incident.id, 1, NOW, "open", "channel:app")
        picture.apply(IncidentChanged(picture.seq + 1, incident, entry))
        ids.append(incident.id)
    return ids


def proposed(picture: Picture, ids: list[str], scope: str = "") -> Proposal:
    weighing = Weighing(picture, NOW, scope)
    matters = [matter_of(picture, picture.incidents[key], NOW) for key in ids]
    severities = [int(picture.incidents[key].severity) for key in ids]
    return propose(weighing, matters, severities, lambda number: weighing.seconds(GRAPH, matters[number]))


def test_costs_are_those_of_a_single_drag() -> None:
    picture = picture_with_everybody()
    ids = waiting(picture, 1, 1, 2, 5, 8)
    proposal = proposed(picture, ids)
    assert len({pair.worker for pair in proposal.pairs}) == 5
    for pair in proposal.pairs:
        candidate = weigh(picture, GRAPH, picture.incidents[pair.incident], NOW).candidates[pair.worker]
        assert (pair.cost, pair.seconds, pair.load, pair.own) == (
            pytest.approx(candidate.cost), candidate.seconds, candidate.load, candidate.own
        )  # fmt: skip
        assert pair.margin == pytest.approx(candidate.margin)
        assert candidate.allowed


def test_who_may_not_go_is_not_proposed() -> None:
    picture = picture_with_everybody()
    ids = waiting(picture, 1)
    off = msgspec.structs.replace(picture.workers["g1"], state=WorkerState.OFF_DUTY, version=1)
    picture.apply(WorkerChanged(picture.seq + 1, NOW, off))
    (pair,) = proposed(picture, ids).pairs
    assert pair.worker not in ("", "g1")
    (scoped,) = proposed(picture, ids, scope=picture.workers["g8"].regions[0]).pairs
    assert scoped.worker == "g8"
