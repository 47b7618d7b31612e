"""The same map for people who stand far away: everything on it larger, nothing to touch."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.look import Tokens
from maps.map_view import MapView


class DistantMap(MapView):
    """A map ``magnified`` times: signs, lines and letters grow, the city does not."""

    def __init__(self, tokens: Tokens, language: str, magnified: float = 1.0, parent: QWidget | None = None) -> None:
        self._magnified = magnified
        super().__init__(tokens, language, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def magnify(self, factor: float) -> None:
        """How many times larger than on a desk."""
        if factor != self._magnified:
            self._magnified = factor
            self._fit()
            self._undress()

    def devicePixelRatioF(self) -> float:
        """Of what the map draws for itself: more pixels a sign, so that enlarging it stays sharp."""
        return super().devicePixelRatioF() * self._magnified

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _prepare(self, painter: QPainter) -> None:
        painter.scale(self._magnified, self._magnified)

    def _fit(self) -> None:
        self.navigation.resize(round(self.width() / self._magnified), round(self.height() / self._magnified))
