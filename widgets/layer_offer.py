"""The layers a map server has, to choose one from; those that cannot be drawn say why."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets.look import Look

#: Logical pixels.
LIST = 132


class LayerLine(msgspec.Struct, frozen=True):
    """``styles``: code and name, the usual one first; ``formats`` as the server calls them; ``about``: how it is cut;
    ``refused``: why it cannot be drawn, empty when it can."""

    id: str
    title: str
    about: str = ""
    styles: tuple[tuple[str, str], ...] = ()
    formats: tuple[str, ...] = ()
    refused: str = ""


class LayersShown(msgspec.Struct, frozen=True):
    server: str
    lines: tuple[LayerLine, ...]


class LayerOffer(QWidget):
    """``chosen(id, style, format)``: somebody wants that layer."""

    chosen = Signal(str, str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._shown = LayersShown("", ())
        self.head, self.about = QLabel(), QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget()
        self.list.setFixedHeight(LIST)
        self.list.setStyleSheet("QListWidget::item { padding: 3px; }")
        self.styles, self.formats, self.add = QComboBox(), QComboBox(), QPushButton()
        for box in (self.styles, self.formats):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(230)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.head, self.list, self.about):
            column.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.styles)
        foot.addWidget(self.formats)
        foot.addStretch(1)
        foot.addWidget(self.add)
        column.addLayout(foot)
        self.list.currentRowChanged.connect(lambda _: self._on_current())
        self.list.itemActivated.connect(lambda _: self._choose())
        self.add.clicked.connect(self._choose)
        self._name()

    def offer(self, shown: LayersShown) -> None:
        """These layers; what was offered before is gone. The first that can be drawn is under the keys."""
        self._shown = shown
        self.list.clear()
        for line in shown.lines:
            item = QListWidgetItem(line.title if line.title == line.id else f"{line.title}   ·   {line.id}")
            if line.refused:
                item.setForeground(self._look.quiet)
                item.setToolTip(line.refused)
            self.list.addItem(item)
        self.list.setCurrentRow(next((at for at, line in enumerate(shown.lines) if not line.refused), 0))
        self._name()

    def _line(self) -> LayerLine | None:
        row = self.list.currentRow()
        return self._shown.lines[row] if 0 <= row < len(self._shown.lines) else None

    def _on_current(self) -> None:
        line = self._line()
        refused = line.refused if line is not None else ""
        self.about.setText(refused or (line.about if line is not None else ""))
        tokens = self._look.tokens
        self.about.setStyleSheet(f"color: {tokens.bad if refused else tokens.quiet};")
        self.add.setEnabled(line is not None and not refused)
        self.styles.clear()
        self.formats.clear()
        if line is not None and not refused:
            for code, title in line.styles:
                self.styles.addItem(title or self.tr("usual style"), code)
            self.formats.addItems(list(line.formats))
        self.styles.setVisible(self.styles.count() > 1)
        self.formats.setVisible(self.formats.count() > 1)

    def _choose(self) -> None:
        line = self._line()
        if line is not None and not line.refused:
            self.chosen.emit(line.id, str(self.styles.currentData() or ""), self.formats.currentText())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._on_current()
        super().changeEvent(event)

    def _name(self) -> None:
        self.head.setText(self.tr("Layers of {server}").format(server=self._shown.server))
        self.list.setAccessibleName(self.head.text())
        self.add.setText(self.tr("Try and add this layer"))
        self.styles.setAccessibleName(self.tr("Style"))
        self.formats.setAccessibleName(self.tr("Format"))
