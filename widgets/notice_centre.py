"""The notice centre: what the room was told of and nobody has settled yet. Opens below the bar's bell."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from domain.notices import Notice, NoticeKind
from domain.picture import Picture
from widgets import wording
from widgets.look import Look
from widgets.overlay import Overlay
from widgets.signs import severity_pixmap

#: Rows that are shown; the head says how many more there are. Width in logical pixels.
ROWS, WIDTH = 40, 460


class NoticeCentre(Overlay):
    """``acknowledge_requested(incident)`` for the whole room; ``incident_chosen(incident)`` to see it."""

    acknowledge_requested = Signal(str)
    incident_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._below = QRect()
        self._shown: tuple[Notice, ...] = ()
        self._offered: tuple[Picture, tuple[Notice, ...], float] | None = None
        self._title, self._told = QLabel(), QLabel()
        self._title.setProperty("heading", True)
        self._told.setProperty("quiet", True)
        self._told.setWordWrap(True)
        self.every = QPushButton()
        self.every.setProperty("flat", True)
        self.every.clicked.connect(self._on_every)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.every)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._list = QWidget()
        self._list.setLayout(self._rows)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._list)
        self.body.setContentsMargins(14, 10, 8, 10)
        self.body.setSpacing(6)
        self.body.addLayout(head)
        self.body.addWidget(self._told)
        self.body.addWidget(self._area, 1)
        self.sheet.setFixedWidth(WIDTH)
        self._name()

    def open_below(self, bar: QWidget) -> None:
        """Below the right end of ``bar``."""
        self._below = QRect(bar.mapTo(self._over, QPoint()), bar.size())
        self._fill()
        self.open()

    def show_notices(self, picture: Picture, notices: Sequence[Notice], now: float, flood: int) -> None:
        """Those nobody has settled, the newest first; ``flood``: how many came in ten minutes, 0 when it is calm."""
        self._tell(len(notices), flood)
        self._offered = (picture, tuple(notices[:ROWS]), now)
        if self.isVisible():  # in a flood nobody pays for rows that nobody sees
            self._fill()

    def _fill(self) -> None:
        if self._offered is None or self._offered[1] == self._shown:
            return
        picture, shown, now = self._offered
        self._shown = shown
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for notice in shown:
            self._rows.addWidget(self._row(picture, notice, now))
        self._rows.addStretch(1)
        self.every.setEnabled(bool(shown))
        if self.isVisible():
            self._place()

    def _row(self, picture: Picture, notice: Notice, now: float) -> QWidget:
        incident = picture.incidents[notice.incident]
        row = QWidget()
        sign = QLabel()
        sign.setPixmap(severity_pixmap(notice.severity, self._look, 14, self.devicePixelRatioF()))
        text = QPushButton(incident.title)
        text.setProperty("flat", True)
        text.setStyleSheet("text-align: left;")
        text.setToolTip(self.tr("Show the incident"))
        text.clicked.connect(lambda: self._choose(notice.incident))
        zone = ZoneInfo(picture.city.rules.calendar.zone)
        why = QLabel(f"{self._kind(notice.kind)} · {wording.moment(notice.at, now, zone)}")
        why.setProperty("quiet", True)
        known = QPushButton(self.tr("Known"))
        known.setToolTip(self.tr("Acknowledge for the whole room"))
        known.clicked.connect(lambda: self.acknowledge_requested.emit(notice.incident))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 6, 2)
        line.setSpacing(8)
        line.addWidget(sign)
        line.addWidget(text, 1)
        line.addWidget(why)
        line.addWidget(known)
        return row

    def _kind(self, kind: NoticeKind) -> str:
        return {
            NoticeKind.NEW: self.tr("new"),
            NoticeKind.LATE: self.tr("past its time"),
            NoticeKind.BACK: self.tr("came back"),
            NoticeKind.PRESSED: self.tr("pressed on"),
        }[kind]

    def _tell(self, count: int, flood: int) -> None:
        if not count:
            text = self.tr("Nothing waits to be known. What is severe, late, declined or pressed on appears here.")
        elif flood:
            text = self.tr(
                "{flood} in ten minutes: more than anybody can follow. Only the severest sounds now; work down the "
                "queue, or give areas to another desk."
            ).format(flood=flood)
        elif count > ROWS:
            text = self.tr("The newest {shown} of {count}").format(shown=ROWS, count=count)
        else:
            text = self.tr("Acknowledged once is acknowledged for every desk of the room.")
        self._told.setText(text)

    def _choose(self, incident: str) -> None:
        self.close_sheet()
        self.incident_chosen.emit(incident)

    def _on_every(self) -> None:
        for incident in dict.fromkeys(notice.incident for notice in self._shown):
            self.acknowledge_requested.emit(incident)

    def _place(self) -> None:
        self.setGeometry(self._over.rect())
        most = self.height() - self._below.bottom() - 24
        head = self.body.minimumSize().height()
        rows = self._list.sizeHint().height() if self._shown else 0
        self.sheet.setFixedHeight(min(most, max(120, head + rows + 24)))
        self.sheet.move(self.width() - WIDTH - 12, self._below.bottom() + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._shown:
            self._choose(self._shown[0].incident)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._shown = ()
            self.close_sheet()
        super().changeEvent(event)

    def _name(self) -> None:
        self._title.setText(self.tr("Notices"))
        self.every.setText(self.tr("All known"))
        self.setAccessibleName(self.tr("Notices"))
