"""The people of a city: so many of each role, placed so that somebody answers for every area at every hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from backend.geography import pinyin
from domain.region import Level, Region, RegionTree
from domain.worker import Mode, Role, Worker

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
)
_COMMON = 12
_GIVEN = (
    "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 涛 明 超 霞 平 刚 桂英 建国 建华 志强 志明 秀英 秀兰 玉兰 桂兰 海燕 海涛 晓燕 晓东 晓梅 晓明 小红 小军 文静 文博 文杰 "
    "雅琴 雅丽 雪梅 雪松 春燕 春生 立新 立军 国庆 国强 家豪 家明 俊杰 俊峰 浩然 子轩 宇航 思远 思琪 佳怡 佳琪 婷婷 丹丹 慧敏 慧芳 淑珍 淑华 凤英 凤霞 红梅 红军 "
    "庆华 庆丰 长江 长青 永康 永强 振华 振东 德胜 德华 宝山 宝玉 新民 爱民 爱华 卫东 卫红 学军 学文 光明 光荣 广志 广兰 成林 成刚 天宇 天佑 一鸣 一凡 梦洁 梦瑶"
).split()

DAY, EARLY, LATE, NIGHT = (8 * 60, 18 * 60), (6 * 60, 14 * 60), (14 * 60, 22 * 60), (22 * 60, 6 * 60)


class Post(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many people have a role: ``each`` for every region of the role's level, or ``count`` altogether; ``rest``
    takes what is left of the whole staff. ``covers``: how many regions of that level one of them answers for.
    ``shifts``: share of day, early, late and night duty; people on early, late and night duty answer for the whole street."""

    role: str
    each: int = 0
    count: int = 0
    rest: bool = False
    covers: int = 1
    shifts: tuple[float, float, float, float] = (1.0, 0.0, 0.0, 0.0)
    foot: float = 0.1
    car: float = 0.0


def staff(regions: Sequence[Region], count: int, roles: Sequence[Role], posts: Sequence[Post], seed: int, chinese: bool = True) -> list[Worker]:
    """``count`` workers; ids ``W0001`` …, ``index`` in this order. Every street has, at every hour, at least one person who can be
    given an incident, as soon as there are four of them. Raises ValueError when the posts do not add up."""
    rng = np.random.default_rng([seed, 0x737461])
    tree = RegionTree(regions)
    known = {role.code: role for role in roles}
    drafts: list[tuple[Role, tuple[str, ...], Post]] = []
    for post in sorted(posts, key=lambda post: post.rest):
        role = known.get(post.role)
        if role is None:
            raise ValueError(f"posts name a role {post.role!r} that is not among the roles")
        areas = [region.code for region in tree.at_level(Level(role.level))] or [region.code for region in tree.at_level(Level.GRID)]
        number = count - len(drafts) if post.rest else post.each * len(areas) + post.count
        for turn in range(max(number, 0)):
            first = turn * len(areas) // number if number < len(areas) else turn % len(areas)
            covered = areas[first : first + post.covers] or areas[-post.covers :]
            drafts.append((role, tuple(covered), post))
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
        # 100 is no mobile prefix in China: nobody can be called on these by mistake.
        phone = f"100{index // 10_000 + 1:04d}{index % 10_000:04d}"
        workers.append(Worker(f"W{index + 1:04d}", index, shown, role.code, covered, english, phone, mode, shift=shift))
    return workers


def _shifts(drafts: list[tuple[Role, tuple[str, ...], Post]], tree: RegionTree, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Everybody's duty time. Each street's hours are covered first, then shares decide."""
    found = []
    for _, _, post in drafts:
        share = np.array(post.shifts) / sum(post.shifts)
        found.append((DAY, EARLY, LATE, NIGHT)[int(rng.choice(4, p=share))])
    by_street: dict[str, list[int]] = {}
    for index, (role, covered, post) in enumerate(drafts):
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

    def name() -> tuple[str, str]:
        while True:
            place = int(rng.integers(_COMMON) if rng.random() < 0.5 else rng.integers(len(_SURNAMES)))
            surname, given = _SURNAMES[place], _GIVEN[int(rng.integers(len(_GIVEN)))]
            if surname + given not in taken or len(taken) > 0.7 * len(_SURNAMES) * len(_GIVEN):
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
