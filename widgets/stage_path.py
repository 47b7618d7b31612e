"""The loop an incident goes through as a small row of dots, and where it stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from domain.workflow import StageKind, Workflow
from widgets.look import Look, sized


def main_path(workflow: Workflow) -> list[StageKind]:
    """The stages from the first to a closed one, always by the nearest later stage a step leads to."""
    stages = list(workflow.stages)
    place = {stage.code: index for index, stage in enumerate(stages)}
    path = [stages[place[workflow.first]]]
    while path[-1].open:
        here = path[-1].code
        later = [
            place[step.to_stage]
            for step in workflow.steps
            if here in step.from_stages and place.get(step.to_stage, -1) > place[here]
        ]
        if not later:
            break
        path.append(stages[min(later)])
    return path


class StagePath(QWidget):
    """Dots joined by a line: passed ones filled, the present one large, coming ones hollow."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._path: list[StageKind] = []
        self._stage: StageKind | None = None
        self._reached = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def show_stage(self, workflow: Workflow, stage: StageKind, passed: set[str]) -> None:
        """``passed``: codes of the stages the incident has been in."""
        self._path = main_path(workflow)
        self._stage = stage
        codes = [step.code for step in self._path]
        if stage.code in codes:
            self._reached = codes.index(stage.code)
        else:
            self._reached = max((index for index, code in enumerate(codes) if code in passed), default=0)
        self.setAccessibleName(" → ".join(step.name.text(self._look.language) for step in self._path))
        self.setAccessibleDescription(stage.name.text(self._look.language))
        self.update()

    @property
    def reached(self) -> int:
        """Place of the present (or last regular) stage on the path."""
        return self._reached

    def sizeHint(self) -> QSize:
        return QSize(200, round(QFontMetricsF(sized(self.font(), -1.5)).height()) + 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _x(self, index: int) -> float:
        width = self.width() / max(1, len(self._path))
        return width * (index + 0.5)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._path or self._stage is None:
            return
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = sized(self.font(), -1.5)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        y, last = 8.0, len(self._path) - 1
        aside = self._stage.code not in [step.code for step in self._path]
        painter.setPen(QPen(look.line, 2))
        painter.drawLine(QPointF(self._x(0), y), QPointF(self._x(last), y))
        painter.setPen(QPen(look.quiet, 2))
        painter.drawLine(QPointF(self._x(0), y), QPointF(self._x(self._reached), y))
        cell = self.width() / (last + 1)
        for index, step in enumerate(self._path):
            here, words = index == self._reached, step.name.text(look.language)
            painter.setPen(QPen(look.quiet if index <= self._reached else look.line, 1.5))
            painter.setBrush(look.quiet if index < self._reached else look.panel)
            if here:
                color = look.warn if aside else look.selection
                painter.setPen(QPen(color, 2))
                painter.setBrush(look.panel if aside else color)
            painter.drawEllipse(QPointF(self._x(index), y), *((5.0, 5.0) if here else (3.5, 3.5)))
            fits = all(metrics.horizontalAdvance(s.name.text(look.language)) + 4 <= cell for s in self._path)
            if fits or here:
                shown = self._stage.name.text(look.language) if here and aside else words
                width = metrics.horizontalAdvance(shown) + 2
                left = min(max(0.0, self._x(index) - width / 2), self.width() - width)
                painter.setPen(look.text if here else look.quiet)
                painter.drawText(QRectF(left, 18, width, metrics.height()), Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._path:
            index = min(len(self._path) - 1, int(event.pos().x() / max(1, self.width()) * len(self._path)))
            QToolTip.showText(event.globalPos(), self._path[index].name.text(self._look.language), self)
            return True
        return super().event(event)
