"""The archive of this desk: a window over everything that was closed, asked for page by page."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.actions import Actions, Group
from desktop.live_picture import LivePicture
from desktop.selection import Selection
from desktop.views import Views
from domain.casefilter import EVERYTHING, CaseFilter
from domain.casematch import matcher
from domain.incident import Incident
from domain.messages import Archived, Browse
from widgets import filter_words
from widgets.archive_view import ArchiveView


class Archive(QObject):
    """The window is made when it is first asked for. A region chosen in the tree or on the map is looked into as
    long as the window is open; a filter when it is opened with one, and then with the cases that are open still."""

    def __init__(
        self, live: LivePicture, views: Views, selection: Selection, actions: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._live, self._views = live, views
        self._window: ArchiveWindow | None = None
        self._asked = Browse("none")
        self._chosen: CaseFilter | None = None
        self._case = ""
        live.archived.connect(self._on_archived)
        views.regions.region_selected.connect(self._on_region)
        actions.add("archive", Group.FIND, lambda: self.tr("Closed incidents"), self.open, "F9")
        actions.add(
            "archive:filter", Group.FIND, lambda: self.tr("All cases of the filter, also long closed ones"),
            lambda: self.open(selection.filter), "Shift+F9",
        )  # fmt: skip

    @property
    def window(self) -> ArchiveWindow | None:
        return self._window

    def open(self, chosen: CaseFilter = EVERYTHING) -> None:
        """Shows the window and looks anew, at what a filter chooses."""
        if not self._live.opened:
            return
        if self._window is None:
            self._window = ArchiveWindow(ArchiveView(self._views.look))
            self._window.view.search_requested.connect(self._on_search)
            self._window.view.more_requested.connect(self._on_more)
            self._window.view.case_requested.connect(self._on_case)
            self._window.view.filter_cleared.connect(lambda: self.open())
        self._window.show()
        self._window.activateWindow()
        self._chosen = chosen or None
        picture, language = self._live.picture, self._views.look.language
        self._window.view.set_filter(filter_words.describe(chosen, picture, language))
        self._window.view.open(picture, self._live.now())

    def end(self) -> None:
        """Closes it for good."""
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None

    def _on_search(self, words: str, region: str) -> None:
        self._case = ""
        if self._chosen is not None and self._window is not None:
            self._window.view.show_open(self._open_ones(self._chosen, words, region))
        self._ask(Browse(uuid.uuid4().hex, words, region, chosen=self._chosen))

    def _open_ones(self, chosen: CaseFilter, words: str, region: str) -> list[Incident]:
        """Open cases a filter chooses, the newest first: the desk has them all."""
        picture = self._live.picture
        tests = [matcher(chosen, picture, self._live.now())]
        tests.append(matcher(CaseFilter(words=words, regions=(region,) if region else ()), picture, self._live.now()))
        some = [one for one in picture.open_incidents() if all(test(one) for test in tests)]
        return sorted(some, key=lambda one: (-one.received_at, one.id))

    def _on_more(self) -> None:
        last = self._window.view.model.last if self._window is not None else None
        if last is not None:
            asked = self._asked
            more = Browse(uuid.uuid4().hex, asked.words, asked.region, last.closed_at, last.id, chosen=asked.chosen)
            self._ask(more)

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
