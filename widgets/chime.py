"""The room's quiet sounds. Without a sound device, or muted, nothing happens and nothing is said."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory, QObject, QUrl

from domain.category import Severity

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect

#: Not more often than this (seconds of the desk's own clock): many at once are one sound.
PAUSE = 3.0
#: How loud it is until somebody wants it otherwise, 0…100.
VOLUME = 60

_NEW = {
    Severity.RED: "new-red",
    Severity.ORANGE: "new-orange",
    Severity.YELLOW: "new-yellow",
    Severity.BLUE: "new-blue",
}


class Chime(QObject):
    """Plays ``new-red.wav`` … ``new-blue.wav`` and ``overdue.wav`` of a folder. The caller gives the time (seconds,
    growing)."""

    def __init__(self, folder: Path, muted: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._muted = muted
        self._volume = VOLUME
        self._silent: frozenset[str] = frozenset()
        self._effects: dict[str, QSoundEffect] = {}
        self._played: dict[str, float] = {}

    def set_muted(self, muted: bool) -> None:
        self._muted = muted

    def set_volume(self, volume: int) -> None:
        """0…100."""
        self._volume = volume
        for effect in self._effects.values():
            effect.setVolume(volume / 100)

    def set_silent(self, names: frozenset[str]) -> None:
        """These sounds (by file name) are not to be heard."""
        self._silent = names

    def sample(self, name: str) -> bool:
        """Let a sound be heard because somebody wants to hear it, also a muted one; whether this machine can."""
        if not self._ready(name):
            return False
        self._effects[name].play()
        return True

    @property
    def muted(self) -> bool:
        return self._muted

    def new_incident(self, severity: Severity, now: float) -> bool:
        """Whether it was played. A severer one is heard also while the pause after a lesser one lasts."""
        if any(now - self._played.get(_NEW[other], -PAUSE) < PAUSE for other in Severity if other <= severity):
            return False
        return self._play(_NEW[severity], now)

    def overdue(self, now: float) -> bool:
        """Whether it was played."""
        return self._play("overdue", now)

    def _play(self, name: str, now: float) -> bool:
        if self._muted or name in self._silent or now - self._played.get(name, -PAUSE) < PAUSE or not self._ready(name):
            return False
        self._played[name] = now
        self._effects[name].play()
        return True

    def _ready(self, name: str) -> bool:
        if name in self._effects:
            return True
        file = self._folder / f"{name}.wav"
        if not file.is_file() or not can_sound():
            return False
        # Loaded only for a machine that can sound: elsewhere Qt's multimedia complains on standard error.
        QLoggingCategory.setFilterRules("qt.multimedia.*=false")
        from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

        if QMediaDevices.defaultAudioOutput().isNull():
            return False
        effect = QSoundEffect(self)
        effect.setSource(QUrl.fromLocalFile(str(file)))
        effect.setVolume(self._volume / 100)
        self._effects[name] = effect
        return True


def can_sound(devices: Path = Path("/dev/snd")) -> bool:
    """Whether it is worth asking Qt for a sound device: on Linux a sound server's socket or a card must be there."""
    if not sys.platform.startswith("linux"):
        return True
    server = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / "pulse" / "native"
    return "PULSE_SERVER" in os.environ or server.exists() or any(devices.glob("pcmC*p"))
