"""Overlay grids of a file join those a city has, and what that means for these is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import msgspec

from backend.geography.given_overlays import GivenGrid, given_of, taken_from, with_given
from domain.city import City
from domain.overlay import KINDS, NAMES, OverlayKind, Overlays


class Merged(msgspec.Struct):
    """``added``: how many of the file's overlay grids are new; ``told``: what happened to others, in sentences."""

    overlays: Overlays
    added: int
    told: list[str]


def merged(city: City, fresh: Sequence[GivenGrid], replace: Collection[OverlayKind]) -> Merged:
    """Made-up ones of a kind give way to the first real ones. Real ones that are there stay, with what the file says
    anew of them, but for base grids it gives to others; those of a kind to ``replace`` go, if there are any to take
    their place. An overlay grid that keeps no base grid is gone."""
    told = []
    there: dict[OverlayKind, dict[str, GivenGrid]] = {}
    for one in given_of(city.overlays):
        there.setdefault(one.kind, {})[one.code] = one
    made_up = Counter(KINDS[kind] for kind in city.overlays.kind.tolist())
    result: list[GivenGrid] = []
    added = 0
    for kind in KINDS:
        mine, before = [one for one in fresh if one.kind is kind], there.get(kind, {})
        name = NAMES[kind][0].en
        if not mine:
            if kind in replace and before:
                told.append(f"The {name}s that are there stay ({len(before)}): no row about others could be used.")
            result += before.values()
            continue
        if not before and made_up[kind]:
            told.append(f"Made-up {name}s give way to the real ones ({made_up[kind]}).")
        if kind in replace and before:
            told.append(f"The {name}s that were there are replaced ({len(before)}).")
            before = {}
        added += sum(one.code not in before for one in mine)
        for code, left in taken_from(before, mine, city.geography.outlines).items():
            gone = len(before[code].members) - len(left.members)
            what = f"loses base grids ({gone})" if left.members else "has no base grid left and is gone"
            told.append(f"The {name} {code} {what}: the file gives them to others.")
            before[code] = left
        known = before | {one.code: one for one in mine}
        result += [one for one in known.values() if one.members]
    return Merged(with_given(city.overlays, city.geography.regions, result), added, told)
