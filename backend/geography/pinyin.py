"""English forms of Chinese names: pinyin for the proper part, a word for the kind of place."""

from __future__ import annotations

from pypinyin import lazy_pinyin

#: Endings that are translated; longer ones first.
_KINDS = (
    ("北大道", "North Avenue"),
    ("南大道", "South Avenue"),
    ("东大道", "East Avenue"),
    ("西大道", "West Avenue"),
    ("大道", "Avenue"),
    ("快速路", "Expressway"),
    ("北路", "North Road"),
    ("南路", "South Road"),
    ("东路", "East Road"),
    ("西路", "West Road"),
    ("中路", "Middle Road"),
    ("路", "Road"),
    ("街道", "Street"),
    ("街", "Street"),
    ("巷", "Lane"),
    ("社区", "Community"),
    ("新村", "New Village"),
    ("村", "Village"),
    ("镇", "Town"),
    ("乡", "Township"),
    ("公园", "Park"),
    ("湿地", "Wetland"),
    ("花园", "Garden"),
    ("家园", "Homes"),
    ("小区", "Estate"),
    ("新苑", "New Court"),
    ("广场", "Square"),
    ("区", "District"),
    ("市", "City"),
    ("县", "County"),
)
_SURNAMES = {"曾": "Zeng", "单": "Shan", "解": "Xie", "仇": "Qiu", "任": "Ren", "查": "Zha", "区": "Ou"}


def place(name: str) -> str:
    """黄楼街道 → Huanglou Street, 中山北路 → Zhongshan North Road."""
    for ending, word in _KINDS:
        if name.endswith(ending) and len(name) > len(ending):
            return f"{joined(name[: -len(ending)])} {word}"
    return joined(name)


def joined(text: str) -> str:
    """One capitalised word: 徐矿城 → Xukuangcheng."""
    return "".join(lazy_pinyin(text)).capitalize()


def person(surname: str, given: str) -> str:
    """Given name after the family name, as in China: 王小明 → Wang Xiaoming."""
    return f"{_SURNAMES.get(surname) or joined(surname)} {joined(given)}"
