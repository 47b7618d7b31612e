"""The road network as a graph: travel times from one place to everybody, and the way there."""

from __future__ import annotations

import msgspec
import numpy as np


class Roads(msgspec.Struct):
    """Straight segments between nodes; a bend is a node. All arrays are parallel.

    ``nodes``: int32 ``(N, 2)`` longitude, latitude in 1e-7 degree. ``start``, ``end``: int32 ``(E,)`` node numbers.
    ``rank``: uint8 ``(E,)`` 0 motorway, 1 trunk or primary, 2 secondary, 3 tertiary, 4 residential, 5 lane.
    ``oneway``: uint8 ``(E,)``, 1: only start→end may be travelled. ``name``: int32 ``(E,)`` into ``names``, -1 none.
    """

    nodes: np.ndarray
    start: np.ndarray
    end: np.ndarray
    rank: np.ndarray
    oneway: np.ndarray
    name: np.ndarray
    names: list[str]
