"""How dense incidents lie: a kernel density on a grid.

Each incident spreads over the biweight (quartic) kernel of Silverman, *Density Estimation for Statistics and Data
Analysis* (1986), eq. 4.5: at ``d`` metres from it the density is ``3 / (π h²) · (1 − d²/h²)²`` a square metre, and
nothing beyond the bandwidth ``h``; the integral of it is one incident. On the grid an incident is shared among the
four nodes around it in proportion to its nearness, and the kernel's samples are scaled to the sum of one: the cells'
densities times their area always add up to the number of incidents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.incident import Incident
from domain.picture import Picture
from domain.shapes import DEGREE

#: Cells of the grid a bandwidth; more than so many cells in all are never made, then the cells are larger.
FINE, MOST_CELLS = 6.0, 2_000_000
#: The bandwidth is about this share of how far a city reaches, rounded to 1, 2 or 5 times a power of ten (metres).
SHARE, LEAST, MOST = 1 / 25, 100.0, 5000.0
#: Densities are shown in so many classes, each from twice as much on as the one below.
CLASSES = 5
_METRES = np.radians(1.0) * 6_371_008.8


class HeatRequest(msgspec.Struct, frozen=True):
    """What a density is asked of: ``places`` int32 ``(n, 2)`` longitude, latitude in 1e-7 degree as bytes, and the
    bandwidth in metres. Equal requests have equal answers."""

    places: bytes
    bandwidth: float

    @property
    def count(self) -> int:
        return len(self.places) // 8

    @property
    def name(self) -> str:
        return hashlib.blake2b(self.places + str(self.bandwidth).encode(), digest_size=10).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """``density`` float32 ``(rows, columns)`` incidents a km² at the nodes of a grid, row 0 in the south; node (0, 0)
    lies at ``west``, ``south`` (degrees), the next ones ``step`` (degrees east, degrees north) from it. ``cell``: km²
    of a cell. ``name`` stands for all it was made of: equal names, equal heat."""

    name: str
    density: NDArray[np.float32]
    west: float
    south: float
    step: tuple[float, float]
    cell: float
    bandwidth: float
    count: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Heat) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def classes(self) -> tuple[float, ...]:
        """From which density (a km²) on each class begins, the lowest first; empty when there is nothing."""
        top = float(self.density.max(initial=0.0))
        if top <= 0:
            return ()
        highest = round_down(top)
        return tuple(highest / 2 ** (CLASSES - 1 - number) for number in range(CLASSES))


def heat_request(incidents: Iterable[Incident], bandwidth: float) -> HeatRequest:
    """The request for some incidents; their order does not matter."""
    places = [(round(one.place.lon * DEGREE), round(one.place.lat * DEGREE)) for one in incidents]
    return HeatRequest(np.array(sorted(places), "<i4").reshape(-1, 2).tobytes(), bandwidth)


def chosen_incidents(
    picture: Picture, matches: Callable[[Incident], bool], now: float, span: float | None
) -> list[Incident]:
    """The open incidents that match, or with ``span`` all that arrived in so many seconds before now, closed ones too,
    as far as the picture holds them. A report that was merged is the same matter and counts once."""
    return [
        one
        for one in picture.incidents.values()
        if not one.merged_into
        and (picture.is_open(one) if span is None else now - span <= one.received_at <= now)
        and matches(one)
    ]


def bandwidth_for(west: float, south: float, east: float, north: float) -> float:
    """The bandwidth (metres) for a city in this box (degrees)."""
    across = max((east - west) * np.cos(np.radians((south + north) / 2)), north - south) * _METRES
    # Rounding down what is half a step larger rounds to the nearest.
    return min(max(round_down(float(across) * SHARE * 2**0.5), LEAST), MOST)


def round_down(value: float) -> float:
    """The largest number not above it that is 1, 2 or 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(max(step * power for step in (1, 2, 5) if step * power <= value * (1 + 1e-9)))


def heat_of(request: HeatRequest) -> Heat:
    """The density; takes time, in any thread."""
    places = np.frombuffer(request.places, "<i4").reshape(-1, 2).astype(np.float64) / DEGREE
    h = request.bandwidth
    if not len(places):
        return Heat(request.name, np.zeros((1, 1), np.float32), 0.0, 0.0, (1.0, 1.0), 1.0, h, 0)
    low, high = places.min(axis=0), places.max(axis=0)
    metres = np.array([np.cos(np.radians((low[1] + high[1]) / 2)), 1.0]) * _METRES  # a degree east, a degree north
    reach = (high - low) * metres + 2 * h
    side = max(h / FINE, float(np.sqrt(np.prod(reach) / MOST_CELLS)))
    corner = low * metres - h - side
    columns, rows = (int(np.ceil(way / side)) + 4 for way in reach)
    grid = _shared((places * metres - corner) / side, rows, columns)
    kernel = _kernel(h / side)
    density = _spread(grid, kernel) / (side * side / 1e6)
    west, south = (corner / metres).tolist()
    step = tuple((side / metres).tolist())
    return Heat(request.name, density.astype(np.float32), west, south, step, side * side / 1e6, h, len(places))


def _shared(at: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.float64]:
    """Every place's one incident among the four nodes around it, ``(rows, columns)``; ``at`` in cells from node 0."""
    whole = np.floor(at).astype(np.int64)
    part = at - whole
    grid = np.zeros(rows * columns)
    for right in (0, 1):
        for up in (0, 1):
            share = np.abs(1 - right - part[:, 0]) * np.abs(1 - up - part[:, 1])
            node = (whole[:, 1] + up) * columns + whole[:, 0] + right
            grid += np.bincount(node, share, rows * columns)
    return grid.reshape(rows, columns)


def _kernel(radius: float) -> NDArray[np.float64]:
    """Samples of the biweight kernel with a bandwidth of ``radius`` cells; their sum is one."""
    reach = int(np.floor(radius))
    away = np.arange(-reach, reach + 1) / radius
    left = np.clip(1 - away[:, None] ** 2 - away[None, :] ** 2, 0.0, None) ** 2
    return np.asarray(left / left.sum())


def _spread(grid: NDArray[np.float64], kernel: NDArray[np.float64]) -> NDArray[np.float64]:
    """The grid convolved with the kernel; nothing leaves it because it has room for the kernel at its edges."""
    shape = tuple(one + other - 1 for one, other in zip(grid.shape, kernel.shape, strict=True))
    both = np.fft.irfft2(np.fft.rfft2(grid, shape) * np.fft.rfft2(kernel, shape), shape)
    reach = kernel.shape[0] // 2
    spread = both[reach : reach + grid.shape[0], reach : reach + grid.shape[1]]
    return np.clip(np.where(spread < 1e-12, 0.0, spread), 0.0, None)
