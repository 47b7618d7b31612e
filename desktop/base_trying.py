"""Trying a base map, beside the screen: it is opened, asked what it has, and shown to give a tile before it is kept.

Loaded by whoever hands these to another thread: modules made with Qt are loaded on the screen's only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from desktop.tile_keys import TileKeys
from maps.tiles.asking import Asked, ask, base_of_text, choosable
from maps.tiles.base import Base
from maps.tiles.opening import Network, open_base, with_id
from maps.tiles.probing import probe
from maps.tiles.source import TileSource
from maps.tiles.trouble import Kind, TileTrouble
from maps.tiles.wmts import base_of_layer


class LayerWish(msgspec.Struct, frozen=True):
    """A layer of a server, as somebody wants it; what is empty is as usual."""

    layer: str = ""
    style: str = ""
    format: str = ""
    title: str = ""
    datum: str = "wgs84"
    look: str = ""


def opened(base: Base, network: Network) -> Sequence[TileSource] | TileTrouble:
    """Its sources, or why there are none."""
    try:
        return open_base(base, network)
    except TileTrouble as trouble:
        return trouble


def tried(
    folder: Path, text: str, title: str, key: str, datum: str, look: str, place: tuple[float, float] | None
) -> Base | TileTrouble:
    """What somebody wrote, as a base that gives a tile at a place (degrees); or why it does not."""
    keys = TileKeys(folder)
    try:
        return _proved(keys, *base_of_text(text, title, key, datum, look, keys.get), place)
    except TileTrouble as trouble:
        return trouble


def asked_of(folder: Path, text: str, key: str) -> Asked | TileTrouble:
    """What a server says it has, or why it says nothing."""
    try:
        return ask(text, key, TileKeys(folder).get)
    except TileTrouble as trouble:
        return trouble


def layer_tried(folder: Path, asked: Asked, wish: LayerWish, place: tuple[float, float] | None) -> Base | TileTrouble:
    """A layer of a server as a base that gives a tile at a place (degrees); or why it does not."""
    try:
        chosen = choosable(asked.server, wish.layer)
        base = base_of_layer(asked.server, chosen, wish.style, wish.format, wish.title, wish.datum, wish.look)
        return _proved(TileKeys(folder), with_id(base), asked.key, place)
    except TileTrouble as trouble:
        return trouble


def _proved(keys: TileKeys, base: Base, key: str, place: tuple[float, float] | None) -> Base | TileTrouble:
    """The base when it gives a tile; its key is kept. Raises TileTrouble."""
    if place is not None:
        probe(base, key or keys.get(base.key), place)
    try:
        if key and base.key:
            keys.keep(base.key, key)
    except OSError as problem:
        return TileTrouble(Kind.UNREADABLE, str(problem.strerror))
    return base


def keep_key(folder: Path, name: str, key: str) -> None:
    """The key of a base, for this installation. Raises OSError."""
    TileKeys(folder).keep(name, key.strip())
