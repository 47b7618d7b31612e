"""A WMTS server asked what it has, from what somebody wrote; no Qt.

The key is put into the question in the moment it is sent and stands nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from maps.tiles.base import Base, is_address
from maps.tiles.capabilities import read_capabilities
from maps.tiles.opening import base_of, with_id
from maps.tiles.server import Line, document
from maps.tiles.template import shown_address, without_key
from maps.tiles.tianditu import SERVER
from maps.tiles.trouble import Kind, TileTrouble
from maps.tiles.wmts import Choosable, Server, base_of_layer, server_of

#: Seconds a silent server is waited for.
SILENT = 8.0
#: How a path is asked, below the address of a service.
_PATH = "/1.0.0/WMTSCapabilities.xml"
_QUESTION = (("SERVICE", "WMTS"), ("REQUEST", "GetCapabilities"), ("VERSION", "1.0.0"))


class Asked(NamedTuple):
    """A server with its layers, and the key that it was asked with (empty: none)."""

    server: Server
    key: str


def is_service(text: str) -> bool:
    """Whether somebody means a server that says what it has, and not the address of tiles: an address without places
    for a tile."""
    return is_address(text) and not any(place in text for place in ("{z}", "{x}", "{q}", "{Tile", "{tile", "{TILE"))


def layer_in(text: str) -> tuple[str, str]:
    """An address, and the layer that is named behind its ``#``."""
    address, _, layer = text.strip().partition("#")
    return address, layer


def name_of(text: str) -> str:
    """The name of the server, for people and for its key."""
    return urlsplit(text.strip()).netloc.rpartition("@")[2]


def key_name_of(text: str) -> str:
    """What the server's key is kept under; those of Tianditu share one. Empty for what is no address."""
    try:
        name = name_of(text)
    except ValueError:
        return ""
    return SERVER if name == SERVER or name.endswith("." + SERVER) else name


def ask(text: str, key: str = "", kept: Callable[[str], str] = lambda _: "", silent: float = SILENT) -> Asked:
    """What a server has. ``text``: its address, with or without the question for its capabilities, with or without a
    key; ``kept`` gives keys by their names, for a server that wants one and is given none. Raises TileTrouble."""
    address, _ = layer_in(text)
    try:
        parts = urlsplit(address)
        fine = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        fine = False
    if not fine or parts.username is not None or not address.isprintable() or " " in address or len(address) > 2000:
        raise TileTrouble(Kind.TEMPLATE, shown_address(address))
    address, within = without_key(address)
    wants = "{key}" in address or key_name_of(address) == SERVER
    key = key.strip() or within or (kept(key_name_of(address)) if wants else "")
    parameter = _parameter(address) or (("tk" if key_name_of(address) == SERVER else "key") if key else "")
    if "{key}" in address and not key:
        raise TileTrouble(Kind.NO_KEY, name_of(address))
    line = Line(silent)
    try:
        first: TileTrouble | None = None
        for question in _questions(address, parameter):
            try:
                content = document(question.replace("{key}", quote(key, safe="")), name_of(address), line)
                capabilities = read_capabilities(content, name_of(address))
            except TileTrouble as trouble:
                first = first or trouble
                if trouble.kind is not Kind.CAPABILITIES:
                    break
            else:
                return Asked(server_of(capabilities, address, parameter), key)
        assert first is not None
        raise first
    finally:
        line.close()


def choosable(server: Server, layer: str) -> Choosable:
    """The layer somebody named, or the only one that can be drawn. Raises TileTrouble when there is no such one, or
    several to choose from."""
    if layer:
        found = next((one for one in server.layers if one.layer.id == layer), None)
        if found is None:
            raise TileTrouble(Kind.NO_LAYER, layer)
        if not isinstance(found, Choosable):
            raise found.trouble
        return found
    drawable = [one for one in server.layers if isinstance(one, Choosable)]
    if len(drawable) == 1:
        return drawable[0]
    if drawable:
        raise TileTrouble(Kind.LAYERS, ", ".join(one.layer.id for one in drawable[:8]))
    raise TileTrouble(Kind.NO_LAYER, server.name)


def base_of_text(
    text: str,
    title: str = "",
    key: str = "",
    datum: str = "wgs84",
    look: str = "",
    kept: Callable[[str], str] = lambda _: "",
) -> tuple[Base, str]:
    """The base of what somebody wrote, a file, an address of tiles or a server (``#`` and a layer behind it when it has
    several), and the key that came with it. A server is asked. Raises TileTrouble."""
    if not is_service(text):
        base, within = base_of(text, title, datum, look)
        return base, key.strip() or within
    asked = ask(text, key, kept)
    chosen = choosable(asked.server, layer_in(text)[1])
    return with_id(base_of_layer(asked.server, chosen, title=title, datum=datum, look=look)), asked.key


def _parameter(address: str) -> str:
    """The parameter that the key stands in."""
    pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    return next((name for name, value in pairs if value == "{key}"), "")


def _questions(address: str, parameter: str) -> list[str]:
    """How a server may be asked: as it was written, with parameters, by a path."""
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if parameter and "{key}" not in dict(pairs).values():
        pairs.append((parameter, "{key}"))
    if parts.path.lower().endswith(".xml"):
        return [_written(address, pairs)]
    mine = {name.lower() for name, _ in _QUESTION}
    others = [pair for pair in pairs if pair[0].lower() not in mine]
    by_path = urlunsplit(parts._replace(path=parts.path.rstrip("/") + _PATH))
    return [_written(address, [*others, *_QUESTION]), _written(by_path, others)]


def _written(address: str, pairs: list[tuple[str, str]]) -> str:
    query = urlencode(pairs, safe="{}/:,-").replace("+", "%20")
    return urlunsplit(urlsplit(address)._replace(query=query, fragment=""))
