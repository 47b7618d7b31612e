"""The base of tiles an order wants under its map: opened once, laid under, and what is missing of it said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.export.order import ExportOrder
from maps.snapshot import Frame, SnapshotMap
from maps.tiles.base import Base
from maps.tiles.lack import NOTHING, Lack

if TYPE_CHECKING:
    from maps.tiles.opening import Network
    from maps.tiles.tiled_base import TiledBase


class ExportBases:
    """``folder``: the data folder, where tiles and the keys of their servers are kept. Nothing is opened before an
    order wants a base."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys: dict[str, str] = {}
        self._network: Network | None = None
        self._base: TiledBase | None = None
        self._opened: Base | None = None
        self._trouble = ""

    def use_keys(self, keys: Mapping[str, str]) -> None:
        """Keys by their names that go before those that are kept."""
        self._keys.update(keys)

    def lay(self, maps: SnapshotMap, order: ExportOrder, frames: Iterable[Frame]) -> Lack:
        """The order's base under its map, as far as it can be had for these frames; what is missing."""
        wanted = order.look.base
        if wanted != self._opened:
            maps.set_base(None)
            self._open(wanted)
        if wanted is not None and self._base is None:
            from maps.tiles.wording import without

            title = wanted.title(order.language)
            maps.set_base(None, instead_of=title)
            return Lack(without(title), self._trouble)
        maps.set_base(self._base)
        return next(filter(None, [maps.gather(frame) for frame in frames]), NOTHING)

    def close(self) -> None:
        self._let_go()
        if self._network is not None:
            self._network.close()
            self._network = None

    def _open(self, wanted: Base | None) -> None:
        self._let_go()
        self._opened = wanted
        if wanted is None:
            return
        from desktop.tile_network import network_of
        from maps.tiles.opening import open_base
        from maps.tiles.tiled_base import TiledBase
        from maps.tiles.trouble import TileTrouble
        from maps.tiles.wording import sentence

        network = self._network = self._network or network_of(self._folder, self._keys)
        try:
            self._base = TiledBase(wanted, open_base(wanted, network), lambda: network.wait(wanted))
        except TileTrouble as trouble:
            self._trouble = sentence(trouble)

    def _let_go(self) -> None:
        base, self._base, self._opened, self._trouble = self._base, None, None, ""
        if base is not None:
            base.close(1.0)
            base.deleteLater()
