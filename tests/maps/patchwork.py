"""Made-up ground: areas whose borders are crooked lines that neighbours share, as in a real city."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def patchwork(seed: int, across: int, down: int, detail: int) -> tuple[list[Array], Array]:
    """The rings of ``across × down`` areas about one unit wide, and the ring around them all. Each side has ``detail``
    corners of its own; no two sides cross."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(across + 1.0), np.arange(down + 1.0))
    nodes = np.stack([x, y], -1) + rng.uniform(-0.2, 0.2, (down + 1, across + 1, 2))

    def side(start: Array, end: Array) -> Array:
        share = np.linspace(0, 1, detail + 2)[:-1, None]
        beside = np.array([start[1] - end[1], end[0] - start[0]])
        bulge = rng.uniform(-0.12, 0.12, share.shape) * np.minimum(share, 1 - share) * 2
        return np.asarray(start + (end - start) * share + beside * bulge)

    def back(line: Array, end: Array) -> Array:
        return np.vstack([end[None], line[:0:-1]])

    level = {(i, j): side(nodes[j, i], nodes[j, i + 1]) for i in range(across) for j in range(down + 1)}
    upright = {(i, j): side(nodes[j, i], nodes[j + 1, i]) for i in range(across + 1) for j in range(down)}
    rings = [
        np.vstack(
            [
                level[i, j],
                upright[i + 1, j],
                back(level[i, j + 1], nodes[j + 1, i + 1]),
                back(upright[i, j], nodes[j + 1, i]),
            ]
        )
        for j in range(down)
        for i in range(across)
    ]
    around = [
        *(level[i, 0] for i in range(across)),
        *(upright[across, j] for j in range(down)),
        *(back(level[i, down], nodes[down, i + 1]) for i in reversed(range(across))),
        *(back(upright[0, j], nodes[j + 1, 0]) for j in reversed(range(down))),
    ]
    return rings, np.vstack(around)
