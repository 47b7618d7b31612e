"""The first minute: a few places of the room, one after the other, each with a sentence. Can be left at any moment."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from widgets.look import Look, faded

#: Width of the card, its distance from what it is about, room around that, logical pixels.
WIDTH, GAP, AROUND = 380, 16, 4


class Stop(msgspec.Struct, frozen=True):
    """``place``: what it is about (None: the room as a whole)."""

    place: QWidget | None
    title: str
    text: str


class Tour(QWidget):
    """Lies over ``parent``; ``ended`` when it was gone through or left."""

    ended = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._over = look, parent
        self._stops: tuple[Stop, ...] = ()
        self._at = 0
        self.card = QFrame(self)
        self.card.setObjectName("sheet")
        self.card.setFixedWidth(WIDTH)
        self._title, self._text, self._count = QLabel(), QLabel(), QLabel()
        self._title.setProperty("heading", True)
        self._text.setWordWrap(True)
        self._count.setProperty("quiet", True)
        self.leave, self.back, self.next = QPushButton(), QPushButton(), QPushButton()
        self.next.setProperty("primary", True)
        self.leave.clicked.connect(self.end)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addStretch()
        buttons.addWidget(self._count)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(buttons)
        for button in (self.leave, self.back, self.next):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the tour itself takes the keys
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        parent.installEventFilter(self)
        self.hide()

    def begin(self, stops: Sequence[Stop]) -> None:
        """From the first stop on; stops whose place cannot be seen now are left out."""
        self._stops = tuple(stop for stop in stops if stop.place is None or stop.place.isVisible())
        if not self._stops:
            return
        self._at = 0
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self._show_stop()

    def end(self) -> None:
        if self.isVisible():
            self.hide()
            self.ended.emit()

    def _on_next(self) -> None:
        if self._at + 1 >= len(self._stops):
            self.end()
            return
        self._at += 1
        self._show_stop()

    def _on_back(self) -> None:
        self._at = max(0, self._at - 1)
        self._show_stop()

    def _show_stop(self) -> None:
        stop = self._stops[self._at]
        last = self._at + 1 == len(self._stops)
        self._title.setText(stop.title)
        self._text.setText(stop.text)
        self._count.setText(f"{self._at + 1} / {len(self._stops)}")
        self.leave.setText(self.tr("Leave the tour"))
        self.back.setText(self.tr("Back"))
        self.next.setText(self.tr("To work") if last else self.tr("Next"))
        self.back.setEnabled(self._at > 0)
        self.leave.setVisible(not last)
        self.card.setFixedHeight(self.card.layout().totalHeightForWidth(WIDTH))  # type: ignore[union-attr]
        self.card.move(self._beside(self._lit()))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def _lit(self) -> QRect:
        """The place the stop is about, in pixels of this view; empty for the whole room."""
        place = self._stops[self._at].place if self._stops else None
        if place is None or place.window() is not self.window():
            return QRect()
        rect = QRect(place.mapTo(self.window(), QPoint()), place.size())
        rect.translate(-self.mapTo(self.window(), QPoint()))
        return rect.adjusted(-AROUND, -AROUND, AROUND, AROUND).intersected(self.rect())

    def _beside(self, lit: QRect) -> QPoint:
        """Where the card lies: at the side with most room, or in the middle."""
        width, height = WIDTH, self.card.height()
        if lit.isEmpty():
            return QPoint((self.width() - width) // 2, (self.height() - height) // 2)
        y = min(max(GAP, lit.center().y() - height // 2), self.height() - height - GAP)
        if lit.right() + GAP + width < self.width():
            return QPoint(lit.right() + GAP, y)
        if lit.left() - GAP - width > 0:
            return QPoint(lit.left() - GAP - width, y)
        x = min(max(GAP, lit.center().x() - width // 2), self.width() - width - GAP)
        below, above = lit.bottom() + GAP, lit.top() - GAP - height
        if below + height < self.height():
            return QPoint(x, below)
        return QPoint(x, above if above > 0 else (self.height() - height) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_next()
        elif event.key() == Qt.Key.Key_Left:
            self._on_back()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the room's own keys wait until the tour is over
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
            self._show_stop()
        return False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.end()  # its sentences came in the other language
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        lit = self._lit()
        shade = QPainterPath()
        shade.addRect(self.rect().toRectF())
        if not lit.isEmpty():
            hole = QPainterPath()
            hole.addRoundedRect(lit.toRectF(), 6, 6)
            shade = shade.subtracted(hole)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(shade, faded(self._look.ground, 0.72))
            if not lit.isEmpty():
                painter.setPen(QPen(self._look.selection, 2))
                painter.drawRoundedRect(lit.toRectF(), 6, 6)
