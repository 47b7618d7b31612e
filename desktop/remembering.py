"""What a desk looked like last time: windows, language, colours, and what each view showed. Written every few seconds
when it has changed, so that it is there after a fall too."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from client.slot import Slot
from desktop.kept_file import KeptFile
from desktop.options import DeskOptions
from desktop.saved_filters import OwnFilters
from desktop.sign_in import OWN_ACCOUNT
from desktop.workspaces import OwnWorkspaces, Standing

log = logging.getLogger(__name__)

#: What changed is written so often (ms).
WRITE_MS = 2000
SESSION, WORKSPACES, FILTERS, EXPORTS = "session.json", "workspaces.json", "filters.json", "exports.json"
OwnThings = OwnWorkspaces | OwnFilters


@runtime_checkable
class Remembers(Protocol):
    """A view that can say what it shows, in plain values, and show it again. ``restore`` takes only what it understands
    from what ``state`` gave at another time, perhaps in an older version."""

    def state(self) -> dict[str, Any]: ...

    def restore(self, state: dict[str, Any]) -> None: ...


class CityState(msgspec.Struct, frozen=True):
    """What concerns one city: the selected incident, and the state of each view by its name."""

    incident: str = ""
    views: dict[str, dict[str, Any]] = {}


class Session(msgspec.Struct, frozen=True):
    """Everything that comes back after a restart. ``screens`` by set of monitors, ``cities`` by the city's name."""

    language: str = ""
    theme: str = ""
    muted: bool = False
    screens: dict[str, Standing] = {}
    cities: dict[str, CityState] = {}


class SessionKeeper(QObject):
    """Of one person at one place of an installation: two desks of the same person at a time have a session each, and
    share the saved workspaces and filters. ``noticed(sentence)``: something went wrong that a person should know."""

    noticed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """``folder``: of this person. A folder that cannot be written means that nothing is remembered."""
        super().__init__(parent)
        self.folder = folder
        self._slot: Slot | None = None
        try:
            self._slot = Slot(folder)
        except OSError as problem:
            log.info("Nothing is remembered in %s: %s", folder, problem)
        self._session = KeptFile((self._slot.path if self._slot else folder) / SESSION, Session)
        self._workspaces = KeptFile(folder / WORKSPACES, OwnWorkspaces)
        self._filters = KeptFile(folder / FILTERS, OwnFilters)
        self.session = self._session.read() or Session()
        self.workspaces = self._workspaces.read() or OwnWorkspaces()
        self.filters = self._filters.read() or OwnFilters()
        self._last = KeptFile.encoded(self.session)
        self._gather: Callable[[], Session] | None = None
        self._writer: ThreadPoolExecutor | None = None
        self._writing: list[Future[None]] = []
        self._failed = False
        self._timer = QTimer(self)
        self._timer.setInterval(WRITE_MS)
        self._timer.timeout.connect(self.write)

    def begin(self, gather: Callable[[], Session]) -> None:
        """From now on write what ``gather`` gives whenever it has changed; say what could not be read."""
        self._gather = gather
        self._timer.start()
        for file in (self._session, self._workspaces, self._filters):
            if file.set_aside is not None:
                text = self.tr("What was remembered of this desk could not be read. It was set aside as {file}.")
                self.noticed.emit(text.format(file=file.set_aside))

    def write(self) -> None:
        """Write the session, when it has changed."""
        self._look_back()
        if self._gather is None:
            return
        content = KeptFile.encoded(self._gather())
        if content != self._last:
            self._last = content
            self._submit(self._session, content)

    def keep_workspaces(self, workspaces: OwnWorkspaces) -> None:
        """The person's own workspaces are these now; what another desk of the same person has saved meanwhile stays."""
        self._keep(self._workspaces, self.workspaces, workspaces)
        self.workspaces = workspaces

    def keep_filters(self, filters: OwnFilters) -> None:
        """The same with the person's own filters."""
        self._keep(self._filters, self.filters, filters)
        self.filters = filters

    def _keep(self, file: KeptFile[Any], known: OwnThings, now: OwnThings) -> None:
        codes, mine = {one.code for one in known.own}, {one.code: one for one in now.own}
        there = file.read()
        others: tuple[Any, ...] = there.own if there is not None else ()
        kept = [mine.pop(one.code, one) for one in others if one.code in mine or one.code not in codes]
        self._submit(file, KeptFile.encoded(msgspec.structs.replace(now, own=(*kept, *mine.values()))))

    def close(self) -> None:
        """Write what is to be written; when this returns it is on the disk. What happens later is not remembered. May
        be called twice."""
        self._timer.stop()
        self.write()
        self._gather = None
        if self._writer is not None:
            self._writer.shutdown(wait=True)
        if self._slot is not None:
            self._slot.release()

    def _submit(self, file: KeptFile[Any], content: bytes) -> None:
        if self._slot is None:
            return
        if self._writer is None:
            self._writer = ThreadPoolExecutor(1, "memory")
        self._writing.append(self._writer.submit(file.write, content))

    def _look_back(self) -> None:
        """Say once that the disk takes nothing."""
        done = [one for one in self._writing if one.done()]
        self._writing = [one for one in self._writing if not one.done()]
        for one in done:
            problem = one.exception()
            if problem is not None and not self._failed:
                self._failed = True
                log.info("The session cannot be written: %s", problem)
                why = getattr(problem, "strerror", None) or str(problem)
                self.noticed.emit(self.tr("The layout of this desk cannot be kept ({reason}).").format(reason=why))
            elif problem is None:
                self._failed = False


def keeper_of(options: DeskOptions) -> SessionKeeper:
    """Of the person these options name, in their data folder."""
    return SessionKeeper(folder_of(options))


def folder_of(options: DeskOptions) -> Path:
    """Where what concerns the person is kept whom these options name."""
    person = re.sub(r"\W+", "-", options.user or OWN_ACCOUNT).strip("-") or OWN_ACCOUNT
    return options.data / "people" / person


def states_of(views: Mapping[str, object]) -> dict[str, dict[str, Any]]:
    """What each view that remembers shows."""
    return {name: view.state() for name, view in views.items() if isinstance(view, Remembers)}


def restore(views: Mapping[str, object], states: Mapping[str, dict[str, Any]]) -> None:
    """Give each view back what it showed. What one of them cannot take is left out."""
    for name, view in views.items():
        if name in states and isinstance(view, Remembers):
            try:
                view.restore(states[name])
            except (TypeError, ValueError, KeyError) as problem:
                log.info("The state of %s is not understood: %r", name, problem)
