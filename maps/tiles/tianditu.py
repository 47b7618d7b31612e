"""The bases of Tianditu (天地图), China's public map service; each needs a key of one's own (console.tianditu.gov.cn).

WGS-84/CGCS2000 in web mercator (its ``w`` matrix set), names as a second sheet over the picture. No Qt.
"""

from __future__ import annotations

from maps.tiles.base import Base

SERVER = "tianditu.gov.cn"
_WHERE = "https://t{0-7}.tianditu.gov.cn"
CREDIT = "© 天地图 GS(2024)0568号"


def _sheet(layer: str) -> str:
    return (
        f"{_WHERE}/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default"
        "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
    )


def _base(id_: str, zh: str, en: str, picture: str, names: str, look: str, most: int) -> Base:
    sheets = (_sheet(picture), _sheet(names))
    return Base(id_, zh, en, sheets, SERVER, look, least=1, most=most, attribution=CREDIT)


BASES: tuple[Base, ...] = (
    _base("tianditu-map", "天地图 矢量", "Tianditu map", "vec", "cva", "map", 18),
    _base("tianditu-photo", "天地图 影像", "Tianditu imagery", "img", "cia", "photo", 18),
    _base("tianditu-terrain", "天地图 地形", "Tianditu terrain", "ter", "cta", "map", 14),
)
