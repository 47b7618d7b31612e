"""What the user asked for on the command line, and where it is to be shown."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec


class DeskOptions(msgspec.Struct, frozen=True):
    """Options of ``main.py desk``; see ``main.py desk --help``. ``size`` in pixels, ``exit_after`` in seconds."""

    city: str
    data: Path
    backend: str = ""
    simulate: float = 1.0
    seed: int = 1
    user: str = ""
    language: str = "zh"
    theme: str = "dark"
    scale: float = 1.0
    exit_after: float | None = None
    shot: Path | None = None
    size: tuple[int, int] | None = None
    report: Path | None = None

    @property
    def city_folder(self) -> str:
        """The folder below ``data`` that keeps this city."""
        return Path(self.city).stem if self.city.endswith(".toml") else self.city


def choose_screen(scale: float) -> bool:
    """Prepares Qt's environment before Qt is loaded; True when there is no display and the desk runs offscreen."""
    if scale != 1.0:
        os.environ["QT_SCALE_FACTOR"] = str(scale)
    os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "1")
    if "QT_QPA_PLATFORM" in os.environ:
        return os.environ["QT_QPA_PLATFORM"] == "offscreen"
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return True
    return False
