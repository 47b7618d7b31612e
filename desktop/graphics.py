"""Whether the map is drawn by a graphics processor: chosen once, before the first window."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import msgspec
from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

log = logging.getLogger(__name__)

#: ``GL_RENDERER``.
_RENDERER = 0x1F01
#: Programs that play a graphics processor: drawing without them is faster.
SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software rasterizer", "swiftshader", "basic render", "mesa offscreen")


class Graphics(msgspec.Struct, frozen=True):
    """``gl``: through OpenGL; ``renderer``: what does it, empty when there is no OpenGL; ``sentence``: why so."""

    gl: bool
    renderer: str
    sentence: str


def choose(mode: str) -> Graphics:
    """What ``--gl`` (``auto``, ``on``, ``off``) means on this machine. The application exists already."""
    if mode == "off":
        chosen = Graphics(False, "", "The map is drawn by the processor, as asked (--gl off).")
    elif mode == "auto" and not has_device():
        chosen = judged("", mode)
    else:
        chosen = judged(renderer(), mode)
    (log.warning if mode == "on" and not chosen.gl else log.info)(chosen.sentence)
    return chosen


def judged(found: str, mode: str) -> Graphics:
    """What to do with a renderer of this name, empty when there is none."""
    if not found:
        return Graphics(False, "", "There is no OpenGL here: the map is drawn by the processor.")
    if is_software(found) and mode != "on":
        return Graphics(False, found, f"{found} is no graphics processor: the map is drawn without it.")
    return Graphics(True, found, f"The map is drawn by {found}.")


def has_device() -> bool:
    """Whether there can be a graphics processor at all: asking OpenGL would cost every start a tenth of a second."""
    if not sys.platform.startswith("linux"):
        return True
    return any(Path("/dev/dri").glob("renderD*")) or Path("/dev/nvidiactl").exists()


def is_software(found: str) -> bool:
    return any(name in found.lower() for name in SOFTWARE)


def renderer() -> str:
    """What draws for OpenGL on this screen; empty when nothing does."""
    if QGuiApplication.platformName() in ("offscreen", "minimal", "vnc"):
        return ""
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    if not (context.create() and context.makeCurrent(surface)):
        return ""
    name = context.functions().glGetString(_RENDERER)
    context.doneCurrent()
    return str(name or "")


def main() -> None:
    """For the doctor, who asks in a process of its own: prints the renderer, and ``program`` before it when it is one
    that plays a graphics processor."""
    application = QGuiApplication(sys.argv[:1])
    found = renderer()
    print("program" if is_software(found) else "device", found)
    del application


if __name__ == "__main__":
    main()
