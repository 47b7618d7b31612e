"""What letting a pane go at a pixel would mean. Rectangles only; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize

from desktop.docking.arrangement import Landing
from desktop.docking.tree import Side

#: So near (logical pixels) to the edge of the window a pane goes along the whole of it; less at the upper one, where
#: heads are.
EDGE, UPPER_EDGE = 16, 6
#: So far (share of the width or height) into a group a pane goes beside it; in the middle it becomes a tab.
BAND = 0.28
#: A pane beside another keeps its own size, but takes between these shares of what the other has; along the edge of a
#: window the smaller ones count.
LEAST, MOST, MOST_AT_EDGE = 0.2, 0.5, 0.35
#: Width of the sign between two tabs.
SIGN = 3


class GroupBox(NamedTuple):
    """Where a group is on its window: all of it, its head, and its tabs in the order of ``panes`` (empty for one that
    shows no tabs)."""

    panes: tuple[str, ...]
    whole: QRect
    head: QRect
    tabs: tuple[QRect, ...] = ()


class Spot(NamedTuple):
    """Where a pane would go, what room it would have, and the sign between two tabs (null for none)."""

    landing: Landing
    room: QRect
    sign: QRect


def spot_at(
    at: QPoint, pane: str, size: QSize, window: int | None, area: QRect, groups: Sequence[GroupBox]
) -> Spot | None:
    """Where ``pane``, which is of this ``size`` now, goes when it is let go at ``at``; None: it stays where it is."""
    if not groups:
        return Spot(Landing(window, side=Side.RIGHT), area, QRect())
    if groups[0].panes == (pane,) and len(groups) == 1:
        return None
    side = _near(at, area)
    if side is not None and (len(groups) > 1 or len(groups[0].panes) > 1):
        landing = beside(window, "", side, size, area)
        return Spot(landing, strip(area, side, landing.share), QRect())
    group = next((one for one in groups if one.whole.contains(at)), None)
    if group is None:
        return None
    if group.head.contains(at):
        return _among_tabs(at, pane, window, group)
    side = _band(at, group.whole)
    if side is None:
        if pane in group.panes:
            return None
        return Spot(Landing(window, group.panes[0]), group.whole, QRect())
    if group.panes == (pane,):
        return None
    by = next(other for other in group.panes if other != pane)
    landing = beside(window, by, side, size, group.whole)
    return Spot(landing, strip(group.whole, side, landing.share), QRect())


def beside(window: int | None, by: str, side: Side, size: QSize, box: QRect) -> Landing:
    """Beside the group of ``by``, or along the edge of the window (``by`` empty), which has this ``box``: with the size
    the pane has, as far as that is fair (an empty size: as much as is fair)."""
    most = MOST if by else MOST_AT_EDGE
    wanted, whole = (size.width(), box.width()) if side.across else (size.height(), box.height())
    share = min(max(wanted / max(whole, 1), LEAST), most) if wanted > 0 else most
    return Landing(window, by, side, share=share, pixels=max(whole, 1))


def strip(box: QRect, side: Side, share: float) -> QRect:
    """The part of ``box`` along one of its sides."""
    width = round(box.width() * share) if side.across else box.width()
    height = box.height() if side.across else round(box.height() * share)
    left = box.left() if side is not Side.RIGHT else box.right() + 1 - width
    top = box.top() if side is not Side.BELOW else box.bottom() + 1 - height
    return QRect(left, top, width, height)


def _among_tabs(at: QPoint, pane: str, window: int | None, group: GroupBox) -> Spot | None:
    """As a tab: before the first tab whose middle is to the right."""
    if group.panes == (pane,):
        return None
    places = zip(group.panes, group.tabs, strict=False)
    before, box = next(((one, box) for one, box in places if at.x() < box.center().x()), ("", QRect()))
    if pane in group.panes:
        here = group.panes.index(pane)
        follower = group.panes[here + 1] if here + 1 < len(group.panes) else ""
        if before in (pane, follower):
            return None
    sign = QRect()
    if group.tabs:
        x = box.left() if before else group.tabs[-1].right() + 1
        sign = QRect(x - SIGN // 2, group.head.top(), SIGN, group.head.height())
    by = next(other for other in group.panes if other != pane)
    return Spot(Landing(window, by, None, before), group.whole, sign)


def _near(at: QPoint, area: QRect) -> Side | None:
    """The edge of the window that is so near that it is meant."""
    away = {
        Side.LEFT: at.x() - area.left(),
        Side.RIGHT: area.right() - at.x(),
        Side.ABOVE: at.y() - area.top(),
        Side.BELOW: area.bottom() - at.y(),
    }
    side = min(away, key=lambda one: away[one])
    return side if 0 <= away[side] < (UPPER_EDGE if side is Side.ABOVE else EDGE) else None


def _band(at: QPoint, box: QRect) -> Side | None:
    """The side whose band holds the point; None in the middle."""
    right, down = (at.x() - box.left()) / max(box.width(), 1), (at.y() - box.top()) / max(box.height(), 1)
    away = {Side.LEFT: right, Side.RIGHT: 1 - right, Side.ABOVE: down, Side.BELOW: 1 - down}
    side = min(away, key=lambda one: away[one])
    return side if away[side] < BAND else None
