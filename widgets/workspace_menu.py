"""Workspaces and panes under one small button of the top bar: choose, save, rename, delete in place; show and hide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from widgets.look import Look
from widgets.named_menu import NamedMenu
from widgets.named_rows import Line, add, column, empty, row_of
from widgets.workspace_rows import PaneRow


class WorkspaceMenu(NamedMenu):
    """Rows are workspaces; tell it of panes with ``show_panes``.

    Besides what every menu of named things asks for: ``reset_requested``, ``pane_toggled(code)`` and
    ``pane_window_toggled(code)``."""

    reset_requested = Signal()
    pane_toggled = Signal(str)
    pane_window_toggled = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._panes: tuple[PaneRow, ...] = ()
        self._pane_heading = QLabel()
        self._pane_heading.setProperty("heading", True)
        self._pane_heading.setContentsMargins(10, 4, 10, 2)
        self.pane_rows = QWidget()
        self._pane_rows = column(self.pane_rows)
        self.reset = QPushButton()
        self.reset.setProperty("row", True)
        self.reset.clicked.connect(self.reset_requested)
        self._above_name.addWidget(self.reset)
        for part in (Line(look), self._pane_heading, self.pane_rows):
            self._below_name.addWidget(part)
        self._name_things()

    def show_panes(self, rows: Sequence[PaneRow]) -> None:
        """All there are, in their order."""
        if tuple(rows) != self._panes:
            self._panes = tuple(rows)
            self._draw_panes()

    # --- inside ---------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        self.reset.setIcon(self._look.icons.icon("refresh", self._look.tokens.quiet))
        super()._draw()
        self._draw_panes()

    def _say_update(self, own: str) -> None:
        self.update_button.setText(self.tr("Keep this layout in “{name}”").format(name=own))
        self.reset.setText(self.tr("Back to the layout as saved") if own else self.tr("Back to the ready-made layout"))

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

    def _activate(self) -> None:
        self._pane_rows.activate()
        super()._activate()

    def _name_things(self) -> None:
        self._heading.setText(self.tr("Workspaces"))
        self._pane_heading.setText(self.tr("Panes"))
        self.name.setPlaceholderText(self.tr("Save this layout as …"))
        self.name.setAccessibleName(self.tr("Name of a new workspace"))
        self.setAccessibleName(self.tr("Workspaces"))
        self._draw()
