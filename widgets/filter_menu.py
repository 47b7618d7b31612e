"""Filters with a name under one small button of the queue: choose, save, overwrite, rename, delete in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from widgets.look import Look
from widgets.named_menu import NamedMenu


class FilterMenu(NamedMenu):
    """``show_kept``: what can be kept now. Rows that are chosen are what the desk shows."""

    SIGN = "filter"

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._changed_one = ""
        self._something = False
        self.clear = QPushButton()
        self.clear.setProperty("row", True)
        self._above_name.addWidget(self.clear)
        self._name_things()

    def show_kept(self, something: bool, changed_one: str) -> None:
        """Whether anything is filtered, and the name of the person's own filter that was changed since it was
        chosen."""
        self._something, self._changed_one = something, changed_one
        self._draw_rows()

    def _draw(self) -> None:
        self.clear.setIcon(self._look.icons.icon("filter-off", self._look.tokens.quiet))
        super()._draw()

    def _say_update(self, _own: str) -> None:
        self.update_button.setVisible(bool(self._changed_one))
        self.update_button.setText(self.tr("Keep what is shown in “{name}”").format(name=self._changed_one))
        self.clear.setVisible(self._something)

    def _say_save(self) -> None:
        super()._say_save()
        self.save.setEnabled(self.save.isEnabled() and self._something)
        self.name.setEnabled(self._something)
        self.name.setPlaceholderText(
            self.tr("Save what is shown as …")
            if self._something
            else self.tr("Choose something first: an area, a bar …")
        )

    def _name_things(self) -> None:
        self._heading.setText(self.tr("Saved filters"))
        self.clear.setText(self.tr("Show everything again"))
        self.name.setAccessibleName(self.tr("Name of a new filter"))
        self.setAccessibleName(self.tr("Saved filters"))
        self._draw()


class FilterButton(QToolButton):
    """Opens the menu."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        look.changed.connect(self._draw)
        self._draw()
        self._name_it()

    def _draw(self) -> None:
        self.setIcon(self._look.icons.icon("bookmark", self._look.tokens.quiet))

    def _name_it(self) -> None:
        self.setToolTip(self.tr("Saved filters   Ctrl+F"))
        self.setAccessibleName(self.toolTip())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_it()
        super().changeEvent(event)
