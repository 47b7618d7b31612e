"""What a map is painted on where a graphics processor does the painting."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QSurfaceFormat
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

#: Samples a pixel: edges are as soft as the processor draws them.
SAMPLES = 8


class GlSurface(QOpenGLWidget):
    """Lies under everything on a map, as large as it, and is nothing to a hand. ``paint`` draws a frame."""

    def __init__(self, paint: Callable[[QPainter], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._paint = paint
        form = QSurfaceFormat()
        form.setSamples(SAMPLES)
        self.setFormat(form)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.resize(parent.size())
        self.lower()

    def paintGL(self) -> None:
        with QPainter(self) as painter:
            self._paint(painter)
