"""A pane in the air: a slip of paper at the pointer says what letting go would mean, the window below shows where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.docking.area import Area
from desktop.docking.arrangement import Landing
from desktop.docking.landing import Spot, spot_at
from desktop.docking.tree import Side
from widgets.look import Look, sized

#: The slip hangs so far to the lower right of the pointer.
_AWAY = QPoint(18, 20)


class Ground(NamedTuple):
    """A window that a pane can be put into: its area and its number (None: the desk window)."""

    area: Area
    window: int | None


class Carried(NamedTuple):
    """What is in the air: a pane, how large it is, and what all panes are called."""

    pane: str
    size: QSize
    titles: Mapping[str, str]


NOTHING = Carried("", QSize(), {})


class Carrying(QObject):
    """``landed(pane, landing)`` when it is let go over a window of the desk, ``left_outside(pane, where)`` when it is
    let go beside them all."""

    landed = Signal(str, object)
    left_outside = Signal(str, QPoint)

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._carried = NOTHING
        self._grounds: tuple[Ground, ...] = ()
        self._ground: Ground | None = None
        self._spot: Spot | None = None
        self._slip: Slip | None = None

    @property
    def pane(self) -> str:
        """What is in the air; empty when nothing is."""
        return self._carried.pane

    @property
    def text(self) -> str:
        """What letting go would mean."""
        return self._slip.text if self._slip is not None else ""

    def begin(self, carried: Carried, grounds: Iterable[Ground], where: QPoint) -> None:
        """``grounds``: the windows it can be put into."""
        self.cancel()
        self._carried, self._grounds = carried, tuple(grounds)
        self._slip = Slip(self._look, carried.titles[carried.pane])
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)  # Esc, whatever has the keyboard
        self.move(where)

    def move(self, where: QPoint) -> None:
        if not self.pane:
            return
        ground = self._ground_at(where)
        if self._ground is not None and ground != self._ground:
            self._ground.area.show_spot(None)
        self._ground, self._spot = ground, None
        if ground is not None:
            area = ground.area
            at = _held(area.mapFromGlobal(where), area.rect())
            self._spot = spot_at(at, self.pane, self._carried.size, ground.window, area.rect(), area.boxes())
            area.show_spot(self._spot)
        assert self._slip is not None
        self._slip.say(self._consequence(), where)

    def let_go(self, where: QPoint) -> None:
        if not self.pane:
            return
        self.move(where)
        pane, ground, spot = self.pane, self._ground, self._spot
        self.cancel()
        if spot is not None:
            self.landed.emit(pane, spot.landing)
        elif ground is None:
            self.left_outside.emit(pane, where)

    def cancel(self) -> None:
        """Nothing happens."""
        if self._ground is not None:
            self._ground.area.show_spot(None)
        if self._slip is not None:
            self._slip.close()
            self._slip.deleteLater()
            application = QApplication.instance()
            assert application is not None
            application.removeEventFilter(self)
        self._carried, self._grounds = NOTHING, ()
        self._ground = self._spot = self._slip = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.pane:
            if event.type() == QEvent.Type.KeyPress:
                self.cancel()
            return True
        return False

    # --- inside -------------------------------------------------------------------------------------------------------

    def _ground_at(self, where: QPoint) -> Ground | None:
        top = QApplication.topLevelAt(where)
        for ground in self._grounds:
            area = ground.area
            if area.window() is top and area.isVisible():
                return ground
        return None

    def _consequence(self) -> str:
        if self._ground is None:
            return self.tr("In a window of its own")
        if self._spot is None:
            return self.tr("Stays where it is")
        return self.wording(self._spot.landing)

    def wording(self, landing: Landing) -> str:
        """What a landing means."""
        edges = {
            Side.LEFT: self.tr("Along the left edge"),
            Side.RIGHT: self.tr("Along the right edge"),
            Side.ABOVE: self.tr("Along the upper edge"),
            Side.BELOW: self.tr("Along the lower edge"),
        }
        sides = {
            Side.LEFT: self.tr("Left of: {pane}"),
            Side.RIGHT: self.tr("Right of: {pane}"),
            Side.ABOVE: self.tr("Above: {pane}"),
            Side.BELOW: self.tr("Below: {pane}"),
        }
        if not landing.by:
            return edges[landing.side or Side.RIGHT]
        text = sides[landing.side] if landing.side is not None else self.tr("As a tab with: {pane}")
        return text.format(pane=self._carried.titles[landing.by])


def _held(at: QPoint, box: QRect) -> QPoint:
    """The nearest point of the box: what is above the panes means their upper edge."""
    x, y = min(max(at.x(), box.left()), box.right()), min(max(at.y(), box.top()), box.bottom())
    return QPoint(x, y)


class Slip(QWidget):
    """Hangs at the pointer while a pane is in the air."""

    def __init__(self, look: Look, title: str) -> None:
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowTransparentForInput
        super().__init__(None, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._look, self._title = look, title
        self.text = ""

    def say(self, text: str, where: QPoint) -> None:
        self.text = text
        self.resize(self.sizeHint())
        self.move(self._beside(where))
        self.update()
        self.show()

    def sizeHint(self) -> QSize:
        first, second = (QFontMetricsF(font) for font in self._fonts())
        width = max(first.horizontalAdvance(self._title), second.horizontalAdvance(self.text))
        return QSize(round(width) + 26, round(first.height() + second.height()) + 14)

    def _beside(self, where: QPoint) -> QPoint:
        """At the lower right of the pointer, or on its other side at the edge of a screen."""
        at = where + _AWAY
        screen = QGuiApplication.screenAt(where)
        if screen is not None:
            box = screen.geometry()
            if at.x() + self.width() > box.right():
                at.setX(where.x() - _AWAY.x() - self.width())
            if at.y() + self.height() > box.bottom():
                at.setY(where.y() - _AWAY.y() - self.height())
        return at

    def _fonts(self) -> tuple[QFont, QFont]:
        return sized(self.font(), 0, QFont.Weight.Medium), sized(self.font(), -1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.raised)
        painter.setPen(look.selection)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        bold, small = self._fonts()
        painter.setFont(bold)
        painter.setPen(look.text)
        line = QFontMetricsF(bold).height()
        painter.drawText(QRectF(12, 6, self.width() - 16, line), Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setFont(small)
        painter.setPen(look.quiet)
        painter.drawText(QRectF(12, 7 + line, self.width() - 16, line), Qt.AlignmentFlag.AlignLeft, self.text)
        painter.end()
