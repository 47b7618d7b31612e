"""The people of a city: so many of each role, placed so that somebody answers for every area at every hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from backend.geography import pinyin
from backend.geography.posts import MADE_UP, Post
from backend.geography.words import words
from domain.region import Level, Region, RegionTree
from domain.worker import Mode, Role, Worker

#: How many family names count as common.
_COMMON = 12

DAY, EARLY, LATE, NIGHT = (8 * 60, 18 * 60), (6 * 60, 14 * 60), (14 * 60, 22 * 60), (22 * 60, 6 * 60)


def staff(
    regions: Sequence[Region], count: int, roles: Sequence[Role], posts: Sequence[Post], seed: int, chinese: bool = True
) -> list[Worker]:
    """``count`` workers; ids ``W0001`` …, ``index`` in this order. At every hour every street has at least one person
    on duty who can be given an incident, as soon as it has four. Raises ValueError when the posts do not add up."""
    rng = np.random.default_rng([seed, 0x737461])
    tree = RegionTree(regions)
    known = {role.code: role for role in roles}
    drafts: list[tuple[Role, tuple[str, ...], Post]] = []
    for post in sorted(posts, key=lambda post: post.rest):
        role = known.get(post.role)
        if role is None:
            raise ValueError(f"posts name a role {post.role!r} that is not among the roles")
        level = tree.at_level(Level(role.level)) or tree.at_level(Level.GRID)
        areas = [region.code for region in level]
        number = count - len(drafts) if post.rest else post.each * len(areas) + post.count
        for turn in range(max(number, 0)):
            first = turn * len(areas) // number if number < len(areas) else turn % len(areas)
            part = areas[first : first + post.covers] or areas[-post.covers :]
            drafts.append((role, tuple(part), post))
    if len(drafts) != count:
        raise ValueError(f"the posts make {len(drafts)} people, the city has {count}")
    drafts.sort(key=lambda draft: (tree.index(draft[1][0]), -Level(draft[0].level).depth))
    shifts = _shifts(drafts, tree, rng)
    name = _names(rng) if chinese else _numbered()
    workers = []
    for index, (role, covered, post) in enumerate(drafts):
        shift = shifts[index]
        street = tree.ancestor(covered[0], Level.STREET)
        if shift != DAY and street is not None and street.code not in covered:
            covered = (*covered, street.code)
        chance = float(rng.random())
        mode = Mode.FOOT if chance < post.foot else Mode.CAR if chance < post.foot + post.car else Mode.EBIKE
        shown, english = name()
        phone = f"{MADE_UP}{index // 10_000 + 1:04d}{index % 10_000:04d}"
        workers.append(Worker(f"W{index + 1:04d}", index, shown, role.code, covered, english, phone, mode, shift=shift))
    return workers


def _shifts(
    drafts: list[tuple[Role, tuple[str, ...], Post]], tree: RegionTree, rng: np.random.Generator
) -> list[tuple[int, int]]:
    """Everybody's duty time. Each street's hours are covered first, then shares decide."""
    found = []
    for _, _, post in drafts:
        share = np.array(post.shifts) / sum(post.shifts)
        found.append((DAY, EARLY, LATE, NIGHT)[int(rng.choice(4, p=share))])
    by_street: dict[str, list[int]] = {}
    for index, (role, covered, _) in enumerate(drafts):
        street = tree.ancestor(covered[0], Level.STREET)
        if role.handles and street is not None:
            by_street.setdefault(street.code, []).append(index)
    for members in by_street.values():
        flexible = [index for index in members if drafts[index][2].shifts[0] < 1.0] or members
        for number, needed in enumerate((NIGHT, LATE, EARLY, DAY)):
            if needed not in [found[index] for index in members] and len(flexible) > number:
                found[flexible[number]] = needed
    return found


def _names(rng: np.random.Generator) -> Callable[[], tuple[str, str]]:
    """Chinese names, each once, common families more often."""
    taken: set[str] = set()
    surnames, givens = words().surnames, words().given

    def name() -> tuple[str, str]:
        while True:
            place = int(rng.integers(_COMMON) if rng.random() < 0.5 else rng.integers(len(surnames)))
            surname, given = surnames[place], givens[int(rng.integers(len(givens)))]
            if surname + given not in taken or len(taken) > 0.7 * len(surnames) * len(givens):
                taken.add(surname + given)
                return surname + given, pinyin.person(surname, given)

    return name


def _numbered() -> Callable[[], tuple[str, str]]:
    number = 0

    def name() -> tuple[str, str]:
        nonlocal number
        number += 1
        return f"{number}号网格员", f"Worker {number}"

    return name
