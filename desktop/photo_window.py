"""A photo of an incident, as large as it is, in a window that does not stop anything."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget


class PhotoWindow(QWidget):
    """Shows one picture (JPEG or PNG bytes); Escape closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._label)

    def show_photo(self, title: str, content: bytes) -> None:
        picture = QPixmap()
        if not picture.loadFromData(content):
            return
        most = self.screen().availableSize() * 0.8
        if picture.width() > most.width() or picture.height() > most.height():
            picture = picture.scaled(
                most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        self._label.setPixmap(picture)
        self.setWindowTitle(title)
        self.resize(picture.size())
        self.show()
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
