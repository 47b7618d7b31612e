"""A WMTS server of this process, over HTTP: what it says of itself has the shape of Tianditu's or of GeoServer's."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from maps.projection import EQUATOR

HALF = EQUATOR / 2
KEY = "s3cretT1andituKey0123456789abcd"
#: The usual denominators at zoom level 0: metres of a pixel by the standard, and of a screen of 96 dots an inch.
STANDARD, OF_96_DPI = 559082264.0287178, 591658710.9091313
#: What gives a tile: set of levels, name of the level, row, column.
Tile = Callable[[str, str, int, int], bytes | None]
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Capabilities xmlns="http://www.opengis.net/wmts/1.0" '
    'xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">\n'
)


def level(name: str, denominator: float, corner: str, columns: int, rows: int, side: int = 256) -> str:
    return (
        f"<TileMatrix><ows:Identifier>{name}</ows:Identifier><ScaleDenominator>{denominator!r}</ScaleDenominator>"
        f"<TopLeftCorner>{corner}</TopLeftCorner><TileWidth>{side}</TileWidth><TileHeight>{side}</TileHeight>"
        f"<MatrixWidth>{columns}</MatrixWidth><MatrixHeight>{rows}</MatrixHeight></TileMatrix>\n"
    )


def matrix_set(name: str, crs: str, levels: str) -> str:
    return (
        f"<TileMatrixSet><ows:Identifier>{name}</ows:Identifier><ows:SupportedCRS>{crs}</ows:SupportedCRS>\n"
        f"{levels}</TileMatrixSet>\n"
    )


def operations(address: str, encodings: str = "KVP") -> str:
    return (
        '<ows:OperationsMetadata><ows:Operation name="GetCapabilities"><ows:DCP><ows:HTTP>'
        f'<ows:Get xlink:href="{address}"/></ows:HTTP></ows:DCP></ows:Operation><ows:Operation name="GetTile"><ows:DCP>'
        f'<ows:HTTP><ows:Get xlink:href="{address}"><ows:Constraint name="GetEncoding"><ows:AllowedValues>'
        f"<ows:Value>{encodings}</ows:Value></ows:AllowedValues></ows:Constraint></ows:Get></ows:HTTP></ows:DCP>"
        "</ows:Operation></ows:OperationsMetadata>\n"
    )


def of_tianditu(address: str, layer: str, matrix: str) -> str:
    """As ``vec_w`` and ``vec_c`` of Tianditu say it: levels from 1 on, denominators of a screen of 96 dots an inch, the
    corner written north first also in metres, a format called ``tiles``."""
    if matrix == "w":
        crs, corner = "urn:ogc:def:crs:EPSG::900913", "20037508.3427892 -20037508.3427892"
        sizes = [(1 << zoom, 1 << zoom) for zoom in range(1, 19)]
    else:
        crs, corner = "urn:ogc:def:crs:EPSG::4490", "90.0 -180.0"
        sizes = [(1 << zoom, 1 << (zoom - 1)) for zoom in range(1, 19)]
    levels = "".join(level(str(zoom), OF_96_DPI / (1 << zoom), corner, *size) for zoom, size in enumerate(sizes, 1))
    return (
        f"{_HEAD}<ows:ServiceIdentification><ows:Title>在线地图服务</ows:Title><ows:ServiceType>OGC WMTS"
        "</ows:ServiceType></ows:ServiceIdentification><ows:ServiceProvider><ows:ProviderName>国家基础地理信息中心"
        f"</ows:ProviderName></ows:ServiceProvider>\n{operations(address)}<Contents><Layer>"
        f"<ows:Title>{layer}</ows:Title><ows:Abstract>{layer}</ows:Abstract><ows:WGS84BoundingBox>"
        "<ows:LowerCorner>-180.0 -90.0</ows:LowerCorner><ows:UpperCorner>180.0 90.0</ows:UpperCorner>"
        f"</ows:WGS84BoundingBox><ows:Identifier>{layer}</ows:Identifier><Style><ows:Identifier>default"
        f"</ows:Identifier></Style><Format>tiles</Format><TileMatrixSetLink><TileMatrixSet>{matrix}</TileMatrixSet>"
        f"</TileMatrixSetLink></Layer>\n{matrix_set(matrix, crs, levels)}</Contents></Capabilities>"
    )


def of_geoserver(address: str, resource: str) -> str:
    """As GeoServer's tile cache says it: layers in several sets whose levels have names with colons, vector formats
    beside pictures, addresses of both kinds, layers nobody here can draw."""
    mercator = "".join(
        level(f"EPSG:900913:{zoom}", STANDARD / (1 << zoom), "-2.003750834E7 2.003750834E7", 1 << zoom, 1 << zoom)
        for zoom in range(19)
    )
    degrees = "".join(
        level(f"EPSG:4326:{zoom}", STANDARD / (2 << zoom), "90.0 -180.0", 2 << zoom, 1 << zoom) for zoom in range(19)
    )
    town = "".join(
        level(f"EPSG:4490:town:{at}", scale, "34.5 117.0", columns, rows)
        for at, (scale, columns, rows) in enumerate(TOWN_LEVELS)
    )
    gauss = level("0", 500000.0, "4000000 39400000", 4, 4)

    def layer(name: str, title: str, sets: tuple[str, ...], formats: tuple[str, ...], more: str = "") -> str:
        links = "".join(f"<TileMatrixSetLink><TileMatrixSet>{one}</TileMatrixSet></TileMatrixSetLink>" for one in sets)
        kinds = "".join(f"<Format>{one}</Format>" for one in formats)
        return (
            f"<Layer><ows:Title>{title}</ows:Title><ows:WGS84BoundingBox><ows:LowerCorner>117.0 34.1</ows:LowerCorner>"
            f"<ows:UpperCorner>117.5 34.5</ows:UpperCorner></ows:WGS84BoundingBox><ows:Identifier>{name}"
            f"</ows:Identifier><Style><ows:Identifier>night</ows:Identifier><ows:Title>Night</ows:Title></Style>"
            f'<Style isDefault="true"><ows:Identifier/></Style>{kinds}{links}{more}</Layer>\n'
        )

    path = f"{resource}/rest/city:photo/{{style}}/{{TileMatrixSet}}/{{TileMatrix}}/{{TileRow}}/{{TileCol}}"
    layers = (
        layer("city:base", "底图 Base", ("EPSG:4326", "EPSG:900913"),
              ("image/png", "image/jpeg", "application/vnd.mapbox-vector-tile"))
        + layer("city:photo", "影像 Photo", ("EPSG:900913",), ("image/jpeg",),
                f'<ResourceURL format="image/jpeg" resourceType="tile" template="{path}?format=image/jpeg"/>'
                f'<ResourceURL format="text/plain" resourceType="FeatureInfo" template="{path}/1/1"/>')
        + layer("city:town", "规划 Plan", ("EPSG:4490:town",), ("image/png", "application/vnd.mapbox-vector-tile"))
        + layer("city:gauss", "三度带 Gauss", ("EPSG:4549",), ("image/png",))
        + layer("city:grid", "UTFGrid", ("EPSG:900913",), ("application/json;type=utfgrid",))
        + layer("city:years", "历年 Years", ("EPSG:900913",), ("image/png",),
                "<Dimension><ows:Identifier>time</ows:Identifier><Value>2024</Value></Dimension>")
        + layer("city:now", "现势 Now", ("EPSG:900913",), ("image/png",),
                "<Dimension><ows:Identifier>time</ows:Identifier><Default>2026</Default><Value>2026</Value></Dimension>")
    )  # fmt: skip
    sets = (
        matrix_set("EPSG:4326", "urn:ogc:def:crs:EPSG::4326", degrees)
        + matrix_set("EPSG:900913", "urn:ogc:def:crs:EPSG::900913", mercator)
        + matrix_set("EPSG:4490:town", "urn:ogc:def:crs:EPSG::4490", town)
        + matrix_set("EPSG:4549", "urn:ogc:def:crs:EPSG::4549", gauss)
    )
    return (
        f"{_HEAD}<ows:ServiceIdentification><ows:Title>Web Map Tile Service - GeoWebCache</ows:Title>"
        "</ows:ServiceIdentification><ows:ServiceProvider><ows:ProviderName>市自然资源局</ows:ProviderName>"
        f"</ows:ServiceProvider>{operations(address)}<Contents>{layers}{sets}</Contents></Capabilities>"
    )


#: Levels of a town that are not those of anybody else: 1 : 100 000, 1 : 40 000, 1 : 15 000, with columns and rows.
TOWN_LEVELS = ((100_000.0, 8, 7), (40_000.0, 20, 16), (15_000.0, 52, 42))
TOWN_CORNER = (117.0, 34.5)


@dataclass
class WmtsServed:
    """``documents``: what it says of itself by path, with ``{address}`` for where it is; ``tile`` gives the tiles;
    ``wants``: parameter and value without which it refuses. ``asked``: every path with its parameters."""

    tile: Tile
    documents: dict[str, Callable[[str], str]] = field(default_factory=dict)
    wants: tuple[str, str] | None = None
    by_parameters: bool = True
    asked: list[str] = field(default_factory=list)
    address: str = ""
    body: bytes = b""

    def answer(self, raw: str) -> tuple[int, str, bytes]:
        parts = urlsplit(raw)
        given = {name.upper(): value for name, value in parse_qsl(parts.query, keep_blank_values=True)}
        if self.wants is not None and given.get(self.wants[0].upper()) != self.wants[1]:
            return 403, "text/html", "<html>非法key</html>".encode()
        if self.body:
            return 200, "text/html", self.body
        document = self.documents.get(parts.path)
        asks = given.get("REQUEST", "").lower()
        if document is not None and (parts.path.endswith(".xml") or asks == "getcapabilities"):
            if not self.by_parameters and not parts.path.endswith(".xml"):
                return 404, "text/plain", b"no such service"
            return 200, "application/xml", document(self.address).encode()
        if asks == "gettile":
            tile = self.tile(given["TILEMATRIXSET"], given["TILEMATRIX"], int(given["TILEROW"]), int(given["TILECOL"]))
        else:
            path = re.fullmatch(r"/rest/[^/]+/[^/]*/([^/]+)/([^/]+)/(\d+)/(\d+)", unquote(parts.path))
            tile = self.tile(path.group(1), path.group(2), int(path.group(3)), int(path.group(4))) if path else None
        return (404, "text/plain", b"") if tile is None else (200, "image/png", tile)


@contextmanager
def serving_wmts(served: WmtsServed) -> Iterator[WmtsServed]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.asked.append(self.path)
            status, kind, body = served.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # whoever asked is gone

    server = Server(("127.0.0.1", 0), Handler)
    served.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="wmts server")
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
