"""Crowds of workers: how many are on duty there, and in which states; those on scene and the silent are never in
one."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from maps.frame import Frame


def paint(painter: QPainter, frame: Frame) -> None:
    crowds = frame.crowds
    if not len(crowds):
        return
    pixels = frame.viewport.to_pixels(crowds.world)
    seen = frame.inside(pixels)
    frame.crowd_signs.paint(painter, pixels[seen], crowds.count[seen])
