"""The figures of the day are those of the picture."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from domain.picture import Picture
from tests.domain.small_city import BUILDING
from tests.widgets.room import NOW, RESET, change, matter
from widgets.bar_list import BarList
from widgets.day_figures import day_figures
from widgets.figures_strip import FiguresStrip
from widgets.look import Look


def test_counts_by_hour_kind_and_street(picture: Picture) -> None:
    figures = day_figures(picture, NOW, "en")
    assert figures.arrived[9] == sum(figures.arrived) == 4  # the late one came days ago
    assert figures.closed[9] == sum(figures.closed) == figures.closed_today == 1
    assert figures.groups == (("City appearance", 3, 1), ("Public utility", 1, 0))
    assert figures.streets == (("320302001", 3, 0), ("320302002", 1, 1))
    assert figures.on_time_share == 1.0
    assert figures.hour == pytest.approx(9 + 10 / 60)


def test_late_closings_count_against_the_share_and_merged_ones_do_not_count(picture: Picture) -> None:
    steps = ("file", "dispatch", "accept", "arrive", "report", "close")
    import msgspec

    late, _ = matter(picture, "tardy", steps, worker="g2")
    late = msgspec.structs.replace(late, deadline=msgspec.structs.replace(late.deadline, due_at=NOW - 5000))
    change(picture, late)
    merged = msgspec.structs.replace(late, id="gone", stage="merged")
    change(picture, merged)
    figures = day_figures(picture, NOW, "en")
    assert (figures.closed_today, figures.on_time) == (2, 1)


def test_no_share_before_the_first_closing(picture: Picture) -> None:
    assert day_figures(picture, NOW + 86400, "en").on_time_share is None


def test_the_strip_follows_and_leads_to_the_street(qtbot: QtBot, look: Look, picture: Picture) -> None:
    strip = FiguresStrip(look)
    qtbot.addWidget(strip)
    strip.resize(1200, 180)
    strip.refresh(picture, RESET, NOW)
    strip.show()
    qtbot.waitExposed(strip)
    told: list[str] = []
    strip.region_selected.connect(told.append)
    qtbot.mouseClick(strip.streets, Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    assert told == ["320302001"]
    change(picture, matter(picture, "new", category=BUILDING, grid=8)[0])
    change(picture, matter(picture, "new2", category=BUILDING, grid=8)[0])
    change(picture, matter(picture, "new3", category=BUILDING, grid=8)[0])
    strip.tick(NOW + 1)
    qtbot.mouseClick(strip.streets, Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
    assert told[-1] == "320302002"
    assert strip.on_time.text == "1 of 1"


def test_what_does_not_fit_is_summed_up(qtbot: QtBot, look: Look) -> None:
    bars = BarList(look)
    qtbot.addWidget(bars)
    bars.resize(300, round(bars._line() * 4) + 2)
    bars.show_rows([(str(n), f"name {n}", 10 - n, 1) for n in range(8)])
    rows = bars.visible_rows()
    assert len(rows) == 4
    assert rows[-1] == ("", "5 others", 7 + 6 + 5 + 4 + 3, 5)
    assert sum(row[2] for row in rows) == sum(range(3, 11))
