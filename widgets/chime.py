"""The room's two quiet sounds. Without a sound device, or muted, nothing happens and nothing is said."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

#: Not more often than this (seconds of the desk's own clock): many at once are one sound.
PAUSE = 3.0


class Chime(QObject):
    """Plays ``new-incident.wav`` and ``overdue.wav`` of a folder. The caller gives the time (seconds, growing)."""

    def __init__(self, folder: Path, muted: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._muted = muted
        self._effects: dict[str, QSoundEffect] = {}
        self._played: dict[str, float] = {}

    def set_muted(self, muted: bool) -> None:
        self._muted = muted

    def new_incident(self, now: float) -> bool:
        """Whether it was played."""
        return self._play("new-incident", now)

    def overdue(self, now: float) -> bool:
        """Whether it was played."""
        return self._play("overdue", now)

    def _play(self, name: str, now: float) -> bool:
        if self._muted or now - self._played.get(name, -PAUSE) < PAUSE or not self._ready(name):
            return False
        self._played[name] = now
        self._effects[name].play()
        return True

    def _ready(self, name: str) -> bool:
        if name in self._effects:
            return True
        file = self._folder / f"{name}.wav"
        if not file.is_file() or QMediaDevices.defaultAudioOutput().isNull():
            return False
        effect = QSoundEffect(self)
        effect.setSource(QUrl.fromLocalFile(str(file)))
        effect.setVolume(0.6)
        self._effects[name] = effect
        return True
