"""The address of a server's tiles with places for zoom, column and row; no Qt, and no network: here addresses are only
written.

Known places: ``{z} {x} {y}``, ``{-y}`` (rows from the south), ``{q}`` (quadkey), ``{s}`` or a range like ``{0-7}`` or
``{a-c}`` (several names of one server), ``{key}`` (kept apart from the address), and WMTS's own ``{TileMatrix}``,
``{TileCol}``, ``{TileRow}``. ``{m}`` stands where a server has names of its own for its levels (``names``).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from maps.tiles.grid import Address
from maps.tiles.source import Format
from maps.tiles.trouble import Kind, TileTrouble

#: Names under which servers want their key.
_KEY_NAMES = {"tk", "key", "token", "access_token", "apikey", "api_key", "ak", "appkey", "authkey", "subscription-key"}
_ALIKE = {"tilematrix": "z", "tilecol": "x", "tilerow": "y", "zoom": "z", "tk": "key", "token": "key"}
_PLACES = {"z", "m", "x", "y", "-y", "q", "s", "key"}
_RANGE = re.compile(r"([0-9a-z])-([0-9a-z])")
_PLACE = re.compile(r"\{([^{}]*)\}")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Template:
    """``pattern``: the address with the places in their short form; it never holds a key. ``names``: of the levels from
    ``least`` on."""

    pattern: str
    names: tuple[str, ...] = ()
    least: int = 0

    @property
    def server(self) -> str:
        """The name of the server, for people."""
        return _PLACE.sub("", urlsplit(self.pattern.replace("{s}.", "")).netloc).lstrip(".")

    @property
    def kept_as(self) -> str:
        """What its tiles are kept under: levels that are called otherwise are others."""
        if not self.names:
            return self.pattern
        return f"{self.pattern}#{hashlib.blake2b(repr((self.least, self.names)).encode(), digest_size=6).hexdigest()}"

    @property
    def wants_key(self) -> bool:
        return "{key}" in self.pattern

    @property
    def format(self) -> Format | None:
        """What the address says its tiles are; None: pictures of any kind."""
        end = urlsplit(self.pattern).path.rpartition(".")[2].lower()
        told = self.pattern.lower()
        vector = end in ("pbf", "mvt") or "mapbox-vector-tile" in told or "vnd.mapbox" in told or "f=mvt" in told
        return Format.VECTOR if vector else None

    def filled(self, address: Address, key: str = "") -> str:
        """The address of one tile."""
        zoom, column, row = address

        def value(match: re.Match[str]) -> str:
            name = match.group(1)
            span = _RANGE.fullmatch(name)
            if span:
                first, last = (ord(end) for end in span.groups())
                return chr(first + (column + row) % (last - first + 1))
            match name:
                case "z":
                    return str(zoom)
                case "m":
                    return quote(self.names[zoom - self.least], safe=":")
                case "x":
                    return str(column)
                case "y":
                    return str(row)
                case "-y":
                    return str((1 << zoom) - 1 - row)
                case "q":
                    return "".join(str((column >> bit & 1) | (row >> bit & 1) << 1) for bit in range(zoom - 1, -1, -1))
                case "s":
                    return "abc"[(column + row) % 3]
            return quote(key, safe="")

        return _PLACE.sub(value, self.pattern)


def template_of(text: str) -> tuple[Template, str]:
    """The template of what somebody wrote, and the key that stood in it (empty: none). Raises TileTrouble."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        port_fine = "{" in parts.netloc or parts.port is None or parts.port > 0
    except ValueError:
        raise TileTrouble(Kind.TEMPLATE, shown_address(text)) from None
    if parts.scheme not in ("http", "https") or not parts.netloc or not port_fine or len(text) > _LONGEST:
        raise TileTrouble(Kind.TEMPLATE, f"{shown_address(text)} (http:// or https:// is missing)")
    if parts.username is not None or not text.isprintable() or " " in text:
        raise TileTrouble(Kind.TEMPLATE, shown_address(text))
    text, key = without_key(text)
    text = _PLACE.sub(_short, text)
    names = set(_PLACE.findall(text))
    if set("{}") & set(_PLACE.sub("", text)):
        raise TileTrouble(Kind.TEMPLATE, f"{shown_address(text)} (a {{ or }} stands alone)")
    strange = [name for name in names if name not in _PLACES and not _is_range(name)]
    if strange:
        raise TileTrouble(Kind.TEMPLATE, f"{shown_address(text)} ({{{sorted(strange)[0]}}} is not known)")
    if not ("q" in names or (names & {"z", "m"} and "x" in names and names & {"y", "-y"})):
        raise TileTrouble(Kind.TEMPLATE, f"{shown_address(text)} ({{z}}, {{x}} and {{y}} are missing)")
    return Template(text), key


def in_degrees(template: Template) -> bool:
    """Whether an address says that its tiles are cut by degrees (EPSG:4326, EPSG:4490, Tianditu's ``c``)."""
    told = re.search(r"(?:tilematrixset|tilematrix_set)=([^&]*)", template.pattern, re.IGNORECASE)
    name = told.group(1).lower() if told else ""
    return name == "c" or "4326" in name or "4490" in name or "crs84" in name


def _short(match: re.Match[str]) -> str:
    name = match.group(1)
    return "{" + _ALIKE.get(name.lower(), name) + "}"


def _is_range(name: str) -> bool:
    span = _RANGE.fullmatch(name)
    return span is not None and span.group(1) < span.group(2)


def without_key(text: str) -> tuple[str, str]:
    """An address with ``{key}`` where a key stands in its parameters, and that key."""
    parts = urlsplit(text)
    key, kept = "", []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name.lower() in _KEY_NAMES and not _PLACE.fullmatch(value):
            key, value = value or key, "{key}"
        kept.append((name, value))
    query = urlencode(kept, safe="{}/:,-").replace("+", "%20") if key or "{key}" in dict(kept).values() else parts.query
    return urlunsplit(parts._replace(query=query)), key


def shown_address(text: str) -> str:
    """An address without anything secret in it."""
    return text.partition("?")[0].rpartition("@")[2][:120] or "–"
