"""Roads a dispatcher has closed, and who may close and open them."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.access import in_scope
from domain.names import Name
from domain.orders import Actor, RoadOrder
from domain.refusal import Refusal
from domain.region import RegionTree
from domain.shapes import DEGREE

#: Roles that may close and open roads.
CLOSES_ROADS = frozenset({"dispatcher", "supervisor", "admin", "rule"})
CLOSE, REOPEN, UNDO, EXPIRE = "close_road", "open_road", "undo", "expire"


class Closure(msgspec.Struct, frozen=True):
    """A stretch of road that is closed, or was. ``path``: the nodes along it, longitude and latitude in 1e-7 degree one
    after another, so that it can be drawn and found again whatever becomes of the numbers of segments. ``region``: the
    grid its middle lies in (empty: outside the city). ``until``: city time at which it opens by itself."""

    id: str
    version: int
    path: tuple[int, ...]
    road: Name
    region: str
    reason: str
    closed_at: float
    closed_by: str  # "user:…"
    closed_by_name: str = ""
    until: float | None = None
    opened_at: float | None = None
    opened_by: str = ""
    opened_by_name: str = ""

    @property
    def closed(self) -> bool:
        return self.opened_at is None

    @property
    def points(self) -> NDArray[np.float64]:
        """Its nodes, float64 ``(n, 2)`` longitude, latitude in degrees."""
        return np.asarray(self.path, np.float64).reshape(-1, 2) / DEGREE


def closed_by(
    order: RoadOrder, actor: Actor, now: float, *, id: str, road: Name, region: str, tree: RegionTree
) -> Closure:
    """A road that is closed from now on. The path was found among the city's roads. Raises Refusal ``not_allowed
    out_of_scope reason_needed until_past``."""
    _check(actor, region, tree)
    if not order.reason.strip():
        raise Refusal("reason_needed", "Closing a road needs a reason; say why in a few words.")
    if order.until is not None and order.until <= now:
        raise Refusal("until_past", "The road would be open again at once; choose a later time, or none.")
    return Closure(
        id, 1, order.path, road, region, order.reason.strip(), now, actor.label, actor.name, order.until
    )


def opened_by(closure: Closure, order: RoadOrder, actor: Actor, now: float, tree: RegionTree) -> Closure:
    """A road that is open again. Raises Refusal ``not_allowed out_of_scope stale already_open``."""
    _check(actor, closure.region, tree)
    if not closure.closed:
        raise Refusal("already_open", "This road is open again already.", closure.version)
    if order.version != closure.version:
        raise Refusal("stale", "Somebody changed this closure meanwhile; look at it again.", closure.version)
    return opened(closure, actor, now)


def opened(closure: Closure, actor: Actor, now: float) -> Closure:
    """The closure over, whoever may have said so."""
    return msgspec.structs.replace(
        closure, version=closure.version + 1, opened_at=now, opened_by=actor.label, opened_by_name=actor.name
    )


def taken_back(closure: Closure, actor: Actor, now: float) -> Closure:
    """The closure as it was before its newest version: open if that closed it, closed if that opened it."""
    if closure.closed:
        return opened(closure, actor, now)
    return msgspec.structs.replace(
        closure, version=closure.version + 1, opened_at=None, opened_by="", opened_by_name=""
    )


def _check(actor: Actor, region: str, tree: RegionTree) -> None:
    if actor.role not in CLOSES_ROADS:
        allowed = ", ".join(sorted(CLOSES_ROADS - {"rule"}))
        raise Refusal(
            "not_allowed", f"The role {actor.role} may not close or open roads; ask somebody who may: {allowed}."
        )
    if not in_scope(actor, region, tree):
        raise Refusal(
            "out_of_scope", f"This road lies outside your area ({actor.scope}); ask the room that looks after it."
        )
