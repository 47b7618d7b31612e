"""What needs more room than there may be is scrolled on a small screen, never cut off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QWidget

#: Less height than this is of no use to anybody (logical pixels).
LEAST = 140


class SmallScreen(QScrollArea):
    """Shows ``content`` as it is where there is room for it; below what it cannot do without bars appear, down to
    ``least``.

    Qt's own way of fitting a content gives it all the height it would like as soon as some text in it wraps; here it
    gets what there is, or what it cannot do without."""

    def __init__(self, content: QWidget, least: QSize) -> None:
        super().__init__()
        self._content, self._least = content, least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def minimumSizeHint(self) -> QSize:
        return self._content.minimumSizeHint().boundedTo(self._least)

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def fit(self) -> None:
        """Give the content its size."""
        room = self.maximumViewportSize()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        if self._needed(room.width()).height() > room.height():
            room.setWidth(room.width() - bar)
        if self._wide(self._needed(room.width()).width(), room.width()):
            room.setHeight(room.height() - bar)
        self._content.resize(room.expandedTo(self._needed(room.width())))

    def _wide(self, needed: int, room: int) -> bool:
        return needed > room and self.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff

    def _needed(self, width: int) -> QSize:
        """What the content cannot do without at this width."""
        content = self._content
        least, layout = content.minimumSizeHint(), content.layout()
        if layout is not None and layout.hasHeightForWidth():
            least.setHeight(layout.minimumHeightForWidth(max(width, least.width())))
        return least

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self._content:
            self.fit()
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()


class TallArea(SmallScreen):
    """The same for what only wants height: it is never less wide than its content."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(content, QSize(0, LEAST))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        height = min(self._content.minimumSizeHint().height(), LEAST)
        return QSize(self._content.minimumSizeHint().width() + bar, height)

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part, also one that has just been shown."""
        layout = self._content.layout()
        if layout is not None:
            layout.activate()
        self.fit()
        self.ensureWidgetVisible(part, 0, 4)
