"""Everything that was done about an incident, oldest first: when, what, who, why."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.incident import TimelineEntry
from domain.picture import Picture
from domain.workflow import REROUTE
from widgets import wording, words
from widgets.look import Look, sized

RAIL = 6.0
TEXT = 20.0
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class TimelineList(QWidget):
    """Painted as a rail with dots; grows in height with its entries."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._lines: list[tuple[str, str, str]] = []
        self._entries: list[TimelineEntry] = []
        self._picture: Picture | None = None
        self._now = 0.0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self._write)

    def show_entries(self, picture: Picture, entries: list[TimelineEntry], now: float) -> None:
        self._picture, self._entries, self._now = picture, list(entries), now
        self._write()

    @property
    def texts(self) -> list[str]:
        """What each entry says, in one line."""
        return [" ".join(filter(None, line)) for line in self._lines]

    def _write(self) -> None:
        picture = self._picture
        if picture is None:
            return
        zone = ZoneInfo(picture.city.rules.calendar.zone)
        self._lines = [
            (wording.moment(entry.at, self._now, zone), self._headline(picture, entry), self._detail(picture, entry))
            for entry in self._entries
        ]
        self.setAccessibleDescription("\n".join(self.texts))
        self.updateGeometry()
        self.update()

    def _headline(self, picture: Picture, entry: TimelineEntry) -> str:
        language = self._look.language
        text = words.verb(picture, entry.verb, language)
        steps = picture.city.rules.workflow.steps
        assigns = any(step.verb == entry.verb and "assignee" in step.needs for step in steps)
        worker = picture.workers.get(entry.worker)
        if assigns and worker is not None:
            text += f" → {worker.title(language)}"
        if assigns and entry.region in picture.tree:
            text += f" ({picture.tree[entry.region].title(language)})"
        return f"{text} · {words.actor(picture, entry, language)}"

    def _detail(self, picture: Picture, entry: TimelineEntry) -> str:
        note = "" if entry.verb == REROUTE else entry.note  # there it is the number of a closure
        parts = [self._other(picture, entry), words.reason(entry.reason), note]
        if entry.photos:
            parts.append(self.tr("{count} photo(s)").format(count=len(entry.photos)))
        return " · ".join(part for part in parts if part)

    def _other(self, picture: Picture, entry: TimelineEntry) -> str:
        """The case this one was merged into, or went along with."""
        if not entry.into:
            return ""
        other = picture.incidents.get(entry.into)
        name = f"{other.title} ({other.case or other.id})" if other is not None else entry.into
        if entry.to_stage == picture.city.rules.workflow.merging and entry.verb == self._merging_verb(picture):
            return self.tr("into {case}").format(case=name)
        return self.tr("together with the case it is merged into: {case}").format(case=name)

    def _merging_verb(self, picture: Picture) -> str:
        steps = picture.city.rules.workflow.steps
        return next((step.verb for step in steps if "merge" in step.effects), "")

    def _fonts(self) -> tuple[QFont, QFont]:
        return self.font(), sized(self.font(), -1)

    def _heights(self, width: float) -> list[tuple[float, float]]:
        """Of each entry the heights of its headline and detail."""
        font, small = self._fonts()
        main, fine = QFontMetricsF(font), QFontMetricsF(small)
        time = max((fine.horizontalAdvance(line[0]) for line in self._lines), default=0.0) + 8
        found = []
        for _, headline, detail in self._lines:
            room = QRectF(0, 0, max(40.0, width - TEXT - time), 10_000)
            first = main.boundingRect(room, _WRAP, headline).height()
            room.setWidth(max(40.0, width - TEXT))
            found.append((first, fine.boundingRect(room, _WRAP, detail).height() if detail else 0.0))
        return found

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(sum(a + b + 10 for a, b in self._heights(width)) + 2)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(max(160, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, (font, small), width, y = self._look, self._fonts(), float(self.width()), 2.0
        time = max((QFontMetricsF(small).horizontalAdvance(line[0]) for line in self._lines), default=0.0) + 8
        heights = self._heights(width)
        for number, ((at, headline, detail), (first, second)) in enumerate(zip(self._lines, heights, strict=True)):
            dot = y + QFontMetricsF(font).height() / 2
            is_last = number == len(self._lines) - 1
            if not is_last:
                painter.setPen(QPen(look.line, 1.5))
                painter.drawLine(QPointF(RAIL, dot), QPointF(RAIL, dot + first + second + 10))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.selection if is_last else look.quiet)
            painter.drawEllipse(QPointF(RAIL, dot), 3.5, 3.5)
            painter.setFont(font)
            painter.setPen(look.text)
            painter.drawText(QRectF(TEXT, y, width - TEXT - time, first + 1), _WRAP, headline)
            painter.setFont(small)
            painter.setPen(look.quiet)
            painter.drawText(QRectF(width - time, y, time, first), Qt.AlignmentFlag.AlignRight, at)
            if detail:
                painter.drawText(QRectF(TEXT, y + first, width - TEXT, second + 1), _WRAP, detail)
            y += first + second + 10
        painter.end()
