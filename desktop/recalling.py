"""Puts back what a desk showed last time, and gathers it for the next."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from desktop.desk import Desk
from desktop.live_picture import LivePicture
from desktop.map_memory import MapMemory
from desktop.remembering import CityState, Session, SessionKeeper, restore, states_of
from desktop.views import Views
from domain.city import City
from domain.picture import Changes


class Recalling(QObject):
    """Windows at once, the rest when the city is there. What was asked for on the command line has been settled before:
    the look knows it."""

    def __init__(self, memory: SessionKeeper, live: LivePicture, views: Views, desk: Desk) -> None:
        super().__init__(desk)
        self._memory, self._live, self._views, self._desk = memory, live, views, desk
        self._workspaces = desk.arranging.workspaces
        self._city = ""
        self._cities = dict(memory.session.cities)
        self._wanted = ""
        self._workspaces.begin(memory.workspaces, memory.session.screens)
        self._workspaces.own_changed.connect(lambda: memory.keep_workspaces(self._workspaces.own()))
        filters = desk.queueing.filters
        filters.begin(memory.filters)
        filters.own_changed.connect(lambda: memory.keep_filters(filters.own()))
        views.top_bar.set_muted(memory.session.muted)
        memory.noticed.connect(desk.window.toast.tell)
        live.city_opened.connect(self._on_city)
        live.changed.connect(self._on_changed)
        memory.begin(self.session)

    def session(self) -> Session:
        """As everything is now."""
        look = self._views.look
        if self._city:
            selected = self._desk.selected or self._wanted
            self._cities[self._city] = CityState(selected, states_of(self._remembering()))
        return Session(
            look.language,
            "dark" if look.tokens.dark else "light",
            self._views.top_bar.muted,
            self._workspaces.standing(),
            dict(self._cities),
        )

    def _remembering(self) -> Mapping[str, object]:
        views = self._views
        return {
            "selection": self._desk.selection,  # before the queue: another filter goes back to the first shelf
            "queue": views.queue,
            "map": MapMemory(views.map),
            "second": views.second,
            "wall": self._desk.walls,
            "incident": views.panel,
            "people": views.roster,
            "areas": views.regions,
            "figures": self._desk.figures,
            "notices": self._desk.alarms,
        }

    def _on_city(self, city: City) -> None:
        self._city = city.code
        kept = self._cities.get(self._city, CityState())
        restore(self._remembering(), kept.views)
        self._wanted = kept.incident  # selected once the views show the picture

    def _on_changed(self, changes: Changes) -> None:
        if self._wanted and (changes.reset or self._wanted in changes.incidents):
            self._select()

    def _select(self) -> None:
        """The incident that was selected, as soon as it is known, unless a person was quicker."""
        if self._desk.selected:
            self._wanted = ""
        elif self._wanted in self._live.picture.incidents:
            wanted, self._wanted = self._wanted, ""
            self._desk.select_incident(wanted)
