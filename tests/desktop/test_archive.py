"""The archive of a desk: all of a filter is looked at in it, open cases first, then page by page what was closed."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.actions import Actions
from desktop.archive import Archive
from desktop.selection import Selection
from desktop.theme import TintedIcons
from domain.casefilter import CaseFilter, Standing
from domain.incident import Incident
from domain.look import DARK
from domain.messages import Archived, Browse
from domain.picture import Picture
from tests.domain.small_city import new_incident
from tests.widgets.room import NOW, room
from widgets.look import Look
from widgets.region_view import RegionView


class Live(QObject):
    """What the archive needs of a live picture."""

    archived = Signal(object)

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.picture, self.opened = picture, True
        self.asked: list[Browse] = []

    def now(self) -> float:
        return NOW

    def browse(self, asked: Browse) -> None:
        self.asked.append(asked)


class Desk:
    def __init__(self) -> None:
        self.live, self.selection, self.window = Live(room()), Selection(), QWidget()
        look = Look(DARK, TintedIcons(), "en")
        self.views = SimpleNamespace(look=look, regions=RegionView(look, parent=self.window))
        self.actions = Actions(self.window)
        self.archive = Archive(self.live, self.views, self.selection, self.actions, self.live)  # type: ignore[arg-type]

    def rows(self) -> list[str]:
        assert self.archive.window is not None
        model = self.archive.window.view.model
        found = [model.incident(row) for row in range(model.rowCount())]
        return [one.id for one in found if one is not None]


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.archive.end()
    desk.actions.end()
    desk.window.deleteLater()


def closed(number: int) -> Incident:
    return msgspec.structs.replace(new_incident(f"x{number}"), stage="closed", closed_at=NOW - 86400 * number)


def test_all_of_a_filter_the_open_ones_first(desk: Desk) -> None:
    chosen = CaseFilter(standings=(Standing.LATE, Standing.CLOSED))
    desk.selection.choose(chosen)
    desk.actions.run("archive:filter")
    asked = desk.live.asked[-1]
    assert asked.chosen == chosen
    assert desk.rows() == ["late"]
    desk.live.archived.emit(Archived(asked.key, (closed(2), closed(3)), True, 60))
    assert desk.rows() == ["late", "x2", "x3"]
    assert desk.archive.window is not None
    view = desk.archive.window.view
    assert view.count.text() == "3 cases or more"
    assert "late" in view.sign.words.text()
    assert view.model.index(0, 0).data() == "open"
    desk.archive._on_more()
    more = desk.live.asked[-1]
    assert (more.chosen, more.before, more.below) == (chosen, closed(3).closed_at, "x3")
    desk.live.archived.emit(Archived(more.key, (closed(4),), False, 60))
    assert view.count.text() == "4 cases"


def test_words_and_area_narrow_a_filter_further(desk: Desk) -> None:
    desk.archive.open(CaseFilter(standings=(Standing.OPEN,)))
    assert set(desk.rows()) == {"red", "late", "field", "reported"}
    assert desk.archive.window is not None
    view = desk.archive.window.view
    view.field.setText("late")
    view.search()
    assert desk.rows() == ["late"]
    assert (desk.live.asked[-1].words, desk.live.asked[-1].chosen) == ("late", CaseFilter(standings=(Standing.OPEN,)))
    view.sign.cleared.emit()  # not only the filter's any more
    assert desk.live.asked[-1].chosen is None
    assert desk.rows() == []


def test_without_a_filter_it_is_what_was_closed(desk: Desk) -> None:
    desk.actions.run("archive:filter")
    assert desk.live.asked[-1].chosen is None
    desk.actions.run("archive")
    asked = desk.live.asked[-1]
    desk.live.archived.emit(Archived(asked.key, (closed(1),), False, 60))
    assert desk.rows() == ["x1"]
    assert desk.archive.window is not None
    assert desk.archive.window.view.count.text() == "1 of 60 closed"
