"""Crowds of workers: how many are on duty there, and in which states; those on scene and the silent are never in
one."""

from __future__ import annotations

from PySide6.QtGui import QFont, QPainter

from maps.frame import Frame


def paint(painter: QPainter, frame: Frame) -> None:
    crowds, letters, style = frame.crowds, frame.letters, frame.style
    if not len(crowds):
        return
    pixels = frame.viewport.to_pixels(crowds.world)
    seen = frame.inside(pixels)
    for (x, y), count, on_duty in zip(
        pixels[seen].tolist(), crowds.count[seen], crowds.on_duty[seen].tolist(), strict=True
    ):
        letters.draw_middle(painter, frame.crowd_signs.ring(count), x, y)
        if on_duty:
            number = letters.stamp(str(on_duty), 11.0, style.text, QFont.Weight.DemiBold, 0.0)
            letters.draw_middle(painter, number, x, y)
