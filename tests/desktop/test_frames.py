"""How long frames take."""

from __future__ import annotations

from desktop.frames import FrameTimes


def test_frames_are_counted_and_measured() -> None:
    frames = FrameTimes()
    assert (frames.painted, frames.p95_ms()) == (0, 0.0)
    for milliseconds in range(1, 101):
        frames.add(float(milliseconds))
    assert frames.painted == 100
    assert 94 <= frames.p95_ms() <= 97


def test_the_first_complete_frame_is_told_once() -> None:
    frames, told = FrameTimes(), list[bool]()
    frames.whole()  # before the picture was live
    frames.reached("city")
    assert frames.start_ms == 0
    frames.await_complete(lambda: told.append(True))
    assert frames.awaited
    frames.whole()
    first, steps = frames.start_ms, dict(frames.steps)
    frames.reached("too_late")
    frames.whole()
    assert told == [True]
    assert not frames.awaited
    assert frames.start_ms == first > 0
    assert frames.steps == steps and list(steps) == ["city"]
