"""Everything that can be done with an incident, as a menu: the twin of every drag and key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from domain.candidates import Flight
from domain.picture import Picture
from domain.workflow import possible
from widgets.candidate_list import consequence
from widgets.keyed_menu import KeyedMenu
from widgets.look import Look
from widgets.step_buttons import order_of_use


class IncidentMenu(QObject):
    """``worker_drop_requested(incident, worker)`` for one of the best three; ``step_requested(incident, verb)`` for a
    step, which may still have to ask for something; ``opened(incident)`` to see it in full."""

    worker_drop_requested = Signal(str, str)
    step_requested = Signal(str, str)
    opened = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._owner = parent

    def build(self, picture: Picture, incident_id: str, role: str, flight: Flight | None) -> KeyedMenu:
        """The menu of one incident; ``flight`` says who are the best."""
        menu = KeyedMenu(self._owner)
        incident = picture.incidents.get(incident_id)
        if incident is None:
            return menu
        language = self._look.language
        menu.add(self.tr("Open"), partial(self.opened.emit, incident_id), "↵")
        menu.addSeparator()
        steps = possible(picture.city.rules.workflow, incident, role)
        for step in order_of_use(picture.city.rules.workflow, incident, steps):
            name, ask = step.name.text(language), partial(self.step_requested.emit, incident_id, step.verb)
            if "assignee" not in step.needs:
                menu.add(name + (" …" if step.needs or step.danger else ""), ask, step.shortcut)
                continue
            people = menu.add_menu(self.tr("{step} to").format(step=name), step.shortcut)
            self._add_people(people, picture, incident_id, flight)
            self._add_officers(people, picture, incident_id, flight)
            people.add(self.tr("Somebody else …"), ask)
        return menu

    def popup(self, picture: Picture, incident_id: str, role: str, flight: Flight | None, at: QPoint) -> None:
        """Show it at a point of the screen; returns when it is closed."""
        menu = self.build(picture, incident_id, role, flight)
        menu.exec(at)
        menu.deleteLater()

    def _add_officers(self, menu: KeyedMenu, picture: Picture, incident: str, flight: Flight | None) -> None:
        """Who answers for the overlay grids the incident lies in; who cannot take it says why."""
        city, tree = picture.city, picture.tree
        region, place = picture.incidents[incident].region, picture.incidents[incident].place
        if region not in tree or not city.overlays.fits(city.geography.regions):
            return
        for grid in city.overlays.at(tree.index(region), city.geography.regions, (place.lon, place.lat)):
            # by his id: the places people have in position blocks are the journal's, those of the city may be others
            known = next((one.id for one in city.workers if one.index == grid.officer), "")
            worker = picture.workers.get(known)
            if worker is None:
                continue
            candidate = flight.candidates.get(worker.id) if flight is not None else None
            name, officer = grid.name.text(self._look.language), worker.title(self._look.language)
            text = f"{name}: {officer}" + (f" · {consequence(candidate)}" if candidate is not None else "")
            action = menu.add(text, partial(self.worker_drop_requested.emit, incident, worker.id))
            action.setEnabled(candidate is not None and candidate.allowed)
        if city.overlays.of_region.shape[1]:
            menu.addSeparator()

    def _add_people(self, menu: KeyedMenu, picture: Picture, incident: str, flight: Flight | None) -> None:
        for number, key in enumerate(flight.best if flight else (), 1):
            worker = picture.workers.get(key)
            if worker is None or flight is None:
                continue
            text = f"{worker.title(self._look.language)} · {consequence(flight.candidates[key])}"
            menu.add(text, partial(self.worker_drop_requested.emit, incident, key), str(number))
        if not menu.isEmpty():
            menu.addSeparator()
