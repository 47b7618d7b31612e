"""The desk on one monitor: queue, map, incident, people and areas, the day's figures. Layout only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from desktop.pane import Pane, away_button
from desktop.views import Views
from widgets.command_palette import CommandPalette
from widgets.start_view import StartView
from widgets.toast import Toast

_COLUMNS, _RIGHT, _ROWS = (340, 1160, 420), (590, 310), (800, 150)


class DeskWindow(QMainWindow):
    """``closing`` is emitted when the person closes the desk."""

    closing = Signal()

    def __init__(self, views: Views) -> None:
        super().__init__()
        self._views = views
        look = views.look
        away = look.icons.icon("external-link", look.tokens.quiet)
        self.queue = Pane(views.queue, away)
        self.map = Pane(views.map, away)
        self.incident = Pane(views.panel, away)
        self.people = Pane(views.roster, away, head=False)
        self.areas = Pane(views.regions, away, head=False)
        self.start = StartView(look)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.people, "")
        self._tabs.addTab(self.areas, "")
        self._tabs.tabBar().setAcceptDrops(True)  # an incident held over a tab gets at what is behind it
        self._tabs.tabBar().setChangeCurrentOnDrag(True)
        self._away = away_button(away)
        self._away.clicked.connect(self._on_tab_away)
        self._tabs.setCornerWidget(self._away)
        middle = self._stack()
        self.setCentralWidget(middle)
        self.toast = Toast(look, middle)
        self.palette_box = CommandPalette(look, middle)
        self.resize(1920, 1040)
        self._name_things()

    def panes(self) -> tuple[Pane, ...]:
        """Everything that can have a window of its own, in the order of their keys."""
        return (self.queue, self.map, self.incident, self.people, self.areas)

    def show_room(self) -> None:
        """The room instead of the start view."""
        self._pages.setCurrentWidget(self._room)

    def show_start(self) -> None:
        self._pages.setCurrentWidget(self.start)

    @property
    def room_shown(self) -> bool:
        return self._pages.currentWidget() is self._room

    def show_people(self) -> None:
        self._tabs.setCurrentWidget(self.people)

    def show_areas(self) -> None:
        self._tabs.setCurrentWidget(self.areas)

    def bring_home(self) -> None:
        """Every pane back into this window."""
        for pane in self.panes():
            if pane.away:
                pane.toggle_window()

    def _on_tab_away(self) -> None:
        pane = self._tabs.currentWidget()
        if isinstance(pane, Pane):
            pane.toggle_window()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.bring_home()
        self.closing.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)

    def _stack(self) -> QWidget:
        self._room = self._lay_out()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self._room)
        return self._pages

    def _lay_out(self) -> QWidget:
        right = _split(Qt.Orientation.Vertical, _RIGHT, self.incident, self._tabs)
        columns = _split(Qt.Orientation.Horizontal, _COLUMNS, self.queue, self.map, right)
        columns.setStretchFactor(1, 1)
        rows = _split(Qt.Orientation.Vertical, _ROWS, columns, self._views.figures)
        rows.setStretchFactor(0, 1)
        room = QWidget()
        box = QVBoxLayout(room)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._views.top_bar)
        box.addWidget(self._views.notice)
        box.addWidget(self._views.stale)
        box.addWidget(rows, 1)
        return room

    def _name_things(self) -> None:
        self.setWindowTitle(self.tr("Grid Command"))
        self.queue.set_title(self.tr("Incidents"))
        self.map.set_title(self.tr("Map"))
        self.incident.set_title(self.tr("Incident"))
        self.people.set_title(self.tr("People"))
        self.areas.set_title(self.tr("Areas"))
        self._away.setToolTip(self.tr("Open in a window of its own"))
        self._tabs.setTabText(0, self.tr("People"))
        self._tabs.setTabText(1, self.tr("Areas"))


def _split(orientation: Qt.Orientation, sizes: tuple[int, ...], *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(2)
    for part in parts:
        splitter.addWidget(part)
    splitter.setSizes(list(sizes))
    return splitter
