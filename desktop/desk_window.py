"""The window of the desk: the start view, then the room with its panes. Layout only."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.docking.arrangement import Berth
from desktop.docking.docks import Docks
from desktop.docking.pane import Pane
from desktop.docking.pane_window import PaneWindow
from desktop.docking.tree import Side
from desktop.screens import Screens
from desktop.views import Views
from widgets.command_palette import CommandPalette
from widgets.small_screen import SmallScreen
from widgets.start_view import StartView
from widgets.toast import Toast

#: On a screen smaller than the room needs (everything three times as large) it is scrolled, down to this.
_LEAST = QSize(480, 300)


class DeskWindow(QMainWindow):
    """``closing`` is emitted when the person closes the desk."""

    closing = Signal()

    def __init__(self, views: Views, screens: Screens) -> None:
        super().__init__()
        self._views = views
        look = views.look
        self.start = StartView(look)
        self._nothing_here = NothingHere()
        self.docks = Docks(look, self._table(), screens, self._nothing_here, self)
        self._nothing_here.home.clicked.connect(self.docks.bring_home)
        middle = self._stack()
        self.setCentralWidget(middle)
        self.toast = Toast(look, middle)
        self.palette_box = CommandPalette(look, middle)
        self.docks.window_opened.connect(self._on_window_opened)
        self.docks.window_closing.connect(self._on_window_closing)
        self.resize(1920, 1040)
        self.setWindowTitle(self.tr("Grid Command"))

    def _table(self) -> tuple[Pane, ...]:
        """Everything that can be arranged, in the order of the keys (Ctrl+1, Ctrl+2, …)."""
        views, second = self._views, Berth("map", Side.RIGHT, 0.5, hidden=True)
        return (
            Pane("queue", views.queue, QT_TRANSLATE_NOOP("Panes", "Incidents"), Berth("map", Side.LEFT, 0.2)),
            Pane("map", views.map, QT_TRANSLATE_NOOP("Panes", "Map"), Berth("queue", Side.RIGHT, 0.7), greedy=True),
            Pane("incident", views.panel, QT_TRANSLATE_NOOP("Panes", "Incident"), Berth("map", Side.RIGHT, 0.25)),
            Pane("people", views.roster, QT_TRANSLATE_NOOP("Panes", "People"), Berth("incident", Side.BELOW, 0.35)),
            Pane("areas", views.regions, QT_TRANSLATE_NOOP("Panes", "Areas"), Berth("people")),
            Pane("roads", views.roads, QT_TRANSLATE_NOOP("Panes", "Closed roads"), Berth("areas")),
            Pane("plan", views.plan, QT_TRANSLATE_NOOP("Panes", "Proposal"), Berth("figures", hidden=True)),
            Pane("figures", views.figures, QT_TRANSLATE_NOOP("Panes", "Figures"), Berth("", Side.BELOW, 0.22)),
            Pane("board", views.board, QT_TRANSLATE_NOOP("Panes", "All figures"), Berth("map", hidden=True)),
            Pane("second", views.second, QT_TRANSLATE_NOOP("Panes", "Second map"), second),
        )

    def show_room(self) -> None:
        """The room instead of the start view."""
        self._pages.setCurrentWidget(self._whole)
        self.docks.open_windows()

    def show_start(self) -> None:
        self._pages.setCurrentWidget(self.start)

    @property
    def room_shown(self) -> bool:
        return self._pages.currentWidget() is self._whole

    def bring(self, floating: QWidget) -> None:
        """What floats over a window, to the window of the desk that has the keyboard."""
        active = QApplication.activeWindow()
        self._float(floating, active if active in self.docks.windows else self._pages)

    def show_people(self) -> None:
        self.docks.reveal("people")

    def show_areas(self) -> None:
        self.docks.reveal("areas")

    def show_board(self) -> None:
        """All figures: in a window of their own, unless they have a place already."""
        if self.docks.hidden("board"):
            self.docks.toggle_window("board")
        else:
            self.docks.reveal("board")

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setWindowTitle(self.tr("Grid Command"))
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._on_activated()
        super().changeEvent(event)

    def _on_window_opened(self, window: PaneWindow) -> None:
        window.activated.connect(self._on_activated)

    def _on_window_closing(self, window: PaneWindow) -> None:
        for floating in (self.toast, self.palette_box):
            if floating.parentWidget() is window:
                self._float(floating, self._pages)

    def _on_activated(self) -> None:
        """Messages come where the person is; one that is being read stays."""
        if not self.toast.texts:
            self.bring(self.toast)

    def _float(self, floating: QWidget, over: QWidget) -> None:
        before = floating.parentWidget()
        if before is not None and before is not over:
            before.removeEventFilter(floating)
            floating.setParent(over)
            over.installEventFilter(floating)  # it keeps its place when the window becomes another size

    def _stack(self) -> QWidget:
        room = QWidget()
        box = QVBoxLayout(room)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._views.top_bar)
        box.addWidget(self._views.notice)
        box.addWidget(self._views.stale)
        box.addWidget(self.docks.area, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._whole = SmallScreen(room, _LEAST)
        self._pages.addWidget(self._whole)
        return self._pages


class NothingHere(QWidget):
    """What the desk window shows when all panes are elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self._words = QLabel()
        self._words.setProperty("quiet", True)
        self.home = QPushButton()
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addStretch(1)
        for part in (self._words, self.home):
            box.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        self._name_things()

    def _name_things(self) -> None:
        self._words.setText(self.tr("Everything is hidden or in a window of its own."))
        self.home.setText(self.tr("Bring the windows home"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)
