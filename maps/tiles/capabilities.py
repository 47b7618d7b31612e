"""What a WMTS server says it has (OGC 07-057r7, GetCapabilities), as it stands in its document; no Qt, no network.

Elements are found by their local names: servers differ in prefixes and in how strictly they follow the schema. It may
declare no types or entities of its own, so that nothing in it grows or is fetched when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from maps.tiles.source import box_of, plain_text
from maps.tiles.trouble import Kind, TileTrouble

Box = tuple[float, float, float, float]
#: A document with more of these is not read to its end.
MOST_LAYERS, MOST_SETS, MOST_LEVELS = 5000, 500, 40
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Level:
    """A ``TileMatrix``; ``corner`` as it is written, in whichever order."""

    id: str
    denominator: float
    corner: tuple[float, float]
    wide: int
    high: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class MatrixSet:
    """``crs`` as it is written."""

    id: str
    crs: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A style: what the server calls it, and what people do."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ServerLayer:
    """``links``: sets of levels it is cut in, each with the levels it has tiles for (empty: all). ``templates``:
    addresses of its tiles by format, where it has any; ``dimensions``: what else must be said, with what is usual
    (empty: nothing is). ``bounds``: degrees."""

    id: str
    title: str
    styles: tuple[Named, ...]
    formats: tuple[str, ...]
    links: tuple[tuple[str, frozenset[str]], ...]
    templates: tuple[tuple[str, str], ...] = ()
    dimensions: tuple[tuple[str, str], ...] = ()
    bounds: Box | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """``get_tile``: the address that takes parameters, empty when it is not said."""

    title: str
    provider: str
    layers: tuple[ServerLayer, ...]
    sets: tuple[MatrixSet, ...]
    get_tile: str = ""

    def set_named(self, id_: str) -> MatrixSet | None:
        return next((one for one in self.sets if one.id == id_), None)


def read_capabilities(document: bytes, name: str) -> Capabilities:
    """Takes a document apart; ``name`` is the server's, for troubles. Raises TileTrouble when it is none of a WMTS."""
    parser = ElementTree.XMLParser(target=_Plain())
    try:
        for at in range(0, len(document), _PIECE):  # in pieces, so that other threads get their turn
            parser.feed(document[at : at + _PIECE])
        root: Element = parser.close()
    except (ElementTree.ParseError, _Declares, ValueError, LookupError):
        raise TileTrouble(Kind.CAPABILITIES, name) from None
    contents = _child(root, "Contents")
    if _local(root) != "Capabilities" or contents is None:
        raise TileTrouble(Kind.CAPABILITIES, name)
    service, provider = _child(root, "ServiceIdentification"), _child(root, "ServiceProvider")
    return Capabilities(
        title=_text(service, "Title") or name,
        provider=_text(provider, "ProviderName"),
        layers=tuple(filter(None, map(_layer, _children(contents, "Layer")[:MOST_LAYERS]))),
        sets=tuple(filter(None, map(_matrix_set, _children(contents, "TileMatrixSet")[:MOST_SETS]))),
        get_tile=_get_tile(root),
    )


class _Declares(Exception):
    """A document that wants to be understood by declarations of its own."""


class _Plain(ElementTree.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> NoReturn:
        raise _Declares(name)


def _layer(element: Element) -> ServerLayer | None:
    id_ = _raw(element, "Identifier")
    if not id_:
        return None
    styles = list[Named]()
    for style in _children(element, "Style"):
        known = Named(_raw(style, "Identifier"), _text(style, "Title") or _text(style, "Identifier"))
        styles.insert(0 if style.get("isDefault", "").lower() in ("true", "1") else len(styles), known)
    links = []
    for link in _children(element, "TileMatrixSetLink"):
        limits = _child(link, "TileMatrixSetLimits")
        limited = [] if limits is None else [_raw(one, "TileMatrix") for one in _children(limits, "TileMatrixLimits")]
        links.append((_raw(link, "TileMatrixSet"), frozenset(filter(None, limited))))
    resources = [one for one in _children(element, "ResourceURL") if one.get("resourceType", "tile") == "tile"]
    return ServerLayer(
        id=id_,
        title=_text(element, "Title") or id_,
        styles=tuple(styles),
        formats=tuple(dict.fromkeys(filter(None, (_content(one) for one in _children(element, "Format"))))),
        links=tuple(links),
        templates=tuple((one.get("format", ""), one.get("template", "")) for one in resources if one.get("template")),
        dimensions=tuple(
            (_raw(one, "Identifier"), _raw(one, "Default")) for one in _children(element, "Dimension")
        ),
        bounds=_bounds(element),
    )


def _matrix_set(element: Element) -> MatrixSet | None:
    levels = tuple(filter(None, map(_level, _children(element, "TileMatrix")[:MOST_LEVELS])))
    id_ = _raw(element, "Identifier")
    return MatrixSet(id_, _raw(element, "SupportedCRS"), levels) if id_ and levels else None


def _level(element: Element) -> Level | None:
    """A level; None when a number is missing or none of a level."""
    try:
        first, second = (float(part) for part in _raw(element, "TopLeftCorner").replace(",", " ").split())
        whole = [int(_raw(element, part)) for part in ("TileWidth", "TileHeight", "MatrixWidth", "MatrixHeight")]
        found = Level(_raw(element, "Identifier"), float(_raw(element, "ScaleDenominator")), (first, second), *whole)
    except ValueError:
        return None
    fine = 1e-3 < found.denominator < 1e12 and all(0 < number < 2**31 for number in whole)
    return found if fine and found.id and abs(first) < 1e9 and abs(second) < 1e9 else None


def _bounds(element: Element) -> Box | None:
    box = _child(element, "WGS84BoundingBox")
    if box is None:
        return None
    return box_of([*_raw(box, "LowerCorner").split(), *_raw(box, "UpperCorner").split()])


def _get_tile(root: Element) -> str:
    """The address for questions with parameters, rather than one for paths."""
    operations = _child(root, "OperationsMetadata")
    if operations is None:
        return ""
    gets = [
        get
        for operation in _children(operations, "Operation")
        if operation.get("name") == "GetTile"
        for get in operation.iter()
        if _local(get) == "Get"
    ]
    rest = ""
    for get in gets:
        href = next((value for name, value in get.attrib.items() if name.rpartition("}")[2] == "href"), "")
        encodings = {_content(one).upper() for one in get.iter() if _local(one) == "Value"}
        if href and (not encodings or "KVP" in encodings):
            return href
        rest = rest or ("" if "RESTFUL" in encodings else href)
    return rest


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _local(child) == name]


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _local(child) == name), None)


def _content(element: Element) -> str:
    return " ".join((element.text or "").split())


def _raw(element: Element, name: str) -> str:
    """The content of a child as the server means it; empty when there is none."""
    child = _child(element, name)
    return _content(child) if child is not None else ""


def _text(element: Element | None, name: str) -> str:
    """The same as people may see it."""
    return plain_text(_raw(element, name), 80) if element is not None else ""
