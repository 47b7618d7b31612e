"""What a start loads: nothing heavy that the first look does not need (``desktop.afterwards`` is the place for it)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Each costs every start 50 to 400 ms and some of them 50 MB.
LATE = {
    "PIL", "alembic", "aiohttp", "folium", "jinja2", "keyring", "matplotlib", "openpyxl", "osmium", "pmtiles",
    "pyqtgraph", "requests", "rich", "scipy", "shapely", "sqlalchemy", "structlog",
}  # fmt: skip


def test_a_desk_is_put_together_without_them() -> None:
    script = "import sys, main, desktop.app, desktop.room, desktop.theme, desktop.sign_in; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert LATE & {name.partition(".")[0] for name in loaded} == set()
    # nobody has chosen any: only what an order for an export may name is known
    assert {name for name in loaded if name.startswith("maps.tiles.")} <= {"maps.tiles.base", "maps.tiles.matrices"}
