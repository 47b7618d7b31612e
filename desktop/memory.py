"""What stays as long as the room is open is not looked through for garbage, and nothing is while it is being made."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.picture import Changes


def load_quickly() -> None:
    """First thing of a desk, before anything heavy is loaded. Looking for garbage would take a tenth of the time that
    loading takes, and a team of threads for algebra that nobody does another tenth (the backend inherits this)."""
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def loaded() -> None:
    """Everything is there: it counts as permanent, and from now on garbage is looked for. What little garbage the
    start left (a thousand objects) stays: to find it would stop the screen's thread for a tenth of a second."""
    gc.freeze()
    gc.enable()


def settle(changes: Changes) -> None:
    """For ``LivePicture.changed`` of a running desk: after a snapshot everything that is there now counts as permanent.

    A full collection over a big city stops the screen's thread for 100 to 250 ms, whenever Python sees fit; over
    what came since then it takes about 2 ms (15,000 workers). Objects without cycles still go as soon as nobody holds
    them. Until ``loaded`` there is nothing to settle."""
    if changes.reset and gc.isenabled():
        gc.collect()
        gc.freeze()
