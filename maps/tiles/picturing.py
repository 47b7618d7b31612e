"""From the bytes of one or more sources to the picture of one tile, in any thread."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from maps.tiles.grid import Address
from maps.tiles.source import Answer, TileSource
from maps.tiles.tones import Look, decoded, toned
from maps.tiles.trouble import Kind, TileTrouble
from maps.tiles.vector_drawing import Inks, Named, Things, draw, things_of

#: Where a source has no tile, the coarser ones above are looked at, so many levels up.
UP = 5
#: Vector tiles kept taken apart: one view's.
_APART = 48


@dataclass(frozen=True, slots=True)
class Wish:
    """One tile as it is to be shown. ``side``: device pixels of its side, 0 for pictures, which have their own;
    ``ratio`` device pixels a logical one; ``zoom`` of the view."""

    address: Address
    inks: Inks
    side: float = 0.0
    ratio: float = 1.0
    zoom: float = 0.0


@dataclass(frozen=True, slots=True)
class TilePicture:
    """``image`` None: there is nothing there. ``names``: what is written on it, in units of this tile; ``fetched``:
    unix seconds of the oldest of what it is made of, None for files; ``stale``: it is meant to be newer by now."""

    image: QImage | None
    names: tuple[Named, ...] = ()
    fetched: float | None = None
    stale: bool = False

    @property
    def opaque(self) -> bool:
        return self.image is not None and not self.image.hasAlphaChannel()

    @property
    def size(self) -> int:
        """Bytes."""
        return self.image.sizeInBytes() if self.image is not None else 64


class Picturing:
    """``sources`` from the lowest to the highest, cut alike; one of vector tiles stands alone."""

    def __init__(self, sources: tuple[TileSource, ...], look: Look) -> None:
        self._sources, self._look = sources, look
        self._apart: OrderedDict[tuple[Address, int], Things] = OrderedDict()
        self._lock = threading.Lock()

    def pictures(self, wish: Wish) -> Iterator[TilePicture]:
        """What there is at once, then what is newer. Raises TileTrouble when there is nothing, or nothing newer."""
        runs = [_Run(source, wish.address) for source in self._sources]
        troubles = [trouble for trouble in (run.first() for run in runs) if trouble is not None]
        if runs[0].answer is None:
            raise troubles[0]
        yield self._picture(runs, wish)
        stale = [run for run in runs if run.answer is not None and run.answer.stale]
        if stale:
            before = [run.answer for run in runs]
            troubles += [trouble for trouble in (run.second() for run in stale) if trouble is not None]
            if before != [run.answer for run in runs]:
                yield self._picture(runs, wish)
        if troubles:
            raise troubles[0]

    def _picture(self, runs: list[_Run], wish: Wish) -> TilePicture:
        given = [run for run in runs if run.answer is not None and run.answer.data is not None]
        ages = [run.answer.fetched for run in runs if run.answer is not None and run.answer.fetched is not None]
        fetched, stale = min(ages, default=None), any(run.answer is not None and run.answer.stale for run in runs)
        if not given:
            return TilePicture(None, (), fetched, stale)
        if self._sources[0].about.vector:
            return self._drawn(given[0], wish, fetched, stale)
        images = [(run, decoded(run.data, run.source.about.title)) for run in given]
        if len(images) == 1 and images[0][0].part == (0.0, 0.0, 1.0):
            return TilePicture(toned(images[0][1], self._look, wish.inks.dark), (), fetched, stale)
        side = max(image.width() for _, image in images)
        whole = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        whole.fill(0)
        with QPainter(whole) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
            for run, image in images:
                left, top, part = run.part
                source = QRectF(left * image.width(), top * image.height(), part * image.width(), part * image.height())
                painter.drawImage(QRectF(0, 0, side, side), image, source)
        return TilePicture(toned(whole, self._look, wish.inks.dark), (), fetched, stale)

    def _drawn(self, run: _Run, wish: Wish, fetched: float | None, stale: bool) -> TilePicture:
        things = self._things(run)
        image = draw(things, run.part, wish.side, wish.ratio, wish.zoom, wish.inks)
        left, top, side = run.part
        names = []
        for named in things.names:
            places = (named.places - (left, top)) / side
            low, high = places.min(axis=0), places.max(axis=0)
            if (low < 1).all() and (high >= 0).all():  # a point belongs to the one tile it lies in
                names.append(Named(named.sign, named.zh, named.en, places))
        return TilePicture(image, tuple(names), fetched, stale)

    def _things(self, run: _Run) -> Things:
        key = run.found, hash(run.data)
        with self._lock:
            if key in self._apart:
                self._apart.move_to_end(key)
                return self._apart[key]
        try:
            things = things_of(run.data)
        except ValueError:
            raise TileTrouble(Kind.DAMAGED, run.source.about.title) from None
        with self._lock:
            self._apart[key] = things
            if len(self._apart) > _APART:
                self._apart.popitem(last=False)
        return things


class _Run:
    """The answers of one source about one tile, or about a coarser one above where it has none."""

    def __init__(self, source: TileSource, address: Address) -> None:
        self.source, self._address = source, address
        self.answer: Answer | None = None
        self.found = address
        self._more: Iterator[Answer] = iter(())

    @property
    def data(self) -> bytes:
        assert self.answer is not None and self.answer.data is not None
        return self.answer.data

    @property
    def part(self) -> tuple[float, float, float]:
        return self._address.part_of(self.found.zoom)

    def first(self) -> TileTrouble | None:
        about, address = self.source.about, self._address
        finest = min(address.zoom, about.most)
        coarsest = max(about.least, finest - UP) if about.grid.nests else finest
        for zoom in range(finest, coarsest - 1, -1):
            self.found = address.above(zoom)
            self._more = iter(self.source.answers(self.found))
            try:
                self.answer = next(self._more, Answer(None))
                if self.answer.data is None and self.answer.stale:  # perhaps there is one by now
                    self.answer = next(self._more, self.answer)
            except TileTrouble as trouble:
                return trouble
            if self.answer.data is not None:
                return None
        self.answer = self.answer or Answer(None)
        return None

    def second(self) -> TileTrouble | None:
        try:
            self.answer = next(self._more, self.answer)
        except TileTrouble as trouble:
            return trouble
        return None
