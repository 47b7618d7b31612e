"""What can be wrong with a source of tiles, as a value: a kind, what it concerns, and when to try again; no Qt."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is wrong. The sentences for people stand in ``SENTENCES`` and, translated, in ``maps.tiles.wording``."""

    NO_FILE = "no_file"
    UNREADABLE = "unreadable"
    NOT_TILES = "not_tiles"
    NO_TILES = "no_tiles"
    FORMAT = "format"
    GRID = "grid"
    TEMPLATE = "template"
    NO_KEY = "no_key"
    ZOOM = "zoom"
    ABSENT = "absent"
    REFUSED = "refused"
    BUSY = "busy"
    SERVER = "server"
    LINE = "line"
    SLOW = "slow"
    SECURITY = "security"
    CONTENT = "content"
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    CAPABILITIES = "capabilities"
    LAYERS = "layers"
    NO_LAYER = "no_layer"
    DIMENSION = "dimension"


#: In English, for the log and the command line; ``{detail}`` is what a trouble concerns.
SENTENCES: dict[Kind, str] = {
    Kind.NO_FILE: "There is no file {detail}. Check the path.",
    Kind.UNREADABLE: "The file cannot be read: {detail}. Check its permissions and its disk.",
    Kind.NOT_TILES: "{detail} is neither an MBTiles nor a PMTiles file. Give a .mbtiles or .pmtiles file.",
    Kind.NO_TILES: "{detail} holds no tiles. Export it again.",
    Kind.FORMAT: "Tiles of the format {detail} cannot be drawn. Use PNG, JPEG, WebP or vector tiles (pbf).",
    Kind.GRID: "The tiles are cut in a way that is not known here: {detail}. Use web mercator or degree tiles.",
    Kind.TEMPLATE: "This is not the address of tiles: {detail}.",
    Kind.NO_KEY: "{detail} asks for a key. Give it with the base, or in GRID_COMMAND_TILE_KEY.",
    Kind.ZOOM: "The source has no tiles at this scale: {detail}. Choose other zoom levels.",
    Kind.ABSENT: "{detail} has no tiles here. Check the address and whether it covers this city.",
    Kind.REFUSED: "{detail} refuses: the key is wrong, used up, or not meant for this program. Check the key.",
    Kind.BUSY: "{detail} answers that it is asked too much. Try again in some minutes.",
    Kind.SERVER: "{detail} is out of order. Try again later.",
    Kind.LINE: "{detail} cannot be reached. Check the line, then try again.",
    Kind.SLOW: "{detail} does not answer in time. Try again later.",
    Kind.SECURITY: "{detail} cannot prove who it is. Check the machine's clock and certificates.",
    Kind.CONTENT: "{detail} answers with something that is no tile. A sign-in page of the network may stand between.",
    Kind.TOO_LARGE: "A tile of {detail} is larger than any tile should be; it is not drawn.",
    Kind.DAMAGED: "A tile of {detail} is damaged; it is not drawn.",
    Kind.CAPABILITIES: "{detail} does not say which layers it has (WMTS). Check the address, or give that of tiles.",
    Kind.LAYERS: "This server has several layers. Add one of them with # after the address: {detail}.",
    Kind.NO_LAYER: "The server has no layer that can be drawn: {detail}.",
    Kind.DIMENSION: "The layer wants to be told {detail} for every tile, which is not done here.",
}
#: Worth trying again by itself.
PASSING = frozenset({Kind.BUSY, Kind.SERVER, Kind.LINE, Kind.SLOW, Kind.REFUSED, Kind.SECURITY, Kind.CONTENT})


class TileTrouble(Exception):
    """``detail``: a file name or a server's name, never a key. ``again``: seconds the server asked to be left alone."""

    def __init__(self, kind: Kind, detail: str = "", again: float = 0.0) -> None:
        super().__init__(SENTENCES[kind].format(detail=detail))
        self.kind, self.detail, self.again = kind, detail, again

    @property
    def passing(self) -> bool:
        """Whether trying again by itself may help."""
        return self.kind in PASSING
