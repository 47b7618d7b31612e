"""A look, a picture of the small city with matters in it, and a way to drag over a view without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme import TintedIcons, dress, load_fonts
from domain.look import DARK
from domain.picture import Picture
from tests.widgets.room import NOW, RESET, room
from widgets.incident_panel import IncidentPanel
from widgets.look import Look

TRANSLATION = Path(__file__).parent.parent.parent / "resources" / "translations" / "zh.qm"


@pytest.fixture(scope="session")
def shipped_font(qapp: QApplication) -> QFont:
    return load_fonts()


@pytest.fixture
def look(qapp: QApplication, shipped_font: QFont) -> Look:
    dress(qapp, DARK, shipped_font)
    return Look(DARK, TintedIcons(), "en")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    """An active window of the room, for a sheet to lie over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 900)
    QVBoxLayout(window).addWidget(QLabel("the room"))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield window


@pytest.fixture
def picture() -> Picture:
    return room()


@pytest.fixture
def panel(qtbot: QtBot, look: Look, picture: Picture) -> IncidentPanel:
    """The incident's panel over the room, for a supervisor."""
    panel = IncidentPanel(look, "supervisor")
    qtbot.addWidget(panel)
    panel.resize(380, 900)
    panel.refresh(picture, RESET, NOW)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def orders(panel: IncidentPanel) -> list[tuple[str, str, dict[str, Any]]]:
    """What the panel has asked for: incident, verb, fields."""
    asked: list[tuple[str, str, dict[str, Any]]] = []
    panel.order_requested.connect(lambda *order: asked.append(order))
    return asked


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """The program speaks Chinese during the test."""
    translator = QTranslator()
    assert translator.load(str(TRANSLATION))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)
