"""A record of the small town with everything in it a document can show, and a studio that makes files from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from desktop.export.order import ExportOrder
from desktop.export.record import Record
from desktop.export.studio import Studio
from desktop.theme import load_fonts
from tests.desktop.export.town_record import record_of_town


@pytest.fixture(scope="session")
def family(qapp: QApplication) -> str:
    font: QFont = load_fonts()
    return font.family()


@pytest.fixture
def studio(family: str, tmp_path: Path) -> Iterator[Studio]:
    studio = Studio(family, tmp_path / "data")
    yield studio
    studio.close()


@pytest.fixture(scope="session")
def record() -> Record:
    return record_of_town()


@pytest.fixture
def order(tmp_path: Path) -> ExportOrder:
    """To be changed: the file is ``x`` with some ending in the test's folder."""
    return ExportOrder(out=str(tmp_path / "x.pdf"))
