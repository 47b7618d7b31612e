"""Says yes or no to orders about roads, and lets closures end when their time is over. In the writer's thread only."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from backend.judge import Judge
from backend.store.store import Store
from domain import closure as closures
from domain.closure import Closure
from domain.messages import Accepted
from domain.names import Name
from domain.orders import Actor, RoadOrder
from domain.placing import Placer
from domain.refusal import Refusal
from domain.workflow import UNDO_GRACE, UNDO_SECONDS


class Closing:
    """The roads' part of what the judge does; both write into one draft. ``wall``: real time, seconds since 1970."""

    def __init__(self, judge: Judge, placer: Placer, store: Store, wall: Callable[[], float]) -> None:
        self._judge, self._placer, self._store, self._wall = judge, placer, store, wall

    def order(self, order: RoadOrder, road: Name | None, actor: Actor, now: float) -> Accepted:
        """Carry out an order. ``road``: the name of the road its path was found on, None when there is no such road.
        Raises Refusal: see ``domain.closure``, and ``unknown_road already_closed unknown_closure nothing_to_undo
        not_undoable undo_too_late undo_overtaken``."""
        match order.verb:
            case closures.CLOSE:
                after, before = self._close(order, road, actor, now), None
            case closures.REOPEN:
                before = self._held(order.closure)
                after = closures.opened_by(before, order, actor, now, self._judge.picture.tree)
            case _:
                before = self._undone(order, actor)
                after = closures.taken_back(before, actor, now)
        change = self._judge.draft.put_closure(after, before, now, actor.label, order.verb, order.command_id)
        return Accepted(order.command_id, change.seq)

    def tick(self, now: float, rule: Actor) -> None:
        """What was closed until now is open again."""
        for closure in list(self._judge.picture.closures.values()):
            if closure.until is not None and closure.until <= now:
                after = closures.opened(closure, rule, now)
                self._judge.draft.put_closure(after, closure, now, rule.label, closures.EXPIRE, "")

    def _close(self, order: RoadOrder, road: Name | None, actor: Actor, now: float) -> Closure:
        picture = self._judge.picture
        if road is None:
            raise Refusal("unknown_road", "This city has no such road; load the map again and point at the road.")
        middle = np.asarray(order.path, float).reshape(-1, 2)[len(order.path) // 4] / 1e7
        region = self._placer.grid_at(float(middle[0]), float(middle[1]))
        closed = {pair for one in picture.closures.values() for pair in _pairs(one.path)}
        after = closures.closed_by(
            order, actor, now, id=f"r{picture.seq + 1}", road=road, region=region, tree=picture.tree
        )
        if _pairs(order.path) <= closed:
            raise Refusal("already_closed", "This road is closed already; open it again, or close another.")
        return after

    def _held(self, closure_id: str) -> Closure:
        """A closure's newest version, also of a road that is open again."""
        held = self._judge.picture.closures.get(closure_id)
        if held is None:
            drafted = self._judge.draft.transaction.closures.get(closure_id)
            held = drafted[1] if drafted else self._store.closure(closure_id)
        if held is None:
            raise Refusal("unknown_closure", f"There is no road closure {closure_id}; load the picture again.")
        return held

    def _undone(self, order: RoadOrder, actor: Actor) -> Closure:
        """The closure a command made what it is. Raises Refusal when it cannot be taken back."""
        entry = self._judge.draft.entry_of(order.undoes) or self._store.entry_of(order.undoes)
        if entry is None or entry.kind != "road":
            raise Refusal("nothing_to_undo", "That command is not known here; nothing was taken back.")
        if entry.actor != actor.label:
            raise Refusal("not_allowed", "Only the person who gave a command can take it back; give a new one.")
        if entry.verb not in (closures.CLOSE, closures.REOPEN):
            raise Refusal("not_undoable", f"“{entry.verb}” cannot be taken back; give a new command.")
        if self._wall() - entry.wall > UNDO_SECONDS + UNDO_GRACE:
            raise Refusal("undo_too_late", f"A command can be taken back for {UNDO_SECONDS:.0f} s; give a new one.")
        held = self._held(entry.subject)
        if held.version != entry.version:
            raise Refusal("undo_overtaken", "Somebody changed this closure since; look at it again.", held.version)
        return held


def _pairs(path: tuple[int, ...]) -> set[frozenset[tuple[int, int]]]:
    """Each two places that follow each other on a path, whichever way one goes."""
    places = list(zip(path[::2], path[1::2], strict=False))
    return {frozenset(pair) for pair in pairwise(places)}
