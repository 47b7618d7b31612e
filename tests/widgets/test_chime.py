"""Sounds: never a word about a missing device, never twice at once, muted means muted."""

from __future__ import annotations

from pathlib import Path

import pytest

from widgets.chime import Chime, can_sound

SOUNDS = Path(__file__).parent.parent.parent / "resources" / "sounds"


class Recorder(Chime):
    """A chime on a machine where every sound can be played."""

    def __init__(self) -> None:
        super().__init__(SOUNDS)
        self.played: list[str] = []

    def _ready(self, name: str) -> bool:
        recorder = self

        class Effect:
            def play(self) -> None:
                recorder.played.append(name)

        self._effects[name] = Effect()  # type: ignore[assignment]
        return True


@pytest.mark.usefixtures("qapp")
def test_many_at_once_are_one_sound() -> None:
    chime = Recorder()
    assert [chime.new_incident(now) for now in (0.0, 0.5, 2.9, 3.0, 3.1)] == [True, False, False, True, False]
    assert chime.overdue(3.1)
    assert chime.played == ["new-incident", "new-incident", "overdue"]


@pytest.mark.usefixtures("qapp")
def test_muted_is_silent() -> None:
    chime = Recorder()
    chime.set_muted(True)
    assert not chime.new_incident(0.0)
    chime.set_muted(False)
    assert chime.new_incident(1.0)


@pytest.mark.usefixtures("qapp")
def test_without_sounds_nothing_happens(tmp_path: Path) -> None:
    assert not Chime(tmp_path).new_incident(0.0)


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
