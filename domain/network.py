"""A city's roads as columns: the form in which they are stored, sent and drawn. Travelling them is ``domain.roads``."""

from __future__ import annotations

import msgspec
import numpy as np

from domain.shapes import DEGREE
from domain.worker import Mode

#: Ways to get about, in the order arrays count them.
MODES: tuple[Mode, ...] = tuple(Mode)


#: What carries a road.
GROUND, BRIDGE, TUNNEL = range(3)


class Roads(msgspec.Struct):
    """Straight segments between nodes; a bend is a node. All arrays are parallel.

    ``nodes``: int32 ``(N, 2)`` longitude, latitude in 1e-7 degree. ``start``, ``end``: int32 ``(E,)`` node numbers.
    ``rank``: uint8 ``(E,)`` 0 motorway, 1 trunk or primary, 2 secondary, 3 tertiary, 4 residential, 5 lane.
    ``oneway``: uint8 ``(E,)``, 1: only start→end may be travelled. ``name``: int32 ``(E,)`` into ``names``, -1 none.
    ``deck``: uint8 ``(E,)`` what carries the segment (``GROUND``, ``BRIDGE``, ``TUNNEL``); empty where nobody knows.
    """

    nodes: np.ndarray
    start: np.ndarray
    end: np.ndarray
    rank: np.ndarray
    oneway: np.ndarray
    name: np.ndarray
    names: list[str]
    deck: np.ndarray = msgspec.field(default_factory=lambda: np.zeros(0, np.uint8))


def check_roads(roads: Roads) -> None:
    """Raises ValueError that says what is wrong when the columns of a network do not fit each other."""
    links = {len(roads.start), len(roads.end), len(roads.rank), len(roads.oneway), len(roads.name)}
    if len(links) != 1:
        raise ValueError(f"roads: the columns of the segments have different lengths: {sorted(links)}")
    if len(roads.deck) not in {0, len(roads.start)}:
        raise ValueError(f"roads: {len(roads.start)} segments have {len(roads.deck)} decks")
    if roads.nodes.ndim != 2 or roads.nodes.shape[1] != 2:
        raise ValueError("roads: nodes must be pairs of longitude and latitude")
    if len(roads.nodes) and (np.abs(roads.nodes.astype(np.int64)) > np.array([180, 90]) * DEGREE).any():
        raise ValueError("roads: a node lies outside the world; nodes are kept in 1e-7 degree, longitude first")
    ends = np.concatenate([roads.start, roads.end])
    if len(ends) and (ends.min() < 0 or ends.max() >= len(roads.nodes)):
        raise ValueError(f"roads: a segment ends at a node that does not exist (there are {len(roads.nodes)})")
    if len(roads.name) and (roads.name.min() < -1 or roads.name.max() >= len(roads.names)):
        raise ValueError(f"roads: a segment has a name that does not exist (there are {len(roads.names)})")
