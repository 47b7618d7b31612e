"""A proposal for everything that waits: who goes where, why, what would change it; all of it, some of it or none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from domain.batch import Proposal
from domain.picture import Picture
from widgets import wording
from widgets.empty_note import EmptyNote
from widgets.flow_layout import FlowLayout
from widgets.look import Look
from widgets.plan_model import COLUMNS, PlanModel

WIDTHS = {"incident": 250, "worker": 110, "travel": 90, "deadline": 140, "why": 420, "change": 240}


#: From this width on the buttons stand beside the sentence; from this height on there is room for the whole reason.
WIDE, TALL = 900, 330


class PlanView(QWidget):
    """``take_requested(dict)``: send these, worker by incident. ``weigh_requested``: propose anew.
    ``cancel_requested``: stop weighing. ``dismissed``: none of it. ``incident_selected(id)``; ``pairs_shown(dict)``:
    these are chosen and to be seen now, none while nobody looks at the pane. ``appeared``: somebody looks at it."""

    take_requested = Signal(object)
    weigh_requested = Signal()
    cancel_requested = Signal()
    dismissed = Signal()
    incident_selected = Signal(str)
    pairs_shown = Signal(object)
    appeared = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan")
        self._look = look
        self._proposal: Proposal | None = None
        self._more = self._apart = 0
        self.model = PlanModel(look, self)
        self.head = QLabel()
        self.head.setWordWrap(True)
        self.progress = QProgressBar()
        self.cancel = QPushButton()
        self.table = self._make_table()
        self.note = EmptyNote(look, "arrows-split", self.table)
        self.detail = QLabel()
        self.detail.setWordWrap(True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.take_all, self.take_chosen, self.none, self.again = (QPushButton() for _ in range(4))
        self.take_all.setProperty("primary", True)
        self._lay_out()
        self.model.ticked_changed.connect(self._on_ticked)
        self.take_all.clicked.connect(self._on_take_all)
        self.take_chosen.clicked.connect(lambda: self.take_requested.emit(self.model.ticked))
        self.none.clicked.connect(self.dismissed)
        self.again.clicked.connect(self.weigh_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.show_progress(0, 0)
        self._name_things()

    # --- in -------------------------------------------------------------------------------------------------------

    def show_proposal(
        self, proposal: Proposal | None, picture: Picture | None, more: int = 0, apart: int = 0
    ) -> None:
        """``more``: so many wait that were not weighed; ``apart``: so many others wait that are not chosen on the desk.
        None: nothing is proposed."""
        chosen = self.current
        self._proposal, self._more, self._apart = proposal, more, apart
        self.show_progress(0, 0)
        self.model.show_proposal(proposal, picture)
        for row, pair in enumerate(self.model.pairs):
            if pair.incident == chosen:
                self.table.selectRow(row)
        self._write()

    def show_progress(self, done: int, whole: int) -> None:
        """So many of the incidents are weighed; 0 of 0: nothing is being weighed."""
        for part in (self.progress, self.cancel):
            part.setVisible(whole > 0)
        self.progress.setRange(0, max(1, whole))
        self.progress.setValue(done)
        self.progress.setAccessibleName(self.tr("{done} of {whole} weighed").format(done=done, whole=whole))
        self.again.setEnabled(whole == 0)

    @property
    def current(self) -> str:
        """The incident of the row the keyboard is on, empty when there is none."""
        row = self.table.currentIndex().row()
        return self.model.pairs[row].incident if 0 <= row < len(self.model.pairs) else ""

    # --- inside ---------------------------------------------------------------------------------------------------

    def _on_take_all(self) -> None:
        self.take_requested.emit({one.incident: one.worker for one in self.model.pairs if one.worker})

    def _on_ticked(self) -> None:
        ticked = self.model.ticked
        self.take_chosen.setText(self.tr("Send the {count} chosen").format(count=len(ticked)))
        self.take_chosen.setEnabled(bool(ticked))
        self._show_pairs()

    def _show_pairs(self) -> None:
        self.pairs_shown.emit(self.model.ticked if self.isVisible() else {})

    def _on_current(self) -> None:
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self.model.pairs):
            self.detail.clear()
            return
        texts = [str(self.model.data(self.model.index(row, column))) for column in range(len(COLUMNS))]
        self.detail.setText(f"{texts[0]} → {texts[1]} · {texts[2]} · {texts[3]}\n{texts[4]}\n{texts[5]}")
        self.incident_selected.emit(self.model.pairs[row].incident)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 12)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        line = table.fontMetrics().height()
        for place, name in enumerate(COLUMNS):
            table.setColumnWidth(place, round(WIDTHS[name] * line / 19))
        table.horizontalHeader().setSectionResizeMode(COLUMNS.index("change"), QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentRowChanged.connect(lambda *_: self._on_current())
        return table

    def _lay_out(self) -> None:
        self.progress.setFixedWidth(160)
        self.progress.setTextVisible(False)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        for part in (self.progress, self.cancel, self.again, self.none, self.take_chosen, self.take_all):
            flow.addWidget(part)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.addWidget(self.head, 1)
        self._top.addWidget(buttons, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(6)
        box.addLayout(self._top)
        box.addWidget(self.table, 1)
        box.addWidget(self.detail)

    def _write(self) -> None:
        pairs = self.model.pairs
        sent = sum(bool(one.worker) for one in pairs)
        if not pairs:
            self.head.clear()
            self.note.say(*self._why_nothing())
        else:
            self.note.hide()
            middle = sum(one.seconds for one in pairs if one.worker) / max(sent, 1)
            text = self.tr("{count} wait, {sent} can be sent, on average {minutes} on the way")
            text = text.format(count=len(pairs), sent=sent, minutes=wording.minutes(middle))
            if self._apart:
                text += " · " + self.tr("only what is chosen: {count} others wait").format(count=self._apart)
            if self._more:
                text += " · " + self.tr("{count} less urgent ones are not weighed").format(count=self._more)
            self.head.setText(text)
        self.take_all.setText(self.tr("Send all {count}").format(count=sent))
        self.take_all.setEnabled(sent > 0)
        self.none.setEnabled(bool(pairs))
        if not pairs:
            self.detail.clear()

    def _why_nothing(self) -> tuple[str, str]:
        """Nobody asked, nothing waits, or nothing of what is chosen."""
        if self._proposal is None:
            return (
                self.tr("Nothing is proposed"),
                self.tr("Weigh everything that waits against everybody on duty: all together are served best."),
            )
        if self._apart:
            text = self.tr("{count} others wait: show everything again, then weigh.").format(count=self._apart)
            return self.tr("Nothing waits of what is chosen"), text
        return self.tr("Nothing waits"), self.tr("Every open incident has somebody, or is not to be given yet.")

    def _name_things(self) -> None:
        self.none.setText(self.tr("None of it"))
        self.again.setText(self.tr("Weigh"))
        self.cancel.setText(self.tr("Cancel"))
        self.table.setAccessibleName(self.tr("Proposed pairs"))
        self._on_ticked()
        self._write()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_pairs()
        self.appeared.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._show_pairs()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= WIDE
        self._top.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self.detail.setVisible(event.size().height() >= TALL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.table.currentIndex().row(), event.key()
        if key == Qt.Key.Key_Space and 0 <= row < len(self.model.pairs):
            incident = self.model.pairs[row].incident
            self.model.tick(incident, incident not in self.model.ticked)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.model.ticked:
            self.take_requested.emit(self.model.ticked)
        elif key == Qt.Key.Key_Escape and self.model.pairs:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)
