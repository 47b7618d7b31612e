"""The monitors of this desk: which there are, when that changes, and where a window is on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from desktop.docking.arrangement import Place

#: Plugging a monitor in tells many things one after the other; they are waited for (ms).
SETTLE_MS = 250
#: A window keeps at least so much of itself on its screen (logical pixels).
LEAST = 120


class Monitor(msgspec.Struct, frozen=True):
    """``box``: x, y, width, height in logical pixels; ``free``: the same without what the system's bars take."""

    name: str
    box: tuple[int, int, int, int]
    free: tuple[int, int, int, int]


class Screens(QObject):
    """The monitors in a lasting order: the main one first, the others from left to right. ``changed`` comes once after
    a change, with the monitors that were there before (a list of Monitor)."""

    changed = Signal(list)

    def __init__(self, read: Callable[[], Sequence[Monitor]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self.monitors = list(read())
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)

    def watch(self, application: QGuiApplication) -> None:
        """Look whenever Qt says that a monitor came, went or changed."""
        application.screenAdded.connect(self._on_added)
        application.screenRemoved.connect(self.look)
        application.primaryScreenChanged.connect(self.look)
        for screen in application.screens():
            self._watch(screen)

    def look(self) -> None:
        """Something may have changed."""
        self._settle.start()

    @property
    def settled(self) -> bool:
        """Whether the monitors are those that were told of."""
        return not self._settle.isActive() and list(self._read()) == self.monitors

    @property
    def key(self) -> str:
        """Names a set of monitors by number and sizes: the same set at another time has the same."""
        return " ".join(f"{width}x{height}" for _, _, width, height in (monitor.box for monitor in self.monitors))

    def close(self) -> None:
        self._settle.stop()

    def _on_added(self, screen: QScreen) -> None:
        self._watch(screen)
        self.look()

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self.look)
        screen.availableGeometryChanged.connect(self.look)

    def _on_settled(self) -> None:
        before, self.monitors = self.monitors, list(self._read()) or self.monitors
        if self.monitors != before:
            self.changed.emit(before)

    # --- places -------------------------------------------------------------------------------------------------------

    def place_of(self, window: QWidget) -> Place:
        """Where a window is now."""
        whole = window.isMaximized() or window.isFullScreen()
        box = window.normalGeometry() if whole else window.geometry()
        screen = self.screen_of(window.geometry())
        x, y = self.monitors[screen].box[:2]
        if whole and self.screen_of(box) != screen:
            return Place(screen, whole=True)
        return Place(screen, box.x() - x, box.y() - y, box.width(), box.height(), whole)

    def put(self, window: QWidget, place: Place) -> None:
        """Show a window at a place."""
        if window.isVisible() and self.place_of(window) == place:
            return
        if window.isMaximized() and not place.whole:
            window.showNormal()
        window.setGeometry(self.rect_of(place))
        if place.whole:
            window.showMaximized()
        else:
            window.show()

    def rect_of(self, place: Place) -> QRect:
        """Where a window of this place is, all of it on its screen."""
        monitor = self.monitors[place.screen] if place.screen < len(self.monitors) else self.monitors[0]
        free = QRect(*monitor.free)
        if place.whole and not place.width:
            return free
        size = QSize(place.width or free.width() // 2, place.height or free.height() // 2)
        size = size.expandedTo(QSize(320, 200)).boundedTo(free.size())
        left = min(max(monitor.box[0] + place.x, free.left()), free.right() + 1 - size.width())
        top = min(max(monitor.box[1] + place.y, free.top()), free.bottom() + 1 - size.height())
        return QRect(left, top, size.width(), size.height())

    def screen_of(self, box: QRect) -> int:
        """The number of the screen that shows most of it; the nearest for one that none shows."""

        def shown(number: int) -> tuple[int, int]:
            screen = QRect(*self.monitors[number].box)
            part, way = screen.intersected(box), screen.center() - box.center()
            return part.width() * part.height() if not part.isEmpty() else 0, -way.manhattanLength()

        return max(range(len(self.monitors)), key=shown)

    def visible(self, box: QRect) -> bool:
        """Whether enough of it to take hold of is on some screen."""
        least = QSize(LEAST, LEAST).boundedTo(box.size())
        parts = [QRect(*monitor.box).intersected(box) for monitor in self.monitors]
        return any(part.width() >= least.width() and part.height() >= least.height() for part in parts)

    def moved_to(self, before: Sequence[Monitor]) -> dict[int, int]:
        """Old number of each screen of ``before`` that is still there → its number now."""
        by_name = {monitor.name: number for number, monitor in enumerate(self.monitors)}
        by_box = {monitor.box: number for number, monitor in enumerate(self.monitors)}
        found: dict[int, int] = {}
        for number, monitor in enumerate(before):
            now = by_name.get(monitor.name, by_box.get(monitor.box))
            if now is not None and now not in found.values():
                found[number] = now
        return found


def monitors_of(application: QGuiApplication) -> list[Monitor]:
    """As Qt tells it; monitors that show the same count once."""
    first = application.primaryScreen()
    screens = sorted(application.screens(), key=lambda one: (one is not first, one.geometry().x(), one.geometry().y()))
    found: dict[tuple[int, int, int, int], Monitor] = {}
    for screen in screens:
        box = _four(screen.geometry())
        found.setdefault(box, Monitor(screen.name(), box, _four(screen.availableGeometry())))
    return list(found.values())


def _four(box: QRect) -> tuple[int, int, int, int]:
    return box.x(), box.y(), box.width(), box.height()
