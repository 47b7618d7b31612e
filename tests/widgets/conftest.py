"""A look, a picture of the small city with matters in it, and a way to drag over a view without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from desktop.theme import TintedIcons, dress, load_fonts
from domain.look import DARK
from domain.picture import Picture
from tests.widgets.room import room
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
def picture() -> Picture:
    return room()


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """The program speaks Chinese during the test."""
    translator = QTranslator()
    assert translator.load(str(TRANSLATION))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)
