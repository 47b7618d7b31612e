"""The way as one tells it: along which road, how far, and where to turn."""

from __future__ import annotations

import math
from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
#: Metres east and north of the points of a way, one by one: single figures are quicker so than in arrays.
Line = list[tuple[float, float]]


class Turn(StrEnum):
    """What to do at the beginning of a leg."""

    DEPART = "depart"
    STRAIGHT = "straight"
    SLIGHT_LEFT = "slight_left"
    SLIGHT_RIGHT = "slight_right"
    LEFT = "left"
    RIGHT = "right"
    U_TURN = "u_turn"
    ARRIVE = "arrive"


class Leg(msgspec.Struct, frozen=True, array_like=True):
    """``turn`` at the point number ``at`` of the way, then along ``road`` (its Chinese name, empty for a road without
    one) for ``metres`` and ``seconds``. The figures of all legs add up to those of the way."""

    turn: Turn
    road: str
    metres: int
    seconds: int
    at: int


#: Degrees between the way in and the way out from which on it is no longer straight, a turn, turning back.
SLIGHT, SHARP, BACK = 25.0, 60.0, 160.0
#: Along one and the same road only a real bend at a junction is worth a word, degrees.
SAME_ROAD = 50.0
#: The direction of a way in or out is that over so many metres: the first few of a junction's arms point anywhere.
LOOK = 18.0
#: No road is shorter than this where it is crossed, metres.
SLIVER = 30.0


def turn_of(degrees: float) -> Turn:
    """What a change of direction is called: degrees from -180 (left) to 180 (right)."""
    size = abs(degrees)
    if size >= BACK:
        return Turn.U_TURN
    if size < SLIGHT:
        return Turn.STRAIGHT
    if size < SHARP:
        return Turn.SLIGHT_RIGHT if degrees > 0 else Turn.SLIGHT_LEFT
    return Turn.RIGHT if degrees > 0 else Turn.LEFT


def legs_of(
    metres: Floats,
    east: Floats,
    north: Floats,
    seconds: Floats,
    road: Ints,
    names: list[str],
    junction: NDArray[np.bool_],
) -> tuple[Leg, ...]:
    """The legs of a way over ``k`` points. ``east``, ``north`` float64 ``(k,)`` metres on a plane; ``metres``,
    ``seconds`` float64 ``(k-1,)`` of the stretches between them; ``road`` int ``(k-1,)`` numbers into ``names``, -1 for
    none; ``junction`` bool ``(k,)``: whether one could leave the way there."""
    if len(metres) == 0:
        return (Leg(Turn.ARRIVE, "", 0, 0, max(0, len(east) - 1)),)
    along = _without_slivers(road, metres)
    line = list(zip(east.tolist(), north.tolist(), strict=True))
    starts, turns = [0], [Turn.DEPART]
    for at in range(1, len(metres)):
        renamed = along[at] != along[at - 1]
        if not (renamed or junction[at]):
            continue
        angle = _angle(line, at)
        if renamed or abs(angle) >= (SAME_ROAD if along[at] >= 0 else SLIGHT):
            starts.append(at)
            turns.append(turn_of(angle))
    edges = np.array([*starts, len(metres)])
    far = np.rint(np.concatenate([[0.0], np.cumsum(metres)])[edges]).astype(int)
    late = np.rint(np.concatenate([[0.0], np.cumsum(seconds)])[edges]).astype(int)
    lengths, times = np.diff(far).tolist(), np.diff(late).tolist()
    legs = [
        Leg(turn, names[along[at]] if along[at] >= 0 else "", lengths[row], times[row], at)
        for row, (turn, at) in enumerate(zip(turns, starts, strict=True))
    ]
    return (*legs, Leg(Turn.ARRIVE, "", 0, 0, len(metres)))


def _without_slivers(road: Ints, metres: Floats) -> list[int]:
    """A few metres of another road between two stretches of one (where it is crossed) belong to that one."""
    roads = [int(number) for number in road]
    begins = [0, *(at for at in range(1, len(roads)) if roads[at] != roads[at - 1]), len(roads)]
    for before, at, after in zip(begins, begins[1:], begins[2:], strict=False):
        if after < len(roads) and roads[before] == roads[after] and metres[at:after].sum() < SLIVER:
            roads[at:after] = [roads[before]] * (after - at)
    return roads


def _angle(line: Line, at: int) -> float:
    """Degrees from the direction one comes in to that one goes on, positive to the right."""
    (east, north), back, ahead = line[at], _off(line, at, -1), _off(line, at, 1)
    into = math.atan2(east - back[0], north - back[1])
    out = math.atan2(ahead[0] - east, ahead[1] - north)
    return (math.degrees(out - into) + 180.0) % 360.0 - 180.0


def _off(line: Line, at: int, step: int) -> tuple[float, float]:
    """The place ``LOOK`` metres before or behind a point of the way, or its end when that is nearer."""
    left, (east, north) = LOOK, line[at]
    while 0 <= (at := at + step) < len(line):
        run = math.hypot(line[at][0] - east, line[at][1] - north)
        if run >= left:
            share = left / run
            return east + (line[at][0] - east) * share, north + (line[at][1] - north) * share
        left -= run
        east, north = line[at]
    return east, north
