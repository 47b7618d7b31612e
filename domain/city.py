"""Everything about a city that does not change while the room is live: its geography and its rules.

A city travels as one *pack*: compressed bytes with a digest, made once, kept by the backend and cached by every desk.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import msgspec
import numpy as np

from domain import first_pack
from domain.cameras import Camera as Camera
from domain.cameras import Cameras
from domain.category import Category
from domain.names import Name
from domain.network import Roads
from domain.overlay import Overlays, no_overlays
from domain.region import Region
from domain.shapes import Shapes
from domain.usual import Usual
from domain.workcalendar import WorkCalendar
from domain.worker import Department, Role, Worker
from domain.workflow import Workflow

MAGIC = b"GCTY2\n"
#: No city is larger than this when opened (bytes); a pack that claims to be is damaged or meant badly.
LARGEST = 1 << 30


class Landmarks(msgspec.Struct):
    """Named ground: ``shapes`` and ``names`` are parallel. English names may be empty."""

    shapes: Shapes
    names: list[Name]


#: Kinds of ``Places``: what a landmark is.
PLACE_KINDS = (
    "station", "airport", "harbour", "square", "hospital", "school", "market", "government", "police", "fire",
    "museum", "temple", "stadium", "sight", "works", "village", "bridge",
)  # fmt: skip


class Places(msgspec.Struct):
    """Landmarks people find their way by, on their grounds: ``shapes``, ``names`` and ``kinds`` (of ``PLACE_KINDS``)
    are parallel."""

    shapes: Shapes
    names: list[Name]
    kinds: list[str]


def no_places() -> Places:
    """Ground without any landmark."""
    return Places(Shapes.of([]), [], [])


class Geography(msgspec.Struct):
    """``outlines`` is parallel to ``regions`` (a region's polygon has its index). ``water``, ``parks`` (with hills) and
    ``estates`` are named polygons, ``places`` landmarks with a name; ``built`` is all ground that is built on: towns
    and the houses of villages."""

    regions: list[Region]
    outlines: Shapes
    roads: Roads
    water: Landmarks
    parks: Landmarks
    estates: Landmarks
    #: English road names parallel to ``roads.names``; empty where there are none.
    road_names_en: list[str] = []
    places: Places = msgspec.field(default_factory=no_places)
    built: Shapes = msgspec.field(default_factory=lambda: Shapes.of([]))


class Rules(msgspec.Struct):
    """What the city has agreed on: flow, categories, people's roles, departments, calendar."""

    workflow: Workflow
    categories: list[Category]
    roles: list[Role]
    departments: list[Department]
    calendar: WorkCalendar


class City(msgspec.Struct):
    """A city as a desk needs it. ``workers`` is who works there on the first day; the journal carries on from it.

    ``figures``: what the city says of itself (residents, services …), key → number, shown with their names.
    """

    code: str
    name: Name
    seed: int
    geography: Geography
    rules: Rules
    workers: list[Worker]
    cameras: Cameras
    figures: dict[str, float]
    note: str = ""
    #: How many matters the city expects at which hour.
    usual: Usual = Usual()
    #: Specialised grids over the base grids; a pack of an earlier version has none.
    overlays: Overlays = msgspec.field(default_factory=no_overlays)


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [value.dtype.str, list(value.shape), value.tobytes()]
    raise TypeError(f"cannot pack {type(value).__name__}")


def _array(kind: type, value: Any) -> Any:
    if kind is np.ndarray:
        dtype, shape, data = value
        if np.dtype(dtype).kind not in "iuf":
            raise ValueError(f"arrays of {dtype} do not belong in a city pack")
        return np.frombuffer(data, dtype).reshape(shape)
    raise TypeError(f"cannot unpack {kind.__name__}")


_encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
_decoder = msgspec.msgpack.Decoder(City, dec_hook=_array)


def pack_city(city: City) -> bytes:
    """The pack of a city; equal cities give equal bytes."""
    return MAGIC + zlib.compress(_encoder.encode(city), 6)


def is_current(pack: bytes) -> bool:
    """Whether a pack has the present format."""
    return pack.startswith(MAGIC)


def unpack_city(pack: bytes) -> City:
    """The city in a pack of this or the first format. Raises ValueError when the bytes are no whole pack of these."""
    first = pack.startswith(first_pack.MAGIC)
    if not (first or is_current(pack)):
        raise ValueError("this is not a city pack of this version; prepare the city again")
    try:
        opened = zlib.decompressobj()
        content = opened.decompress(pack[len(MAGIC) :], LARGEST)
        if not opened.eof or opened.unused_data:
            raise ValueError("it is cut off, or larger than any city")
        if first:
            cameras = Cameras.of(first_pack.first_cameras(content))
            content = first_pack.without_cameras(content, cameras, _plain)
        return _decoder.decode(content)
    except (zlib.error, msgspec.DecodeError, ValueError, TypeError, OverflowError) as error:
        raise ValueError(f"the city pack is damaged ({error}); prepare the city again") from error


def digest_of(pack: bytes) -> str:
    """Short name of a pack's content."""
    return hashlib.blake2b(pack, digest_size=12).hexdigest()
