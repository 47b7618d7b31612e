"""The marked places: a small sheet over the map to mark what it shows, go back to a place, or forget it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from maps.bookmarks import Bookmark
from maps.style import Style

WIDTH, ROWS = 260, 8


class BookmarkSheet(QFrame):
    """``marked(name)``: mark what the map shows; ``chosen(Bookmark)``: go there; ``forgotten(Bookmark)``; ``closed``:
    the keyboard may go back to the map. ``bins``: the buttons that forget, a row each."""

    marked = Signal(str)
    chosen = Signal(object)
    forgotten = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._marks: tuple[Bookmark, ...] = ()
        self.bins: list[QToolButton] = []
        self.field = QLineEdit()
        self.field.returnPressed.connect(self._on_named)
        self.list = QListWidget()
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemClicked.connect(self._on_activated)
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        for part in (self.field, self.list, self._hint):
            column.addWidget(part)
        self.setFixedWidth(WIDTH)
        self.show_marks(())
        self.hide()

    def open(self, name: str) -> None:
        """Show it; ``name`` is what this view would be called."""
        self.field.setText(name)
        self.field.selectAll()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_sheet(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def show_marks(self, marks: tuple[Bookmark, ...]) -> None:
        self._marks = marks
        self.list.clear()
        self.bins.clear()
        for number, mark in enumerate(marks, 1):
            item = QListWidgetItem(f"{number}  {mark.name}" if number < 10 else f"    {mark.name}")
            self.list.addItem(item)
            self.list.setItemWidget(item, self._bin_for(mark))
        self.list.setVisible(bool(marks))
        rows = min(len(marks), ROWS)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 22) + 6)
        self._name()
        self.adjustSize()

    def _bin_for(self, mark: Bookmark) -> QWidget:
        """At the right end of a mark's row: what forgets it."""
        row = QWidget()
        button = QToolButton()
        button.setText("×")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.forgotten.emit(mark))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 2, 0)
        line.addStretch(1)
        line.addWidget(button)
        self.bins.append(button)
        return row

    def dress(self, style: Style) -> None:
        line, panel, text, raised = (part.name() for part in (style.line, style.panel, style.text, style.raised))
        chosen = style.selection.name()
        self.setFont(style.font(13))
        self.setStyleSheet(
            f"BookmarkSheet {{ background: {panel}; border: 1px solid {line}; border-radius: 8px; }}"
            f"QLabel {{ color: {style.quiet.name()}; font-size: 11px; }}"
            f"QLineEdit {{ background: {raised}; color: {text}; border: 1px solid {line}; border-radius: 4px;"
            f" padding: 4px; }}"
            f"QLineEdit:focus {{ border: 1px solid {chosen}; }}"
            f"QListWidget {{ background: {panel}; color: {text}; border: none; outline: none; }}"
            f"QToolButton {{ color: {style.quiet.name()}; background: transparent; border: none; padding: 0 5px; }}"
            f"QToolButton:hover {{ color: {text}; }}"
            f"QListWidget::item {{ padding: 3px; border-radius: 4px; }}"
            f"QListWidget::item:hover, QListWidget::item:selected {{ background: {raised}; color: {text}; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.list.currentRow()
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_sheet()
            case Qt.Key.Key_Down if self._marks:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                self.list.setCurrentRow(max(row, 0))
            case Qt.Key.Key_Delete if 0 <= row < len(self._marks):
                self.forgotten.emit(self._marks[row])
            case _:
                super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _on_named(self) -> None:
        if self.field.text().strip():
            self.marked.emit(self.field.text())
            self.close_sheet()

    def _on_activated(self, item: QListWidgetItem) -> None:
        mark = self._marks[self.list.row(item)]
        self.close_sheet()
        self.chosen.emit(mark)

    def _name(self) -> None:
        self.field.setAccessibleName(QCoreApplication.translate("MapBookmarks", "Name for what the map shows now"))
        self.list.setAccessibleName(QCoreApplication.translate("MapBookmarks", "Marked places"))
        self.setAccessibleName(QCoreApplication.translate("MapBookmarks", "Marked places"))
        for button, mark in zip(self.bins, self._marks, strict=True):
            name = QCoreApplication.translate("MapBookmarks", "Forget {place}").format(place=mark.name)
            button.setToolTip(name)
            button.setAccessibleName(name)
        hint = (
            QCoreApplication.translate(
                "MapBookmarks",
                "Enter marks what the map shows · ↓ to the list · Delete forgets · 1–9 on the map go there",
            )
            if self._marks
            else QCoreApplication.translate("MapBookmarks", "Enter marks what the map shows now under this name.")
        )
        self._hint.setText(hint.replace(" ·", "\u00a0·"))  # no line begins with a dot
