"""Colours, widths and type of the map, all derived from the tokens of the desk."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont

from domain.look import Tokens
from domain.positions import WORKER_STATES

#: Width of a road in logical pixels at zoom 12, 14, 16 and 18, by rank (motorway … lane). 0: not drawn.
ROAD_WIDTHS = (
    (1.8, 3.2, 7.0, 16.0),
    (1.3, 2.6, 6.0, 14.0),
    (0.8, 1.8, 5.0, 12.0),
    (0.0, 1.2, 4.0, 10.0),
    (0.0, 0.6, 2.4, 7.5),
    (0.0, 0.0, 1.4, 5.0),
)
ROAD_ZOOMS = (12.0, 14.0, 16.0, 18.0)


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """``share`` of the second colour in the first."""
    kept = 1.0 - share
    return QColor.fromRgbF(
        first.redF() * kept + second.redF() * share,
        first.greenF() * kept + second.greenF() * share,
        first.blueF() * kept + second.blueF() * share,
    )


def faded(color: QColor, alpha: float) -> QColor:
    """The colour with an opacity of ``alpha`` (0..1)."""
    faint = QColor(color)
    faint.setAlphaF(alpha)
    return faint


def road_width(rank: int, zoom: float) -> float:
    """Logical pixels of a road at a zoom level."""
    widths = ROAD_WIDTHS[min(rank, len(ROAD_WIDTHS) - 1)]
    if zoom <= ROAD_ZOOMS[0]:
        return float(widths[0] * 2.0 ** (0.5 * (zoom - ROAD_ZOOMS[0])))
    if zoom >= ROAD_ZOOMS[-1]:
        return float(widths[-1] * 2.0 ** (0.7 * (zoom - ROAD_ZOOMS[-1])))
    step = min(int((zoom - ROAD_ZOOMS[0]) // 2), len(ROAD_ZOOMS) - 2)
    share = (zoom - ROAD_ZOOMS[step]) / 2
    return widths[step] + (widths[step + 1] - widths[step]) * share


def whole_pixels(pixels: float) -> int:
    """The size letters of so many pixels are drawn in."""
    return max(round(pixels), 6)


class Style:
    """All colours the layers use. The land is a quiet grey and everything on it is mixed from the tokens, so that
    saturated colour is left to what is abnormal."""

    def __init__(self, tokens: Tokens, family: str) -> None:
        self.tokens = tokens
        self.family = family
        self.dark = tokens.dark
        self.ground = QColor(tokens.ground)
        self.panel = QColor(tokens.panel)
        self.raised = QColor(tokens.raised)
        self.line = QColor(tokens.line)
        self.text = QColor(tokens.text)
        self.quiet = QColor(tokens.quiet)
        self.selection = QColor(tokens.selection)
        self.good = QColor(tokens.good)
        self.warn = QColor(tokens.warn)
        self.bad = QColor(tokens.bad)
        self.pending = QColor(tokens.pending)
        self.route = QColor(tokens.route)
        self.severity = [QColor(color) for color in tokens.severity]
        #: By place in ``WORKER_STATES``, silent last; calmer than in lists, because there are hundreds.
        colors = [QColor(tokens.worker[state]) for state in WORKER_STATES]
        self.worker = [mixed(color, self.quiet, 0.36) for color in colors] + [QColor(tokens.silent)]
        self.area_usual = [QColor(color) for color in tokens.area_usual]
        self.area_abnormal = [QColor(color) for color in tokens.area_abnormal]
        self.heat = [QColor(color) for color in tokens.heat]
        self.water = QColor(tokens.water)
        self.park = QColor(tokens.park)
        self.estate = QColor(tokens.estate)
        self.casing = QColor(tokens.road_casing)
        self.label = QColor(tokens.label)
        paper = QColor(tokens.label_halo)
        self.halo = faded(paper, 0.85 if self.dark else 0.94)
        #: What signs of incidents stand on, and how far (pixels) a light edge reaches around those of workers: in the
        #: light theme their strong colours would drown in strongly coloured areas, which are as dark as they are.
        self.plate = faded(paper, 0.0 if self.dark else 0.94)
        self.rim = 0.0 if self.dark else 0.5
        self.veil = faded(self.ground, 0.45)
        land, major, minor = QColor(tokens.land), QColor(tokens.road_major), QColor(tokens.road_minor)
        street, grid = QColor(tokens.border_street), QColor(tokens.border_grid)
        if self.dark:
            self.outside = mixed(self.ground, QColor("#000000"), 0.32)
            self.land = [mixed(land, self.raised, share) for share in (0.0, 0.55, 0.22, 0.75, 0.38)]
            self.estate = mixed(self.estate, self.raised, 0.5)
            self.road = [mixed(major, QColor("#9A9484"), 0.30), mixed(major, QColor("#8C9AA8"), 0.16)]
            self.shadow = QColor(0, 0, 0, 150)
        else:
            self.outside = mixed(self.ground, self.line, 0.55)
            self.land = [mixed(land, self.line, share) for share in (0.0, 0.30, 0.12, 0.42, 0.22)]
            self.road = [mixed(major, QColor("#F0CF90"), 0.75), mixed(major, QColor("#F0D9A8"), 0.40)]
            grid = mixed(grid, land, 0.35)
            self.shadow = faded(QColor(tokens.shadow), 0.45)
        self.road += [major, mixed(major, minor, 0.4), mixed(major, minor, 0.75), minor]
        self.estate_edge = mixed(self.estate, self.quiet, 0.16)
        cool = mixed(street, self.selection, 0.30)
        self.border = [faded(self.text, 0.72), faded(self.text, 0.6), cool, faded(cool, 0.72), mixed(grid, cool, 0.45)]
        self.water_text = mixed(self.quiet, QColor("#3F86C6"), 0.45)
        self.park_text = mixed(self.quiet, self.good, 0.40)

    def font(self, pixels: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The map's type; ``pixels`` logical."""
        font = QFont(self.family)
        font.setPixelSize(whole_pixels(pixels))
        font.setWeight(weight)
        return font
