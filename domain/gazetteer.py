"""Everything on the ground that has a name of its own, with one place to go to for each."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.city import Geography
from domain.names import Name
from domain.network import Roads
from domain.shapes import DEGREE, Shapes

#: Two roads of one name whose middles lie nearer than this (metres) are one road to whoever looks for it.
SAME = 1500.0
METRES_PER_DEGREE = 111_320.0


class Named(msgspec.Struct, frozen=True):
    """``kind``: ``road``, ``water``, ``park`` (with hills), ``estate``, or one of ``domain.city.PLACE_KINDS``. ``lon``
    and ``lat``: a place on it or in its middle, WGS-84 degrees."""

    name: Name
    kind: str
    lon: float
    lat: float


def named_ground(geography: Geography) -> list[Named]:
    """Roads, waters, parks, estates and landmarks, in this order. What has no name is left out."""
    found = list(_roads(geography))
    for kind, landmarks in (("water", geography.water), ("park", geography.parks), ("estate", geography.estates)):
        found += _grounds(landmarks.shapes, landmarks.names, [kind] * len(landmarks.names))
    places = geography.places
    return [*found, *_grounds(places.shapes, places.names, places.kinds)]


def _grounds(shapes: Shapes, names: list[Name], kinds: list[str]) -> Iterator[Named]:
    boxes = shapes.bounds() / DEGREE
    for index, (name, kind, box) in enumerate(zip(names, kinds, boxes, strict=True)):
        if not (name.zh or name.en):
            continue
        middle = (box[:2] + box[2:]) / 2
        if kind == "water":  # the middle of a winding river's box lies somewhere in the fields
            shore = np.vstack(shapes.rings_of(index)) / DEGREE
            middle = shore[np.hypot(*(shore - middle).T).argmin()]
        yield Named(name, kind, float(middle[0]), float(middle[1]))


def _roads(geography: Geography) -> Iterator[Named]:
    roads = geography.roads
    english = geography.road_names_en or [""] * len(roads.names)
    kept: dict[int, list[NDArray[np.float64]]] = {}
    for number, middle in _pieces(roads):
        others = kept.setdefault(number, [])
        if all(_metres(middle, other) > SAME for other in others):
            others.append(middle)
            yield Named(Name(roads.names[number], english[number]), "road", float(middle[0]), float(middle[1]))


def _pieces(roads: Roads) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Each connected piece of road of one name, as the number of the name and the middle (degrees) of that segment
    which lies nearest to the middle of the piece; the longest pieces of a name first."""
    from scipy.sparse import coo_matrix  # loaded where it is needed: it costs a start a tenth of a second
    from scipy.sparse.csgraph import connected_components

    named = np.array([bool(name) for name in roads.names], bool)
    rows = np.flatnonzero((roads.name >= 0) & named[roads.name]) if len(named) else np.zeros(0, np.int64)
    if not len(rows):
        return
    name = roads.name[rows].astype(np.int64)
    ends = np.stack([roads.start[rows], roads.end[rows]]).astype(np.int64)
    # A node counts once for each name that meets there, so that a crossing joins no two roads.
    knots, at = np.unique(name * len(roads.nodes) + ends, return_inverse=True)
    start, end = at.reshape(ends.shape)
    links = coo_matrix((np.ones(len(rows), bool), (start, end)), shape=(len(knots), len(knots)))
    piece = connected_components(links, directed=False)[1][start]

    places = roads.nodes / DEGREE
    middles = (places[ends[0]] + places[ends[1]]) / 2
    wide = np.cos(np.radians(middles[:, 1].mean()))
    length = np.hypot(*((places[ends[0]] - places[ends[1]]) * (wide, 1.0)).T) + 1e-12
    whole = np.bincount(piece, length)
    centre = np.stack([np.bincount(piece, length * middles[:, axis]) / whole for axis in (0, 1)], axis=1)
    away = np.hypot(*((middles - centre[piece]) * (wide, 1.0)).T)
    order = np.lexsort((away, piece))
    nearest = order[np.unique(piece[order], return_index=True)[1]]
    for row in nearest[np.lexsort((-whole[piece[nearest]], name[nearest]))].tolist():
        yield int(name[row]), middles[row]


def _metres(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Between two places (degrees), on a plane: good over a city."""
    across, up = one - other
    return METRES_PER_DEGREE * float(np.hypot(across * np.cos(np.radians(one[1])), up))
