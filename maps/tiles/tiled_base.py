"""A base of tiles as the maps of a desk share it: told what is seen, it gets pictures and says when there are more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from maps.projection import to_world
from maps.style import Style
from maps.tiles.base import Base
from maps.tiles.grid import Address, Grid, drawn_level
from maps.tiles.loader import Loader
from maps.tiles.picturing import Picturing, TilePicture, Wish
from maps.tiles.shelf import Part, Shelf
from maps.tiles.source import WORLD, About, TileSource
from maps.tiles.tones import Look
from maps.tiles.trouble import Kind, TileTrouble
from maps.tiles.vector_drawing import Inks
from maps.viewport import Bounds, Viewport

#: Threads: servers make one wait, drawing does not get faster with more.
ON_LINE, LOCAL = 4, 2
#: After the first new tile the ground is drawn anew so soon (ms), sooner when the last one is there.
GATHERED, COMPLETE = 250, 30
#: Seconds until what failed is tried again, when the servers ask for nothing else.
RETRY = 5.0
_WHOLE: Part = (0.0, 0.0, 1.0)


class State(StrEnum):
    """``WAITING``: nothing was asked for yet; ``STALE``: shown, but older than it should be."""

    WAITING = "waiting"
    LOADING = "loading"
    FINE = "fine"
    STALE = "stale"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Status:
    """How a base is doing. ``oldest``: unix seconds of the oldest stale tile in view, None when none is stale."""

    state: State = State.WAITING
    kind: Kind | None = None
    detail: str = ""
    oldest: float | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, or the ``part`` of one, and where it goes. ``bounds`` in world coordinates; ``exact``: device pixel on
    device pixel; ``own``: it was made of this very tile, so its names are the tile's."""

    address: Address
    picture: TilePicture
    bounds: Bounds
    part: Part = _WHOLE
    exact: bool = False
    own: bool = True


class TiledBase(QObject):
    """``arrived``: there is more to show than before; ``changed``: ``status`` is another. Viewers (maps) say with
    ``look`` what they see, and with ``leave`` that they see nothing any more. ``retry_in``: seconds until the servers
    may be asked again."""

    arrived = Signal()
    changed = Signal()
    _made = Signal(object, object)
    _over = Signal(object, object)

    def __init__(
        self,
        base: Base,
        sources: Sequence[TileSource],
        retry_in: Callable[[], float] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.base, self._sources = base, tuple(sources)
        self._retry_in = retry_in or (lambda: RETRY)
        self._about = self._sources[0].about
        #: Where it has tiles, in world coordinates.
        self.box = _world_box(self._about)
        self._shelf = Shelf(self._about.grid.nests)
        self._seen: dict[int, tuple[tuple[Viewport, str, float], tuple[Wish, ...]]] = {}
        self._failed: dict[Wish, TileTrouble] = {}
        self._unfinished: set[Wish] = set()
        #: Grows whenever there is more to show.
        self.version = 0
        self.status = Status()
        self._closed = False
        picturing = Picturing(self._sources, _look_of(base, self._about))
        self._loader: Loader[Wish, TilePicture] = Loader(
            picturing.pictures,
            lambda wish, picture: self._made.emit(wish, picture),
            lambda wish, trouble: self._over.emit(wish, trouble),
            ON_LINE if base.on_line else LOCAL,
        )
        self._made.connect(self._on_made, Qt.ConnectionType.QueuedConnection)
        self._over.connect(self._on_over, Qt.ConnectionType.QueuedConnection)
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.timeout.connect(self._on_gathered)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._on_retry)

    @property
    def attribution(self) -> str:
        """Whose tiles these are, as their makers want it said."""
        said = [self.base.attribution, *(source.about.attribution for source in self._sources)]
        return " · ".join(dict.fromkeys(words for words in said if words))

    @property
    def grid(self) -> Grid:
        return self._about.grid

    @property
    def vector(self) -> bool:
        return self._about.vector

    @property
    def busy(self) -> bool:
        """Whether something that is wanted has not come yet and may come, or has come and was not told of yet."""
        return bool(self._unfinished) or self._gathering.isActive()

    def close(self, within: float = 0.0) -> None:
        """Ends everything; the sources are closed. What is just being done gets ``within`` seconds to end and gives
        nothing any more. Again: nothing."""
        if self._closed:
            return
        self._closed = True
        self._made.disconnect()
        self._over.disconnect()
        self._gathering.stop()
        self._retry.stop()
        self._seen.clear()
        self._unfinished.clear()
        for source in self._sources:
            source.close()
        self._loader.close(within)

    # --- what is seen -------------------------------------------------------------------------------------------------

    def look(self, viewer: object, viewport: Viewport, style: Style, ratio: float) -> None:
        """A viewer sees this from now on."""
        key = viewport, style.tokens.name, ratio
        seen = self._seen.get(id(viewer))
        if seen is None or seen[0] != key:
            self._seen[id(viewer)] = key, tuple(self._wishes(viewport, style, ratio))
            self._ask()

    def leave(self, viewer: object) -> None:
        """A viewer sees nothing any more."""
        if self._seen.pop(id(viewer), None) is not None:
            self._ask()

    def shown(
        self, viewport: Viewport, style: Style, ratio: float, within: Bounds | None = None
    ) -> tuple[list[Shown], bool]:
        """What there is for a view now, from the lowest to the highest, and whether it hides all that lies below it
        ``within`` a part of the world (None: all of the view)."""
        exact, spare = list[Shown](), list[Shown]()
        needed = _meeting(viewport.bounds, within or viewport.bounds)
        wishes = self._wishes(viewport, style, ratio)
        hides = bool(wishes) and (needed is None or _holds(self.box, needed))
        for wish in wishes:
            bounds, picture = self.grid.bounds(wish.address), self._shelf.get(wish)
            if picture is not None and picture.image is not None:
                exact.append(Shown(wish.address, picture, bounds, _WHOLE, self.vector and self.grid.plain))
            elif (found := self._shelf.stand_in(wish)) is not None:
                picture, part, own = found
                spare.append(Shown(wish.address, picture, bounds, part, own=own))
            else:
                picture = None
            if hides and not (picture is not None and picture.opaque):
                hides = needed is None or _meeting(bounds, needed) is None
        return spare + exact, hides

    def _wishes(self, viewport: Viewport, style: Style, ratio: float) -> list[Wish]:
        """The tiles of a view, those in its middle first."""
        inks, about = Inks.of(style), self._about
        if about.vector:
            level = max(drawn_level(viewport.zoom), about.least)
            shape = round(viewport.scale * ratio / (1 << level), 4), ratio, round(viewport.zoom, 6)
        else:
            level = min(max(about.grid.level(viewport.scale * ratio, about.size), about.least), about.most)
            while level > about.least and not about.grid.holds(viewport.bounds, level):
                level -= 1  # on the largest walls and sheets of paper rather less sharp than nothing
            shape = 0.0, 1.0, 0.0
        found = about.grid.covering(viewport.bounds, level)
        return [Wish(address, inks, *shape) for address in found if self._holds(address)]

    def _holds(self, address: Address) -> bool:
        """Whether a tile touches what the source says it covers."""
        left, top, right, bottom = self.grid.bounds(address)
        return left < self.box[2] and right > self.box[0] and top < self.box[3] and bottom > self.box[1]

    # --- what comes ---------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        wanted = list(dict.fromkeys(wish for _, wishes in self._seen.values() for wish in wishes))
        seen = set(wanted)
        self._failed = {wish: trouble for wish, trouble in self._failed.items() if wish in seen}
        missing = [wish for wish in wanted if wish not in self._shelf and wish not in self._failed]
        self._unfinished = set(missing)
        self._loader.want(missing)
        self._shelf.thin(seen)
        self._judge()

    def _on_made(self, wish: Wish, picture: TilePicture) -> None:
        if self._closed:  # it was on its way already
            return
        self._shelf.put(wish, picture)
        if not self._gathering.isActive():
            self._gathering.start(GATHERED)

    def _on_gathered(self) -> None:
        self.version += 1
        self.arrived.emit()

    def _on_over(self, wish: Wish, trouble: TileTrouble | None) -> None:
        if self._closed:
            return
        self._unfinished.discard(wish)
        if trouble is None:
            self._failed.pop(wish, None)
        else:
            self._failed[wish] = trouble
            if trouble.passing and not self._retry.isActive():
                self._retry.start(round(max(self._retry_in(), 0.5) * 1000) + 50)
        if not self._unfinished and self._gathering.isActive():
            self._gathering.start(COMPLETE)
        self._judge()

    def _on_retry(self) -> None:
        """Whatever failed in passing is asked for again, if it is still seen."""
        again = [wish for wish, trouble in self._failed.items() if trouble.passing]
        for wish in again:
            del self._failed[wish]
        self._unfinished.update(again)
        self._loader.want(list(self._unfinished))

    def _judge(self) -> None:
        seen = {wish for _, wishes in self._seen.values() for wish in wishes}
        stale = [picture for picture in map(self._shelf.peek, seen) if picture is not None and picture.stale]
        oldest = min((picture.fetched for picture in stale if picture.fetched is not None), default=None)
        troubles = [trouble for wish, trouble in self._failed.items() if wish in seen]
        if troubles:
            status = Status(State.TROUBLE, troubles[0].kind, troubles[0].detail, oldest)
        elif self._unfinished:
            # what failed and is being tried again is still in trouble until it is known better
            status = self.status if self.status.state is State.TROUBLE else Status(State.LOADING, oldest=oldest)
        elif stale:
            status = Status(State.STALE, oldest=oldest)
        else:
            status = Status(State.FINE if seen else State.WAITING)
        if status != self.status:
            self.status = status
            self.changed.emit()


def _look_of(base: Base, about: About) -> Look:
    if base.look in set(Look):
        return Look(base.look)
    return Look.PHOTO if about.format == "jpg" else Look.MAP


def _meeting(one: Bounds, other: Bounds) -> Bounds | None:
    """What two boxes share; None when they have no area in common."""
    west, north = max(one[0], other[0]), max(one[1], other[1])
    east, south = min(one[2], other[2]), min(one[3], other[3])
    return (west, north, east, south) if west < east and north < south else None


def _holds(whole: Bounds, part: Bounds) -> bool:
    return whole[0] <= part[0] and whole[1] <= part[1] and whole[2] >= part[2] and whole[3] >= part[3]


def _world_box(about: About) -> Bounds:
    """Where a source has tiles, in world coordinates."""
    west, south, east, north = about.bounds
    if about.bounds == WORLD:
        return -1.0, -1.0, 2.0, 2.0
    (left, bottom), (right, top) = to_world([west, east], [south, north]).tolist()
    return left, top, right, bottom
