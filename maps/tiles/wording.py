"""What the map says of its base of tiles, in the language of the running program."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication

from maps import wording
from maps.tiles.tiled_base import State, Status, TiledBase
from maps.tiles.trouble import Kind, TileTrouble


def note_of(base: TiledBase) -> tuple[str, bool]:
    """Whose tiles these are and how they do, for the foot of the map; and whether somebody should know."""
    status = base.status
    said = [base.attribution or base.base.title(_language())]
    short = _short(status)
    if short:
        said.append(short)
    if status.oldest is not None:
        template = QCoreApplication.translate("MapTiles", "kept since {age}")
        said.append(template.format(age=wording.age(max(0.0, time.time() - status.oldest))))
    return " · ".join(said), status.state in (State.TROUBLE, State.STALE)


def _language() -> str:
    # the language of the words around it, whatever the names on the map are in
    return QCoreApplication.translate("MapTiles", "en")


def _short(status: Status) -> str:
    match status.state:
        case State.LOADING:
            return QCoreApplication.translate("MapTiles", "loading …")
        case State.TROUBLE:
            return _trouble(status.kind)
    return ""


def _trouble(kind: Kind | None) -> str:
    """In few words; ``sentence`` says it in full."""
    match kind:
        case Kind.LINE | Kind.SLOW:
            return QCoreApplication.translate("MapTiles", "its server cannot be reached")
        case Kind.REFUSED | Kind.NO_KEY:
            return QCoreApplication.translate("MapTiles", "its server refuses the key")
        case Kind.BUSY:
            return QCoreApplication.translate("MapTiles", "its server is asked too much")
        case Kind.SERVER | Kind.SECURITY:
            return QCoreApplication.translate("MapTiles", "its server is out of order")
        case Kind.CONTENT:
            return QCoreApplication.translate("MapTiles", "something stands between here and its server")
    return QCoreApplication.translate("MapTiles", "some tiles are damaged")


def sentence(trouble: TileTrouble) -> str:
    """What is wrong and what to do, in full."""
    return _template(trouble.kind).format(detail=trouble.detail)


def _template(kind: Kind) -> str:
    match kind:
        case Kind.NO_FILE:
            return QCoreApplication.translate("MapTiles", "There is no file {detail}. Check the path.")
        case Kind.UNREADABLE:
            return QCoreApplication.translate(
                "MapTiles", "The file cannot be read: {detail}. Check its permissions and its disk."
            )
        case Kind.NOT_TILES:
            return QCoreApplication.translate(
                "MapTiles", "{detail} is neither an MBTiles nor a PMTiles file. Give a .mbtiles or .pmtiles file."
            )
        case Kind.NO_TILES:
            return QCoreApplication.translate("MapTiles", "{detail} holds no tiles. Export it again.")
        case Kind.FORMAT:
            return QCoreApplication.translate(
                "MapTiles",
                "Tiles of the format {detail} cannot be drawn. Use PNG, JPEG, WebP or vector tiles (pbf).",
            )
        case Kind.GRID:
            return QCoreApplication.translate(
                "MapTiles",
                "The tiles are cut in a way that is not known here: {detail}. Use web mercator or degree tiles.",
            )
        case Kind.TEMPLATE:
            return QCoreApplication.translate("MapTiles", "This is not the address of tiles: {detail}.")
        case Kind.NO_KEY:
            return QCoreApplication.translate("MapTiles", "{detail} asks for a key. Give it with the base.")
        case Kind.ZOOM:
            return QCoreApplication.translate(
                "MapTiles", "The source has no tiles at this scale: {detail}. Choose other zoom levels."
            )
        case Kind.ABSENT:
            return QCoreApplication.translate(
                "MapTiles", "{detail} has no tiles here. Check the address and whether it covers this city."
            )
        case Kind.REFUSED:
            return QCoreApplication.translate(
                "MapTiles",
                "{detail} refuses: the key is wrong, used up, or not meant for this program. Check the key.",
            )
        case Kind.BUSY:
            return QCoreApplication.translate(
                "MapTiles", "{detail} answers that it is asked too much. It is asked again later."
            )
        case Kind.SERVER:
            return QCoreApplication.translate("MapTiles", "{detail} is out of order. It is asked again later.")
        case Kind.LINE:
            return QCoreApplication.translate(
                "MapTiles", "{detail} cannot be reached. Check the line; it is tried again by itself."
            )
        case Kind.SLOW:
            return QCoreApplication.translate(
                "MapTiles", "{detail} does not answer in time. It is tried again by itself."
            )
        case Kind.SECURITY:
            return QCoreApplication.translate(
                "MapTiles", "{detail} cannot prove who it is. Check the machine's clock and certificates."
            )
        case Kind.CONTENT:
            return QCoreApplication.translate(
                "MapTiles",
                "{detail} answers with something that is no tile. A sign-in page of the network may stand between.",
            )
        case Kind.TOO_LARGE:
            return QCoreApplication.translate(
                "MapTiles", "A tile of {detail} is larger than any tile should be; it is not drawn."
            )
        case Kind.DAMAGED:
            return QCoreApplication.translate("MapTiles", "A tile of {detail} is damaged; it is not drawn.")
