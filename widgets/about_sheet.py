"""What this program is, which version, and where it keeps what it keeps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from widgets.look import Look
from widgets.overlay import Overlay


class AboutSheet(Overlay):
    """Shows the facts ``open_with`` is given."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._title = QLabel()
        self._title.setProperty("lettering", "poster")
        self._purpose = QLabel()
        self._purpose.setWordWrap(True)
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(18)
        self._note = QLabel()
        self._note.setProperty("quiet", True)
        self._note.setWordWrap(True)
        self._note.setFixedWidth(560)
        self.body.addWidget(self._title)
        self.body.addWidget(self._purpose)
        self.body.addLayout(self._facts)
        self.body.addWidget(self._note)
        self._name()

    def open_with(self, facts: Sequence[tuple[str, str]]) -> None:
        """(name, value) lines; values can be marked and copied."""
        while self._facts.rowCount():
            self._facts.removeRow(0)
        for name, value in facts:
            known, told = QLabel(name), QLabel(value)
            known.setProperty("quiet", True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addRow(known, told)
        self.body.activate()
        self.open()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self.close_sheet()
        super().changeEvent(event)

    def _name(self) -> None:
        self._title.setText(self.tr("Grid Command"))
        self._purpose.setText(self.tr("The desk of a city's grid-governance command centre."))
        self._note.setText(
            self.tr(
                "It sends nothing to anybody: no statistics, no crash reports, nothing fetched from the internet "
                "unless somebody chooses a base map from there. "
                "Licences of fonts, icons, outlines and names stand beside them in the folder resources."
            )
        )
        self.setAccessibleName(self.tr("About Grid Command"))
