"""Guards against broken PySide6 builds: some drop references to None, True or False until the interpreter aborts."""

from __future__ import annotations

import sys
from collections.abc import Callable

import PySide6
import pytest
from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QImage, QPainter, QPolygonF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

CALLS = 10_000
TOLERANCE = 100
"""References that come and go by themselves (caches, the test itself); a broken build loses one with every call."""


class Source(QObject):
    happened = Signal()
    counted = Signal(int)


def test_the_build_is_the_one_that_was_checked() -> None:
    assert PySide6.__version__ == "6.11.2", "read the notes on PySide6 in requirements/constraints.txt first"


def references() -> list[int]:
    return [sys.getrefcount(constant) for constant in (None, True, False)]


def assert_keeps_references(call: Callable[[], object]) -> None:
    for _ in range(10):
        call()
    before = references()
    for _ in range(CALLS):
        call()
    for constant, old, new in zip((None, True, False), before, references(), strict=True):
        assert abs(new - old) < TOLERANCE, f"{CALLS} calls changed the references to {constant} by {new - old}"


def painter_calls(painter: QPainter) -> dict[str, Callable[[], object]]:
    def save_and_restore() -> None:
        painter.save()
        painter.restore()

    polygon = QPolygonF([QPointF(0, 0), QPointF(8, 0), QPointF(8, 8)])
    return {
        "drawPolygon": lambda: painter.drawPolygon(polygon),
        "drawPolyline": lambda: painter.drawPolyline(polygon),
        "drawLine": lambda: painter.drawLine(0, 0, 8, 8),
        "drawText": lambda: painter.drawText(0, 8, "a"),
        "setOpacity": lambda: painter.setOpacity(0.5),
        "setRenderHint": lambda: painter.setRenderHint(QPainter.RenderHint.Antialiasing, True),
        "save and restore": save_and_restore,
    }


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "name", ["drawPolygon", "drawPolyline", "drawLine", "drawText", "setOpacity", "setRenderHint", "save and restore"]
)
def test_void_calls_of_a_painter_keep_references(name: str) -> None:
    image = QImage(16, 16, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    try:
        assert_keeps_references(painter_calls(painter)[name])
    finally:
        painter.end()


def test_calls_of_a_widget_keep_references(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    assert_keeps_references(widget.update)
    assert_keeps_references(lambda: widget.setEnabled(True))
    assert_keeps_references(lambda: widget.setEnabled(not widget.isEnabled()))


def test_emitted_signals_keep_references() -> None:
    source = Source()
    heard: list[int] = []
    source.happened.connect(lambda: None)
    source.counted.connect(heard.append)
    assert_keeps_references(source.happened.emit)
    assert_keeps_references(lambda: source.counted.emit(1))
    assert len(heard) == CALLS + 10
