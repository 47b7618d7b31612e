"""``python -m backend.simulator --backend DATA/CITY/backend.json``: run the simulated city beside a backend.

Ends at once when its standard input does, so it never outlives the backend that started it. It keeps nothing: what it
has not told yet happens again when it comes back.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="simulator", description="The simulated city of a Grid Command backend.")
    parser.add_argument("--backend", type=Path, required=True, help="the backend's note, DATA/CITY/backend.json")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.0, help="told for the log; the backend's own clock counts")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    from backend.simulator.living import live  # loaded while somebody watches already

    live(options.backend, options.seed)
    return 0


def _end_with_parent() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
