"""How an order wants its map."""

from __future__ import annotations

from desktop.export.order import ExportOrder
from domain.look import THEMES
from maps.snapshot import Frame


def frame_of(order: ExportOrder, width: float, height: float, ratio: float) -> Frame:
    """A map of so many logical pixels, each of ``ratio`` device pixels."""
    look = order.look
    return Frame(
        width,
        height,
        ratio,
        THEMES[order.theme],
        order.language,
        order.extent,
        coloured=bool(look.figure),
        strengths=look.strengths,
    )
