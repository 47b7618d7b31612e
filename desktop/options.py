"""What the user asked for on the command line, and where it is to be shown."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from pathlib import Path

import msgspec


class DeskOptions(msgspec.Struct, frozen=True):
    """Options of ``main.py desk``; see ``main.py desk --help``. ``size`` in pixels, ``exit_after`` in seconds;
    ``seed`` None for that of the city that is kept. An empty ``language`` or ``theme``: as last time; ``scale`` is the
    size everything has in this run; ``tiles``: a base map, see ``desktop.bases``, empty: as last time; ``gl``:
    see ``desktop.graphics``; ``router``: a road engine for the own backend, see ``docs/operations.md``."""

    city: str
    data: Path
    backend: str = ""
    simulate: float = 1.0
    seed: int | None = None
    user: str = ""
    language: str = ""
    theme: str = ""
    scale: float = 1.0
    exit_after: float | None = None
    shot: Path | None = None
    size: tuple[int, int] | None = None
    report: Path | None = None
    tiles: str = ""
    gl: str = "auto"
    router: str = ""

    @property
    def city_folder(self) -> str:
        """The folder below ``data`` that keeps this city."""
        return Path(self.city).stem if self.city.endswith(".toml") else self.city

    def settled(self, language: str = "", theme: str = "") -> DeskOptions:
        """What the command line leaves open as it was last time, or as is usual."""
        return msgspec.structs.replace(
            self, language=self.language or language or "zh", theme=self.theme or theme or "dark"
        )


def choose_screen(scale: float) -> bool:
    """Prepares Qt's environment before Qt is loaded; True when there is no display and the desk runs offscreen."""
    if scale != 1.0:
        os.environ["QT_SCALE_FACTOR"] = str(scale)
    os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "1")
    if "QT_QPA_PLATFORM" in os.environ:
        return os.environ["QT_QPA_PLATFORM"] == "offscreen"
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return False
    display = os.environ.get("DISPLAY", "")
    if display and answers(display):
        return False
    if display:
        print(f"The display {display} does not answer; see to DISPLAY or start an X server.", file=sys.stderr)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return True


def answers(display: str) -> bool:
    """Whether an X server listens at ``[HOST]:NUMBER[.SCREEN]``. Qt ends the program when none does."""
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdigit():
        return True  # a form we do not know: Qt may
    try:
        if host in ("", "unix"):
            for place in (f"\0/tmp/.X11-unix/X{number}", f"/tmp/.X11-unix/X{number}"):
                with socket.socket(socket.AF_UNIX) as server, contextlib.suppress(OSError):
                    server.connect(place)
                    return True
            return False
        with socket.create_connection((host, 6000 + int(number)), timeout=3):
            return True
    except (OSError, OverflowError):
        return False
