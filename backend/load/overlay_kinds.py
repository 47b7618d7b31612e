"""How files call the kinds of overlay grids."""

from __future__ import annotations

import re

from backend.load.columns import Mapping
from backend.load.tables import Row
from domain.overlay import NAMES, OverlayKind
from domain.refusal import Refusal

_WORDS = {
    OverlayKind.POLICE: ("police", "警", "警务", "公安"),
    OverlayKind.EMERGENCY: ("emergency", "应急"),
    OverlayKind.SAFETY: ("safety", "安监", "安全", "安全生产"),
    OverlayKind.PARTY: ("party", "党", "党建"),
}


def kind_named(text: str) -> OverlayKind | None:
    """The kind a word means: ``police``, ``Party grid``, ``警格``, ``应急网格`` …"""
    word = re.sub(r"(?:网?格|grids?)$", "", re.sub(r"[\W_]+", "", text).lower())
    return next((kind for kind, words in _WORDS.items() if word in words), None)


def kind_of_row(mapping: Mapping, row: Row, usual: OverlayKind | None) -> OverlayKind:
    """The kind a row says, or the ``usual`` one where it says none. Raises Refusal ``no_kind``."""
    text = mapping.get(row.cells, "kind")
    kind = kind_named(text) if text else usual
    if kind is None:
        said = f"{text!r} is no kind of overlay grid" if text else "The row does not say its kind of overlay grid"
        every = ", ".join(f"{kind} ({name.zh})" for kind, (name, _) in NAMES.items())
        raise Refusal("no_kind", f"{said}; there are {every}. For a whole file: --as police and so on.")
    return kind
