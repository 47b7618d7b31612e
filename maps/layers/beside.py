"""The grids beside that of the selected incident, and who of them is free to help."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPainter, QPen

from domain.help_beside import GridHelp
from maps import wording
from maps.chips import Chip, kept_inside
from maps.frame import Frame
from maps.primitives import outline, polygon
from maps.style import faded


def paint(painter: QPainter, frame: Frame) -> None:
    terrain, viewport, style = frame.terrain, frame.viewport, frame.style
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for grid in frame.beside:
        if grid.region not in terrain.tree:
            continue
        color = style.good if grid.helpers else style.quiet
        rings = [viewport.to_pixels(ring) for ring in terrain.outlines.rings_of(terrain.tree.index(grid.region))]
        painter.setPen(QPen(faded(color, 0.9), 1.8, Qt.PenStyle.SolidLine if grid.helpers else Qt.PenStyle.DotLine))
        painter.setBrush(faded(color, 0.10 if grid.helpers else 0.0))
        painter.drawPath(outline(map(polygon, rings)))


def paint_words_of(painter: QPainter, frame: Frame) -> None:
    """Who it is, over the workers' signs: these lie where the words must be read."""
    terrain, named = frame.terrain, set[str]()
    for grid in frame.beside:
        if grid.region in terrain.tree and _sign(painter, frame, grid, named):
            named.update(helper.worker for helper in grid.helpers[:1])


def _sign(painter: QPainter, frame: Frame, grid: GridHelp, named: set[str]) -> bool:
    """The soonest by name, and how many more there are; whether there was room to say it."""
    style, letters = frame.style, frame.letters
    color = style.good if grid.helpers else style.quiet
    chip = Chip(((words(frame, grid, named), style.text if grid.helpers else style.quiet),), color)
    x, y = frame.viewport.to_pixels(frame.terrain.anchors[frame.terrain.tree.index(grid.region)]).tolist()
    if not (0 < x < frame.viewport.width and 0 < y < frame.viewport.height):
        return False
    width, _ = chip.size(letters)
    box = chip.box(letters, x - width / 2, y + 12)
    free = frame.taken.take(box)
    if free:
        chip.paint(painter, letters, style, *kept_inside(box, frame.viewport.width, frame.viewport.height))
    return free


def words(frame: Frame, grid: GridHelp, named: Collection[str] = ()) -> str:
    """What a grid beside can do. ``named``: who stands at another one already; who answers for several is one."""
    if not grid.helpers:
        return QCoreApplication.translate("MapHelp", "nobody free")
    first = grid.helpers[0]
    worker = frame.picture.workers[first.worker].title(frame.language)
    if first.worker in named:
        said = QCoreApplication.translate("MapHelp", "{person} here too").format(person=worker)
    else:
        said = worker if first.seconds is None else f"{worker} · {wording.minutes(first.seconds)}"
    more = len(grid.helpers) - 1
    return said + (QCoreApplication.translate("MapHelp", " · {count} more").format(count=more) if more else "")
