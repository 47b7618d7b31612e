"""What came of an export, a line each: the file with ways to open it, or why there is none."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from widgets.look import Look


class SnapshotResults(QWidget):
    """``open_requested(path)`` of a file or its folder."""

    open_requested = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What the lines say, the oldest first."""
        return [label.text() for line in self._lines for label in line.findChildren(QLabel, "result")]

    def add_file(self, path: str, size: int) -> None:
        """A file of ``size`` bytes is there."""
        row = self._add("circle-check", self._look.tokens.good, Path(path).name, False)
        words = QLabel(self._size_words(size))
        words.setProperty("quiet", True)
        row.addWidget(words)
        targets = (
            ("external-link", path, self.tr("Open")),
            ("folder", str(Path(path).parent), self.tr("Open the folder")),
        )
        for icon, target, name in targets:
            button = QToolButton()
            button.setProperty("small", True)
            button.setIcon(self._look.icons.icon(icon, self._look.tokens.text))
            button.setToolTip(name)
            button.setAccessibleName(f"{name}: {Path(path).name}")
            button.clicked.connect(partial(self.open_requested.emit, target))
            row.addWidget(button)

    def add_failure(self, sentence: str) -> None:
        """A file is not there, and why."""
        self._add("alert-triangle", self._look.tokens.bad, sentence, True)

    def add_warning(self, sentence: str) -> None:
        """Something about a file that is there."""
        if sentence not in self.texts:  # several files lack the same
            self._add("alert-triangle", self._look.tokens.warn, sentence, True)

    def add_note(self, sentence: str) -> None:
        self._add("circle-x", self._look.tokens.quiet, sentence, True)

    def clear(self) -> None:
        """Forget the lines of the last time."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        self.hide()

    def _add(self, icon: str, color: str, text: str, wraps: bool) -> QHBoxLayout:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        sign = QLabel()
        sign.setPixmap(self._look.icons.pixmap(icon, color, 16, self.devicePixelRatioF()))
        words = QLabel(text)
        words.setObjectName("result")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(wraps)
        words.setToolTip("" if wraps else text)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop if wraps else Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(words, 1)
        self._lines.append(line)
        self._column.addWidget(line)
        self.show()
        return row

    def _size_words(self, size: int) -> str:
        if size >= 1_000_000:
            return self.tr("{count} MB").format(count=f"{size / 1e6:.1f}")
        return self.tr("{count} kB").format(count=f"{size / 1e3:.0f}")
