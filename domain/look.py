"""Colours and signs of the desk as plain data: nothing here draws."""

from __future__ import annotations

import msgspec

from domain.category import Severity
from domain.worker import WorkerState


class Tokens(msgspec.Struct, frozen=True):
    """The colours of one theme as ``#rrggbb``. Severity and state are always also told by a sign, never by colour
    alone."""

    name: str
    dark: bool
    # surfaces, from the back to the front
    ground: str
    panel: str
    raised: str
    line: str
    # text
    text: str
    quiet: str
    # meaning
    selection: str
    accent: str
    good: str
    warn: str
    bad: str
    pending: str
    severity: tuple[str, str, str, str]  # RED ORANGE YELLOW BLUE, indexed by Severity - 1
    worker: dict[WorkerState, str]
    silent: str
    route: str
    flight: str
    # the map
    land: str
    water: str
    park: str
    estate: str
    road_major: str
    road_minor: str
    road_casing: str
    border_grid: str
    border_street: str
    label: str
    label_halo: str
    shadow: str
    #: Areas coloured by a figure: usual classes from the best on in quiet colour, abnormal ones in strong colour. Each
    #: is farther from the land in lightness than the one before, so that the order can be seen without any colour.
    area_usual: tuple[str, str, str, str]
    area_abnormal: tuple[str, str, str]
    #: Density of incidents, from thin to thick: brightness tells it as well as colour.
    heat: tuple[str, str, str, str, str]

    def severity_colour(self, severity: Severity) -> str:
        return self.severity[int(severity) - 1]


DARK = Tokens(
    name="dark",
    dark=True,
    ground="#0e141b",
    panel="#151d27",
    raised="#1e2935",
    line="#2c3a49",
    text="#e8eef4",
    quiet="#93a4b5",
    selection="#2f81f7",
    accent="#4aa3ff",
    good="#3fb68b",
    warn="#f0a92e",
    bad="#ff5d5d",
    pending="#b48cff",
    severity=("#ff5d5d", "#ff9a3c", "#ffd84d", "#5aa9ff"),
    worker={
        WorkerState.OFF_DUTY: "#5b6875",
        WorkerState.FREE: "#5b9e88",
        WorkerState.HEADING: "#4aa3ff",
        WorkerState.ON_SCENE: "#b48cff",
        WorkerState.BUSY: "#f0a92e",
        WorkerState.RESTING: "#8d9aa8",
    },
    silent="#6d7a88",
    route="#4aa3ff",
    flight="#ffffff",
    land="#121a22",
    water="#17324a",
    park="#15291f",
    estate="#18222d",
    road_major="#41505f",
    road_minor="#28333f",
    road_casing="#0b1016",
    border_grid="#2b3b4b",
    border_street="#5c738a",
    label="#b8c6d4",
    label_halo="#0e141b",
    shadow="#000000",
    area_usual=("#1a2733", "#26394a", "#345067", "#466a87"),
    area_abnormal=("#9a6a1c", "#d08a26", "#ffb84d"),
    heat=("#5a2a86", "#9a2f84", "#d8456c", "#f98e52", "#fbe38a"),
)
LIGHT = Tokens(
    name="light",
    dark=False,
    ground="#eef1f4",
    panel="#f8fafb",
    raised="#ffffff",
    line="#d3dae1",
    text="#17212b",
    quiet="#586878",
    selection="#0b62d6",
    accent="#0b62d6",
    good="#0f7a54",
    warn="#9a5f00",
    bad="#c62026",
    pending="#7440c9",
    severity=("#a31e34", "#da6b0e", "#806518", "#126bd9"),
    worker={
        WorkerState.OFF_DUTY: "#98a3ae",
        WorkerState.FREE: "#4b8873",
        WorkerState.HEADING: "#0b62d6",
        WorkerState.ON_SCENE: "#7440c9",
        WorkerState.BUSY: "#b26b00",
        WorkerState.RESTING: "#74818e",
    },
    silent="#8b96a1",
    route="#0b62d6",
    flight="#10202f",
    land="#f4f2ec",
    water="#b7d6ea",
    park="#d4e6cb",
    estate="#ebe7de",
    road_major="#ffffff",
    road_minor="#ffffff",
    road_casing="#c9c3b6",
    border_grid="#b9c2cb",
    border_street="#7d8d9d",
    label="#33424f",
    label_halo="#fbfaf7",
    shadow="#5b6670",
    area_usual=("#eef1ee", "#d3dde3", "#b8c9d4", "#9db5c5"),
    area_abnormal=("#d8953a", "#bd6c16", "#8f4708"),
    heat=("#f8d878", "#f3ae4a", "#e37b2c", "#bb4a1c", "#7c2412"),
)
THEMES: dict[str, Tokens] = {tokens.name: tokens for tokens in (DARK, LIGHT)}

#: The sign of each severity; a view draws these shapes.
SEVERITY_SIGNS: dict[Severity, str] = {
    Severity.RED: "diamond",
    Severity.ORANGE: "triangle",
    Severity.YELLOW: "square",
    Severity.BLUE: "circle",
}
#: The sign inside a worker's dot for each state; a silent worker's dot is drawn hollow whatever his state.
WORKER_SIGNS: dict[WorkerState, str] = {
    WorkerState.OFF_DUTY: "cross",
    WorkerState.FREE: "dot",
    WorkerState.HEADING: "arrow",
    WorkerState.ON_SCENE: "ring",
    WorkerState.BUSY: "bar",
    WorkerState.RESTING: "half",
}
