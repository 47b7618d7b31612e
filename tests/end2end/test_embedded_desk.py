"""A desk with the backend it brings along: killed, it says so, and is live again by itself."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from client.desk_client import ClientSettings, DeskClient
from client.link import LinkPhase
from desktop.embedded import EmbeddedBackend
from desktop.live_picture import LivePicture
from domain.city import pack_city
from tests.domain.small_city import small_city

ROOT = Path(__file__).parents[2]
MS = 30_000


class Own:
    """One desk's client, picture and backend on a shared data folder."""

    def __init__(self, data: Path) -> None:
        folder = data / "small"
        command = [sys.executable, str(ROOT / "main.py"), "serve", "--data", str(data), "--city", "small"]
        self.client = DeskClient(ClientSettings("", "", "", folder))
        self.live = LivePicture(self.client)
        self.backend = EmbeddedBackend(command, folder)
        self.backend.ready.connect(self.client.point_at)
        self.client.start()
        self.backend.start()

    def close(self) -> None:
        self.live.close()
        self.client.stop()
        self.backend.stop()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "city.pack").write_bytes(pack_city(small_city()))
    return tmp_path


@pytest.fixture
def desks(data: Path, qtbot: QtBot) -> Iterator[list[Own]]:
    desks: list[Own] = []
    yield desks
    for desk in reversed(desks):
        desk.close()


@pytest.mark.timeout(120)
@pytest.mark.logs("No backend")
def test_killed_and_back(desks: list[Own], data: Path, qtbot: QtBot) -> None:
    desks.append(Own(data))
    one = desks[0]
    qtbot.waitUntil(lambda: one.live.link.live, timeout=MS)
    desks.append(Own(data))
    two = desks[1]
    qtbot.waitUntil(lambda: two.live.link.live, timeout=MS)
    assert two.backend.adopted
    seq, pid = one.live.picture.seq, one.backend.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: one.live.link.phase is LinkPhase.LOST, timeout=MS)
    qtbot.waitUntil(lambda: two.live.link.phase is LinkPhase.LOST, timeout=MS)
    assert one.live.picture.seq == seq
    qtbot.waitUntil(lambda: one.live.link.live and two.live.link.live, timeout=MS)
    assert one.live.picture.workers == two.live.picture.workers


@pytest.mark.timeout(120)
def test_the_second_desk_takes_over_when_the_first_leaves(desks: list[Own], data: Path, qtbot: QtBot) -> None:
    desks.append(Own(data))
    qtbot.waitUntil(lambda: desks[0].live.link.live, timeout=MS)
    desks.append(Own(data))
    two = desks[1]
    qtbot.waitUntil(lambda: two.live.link.live, timeout=MS)
    desks.pop(0).close()
    qtbot.waitUntil(lambda: two.live.link.phase is LinkPhase.LOST, timeout=MS)
    qtbot.waitUntil(lambda: two.live.link.live and not two.backend.adopted, timeout=MS)
