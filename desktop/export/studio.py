"""Makes files from records: keeps what the next file of the same city needs, and what it takes to begin quickly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QTranslator

from desktop.export.area_figures import check_figure, colours_for
from desktop.export.content import Content
from desktop.export.export_bases import ExportBases
from desktop.export.focus import focused, part_of
from desktop.export.gathering import gather
from desktop.export.order import ExportOrder
from desktop.export.record import Record, encode_record, open_city, open_picture
from desktop.export.writing import NotWritten, check_target, write_whole
from domain.city import City, digest_of
from domain.picture import Picture
from maps.snapshot import Frame, SnapshotMap
from maps.tiles.lack import NOTHING, Lack
from resources import FOLDER

if TYPE_CHECKING:
    from desktop.export.page import Ground  # what it stands on is loaded when a page is made

#: Endings of the files that can be made, in the order they are offered.
FORMATS = ("png", "pdf", "html", "xlsx", "geojson", "gcs")
#: Told how far it is (0..1) and what is being done: a code of ``STEPS``.
Progress = Callable[[float, str], None]
STEPS = ("open", "count", "map", "pages", "write")


class Made(NamedTuple):
    """The bytes of a file; ``missing``: what of the base map could not be had for it."""

    content: bytes
    missing: Lack = NOTHING


def frames_of(maps: SnapshotMap, order: ExportOrder) -> tuple[Frame, ...]:
    """The maps that are drawn for a file."""
    match order.format:
        case "png":
            from desktop.export.sheet import layout

            return (layout(order).map,)
        case "pdf":
            from desktop.export import document

            return (document.frame(order),)
        case "html" if order.look.base is not None:
            from desktop.export import page_base

            return page_base.frames_of(maps, order)
    return ()


def check_order(order: ExportOrder) -> None:
    """Whether this can be made at all, before any work is done. Raises NotWritten."""
    if order.format not in FORMATS:
        raise NotWritten(
            QCoreApplication.translate(
                "ExportProblem", "“{ending}” is no format there is. Give the file one of these endings: {known}."
            ).format(ending=order.path.suffix or order.path.name, known=" ".join(f".{known}" for known in FORMATS))
        )
    if order.too_large:
        raise NotWritten(
            QCoreApplication.translate(
                "ExportProblem", "A picture of {width} × {height} is too large. Two walls of 7680 × 4320 are the most."
            ).format(width=order.size[0], height=order.size[1])
        )
    if order.look.figure:
        check_figure(order.look.figure)
    check_target(order.path)


class Studio:
    """One process's worth of work, on the application's thread. ``family``: the shipped font's name; ``folder``: the
    data folder, where tiles and the keys of their servers are kept."""

    def __init__(self, family: str, folder: Path) -> None:
        self._family = family
        self._bases = ExportBases(folder)
        self._language = ""
        self._translator: QTranslator | None = None
        self._words = b""
        self._digest = ""
        self._city: City | None = None
        self._maps: SnapshotMap | None = None
        self._page_ground: Ground | None = None

    def use_keys(self, keys: Mapping[str, str]) -> None:
        """Keys of tile servers, by their names, that go before those that are kept."""
        self._bases.use_keys(keys)

    def speak(self, language: str) -> None:
        """Every sentence from now on in ``zh`` or ``en``."""
        if language == self._language:
            return
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
        if language != "en":
            self._words = (FOLDER / "translations" / f"{language}.qm").read_bytes()
            self._translator = QTranslator()
            self._translator.load(self._words)
            QCoreApplication.installTranslator(self._translator)
        self._language = language

    def close(self) -> None:
        """Lets go of servers and files, and takes its words back out of the application."""
        self._bases.close()
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator, self._language = None, ""

    def prepare(self, pack: bytes, order: ExportOrder) -> None:
        """What can be done before the picture is there: load what the format needs, open the city, draw its ground."""
        self.speak(order.language)
        city, maps = self._open(pack)
        order = focused(order, city)
        self._bases.lay(maps, order, frames_of(maps, order))
        match order.format:
            case "png":
                from desktop.export.sheet import layout

                maps.prepare(layout(order).map)
            case "pdf":
                from desktop.export import document

                document.prepare(maps, order)
            case "html":
                from desktop.export import page

                page.prepare()
                self._ground_of_page(maps)
            case "xlsx":
                from desktop.export import workbook  # noqa: F401  # loading is the work

    def make(self, record: Record, order: ExportOrder, progress: Progress) -> Made:
        """The file. Raises Damaged when the record is not whole, NotWritten for an area there is not."""
        self.speak(order.language)
        progress(0.02, "open")
        city, maps = self._open(record.pack)
        order = focused(order, city)
        whole = open_picture(city, record.state)
        if order.format == "gcs":
            return Made(encode_record(record))
        now = record.header.at
        picture = part_of(whole, order, now)
        progress(0.15, "count")
        missing = self._bases.lay(maps, order, frames_of(maps, order))
        content = self._gather(picture, record, order, missing.said)
        progress(0.25, "map" if order.format in {"png", "pdf"} else "pages")
        match order.format:
            case "png":
                from desktop.export.sheet import draw_sheet

                sheet = draw_sheet(content, picture, maps, order, colours_for(whole, order, now))
                return Made(sheet, missing)
            case "pdf":
                from desktop.export.document import make_document

                colours = colours_for(whole, order, now)
                return Made(make_document(content, picture, maps, order, colours, progress), missing)
            case "html":
                from desktop.export.page import make_page
                from desktop.export.page_base import base_of_page

                ground, colours = self._ground_of_page(maps), colours_for(whole, order, now)
                page = make_page(content, picture, ground, order, colours, base_of_page(maps, order))
                return Made(page.encode(), missing)
            case "xlsx":
                from desktop.export.workbook import make_workbook

                return Made(make_workbook(content))
            case "geojson":
                from desktop.export.geodata import make_geojson

                return Made(make_geojson(content, picture))
            case _:
                raise ValueError(f"unknown format {order.format!r}")

    def write(self, record: Record, order: ExportOrder, progress: Progress) -> Made:
        """Makes the file and puts it where it was asked for. Raises NotWritten, Damaged."""
        self.speak(order.language)
        check_order(order)
        made = self.make(record, order, progress)
        progress(0.95, "write")
        write_whole(order.path, made.content)
        return made

    def _gather(self, picture: Picture, record: Record, order: ExportOrder, missing: str) -> Content:
        lists = order.format not in {"png", "pdf"}
        return gather(picture, record.header, order, lists, missing)

    def _ground_of_page(self, maps: SnapshotMap) -> Ground:
        from desktop.export.page import Ground

        if self._page_ground is None:
            assert self._city is not None
            self._page_ground = Ground(self._city, maps.terrain)
        return self._page_ground

    def _open(self, pack: bytes) -> tuple[City, SnapshotMap]:
        digest = digest_of(pack)
        if self._city is None or self._maps is None or digest != self._digest:
            self._city = open_city(pack)
            self._maps = SnapshotMap(self._city, self._family)
            self._page_ground = None
            self._digest = digest
        return self._city, self._maps
