"""Permanent things are left alone by the garbage collector; nobody collects beside the screen's thread."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop import memory
from desktop.memory import Garbage
from domain.picture import Changes


@pytest.fixture
def garbage(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Garbage]:
    monkeypatch.setattr(memory, "BEAT_MS", 20)
    garbage = Garbage()
    yield garbage
    garbage.end()
    gc.unfreeze()


def test_only_a_snapshot_makes_what_is_there_permanent(garbage: Garbage) -> None:
    gc.unfreeze()
    garbage.settle(Changes(reset=True))
    assert gc.get_freeze_count() == 0  # still being made
    garbage.begin()
    gc.unfreeze()
    garbage.settle(Changes(incidents=frozenset(("i1",))))
    assert gc.get_freeze_count() == 0
    garbage.settle(Changes(reset=True))
    assert gc.get_freeze_count() > 1000


def test_a_widget_in_a_knot_is_destroyed_on_the_screens_thread(qtbot: QtBot, garbage: Garbage) -> None:
    ends: list[threading.Thread] = []

    class Knot:
        def __init__(self) -> None:
            self.itself = self
            self.widget = QWidget()

        def __del__(self) -> None:
            ends.append(threading.current_thread())

    garbage.begin()
    Knot()
    kept: list[list[int]] = []
    other = threading.Thread(target=lambda: kept.extend([number] for number in range(200_000)))
    other.start()  # makes far more objects than Python lets pass without looking for garbage
    other.join()
    assert ends == []
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == [threading.main_thread()]
