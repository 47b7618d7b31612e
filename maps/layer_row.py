"""One layer in the sheet of layers: a grip, its name with a tick, and how strong it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QSizePolicy, QSlider, QWidget

from maps.layer_choice import FAINTEST

#: How far (per cent) a key changes the strength.
STEP = 10
#: Side of a tick's frame, logical pixels.
BOX = 14.0


class LayerRow(QWidget):
    """``switched(code, on)``, ``dimmed(code, strength)``, ``moved(code, places higher)``: a person asks for it.
    ``left(direction)``: the keys shall go to the row above (−1) or below (1).

    Space switches, ← and → dim, Alt+↑ and Alt+↓ change the order, which a hand does by the grip."""

    switched = Signal(str, bool)
    dimmed = Signal(str, float)
    moved = Signal(str, int)
    left = Signal(int)

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self.grip = Grip(self)
        self.tick = Tick(self)
        self.tick.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.strength = QSlider(Qt.Orientation.Horizontal, self)
        self.strength.setRange(round(FAINTEST * 100), 100)
        self.strength.setSingleStep(STEP)
        self.strength.setPageStep(STEP)
        self.strength.setFixedWidth(64)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 1, 0, 1)
        line.setSpacing(8)
        line.addWidget(self.grip)
        line.addWidget(self.tick, 1)
        line.addWidget(self.strength)
        self.tick.clicked.connect(lambda on: self.switched.emit(code, on))
        self.strength.valueChanged.connect(self._on_strength)
        self.grip.pulled.connect(self._on_pulled)
        for part in (self.tick, self.strength):
            part.installEventFilter(self)

    def show_state(self, title: str, on: bool, strength: float) -> None:
        """``title`` in the language of the screen."""
        self.tick.setText(title)
        self.tick.setAccessibleName(title)
        self.tick.setChecked(on)
        percent = round(strength * 100)
        self.strength.blockSignals(True)  # what is shown was not asked for
        self.strength.setValue(percent)
        self.strength.blockSignals(False)
        self.strength.setEnabled(on)
        self.strength.setAccessibleName(self.tr("Strength of {layer}").format(layer=title))
        self.strength.setToolTip(self.tr("{percent} % strong").format(percent=percent))
        keys = self.tr("Space switches, ← and → dim, Alt+↑ and Alt+↓ change the order.")
        self.tick.setAccessibleDescription(keys)
        self.tick.setToolTip(f"{title} · {keys}")

    def _on_strength(self, percent: int) -> None:
        self.strength.setToolTip(self.tr("{percent} % strong").format(percent=percent))
        self.dimmed.emit(self.code, percent / 100)

    def _on_pulled(self, dy: float) -> None:
        """The grip is pulled so far from the middle of the row: past half a row it changes places."""
        if abs(dy) > self.height() * 0.6:
            self.moved.emit(self.code, -1 if dy > 0 else 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(watched, event)
        return False

    def _on_key(self, part: QObject, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if steps and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(self.code, steps)
            return True
        if part is not self.tick:
            return False
        if steps:
            self.left.emit(-steps)
            return True
        dim = {Qt.Key.Key_Right: STEP, Qt.Key.Key_Left: -STEP}.get(Qt.Key(event.key()), 0)
        if dim:
            self.strength.setValue(self.strength.value() + dim if self.strength.isEnabled() else self.strength.value())
        return bool(dim)


class Tick(QCheckBox):
    """A tick in a frame that can be seen on any ground, also when it is off, with its name."""

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = QApplication.palette()  # a style sheet hides its own
        box = QRectF(1.5, (self.height() - BOX) / 2, BOX, BOX)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = colors.highlight() if self.hasFocus() else colors.placeholderText()
            painter.setPen(QPen(edge.color(), 1.6 if self.hasFocus() else 1.0))
            painter.setBrush(colors.placeholderText() if self.isChecked() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 3, 3)
            if self.isChecked():
                painter.setPen(QPen(colors.base().color(), 2.0, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
                mark = [QPointF(*place) for place in ((3.4, 7.2), (5.9, 9.8), (10.6, 4.6))]
                painter.drawPolyline([box.topLeft() + point for point in mark])
            painter.setPen(colors.text().color() if self.isChecked() else colors.placeholderText().color())
            words = QRectF(BOX + 10, 0, self.width() - BOX - 10, self.height())
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def hitButton(self, place: QPoint) -> bool:
        return self.rect().contains(place)  # its name is as good as its box


class Grip(QWidget):
    """Where a hand takes a row. ``pulled``: how far (pixels) the hand is below the middle of it."""

    pulled = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFixedWidth(12)

    def sizeHint(self) -> QSize:
        return QSize(12, 20)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.pulled.emit(event.position().y() - self.height() / 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QApplication.palette().placeholderText())
            for x in (3.5, 8.5):
                for y in (-5, 0, 5):
                    painter.drawEllipse(QPointF(x, self.height() / 2 + y), 1.2, 1.2)
