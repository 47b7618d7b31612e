"""One signal up, at most once a frame."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from client.inbox import Arrivals
from client.link import Link, LinkPhase
from desktop.bridge import FRAME, Bridge


class Source:
    """What the bridge needs of a client."""

    def __init__(self) -> None:
        self.on_ready: Callable[[], None] = lambda: None
        self.drained = 0

    def drain(self) -> Arrivals:
        self.drained += 1
        return Arrivals(Link(LinkPhase.CONNECTING, 0.0))


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def bridge(qapp: QApplication, source: Source, watch: Watch) -> Iterator[Bridge]:
    bridge = Bridge(source, watch)  # type: ignore[arg-type]
    yield bridge
    bridge.close()


def from_another_thread(call: Callable[[], None]) -> None:
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()


def test_a_wake_from_another_thread_arrives_in_qts(qtbot: QtBot, bridge: Bridge, source: Source) -> None:
    heard_in: list[QThread] = []
    bridge.arrived.connect(lambda: heard_in.append(QThread.currentThread()))
    with qtbot.waitSignal(bridge.arrived):
        from_another_thread(source.on_ready)
    assert heard_in == [bridge.thread()]
    bridge.drain()
    assert source.drained == 1


def test_wakes_within_a_frame_are_one(qtbot: QtBot, bridge: Bridge, source: Source, watch: Watch) -> None:
    heard: list[float] = []
    bridge.arrived.connect(lambda: heard.append(watch.at))
    with qtbot.waitSignal(bridge.arrived):
        from_another_thread(source.on_ready)
    with qtbot.waitSignal(bridge.arrived):
        for _ in range(5):
            from_another_thread(source.on_ready)
    assert len(heard) == 2
    watch.at += FRAME
    with qtbot.waitSignal(bridge.arrived):
        from_another_thread(source.on_ready)
    assert len(heard) == 3


def test_a_closed_bridge_is_deaf(qtbot: QtBot, bridge: Bridge, source: Source) -> None:
    bridge.close()
    with qtbot.assertNotEmitted(bridge.arrived, wait=50):
        from_another_thread(source.on_ready)
