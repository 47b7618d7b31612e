"""A small sheet under a button with things that have a name: choose, save, rename, delete in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.look import Look
from widgets.named_rows import Line, NamedRow, add, column, empty, row_of

WIDTH = 340


class NamedMenu(QFrame):
    """Opened under a button; closed by Esc or a click beside it. It changes nothing by itself: tell it what is so with
    ``show_rows``. Whoever derives from it says what the things are called (``_name_things``, ``_say_update``) and may
    put more into ``_above_name`` and ``_below_name``.

    ``chosen(code)``, ``save_requested(name)`` (also over an own one of that name), ``rename_requested(code, name)``,
    ``delete_requested(code)``, ``undelete_requested``, ``update_requested`` (the chosen own one becomes what is so
    now)."""

    chosen = Signal(str)
    save_requested = Signal(str)
    rename_requested = Signal(str, str)
    delete_requested = Signal(str)
    undelete_requested = Signal()
    update_requested = Signal()

    #: The sign before a row that is not chosen.
    SIGN = "layout"

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._listed: tuple[NamedRow, ...] = ()
        self._renamed = ""
        self._deleted = ""
        self._before: QWidget | None = None
        self._anchor: QWidget | None = None
        self.setFixedWidth(WIDTH)
        self._heading = QLabel()
        self._heading.setProperty("heading", True)
        self._heading.setContentsMargins(10, 4, 10, 2)
        self.rows = QWidget()
        self._rows = column(self.rows)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.rows)
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.save = QPushButton()
        self.save.setProperty("flat", True)
        self.update_button = QPushButton()
        self.update_button.setProperty("row", True)
        self._above_name, self._below_name = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self.name.textChanged.connect(self._say_save)
        self.name.returnPressed.connect(self._on_save)
        self.save.clicked.connect(self._on_save)
        self.update_button.clicked.connect(self.update_requested)
        parent.installEventFilter(self)
        look.changed.connect(self._draw)
        self.hide()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(8, 2, 4, 2)
        line.setSpacing(4)
        line.addWidget(self.name, 1)
        line.addWidget(self.save)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 8, 6, 8)
        box.setSpacing(2)
        box.addWidget(self._heading)
        box.addWidget(self._area)
        box.addWidget(Line(self._look))
        box.addWidget(self.update_button)
        box.addLayout(self._above_name)
        box.addLayout(line)
        box.addLayout(self._below_name)

    # --- in -------------------------------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[NamedRow]) -> None:
        """All there are, in their order."""
        if tuple(rows) != self._listed:
            self._listed = tuple(rows)
            self._draw_rows()

    def toggle(self, anchor: QWidget) -> None:
        """Open under ``anchor``, in its window, or close."""
        if self.isVisible():
            self.dismiss()
            return
        self._over(anchor.window())
        self._anchor, self._before = anchor, QApplication.focusWidget()
        self._renamed = self._deleted = ""
        self.name.clear()
        self._draw()
        self._place()
        self.show()
        self.raise_()
        rows = self.rows.findChildren(QPushButton)
        first = next((row for row in rows if row.isChecked()), rows[0] if rows else self.name)
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)  # a click beside it

    def dismiss(self) -> None:
        """Close it and give the keyboard back."""
        if not self.isVisible():
            return
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    # --- inside ---------------------------------------------------------------------------------------------------

    def _over(self, window: QWidget) -> None:
        before = self.parentWidget()
        if before is not None and before is not window:
            before.removeEventFilter(self)
            self.setParent(window)
            window.installEventFilter(self)

    def _draw(self) -> None:
        self.update_button.setIcon(self._look.icons.icon("device-floppy", self._look.tokens.quiet))
        self._draw_rows()

    def _draw_rows(self) -> None:
        focus = self._focused_code(self.rows)
        empty(self._rows)
        for row in self._listed:
            add(self._rows, self._renaming(row) if row.code == self._renamed else self._row(row))
        if self._deleted:
            add(self._rows, self._undoing())
        own = next((row for row in self._listed if row.chosen and row.own), None)
        self.update_button.setVisible(own is not None)
        self._say_update(own.name if own is not None else "")
        self._say_save()
        self._place()
        self._focus_again(self.rows, focus)

    def _say_update(self, own: str) -> None:
        """Put words on ``update_button``, and what else depends on it. ``own``: the name of the chosen own one."""
        raise NotImplementedError

    def _row(self, row: NamedRow) -> QWidget:
        line, button = row_of(row.name, row.key, row.code)
        button.setCheckable(True)
        button.setChecked(row.chosen)
        button.setToolTip(row.detail)
        tokens = self._look.tokens
        mark, color = ("check", tokens.selection) if row.chosen else (self.SIGN, tokens.quiet)
        button.setIcon(self._look.icons.icon(mark, color))
        button.clicked.connect(lambda: self._on_chosen(row.code))
        if row.own:
            self._add_tool(line, "pencil", self.tr("Rename"), lambda: self._rename(row.code))
            self._add_tool(line, "trash", self.tr("Delete"), lambda: self._delete(row))
        return line

    def _renaming(self, row: NamedRow) -> QWidget:
        field = QLineEdit(row.name)
        field.setObjectName("rename")
        field.setMaxLength(40)
        field.setAccessibleName(self.tr("New name"))
        field.returnPressed.connect(lambda: self._renamed_to(row.code, field.text()))
        field.editingFinished.connect(lambda: self._renamed_to(row.code, field.text()))
        field.selectAll()
        return field

    def _undoing(self) -> QWidget:
        line = QWidget()
        box = QHBoxLayout(line)
        box.setContentsMargins(10, 0, 4, 0)
        words = QLabel(self.tr("“{name}” is deleted.").format(name=self._deleted))
        words.setProperty("quiet", True)
        undo = QPushButton(self.tr("Undo"))
        undo.setObjectName("undelete")
        undo.setProperty("flat", True)
        undo.clicked.connect(self._undelete)
        box.addWidget(words, 1)
        box.addWidget(undo)
        return line

    def _add_tool(self, line: QWidget, icon: str, name: str, act: Callable[[], object]) -> None:
        tool = QToolButton()
        tool.setProperty("small", True)
        tool.setIcon(self._look.icons.icon(icon, self._look.tokens.quiet))
        tool.setIconSize(QSize(14, 14))
        tool.setToolTip(name)
        tool.setAccessibleName(name)
        tool.clicked.connect(lambda: act())
        box = line.layout()
        assert box is not None
        box.addWidget(tool)

    # --- what is done ---------------------------------------------------------------------------------------------

    def _on_chosen(self, code: str) -> None:
        self.chosen.emit(code)
        self._draw_rows()  # a button does not choose by itself

    def _on_save(self) -> None:
        if self.save.isEnabled():
            name = self.name.text()
            self.name.clear()
            self.save_requested.emit(name)

    def _rename(self, code: str) -> None:
        self._renamed = code
        self._draw_rows()
        field = self.rows.findChild(QLineEdit, "rename")
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _renamed_to(self, code: str, name: str) -> None:
        if self._renamed:
            self._renamed = ""
            self.rename_requested.emit(code, name)
            self._draw_rows()

    def _delete(self, row: NamedRow) -> None:
        self._deleted = row.name
        self.delete_requested.emit(row.code)
        self._draw_rows()

    def _undelete(self) -> None:
        self._deleted = ""
        self.undelete_requested.emit()
        self._draw_rows()

    def _say_save(self) -> None:
        name = self.name.text().strip()
        known = any(row.own and row.name == name for row in self._listed)
        self.save.setText(self.tr("Replace") if known else self.tr("Save"))
        self.save.setEnabled(bool(name))

    # --- keys and mouse -------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            mine = isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))
            if isinstance(watched, QWidget) and not mine and watched is not self._anchor:
                self.dismiss()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # what is behind it is not touched

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape if self._renamed:
                self._renamed = ""
                self._draw_rows()
            case Qt.Key.Key_Escape:
                self.dismiss()
            case Qt.Key.Key_Down:
                self.focusNextChild()
            case Qt.Key.Key_Up:
                self.focusPreviousChild()
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Round and round inside."""
        found = super().focusNextPrevChild(forward)
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            (self.name if not forward else self.rows).setFocus(Qt.FocusReason.TabFocusReason)
        elif focus is not None and self.rows.isAncestorOf(focus):
            self._area.ensureWidgetVisible(focus)
        return found

    def _focused_code(self, within: QWidget) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None and within.isAncestorOf(focus) else ""

    def _focus_again(self, within: QWidget, code: str) -> None:
        again = within.findChild(QPushButton, code) if code else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- looks ----------------------------------------------------------------------------------------------------

    def _activate(self) -> None:
        """Layouts know how much room they want."""
        for box in (self._rows, self._above_name, self._below_name, self.layout()):
            if box is not None:
                box.activate()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None or self._anchor is None:
            return
        self._activate()
        corner = self._anchor.mapTo(parent, QPoint(self._anchor.width() - WIDTH, self._anchor.height() + 4))
        wanted = self._rows.sizeHint().height()
        self._area.setFixedHeight(wanted)
        self._activate()
        over = corner.y() + self.sizeHint().height() + 4 - parent.height()
        if over > 0:  # what does not fit is scrolled to
            self._area.setFixedHeight(max(min(wanted, 3 * self.fontMetrics().height()), wanted - over))
            self._activate()
        self.resize(WIDTH, self.sizeHint().height())
        self.move(max(4, min(corner.x(), parent.width() - WIDTH - 4)), corner.y())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.quiet)
        painter.setBrush(self._look.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _name_things(self) -> None:
        """Put the words of the language of the moment on everything, then ``_draw``."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)
