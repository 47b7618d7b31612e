"""What can be done now, as buttons: the next step of the loop first, rare ones behind "more"."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from domain.incident import Incident
from domain.workflow import Step, Workflow
from widgets.flow_layout import FlowLayout
from widgets.keyed_menu import KeyedMenu
from widgets.look import Look
from widgets.stage_path import main_path

#: So many steps are buttons; the others stand in the menu.
SHOWN = 3
#: Another step in the place of the one that was pressed is not pressed by the same double click (seconds).
CALM = 0.4


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
    """``chosen(verb)``. ``clock``: seconds that only grow."""

    chosen = Signal(str)

    def __init__(
        self, look: Look, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._clock = clock
        self._calm_at = 0.0
        self._incident = ""
        self.buttons: dict[str, StepButton] = {}
        self.menu = KeyedMenu(self)
        holder = QWidget()
        # made once, so that the keyboard comes by here in its order
        self._slots = [StepButton(holder) for _ in range(SHOWN)]
        self.more = QToolButton(holder)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self.menu)
        flow = FlowLayout(holder)
        for slot in self._slots:
            flow.addWidget(slot)
            slot.clicked.connect(partial(self._on_pressed, slot))
            slot.hide()
        flow.addWidget(self.more)
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
        same, self._incident = incident.id == self._incident, incident.id
        if verbs == self.verbs and self._texts() == [self._name(step) for step in ordered]:
            return
        had_focus = any(button.hasFocus() for button in (*self._slots, self.more))
        if same:
            self._calm_at = self._clock() + CALM
        safe = [step for step in ordered if not step.danger][:SHOWN]
        self.buttons = {}
        for slot, step in zip_longest(self._slots, safe):
            slot.setVisible(step is not None)
            if step is not None:
                slot.show_step(step, self._name(step), step is safe[0] and leads_onward(workflow, incident, step))
                slot.setToolTip(self.tr("Key {key}").format(key=step.shortcut) if step.shortcut else "")
                self.buttons[step.verb] = slot
        self.menu.empty()
        for step in ordered:
            if step not in safe:
                self.menu.add(self._name(step), partial(self._choose, step.verb), step.shortcut).setData(step.verb)
        self.more.setVisible(bool(self.menu.actions()))
        self.setVisible(bool(ordered))
        self.updateGeometry()
        if had_focus:
            self.take_focus()

    @property
    def calm(self) -> bool:
        """Whether a click is taken: not in the moment after the buttons have changed under the hand."""
        return self._clock() >= self._calm_at

    def take_focus(self) -> None:
        """The keyboard stands on the first step."""
        first = next(iter(self.buttons.values()), self.more)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_pressed(self, slot: StepButton, _checked: bool = False) -> None:
        self._choose(slot.verb)

    def _choose(self, verb: str) -> None:
        if self.calm:
            self.chosen.emit(verb)

    @property
    def verbs(self) -> list[str]:
        """Verbs of all steps in the order shown."""
        return [*self.buttons, *(action.data() for action in self.menu.actions())]

    def _texts(self) -> list[str]:
        in_menu = (action.text().partition("\t")[0] for action in self.menu.actions())
        return [*(button.text() for button in self.buttons.values()), *in_menu]

    def _name(self, step: Step) -> str:
        asks = " …" if step.danger or any(need != "assignee" for need in step.needs) else ""
        return step.name.text(self._look.language) + asks

    def _draw(self) -> None:
        self.more.setIcon(self._look.icons.icon("dots", self._look.tokens.text))

    def _name_things(self) -> None:
        self.more.setToolTip(self.tr("More steps"))
        self.more.setAccessibleName(self.tr("More steps"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


class StepButton(QPushButton):
    """Enter presses it, not only the space bar; a key that is held presses it once. ``verb``: the step it is now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoDefault(True)
        self.verb = ""

    def show_step(self, step: Step, name: str, primary: bool) -> None:
        self.verb = step.verb
        self.setText(name)
        if self.property("primary") != primary:
            self.setProperty("primary", primary)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            super().keyPressEvent(event)
