"""Named ways to stand the panes: ready-made ones and a person's own, each remembered for every set of monitors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from secrets import token_hex

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.docking import tree
from desktop.docking.arrangement import Arrangement, Place
from desktop.docking.docks import Docks
from desktop.ready_made import READY_MADE, ReadyMade, usual
from desktop.screens import Monitor, Screens

#: So many steps of arranging can be taken back, so many sets of monitors are remembered.
STEPS, SETS = 30, 16
#: A pull at a handle that has rested so long (ms) is over: the next one is a step of its own.
PULL_MS = 600
#: Names of workspaces are not longer than this.
LONGEST = 40


class Own(msgspec.Struct, frozen=True):
    """A workspace a person has saved; ``layouts`` by set of monitors (``Screens.key``)."""

    code: str
    name: str
    layouts: dict[str, Arrangement] = {}


class OwnWorkspaces(msgspec.Struct, frozen=True):
    """What is kept of a person's own workspaces."""

    own: tuple[Own, ...] = ()


class Standing(msgspec.Struct, frozen=True):
    """How things stood on one set of monitors: the workspace that was chosen (empty: none), what the person has made of
    each since it was saved or came with the program, and where the desk window was."""

    chosen: str = ""
    layouts: dict[str, Arrangement] = {}
    main: Place | None = None


class Listed(msgspec.Struct, frozen=True):
    """One workspace as it is offered."""

    code: str
    name: str
    own: bool
    chosen: bool


class Workspaces(QObject):
    """Chooses, saves and remembers. ``changed``: other workspaces, another name, another one chosen. ``own_changed``:
    what belongs into the file of the person's own workspaces is another. ``noticed(sentence)``: something to tell."""

    changed = Signal()
    own_changed = Signal()
    noticed = Signal(str)

    def __init__(self, docks: Docks, screens: Screens, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._docks, self._screens = docks, screens
        self._key = screens.key
        self._own: tuple[Own, ...] = ()
        self._standing: dict[str, Standing] = {}
        self._chosen = ""
        self._steps: list[tuple[str, Arrangement]] = []
        self._last = docks.arrangement
        self._begun = False
        self._main: Place | None = None
        self._lost: tuple[Own, ...] | None = None
        self._pulling = QTimer(self, interval=PULL_MS, singleShot=True)
        docks.changed.connect(self._on_arranged)
        screens.changed.connect(self._on_screens)

    # --- beginning ----------------------------------------------------------------------------------------------------

    def begin(self, own: OwnWorkspaces | None, standing: dict[str, Standing] | None) -> None:
        """What was kept, or None; stands the panes as they stood, or as is usual with so many monitors."""
        self._own = own.own if own is not None else ()
        self._standing = dict(standing or {})
        self._key = self._screens.key
        kept = self._standing.get(self._key)
        if kept is not None and kept.chosen in kept.layouts:
            self._main = kept.main
            self._show(kept.chosen, kept.layouts[kept.chosen])
        else:
            code = usual(len(self._screens.monitors)).code
            self._show(code, self._layout(code))
        self._begun = True

    @property
    def main(self) -> Place:
        """Where the desk window belongs on these monitors: where it was, else all over the first that no other window
        fills."""
        return self._main or Place(self._free_monitor(), whole=True)

    def standing(self) -> dict[str, Standing]:
        """How things stand now, for ``begin``; the sets of monitors seen last are last."""
        self._settle()
        return dict(list(self._standing.items())[-SETS:])

    def own(self) -> OwnWorkspaces:
        return OwnWorkspaces(self._own)

    # --- choosing -----------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> str:
        """The code of the workspace on the screen, empty when its own was deleted."""
        return self._chosen

    def listed(self) -> list[Listed]:
        """All that fit the monitors there are, in the order of their keys."""
        ready = [(one.code, self._ready_name(one.code), False) for one in self._fitting()]
        own = [(one.code, one.name, True) for one in self._own]
        return [Listed(code, name, mine, code == self._chosen) for code, name, mine in (*ready, *own)]

    def name_at(self, place: int) -> str:
        """The name of the workspace at a place of ``listed``, empty when there is none."""
        listed = self.listed()
        return listed[place].name if place < len(listed) else ""

    def choose(self, code: str) -> None:
        """As the person left it on these monitors; the first time as it was saved."""
        if code == self._chosen:
            return
        self._settle()
        kept = self._standing.get(self._key, Standing())
        self._show(code, kept.layouts.get(code) or self._layout(code))

    def choose_at(self, place: int) -> None:
        listed = self.listed()
        if place < len(listed):
            self.choose(listed[place].code)

    def reset(self) -> None:
        """The chosen one as it came with the program, or as it was saved."""
        self._settle()
        code = self._chosen or usual(len(self._screens.monitors)).code
        self._show(code, self._layout(code))

    # --- a person's own -----------------------------------------------------------------------------------------------

    def named(self, name: str) -> str:
        """The code of the person's own workspace of that name, empty when there is none."""
        return next((one.code for one in self._own if one.name == name.strip()), "")

    def save_as(self, name: str) -> None:
        """What is on the screen under a name; an own workspace of that name becomes this on these monitors."""
        name = name.strip()[:LONGEST]
        if not name:
            return
        self._settle()
        layout = self._docks.arrangement
        known = self.named(name)
        if known:
            self._own = tuple(
                replace(one, layouts={**one.layouts, self._key: layout}) if one.code == known else one
                for one in self._own
            )
        else:
            known = f"own-{token_hex(4)}"  # also beside those of a second desk of the same person
            self._own = (*self._own, Own(known, name, {self._key: layout}))
        self._chosen = known
        self._remember()
        self._tell_own()

    def save(self) -> None:
        """The person's own workspace that is chosen becomes what is on the screen."""
        own = self._own_of(self._chosen)
        if own is not None:
            self.save_as(own.name)

    def rename(self, code: str, name: str) -> None:
        """Nothing happens without a name, or when another one has it."""
        name = name.strip()[:LONGEST]
        if name and self.named(name) in ("", code):
            self._own = tuple(replace(one, name=name) if one.code == code else one for one in self._own)
            self._tell_own()

    def delete(self, code: str) -> None:
        """The panes stay as they are. ``undelete`` brings it back."""
        self._lost = self._own
        self._own = tuple(one for one in self._own if one.code != code)
        if self._chosen == code:
            self._chosen = ""
        self._remember()
        self._tell_own()

    def undelete(self) -> None:
        """Take the last deletion back."""
        if self._lost is not None:
            codes = {one.code for one in self._own}
            self._own = (*self._own, *(one for one in self._lost if one.code not in codes))
            self._lost = None
            self._tell_own()

    # --- taking back --------------------------------------------------------------------------------------------------

    def take_back(self) -> bool:
        """The last step of arranging undone, also a choice of workspace; False when there is none."""
        if not self._steps:
            return False
        self._pulling.stop()
        *steps, (chosen, layout) = self._steps
        self._show(chosen, layout)
        self._steps = steps
        return True

    # --- inside -------------------------------------------------------------------------------------------------------

    def _show(self, code: str, layout: Arrangement) -> None:
        if self._begun:
            self._steps = [*self._steps[1 - STEPS :], (self._chosen, self._last)]
        self._docks.apply(layout)
        self._chosen = code if self._known(code) else ""
        self._last = self._docks.arrangement
        if self._begun and self._screens.screen_of(self._docks.area.window().geometry()) in self._filled():
            self._main = Place(self._free_monitor(), whole=True)  # it would lie beneath
            self._screens.put(self._docks.area.window(), self._main)
        self._remember()
        self.changed.emit()

    def _filled(self) -> set[int]:
        """The monitors that a window of panes fills."""
        return {one.place.screen for one in self._docks.arrangement.windows if one.place.whole}

    def _free_monitor(self) -> int:
        filled = self._filled()
        return next((number for number in range(len(self._screens.monitors)) if number not in filled), 0)

    def _layout(self, code: str) -> Arrangement:
        """As it was saved for these monitors, or for others and brought onto these."""
        own = self._own_of(code)
        if own is None:
            return next((one for one in READY_MADE if one.code == code), usual(1)).make()
        if self._key in own.layouts:
            return own.layouts[self._key]
        there = {number: number for number in range(len(self._screens.monitors))}
        layout = next(iter(own.layouts.values()), None)
        return layout.on_screens(there) if layout is not None else usual(1).make()

    def _own_of(self, code: str) -> Own | None:
        return next((one for one in self._own if one.code == code), None)

    def _known(self, code: str) -> bool:
        return code in {one.code for one in READY_MADE} | {one.code for one in self._own}

    def _fitting(self) -> list[ReadyMade]:
        return [one for one in READY_MADE if one.monitors <= len(self._screens.monitors)]

    def _settle(self) -> None:
        """What is on the screen is how it is left."""
        if self._docks.settle():
            self._main = self._screens.place_of(self._docks.area.window())
        self._remember()

    def _remember(self) -> None:
        kept = self._standing.pop(self._key, Standing())  # put in last
        layouts = {code: layout for code, layout in kept.layouts.items() if self._known(code)}
        layouts[self._chosen] = self._docks.arrangement
        self._standing[self._key] = Standing(self._chosen, layouts, self._main)

    def _tell_own(self) -> None:
        self.own_changed.emit()
        self.changed.emit()

    def _on_arranged(self) -> None:
        """A hand has arranged something. All of one pull at a handle or a window is one step."""
        now = self._docks.arrangement
        pulls = shape(now) == shape(self._last) and fronts(now) == fronts(self._last)
        if not (pulls and self._pulling.isActive()) and now != self._last:
            self._steps = [*self._steps[1 - STEPS :], (self._chosen, self._last)]
        self._pulling.start() if pulls else self._pulling.stop()
        self._last = now
        self._remember()

    def _on_screens(self, before: Sequence[Monitor]) -> None:
        """Other monitors: as it was when these were last there; else what was on those that are gone comes home."""
        self._remember()
        now = self._docks.arrangement
        self._key = self._screens.key
        kept = self._standing.get(self._key)
        moved = self._screens.moved_to(before)
        main = self._docks.area.window()
        if kept is not None and kept.chosen in kept.layouts:
            self._main = kept.main
            self._show(kept.chosen, kept.layouts[kept.chosen])
            self._screens.put(main, self.main)
        else:
            whole = main.isMaximized()
            stays = self._main is not None and self._main.screen in moved
            self._main = replace(self._main, screen=moved[self._main.screen]) if self._main and stays else None
            self._show(*self._brought_over(now, moved))
            if not self._screens.visible(main.geometry()) or self._main is None:
                self._screens.put(main, Place(self._free_monitor(), whole=whole))
        self._steps = []
        if len(self._screens.monitors) < len(before):
            self.noticed.emit(self.tr("A monitor is gone: its windows have come home."))
        elif kept is None and len(self._screens.monitors) > len(before):
            self.noticed.emit(self.tr("Another monitor is there. Choose a workspace for it at the top right."))

    def _brought_over(self, now: Arrangement, moved: Mapping[int, int]) -> tuple[str, Arrangement]:
        """What to show on monitors that were never there before: what is shown now, without what was on those that are
        gone; a ready-made workspace that needs more monitors gives way to the usual one."""
        if any(one.code == self._chosen and one.monitors > len(self._screens.monitors) for one in READY_MADE):
            code = usual(len(self._screens.monitors)).code
            return code, self._layout(code)
        return self._chosen, now.on_screens(moved)

    def _ready_name(self, code: str) -> str:
        names = {
            "one": self.tr("One monitor"),
            "two": self.tr("Two monitors"),
            "three": self.tr("Three monitors"),
            "large-map": self.tr("Large map"),
            "casework": self.tr("Casework"),
        }
        return names[code]


def fronts(layout: Arrangement) -> object:
    """Which tabs are in front, in the desk window and in each other one."""
    return (tree.fronts(layout.home), tuple(tree.fronts(window.node) for window in layout.windows))


def shape(layout: Arrangement) -> object:
    """What a person would call the same layout: not its sizes."""
    windows = tuple((tree.form(window.node), window.place.screen) for window in layout.windows)
    return (tree.form(layout.home), windows, layout.hidden)
