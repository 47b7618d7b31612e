"""Many waiting incidents and many workers at once: who goes where so that all together are served best.

Each incident gets at most one worker and each worker at most one incident; the sum of the costs of
``domain.candidates`` is the least there is (``NOBODY_COST`` for an incident nobody is sent to). Only the likely workers
of each incident are looked at; *prices* of the workers prove that nobody else could have made it better, and where they
do not, more are looked at. The same prices tell what would change a pair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.candidates import Matter, Weighing

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

#: What it costs to send nobody, seconds: more than any way; and so much more for each step of severity.
NOBODY_COST, SEVERITY_COST = 200_000.0, 50_000.0
#: Workers of an incident looked at first: the best so many, and none that costs so much more than the best (s).
LIKELY, NEAR = 24, 1200.0


class Pair(msgspec.Struct, frozen=True, gc=False):
    """An incident and who is proposed for it (empty: nobody is left). ``seconds`` of travel, ``load`` the incidents
    that wait for him, ``margin`` to the deadline, ``own`` area or not, ``cost`` as in ``domain.candidates``.

    ``first``: who would be best for this incident alone, empty when it is he; then ``first_for`` is the incident the
    proposal sends that one to and ``first_extra`` how much worse all together would be with him here (s), when only
    those give way who must. ``next``: who would go here if he could not, empty for nobody; ``extra``: how much worse
    all together would be then (s); ``moved``: how many other incidents would get somebody else."""

    incident: str
    worker: str = ""
    seconds: float = np.inf
    load: int = 0
    margin: float = np.nan
    own: bool = False
    cost: float = np.inf
    first: str = ""
    first_for: str = ""
    first_extra: float = 0.0
    next: str = ""
    extra: float = 0.0
    moved: int = 0


class Proposal(msgspec.Struct, frozen=True):
    """``pairs`` in the order of the incidents asked about; ``total``: the sum of their costs (s), that of incidents
    without anybody left out; ``at`` city time."""

    at: float
    pairs: tuple[Pair, ...]
    total: float


#: Gives everybody's travel time to the n-th incident, float64 ``(workers,)``.
SecondsOf = Callable[[int], Floats]


def propose(
    weighing: Weighing, matters: Sequence[Matter], severities: Sequence[int], seconds_of: SecondsOf
) -> Proposal:
    """The best assignment. ``severities`` 1 (worst) to 4, parallel to ``matters``."""
    if not matters:
        return Proposal(weighing.now, (), 0.0)
    nobody = NOBODY_COST + SEVERITY_COST * (4.0 - np.asarray(severities, float))

    def look(number: int, count: int, near: float) -> _Likely:
        return _Likely.of(weighing, matters[number], seconds_of(number), count, near)

    likely = [look(number, LIKELY, NEAR) for number in range(len(matters))]
    while True:
        solution = _Solution(likely, nobody)
        unproven = [number for number, one in enumerate(likely) if solution.worth[number] > one.beyond + 1e-6]
        if not unproven:
            return Proposal(weighing.now, *solution.told(weighing, matters))
        for number in unproven:
            likely[number] = look(number, 4 * len(likely[number].workers) + LIKELY, np.inf)


class _Likely(msgspec.Struct, frozen=True):
    """An incident's likely workers, the best first: rows of the roster, costs and travel times. Everybody else costs at
    least ``beyond``."""

    workers: Ints
    cost: Floats
    seconds: Floats
    beyond: float

    @classmethod
    def of(cls, weighing: Weighing, matter: Matter, seconds: Floats, count: int, near: float) -> _Likely:
        """The best ``count`` workers, none of them more than ``near`` seconds worse than the best."""
        cost = weighing.cost_of_able(matter, seconds)
        beyond = float(cost.min(initial=np.inf)) + near
        chosen = np.flatnonzero(cost <= beyond) if np.isfinite(beyond) else np.flatnonzero(np.isfinite(cost))
        if len(chosen) > count:
            order = np.argpartition(cost[chosen], count)
            beyond = float(cost[chosen[order[count]]])
            chosen = chosen[order[:count]]
        chosen = chosen[np.argsort(cost[chosen], kind="stable")]
        return cls(chosen, cost[chosen], seconds[chosen], beyond)


class _Solution:
    """The optimum over the likely pairs, with its prices.

    ``loss[i]``: how much worse all together would be if the worker of incident ``i`` were not there; that is his price.
    ``worth[i] = cost + loss``: up to this an incident would pay for anybody. All pairs looked at satisfy
    ``worth[i] - price[j] <= cost[i, j]``, with equality for those chosen: so the sum is the least (duality), also over
    the pairs not looked at as long as each costs at least what its incident would pay."""

    def __init__(self, likely: list[_Likely], nobody: Floats) -> None:
        # The solvers are loaded when somebody asks for a plan: every start would wait for them.
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import min_weight_full_bipartite_matching

        count = len(likely)
        self._likely = likely
        incident = np.repeat(np.arange(count), [len(one.workers) for one in likely])
        worker = np.concatenate([one.workers for one in likely])
        cost = np.concatenate([one.cost for one in likely])
        # Columns: the workers that are likely anywhere, then one "nobody" for each incident.
        self._columns, column = np.unique(worker, return_inverse=True)
        staff = len(self._columns)
        self._incident = np.concatenate([incident, np.arange(count)])
        self._column = np.concatenate([column, staff + np.arange(count)])
        self._cost = np.concatenate([cost, nobody])
        # The solver takes a stored zero for no pair at all; a constant on every pair changes nothing.
        shifted = self._cost - self._cost.min() + 1.0
        graph = csr_array((shifted, (self._incident, self._column)), shape=(count, staff + count))
        _, self._chosen = min_weight_full_bipartite_matching(graph)
        self._paid = np.empty(count)
        mine = self._chosen[self._incident] == self._column
        self._paid[self._incident[mine]] = self._cost[mine]
        self._holder = np.full(staff + count, -1, np.intp)
        self._holder[self._chosen] = np.arange(count)
        self._staff = staff
        self.loss, self._goes = self._losses(mine)
        self.worth = self._paid + self.loss

    def _losses(self, mine: NDArray[np.bool_]) -> tuple[Floats, Ints]:
        """For each incident the loss without its worker, and the pair (place in ``_cost``) that would stand in: from
        the nearest free worker outwards over incidents that pass theirs on (Bellman and Ford)."""
        other = ~mine
        incident, column = self._incident[other], self._column[other]
        more = self._cost[other] - self._paid[incident]
        holder = self._holder[column]
        place = np.flatnonzero(other)
        loss = np.full(len(self._likely), np.inf)
        goes = np.full(len(self._likely), -1, np.intp)
        # An incident without anybody loses nothing.
        empty = self._chosen >= self._staff
        loss[empty] = 0.0
        for _ in range(len(self._likely) + 1):
            reach = more + np.where(holder < 0, 0.0, loss[holder])
            order = np.lexsort((reach, incident))
            first = np.concatenate([[True], incident[order][1:] != incident[order][:-1]]) if len(order) else order
            best = order[first] if len(order) else order
            better = reach[best] < loss[incident[best]] - 1e-9
            if not better.any():
                break
            chosen = best[better]
            loss[incident[chosen]] = reach[chosen]
            goes[incident[chosen]] = place[chosen]
        return loss, goes

    def told(self, weighing: Weighing, matters: Sequence[Matter]) -> tuple[tuple[Pair, ...], float]:
        """The pairs with what would change them, and the sum of their costs."""
        firsts = np.array([one.workers[0] if len(one.workers) else -1 for one in self._likely], np.intp)
        extra = self._extra_of(firsts)
        pairs = [self._pair(at, weighing, matters, int(firsts[at]), extra) for at in range(len(matters))]
        sent = self._chosen < self._staff
        return tuple(pairs), float(self._paid[sent].sum())

    def _pair(
        self, at: int, weighing: Weighing, matters: Sequence[Matter], first: int, extra: dict[int, float]
    ) -> Pair:
        matter, likely = matters[at], self._likely[at]
        if self._chosen[at] >= self._staff:
            return Pair(matter.incident)
        worker = int(self._columns[self._chosen[at]])
        seconds = float(likely.seconds[np.flatnonzero(likely.workers == worker)[0]])
        stand_in, moved = self._stand_in(at)
        contested = first != worker and at in extra
        holder = self._holder_of(first) if contested else -1
        return Pair(
            matter.incident,
            weighing.ids[worker],
            seconds,
            int(weighing.load[worker]),
            matter.slack - seconds,
            bool((matter.own == worker).any()),
            float(self._paid[at]),
            weighing.ids[first] if contested else "",
            matters[holder].incident if holder >= 0 else "",
            extra[at] if contested else 0.0,
            weighing.ids[stand_in] if stand_in >= 0 else "",
            float(self.loss[at]),
            moved,
        )

    def _stand_in(self, at: int) -> tuple[int, int]:
        """Who would go instead (-1: nobody), and how many other incidents would get somebody else."""
        pair = int(self._goes[at])
        column = int(self._column[pair]) if pair >= 0 else self._staff
        stand_in = int(self._columns[column]) if column < self._staff else -1
        moved, holder = 0, int(self._holder[column])
        while holder >= 0 and moved < len(self._likely):
            moved += 1
            pair = int(self._goes[holder])
            holder = int(self._holder[self._column[pair]]) if pair >= 0 else -1
        return stand_in, moved

    def _holder_of(self, worker: int) -> int:
        """The incident a worker is proposed for, -1 when none."""
        column = int(np.searchsorted(self._columns, worker))
        return int(self._holder[column]) if column < self._staff and self._columns[column] == worker else -1

    def _extra_of(self, firsts: Ints) -> dict[int, float]:
        """For each incident whose best worker goes elsewhere: how much worse all would be if he went here. The incident
        he is taken from gets the worker set free, by way of others or not, or somebody nobody needs."""
        contested = [
            at
            for at in range(len(self._likely))
            if firsts[at] >= 0 and self._chosen[at] < self._staff and self._columns[self._chosen[at]] != firsts[at]
        ]
        holders = {at: self._holder_of(int(firsts[at])) for at in contested}
        contested = [at for at in contested if holders[at] >= 0]
        if not contested:
            return {}
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import dijkstra

        # Between incidents: what it costs to take another one's worker, over prices, so that nothing is negative.
        passed = self._holder[self._column]
        link = (passed >= 0) & (passed != self._incident)
        tail, head = self._incident[link], passed[link]
        cost = self._cost[link] - self._paid[tail] + self.loss[head] - self.loss[tail]
        finite = np.isfinite(cost)
        count = len(self._likely)
        step = coo_array((np.maximum(cost[finite], 0.0) + 1e-9, (tail[finite], head[finite])), shape=(count, count))
        sources = sorted(set(holders.values()))
        far = dijkstra(step.tocsr(), indices=sources)
        extra: dict[int, float] = {}
        for at in contested:
            holder = holders[at]
            here = float(self._likely[at].cost[0]) - float(self._paid[at])
            by_way_of_him = float(far[sources.index(holder), at]) - float(self.loss[at]) + float(self.loss[holder])
            extra[at] = max(0.0, here + min(float(self.loss[holder]), by_way_of_him))
        return extra
