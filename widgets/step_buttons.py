"""What can be done now, as buttons: the next step of the loop first, rare ones behind "more"."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from domain.incident import Incident
from domain.workflow import Step, Workflow
from widgets.flow_layout import FlowLayout
from widgets.look import Look
from widgets.stage_path import main_path

#: So many steps are buttons; the others stand in the menu.
SHOWN = 3


def leads_onward(workflow: Workflow, incident: Incident, step: Step) -> bool:
    """Whether a step brings the incident further along the main path."""
    path = [stage.code for stage in main_path(workflow)]
    here = path.index(incident.stage) if incident.stage in path else -1
    return step.to_stage in path and path.index(step.to_stage) > here and not step.danger


def order_of_use(workflow: Workflow, incident: Incident, steps: list[Step]) -> list[Step]:
    """The steps with those that lead onward along the main path first, dangerous ones last."""

    def rank(step: Step) -> tuple[int, bool]:
        if step.danger:
            return 3, False
        if leads_onward(workflow, incident, step):
            return 0, "assignee" not in step.needs
        return (1 if step.to_stage else 2), False

    return sorted(steps, key=rank)


class StepButtons(QWidget):
    """``chosen(verb)``."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.buttons: dict[str, QPushButton] = {}
        self.menu = QMenu(self)
        holder = QWidget()
        self.more = QToolButton(holder)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self.menu)
        self._flow = FlowLayout(holder)
        self._flow.addWidget(self.more)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(holder)
        look.changed.connect(self._draw)
        self._name_things()
        self._draw()

    def show_steps(self, workflow: Workflow, incident: Incident, steps: list[Step]) -> None:
        ordered = order_of_use(workflow, incident, steps)
        verbs = [step.verb for step in ordered]
        if verbs == self.verbs and self._texts() == [self._name(step) for step in ordered]:
            return
        self._clear()
        safe = [step for step in ordered if not step.danger][:SHOWN]
        for number, step in enumerate(safe):
            button = QPushButton(self._name(step))
            button.setAutoDefault(True)  # Enter presses it, not only the space bar
            button.setProperty("primary", number == 0 and leads_onward(workflow, incident, step))
            button.clicked.connect(lambda _checked=False, verb=step.verb: self.chosen.emit(verb))
            if step.shortcut:
                button.setToolTip(step.shortcut)
            self._flow.addWidget(button)
            self.buttons[step.verb] = button
        for step in ordered:
            if step in safe:
                continue
            action = QAction(self._name(step), self.menu)
            action.setData(step.verb)
            action.triggered.connect(lambda _checked=False, verb=step.verb: self.chosen.emit(verb))
            self.menu.addAction(action)
        self._flow.addWidget(self.more)
        self.more.setVisible(bool(self.menu.actions()))
        self.setVisible(bool(ordered))
        self.updateGeometry()

    @property
    def verbs(self) -> list[str]:
        """Verbs of all steps in the order shown."""
        return [*self.buttons, *(action.data() for action in self.menu.actions())]

    def _texts(self) -> list[str]:
        return [*(b.text() for b in self.buttons.values()), *(action.text() for action in self.menu.actions())]

    def _name(self, step: Step) -> str:
        asks = " …" if step.danger or any(need != "assignee" for need in step.needs) else ""
        return step.name.text(self._look.language) + asks

    def _clear(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.more:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        for action in self.menu.actions():
            self.menu.removeAction(action)
            action.deleteLater()

    def _draw(self) -> None:
        self.more.setIcon(self._look.icons.icon("dots", self._look.tokens.text))

    def _name_things(self) -> None:
        self.more.setToolTip(self.tr("More steps"))
        self.more.setAccessibleName(self.tr("More steps"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)
