"""The workers as columns, so that a question about all of them is one step of arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from domain.network import MODES
from domain.positions import WORKER_STATES
from domain.region import Level
from domain.worker import Role, Worker

_STATE = {state: place for place, state in enumerate(WORKER_STATES)}
_MODE = {mode: place for place, mode in enumerate(MODES)}


class RosterColumns:
    """Arrays of length ``n``, one row a worker in the order given.

    ``ids``; ``index`` int32 position rows; ``mode`` uint8 in ``roads.MODES``; ``state`` uint8 in ``WORKER_STATES``;
    ``handles``, ``full_time``, ``has_department`` bool and ``depth`` int8 (level of responsibility) from the roles;
    ``department`` codes. ``changes``: how many changes of people it knows of. An unknown role handles incidents at grid
    level."""

    def __init__(self, workers: Sequence[Worker], roles: Mapping[str, Role], changes: int = 0) -> None:
        self.changes = changes
        self.ids = [worker.id for worker in workers]
        self._row = {worker: row for row, worker in enumerate(self.ids)}
        self.index = np.array([worker.index for worker in workers], np.int32)
        self.mode = np.array([_MODE[worker.mode] for worker in workers], np.uint8)
        self.state = np.array([_STATE[worker.state] for worker in workers], np.uint8)
        traits = {code: (role.handles, role.full_time, _depth(role.level)) for code, role in roles.items()}
        found = [traits.get(worker.role, (True, True, Level.GRID.depth)) for worker in workers]
        self.handles = np.array([trait[0] for trait in found], bool)
        self.full_time = np.array([trait[1] for trait in found], bool)
        self.depth = np.array([trait[2] for trait in found], np.int8)
        self.department = np.array([worker.department for worker in workers], object)
        self.has_department = self.department != ""
        self._of_region: dict[str, list[int]] = {}
        for row, worker in enumerate(workers):
            for code in worker.regions:
                self._of_region.setdefault(code, []).append(row)

    def __len__(self) -> int:
        return len(self.ids)

    def counts(self, of_worker: Mapping[str, int]) -> NDArray[np.int64]:
        """Numbers some workers have, as int64 ``(n,)``; 0 for the others."""
        counts = np.zeros(len(self), np.int64)
        for worker, count in of_worker.items():
            row = self._row.get(worker)
            if row is not None:
                counts[row] = count
        return counts

    def responsible(self, codes: Iterable[str]) -> NDArray[np.bool_]:
        """Who is responsible for at least one of some areas, bool ``(n,)``."""
        mask = np.zeros(len(self), bool)
        for code in codes:
            mask[self._of_region.get(code, [])] = True
        return mask

    def among(self, workers: Iterable[str]) -> NDArray[np.bool_]:
        """Who is one of some workers, bool ``(n,)``."""
        mask = np.zeros(len(self), bool)
        mask[[self._row[worker] for worker in workers if worker in self._row]] = True
        return mask

    def rows_for(self, codes: Iterable[str]) -> NDArray[np.intp]:
        """Rows of those responsible for at least one of some areas, rising."""
        return np.array(sorted({row for code in codes for row in self._of_region.get(code, ())}), np.intp)

    def rows_of(self, workers: Iterable[str]) -> NDArray[np.intp]:
        """Rows of some workers, each once, rising; those nobody knows are left out."""
        return np.array(sorted({self._row[worker] for worker in workers if worker in self._row}), np.intp)

    def ids_for(self, codes: Iterable[str]) -> list[str]:
        """Ids of those responsible for at least one of some areas, in the roster's order."""
        rows = {row for code in codes for row in self._of_region.get(code, ())}
        return [self.ids[row] for row in sorted(rows)]

    def take(self, before: Worker, worker: Worker, changes: int) -> None:
        """Take a worker's new state, the change with this number. After any other change, or when one was missed, the
        columns stay behind and must be made anew."""
        as_before = msgspec.structs.replace(
            worker, state=before.state, state_at=before.state_at, version=before.version
        )
        only_state = as_before == before
        if only_state and changes == self.changes + 1:
            self.state[self._row[worker.id]] = _STATE[worker.state]
            self.changes = changes


def _depth(level: str) -> int:
    return Level(level).depth if level in list(Level) else Level.GRID.depth
