"""Every icon that is shipped can be drawn and tinted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = sorted((Path(__file__).parent.parent.parent / "resources" / "icons").glob("*.svg"))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("icon", ICONS, ids=lambda path: path.stem)
def test_icon_is_drawn_in_the_colour_asked_for(icon: Path) -> None:
    drawing = QSvgRenderer(QByteArray(icon.read_text().replace("currentColor", "#ff0000").encode()))
    assert drawing.isValid()
    assert drawing.defaultSize().width() == drawing.defaultSize().height() == 24
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    pixels = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    colours = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
    assert colours == {"#ff0000"}
