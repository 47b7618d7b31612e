"""The numbers on top, the link and its honesty, the banner, the start view."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from domain.category import Severity
from domain.messages import Clock, Snapshot
from domain.picture import Picture
from tests.domain.small_city import COVER
from tests.widgets.room import NOW, RESET, change, matter
from widgets.link_sign import LinkSign
from widgets.look import Look
from widgets.notice import NoticeBanner
from widgets.start_view import StartView
from widgets.top_bar import TopBar


@pytest.fixture
def bar(qtbot: QtBot, look: Look, picture: Picture) -> TopBar:
    bar = TopBar(look)
    qtbot.addWidget(bar)
    bar.refresh(picture, RESET, NOW)
    bar.tick(NOW)
    bar.show()
    return bar


def test_numbers_are_those_of_the_picture(bar: TopBar, picture: Picture) -> None:
    everybody = len(picture.roster)
    values = {key: figure.value for key, figure in bar.figures.items()}
    assert values == {"open": "4", "late": "1", "on_duty": f"{everybody}/{everybody}", "closed": "1"}
    by_severity = {severity: label.text() for severity, label in bar._severities.items()}
    assert by_severity == {Severity.RED: "1", Severity.ORANGE: "0", Severity.YELLOW: "3", Severity.BLUE: "0"}


def test_a_change_shows_at_once(bar: TopBar, picture: Picture) -> None:
    bar.refresh(picture, change(picture, matter(picture, "new", category=COVER)[0]), NOW)
    assert bar.figures["open"].value == "5"


def test_clock_is_the_city_s(bar: TopBar, picture: Picture) -> None:
    assert bar.clock.text() == "09:10:00"
    left = picture.snapshot()
    picture.apply(Snapshot("e", 5, Clock(NOW, 60.0), left.incidents, left.timelines, left.workers))
    bar.tick(NOW + 61)
    assert bar.clock.text() == "09:11:01"
    assert "×60" in bar._day.text()


def test_intents(qtbot: QtBot, bar: TopBar) -> None:
    told: list[object] = []
    bar.figure_chosen.connect(told.append)
    bar.language_requested.connect(told.append)
    bar.theme_requested.connect(told.append)
    bar.mute_toggled.connect(told.append)
    bar.palette_requested.connect(lambda: told.append("palette"))
    qtbot.mouseClick(bar.figures["late"], Qt.MouseButton.LeftButton)
    for key in ("language", "theme", "mute"):
        qtbot.mouseClick(bar._buttons[key], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.finder, Qt.MouseButton.LeftButton)
    assert told == ["late", "zh", "light", True, "palette"]


@pytest.mark.parametrize(
    ("link", "pending", "text"),
    [
        (("live", 0.4, None, ""), 0, "0.4 s"),
        (("live", 0.4, None, ""), 2, "0.4 s · 2 to confirm"),
        (("lost", 12.0, 2.0, ""), 0, "link lost 12 s, retry in 2.0 s"),
        (("lost", 12.0, 0.0, ""), 1, "link lost 12 s, trying · 1 to confirm"),
        (("connecting", 0.0, None, ""), 0, "connecting …"),
        (("refused", 3.0, None, "no"), 0, "not let in"),
    ],
)
def test_the_link_says_how_it_is(
    qtbot: QtBot, look: Look, link: tuple[str, float, float | None, str], pending: int, text: str
) -> None:
    sign = LinkSign(look)
    qtbot.addWidget(sign)
    sign.show_link(*link)
    sign.set_pending(pending)
    assert sign.text == text
    assert sign.accessibleName() == text


def test_the_banner_is_there_only_when_the_link_is_not(qtbot: QtBot, look: Look) -> None:
    banner = NoticeBanner(look)
    qtbot.addWidget(banner)
    banner.show_link("live", 0.3)
    assert not banner.isVisible()
    assert not banner.greyed
    banner.show_link("lost", 75.0, 3.0, "silent", "", 2)
    assert banner.isVisible()
    assert banner.greyed
    text = banner.link_line.words.text()
    for part in ("75 s old", "not heard for ten seconds", "Next try in 3.0 s", "2 command(s) are kept"):
        assert part in text
    banner.show_link("live", 0.1)
    assert not banner.isVisible()


def test_a_reason_without_words_here_is_told_in_the_backend_s(qtbot: QtBot, look: Look) -> None:
    banner = NoticeBanner(look)
    qtbot.addWidget(banner)
    banner.show_link("refused", 1.0, None, "brand_new_code", "Do this and that.")
    assert "Do this and that." in banner.link_line.words.text()


def test_start_tells_how_far_it_is_and_what_went_wrong(qtbot: QtBot, look: Look) -> None:
    start = StartView(look)
    qtbot.addWidget(start)
    start.show()
    start.show_progress(0.4, "正在生成道路", "Making roads")
    assert start.sentence.text() == "Making roads"
    assert start.bar.value() == 400
    look.set_language("zh")
    assert start.sentence.text() == "正在生成道路"
    start.show_waiting("No backend answers there.")
    assert start.sentence.text() == "No backend answers there."
    assert start.remedy.isVisible() and not start.retry.isVisible()
    start.show_error("The port is in use.", "Choose another one.")
    assert not start.bar.isVisible()
    assert start.remedy.text() == "Choose another one."
    with qtbot.waitSignal(start.retry_requested):
        qtbot.mouseClick(start.retry, Qt.MouseButton.LeftButton)
    start.show_progress(0.0, "", "")
    assert not start.retry.isVisible()


def test_what_matters_most_stays_when_there_is_little_room(qtbot: QtBot, bar: TopBar) -> None:
    shown = {}
    for width in (1800, 1200, 900, bar.minimumSizeHint().width()):
        bar.resize(width, bar.sizeHint().height())
        QCoreApplication.processEvents()
        shown[width] = [key for key, figure in bar.figures.items() if figure.isVisible()]
        assert bar.width() == width
        assert {"open", "late"} <= set(shown[width])
        assert bar.clock.isVisible()
        assert bar.link.isVisible()
        for part in (bar.city, bar.clock, *(bar.figures[key] for key in shown[width])):
            assert part.width() >= part.sizeHint().width()
    assert len(shown[1800]) == 4
    assert bar.minimumSizeHint().width() < 960
    assert not bar.finder.text()
    bar.resize(1800, bar.height())
    assert bar.finder.text()
    assert all(figure.isVisible() for figure in bar.figures.values())


def test_nothing_reaches_over_the_edge_however_it_shrinks_and_grows(qtbot: QtBot, bar: TopBar) -> None:
    """Also when a number becomes longer while the width stays."""

    def fits() -> bool:
        visible = [part for part in bar.findChildren(QWidget) if part.parent() is bar and part.isVisible()]
        ends = sorted((part.geometry().left(), part.geometry().right()) for part in visible)
        apart = all(right < left for (_, right), (left, _) in itertools.pairwise(ends))
        whole = all(part.width() >= part.minimumSizeHint().width() for part in visible)
        return apart and whole and ends[-1][1] < bar.width()

    for width in (1900, 950, 1900, 1300, 1000, 930):
        bar.resize(width, bar.sizeHint().height())
        qtbot.waitUntil(fits)
    for width in range(1300, 920, -37):
        bar.resize(width, bar.sizeHint().height())
        for notices in (0, 12_345, 3):
            bar.set_notices(notices, False)
            qtbot.waitUntil(fits)
        for phase, wait in (("lost", 12.0), ("live", None)):
            bar.set_link(phase, 7000.0 if phase == "lost" else 0.1, wait)
            bar.set_pending_count(12 if phase == "lost" else 0)
            qtbot.waitUntil(fits)
