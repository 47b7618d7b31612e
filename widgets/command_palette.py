"""Ctrl+K: one field that finds anything and a list of what it found; no dialog, no mouse needed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from domain.picture import Picture
from widgets.entry import Entry
from widgets.finder import Finder
from widgets.look import Look, faded, sized
from widgets.name_index import NameIndex

ICONS = {
    "place": "crosshair",
    "mark": "bookmark",
    "region": "map-pin",
    "worker": "user",
    "incident": "clipboard-list",
    "overlay": "hexagons",
    "ground": "map",
    "camera": "video",
    "command": "command",
}
SHOWN = 12
WIDTH = 560
Index = QModelIndex | QPersistentModelIndex


class CommandPalette(QFrame):
    """``chosen(kind, id)``; kinds as in ``widgets.entry.KINDS``. The names of a city are learnt from outside."""

    chosen = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._finder = Finder()
        self._commands: list[Entry] = []
        self._picture: Picture | None = None
        self._before: QWidget | None = None
        self._learning = False
        self.field = QLineEdit()
        self.field.installEventFilter(self)
        self.found = _Found(self)
        self.list = QListView()
        self.list.setModel(self.found)
        self.list.setItemDelegate(_EntryRow(look, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hint = QLabel()
        self._hint.setProperty("quiet", True)
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self._hint)
        self.field.textChanged.connect(self._search)
        self.list.clicked.connect(self._choose)
        parent.installEventFilter(self)
        self._name_things()
        self.hide()

    def set_commands(self, commands: list[Entry]) -> None:
        """What the desk can do and the marked places (``widgets.entry``); shown while nothing is typed."""
        self._commands = commands

    def forget_names(self) -> None:
        """What was learnt is no longer true; other names come in a moment."""
        self._finder.forget()
        self._learning = True

    def learn(self, kind: str, names: NameIndex[Any]) -> None:
        """All things of one kind by their names."""
        self._finder.learn(kind, names)
        if self.isVisible() and self.field.text():
            self._search()

    def all_learnt(self) -> None:
        """No more names come."""
        self._learning = False
        if self.isVisible():
            self._search()

    def open(self, picture: Picture) -> None:
        """Show it with an empty field over the upper third of its parent."""
        self._picture = picture
        self._before = QApplication.focusWidget()
        self.field.clear()
        self._search()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Hide it and give the keyboard back."""
        if self.isVisible():
            self.hide()
            if self._before is not None:
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None

    # --- inside ---------------------------------------------------------------------------------------------------

    def _search(self) -> None:
        if self._picture is None:
            return
        entries = self._finder.find(self._picture, self.field.text(), self._look.language, self._commands, SHOWN)
        self.found.show_entries(entries)
        self.list.setCurrentIndex(self.found.index(0))
        self._hint.setVisible(not entries or not self.field.text())
        nothing = self._wait if self._learning else self._nothing
        self._hint.setText(nothing if self.field.text().strip() else self._advice)
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        rows = self.found.rowCount()
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) if rows else 0)
        width = min(WIDTH, parent.width() - 24)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - width) // 2, max(8, parent.height() // 8))

    def _choose(self, index: QModelIndex) -> None:
        entry = self.found.entry(index)
        if entry is not None:
            self.dismiss()
            self.chosen.emit(entry.kind, entry.id)

    def _step(self, by: int) -> None:
        rows = self.found.rowCount()
        if rows:
            self.list.setCurrentIndex(self.found.index((self.list.currentIndex().row() + by) % rows))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.dismiss()
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._choose(self.list.currentIndex())
            case Qt.Key.Key_Escape:
                self.dismiss()
            case _:
                return False
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.quiet)
        painter.setBrush(self._look.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _name_things(self) -> None:
        self._advice = self.tr("Type Chinese, pinyin, its initials, a code or a phone number.")
        self._wait = self.tr("The names of the city are being read…")
        self._nothing = self.tr("Nothing found. Try fewer letters.")
        self.field.setPlaceholderText(self.tr("Areas, roads, places, people, incidents, cameras, commands"))
        self.field.setAccessibleName(self.tr("Find anything"))
        self.list.setAccessibleName(self.tr("Found"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


class _Found(QAbstractListModel):
    """What was found; ``Qt.UserRole`` gives the ``Entry``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entry(self, index: Index) -> Entry | None:
        return self._entries[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return entry
        return f"{entry.title} {entry.detail}" if role == Qt.ItemDataRole.DisplayRole else None


class _EntryRow(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, round(QFontMetricsF(option.font).height() + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, box = self._look, QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(look.selection, 0.3))
            painter.drawRoundedRect(box, 4, 4)
        icon = look.icons.pixmap(ICONS[entry.kind], look.tokens.quiet, 16, painter.device().devicePixelRatio())
        painter.drawPixmap(round(box.left() + 8), round(box.center().y() - 8), icon)
        line = box.adjusted(34, 0, -10, 0)
        small = sized(option.font, -1)
        metrics = QFontMetricsF(small)
        detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideMiddle, line.width() * 0.5)
        painter.setFont(small)
        painter.setPen(look.quiet)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail)
        room = line.width() - metrics.horizontalAdvance(detail) - 12
        painter.setFont(option.font)
        painter.setPen(look.text)
        title = QFontMetricsF(option.font).elidedText(entry.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()
