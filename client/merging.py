"""Many position blocks as one: of each worker only the newest fix, without a Python object per worker."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.positions import UNKNOWN, PositionBlock

#: No city has more workers; a row beyond it is a fault of the sender and must not cost memory.
MOST_WORKERS = 1_000_000

_COLUMNS = (("lon", np.int32), ("lat", np.int32), ("speed", np.uint16), ("heading", np.uint16), ("state", np.uint8))


class MergedPositions:
    """Takes blocks, gives one. ``merged`` counts fixes that a newer one replaced before anybody took them,
    ``refused`` rows beyond ``MOST_WORKERS``."""

    def __init__(self) -> None:
        self.merged = 0
        self.refused = 0
        self._alone: PositionBlock | None = None
        self._count = 0
        self._time = 0.0
        self._waiting: NDArray[np.bool_] = np.zeros(0, bool)
        self._fixed_at: NDArray[np.float64] = np.zeros(0, np.float64)
        self._columns: dict[str, NDArray[Any]] = {name: np.zeros(0, kind) for name, kind in _COLUMNS}

    def __bool__(self) -> bool:
        return self._alone is not None or self._count > 0

    def put(self, block: PositionBlock) -> None:
        """Take a block; of two fixes of one worker the newer stays, of two of one age the later."""
        if not self and (not len(block) or block.index.max() < MOST_WORKERS):
            self._alone = block  # the common case by far: taken before the next one comes
            return
        if self._alone is not None:
            first, self._alone = self._alone, None
            self._mix(first)
        self._mix(block)

    def take(self) -> PositionBlock | None:
        """All that came since the last time as one block, None when nothing did."""
        if self._alone is not None:
            block, self._alone = self._alone, None
            return block
        if not self._count:
            return None
        block = self._of(np.flatnonzero(self._waiting).astype(np.int32))
        self.clear()
        return block

    def peek(self) -> PositionBlock | None:
        """The same without taking it."""
        if self._alone is not None:
            return self._alone
        return self._of(np.flatnonzero(self._waiting).astype(np.int32)) if self._count else None

    def clear(self) -> None:
        """Forget what waits."""
        self._alone, self._count = None, 0
        self._waiting[:] = False

    def _mix(self, block: PositionBlock) -> None:
        rows = np.flatnonzero(block.index < MOST_WORKERS)
        self.refused += len(block) - len(rows)
        if not len(rows):
            return
        self._grow(int(block.index[rows].max()) + 1)
        index, fixed_at = block.index[rows], block.time - block.age[rows] * 0.1
        newer = ~self._waiting[index] | (fixed_at >= self._fixed_at[index])
        self.merged += int(np.count_nonzero(self._waiting[index]))
        rows, index, fixed_at = rows[newer], index[newer], fixed_at[newer]
        self._time = max(self._time, block.time) if self._count else block.time
        self._waiting[index] = True
        self._fixed_at[index] = fixed_at
        for name, column in self._columns.items():
            column[index] = getattr(block, name)[rows]
        self._count += len(index)

    def _of(self, index: NDArray[np.int32]) -> PositionBlock:
        # rounded up: a fix may look a tenth of a second older than it is, never newer
        age = np.ceil(np.clip((self._time - self._fixed_at[index]) * 10 - 1e-6, 0, UNKNOWN)).astype(np.uint16)
        columns = {name: column[index] for name, column in self._columns.items()}
        return PositionBlock(time=self._time, index=index, age=age, **columns)

    def _grow(self, rows: int) -> None:
        missing = rows - len(self._waiting)
        if missing > 0:
            self._waiting = np.pad(self._waiting, (0, missing))
            self._fixed_at = np.pad(self._fixed_at, (0, missing))
            self._columns = {name: np.pad(column, (0, missing)) for name, column in self._columns.items()}
