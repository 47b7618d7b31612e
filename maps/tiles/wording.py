"""What the map says of its base of tiles, in the language of the running program."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication

from maps import wording
from maps.tiles.lack import NOTHING, Lack
from maps.tiles.tiled_base import State, Status, TiledBase
from maps.tiles.trouble import Kind, TileTrouble
from maps.tiles.waiting import Came


def note_of(base: TiledBase, waits: bool = True) -> tuple[str, bool]:
    """Whose tiles these are and how they do, for the foot of the map; and whether somebody should know. ``waits``:
    whether what is still loading will be seen."""
    status = base.status
    said = [base.attribution or base.base.title(_language())]
    short = _short(status) if waits or status.state is not State.LOADING else ""
    if short:
        said.append(short)
    if status.oldest is not None:
        template = QCoreApplication.translate("MapTiles", "kept since {age}")
        said.append(template.format(age=wording.age(max(0.0, time.time() - status.oldest))))
    return " · ".join(said), status.state in (State.TROUBLE, State.STALE)


def note_of_picture(base: TiledBase, came: Came) -> tuple[str, bool]:
    """The same for a picture that is taken away; nothing more is coming to it."""
    if came is not Came.NOTHING:
        said, warns = note_of(base, waits=False)
        return said, warns or came is Came.PART
    return missing(base.base.title(_language())), True


def missing(title: str) -> str:
    """That a base is not in a picture, for its foot."""
    template = QCoreApplication.translate("MapTiles", "{ground} · without the base map {title}")
    return template.format(ground=wording.schematic(), title=title)


def lack_of(base: TiledBase, came: Came) -> Lack:
    """What a picture lacks of a base, and why."""
    if came is Came.WHOLE:
        return NOTHING
    status, title = base.status, base.base.title(_language())
    # Whether the server was silent for as long as it may be, or the picture could not wait that long, is one thing to
    # whoever takes it away: which of the two came first says nothing.
    if status.kind is Kind.SLOW or (base.busy and status.kind is None):
        reason = QCoreApplication.translate(
            "MapTiles", "Its tiles did not come in time. Try again when its server answers faster."
        )
    elif status.kind is not None:
        reason = sentence(TileTrouble(status.kind, status.detail))
    else:
        reason = sentence(TileTrouble(Kind.ABSENT, title))
    return Lack(without(title) if came is Came.NOTHING else without_parts(title), reason)


def without(title: str) -> str:
    """That a base could not be taken along at all."""
    template = QCoreApplication.translate(
        "MapTiles", "The city's own ground is shown instead of the base map {title}, which could not be had."
    )
    return template.format(title=title)


def without_parts(title: str) -> str:
    template = QCoreApplication.translate(
        "MapTiles", "Parts of the base map {title} could not be had; the city's own ground is seen there."
    )
    return template.format(title=title)


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


def sentence_while_shown(trouble: TileTrouble) -> str:
    """The same of a base that stays on a map: that one asks its server again by itself."""
    return (_asked_again(trouble.kind) or _template(trouble.kind)).format(detail=trouble.detail)


def _asked_again(kind: Kind) -> str:
    match kind:
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
    return ""


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
                "MapTiles", "{detail} answers that it is asked too much. Try again in some minutes."
            )
        case Kind.SERVER:
            return QCoreApplication.translate("MapTiles", "{detail} is out of order. Try again later.")
        case Kind.LINE:
            return QCoreApplication.translate(
                "MapTiles", "{detail} cannot be reached. Check the line, then try again."
            )
        case Kind.SLOW:
            return QCoreApplication.translate("MapTiles", "{detail} does not answer in time. Try again later.")
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
        case Kind.CAPABILITIES:
            return QCoreApplication.translate(
                "MapTiles",
                "{detail} does not say which layers it has (WMTS). Check the address, or give that of tiles.",
            )
        case Kind.LAYERS:
            return QCoreApplication.translate(
                "MapTiles", "This server has several layers. Add one of them with # after the address: {detail}."
            )
        case Kind.NO_LAYER:
            return QCoreApplication.translate(
                "MapTiles", "The server has no layer that can be drawn: {detail}."
            )
        case Kind.DIMENSION:
            return QCoreApplication.translate(
                "MapTiles", "The layer wants to be told {detail} for every tile, which is not done here."
            )
