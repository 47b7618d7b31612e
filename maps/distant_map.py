"""The same map for people who stand far away: everything on it larger, nothing to touch."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.look import Tokens
from maps.commons import Commons
from maps.map_view import MapView
from maps.viewport import Viewport

#: The name of the city stands at the upper left: keys to colours begin below it (logical pixels).
BELOW_TITLE = 52.0


class DistantMap(MapView):
    """A map ``magnified`` times: signs, lines and letters grow, the city does not."""

    def __init__(
        self,
        tokens: Tokens,
        language: str,
        magnified: float = 1.0,
        parent: QWidget | None = None,
        commons: Commons | None = None,
    ) -> None:
        self._magnified = magnified
        self._cornered: tuple[tuple[Viewport, tuple[float, float]], tuple[float, float]] | None = None
        super().__init__(tokens, language, parent, commons)
        self._shown.key_top = BELOW_TITLE
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

    def _legend_corner(self, size: tuple[float, float]) -> tuple[float, float]:
        """The corner where the least of the city lies below it; the upper left one belongs to the city's name."""
        viewport = self.navigation.viewport
        if self._cornered is None or self._cornered[0] != (viewport, size):
            right, low = viewport.width - size[0] - 8.0, viewport.height - size[1] - 38.0
            corners = ((8.0, low), (right, low), (right, 8.0))
            self._cornered = (viewport, size), self._shown.emptiest(corners, size, viewport)
        return self._cornered[1]

    def _prepare(self, painter: QPainter) -> None:
        painter.scale(self._magnified, self._magnified)

    def _fit(self) -> None:
        self.navigation.resize(round(self.width() / self._magnified), round(self.height() / self._magnified))
