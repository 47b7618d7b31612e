"""An incident in the air: who could take it, the best three, and what letting go here would mean."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from domain.candidates import Candidate
from maps import wording
from maps.chips import Chip, kept_inside
from maps.flight_view import FlightView
from maps.frame import Frame
from maps.sprites import draw_candidate
from maps.style import faded

#: So many workers in view get a chip; the others say by colour and size how far they are.
CHIPS = 12
_DOT = " · "


def paint(painter: QPainter, frame: Frame) -> None:
    flight = frame.flight
    if flight is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    _origin(painter, frame, flight)
    aimed = frame.target.id if frame.target is not None and frame.target.kind == "worker" else ""
    _ranked(painter, frame, flight, aimed)
    if aimed:
        _aimed_worker(painter, frame, flight, aimed)
    elif frame.target is not None and frame.target.kind == "region":
        _aimed_area(painter, frame)


def _origin(painter: QPainter, frame: Frame, flight: FlightView) -> None:
    row = frame.scene.matters.row.get(flight.incident)
    if row is None:
        return
    x, y = frame.marks.pixel(row, frame.scene.matters, frame.viewport)
    ring = frame.incident_sprites.ring
    color = frame.style.severity[frame.scene.matters.severity[row] - 1]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for step, strength in ((7.0, 0.8), (13.0, 0.4), (20.0, 0.18)):
        painter.setPen(QPen(faded(color, strength), 1.8))
        painter.drawEllipse(QPointF(x, y), ring + step, ring + step)
    frame.taken.claim((x - ring, y - ring, x + ring, y + ring))


def _ranked(painter: QPainter, frame: Frame, flight: FlightView, aimed: str) -> None:
    crew = frame.scene.crew
    pixels = frame.viewport.to_pixels(crew.world)
    inside = frame.inside(pixels, 0.0)
    best = [row for row in flight.best if inside[row]]
    for row in best:
        x, y = pixels[row].tolist()
        frame.taken.claim((x - 13, y - 13, x + 13, y + 13))
    shown = [int(row) for row in flight.order if inside[row]][:CHIPS]
    # Lower ranks first: the best three lie on top.
    for row in best[::-1]:
        _medal(painter, frame, pixels[row].tolist(), flight.best.index(row) + 1)
    for row in dict.fromkeys(best + shown):
        worker = crew.workers[row]
        candidate = flight.candidate(worker.id) if worker is not None else None
        if worker is None or candidate is None or worker.id == aimed:
            continue
        _figures(painter, frame, pixels[row], candidate, row in best)


def _medal(painter: QPainter, frame: Frame, place: list[float], rank: int) -> None:
    x, y = place
    good = frame.style.good
    painter.setPen(QPen(good, 2.0))
    painter.setBrush(faded(good, 0.22))
    painter.drawEllipse(QPointF(x, y), 15.0, 15.0)
    painter.setPen(QPen(frame.style.ground, 1.5))
    painter.setBrush(good)
    painter.drawEllipse(QPointF(x, y), 10.0, 10.0)
    number = frame.letters.stamp(str(rank), 13.0, frame.style.ground, QFont.Weight.Bold, 0.0)
    frame.letters.draw_middle(painter, number, x, y)


def _figures(painter: QPainter, frame: Frame, place: np.ndarray, candidate: Candidate, large: bool) -> None:
    style, letters = frame.style, frame.letters
    time, load, holds = wording.promise(candidate)
    parts = [(time, style.text), (_DOT + load, style.quiet)]
    if holds:
        parts.append((_DOT + holds, _verdict(frame, candidate)))
    edge = style.good if large else style.line
    chip = Chip(tuple(parts), edge, 12.0 if large else 10.5, QFont.Weight.DemiBold if large else QFont.Weight.Medium)
    width, height = chip.size(letters)
    x, y = place.tolist()
    away = 18.0 if large else 10.0
    corners = [
        (x + away, y - height / 2),
        (x - away - width, y - height / 2),
        (x - width / 2, y - away - height),
        (x - width / 2, y + away),
        (x + away * 0.7, y - away - height * 0.8),
        (x + away * 0.7, y + away - height * 0.2),
    ]
    for left, top in corners:
        if frame.taken.take(chip.box(letters, left - 2, top - 2)):
            chip.paint(painter, letters, style, left, top)
            return
    if large:  # the best three are always told
        chip.paint(painter, letters, style, *corners[0])


def _verdict(frame: Frame, candidate: Candidate) -> QColor:
    return frame.style.good if candidate.holds else frame.style.warn


def _aimed_worker(painter: QPainter, frame: Frame, flight: FlightView, aimed: str) -> None:
    crew, style = frame.scene.crew, frame.style
    row = crew.row.get(aimed)
    candidate = flight.candidate(aimed)
    if row is None or candidate is None:
        return
    worker = crew.workers[row]
    x, y = frame.viewport.to_pixels(crew.world[row]).tolist()
    color = style.selection if candidate.allowed else style.bad
    painter.setPen(QPen(color, 2.4))
    painter.setBrush(faded(color, 0.22))
    painter.drawEllipse(QPointF(x, y), 19.0, 19.0)
    if candidate.allowed:
        painter.save()
        painter.translate(x, y)
        draw_candidate(painter, int(flight.look[row]), 10.0, style)
        painter.restore()
    else:  # no entry
        painter.drawLine(QPointF(x - 13.4, y + 13.4), QPointF(x + 13.4, y - 13.4))
    if row in flight.best:
        _medal(painter, frame, [x, y], flight.best.index(row) + 1)
    name = worker.title(frame.language) if worker is not None else aimed
    parts = [(name, style.text)]
    if candidate.allowed:
        time, _, holds = wording.promise(candidate)
        parts += [(_DOT + time, style.text), (_DOT + wording.in_hand(candidate.load), style.quiet)]
        if holds:
            parts.append((_DOT + holds, _verdict(frame, candidate)))
    if candidate.obstacle:
        parts.append((_DOT + wording.obstacle(candidate.obstacle), style.warn if candidate.allowed else style.bad))
    _beside(painter, frame, Chip(tuple(parts), color, 13.0), x, y, 26.0)


def _aimed_area(painter: QPainter, frame: Frame) -> None:
    target, style, crew = frame.target, frame.style, frame.scene.crew
    if target is None or frame.pointer is None or target.id not in frame.terrain.tree:
        return
    area = frame.terrain.title(target.id, frame.language)
    parts: list[tuple[str, QColor]] = [(area, style.text)]
    edge = style.selection
    if target.area is not None:
        row = crew.row.get(target.area.worker)
        worker = crew.workers[row] if row is not None else None
        name = worker.title(frame.language) if worker is not None else target.area.worker
        parts = [(wording.consequence(area, target.area, name), style.text)]
        candidate = target.area.candidate
        if target.area.obstacle:
            edge = style.quiet
            parts = [(parts[0][0], style.bad)]
        elif candidate is not None:
            time, _, holds = wording.promise(candidate)
            parts += [(_DOT + time, style.text), (_DOT + wording.in_hand(candidate.load), style.quiet)]
            if holds:
                parts.append((_DOT + holds, _verdict(frame, candidate)))
    x, y = frame.pointer
    _beside(painter, frame, Chip(tuple(parts), edge, 13.0), x, y, 34.0)
    if target.level is not None:
        hint = Chip(((wording.aiming(target.level), style.quiet),), style.line, 12.0)
        width, height = hint.size(frame.letters)
        left, top = (frame.viewport.width - width) / 2, frame.viewport.height - height - 14
        hint.paint(painter, frame.letters, style, left, top)


def _beside(painter: QPainter, frame: Frame, chip: Chip, x: float, y: float, away: float) -> None:
    """Above a place and inside the view; under it where there is no room above."""
    width, height = chip.size(frame.letters)
    top = y - away - height if y - away - height > 4 else y + away
    left, top = kept_inside(
        (x - width / 2, top, x + width / 2, top + height), frame.viewport.width, frame.viewport.height
    )
    shadow = QRectF(left - 2, top - 1, width + 4, height + 5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(frame.style.shadow)
    painter.drawRoundedRect(shadow, 10, 10)
    chip.paint(painter, frame.letters, frame.style, left, top)
