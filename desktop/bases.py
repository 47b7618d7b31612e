"""The base under the maps of a desk: chosen from a list, added from a file or a server, opened beside the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.beside import Beside
from desktop.tile_files import BASES
from maps.map_view import MapView

if TYPE_CHECKING:
    from desktop.base_book import BaseBook
    from maps.tiles.asking import Asked
    from maps.tiles.base import Base
    from maps.tiles.opening import Network
    from maps.tiles.source import TileSource
    from maps.tiles.tiled_base import TiledBase
    from maps.tiles.trouble import TileTrouble



class _Chosen(msgspec.Struct, frozen=True):
    chosen: str = ""


class Bases(QObject):
    """``changed``: the list, the choice, or how it does; ``added``: a base was added and is shown; ``offered(Server)``:
    a server was asked and has these layers;
    ``refused(sentence)``: one was not, why; ``told(sentence)``: for whoever sits there. ``place``: where the map is
    (degrees), for trying.

    Nothing of this costs anything until somebody asks for it."""

    changed = Signal()
    added = Signal()
    offered = Signal(object)
    refused = Signal(str)
    told = Signal(str)

    def __init__(
        self,
        folder: Path,
        place: Callable[[], tuple[float, float] | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder, self._place = folder, place
        self._maps: list[MapView] = []
        self._book: BaseBook | None = None
        self._network: Network | None = None
        self._base: TiledBase | None = None
        self._trouble: TileTrouble | None = None
        self._opening = ""
        self._asked: Asked | None = None
        self._beside = Beside(self)

    # --- what there is ------------------------------------------------------------------------------------------------

    @property
    def book(self) -> BaseBook:
        if self._book is None:
            from desktop.base_book import BaseBook

            self._book = BaseBook(self._folder / BASES)
        return self._book

    @property
    def shown(self) -> TiledBase | None:
        """The base that is shown; None: the city's own ground."""
        return self._base

    @property
    def trouble(self) -> TileTrouble | None:
        """Why the chosen base cannot be shown at all."""
        return self._trouble

    @property
    def opening(self) -> bool:
        return bool(self._opening)

    # --- maps ---------------------------------------------------------------------------------------------------------

    def serve(self, shows: MapView) -> None:
        """This map shows the chosen base from now on."""
        self._maps.append(shows)
        shows.set_base(self._base)
        shows.destroyed.connect(self._on_map_gone)

    def begin(self, wanted: str = "") -> None:
        """Show what was chosen last time, or what is ``wanted``: a path, an address, the id of a base, or ``own``."""
        if wanted == "own":
            self.choose("")
        elif wanted and self.book.named(wanted) is not None:
            self.choose(wanted)
        elif wanted:
            self.add(wanted)
        elif _something_chosen(self._folder):
            self._open()

    def close(self) -> None:
        """Ends everything."""
        self._beside.end()
        self._show(None, within=1.0)
        if self._network is not None:
            self._network.close()

    # --- choosing -----------------------------------------------------------------------------------------------------

    def choose(self, id_: str) -> None:
        """Show a base of the list; empty: the city's own ground."""
        self._write(lambda: self.book.choose(id_))
        self._open()

    def add(self, text: str, title: str = "", key: str = "", datum: str = "wgs84", look: str = "") -> None:
        """Try a file or a server where the map is, and if it works keep it in the list and show it. Before a city is
        open nobody knows where to try: then it is shown as it is."""
        from desktop.base_trying import tried

        work = partial(tried, self._folder, text, title, key, datum, look, self._place())
        self._beside.run(work, self._on_tried)

    def ask(self, text: str, key: str = "") -> None:
        """Ask a server what it has."""
        from desktop.base_trying import asked_of

        self._beside.run(partial(asked_of, self._folder, text, key), self._on_asked)

    def add_layer(
        self, layer: str, style: str = "", format_: str = "", title: str = "", datum: str = "wgs84", look: str = ""
    ) -> None:
        """Try a layer of the server that was asked last, and if it works keep it in the list and show it."""
        from desktop.base_trying import LayerWish, layer_tried

        if self._asked is not None:
            choice = LayerWish(layer, style, format_, title, datum, look)
            work = partial(layer_tried, self._folder, self._asked, choice, self._place())
            self._beside.run(work, self._on_tried)

    def forget(self, id_: str) -> None:
        """Out of the list, with what is kept of it; a file itself stays."""
        base, shown = self.book.named(id_), self.book.now.chosen == id_
        if base is None or not self.book.removable(base):
            return
        self._write(lambda: self.book.remove(id_))
        if shown:
            self._open()
        network = self._known_network()
        for sheet in base.sheets if base.on_line else ():
            self._beside.run(partial(network.cache.forget, sheet), lambda _: None)
        self.changed.emit()

    def keep_key(self, id_: str, key: str) -> None:
        """The key of a base of the list; it is shown with it."""
        from desktop.base_trying import keep_key

        base = self.book.named(id_)
        if base is not None and base.key:
            self._beside.run(partial(keep_key, self._folder, base.key, key), lambda _: self.choose(id_))

    def _write(self, change: Callable[[], None]) -> None:
        try:
            change()
        except OSError as problem:
            self.told.emit(self.tr("The choice of base map cannot be kept: {reason}").format(reason=problem.strerror))

    # --- opening ------------------------------------------------------------------------------------------------------

    def _known_network(self) -> Network:
        if self._network is None:
            from desktop.tile_network import network_of

            self._network = network_of(self._folder)
        return self._network

    def _open(self) -> None:
        base = self.book.chosen
        self._trouble, self._opening = None, base.id if base is not None else ""
        self._show(None)
        if base is not None:
            from desktop.base_trying import opened

            self._beside.run(partial(opened, base, self._known_network()), partial(self._on_opened, base))

    def _on_opened(self, base: Base, opened: Sequence[TileSource] | TileTrouble | None) -> None:
        from maps.tiles.tiled_base import TiledBase
        from maps.tiles.trouble import TileTrouble
        from maps.tiles.wording import sentence

        if base.id != self._opening:  # meanwhile another was chosen
            for source in opened if isinstance(opened, tuple) else ():
                source.close()
            return
        self._opening = ""
        if isinstance(opened, TileTrouble):
            self._trouble = opened
            self.told.emit(sentence(opened))
            self.changed.emit()
        elif opened is not None:
            network = self._known_network()
            self._show(TiledBase(base, opened, lambda: network.wait(base), self))

    def _on_map_gone(self) -> None:
        self._maps = [shows for shows in self._maps if isValid(shows)]

    def _show(self, base: TiledBase | None, within: float = 0.0) -> None:
        """``within``: seconds that what the one before is just doing may take to end."""
        before, self._base = self._base, base
        for shows in self._maps:
            if isValid(shows):
                shows.set_base(base)
        if before is not None:
            before.close(within)
            before.deleteLater()
        if base is not None:
            base.changed.connect(self.changed)
        self.changed.emit()

    def _on_asked(self, asked: Asked | TileTrouble | None) -> None:
        from maps.tiles.trouble import TileTrouble
        from maps.tiles.wording import sentence

        if isinstance(asked, TileTrouble):
            self.refused.emit(sentence(asked))
        elif asked is not None:
            self._asked = asked
            self.offered.emit(asked.server)

    def _on_tried(self, tried: Base | TileTrouble | None) -> None:
        from maps.tiles.trouble import TileTrouble
        from maps.tiles.wording import sentence

        if isinstance(tried, TileTrouble):
            self.refused.emit(sentence(tried))
        elif tried is not None:
            base = tried
            self._write(lambda: self.book.add(base))
            self.added.emit()
            self.choose(base.id)


def _something_chosen(folder: Path) -> bool:
    """Whether a base of tiles is to be shown; reads no more than that, because every start asks."""
    try:
        return bool(msgspec.json.decode((folder / BASES).read_bytes(), type=_Chosen).chosen)
    except (OSError, msgspec.DecodeError):
        return False
