"""What needs more room than there may be is scrolled on a small screen, never cut off."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

#: Less height than this is of no use to anybody (logical pixels).
LEAST = 140


class SmallScreen(QScrollArea):
    """Shows ``content`` as it is where there is room for it; below that bars appear, down to ``least``."""

    def __init__(self, content: QWidget, least: QSize) -> None:
        super().__init__()
        self._least = least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(content)

    def minimumSizeHint(self) -> QSize:
        return self.widget().minimumSizeHint().boundedTo(self._least)

    def sizeHint(self) -> QSize:
        return self.widget().sizeHint()


class TallArea(SmallScreen):
    """The same for what only wants height: it is never less wide than its content."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(content, QSize(0, LEAST))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.widget().minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part, also one that has just been shown."""
        layout = self.widget().layout()
        if layout is not None:
            layout.activate()
        self.widget().resize(self.widget().size().expandedTo(self.widget().minimumSizeHint()))
        self.ensureWidgetVisible(part, 0, 4)
