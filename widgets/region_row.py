"""How one area is drawn in the tree, at rest and while an incident is over it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from domain.candidates import AreaTarget
from domain.region import Level, Region
from widgets import wording, words
from widgets.look import Look, faded, sized
from widgets.region_model import RegionModel

GAP = 8.0
MARGIN = 10.0


class RegionRow(QStyledItemDelegate):
    """``target``: what a drop would mean on the area the drag is over, None when there is no drag."""

    def __init__(self, look: Look, model: RegionModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self.target: AreaTarget | None = None
        self.columns: tuple[float, float, float] = (40.0, 40.0, 40.0)  # open, late, on duty

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, round(QFontMetricsF(option.font).height() + 10))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        region = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(region, Region):
            return
        painter.save()
        look, box, font = self._look, QRectF(option.rect), option.font
        state: QStyle.StateFlag = option.state
        target = self.target if self.target is not None and self.target.region == region.code else None
        if target is not None:
            painter.fillRect(box, faded(look.bad if target.obstacle else look.selection, 0.22))
        elif state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, faded(look.selection, 0.16))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, faded(look.text, 0.05))
        line = box.adjusted(4, 0, -MARGIN, 0)
        weight = QFont.Weight.Medium if region.level.depth <= Level.STREET.depth else QFont.Weight.Normal
        bold, name = sized(font, 0, weight), self._name(region)
        metrics = QFontMetricsF(bold)
        painter.setFont(bold)
        painter.setPen(look.text)
        if target is None:
            right = self._draw_burden(painter, line, region, font)
            painter.setFont(bold)
            name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(0.0, right - line.left() - GAP))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        if target is not None:
            line.setLeft(line.left() + metrics.horizontalAdvance(name) + GAP)
            painter.setPen(look.bad if target.obstacle else look.text)
            sentence = metrics.elidedText(self.consequence(target), Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, sentence)
        painter.restore()

    def _name(self, region: Region) -> str:
        picture = self._model.picture
        if picture is None:
            return region.name
        return wording.place_names(picture.tree, region.code, self._look.language, 1)[0]

    def _draw_burden(self, painter: QPainter, line: QRectF, region: Region, font: QFont) -> float:
        """On duty, late and open, right-aligned in columns; gives where the first number begins."""
        look, burden = self._look, self._model.burden(region.code)
        right = begin = line.right()
        cells: list[tuple[int, QColor]] = [
            (burden.on_duty, look.quiet),
            (burden.late, look.bad),
            (burden.open, look.text),
        ]
        painter.setFont(font)
        for (number, color), column in zip(cells, reversed(self.columns), strict=True):
            if number:
                painter.setPen(color)
                spot = QRectF(right - column, line.top(), column, line.height())
                painter.drawText(spot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
                begin = right - QFontMetricsF(font).horizontalAdvance(str(number))
            right -= column
        painter.setPen(look.text)
        return begin

    def consequence(self, target: AreaTarget) -> str:
        """What dropping here would mean, in one line."""
        picture = self._model.picture
        worker = picture.workers.get(target.worker) if picture is not None else None
        if target.obstacle or worker is None:
            return words.obstacle(target.obstacle or "nobody")
        name = worker.title(self._look.language)
        candidate = target.candidate
        if candidate is None or candidate.seconds is None:
            return f"→ {name}"
        text = f"→ {name} · {wording.minutes(candidate.seconds)}"
        if candidate.holds is True:
            return text + " · " + QCoreApplication.translate("RegionRow", "deadline holds")
        if candidate.holds is False:
            return text + " · " + QCoreApplication.translate("RegionRow", "too late")
        return text
