"""Writes the chimes in resources/sounds: ``python setup/chimes.py [FOLDER]``. The same notes give the same bytes.

A chime is a handful of struck notes. Each note is a fundamental and the first overtones of a soft bar (a marimba's are
near 1 : 4 : 10), every one dying away exponentially, the higher the faster; a short rise avoids the click.
"""

from __future__ import annotations

import math
import struct
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

RATE = 32_000
"""Samples a second, one channel, 16 bits."""
RISE_SECONDS = 0.006
OVERTONES = ((1.0, 1.0, 1.0), (4.0, 0.22, 2.6), (10.0, 0.05, 6.0))
"""(times the fundamental, loudness, times the speed at which it dies away)."""


@dataclass(frozen=True)
class Note:
    at: float
    """Seconds from the start of the chime."""
    hertz: float
    loudness: float
    """0 to 1; the loudest moment of a chime must stay below 1."""
    half_life: float
    """Seconds in which the fundamental loses half its height."""


CHIMES: dict[str, tuple[float, tuple[Note, ...]]] = {
    # name: (length in seconds, notes)
    # something has come in, upwards and light; the severer, the more notes and the lower they begin
    "new-blue": (0.7, (Note(0.0, 880.00, 0.30, 0.12),)),
    "new-yellow": (1.0, (Note(0.0, 659.26, 0.30, 0.11), Note(0.13, 880.00, 0.34, 0.16))),
    "new-orange": (
        1.2,
        (Note(0.0, 523.25, 0.32, 0.10), Note(0.13, 659.26, 0.34, 0.11), Note(0.26, 880.00, 0.36, 0.16)),
    ),
    # the same three, and the last again: nobody takes it for anything else
    "new-red": (
        1.4,
        (
            Note(0.00, 523.25, 0.36, 0.10),
            Note(0.12, 659.26, 0.38, 0.10),
            Note(0.24, 880.00, 0.40, 0.12),
            Note(0.48, 880.00, 0.40, 0.18),
        ),
    ),
    # the same interval falling, lower, said twice: something is late
    "overdue": (
        1.5,
        (
            Note(0.00, 587.33, 0.36, 0.10),
            Note(0.16, 440.00, 0.40, 0.13),
            Note(0.52, 587.33, 0.36, 0.10),
            Note(0.68, 440.00, 0.40, 0.18),
        ),
    ),
}


def height(note: Note, time: float) -> float:
    """The note's contribution to the wave, `time` seconds after the start of the chime."""
    since = time - note.at
    if since < 0:
        return 0.0
    rise = min(1.0, since / RISE_SECONDS)
    return (
        note.loudness
        * rise
        * sum(
            loudness * math.exp2(-since * speed / note.half_life) * math.sin(2 * math.pi * note.hertz * times * since)
            for times, loudness, speed in OVERTONES
        )
    )


def samples(length: float, notes: tuple[Note, ...]) -> list[int]:
    """The chime as 16-bit samples, faded to silence over its last tenth."""
    count = round(length * RATE)
    fade = count // 10
    return [
        round(32_767 * min(1.0, (count - index) / fade) * sum(height(note, index / RATE) for note in notes))
        for index in range(count)
    ]


def write(folder: Path) -> None:
    for name, (length, notes) in CHIMES.items():
        heights = samples(length, notes)
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(struct.pack(f"<{len(heights)}h", *heights))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "resources" / "sounds")
