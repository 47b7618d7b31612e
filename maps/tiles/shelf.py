"""Pictures of tiles in memory: found by what was wished, or by what comes nearest to it; bounded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Set as AbstractSet

from maps.tiles.grid import Address
from maps.tiles.picturing import TilePicture, Wish

#: Bytes of pictures that are kept beside those that are seen.
KEPT = 64 * 2**20
#: Coarser tiles to look at while the right ones come, so many levels up.
UP = 8

Part = tuple[float, float, float]


class Shelf:
    """``size``: bytes. The pictures used longest ago come first. ``nests``: a tile lies within one tile of every
    coarser level, which can stand in for it."""

    def __init__(self, nests: bool = True) -> None:
        self._up = UP if nests else 1
        self._pictures: OrderedDict[Wish, TilePicture] = OrderedDict()
        self._latest: dict[tuple[Address, str], Wish] = {}
        self.size = 0

    def __contains__(self, wish: Wish) -> bool:
        return wish in self._pictures

    def __len__(self) -> int:
        return len(self._pictures)

    def get(self, wish: Wish) -> TilePicture | None:
        picture = self._pictures.get(wish)
        if picture is not None:
            self._pictures.move_to_end(wish)
        return picture

    def peek(self, wish: Wish) -> TilePicture | None:
        """Like ``get``, without counting as use."""
        return self._pictures.get(wish)

    def put(self, wish: Wish, picture: TilePicture) -> None:
        self._drop(wish)
        self._pictures[wish] = picture
        self._latest[wish.address, wish.inks.theme] = wish
        self.size += picture.size

    def stand_in(self, wish: Wish) -> tuple[TilePicture, Part, bool] | None:
        """What a tile that is not there is shown by: the same at another scale (then the last is true), or a part
        (left, top, side of the picture, 0..1) of a coarser one."""
        address = wish.address
        for zoom in range(address.zoom, max(address.zoom - self._up, -1), -1):
            found = self._latest.get((address.above(zoom), wish.inks.theme))
            picture = self._pictures.get(found) if found is not None else None
            if found is not None and picture is not None and picture.image is not None:
                left, top, side = address.part_of(zoom)
                # drawn pictures are a little larger than what they show
                fill = found.side / picture.image.width() if found.side else 1.0
                return picture, (left * fill, top * fill, side * fill), zoom == address.zoom
        return None

    def thin(self, seen: AbstractSet[Wish]) -> None:
        """Forget pictures that nobody sees until the others fit into ``KEPT`` bytes."""
        for wish in list(self._pictures) if self.size > KEPT else ():
            if self.size <= KEPT:
                break
            if wish not in seen:
                self._drop(wish)

    def _drop(self, wish: Wish) -> None:
        picture = self._pictures.pop(wish, None)
        if picture is not None:
            self.size -= picture.size
            if self._latest.get((wish.address, wish.inks.theme)) == wish:
                del self._latest[wish.address, wish.inks.theme]
