"""The chimes are what their recipe makes, short, and never clipped."""

from __future__ import annotations

import subprocess
import sys
import wave
from array import array
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOUNDS = sorted((ROOT / "resources" / "sounds").glob("*.wav"))


def heights(file: Path) -> array[int]:
    with wave.open(str(file), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        return array("h", sound.readframes(sound.getnframes()))


@pytest.mark.parametrize("sound", SOUNDS, ids=lambda path: path.stem)
def test_a_chime_is_small_starts_and_ends_in_silence_and_is_not_clipped(sound: Path) -> None:
    wave_form = heights(sound)
    assert sound.stat().st_size <= 100_000
    assert wave_form[0] == 0
    assert max(abs(height) for height in wave_form[-20:]) < 30
    assert 8_000 < max(abs(height) for height in wave_form) < 32_000


def test_the_recipe_makes_the_shipped_files(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "setup" / "chimes.py", tmp_path], check=True)
    assert [file.name for file in SOUNDS] == sorted(file.name for file in tmp_path.iterdir())
    for shipped in SOUNDS:
        made = heights(tmp_path / shipped.name)
        assert len(made) == len(heights(shipped))
        # the last bit may round differently where the mathematics library differs
        assert all(abs(a - b) <= 1 for a, b in zip(made, heights(shipped), strict=True))
