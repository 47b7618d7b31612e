"""The archive of this desk: a window over everything that was closed, asked for page by page."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.actions import Actions, Group
from desktop.live_picture import LivePicture
from desktop.views import Views
from domain.messages import Archived, Browse
from widgets.archive_view import ArchiveView


class Archive(QObject):
    """The window is made when it is first asked for. A region chosen in the tree or on the map is looked into as
    long as the window is open."""

    def __init__(self, live: LivePicture, views: Views, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._views = live, views
        self._window: ArchiveWindow | None = None
        self._asked = Browse("none")
        self._case = ""
        live.archived.connect(self._on_archived)
        views.regions.region_selected.connect(self._on_region)
        actions.add("archive", Group.FIND, lambda: self.tr("Closed incidents"), self.open, "F9")

    @property
    def window(self) -> ArchiveWindow | None:
        return self._window

    def open(self) -> None:
        """Shows the window and looks anew."""
        if not self._live.opened:
            return
        if self._window is None:
            self._window = ArchiveWindow(ArchiveView(self._views.look))
            self._window.view.search_requested.connect(self._on_search)
            self._window.view.more_requested.connect(self._on_more)
            self._window.view.case_requested.connect(self._on_case)
        self._window.show()
        self._window.activateWindow()
        self._window.view.open(self._live.picture, self._live.now())

    def end(self) -> None:
        """Closes it for good."""
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None

    def _on_search(self, words: str, region: str) -> None:
        self._case = ""
        self._ask(Browse(uuid.uuid4().hex, words, region))

    def _on_more(self) -> None:
        last = self._window.view.model.last if self._window is not None else None
        if last is not None:
            asked = self._asked
            self._ask(Browse(uuid.uuid4().hex, asked.words, asked.region, last.closed_at, last.id))

    def _on_case(self, incident: str) -> None:
        self._case = uuid.uuid4().hex
        self._live.browse(Browse(self._case, incident=incident))

    def _ask(self, asked: Browse) -> None:
        self._asked = asked
        self._live.browse(asked)

    def _on_archived(self, page: Archived) -> None:
        """What was asked for before something else was is no longer of interest."""
        if self._window is None:
            return
        if page.key == self._asked.key:
            self._window.view.show_page(page.incidents, page.more, page.total)
        elif page.key == self._case and page.incidents:
            incident = page.incidents[0]
            self._window.view.show_case(incident, page.timelines.get(incident.id, []))

    def _on_region(self, region: str) -> None:
        if self._window is not None and self._window.isVisible():
            self._window.view.set_region(region)


class ArchiveWindow(QWidget):
    """Esc closes it."""

    def __init__(self, view: ArchiveView) -> None:
        super().__init__()
        self.view = view
        self.setObjectName("paneWindow")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(view)
        self.resize(1320, 720)
        self._name()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        self.setWindowTitle(self.tr("Closed incidents"))
