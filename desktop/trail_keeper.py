"""Where workers have been, as far as this desk has seen it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.live_picture import LivePicture
from domain.picture import Changes, Picture
from domain.trails import Trails


class TrailKeeper(QObject):
    """Feeds ``trails`` with every fix that arrives. In another epoch they begin anew: there a worker's number may be
    another person."""

    def __init__(self, live: LivePicture, parent: QObject) -> None:
        super().__init__(parent)
        self.trails = Trails()
        self._live = live
        self._picture: Picture | None = None
        live.changed.connect(self._on_changed)

    def _on_changed(self, changes: Changes) -> None:
        picture = self._live.picture
        if picture is not self._picture:
            self._picture = picture
            self.trails.clear()
        if len(changes.moved) or changes.workers or changes.reset:
            self.trails.take(picture.positions, changes.moved)
