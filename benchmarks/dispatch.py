"""How fast people are found and sent: 15,000 workers over a network of about 90,000 nodes, beside the raw solvers.

    python -m benchmarks.dispatch [--json] [--long] [--data DIR]

``eta_all_workers_ms``: road time from one incident to every worker, everybody at a new place; ``assign_batch_ms``: 500
incidents assigned among them at the optimum, with the reason of each pair and what would change it, from travel times
that are known; ``gap_to_optimum``: how much worse than all pairs solved by scipy (share of the sum). ``raw``: one plain
scipy Dijkstra over the same network, and ``linear_sum_assignment`` over all pairs, in the same run; ``ratio``: ours
over theirs. ``difference_s``: the most by which a travel time from any node differs from that of the plain run.
``road_times_s``: the travel times of the whole batch; ``route_ms``: one way with its turns; ``reach_ms``: the roads and
people within 5, 10 and 15 minutes; ``build_ms``: the roads made ready; ``close_road_ms``: until travel times leave out
a road that was closed. Times are medians, except that of the batch's travel times. ``--long``: also a third and three
times as many workers and nodes (``growth``), and nanjing's own roads where ``benchmarks.map --set-up`` has prepared
them."""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import dijkstra

from backend.cityfile import prepare_city, read_pack
from backend.cityprofile import load_profile
from benchmarks.made_roads import made_roads
from benchmarks.report import Value, show
from domain.batch import propose
from domain.candidates import Matter, Weighing, matter_of
from domain.city import City
from domain.incident import Incident, Source
from domain.network import Roads
from domain.orders import Report
from domain.picture import Picture
from domain.positions import PositionBlock
from domain.reach import free_workers, reach_of
from domain.roads import RoadGraph
from domain.worker import WorkerState
from domain.workflow import open_incident

WORKERS, NODES, INCIDENTS = 15_000, 90_000, 500
NOW = 1_772_413_200.0
#: What stands for a pair that cannot be in the matrix of all pairs.
NEVER = 1e9


class Field:
    """A city's rules over some roads with a crowd on them, everybody free."""

    def __init__(self, city: City, roads: Roads, workers: int, seed: int = 7) -> None:
        self.dice = np.random.default_rng(seed)
        staff = [
            msgspec.structs.replace(
                city.workers[row % len(city.workers)], id=f"b{row}", index=row, state=WorkerState.FREE
            )
            for row in range(workers)
        ]
        geography = msgspec.structs.replace(city.geography, roads=roads)
        self.city = msgspec.structs.replace(city, geography=geography, workers=staff)
        self.roads = roads
        self.graph = RoadGraph(roads)
        self.picture = Picture(self.city)
        self.move()

    def spots(self, count: int) -> NDArray[np.float64]:
        """Places beside roads, ``(count, 2)`` degrees."""
        nodes = self.roads.nodes[self.dice.integers(len(self.roads.nodes), size=count)]
        return nodes / 1e7 + self.dice.normal(0, 1e-4, (count, 2))

    def move(self) -> None:
        """Everybody is somewhere else."""
        count = len(self.picture.roster)
        places, none = np.rint(self.spots(count) * 1e7).astype(np.int32), np.zeros(count, np.uint16)
        free = np.ones(count, np.uint8)
        index = np.arange(count, dtype=np.int32)
        self.picture.apply(PositionBlock(NOW, index, places[:, 0], places[:, 1], none, none, none, free))

    def incidents(self, count: int) -> list[Incident]:
        """Open incidents of all categories anywhere on the roads."""
        regions, rules = self.city.geography.regions, self.city.rules
        found = []
        for number, (lon, lat) in enumerate(self.spots(count).tolist()):
            category = rules.categories[number % len(rules.categories)]
            told = Report(Source.HOTLINE, "路边发现情况", lon, lat, NOW)
            region = regions[-1 - int(self.dice.integers(200))].code
            incident, _ = open_incident(
                rules.workflow, told, id=f"i{number}", now=NOW, region=region, category=category,
                severity=category.severity, lookalikes=(), calendar=rules.calendar,
            )  # fmt: skip
            found.append(incident)
        return found


def milliseconds(work: Callable[[], object], before: Callable[[], object] | None = None, times: int = 9) -> float:
    """The median of some runs."""
    taken = []
    for _ in range(times):
        if before is not None:
            before()
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def measure(field: Field, batch: int = INCIDENTS) -> dict[str, Value]:
    """All figures of one field."""
    graph, picture = field.graph, field.picture
    incidents = field.incidents(batch)
    matters = [matter_of(picture, one, NOW) for one in incidents]
    severities = [int(one.severity) for one in incidents]
    spots = iter(field.spots(100).tolist())
    modes = picture.columns.mode
    eta = milliseconds(
        lambda: graph.field_to(*next(spots)).seconds(picture.positions.lon / 1e7, picture.positions.lat / 1e7, modes),
        field.move, 15,
    )  # fmt: skip
    nodes = field.dice.integers(len(graph), size=100).tolist()
    plain = milliseconds(lambda: dijkstra(graph.links, indices=nodes.pop()), times=15)
    on_road = np.flatnonzero(graph.spots(*(graph.roads.nodes / 1e7).T).metres < 1e-9)
    difference = max(apart(graph, node) for node in field.dice.choice(on_road, 5).tolist())
    route = milliseconds(lambda: graph.route(tuple(next(spots)), tuple(next(spots))), times=9)
    free = free_workers(picture.columns, picture.positions, NOW)
    reach = milliseconds(lambda: reach_of(graph, *next(spots), free), times=5)
    built = milliseconds(lambda: RoadGraph(field.roads), times=3)
    closed = milliseconds(lambda: graph.without([1, 2, 3]), times=3)
    weighing = Weighing(picture, NOW)
    begun = time.perf_counter()
    seconds = [weighing.seconds(graph, matter) for matter in matters]
    times = time.perf_counter() - begun
    assigned = milliseconds(lambda: propose(weighing, matters, severities, lambda row: seconds[row]), times=9)
    proposal = propose(weighing, matters, severities, lambda row: seconds[row])
    matrix = all_pairs(weighing, matters, seconds)
    dense = milliseconds(lambda: linear_sum_assignment(matrix), times=5)
    rows, columns = linear_sum_assignment(matrix)
    best = float(matrix[rows, columns].sum())
    return {
        "eta_all_workers_ms": eta,
        "assign_batch_ms": assigned,
        "gap_to_optimum": max(0.0, proposal.total - best) / max(abs(best), 1.0),
        "nodes": len(graph),
        "workers": len(picture.roster),
        "incidents": batch,
        "difference_s": difference,
        "road_times_s": times,
        "route_ms": route,
        "reach_ms": reach,
        "build_ms": built,
        "close_road_ms": closed,
        "raw": {"dijkstra_ms": plain, "linear_sum_assignment_ms": dense},
        "ratio": {"eta": eta / plain, "assign": assigned / dense},
    }


def apart(graph: RoadGraph, node: int) -> float:
    """The largest difference between travel times from all nodes to one and those of a plain run, seconds."""
    plain = dijkstra(graph.links.T, indices=node)
    ours = graph.field_to(*(graph.roads.nodes[node] / 1e7).tolist()).at_nodes()
    reached = np.isfinite(plain)
    if not np.array_equal(reached, np.isfinite(ours)):
        return float("inf")
    return float(np.abs(plain[reached] - ours[reached]).max())


def all_pairs(
    weighing: Weighing, matters: list[Matter], seconds: list[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """The cost of every pair, ``(incidents, workers)``."""
    matrix = np.array([weighing.cost_of_able(matter, row) for matter, row in zip(matters, seconds, strict=True)])
    matrix[~np.isfinite(matrix)] = NEVER
    return matrix


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--long", action="store_true", help="also smaller and larger ones, and nanjing's own roads")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "grid-command" / "benchmarks"
    parser.add_argument("--data", type=Path, metavar="DIR", default=cache, help="prepared cities (%(default)s)")
    given = parser.parse_args()
    city = prepare_city(load_profile("gulou"), 1, lambda *_: None)
    figures = measure(Field(city, made_roads(NODES), WORKERS))
    if given.long:
        figures["growth"] = {
            f"{share:g}x": measure(Field(city, made_roads(round(NODES * share)), round(WORKERS * share)))
            for share in (1 / 3, 3.0)
        }
        if (given.data / "nanjing").is_dir():
            nanjing = read_pack(given.data / "nanjing")[0]
            figures["nanjing"] = measure(Field(nanjing, nanjing.geography.roads, WORKERS))
    show("dispatch", figures, given.json)


if __name__ == "__main__":
    main()
