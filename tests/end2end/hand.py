"""A real hand on a real mouse: gestures played by xdotool while the test goes on."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint


class Hand:
    """Plays one gesture at a time; positions are in screen pixels of the X server."""

    def __init__(self) -> None:
        self._playing: list[subprocess.Popen[bytes]] = []

    def click(self, at: QPoint, button: int = 1) -> None:
        self._play(["mousemove", at.x(), at.y(), "sleep", 0.15, "click", button])

    def move(self, at: QPoint) -> None:
        self._play(["mousemove", at.x(), at.y()])

    def key(self, *keys: str) -> None:
        self._play(["key", "--clearmodifiers", *keys])

    def type(self, text: str) -> None:
        self._play(["type", "--delay", 60, text])

    def drag(self, *path: QPoint, steps: int = 14, hold: float = 0.4, drop: bool = True) -> None:
        """Press at the first place, travel in small steps as a hand does, rest over each further one, let go over the
        last (or press Escape first)."""
        start, *others = path
        gesture: list[object] = ["mousemove", start.x(), start.y(), "sleep", 0.15, "mousedown", 1, "sleep", 0.1]
        for end in others:
            for step in range(1, steps + 1):
                x = round(start.x() + (end.x() - start.x()) * step / steps)
                y = round(start.y() + (end.y() - start.y()) * step / steps)
                gesture += ["mousemove", x, y, "sleep", 0.03]
            gesture += ["mousemove", end.x() + 1, end.y() + 1, "sleep", hold]
            start = end
        if not drop:
            gesture += ["key", "Escape", "sleep", 0.15]
        gesture += ["mouseup", 1]
        self._play(gesture)

    def rest(self) -> None:
        """Waits for the gesture to end."""
        for process in self._playing:
            process.wait(30)
        self._playing.clear()

    @property
    def busy(self) -> bool:
        return any(process.poll() is None for process in self._playing)

    def _play(self, gesture: list[object]) -> None:
        self._playing = [process for process in self._playing if process.poll() is None]
        self._playing.append(subprocess.Popen(["xdotool", *map(str, gesture)]))


@contextmanager
def hand_on_mouse() -> Iterator[Hand]:
    hand = Hand()
    try:
        yield hand
    finally:
        hand.rest()
