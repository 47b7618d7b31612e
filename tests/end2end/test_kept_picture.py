"""A desk whose backend does not stand yet shows what it knew: at once, without colour, and never as if it were live."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from client.link import LinkPhase
from maps import ground_image
from tests.end2end.backend_process import BackendProcess
from tests.end2end.open_desk import OpenDesk


@pytest.fixture
def opened() -> Iterator[list[OpenDesk]]:
    desks: list[OpenDesk] = []
    yield desks
    for desk in desks:
        desk.close()


def coloured(desk: OpenDesk) -> float:
    """Share of the map's pixels that have a colour."""
    image = desk.views.map.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = [image.pixelColor(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)]
    return sum(not (pixel.red() == pixel.green() == pixel.blue()) for pixel in pixels) / len(pixels)


@pytest.mark.timeout(120)
def test_it_is_shown_as_kept_until_it_is_live(
    qtbot: QtBot, town: BackendProcess, data: Path, opened: list[OpenDesk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground_image, "KEEP", 50)
    incident = town.report(117.2005, 34.2005, "a lamp is broken", "r1")
    first = OpenDesk(qtbot, data, town.url)
    opened.append(first)
    first.until_live().until_known(incident)
    first.until(lambda: list(data.rglob("*.ground")))  # what it drew is there for the next start
    opened.pop().close()
    town.stop()

    again = OpenDesk(qtbot, data, town.url)
    opened.append(again)
    again.until(lambda: again.window.room_shown and not again.views.map.drawing)
    again.until(lambda: again.live.link.code == "unreachable")
    assert again.live.link.phase is LinkPhase.OFFLINE_PICTURE
    assert incident in again.picture.incidents
    assert again.views.notice.greyed and again.views.notice.isVisible()
    assert coloured(again) < 0.05  # the words about its age, and the buttons
    frames = again.room.frames
    assert (frames.start_ms, frames.awaited, "live" in frames.steps) == (0, False, False)

    town.start()
    again.until_live()
    again.until(lambda: frames.start_ms)
    assert not again.views.notice.greyed
    assert coloured(again) > 0.5
    assert list(frames.steps) == ["loaded", "city", "live", "live_frame"]
