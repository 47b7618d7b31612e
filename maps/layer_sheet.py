"""The sheet of layers over the edge of a map: which are shown, how strong, in which order, and how signs move."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maps.layer_choice import AS_SHIPPED, LayerChoice
from maps.layer_row import LayerRow, Tick
from maps.layers.table import BY_CODE, GROUND_LAYERS, LIVE_LAYERS, AnyLayer

#: Logical pixels: how wide it is.
WIDTH = 380
#: Height of a line that is no row.
TALL = 24
#: The bands of layers, the highest first: a layer may lie anywhere in its own.
BANDS: tuple[tuple[AnyLayer, ...], ...] = (LIVE_LAYERS, GROUND_LAYERS)


class LayerSheet(QFrame):
    """Made from the table of layers alone. ``chosen(LayerChoice)``: a person asks for it; ``base_requested``: for
    another base map; ``closed``: it is put away.

    What lies highest stands highest. What moves is drawn in every frame over the ground, which is one picture: a layer
    stops at the border between the two, and the sheet says why. The room goes on meanwhile: nothing waits for it."""

    chosen = Signal(object)
    base_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)  # what is done here is not done to the map below
        self._choice = AS_SHIPPED
        self._title, self._close = QLabel(), QToolButton()
        self._title.setProperty("heading", True)
        self._close.setProperty("small", True)
        self._close.setText("✕")
        self._close.clicked.connect(self.put_away)
        self.shipped = QPushButton()
        self.shipped.clicked.connect(lambda: self._choose(AS_SHIPPED))
        self.smooth = Tick(self)
        self.smooth.setMinimumHeight(TALL)
        self.smooth.clicked.connect(lambda on: self._choose(self._choice.walk(on)))
        self._base_name: str | None = None
        self.base = QPushButton()
        self.base.clicked.connect(self.base_requested)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._list = QWidget()
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._lines.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._list)
        self._headings = [QLabel(self._list) for _ in BANDS]
        self.rows = {code: LayerRow(code, self._list) for code, layer in BY_CODE.items() if not layer.fixed}
        for heading in self._headings:
            heading.setProperty("quiet", True)
            heading.setContentsMargins(0, 6, 0, 1)
        self.note = QLabel()
        self.note.setProperty("quiet", True)
        self.note.setWordWrap(True)
        self.note.hide()
        self.variants: dict[str, QComboBox] = {}
        for row in self.rows.values():
            row.switched.connect(self._on_switched)
            row.dimmed.connect(self._on_dimmed)
            row.moved.connect(self._on_moved)
            row.left.connect(self._on_left)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 8, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.note)
        column.addWidget(self.smooth)
        column.addWidget(self.base)
        column.addWidget(self.shipped, 0, Qt.AlignmentFlag.AlignLeft)
        self._name()
        self._arrange()
        self.hide()

    def show_choice(self, choice: LayerChoice) -> None:
        """What is chosen now."""
        if choice != self._choice:
            self._choice = choice
            self._say("")
            self._arrange()

    def offer(self, code: str, variants: Sequence[tuple[str, str]]) -> None:
        """What a layer can show, as (variant, title), to be chosen below its name."""
        if code not in self.variants:
            box = self.variants[code] = QComboBox(self._list)
            box.setMinimumContentsLength(1)
            box.activated.connect(lambda _: self._choose(self._choice.vary(code, box.currentData())))
        self.variants[code].clear()
        for variant, title in variants:
            self.variants[code].addItem(title, variant)
        self._arrange()

    def show_base(self, name: str | None) -> None:
        """What the base of tiles is called; None: the city's own ground is the base."""
        if name != self._base_name:
            self._base_name = name
            self._name()
            self._arrange()

    def open(self) -> None:
        """Over the map's edge, with the keys."""
        self.show()
        self.raise_()
        if self.codes:
            self.rows[self.codes[0]].tick.setFocus(Qt.FocusReason.PopupFocusReason)

    def put_away(self) -> None:
        self._say("")
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def fit(self, room: QRect) -> None:
        """Into the lower right corner of what the map leaves it."""
        width = min(WIDTH, room.width())
        wanted = self._list.sizeHint().height() + self.sizeHint().height() - self._scroll.sizeHint().height() + 4
        height = min(wanted, room.height())
        self.setGeometry(room.right() - width + 1, room.bottom() - height + 1, width, height)

    @property
    def codes(self) -> list[str]:
        """The layers as they stand, the highest first."""
        return [layer.code for band in BANDS for layer in self._of(band)]

    def _of(self, band: Sequence[AnyLayer]) -> list[AnyLayer]:
        """The layers of a band that a person may change, the highest first."""
        there = [layer for layer in self._choice.arranged(band) if layer.code != "tiles" or self._base_name is not None]
        return [layer for layer in reversed(there) if not layer.fixed]

    def _arrange(self) -> None:
        """Every row in its place, showing what is chosen; the widgets stay, a hand may hold one of them."""
        lines: list[QWidget] = []
        for heading, band in zip(self._headings, BANDS, strict=True):
            lines.append(heading)
            for layer in self._of(band):
                lines.append(self.rows[layer.code])
                if layer.code in self.variants:
                    lines.append(self.variants[layer.code])
        self.rows["tiles"].setVisible(self.rows["tiles"] in lines)
        for place, line in enumerate(lines):
            if self._lines.indexOf(line) != place:
                self._lines.removeWidget(line)
                self._lines.insertWidget(place, line)
        for above, below in pairwise(lines):
            if isinstance(above, LayerRow) and isinstance(below, LayerRow):
                QWidget.setTabOrder(above.strength, below.tick)
        for code, row in self.rows.items():
            layer = BY_CODE[code]
            row.show_state(layer.title, self._choice.shows(layer), self._choice.strength(layer))
            if code in self.variants:
                box = self.variants[code]
                box.setCurrentIndex(max(0, box.findData(self._choice.variant(code))))
                box.setAccessibleName(layer.title)
        self.smooth.setChecked(self._choice.smooth)
        self.shipped.setEnabled(self._choice != AS_SHIPPED)

    def _choose(self, choice: LayerChoice) -> None:
        self.show_choice(choice)
        self.chosen.emit(choice)

    def _on_switched(self, code: str, on: bool) -> None:
        self._choose(self._choice.switch(code, on))

    def _on_dimmed(self, code: str, strength: float) -> None:
        self._choose(self._choice.dim(code, strength))

    def _on_moved(self, code: str, steps: int) -> None:
        band = next(band for band in BANDS if BY_CODE[code] in band)
        seen = [layer.code for layer in reversed(self._of(band))]
        goal = seen[min(max(seen.index(code) + steps, 0), len(seen) - 1)]
        if goal != code:
            every = [layer.code for layer in self._choice.arranged(band) if not layer.fixed]  # also what has no row now
            self._choose(self._choice.move(band, code, every.index(goal) - every.index(code)))
        elif band is LIVE_LAYERS and steps < 0:
            self._say(self.tr("“{layer}” moves: it is drawn in every frame and always lies over the ground."), code)
        elif band is GROUND_LAYERS and steps > 0:
            why = self.tr("“{layer}” belongs to the ground, which is one picture: what moves always lies over it.")
            self._say(why, code)
        self._scroll.ensureWidgetVisible(self.rows[code])

    def _say(self, why: str, code: str = "") -> None:
        """Why a layer goes no further; empty: nothing any more."""
        self.note.setText(why.format(layer=BY_CODE[code].title) if why else "")
        self.note.setVisible(bool(why))

    def _on_left(self, direction: int) -> None:
        row = self.sender()
        assert isinstance(row, LayerRow)
        place = self.codes.index(row.code) + direction
        if 0 <= place < len(self.codes):
            to = self.rows[self.codes[place]].tick
            to.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(to)

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # it closes this first
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_L):
            self.put_away()
        event.accept()  # no key meant for this sheet moves the map

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, super().sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._arrange()
        super().changeEvent(event)

    def _name(self) -> None:
        self._title.setText(self.tr("Layers"))
        self.setAccessibleName(self.tr("Layers of the map"))
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._close.setAccessibleName(self._close.toolTip())
        own = self.tr("the city's own")
        self.base.setText(self.tr("Base map: {name} …").format(name=self._base_name or own))
        self.base.setToolTip(self.tr("Another base map, from a file or a server"))
        self.smooth.setText(self.tr("Signs walk between positions"))
        self.smooth.setAccessibleName(self.smooth.text())
        self.smooth.setToolTip(
            self.tr(
                "On: people's signs walk from one reported position to the next, and never beyond the last.\n"
                "Off: they leap. Ages, distances and drops are of the reported position either way."
            )
        )
        self.smooth.setAccessibleDescription(self.smooth.toolTip())
        self.shipped.setText(self.tr("As shipped"))
        self.shipped.setToolTip(self.tr("All layers as the program came"))
        for heading, text in zip(
            self._headings,
            (self.tr("Moving layers, always over the ground"), self.tr("Ground layers, together one picture")),
            strict=True,
        ):
            heading.setText(text)
        self._say("")
