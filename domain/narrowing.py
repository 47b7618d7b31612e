"""Part of a picture as a picture of its own: the cases a filter chooses, and, where it names areas, only those."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np

from domain.casefilter import CaseFilter
from domain.casematch import matcher
from domain.city import City
from domain.messages import Snapshot
from domain.picture import Picture
from domain.positions import PositionBlock
from domain.worker import Worker


def narrowed(picture: Picture, chosen: CaseFilter, now: float) -> Picture:
    """The cases of ``picture`` that ``chosen`` chooses at city time ``now``. Areas it names become the whole of the
    new city: those above and beside them are gone, and who is responsible for nothing in them. People are numbered
    anew (``Worker.index``); the rest of what is kept is the same. The given picture stays as it is."""
    inside = {region.code for code in chosen.regions for region in picture.tree.subtree(code)}
    matches = matcher(chosen, picture, now)
    incidents = [one for one in picture.incidents.values() if matches(one)]
    kept = [one for one in picture.roster if not inside or inside & set(one.regions)]
    workers = [msgspec.structs.replace(one, index=row) for row, one in enumerate(kept)]
    part = Picture(_city_of(picture.city, inside, workers))
    timelines = {one.id: picture.timelines[one.id] for one in incidents if one.id in picture.timelines}
    part.apply(Snapshot(picture.epoch, picture.seq, picture.clock, incidents, timelines, workers))
    part.apply(_positions_of(picture, (one.index for one in kept), now))
    return part


def _city_of(city: City, inside: set[str], workers: list[Worker]) -> City:
    """The city with only these areas (all of them when there are none) and people."""
    geography = city.geography
    if inside:
        rows = [row for row, region in enumerate(geography.regions) if region.code in inside]
        regions = [geography.regions[row] for row in rows]
        regions = [one if one.parent in inside else msgspec.structs.replace(one, parent="") for one in regions]
        geography = msgspec.structs.replace(geography, regions=regions, outlines=geography.outlines.only(rows))
    return msgspec.structs.replace(city, geography=geography, workers=workers)


def _positions_of(picture: Picture, rows: Iterable[int], now: float) -> PositionBlock:
    """What is known of where these rows of the roster are, under their new numbers 0, 1, 2 …"""
    old = np.fromiter(rows, np.int32)
    new = np.flatnonzero(picture.positions.known[old]).astype(np.int32)
    return msgspec.structs.replace(picture.positions.block(old[new], now), index=new)
