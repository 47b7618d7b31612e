"""The notice centre: what the room was told of and nobody has settled yet, and what this desk has put aside. Opens
below the bar's bell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from domain.notice_shelf import Bundle, Key, Shelved, key_of, shelvable
from domain.notices import Notice
from domain.picture import Picture
from widgets.look import Look
from widgets.notice_rows import NoticeRow
from widgets.overlay import Overlay

#: Rows that are shown; the head says how many more there are. Width in logical pixels.
ROWS, WIDTH = 40, 520


class NoticeCentre(Overlay):
    """``acknowledge_requested(incident)`` for the whole room; ``incident_chosen(incident)`` to see it;
    ``shelve_requested(notices, seconds)`` at this desk, ``unshelve_requested(keys)`` before their time."""

    acknowledge_requested = Signal(str)
    incident_chosen = Signal(str)
    shelve_requested = Signal(object, float)
    unshelve_requested = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._below = QRect()
        self._drawn: Any = None
        self._offered: tuple[Picture, tuple[Bundle, ...], tuple[Shelved, ...], float] | None = None
        self._opened: set[Key] = set()
        self._aside_shown = False
        self._title, self._told = QLabel(), QLabel()
        self._title.setProperty("heading", True)
        self._told.setProperty("quiet", True)
        self._told.setWordWrap(True)
        self.every = QPushButton()
        self.every.setProperty("flat", True)
        self.every.clicked.connect(self._on_every)
        self.aside, self.all_back = QPushButton(), QPushButton()
        for button in (self.aside, self.all_back):
            button.setProperty("flat", True)
        self.aside.clicked.connect(self._on_aside)
        self.all_back.clicked.connect(self._on_all_back)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.every)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 6, 0)
        foot.addWidget(self.aside)
        foot.addStretch(1)
        foot.addWidget(self.all_back)
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
        self.body.addWidget(self._foot)
        self.sheet.setFixedWidth(WIDTH)
        look.changed.connect(self._draw)
        self._name()

    def open_below(self, bar: QWidget, aside: bool = False) -> None:
        """Below the right end of ``bar``; ``aside``: with what is put aside."""
        self._below = QRect(bar.mapTo(self._over, QPoint()), bar.size())
        self._aside_shown = aside
        self._fill()
        self.open()

    def show_notices(
        self, picture: Picture, bundles: Sequence[Bundle], now: float, flood: int, aside: Sequence[Shelved] = ()
    ) -> None:
        """Those nobody has settled; ``flood``: how many came in ten minutes, 0 when it is calm; ``aside``: put aside at
        this desk, the next to come back first."""
        self._tell(len(bundles), flood, len(aside))
        self._offered = (picture, tuple(bundles[:ROWS]), tuple(aside), now)
        self._opened &= {bundle.key for bundle in bundles}
        if self.isVisible():  # in a flood nobody pays for rows that nobody sees
            self._fill()

    # --- rows -----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        if self._offered is None:
            return
        picture, bundles, aside, now = self._offered
        wanted = (bundles, aside, frozenset(self._opened), self._aside_shown)
        if wanted == self._drawn:
            return
        self._drawn = wanted
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        rows = [row for bundle in bundles for row in self._rows_of(picture, bundle, now)]
        if self._aside_shown:
            rows += [self._row_aside(picture, one, now) for one in aside]
        for row in rows:
            self._rows.addWidget(row)
            row.show()  # at once: what is not seen counts for nothing when the sheet asks how high it is
        self._rows.addStretch(1)
        self.every.setEnabled(bool(bundles))
        self._foot.setVisible(bool(aside))
        self.all_back.setVisible(self._aside_shown)
        self._draw()
        if self.isVisible():
            self._place()

    def _rows_of(self, picture: Picture, bundle: Bundle, now: float) -> list[QWidget]:
        if len(bundle.notices) == 1:
            return [self._row(picture, bundle.first, now)]
        opened = bundle.key in self._opened
        row = NoticeRow(self._look)
        row.show_bundle(picture, bundle, now, opened)
        row.text.setToolTip(self.tr("Show each of them"))
        row.text.clicked.connect(lambda: self._toggle(bundle.key))
        known = self.tr("All of these: known to the whole room")
        row.add(self.tr("Known"), known, lambda: self._know(bundle.notices))
        self._add_shelving(row, picture, bundle.notices)
        return [row, *(self._row(picture, notice, now, True) for notice in (bundle.notices if opened else ()))]

    def _row(self, picture: Picture, notice: Notice, now: float, indent: bool = False) -> QWidget:
        row = NoticeRow(self._look, indent)
        row.show_notice(picture, notice, now)
        row.text.setToolTip(self.tr("Show the incident"))
        row.text.clicked.connect(lambda: self._choose(notice.incident))
        row.add(self.tr("Known"), self.tr("Acknowledge for the whole room"), lambda: self._know((notice,)))
        self._add_shelving(row, picture, (notice,))
        return row

    def _row_aside(self, picture: Picture, one: Shelved, now: float) -> QWidget:
        row = NoticeRow(self._look)
        row.show_shelved(picture, one, now)
        row.text.setToolTip(self.tr("Show the incident"))
        row.text.clicked.connect(lambda: self._choose(one.notice.incident))
        back = self.tr("Back now, before its time")
        row.add(self.tr("Back"), back, lambda: self.unshelve_requested.emit([key_of(one.notice)]))
        return row

    def _add_shelving(self, row: NoticeRow, picture: Picture, notices: tuple[Notice, ...]) -> None:
        button = row.add_shelving(lambda seconds: self.shelve_requested.emit(notices, seconds))
        if not any(shelvable(notice, picture) for notice in notices):
            button.setEnabled(False)
            button.setIcon(QIcon())
            button.setToolTip(self.tr("The worst severity is never put aside"))

    # --- words ----------------------------------------------------------------------------------------------------

    def _tell(self, count: int, flood: int, aside: int) -> None:
        if flood:
            text = self.tr(
                "{flood} in ten minutes: more than anybody can follow. Alike ones stand as one, lesser ones are put "
                "aside for a quarter of an hour, and only the severest sounds."
            ).format(flood=flood)
        elif not count:
            text = self.tr("Nothing waits to be known. What is severe, late, declined or pressed on appears here.")
        elif count > ROWS:
            text = self.tr("The newest {shown} of {count}").format(shown=ROWS, count=count)
        else:
            text = self.tr("Acknowledged once is acknowledged for every desk of the room.")
        self._told.setText(text)
        self._told.setFixedHeight(self._told.heightForWidth(WIDTH - 24))
        self.aside.setText(self.tr("Put aside: {count}").format(count=aside))

    def _draw(self) -> None:
        mark = "chevron-down" if self._aside_shown else "chevron-right"
        self.aside.setIcon(self._look.icons.icon(mark, self._look.tokens.quiet))

    # --- what is touched ------------------------------------------------------------------------------------------

    def _choose(self, incident: str) -> None:
        self.close_sheet()
        self.incident_chosen.emit(incident)

    def _toggle(self, key: Key) -> None:
        self._opened ^= {key}
        self._fill()

    def _know(self, notices: Sequence[Notice]) -> None:
        for incident in dict.fromkeys(notice.incident for notice in notices):
            self.acknowledge_requested.emit(incident)

    def _on_every(self) -> None:
        if self._offered is not None:
            self._know([notice for bundle in self._offered[1] for notice in bundle.notices])

    def _on_aside(self) -> None:
        self._aside_shown = not self._aside_shown
        self._fill()

    def _on_all_back(self) -> None:
        if self._offered is not None:
            self.unshelve_requested.emit([key_of(one.notice) for one in self._offered[2]])

    def _place(self) -> None:
        self.setGeometry(self._over.rect())
        most = self.height() - self._below.bottom() - 24
        head = self.body.minimumSize().height()
        rows = self._list.sizeHint().height() if self._rows.count() > 1 else 0
        self.sheet.setFixedHeight(min(most, max(120, head + rows + 24)))
        self.sheet.move(self.width() - WIDTH - 12, self._below.bottom() + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        first = self._offered[1][0].first if self._offered is not None and self._offered[1] else None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and first is not None:
            self._choose(first.incident)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._drawn = None
            self.close_sheet()
        super().changeEvent(event)

    def _name(self) -> None:
        self._title.setText(self.tr("Notices"))
        self.every.setText(self.tr("All known"))
        self.all_back.setText(self.tr("All back now"))
        self.aside.setToolTip(self.tr("What this desk has put aside, and until when"))
        self.setAccessibleName(self.tr("Notices"))
