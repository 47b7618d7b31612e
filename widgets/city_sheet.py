"""What a city says of itself: its base figures with their names."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from domain.city import City
from widgets.city_words import figure_name, figure_value
from widgets.look import Look
from widgets.overlay import Overlay

#: More figures than this stand in two columns.
_COLUMN = 10


class CitySheet(Overlay):
    """Shows the figures of the city ``open_with`` is given."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._title, self._words = QLabel(), QLabel()
        self._title.setProperty("lettering", "poster")
        self._words.setProperty("quiet", True)
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(18)
        self.body.addWidget(self._title)
        self.body.addWidget(self._words)
        self.body.addLayout(self._figures)
        self._name()

    def open_with(self, city: City) -> None:
        """The city's name and figures, in the order of its profile."""
        while (item := self._figures.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._title.setText(city.name.text(self._look.language))
        count = len(city.figures)
        rows = count if count <= _COLUMN else -(-count // 2)
        for index, (key, value) in enumerate(city.figures.items()):
            known, told = QLabel(figure_name(key)), QLabel(figure_value(key, value))
            known.setProperty("quiet", True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            column = 3 * (index // rows)
            self._figures.addWidget(known, index % rows, column)
            self._figures.addWidget(told, index % rows, column + 1)
        self._figures.setColumnMinimumWidth(2, 28 if count > _COLUMN else 0)
        self.body.activate()
        self.open()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self.close_sheet()
        super().changeEvent(event)

    def _name(self) -> None:
        self._words.setText(self.tr("What the city says of itself"))
        self.setAccessibleName(self.tr("About this city"))
