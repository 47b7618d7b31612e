"""Names for what is generated: roads, estates, parks. A city may bring its own; the rest is put together."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from backend.geography import pinyin
from domain.names import Name

_ROAD_HEADS = (
    "建国 和平 民主 解放 新华 复兴 青年 文化 光明 长安 兴业 振兴 迎宾 友谊 胜利 朝阳 东风 前进 永安 太平 康宁 惠民 德政 崇文 集贤 瑞云 丰泽 金山 银杏 "
    "梧桐 香樟 海棠 玉兰 紫薇 桂花 翠柏 云龙 彭祖 汉源 楚岳 淮塔 奎园 泉山 凤鸣 鹤鸣 龙湖 月湖 春晖 秋实 清泉 碧水 临湖 滨湖 望湖 观澜 听松 知春 "
    "学苑 科创 软件 创新 智慧 工农 纺织 机械 铁工 站前 货场 仓前 北关 西阁 东阁 钟楼 鼓楼 城隍 文庙 状元 进士 牌坊 石桥 新桥 柳园 桃园 杏园 梨园 竹园"
).split()
_ESTATE_HEADS = (
    "锦绣 金色 阳光 翠湖 碧水 绿地 华润 盛世 御景 帝景 东方 国际 世纪 新城 和谐 幸福 康乐 安居 祥和 丽景 名仕 香榭 枫林 橡树 梧桐 银杏 紫金 龙泽 凤凰 "
    "天成 汇景 都市 书香 翰林 状元 水岸 滨河 依云 观山 云龙 彭城 汉韵 楚风 春江 秋月 明珠 宝龙 中天 华厦 润泽 嘉和 嘉禾 瑞景 泰和 永泰 福源 惠民 铁路 矿务 机械"
).split()
_ESTATE_TAILS = "花园 家园 小区 新苑 华庭 名邸 苑 公寓 雅居 府 城 新村".split()
_ESTATE_TAILS_EN = {
    "花园": "Garden", "家园": "Homes", "小区": "Estate", "新苑": "New Court", "华庭": "Court", "名邸": "Residence", "苑": "Court",
    "公寓": "Apartments", "雅居": "Residence", "府": "Mansion", "城": "Town", "新村": "New Village",
}  # fmt: skip
_PARK_HEADS = "人民 中心 滨河 儿童 体育 文化 青年 湿地 城北 城东 城西 和平 百花 翠园 绿源 望湖 古槐 银杏 海棠 桃花 枫叶 芳草 春晓 晨光 康体 健身 民生 团结 丰收 新月".split()


class Style(msgspec.Struct, frozen=True):
    """How generated things are called. ``roads``: names to use first, most important roads first. ``chinese``: whether
    further names are put together (a place elsewhere gets none). Patterns name grids."""

    roads: tuple[Name, ...] = ()
    chinese: bool = True
    grid: str = "{parent}第{number:02d}网格"
    grid_en: str = "{parent} Grid {number:02d}"


PLAIN = Style(chinese=False, grid="{parent} 网格 {number:02d}", grid_en="{parent} Grid {number:02d}")


class Namer:
    """Hands out each name once."""

    def __init__(self, style: Style, rng: np.random.Generator) -> None:
        self._style, self._rng = style, rng
        self._taken: set[str] = set()
        self._roads = self._road_names()
        self._parks = (Name(f"{head}公园", f"{pinyin.joined(head)} Park") for head in self._mixed(_PARK_HEADS))

    def road(self) -> Name:
        """The next road's name; an empty one when there are no more."""
        return next(self._roads, Name(""))

    def estate(self) -> Name:
        """A housing estate's name."""
        if not self._style.chinese:
            return Name("")
        for _ in range(400):
            head = _ESTATE_HEADS[int(self._rng.integers(len(_ESTATE_HEADS)))]
            tail = _ESTATE_TAILS[int(self._rng.integers(len(_ESTATE_TAILS)))]
            name = head + tail
            if name not in self._taken:
                self._taken.add(name)
                return Name(name, f"{pinyin.joined(head)} {_ESTATE_TAILS_EN[tail]}")
        number = len(self._taken)
        self._taken.add(str(number))
        return Name(f"第{number}小区", f"Estate {number}")

    def park(self) -> Name:
        """A park's name; an empty one when there are no more."""
        return next(self._parks, Name("")) if self._style.chinese else Name("")

    def _road_names(self) -> Iterator[Name]:
        for name in self._style.roads:
            if name.zh not in self._taken:
                self._taken.add(name.zh)
                yield name
        if not self._style.chinese:
            return
        for ending, word in (("路", "Road"), ("街", "Street"), ("东路", "East Road"), ("西街", "West Street"), ("巷", "Lane")):
            for head in self._mixed(_ROAD_HEADS):
                if head + ending not in self._taken:
                    self._taken.add(head + ending)
                    yield Name(head + ending, f"{pinyin.joined(head)} {word}")

    def _mixed(self, words: list[str]) -> list[str]:
        return [words[index] for index in self._rng.permutation(len(words)).tolist()]
