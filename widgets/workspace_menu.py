"""Workspaces and panes under one small button of the top bar: choose, save, rename, delete in place; show and hide."""

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
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.look import Look
from widgets.workspace_rows import Line, PaneRow, WorkspaceRow, add, column, empty, row_of

WIDTH = 340


class WorkspaceMenu(QFrame):
    """Opened under a button; closed by Esc or a click beside it. It changes nothing by itself: tell it what is so with
    ``show_workspaces`` and ``show_panes``.

    ``chosen(code)``, ``save_requested(name)`` (also over an own one of that name), ``rename_requested(code, name)``,
    ``delete_requested(code)``, ``undelete_requested``, ``reset_requested``, ``update_requested`` (the chosen own one
    becomes what is on the screen), ``pane_toggled(code)`` and ``pane_window_toggled(code)``."""

    chosen = Signal(str)
    save_requested = Signal(str)
    rename_requested = Signal(str, str)
    delete_requested = Signal(str)
    undelete_requested = Signal()
    reset_requested = Signal()
    update_requested = Signal()
    pane_toggled = Signal(str)
    pane_window_toggled = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._workspaces: tuple[WorkspaceRow, ...] = ()
        self._panes: tuple[PaneRow, ...] = ()
        self._renamed = ""
        self._deleted = ""
        self._before: QWidget | None = None
        self._anchor: QWidget | None = None
        self.setFixedWidth(WIDTH)
        self._heading, self._pane_heading = QLabel(), QLabel()
        for heading in (self._heading, self._pane_heading):
            heading.setProperty("heading", True)
            heading.setContentsMargins(10, 4, 10, 2)
        self.rows = QWidget()
        self._rows = column(self.rows)
        self.pane_rows = QWidget()
        self._pane_rows = column(self.pane_rows)
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.save = QPushButton()
        self.save.setProperty("flat", True)
        self.reset = QPushButton()
        self.update_button = QPushButton()
        for button in (self.reset, self.update_button):
            button.setProperty("row", True)
        self._lay_out()
        self.name.textChanged.connect(self._say_save)
        self.name.returnPressed.connect(self._on_save)
        self.save.clicked.connect(self._on_save)
        self.reset.clicked.connect(self.reset_requested)
        self.update_button.clicked.connect(self.update_requested)
        parent.installEventFilter(self)
        look.changed.connect(self._draw)
        self._name_things()
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
        box.addWidget(self.rows)
        box.addWidget(Line(self._look))
        box.addWidget(self.update_button)
        box.addWidget(self.reset)
        box.addLayout(line)
        box.addWidget(Line(self._look))
        box.addWidget(self._pane_heading)
        box.addWidget(self.pane_rows)

    # --- in -------------------------------------------------------------------------------------------------------

    def show_workspaces(self, rows: Sequence[WorkspaceRow]) -> None:
        """All there are, in their order."""
        if tuple(rows) != self._workspaces:
            self._workspaces = tuple(rows)
            self._draw_workspaces()

    def show_panes(self, rows: Sequence[PaneRow]) -> None:
        """All there are, in their order."""
        if tuple(rows) != self._panes:
            self._panes = tuple(rows)
            self._draw_panes()

    def toggle(self, anchor: QWidget) -> None:
        """Open under ``anchor``, or close."""
        if self.isVisible():
            self.dismiss()
            return
        self._anchor, self._before = anchor, QApplication.focusWidget()
        self._renamed = self._deleted = ""
        self.name.clear()
        self._draw()
        self._place()
        self.show()
        self.raise_()
        first = next((row for row in self.rows.findChildren(QPushButton) if row.isChecked()), self.name)
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

    def _draw(self) -> None:
        icons, quiet = self._look.icons, self._look.tokens.quiet
        self.reset.setIcon(icons.icon("refresh", quiet))
        self.update_button.setIcon(icons.icon("device-floppy", quiet))
        self._draw_workspaces()
        self._draw_panes()

    def _draw_workspaces(self) -> None:
        focus = self._focused_code(self.rows)
        empty(self._rows)
        for row in self._workspaces:
            add(self._rows, self._renaming(row) if row.code == self._renamed else self._workspace(row))
        if self._deleted:
            add(self._rows, self._undoing())
        own = next((row for row in self._workspaces if row.chosen and row.own), None)
        self.update_button.setVisible(own is not None)
        if own is not None:
            self.update_button.setText(self.tr("Keep this layout in “{name}”").format(name=own.name))
        self.reset.setText(self.tr("Back to the layout as saved") if own else self.tr("Back to the ready-made layout"))
        self._say_save()
        self._place()
        self._focus_again(self.rows, focus)

    def _workspace(self, row: WorkspaceRow) -> QWidget:
        line, button = row_of(row.name, row.key, row.code)
        button.setCheckable(True)
        button.setChecked(row.chosen)
        mark = "check" if row.chosen else "layout"
        button.setIcon(
            self._look.icons.icon(mark, self._look.tokens.selection if row.chosen else self._look.tokens.quiet)
        )
        button.clicked.connect(lambda: self._on_chosen(row.code))
        if row.own:
            self._add_tool(line, "pencil", self.tr("Rename"), lambda: self._rename(row.code))
            self._add_tool(line, "trash", self.tr("Delete"), lambda: self._delete(row))
        return line

    def _renaming(self, row: WorkspaceRow) -> QWidget:
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

    def _draw_panes(self) -> None:
        focus = self._focused_code(self.pane_rows)
        empty(self._pane_rows)
        for row in self._panes:
            add(self._pane_rows, self._pane(row))
        self._place()
        self._focus_again(self.pane_rows, focus)

    def _pane(self, row: PaneRow) -> QWidget:
        line, button = row_of(row.title, row.key, row.code)
        button.setCheckable(True)
        button.setChecked(row.shown)
        button.setIcon(self._look.icons.icon("eye" if row.shown else "eye-off", self._look.tokens.quiet))
        button.setToolTip(self.tr("Hide") if row.shown else self.tr("Show"))
        button.clicked.connect(lambda: self.pane_toggled.emit(row.code))
        name = self.tr("Bring back into the desk window") if row.away else self.tr("Open in a window of its own")
        self._add_tool(
            line,
            "arrow-back-up" if row.away else "external-link",
            name,
            lambda: self.pane_window_toggled.emit(row.code),
        )
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
        self._draw_workspaces()  # a button does not choose by itself

    def _on_save(self) -> None:
        if self.name.text().strip():
            name = self.name.text()
            self.name.clear()
            self.save_requested.emit(name)

    def _rename(self, code: str) -> None:
        self._renamed = code
        self._draw_workspaces()
        field = self.rows.findChild(QLineEdit, "rename")
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _renamed_to(self, code: str, name: str) -> None:
        if self._renamed:
            self._renamed = ""
            self.rename_requested.emit(code, name)
            self._draw_workspaces()

    def _delete(self, row: WorkspaceRow) -> None:
        self._deleted = row.name
        self.delete_requested.emit(row.code)
        self._draw_workspaces()

    def _undelete(self) -> None:
        self._deleted = ""
        self.undelete_requested.emit()
        self._draw_workspaces()

    def _say_save(self) -> None:
        name = self.name.text().strip()
        known = any(row.own and row.name == name for row in self._workspaces)
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
                self._draw_workspaces()
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
        return found

    def _focused_code(self, within: QWidget) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None and within.isAncestorOf(focus) else ""

    def _focus_again(self, within: QWidget, code: str) -> None:
        again = within.findChild(QPushButton, code) if code else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- looks ----------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None or self._anchor is None:
            return
        for box in (self._rows, self._pane_rows, self.layout()):
            if box is not None:
                box.activate()
        self.resize(WIDTH, self.sizeHint().height())
        corner = self._anchor.mapTo(parent, QPoint(self._anchor.width() - WIDTH, self._anchor.height() + 4))
        self.move(max(4, min(corner.x(), parent.width() - WIDTH - 4)), corner.y())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.quiet)
        painter.setBrush(self._look.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _name_things(self) -> None:
        self._heading.setText(self.tr("Workspaces"))
        self._pane_heading.setText(self.tr("Panes"))
        self.name.setPlaceholderText(self.tr("Save this layout as …"))
        self.name.setAccessibleName(self.tr("Name of a new workspace"))
        self.setAccessibleName(self.tr("Workspaces"))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)
