"""Being told to end waits for the painter to put his brush down."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.end_signals import ENDING, EndSignals


class Painted(QWidget):
    """Is asked to end in the middle of painting; writes down what happened in which order."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.happened: list[str] = []
        self._number = number

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.happened:
            self.happened.append("begun")
            os.kill(os.getpid(), self._number)
            for _ in range(1000):  # Python looks at signals between two steps
                painter.drawLine(0, 0, 9, 9)
            self.happened.append("painted")
        painter.end()


@pytest.fixture
def signals(qtbot: QtBot) -> Iterator[EndSignals]:
    signals = EndSignals()
    yield signals
    signals.close()


@pytest.mark.parametrize("number", ENDING)
def test_the_wish_to_end_is_told_after_the_painting(qtbot: QtBot, signals: EndSignals, number: int) -> None:
    widget = Painted(number)
    qtbot.addWidget(widget)
    signals.asked.connect(lambda: widget.happened.append("asked"))
    with qtbot.waitSignal(signals.asked):
        widget.show()
    assert widget.happened == ["begun", "painted", "asked"]


def test_afterwards_the_signals_do_what_they_did_before(qtbot: QtBot) -> None:
    before = [signal.getsignal(number) for number in ENDING]
    signals = EndSignals()
    assert [signal.getsignal(number) for number in ENDING] != before
    signals.close()
    assert [signal.getsignal(number) for number in ENDING] == before
    assert signal.set_wakeup_fd(-1) == -1
