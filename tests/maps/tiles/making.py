"""Tiles, tile files and a tile server for tests: all real, all small."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import mapbox_vector_tile
from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from maps.tiles.grid import Address

#: Everything of a vector tile that has a place of its own in the drawing, in tile units of 4096, y to the south.
WATER = [(0, 0), (2048, 0), (2048, 2048), (0, 2048)]
STREET = [(0, 3072), (4096, 3072)]


def picture(color: tuple[int, ...], format_: str = "PNG", side: int = 256) -> bytes:
    """One colour, everywhere."""
    buffer = BytesIO()
    Image.new("RGBA" if len(color) == 4 else "RGB", (side, side), color).save(buffer, format_, quality=100)
    return buffer.getvalue()


def colour_of(address: Address) -> tuple[int, int, int]:
    """Another colour for every tile nearby, also in shades of grey."""
    zoom, column, row = address
    return 40 + column % 4 * 50, 40 + row % 4 * 50, 40 + zoom % 4 * 50


def mvt(layers: dict[str, list[dict[str, Any]]], extent: int = 4096) -> bytes:
    """A vector tile; geometries as WKT or GeoJSON-like things, y to the south."""
    content = [{"name": name, "features": features} for name, features in layers.items()]
    encoded: bytes = mapbox_vector_tile.encode(content, default_options={"y_coord_down": True, "extents": extent})
    return encoded


def ring(points: Iterable[tuple[float, float]]) -> str:
    points = [*points]
    return f"POLYGON (({', '.join(f'{x} {y}' for x, y in [*points, points[0]])}))"


def line(points: Iterable[tuple[float, float]]) -> str:
    return f"LINESTRING ({', '.join(f'{x} {y}' for x, y in points)})"


def town_tile() -> bytes:
    """OpenMapTiles: water in the north-west quarter, a street with a name across the south, a place in the middle."""
    return mvt({
        "water": [{"geometry": ring(WATER), "properties": {"class": "lake"}}],
        "transportation": [{"geometry": line(STREET), "properties": {"class": "primary"}}],
        "transportation_name": [
            {"geometry": line(STREET), "properties": {"class": "primary", "name": "解放路", "name:en": "Jiefang Road"}}
        ],
        "place": [
            {"geometry": "POINT (2048 2048)", "properties": {"class": "town", "name": "柳泉镇", "name:en": "Liuquan"}}
        ],
        "poi": [{"geometry": "POINT (10 10)", "properties": {"name": "nobody draws this"}}],
    })  # fmt: skip


def write_mbtiles(path: Path, tiles: dict[Address, bytes], **told: str) -> Path:
    """As the specification says: rows from the south, vector tiles packed."""
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE metadata (name text, value text)")
    database.execute("CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)")
    database.execute("CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)")
    database.executemany("INSERT INTO metadata VALUES (?, ?)", told.items())
    rows = [
        (zoom, column, (1 << zoom) - 1 - row, gzip.compress(data) if told.get("format") == "pbf" else data)
        for (zoom, column, row), data in tiles.items()
    ]
    database.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    database.commit()
    database.close()
    return path


def write_pmtiles(
    path: Path,
    tiles: dict[Address, bytes],
    kind: TileType = TileType.PNG,
    bounds: tuple[float, float, float, float] = (-180, -85, 180, 85),
    **told: str,
) -> Path:
    packed = kind is TileType.MVT
    west, south, east, north = (int(edge * 1e7) for edge in bounds)
    header = {
        "tile_type": kind,
        "tile_compression": Compression.GZIP if packed else Compression.NONE,
        "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north,
        "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
    }  # fmt: skip
    with path.open("wb") as file:
        writer = Writer(file)
        for address in sorted(tiles, key=lambda one: zxy_to_tileid(*one)):
            writer.write_tile(zxy_to_tileid(*address), gzip.compress(tiles[address]) if packed else tiles[address])
        writer.finalize(header, told)
    return path


@dataclass
class Served:
    """A tile server of this process. ``tiles`` by path; ``status``, when set, is all it answers; ``asked``: paths with
    their queries; ``headers`` go with every tile. ``down`` refuses connections, ``up`` listens again on the same
    port."""

    tiles: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 0
    body: bytes = b""
    asked: list[str] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    connections: list[Any] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def template(self) -> str:
        return self.address + "/{z}/{x}/{y}.png"

    def up(self) -> None:
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                served.asked.append(self.path)
                served.sent.append({name.lower(): value for name, value in self.headers.items()})
                served.hold.wait()  # ``down`` lets everybody go
                path = self.path.partition("?")[0]
                status = served.status or (200 if path in served.tiles else 404)
                body = served.body if served.status else served.tiles.get(path, b"")
                etag = served.headers.get("ETag")
                if not served.status and etag and self.headers.get("If-None-Match") == etag:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in served.headers.items():
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = False
            allow_reuse_address = True

            def process_request(self, request: Any, client_address: Any) -> None:
                served.connections.append(request)
                super().process_request(request, client_address)

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # whoever asked is gone

        self.hold.set()
        self.connections.clear()
        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="tile server")
        self._thread.start()

    def down(self) -> None:
        """The line goes down: connections that are open end too."""
        if self._server is None or self._thread is None:
            return
        self.hold.set()
        self._server.shutdown()
        self._thread.join()
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(2)
        self._server.server_close()
        self._server = self._thread = None


@contextmanager
def serving(tiles: dict[Address, bytes] | None = None) -> Iterator[Served]:
    served = Served({f"/{z}/{x}/{y}.png": data for (z, x, y), data in (tiles or {}).items()})
    served.up()
    try:
        yield served
    finally:
        served.down()
