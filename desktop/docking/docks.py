"""The panes of one desk on the screen: shows an arrangement, and makes another one of everything a hand does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.docking import tree
from desktop.docking.area import Area, Sizes
from desktop.docking.arrangement import Arrangement, Landing, Place
from desktop.docking.carrying import Carried, Carrying, Ground
from desktop.docking.group import Group
from desktop.docking.landing import beside
from desktop.docking.pane import Pane
from desktop.docking.pane_window import PaneWindow
from desktop.docking.tree import Side
from desktop.screens import Screens
from widgets.look import Look

#: Of the window of a pane that was never seen.
_SIZE = QSize(480, 480)
#: A window that is moved is looked at when it has come to rest (ms).
_REST_MS = 400


class Docks(QObject):
    """``area`` belongs into the desk window; the other windows are made and unmade here, and stay out of sight until
    ``open_windows``.

    ``changed``: a person arranged something; ``window_opened(PaneWindow)`` and ``window_closing(PaneWindow)`` for each
    window of panes that is made, and before it is unmade; ``menu_requested(pane, where)``."""

    changed = Signal()
    window_opened = Signal(PaneWindow)
    window_closing = Signal(PaneWindow)
    menu_requested = Signal(str, QPoint)

    def __init__(self, look: Look, panes: Sequence[Pane], screens: Screens, empty: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.panes = {pane.code: pane for pane in panes}
        self._berths = [(pane.code, pane.berth) for pane in panes]
        self._look, self._screens = look, screens
        self._windows: list[PaneWindow] = []
        self._opened = False
        self.area = Area(look, self.panes, outside=False, empty=empty)
        self._drawer = QWidget(self.area)  # where hidden panes are
        self._drawer.hide()
        self._connect_area(self.area)
        self._arrangement = Arrangement(tree.tabs(*self.panes)).completed(self._berths)
        self.carrying = Carrying(look, self)
        self.carrying.landed.connect(self.land)
        self.carrying.left_outside.connect(self._on_left_outside)
        self._places: dict[str, Place] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest)

    # --- as it is -----------------------------------------------------------------------------------------------------

    @property
    def arrangement(self) -> Arrangement:
        """How everything stands, as far as it has come to rest."""
        return self._arrangement

    @property
    def windows(self) -> tuple[PaneWindow, ...]:
        return tuple(self._windows)

    def away(self, code: str) -> bool:
        """Whether a pane is in a window beside the desk window."""
        return self._arrangement.window_of(code) is not None

    def hidden(self, code: str) -> bool:
        return code in self._arrangement.hidden

    def window_of(self, code: str) -> QWidget:
        """The window a pane is in, or would be in."""
        number = self._arrangement.window_of(code)
        return self.area.window() if number is None else self._windows[number]

    # --- arranging ----------------------------------------------------------------------------------------------------

    def apply(self, arrangement: Arrangement) -> None:
        """Show another arrangement. Nobody is told: it is not a person's doing."""
        self._show(arrangement.completed(self._berths))

    def toggle_window(self, code: str) -> None:
        """Into a window of its own, on another screen when there is one; or home again."""
        now = self._arrangement
        self._change(now.at_home(code) if self.away(code) else now.outside(code, self._place_for(code)))

    def to_screen(self, code: str, screen: int) -> None:
        """Into a window of its own that fills a screen."""
        self._change(self._arrangement.outside(code, Place(screen, whole=True)))

    def hide(self, code: str) -> None:
        self._change(self._arrangement.without(code))

    def toggle_hidden(self, code: str) -> None:
        self._change(self._arrangement.with_pane(code) if self.hidden(code) else self._arrangement.without(code))

    def land(self, code: str, landing: Landing) -> None:
        """Put a pane somewhere else."""
        self.settle()  # in the sizes that are seen
        self._change(self._arrangement.landed(code, landing))

    def beside(self, code: str, other: str, side: Side | None) -> None:
        """Put a pane on a side of another one that is seen, or behind it as a tab (``side`` None)."""
        window = self._arrangement.window_of(other)
        area = self.area if window is None else self._windows[window].area
        group = area.group_of(other)
        if side is None or group is None:
            self.land(code, Landing(window, other))
        else:
            self.land(code, beside(window, other, side, self._size(code), group.rect()))

    def reveal(self, code: str) -> None:
        """The pane where it can be seen: out of hiding, in front, its window on top."""
        if self.hidden(code) or not self.panes[code].view.isVisible():
            self._change(self._arrangement.with_pane(code))
        window = self.window_of(code)
        if not window.isActiveWindow():
            window.raise_()
            window.activateWindow()

    def bring_home(self) -> None:
        """Every pane back into the desk window."""
        self._change(self._arrangement.all_at_home())

    def open_windows(self) -> None:
        """From now on the windows of panes are seen."""
        self._opened = True
        for window, outside in zip(self._windows, self._arrangement.windows, strict=True):
            self._screens.put(window, outside.place)

    def rest(self) -> None:
        """A window is being moved: look again when it has come to rest."""
        self._rest.start()

    def settle(self) -> bool:
        """Take sizes and places as they are on the screen now; False when they do not count: nothing is shown yet, or a
        monitor has just gone, and where the system has put the windows is not where they belong."""
        if not self._opened or not self._screens.settled or self.carrying.pane:
            return False
        self._arrangement = self._measured()
        return True

    def close(self) -> None:
        """Windows gone, panes back in the desk window; for the end of the desk."""
        self._rest.stop()
        self.carrying.cancel()
        self._opened = False
        self._show(self._arrangement.all_at_home())

    # --- showing ------------------------------------------------------------------------------------------------------

    def _change(self, arrangement: Arrangement) -> None:
        """A person wants it so."""
        for outside in self._arrangement.windows:
            for code in tree.panes(outside.node):
                self._places[code] = outside.place
        if arrangement != self._arrangement:
            self._show(arrangement)
            self.changed.emit()

    def _show(self, arrangement: Arrangement) -> None:
        self.carrying.cancel()
        focus = QApplication.focusWidget()
        self._arrangement = arrangement
        for code in arrangement.hidden:
            self.panes[code].view.setParent(self._drawer)
        windows = self._matched(arrangement)
        gone = [window for window in self._windows if window not in windows]
        left: list[QWidget] = []
        for window, outside in zip(windows, arrangement.windows, strict=True):
            left += window.show_node(outside.node)
        left += self.area.show_node(arrangement.shown_at_home)
        for window in gone:
            self.window_closing.emit(window)
        for widget in (*left, *gone):
            widget.hide()
            widget.deleteLater()
        self._windows = windows
        if self._opened:
            for window, outside in zip(windows, arrangement.windows, strict=True):
                self._screens.put(window, outside.place)
        if focus is not None and focus.isVisible() and focus.window().isActiveWindow():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _matched(self, arrangement: Arrangement) -> list[PaneWindow]:
        """A window for each that is wanted: one that shows some of the same panes, else a new one."""
        free = list(self._windows)
        found: list[PaneWindow] = []
        for outside in arrangement.windows:
            wanted = set(tree.panes(outside.node))
            window = next((one for one in free if wanted & set(one.codes)), None)
            if window is None:
                window = self._new_window()
            else:
                free.remove(window)
            found.append(window)
        return found

    def _new_window(self) -> PaneWindow:
        window = PaneWindow(self._look, self.panes)
        self._connect_area(window.area)
        window.closed.connect(self._on_closed)
        window.placed.connect(self.rest)
        self.window_opened.emit(window)
        return window

    # --- what hands do ------------------------------------------------------------------------------------------------

    def _connect_area(self, area: Area) -> None:
        area.group_made.connect(self._on_group_made)
        area.parted.connect(self._on_parted)

    def _on_group_made(self, group: Group) -> None:
        group.raised.connect(self._on_raised)
        group.window_toggled.connect(self.toggle_window)
        group.menu_requested.connect(self.menu_requested)
        group.lifted.connect(self._on_lifted)
        group.grip.moved.connect(self.carrying.move)
        group.grip.let_go.connect(self.carrying.let_go)

    def _on_lifted(self, code: str, where: QPoint) -> None:
        titles = {pane.code: pane.title for pane in self.panes.values()}
        self.carrying.begin(Carried(code, self._size(code), titles), self._grounds(), where)

    def _on_raised(self, code: str) -> None:
        self._arrangement = self._arrangement.in_front(code)
        self.changed.emit()

    def _on_parted(self, sizes: Sizes) -> None:
        window = self._arrangement.window_of(next(iter(sizes.parts[0])))
        self._arrangement = self._arrangement.resized(window, sizes.parts, sizes.pixels)
        self.changed.emit()

    def _on_left_outside(self, code: str, where: QPoint) -> None:
        size = self._size(code)
        number = self._screens.screen_of(QRect(where, where))
        x, y = self._screens.monitors[number].box[:2]
        place = Place(number, where.x() - x - 40, where.y() - y - 12, size.width(), size.height())
        self._change(self._arrangement.outside(code, place))

    def _on_closed(self) -> None:
        window = self.sender()
        if window in self._windows:
            self._change(self._arrangement.at_home(*window.codes))

    def _on_rest(self) -> None:
        before = self._arrangement
        if self.settle() and self._arrangement != before:
            self.changed.emit()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _measured(self) -> Arrangement:
        now = self._arrangement
        for number, window in enumerate(self._windows):
            now = now.placed(number, self._screens.place_of(window))
            for sizes in window.area.sizes():
                now = now.resized(number, sizes.parts, sizes.pixels)
        for sizes in self.area.sizes():
            now = now.resized(None, sizes.parts, sizes.pixels)
        return now

    def _size(self, code: str) -> QSize:
        """As large as it is seen, or would be; what asks for much room gets it."""
        view = self.panes[code].view
        if view.isVisible():
            return view.size()
        hint = view.sizeHint()
        return hint if hint.width() > _SIZE.width() and hint.height() > _SIZE.height() else _SIZE

    def _grounds(self) -> Iterator[Ground]:
        for number, window in enumerate(self._windows):
            yield Ground(window.area, number)
        yield Ground(self.area, None)

    def _place_for(self, code: str) -> Place:
        """Where its window was before; else on another screen, as large as it is now; else beside where it is."""
        before = self._places.get(code)
        if before is not None and before.screen < len(self._screens.monitors):
            return before
        view = self.panes[code].view
        size = self._size(code)
        here = self._screens.screen_of(self.area.window().geometry())
        other = next((number for number in range(len(self._screens.monitors)) if number != here), None)
        if other is not None:
            return Place(other, 0, 0, size.width(), size.height())
        corner = view.mapToGlobal(QPoint(0, 0)) if view.isVisible() else self.area.mapToGlobal(QPoint(40, 40))
        x, y = self._screens.monitors[here].box[:2]
        return Place(here, corner.x() - x, corner.y() - y, size.width(), size.height())
