"""From the name of a base to its tiles: what somebody wrote becomes a base, and a base its sources; no Qt."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec

from domain.datum import Datum
from maps.tiles.base import Base, is_address
from maps.tiles.cache import TileCache
from maps.tiles.files import open_file
from maps.tiles.grid import Cut, Grid
from maps.tiles.matrices import Matrix
from maps.tiles.patience import Patience
from maps.tiles.source import WORLD, About, Format, TileSource, plain_text
from maps.tiles.template import Template, in_degrees, template_of
from maps.tiles.trouble import Kind, TileTrouble


def base_of(text: str, title: str = "", datum: str = "wgs84", look: str = "") -> tuple[Base, str]:
    """The base of a path or an address that somebody gave, and the key that stood in the address. When nobody says what
    it is called, its file or server does. Raises TileTrouble for what can be neither."""
    grid_of(datum, "mercator")
    if is_address(text):
        template, key = template_of(text)
        words = title.strip() or template.server
        degrees = Cut.DEGREES if in_degrees(template) else Cut.MERCATOR
        base = Base(
            id="",
            zh=words,
            en=words,
            sheets=(template.pattern,),
            key=template.server if template.wants_key else "",
            look=look,
            datum=datum,
            cut=degrees.value,
        )
    else:
        path = Path(text.strip().removeprefix("file://")).expanduser()
        source = open_file(path)
        words = title.strip() or source.about.title
        source.close()
        base, key = Base("", words, words, (str(path.resolve()),), look=look, datum=datum), ""
    return with_id(base), key


def with_id(base: Base) -> Base:
    """The base with the id it is kept under: the same tiles, meant the same, are one base."""
    name = hashlib.blake2b(repr((base.sheets, base.datum)).encode(), digest_size=6).hexdigest()
    return msgspec.structs.replace(base, id=name)


def grid_of(datum: str, cut: str, matrices: tuple[Matrix, ...] = ()) -> Grid:
    """Raises TileTrouble for a datum whose tiles cannot be laid right."""
    try:
        meant, way = Datum.named(datum), Cut(cut)
    except ValueError:
        raise TileTrouble(Kind.GRID, datum or cut) from None
    if meant is Datum.BD09:
        raise TileTrouble(Kind.GRID, "BD-09")  # Baidu counts its tiles in a way of its own
    return Grid(way, meant, matrices)


class Network:
    """What the servers of all bases share: connections, what is kept, and patience with each server."""

    def __init__(
        self,
        cache: TileCache,
        key_of: Callable[[str], str],
        now: Callable[[], float],
        clock: Callable[[], float],
        silent: float | None = None,
    ) -> None:
        self.cache, self.key_of, self.now, self.clock = cache, key_of, now, clock
        self._silent = silent
        self._patience: dict[str, Patience] = {}

    def patience_with(self, server: str) -> Patience:
        return self._patience.setdefault(server, Patience(self.clock))

    def source(self, base: Base, template: Template, about: About) -> TileSource:
        """A server of tiles with what is kept of it. Raises TileTrouble without the key it wants."""
        from maps.tiles.server import SILENT, KeptServer, Line, TileServer

        key = self.key_of(base.key) if template.wants_key else ""
        line = Line(self._silent or SILENT)
        server = TileServer(template, key, about, line, self.patience_with(template.server))
        return KeptServer(server, self.cache, template.kept_as, self.now)

    def wait(self, base: Base) -> float:
        """Seconds until the servers of a base may be asked again."""
        servers = [template_of(sheet)[0].server for sheet in base.sheets if is_address(sheet)]
        return max((self.patience_with(server).wait for server in servers), default=0.0)

    def close(self) -> None:
        self.cache.close()


def open_base(base: Base, network: Network) -> tuple[TileSource, ...]:
    """The sources of a base, from the lowest to the highest. Raises TileTrouble when one of them cannot be had."""
    grid = grid_of(base.datum, base.cut, base.matrices)
    if not base.sheets:
        raise TileTrouble(Kind.NO_TILES, base.en)
    sources: list[TileSource] = []
    try:
        for sheet in base.sheets:
            sources.append(_server(base, sheet, grid, network) if is_address(sheet) else open_file(Path(sheet), grid))
        if len(sources) > 1 and any(source.about.vector for source in sources):
            raise TileTrouble(Kind.FORMAT, "pbf + png")
    except BaseException:
        for source in sources:
            source.close()
        raise
    return tuple(sources)


def _server(base: Base, sheet: str, grid: Grid, network: Network) -> TileSource:
    template, _ = template_of(sheet)
    template = replace(template, names=base.names, least=base.least)
    if "{m}" in template.pattern and len(base.names) != base.most - base.least + 1:
        raise TileTrouble(Kind.TEMPLATE, f"{template.server} ({{m}})")
    about = About(
        title=template.server,
        least=base.least,
        most=base.most,
        format=Format.VECTOR if base.vector else template.format,
        attribution=plain_text(base.attribution),
        size=base.size,
        bounds=base.bounds or WORLD,
        grid=grid,
    )
    return network.source(base, template, about)
