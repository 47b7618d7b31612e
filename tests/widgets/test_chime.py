"""Sounds: never a word about a missing device, never twice at once, muted means muted."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.category import Severity
from widgets.chime import Chime, can_sound

SOUNDS = Path(__file__).parent.parent.parent / "resources" / "sounds"


class Recorder(Chime):
    """A chime on a machine where every sound can be played."""

    def __init__(self) -> None:
        super().__init__(SOUNDS)
        self.played: list[str] = []
        self.volumes: list[float] = []

    def _ready(self, name: str) -> bool:
        recorder = self

        class Effect:
            def play(self) -> None:
                recorder.played.append(name)

            def setVolume(self, volume: float) -> None:
                recorder.volumes.append(volume)

        self._effects[name] = Effect()  # type: ignore[assignment]
        return True


@pytest.mark.usefixtures("qapp")
def test_many_at_once_are_one_sound() -> None:
    chime = Recorder()
    heard = [chime.new_incident(Severity.YELLOW, now) for now in (0.0, 0.5, 2.9, 3.0, 3.1)]
    assert heard == [True, False, False, True, False]
    assert chime.overdue(3.1)
    assert chime.played == ["new-yellow", "new-yellow", "overdue"]


@pytest.mark.usefixtures("qapp")
def test_what_is_worse_is_heard_at_once_what_is_lesser_waits() -> None:
    chime = Recorder()
    told = [Severity.YELLOW, Severity.BLUE, Severity.RED, Severity.ORANGE]
    assert [chime.new_incident(severity, now) for now, severity in enumerate(told)] == [True, False, True, False]
    assert chime.played == ["new-yellow", "new-red"]


@pytest.mark.usefixtures("qapp")
def test_muted_is_silent() -> None:
    chime = Recorder()
    chime.set_muted(True)
    assert chime.muted
    assert not chime.new_incident(Severity.RED, 0.0)
    chime.set_muted(False)
    assert chime.new_incident(Severity.RED, 1.0)


@pytest.mark.usefixtures("qapp")
def test_each_sound_can_be_silent_and_all_can_be_louder() -> None:
    chime = Recorder()
    chime.set_silent(frozenset({"new-blue", "overdue"}))
    assert not chime.new_incident(Severity.BLUE, 0.0)
    assert not chime.overdue(0.0)
    assert chime.new_incident(Severity.YELLOW, 0.0)
    chime.set_volume(25)
    assert chime.volumes == [0.25]
    chime.set_muted(True)
    assert chime.sample("new-blue")  # who wants to hear it hears it
    assert chime.played == ["new-yellow", "new-blue"]


@pytest.mark.usefixtures("qapp")
def test_without_sounds_nothing_happens(tmp_path: Path) -> None:
    assert not Chime(tmp_path).new_incident(Severity.RED, 0.0)


def test_a_machine_without_cards_and_sound_server_is_not_even_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert not can_sound(tmp_path)
    (tmp_path / "pcmC0D0p").touch()
    assert can_sound(tmp_path)
    (tmp_path / "pcmC0D0p").unlink()
    (tmp_path / "pulse").mkdir()
    (tmp_path / "pulse" / "native").touch()
    assert can_sound(tmp_path)
