"""What explains the desk: the keys on F1, the tour of the first start, what this program is, and an earlier fall."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QObject, QTimer

from desktop.actions import Actions, Group
from desktop.desk_window import DeskWindow
from desktop.live_picture import LivePicture
from desktop.preferences import PreferenceFile
from desktop.views import Views
from widgets.about_sheet import AboutSheet
from widgets.cheat_sheet import CheatSheet, Part
from widgets.city_sheet import CitySheet
from widgets.tour import Stop, Tour

#: The tour of the first start waits until the room has been seen.
_SETTLE_MS = 1200


class Helping(QObject):
    """``version`` and ``data`` are told in "about"."""

    def __init__(
        self, live: LivePicture, views: Views, window: DeskWindow, actions: Actions, kept: PreferenceFile,
        version: str, data: Path,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._live, self._views, self._window, self._actions = live, views, window, actions
        self._kept, self._version, self._data = kept, version, data
        self._fallen: Path | None = None
        actions.add("keys", Group.HELP, lambda: self.tr("All keys"), self.show_keys, "F1")
        actions.add("tour", Group.HELP, lambda: self.tr("Tour of the room"), self.begin_tour)
        actions.add("city", Group.HELP, lambda: self.tr("About this city"), self.show_city)
        actions.add("about", Group.HELP, lambda: self.tr("About Grid Command"), self.show_about)

    # Made when first asked for: nobody's start waits for help.

    @cached_property
    def sheet(self) -> CheatSheet:
        return CheatSheet(self._views.look, self._window)

    @cached_property
    def about(self) -> AboutSheet:
        return AboutSheet(self._views.look, self._window)

    @cached_property
    def city(self) -> CitySheet:
        return CitySheet(self._views.look, self._window)

    @cached_property
    def tour(self) -> Tour:
        tour = Tour(self._views.look, self._window)
        tour.ended.connect(self._on_toured)
        return tour

    def welcome(self, fallen: Path | None) -> None:
        """Once there is a room: the tour when nobody of this installation has had it, and where the report
        ``fallen`` of an earlier desk that fell is."""
        self._fallen = fallen
        if self._live.opened:
            self._on_city()
        else:
            self._live.city_opened.connect(self._on_city)

    def _on_city(self) -> None:
        fallen, self._fallen = self._fallen, None
        if fallen is not None:
            self.tell_of_fall(fallen)
        if not self._kept.now.toured:
            QTimer.singleShot(_SETTLE_MS, self, self.begin_tour)

    def tell_of_fall(self, report: Path) -> None:
        """An earlier desk fell; where its report is."""
        text = self.tr("The desk ended unexpectedly last time. A report was kept on this machine only: {file}")
        self._window.toast.tell(text.format(file=report))

    def show_keys(self) -> None:
        """The sheet with every key; a second time closes it."""
        if self.sheet.isVisible():
            self.sheet.close_sheet()
        else:
            self.sheet.open_with(self._parts())

    def show_about(self) -> None:
        facts = [
            (self.tr("Version"), self._version),
            (self.tr("Data folder"), str(self._data)),
            ("Qt", QLibraryInfo.version().toString()),
        ]
        if self._live.opened:
            city = self._live.picture.city
            facts[1:1] = [(self.tr("City"), city.name.text(self._views.look.language))]
        self.about.open_with(facts)

    def show_city(self) -> None:
        """What the city says of itself."""
        if self._live.opened:
            self.city.open_with(self._live.picture.city)

    def begin_tour(self) -> None:
        if self._window.room_shown and not self.tour.isVisible():
            self.tour.begin(self._stops())

    def _on_toured(self) -> None:
        self._kept.change(toured=True)

    def _parts(self) -> list[Part]:
        names = {
            Group.INCIDENT: self.tr("Incidents"),
            Group.FIND: self.tr("Finding"),
            Group.WINDOW: self.tr("Windows"),
            Group.ROOM: self.tr("Room"),
            Group.HELP: self.tr("Help"),
        }
        lines: dict[Group, list[tuple[str, str]]] = {group: [] for group in Group}
        for action in self._actions:
            if action.key:
                lines[action.group].append((action.key, action.title()))
        parts = [Part(names[group], tuple(lines[group])) for group in Group if lines[group]]
        return [*parts[:1], *self._parts_of_views(), *parts[1:]]

    def _parts_of_views(self) -> list[Part]:
        """Keys that belong to the view that has the focus."""
        in_queue = (
            ("↑ ↓", self.tr("choose an incident")),
            ("Enter", self.tr("show it on the map")),
            ("D · 1 2 3", self.tr("give it to the best, the second, the third")),
            ("M", self.tr("everything that can be done with it")),
            ("/", self.tr("to the filter; ↓ and Enter lead back")),
            ("← →", self.tr("fold and open a heading; ← leads up to it")),
        )
        on_map = (
            ("← → ↑ ↓", self.tr("move the map")),
            ("+ − 0", self.tr("nearer, farther, the whole city")),
            ("F", self.tr("follow the selected worker")),
            ("P", self.tr("open a pile of incidents, and go through it")),
            ("H", self.tr("heat of incidents")),
            ("R", self.tr("who can be at the selected incident in 5, 10, 15 minutes")),
            ("L", self.tr("the layers of the map")),
            ("N", self.tr("who of the grids beside the selected incident's is free")),
            ("G", self.tr("colour the areas by the next figure; with Shift the one before")),
        )
        in_air = (
            ("Esc", self.tr("cancel the drag")),
            ("Ctrl · Shift", self.tr("on the map: the larger area, the smaller one")),
        )
        return [
            Part(self.tr("In the queue"), in_queue),
            *self._part_of_steps(),
            Part(self.tr("On the map"), on_map),
            Part(self.tr("While an incident is in the air"), in_air),
        ]

    def _part_of_steps(self) -> list[Part]:
        """The letters of the city's own flow, as far as the person at this desk may do what they mean."""
        if not self._live.opened:
            return []
        language, names = self._views.look.language, dict[str, dict[str, None]]()
        for step in self._live.picture.city.rules.workflow.steps:
            if step.shortcut and self._live.role in step.by:
                names.setdefault(step.shortcut, {})[step.name.text(language)] = None
        lines = tuple((letter, " / ".join(meant)) for letter, meant in names.items())
        return [Part(self.tr("Steps, in the queue and beside it"), lines)] if lines else []

    def _stops(self) -> list[Stop]:
        views = self._views
        return [
            Stop(
                None,
                self.tr("Welcome to the room"),
                self.tr(
                    "The city is live. Six short stops show where things are; leave whenever you like, and find the "
                    "tour again with Ctrl+K."
                ),
            ),
            Stop(
                views.queue,
                self.tr("What do I do next?"),
                self.tr("Open incidents, what hurts most on top. The bar below each row is the time that is used up."),
            ),
            Stop(
                views.map,
                self.tr("Give it to somebody"),
                self.tr(
                    "Drag an incident from the list or the map onto a worker, or onto an area. While it is in the air "
                    "everybody shows how long he would need; Esc cancels, and after the drop there are six seconds to "
                    "take it back."
                ),
            ),
            Stop(
                views.panel,
                self.tr("One incident"),
                self.tr("Where it stands, the three best people for it, what can be done now, and who did what when."),
            ),
            Stop(
                views.top_bar,
                self.tr("Is anything wrong?"),
                self.tr("Figures of the day, the link and how old the picture is. Touch a figure to see its cases."),
            ),
            Stop(
                None,
                self.tr("Two keys to remember"),
                self.tr("Ctrl+K finds any place, person, incident, camera or command. F1 shows every key."),
            ),
        ]
