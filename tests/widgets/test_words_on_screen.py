"""Chinese and English at run time, complete; nothing clipped in either, also when everything is drawn larger."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from domain.casefilter import CaseFilter
from domain.picture import Picture
from tests.widgets.figures_room import figures_now
from tests.widgets.room import NOW, RESET, flight
from widgets import refusals, words
from widgets.figures_board import FiguresBoard
from widgets.figures_strip import FiguresStrip
from widgets.formula_note import FormulaNote
from widgets.incident_panel import IncidentPanel
from widgets.look import Look
from widgets.notice import NoticeBanner
from widgets.queue_view import QueueView
from widgets.region_view import RegionView
from widgets.roster_view import RosterView
from widgets.start_view import StartView
from widgets.top_bar import TopBar

#: Proper names, and the ids the room's incidents and workers are called by.
LATIN_ALLOWED = re.compile(
    r"(Ctrl|Shift)\+[\w,]+|Esc|AI|110|12345|[A-Z]+-?\w*\d|×\d+|English|\bg\d|red|late|field|reported|closed"
)


def rooms(look: Look, picture: Picture) -> Iterator[QWidget]:
    """Every view with something in it, at the size it has on a small screen."""
    queue, roster, regions, bar = (V(look) for V in (QueueView, RosterView, RegionView, TopBar))
    for view in (queue, roster, regions, bar):
        view.refresh(picture, RESET, NOW)
        view.tick(NOW)
    queue.set_filter(CaseFilter(regions=("320302001",)))
    figures, board, note = FiguresStrip(look), FiguresBoard(look), FormulaNote(look)
    for view in (figures, board):
        view.show_figures(figures_now(language=look.language, chosen=CaseFilter(regions=("320302001",))))
    bar.resize(1400, 60)
    note.open(bar.figures["late"], "late", figures_now(language=look.language))
    note.setParent(None)
    bar.set_link("lost", 75, 12.0, "silent")
    bar.set_pending_count(3)
    panels = []
    for incident, verb in (("red", "merge"), ("late", "extend"), ("reported", "rework"), ("closed", "evaluate")):
        panel = IncidentPanel(look, "supervisor")
        panel.refresh(picture, RESET, NOW)
        panel.select_incident(incident)
        panel.set_candidates(flight(picture, incident))
        panel.ask(verb)
        panels.append(panel)
    banner, start = NoticeBanner(look), StartView(look)
    banner.show_link("lost", 75, 12.0, "silent", "", 3)
    start.show_error("The port 8123 is in use by another program.", "Close it, or start with another port.")
    widths = {queue: 360, roster: 340, regions: 320, figures: 1400, board: 1400, note: 420, bar: 1400}
    widths |= {banner: 700, start: 700}
    for view, width in [*widths.items(), *((panel, 380) for panel in panels)]:
        view.resize(width, view.minimumSizeHint().height() if view in (bar, banner) else 1000)
        yield view


def clipped(view: QWidget) -> list[str]:
    """Texts of labels and buttons that have less room than they need."""
    found = []
    for part in view.findChildren(QWidget):
        if not part.isVisibleTo(view) or not isinstance(part, (QLabel, QAbstractButton)) or not part.text():
            continue
        if isinstance(part, QLabel) and part.wordWrap():
            fits = part.height() >= part.heightForWidth(part.width())
        else:
            need = part.sizeHint()
            fits = part.width() >= need.width() and part.height() >= need.height()
            if isinstance(part, QAbstractButton) and not isinstance(part, QPushButton):
                fits = part.width() >= part.minimumSizeHint().width()
        if not fits:
            found.append(f"{type(part).__name__} {part.text()!r} has {part.size()} and needs {part.sizeHint()}")
        inside = QRect(part.mapTo(view, part.rect().topLeft()), part.size())
        if not _scrolls(part, view) and not view.rect().contains(inside):
            found.append(f"{type(part).__name__} {part.text()!r} reaches out of its view: {inside} {view.rect()}")
    return found


def _scrolls(part: QWidget, view: QWidget) -> bool:
    above = part.parentWidget()
    while above is not None and above is not view:
        if isinstance(above.parentWidget(), QScrollArea) or isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False


@pytest.mark.parametrize("larger", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_clipped(
    qtbot: QtBot, look: Look, picture: Picture, language: str, larger: float, request: pytest.FixtureRequest
) -> None:
    if language == "zh":
        request.getfixturevalue("chinese")
    look.set_language(language)
    before = QApplication.font()
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * larger)
    QApplication.setFont(font)
    try:
        for view in rooms(look, picture):
            qtbot.addWidget(view)
            height = view.height() if view.height() == 1000 else view.minimumSizeHint().height()
            view.resize(round(view.width() * larger), round(max(height, height * larger)))
            if isinstance(view, (TopBar, NoticeBanner)):
                view.resize(view.width(), max(view.sizeHint().height(), view.heightForWidth(view.width())))
            with qtbot.waitExposed(view):
                view.show()
            QCoreApplication.processEvents()
            assert clipped(view) == []
            view.hide()
    finally:
        QApplication.setFont(before)


@pytest.mark.usefixtures("chinese")
def test_a_chinese_room_has_no_english_words(qtbot: QtBot, look: Look, picture: Picture) -> None:
    look.set_language("zh")
    for view in rooms(look, picture):
        qtbot.addWidget(view)
        if isinstance(view, StartView):
            view.show_progress(0.1, "准备中", "Preparing")
        for part in view.findChildren(QWidget):
            if isinstance(part, (QLabel, QAbstractButton)):
                for text in (re.sub("<[^>]*>|&\\w+;", "", part.text()), part.toolTip()):
                    bare = LATIN_ALLOWED.sub("", text)
                    assert not re.search("[A-Za-z]{3,}", bare), f"{type(part).__name__} says {text!r}"


def test_language_changes_at_run_time_and_back(
    qtbot: QtBot, look: Look, picture: Picture, request: pytest.FixtureRequest
) -> None:
    views = list(rooms(look, picture))
    for view in views:
        qtbot.addWidget(view)
    english = [_texts(view) for view in views]
    request.getfixturevalue("chinese")
    look.set_language("zh")
    QCoreApplication.processEvents()
    chinese = [_texts(view) for view in views]
    for before, after, view in zip(english, chinese, views, strict=True):
        assert before != after, type(view).__name__
    assert any("待我办" in text for text in chinese[0])


def _texts(view: QWidget) -> list[str]:
    parts = [part for part in view.findChildren(QWidget) if isinstance(part, (QLabel, QAbstractButton))]
    return [part.text() for part in parts]


@pytest.mark.usefixtures("chinese")
def test_every_word_in_the_tables_is_translated() -> None:
    tables = {
        "Words": [words.SOURCES, words.STATES, words.SEVERITIES, words.LEVELS, words.VERBS, words.OBSTACLES],
        "Refusals": [refusals.SENTENCES],
    }
    for context, found in tables.items():
        for table in found:
            for text in map(str, table.values()):
                translated = QCoreApplication.translate(context, text)
                assert translated != text, text
                assert re.search("[一-鿿]", translated)


def test_digits_stand_in_columns(look: Look) -> None:
    metrics = QFontMetricsF(QApplication.font())
    assert len({round(metrics.horizontalAdvance(digit * 10), 3) for digit in "0123456789"}) == 1


def test_every_control_has_a_name_for_screen_readers(qtbot: QtBot, look: Look, picture: Picture) -> None:
    for view in rooms(look, picture):
        qtbot.addWidget(view)
        for part in view.findChildren(QAbstractButton):
            if part.focusPolicy() is not Qt.FocusPolicy.NoFocus and part.isVisibleTo(view):
                assert part.accessibleName() or part.text(), f"{type(part).__name__} of {type(view).__name__}"
