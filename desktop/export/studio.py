"""Makes files from records: keeps what the next file of the same city needs, and what it takes to begin quickly."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTranslator

from desktop.export.area_figures import check_figure, colours_for
from desktop.export.content import Content
from desktop.export.focus import focused, part_of
from desktop.export.gathering import gather
from desktop.export.order import ExportOrder
from desktop.export.record import Record, encode_record, open_city, open_picture
from desktop.export.writing import NotWritten, check_target, write_whole
from domain.city import City, digest_of
from domain.picture import Picture
from maps.snapshot import SnapshotMap
from resources import FOLDER

if TYPE_CHECKING:
    from desktop.export.page import Ground  # what it stands on is loaded when a page is made

#: Endings of the files that can be made, in the order they are offered.
FORMATS = ("png", "pdf", "html", "xlsx", "geojson", "gcs")
#: Told how far it is (0..1) and what is being done: a code of ``STEPS``.
Progress = Callable[[float, str], None]
STEPS = ("open", "count", "map", "pages", "write")


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
    """One process's worth of work, on the application's thread. ``family``: the shipped font's name."""

    def __init__(self, family: str) -> None:
        self._family = family
        self._language = ""
        self._translator: QTranslator | None = None
        self._words = b""
        self._digest = ""
        self._city: City | None = None
        self._maps: SnapshotMap | None = None
        self._page_ground: Ground | None = None

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
        """Takes its words back out of the application."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator, self._language = None, ""

    def prepare(self, pack: bytes, order: ExportOrder) -> None:
        """What can be done before the picture is there: load what the format needs, open the city, draw its ground."""
        self.speak(order.language)
        city, maps = self._open(pack)
        order = focused(order, city)
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

    def make(self, record: Record, order: ExportOrder, progress: Progress) -> bytes:
        """The bytes of the file. Raises Damaged when the record is not whole, NotWritten for an area there is not."""
        self.speak(order.language)
        progress(0.02, "open")
        city, maps = self._open(record.pack)
        order = focused(order, city)
        whole = open_picture(city, record.state)
        if order.format == "gcs":
            return encode_record(record)
        now = record.header.at
        picture = part_of(whole, order, now)
        progress(0.15, "count")
        content = self._gather(picture, record, order)
        progress(0.25, "map" if order.format in {"png", "pdf"} else "pages")
        match order.format:
            case "png":
                from desktop.export.sheet import draw_sheet

                return draw_sheet(content, picture, maps, order, colours_for(whole, order, now))
            case "pdf":
                from desktop.export.document import make_document

                return make_document(content, picture, maps, order, colours_for(whole, order, now), progress)
            case "html":
                from desktop.export.page import make_page

                colours = colours_for(whole, order, now)
                return make_page(content, picture, self._ground_of_page(maps), order, colours).encode()
            case "xlsx":
                from desktop.export.workbook import make_workbook

                return make_workbook(content)
            case "geojson":
                from desktop.export.geodata import make_geojson

                return make_geojson(content, picture)
            case _:
                raise ValueError(f"unknown format {order.format!r}")

    def write(self, record: Record, order: ExportOrder, progress: Progress) -> int:
        """Makes the file and puts it where it was asked for; its size in bytes. Raises NotWritten, Damaged."""
        self.speak(order.language)
        check_order(order)
        content = self.make(record, order, progress)
        progress(0.95, "write")
        write_whole(order.path, content)
        return len(content)

    def _gather(self, picture: Picture, record: Record, order: ExportOrder) -> Content:
        lists = order.format not in {"png", "pdf"}
        return gather(picture, record.header, order, lists)

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
