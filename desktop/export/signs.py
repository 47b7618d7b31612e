"""Small pictures for documents as SVG: signs of the map, and the day by hour."""

from __future__ import annotations

import math

from domain.category import Severity
from domain.look import SEVERITY_SIGNS, Tokens


def severity_svg(severity: Severity, color: str, filled: bool = True, paper: str = "#ffffff") -> str:
    """The sign of a severity; an outline when somebody is on it."""
    paint = f'fill="{color if filled else paper}" stroke="{color}" stroke-width="1.6" stroke-linejoin="round"'
    match SEVERITY_SIGNS[severity]:
        case "diamond":
            shape = f'<path d="M8 1.2 14.8 8 8 14.8 1.2 8Z" {paint}/>'
        case "triangle":
            shape = f'<path d="M8 1.6 14.6 13.4H1.4Z" {paint}/>'
        case "square":
            shape = f'<rect x="2.6" y="2.6" width="10.8" height="10.8" rx="1" {paint}/>'
        case _:
            shape = f'<circle cx="8" cy="8" r="5.9" {paint}/>'
    return _svg(16, 16, shape)


def ring_svg(color: str, quiet: str) -> str:
    """A deadline's ring with a part of the time left."""
    arc = f'<path d="M8 2A6 6 0 0 1 14 8" fill="none" stroke="{color}" stroke-width="2.2"/>'
    return _svg(16, 16, f'<circle cx="8" cy="8" r="6" fill="none" stroke="{quiet}" stroke-width="2"/>{arc}')


def worker_svg(state: str, color: str, paper: str) -> str:
    """A worker's sign by state (or ``silent``), as the map draws it."""
    disc = f'<circle cx="8" cy="8" r="5" fill="{color}"/>'
    match state:
        case "heading":
            return _svg(16, 16, f'<path d="M8 2 12.8 13 8 10.6 3.2 13Z" fill="{color}"/>')
        case "on_scene":
            return _svg(
                16,
                16,
                f'{disc}<circle cx="8" cy="8" r="3.1" fill="{paper}"/><circle cx="8" cy="8" r="1.5" fill="{color}"/>',
            )
        case "busy":
            return _svg(16, 16, f'{disc}<rect x="5" y="7" width="6" height="2" rx="0.6" fill="{paper}"/>')
        case "resting":
            return _svg(16, 16, f'{disc}<path d="M8 4.4a3.6 3.6 0 0 1 0 7.2Z" fill="{paper}"/>')
        case "silent":
            return _svg(16, 16, f'<circle cx="8" cy="8" r="4.6" fill="none" stroke="{color}" stroke-width="1.4"/>')
        case _:
            return _svg(16, 16, disc)


def hours_svg(arrived: tuple[int, ...], closed: tuple[int, ...], hour: float, tokens: Tokens) -> str:
    """Two bars an hour over a scale of round numbers; a line where the day stands now."""
    width, height, left, base, top = 1076.0, 232.0, 34.0, 206.0, 12.0
    most = max(1, *arrived, *closed)
    rung = _round_up(most / 4)
    scale = (base - top) / (rung * math.ceil(most / rung))
    step = (width - left) / 24
    parts = []
    for mark in range(0, rung * math.ceil(most / rung) + 1, rung):
        y = base - mark * scale
        parts.append(
            f'<line x1="{left}" x2="{width}" y1="{y:.1f}" y2="{y:.1f}" stroke="{tokens.line}" stroke-width="0.6"/>'
        )
        parts.append(_label(left - 6, y + 4, str(mark), tokens.quiet, "end"))
    for number in range(24):
        for place, (count, color) in enumerate(((arrived[number], bar_colour(tokens)), (closed[number], tokens.good))):
            tall, x = count * scale, left + number * step + 5 + place * (step - 10) / 2
            wide = (step - 10) / 2 - 1
            if count:
                parts.append(_bar(x, base - tall, wide, tall, color))
        parts.append(_label(left + (number + 0.5) * step, base + 18, f"{number:02d}", tokens.quiet, "middle"))
    now = left + min(hour, 24.0) * step
    parts.append(
        f'<line x1="{now:.1f}" x2="{now:.1f}" y1="{top}" y2="{base}" stroke="{tokens.accent}" stroke-width="1.2"/>'
    )
    return _svg(width, height, "".join(parts))


def bar_colour(tokens: Tokens) -> str:
    """What is neither good nor bad."""
    return "#5f7387" if tokens.dark else "#8b9bab"


def _round_up(value: float) -> int:
    """The smallest of 1, 2, 5, 10, 20 … that is not below."""
    power = 10 ** math.floor(math.log10(max(value, 1.0)))
    return next(int(step * power) for step in (1, 2, 5, 10) if step * power >= value)


def _bar(x: float, y: float, wide: float, tall: float, color: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{color}"/>'


def _label(x: float, y: float, text: str, color: str, anchor: str) -> str:
    type_ = f'font-family="Grid Sans" font-size="11" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}" {type_}>{text}</text>'


def _svg(width: float, height: float, inner: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">{inner}</svg>'
