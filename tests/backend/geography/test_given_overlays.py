"""Real overlay grids: every base grid goes with at most one of a kind, and a city that is made anew loses none."""

from __future__ import annotations

import zlib

import msgspec
import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from backend.citymaking import with_loaded
from backend.geography.given_overlays import GivenGrid, base_grids, given_of, lay, rings_of, with_given
from domain.city import MAGIC, City, pack_city, unpack_city
from domain.names import Name
from domain.overlay import KINDS, OverlayKind
from domain.shapes import DEGREE, Shapes
from tests.domain.small_city import SIDE, SOUTH, WEST, small_city, square

CITY = small_city()
REGIONS = CITY.geography.regions
ROWS = base_grids(REGIONS)
X, Y = round(WEST * DEGREE), round(SOUTH * DEGREE)

sides = st.floats(-1.0, 9.0).map(lambda value: round(value, 3))
boxes = st.lists(st.tuples(sides, sides, st.floats(0.0, 0.6), st.floats(0.7, 1.2)), max_size=6)


@given(boxes)
def test_a_base_grid_goes_with_the_largest_part_of_it_or_with_none(
    found: list[tuple[float, float, float, float]],
) -> None:
    spans = [(min(a, b), max(a, b), low, high) for a, b, low, high in found if abs(a - b) > 0.01]
    polygons = [
        shapely.box(WEST + a * SIDE, SOUTH + low * SIDE, WEST + b * SIDE, SOUTH + high * SIDE)
        for a, b, low, high in spans
    ]
    laid = lay(polygons, CITY.geography.outlines, ROWS)
    for place in range(len(ROWS)):
        shares = [
            max(0.0, min(b, place + 1) - max(a, place)) * max(0.0, min(high, 1.0) - max(low, 0.0))
            for a, b, low, high in spans
        ]
        nowhere = 1.0 - sum(shares)
        owner = int(laid.owner[place])
        if owner < 0:
            assert max(shares, default=0.0) <= max(nowhere, 0.0) + 1e-4
        else:
            assert shares[owner] >= max(max(shares), nowhere) - 1e-4
            assert abs(laid.share[place] - shares[owner]) < 1e-4


members = st.lists(st.integers(-1, 3), min_size=len(ROWS), max_size=len(ROWS))


def grids_by(owners: list[int], kind: OverlayKind) -> list[GivenGrid]:
    return [
        GivenGrid(
            kind,
            f"{kind}{one}",
            Name(f"{kind} {one}", ""),
            tuple(np.array(ROWS)[np.array(owners) == one].tolist()),
            one,
            # two of the four have a ground of their own
            () if one % 2 else (((X + one, Y), (X + 90, Y), (X, Y + 70)),),
        )
        for one in range(4)
        if one in owners
    ]


@given(members, members, st.sampled_from(KINDS), st.sampled_from(KINDS))
def test_what_was_given_comes_back_and_other_kinds_stay(
    one: list[int], other: list[int], first: OverlayKind, second: OverlayKind
) -> None:
    before, after = grids_by(one, first), grids_by(other, second)
    if not (before and after):
        return
    over = with_given(CITY.overlays, REGIONS, before)
    assert given_of(over) == before
    over = with_given(over, REGIONS, after)
    kept = [] if first is second else before
    assert given_of(over) == [*kept, *after]
    held = over.of_region[KINDS.index(second)]
    assert [int(held[row]) >= 0 for row in ROWS] == [owner >= 0 for owner in other]
    assert given_of(unpack_city(pack_city(msgspec.structs.replace(CITY, overlays=over))).overlays) == [*kept, *after]


def made_anew(cut: float) -> City:
    """The small city on other ground: every base grid begins ``cut`` sides farther east."""
    city = small_city()
    shapes = [
        square(ring[:, 0].min() / DEGREE + cut * SIDE, SOUTH, np.ptp(ring[:, 0]) / DEGREE, SIDE)
        for ring in (city.geography.outlines.rings_of(index)[0] for index in range(len(REGIONS)))
    ]
    workers = [msgspec.structs.replace(one, index=len(city.workers) - 1 - one.index) for one in city.workers][::-1]
    ground = msgspec.structs.replace(city.geography, outlines=Shapes.of(shapes))
    return msgspec.structs.replace(city, geography=ground, workers=workers)


@given(members, st.sampled_from([-0.3, 0.0, 0.4]))
def test_a_city_made_anew_keeps_them_on_its_new_ground_under_the_same_officers(owners: list[int], cut: float) -> None:
    given_before = grids_by(owners, OverlayKind.SAFETY)
    if not given_before:
        return
    given_before = [msgspec.structs.replace(one, rings=()) for one in given_before]
    old = msgspec.structs.replace(CITY, overlays=with_given(CITY.overlays, REGIONS, given_before))
    fresh = with_loaded(made_anew(cut), old)
    after = given_of(fresh.overlays)
    assert [(one.code, one.name, one.members) for one in after] == [
        (one.code, one.name, one.members) for one in given_before
    ]
    name = {worker.index: worker.id for worker in fresh.workers}
    assert [name[one.officer] for one in after] == [old.workers[one.officer].id for one in given_before]


def test_a_line_stays_where_it_is_when_the_ground_below_is_made_anew() -> None:
    """And says better than the base grids of before which new ones go with it."""
    rings = rings_of(shapely.box(WEST, SOUTH, WEST + 2.4 * SIDE, SOUTH + SIDE))
    one = GivenGrid(OverlayKind.PARTY, "D1", Name("D1", ""), tuple(ROWS[:2]), 0, rings)
    old = msgspec.structs.replace(CITY, overlays=with_given(CITY.overlays, REGIONS, [one]))
    fresh = with_loaded(made_anew(0.8), old)
    (after,) = given_of(fresh.overlays)
    assert after.rings == rings
    assert after.members == tuple(ROWS[:2]), "0.8 to 1.8 and 1.8 to 2.8, of which 0.6 lies in it"


def test_a_pack_that_was_kept_before_lines_were_opens_without_them() -> None:
    over = with_given(CITY.overlays, REGIONS, grids_by([0] * 4 + [1] * 4, OverlayKind.POLICE))
    assert len(over.outlines) == 2
    pack = pack_city(msgspec.structs.replace(CITY, overlays=over))
    content = msgspec.msgpack.decode(zlib.decompress(pack[len(MAGIC) :]))
    del content["overlays"]["outlines"]
    opened = unpack_city(MAGIC + zlib.compress(msgspec.msgpack.encode(content)))
    assert [opened.overlays.rings_of(index) for index in range(2)] == [[], []]
    assert [one.members for one in given_of(opened.overlays)] == [one.members for one in given_of(over)]
    assert opened.overlays.fits(REGIONS)
