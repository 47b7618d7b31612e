"""The layers of a WMTS server as bases: what somebody can choose, and what each choice comes to; no Qt, no network."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from maps.tiles.base import Base
from maps.tiles.capabilities import Capabilities, Named, ServerLayer
from maps.tiles.level_sets import LevelSet, level_set
from maps.tiles.source import Format
from maps.tiles.template import template_of
from maps.tiles.tianditu import CREDIT, SERVER
from maps.tiles.trouble import Kind, TileTrouble

#: What formats of a server come to; ``tiles`` is what Tianditu calls its pictures.
FORMATS: dict[str, Format | None] = {
    "image/png": Format.PNG,
    "image/png8": Format.PNG,
    "image/jpeg": Format.JPEG,
    "image/jpg": Format.JPEG,
    "image/webp": Format.WEBP,
    "tiles": None,
    "application/vnd.mapbox-vector-tile": Format.VECTOR,
    "application/x-protobuf": Format.VECTOR,
    "application/x-protobuf;type=mapbox-vector": Format.VECTOR,
}
_PLACE = re.compile(r"\{([^{}]*)\}")
#: Places of an address for every tile, and how they are written here.
_OF_A_TILE = {"tilematrix": "{m}", "tilerow": "{y}", "tilecol": "{x}"}
#: Parameters of the question for capabilities that have nothing to do with tiles.
_OF_THE_QUESTION = {"service", "request", "version", "acceptversions", "sections", "acceptformats", "updatesequence"}


@dataclass(frozen=True, slots=True)
class Choosable:
    """A layer that can be drawn: in which formats, best first as the server has them, and in which set of levels."""

    layer: ServerLayer
    styles: tuple[Named, ...]
    formats: tuple[str, ...]
    levels: LevelSet


@dataclass(frozen=True, slots=True)
class Undrawable:
    """A layer that cannot be, and why."""

    layer: ServerLayer
    trouble: TileTrouble


@dataclass(frozen=True, slots=True)
class Server:
    """What a server has. ``address``: where it was asked, with ``{key}`` where a key goes and never with one;
    ``key_name``: the parameter its key is sent as, empty when it was asked without."""

    address: str
    key_name: str
    title: str
    provider: str
    get_tile: str
    layers: tuple[Choosable | Undrawable, ...]

    @property
    def name(self) -> str:
        return urlsplit(self.address).netloc


def server_of(capabilities: Capabilities, address: str, key_name: str = "") -> Server:
    """What can be chosen of what a server says it has."""
    layers = tuple(_made_out(layer, capabilities) for layer in capabilities.layers)
    return Server(
        address, key_name, capabilities.title, capabilities.provider, capabilities.get_tile, layers
    )


def _made_out(layer: ServerLayer, capabilities: Capabilities) -> Choosable | Undrawable:
    try:
        wanting = [id_ for id_, usual in layer.dimensions if not usual]
        if wanting:
            raise TileTrouble(Kind.DIMENSION, ", ".join(wanting))
        levels = _best_levels(layer, capabilities)
        offered = layer.formats or tuple(format_ for format_, _ in layer.templates)
        formats = tuple(
            one for one in offered if _known(one) and (levels.usual or FORMATS[_bare(one)] is not Format.VECTOR)
        )
        if not formats:
            raise TileTrouble(Kind.FORMAT, ", ".join(offered)[:80] or "–")
    except TileTrouble as trouble:
        return Undrawable(layer, trouble)
    return Choosable(layer, layer.styles, formats, levels)


def _best_levels(layer: ServerLayer, capabilities: Capabilities) -> LevelSet:
    """Of the sets a layer is cut in: a usual one before one of its own, web mercator before degrees, the finest."""
    found, troubles = list[LevelSet](), list[TileTrouble]()
    for id_, only in layer.links:
        known = capabilities.set_named(id_)
        if known is None:
            troubles.append(TileTrouble(Kind.GRID, id_))
            continue
        try:
            found.append(level_set(known, only))
        except TileTrouble as trouble:
            troubles.append(trouble)
    if not found:
        raise troubles[0] if troubles else TileTrouble(Kind.GRID, "–")
    return max(found, key=lambda one: (one.usual, one.cut.value == "mercator", one.most, len(one.names)))


def _bare(format_: str) -> str:
    return re.sub(r"\s+", "", format_.lower())


def _known(format_: str) -> bool:
    return _bare(format_) in FORMATS


def base_of_layer(
    server: Server, chosen: Choosable, style: str = "", format_: str = "", title: str = "", datum: str = "wgs84",
    look: str = "",
) -> Base:  # fmt: skip
    """The base of a layer in one of its styles and formats (empty: the first). It has no id yet. Raises TileTrouble
    when the server gives an address for its tiles that is none."""
    style = style or (chosen.styles[0].id if chosen.styles else "")
    format_ = format_ if format_ in chosen.formats else chosen.formats[0]
    try:
        sheet = _sheet(server, chosen, style, format_)
    except ValueError:  # nobody can take it apart
        raise TileTrouble(Kind.TEMPLATE, server.name) from None
    template_of(sheet)
    words = title.strip() or chosen.layer.title
    ours = server.name == SERVER or server.name.endswith("." + SERVER)
    levels, vector = chosen.levels, FORMATS[_bare(format_)] is Format.VECTOR
    return Base(
        id="",
        zh=words,
        en=words,
        sheets=(sheet,),
        key=(SERVER if ours else server.name) if "{key}" in sheet else "",
        look=look or ("photo" if FORMATS[_bare(format_)] is Format.JPEG else ""),
        datum=datum,
        cut=levels.cut.value,
        least=levels.least,
        most=levels.most,
        size=levels.size,
        attribution=CREDIT if ours else _credit(server.provider),
        names=levels.names,
        matrices=levels.matrices,
        bounds=chosen.layer.bounds,
        vector=vector,
    )


def _credit(provider: str) -> str:
    return provider if not provider or provider.startswith("©") else f"© {provider}"


def _sheet(server: Server, chosen: Choosable, style: str, format_: str) -> str:
    """The address of the tiles: a path where the server has one for this format, else with parameters."""
    layer = chosen.layer
    template = next((address for kind, address in layer.templates if _bare(kind) == _bare(format_)), "")
    if template:
        values = {"tilematrixset": chosen.levels.id, "style": style, "layer": layer.id, "format": format_}
        values.update((id_.lower(), usual) for id_, usual in layer.dimensions)
        address = _PLACE.sub(lambda match: _filled(match.group(1), values), template)
        address = _at_home(address, server)
        return _with_key(address, server)
    address = _at_home(server.get_tile or _bare_address(server.address), server)
    parts = urlsplit(address)
    given = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    said = [
        ("SERVICE", "WMTS"), ("REQUEST", "GetTile"), ("VERSION", "1.0.0"), ("LAYER", layer.id), ("STYLE", style),
        ("FORMAT", format_), ("TILEMATRIXSET", chosen.levels.id), ("TILEMATRIX", "{m}"), ("TILEROW", "{y}"),
        ("TILECOL", "{x}"), *layer.dimensions,
    ]  # fmt: skip
    names = {name.lower() for name, _ in said}
    kept = [(name, value) for name, value in given if name.lower() not in names | _OF_THE_QUESTION]
    return _with_key(urlunsplit(parts._replace(query=_query([*kept, *said]))), server)


def _filled(place: str, values: dict[str, str]) -> str:
    """What stands in a place of an address. Raises TileTrouble for one nobody knows."""
    name = place.lower()
    if name in _OF_A_TILE:
        return _OF_A_TILE[name]
    if name not in values:
        raise TileTrouble(Kind.TEMPLATE, f"{{{place}}}")
    return quote(values[name], safe=":")


def _query(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters with the places of a tile as they are."""
    return urlencode([*pairs], quote_via=lambda text, *_: text if _PLACE.fullmatch(text) else quote(text, safe=":/"))


def _bare_address(address: str) -> str:
    parts = urlsplit(address)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _OF_THE_QUESTION and value != "{key}"
    ]
    return urlunsplit(parts._replace(query=_query(kept), fragment=""))


def _at_home(address: str, server: Server) -> str:
    """The address as it can be reached from here: a server behind another often names itself as it is called inside,
    and one that was asked over a secured line is not asked over an open one."""
    address = urljoin(_bare_address(server.address), address)
    asked, told = urlsplit(server.address), urlsplit(address)
    if told.hostname in (None, "localhost", "127.0.0.1", "::1", "0.0.0.0") and told.netloc != asked.netloc:
        return urlunsplit(told._replace(scheme=asked.scheme, netloc=asked.netloc))
    if asked.scheme == "https" and told.scheme == "http" and _of_one_house(asked.hostname, told.hostname):
        return urlunsplit(told._replace(scheme="https"))
    return address


def _of_one_house(one: str | None, other: str | None) -> bool:
    """Whether two hosts belong together: the same, or two of one name that is itself below another's (t0 and t1 of
    tianditu.gov.cn, but not two of gov.cn)."""
    if not one or not other or one == other:
        return bool(one) and one == other
    above = one.partition(".")[2]
    return above == other.partition(".")[2] and above.count(".") >= 2


def _with_key(address: str, server: Server) -> str:
    """The address with the place of the key, where it is a server the key is meant for."""
    parts = urlsplit(address)
    if not server.key_name or not _of_one_house(parts.hostname, urlsplit(server.address).hostname):
        return address
    pairs = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    pairs = [pair for pair in pairs if pair[0].lower() != server.key_name.lower()]
    return urlunsplit(parts._replace(query=_query([*pairs, (server.key_name, "{key}")])))
