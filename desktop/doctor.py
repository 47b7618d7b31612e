"""What this machine has, what is missing, and how to get it. Runs without Qt, since Qt may be what is missing."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from resources import FOLDER

_NEEDS_MB = 500


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at. ``vital``: the desk cannot run without it. ``remedy`` is empty when all is well."""

    name: str
    fine: bool
    found: str
    remedy: str = ""
    vital: bool = True


def examine(data: Path, tiles: str = "", city: str = "") -> list[Finding]:
    """Looks at everything the desk needs, in the order a person would mend it, and at a base map: ``tiles`` (a file or
    an address), else the one that is chosen, where ``city`` lies."""
    screen = [_display(), _opengl(), _font(), _sound()]
    machine = [_python(), *_qt(), *screen, _folder(data), _disk(data), _database(), _clock()]
    return [*machine, *_tiles(data, tiles, city)]


def run_doctor(data: Path, as_json: bool, tiles: str = "", city: str = "") -> int:
    """Prints the findings; exit code 1 when the desk cannot run."""
    findings = examine(data, tiles, city)
    able = all(finding.fine for finding in findings if finding.vital)
    if as_json:
        print(json.dumps({"able": able, "findings": msgspec.to_builtins(findings)}, ensure_ascii=False))
        return 0 if able else 1
    for finding in findings:
        mark = "ok  " if finding.fine else "MISS" if finding.vital else "note"
        print(f"{mark}  {finding.name}: {finding.found}")
        if finding.remedy:
            print(f"      {finding.remedy}")
    print("The desk can run." if able else "The desk cannot run until the lines marked MISS are mended.")
    return 0 if able else 1


def _python() -> Finding:
    fine = sys.version_info >= (3, 11)
    return Finding("Python", fine, platform.python_version(), "" if fine else "Install Python 3.11 or newer.")


def _qt() -> list[Finding]:
    """Asked in a child process: a missing system library must not take the doctor with it."""
    script = "import PySide6, PySide6.QtWidgets, PySide6.QtSvg; print(PySide6.__version__)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    if answer.returncode == 0:
        version = answer.stdout.strip()
        pinned = version == "6.11.2"
        return [Finding("Qt for Python", pinned, version, "" if pinned else "Start ./run once: it installs 6.11.2.")]
    fault = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
    library = "cannot open shared object" in fault
    remedy = "As an administrator install the libraries ./run names." if library else "Start ./run once."
    return [Finding("Qt for Python", False, fault, remedy)]


def _display() -> Finding:
    if not sys.platform.startswith("linux"):
        return Finding("display", True, platform.system(), vital=False)
    name = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""
    remedy = "" if name else "Without one the desk works offscreen and leaves a picture (--shot FILE.png)."
    return Finding("display", bool(name), name or "none", remedy, vital=False)


def _opengl() -> Finding:
    """Asked in a child process as well: a broken driver must not take the doctor with it."""
    command = [sys.executable, "-m", "desktop.graphics"]
    shown = bool(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")) or not sys.platform.startswith("linux")
    try:
        asked = subprocess.run(
            command, cwd=FOLDER.parent, capture_output=True, text=True, timeout=30, check=False
        ) if shown else None  # fmt: skip
    except subprocess.TimeoutExpired:
        asked = None
    told = asked.stdout.strip() if asked is not None and asked.returncode == 0 else ""
    kind, _, name = told.partition(" ")
    fine = bool(name) and kind == "device"
    remedy = "" if fine else "The map is drawn by the processor, which is fast enough; --gl on insists."
    return Finding("graphics processor", fine, name or "none", remedy, vital=False)


def _font() -> Finding:
    fonts = sorted(path.name for path in (FOLDER / "fonts").glob("*.ttf"))
    remedy = "" if fonts else "The folder resources/fonts is incomplete; fetch the program again."
    return Finding("Chinese font", bool(fonts), ", ".join(fonts) or "missing", remedy)


def _sound() -> Finding:
    devices = list(Path("/dev/snd").glob("pcm*p")) if sys.platform.startswith("linux") else [Path()]
    remedy = "" if devices else "No sound device: new incidents are shown, not heard."
    return Finding("sound", bool(devices), "present" if devices else "none", remedy, vital=False)


def _folder(data: Path) -> Finding:
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=data):
            pass
    except OSError as error:
        return Finding("data folder", False, f"{data}: {error.strerror}", "Give another folder with --data.")
    return Finding("data folder", True, str(data))


def _disk(data: Path) -> Finding:
    place = next((folder for folder in (data, *data.parents) if folder.exists()), Path.cwd())
    free = shutil.disk_usage(place).free // 2**20
    remedy = "" if free >= _NEEDS_MB else f"Free at least {_NEEDS_MB} MB, or give another folder with --data."
    return Finding("free disk", free >= _NEEDS_MB, f"{free} MB", remedy)


def _database() -> Finding:
    fine = sqlite3.sqlite_version_info >= (3, 35)
    remedy = "" if fine else "Use a Python built with SQLite 3.35 or newer."
    return Finding("SQLite", fine, sqlite3.sqlite_version, remedy)


def _clock() -> Finding:
    """A clock from before this program was written is wrong."""
    year = time.gmtime().tm_year
    fine = 2026 <= year <= 2100
    return Finding("clock", fine, time.strftime("%Y-%m-%d %H:%M:%S %Z"), "" if fine else "Set the machine's clock.")


def _tiles(data: Path, text: str, city: str) -> list[Finding]:
    """Whether a base map gives tiles. The desk can always do without."""
    file = data / "bases.json"
    if not text and not file.is_file():
        return []
    try:
        from desktop.base_book import BaseBook
        from desktop.tile_keys import TileKeys
        from maps.tiles.asking import base_of_text
        from maps.tiles.probing import probe
        from maps.tiles.trouble import TileTrouble
    except ImportError as missing:
        return [Finding("base map", False, str(missing), "Start ./run once.", vital=False)]
    keys, key, title = TileKeys(data), "", text
    base = BaseBook(file).named(text) if text else BaseBook(file).chosen
    if base is None and not text:
        return []
    try:
        if base is None:
            base, key = base_of_text(text, kept=keys.get)
        title = base.en
        probed = probe(base, key or keys.get(base.key), _place_of(data / city))
    except TileTrouble as trouble:
        return [Finding("base map", False, title.partition("?")[0], str(trouble), vital=False)]
    return [Finding("base map", True, f"{title}: {probed}", vital=False)]


def _place_of(folder: Path) -> tuple[float, float] | None:
    """Where a city that is kept lies, degrees; None when it was never prepared."""
    from domain.city import unpack_city

    try:
        whole = unpack_city((folder / "city.pack").read_bytes()).geography.regions[0]
    except (OSError, ValueError, IndexError):
        return None
    return whole.lon, whole.lat
