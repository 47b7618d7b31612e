"""Settings: one sheet over the room for everything a person may want otherwise at this desk. What it shows it is told;
what is touched it asks for."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from domain.category import Severity
from widgets import words
from widgets.look import Look
from widgets.overlay import Overlay
from widgets.signs import severity_pixmap

#: Sizes that are offered, in per cent.
SCALES = (100, 125, 150, 175, 200, 250, 300)
#: What can be silent: the sounds of new incidents, and that of what is past its time.
SOUNDS = {"new-red": Severity.RED, "new-orange": Severity.ORANGE, "new-yellow": Severity.YELLOW,
          "new-blue": Severity.BLUE, "overdue": None}  # fmt: skip


class SettingsShown(msgspec.Struct, frozen=True):
    """How everything is set. ``scale`` in per cent as it will be at the next start, ``scale_now`` as it is;
    ``volume`` 0…100; ``silent`` of ``SOUNDS``; ``audible``: whether this machine can sound; ``cities`` (code, name), of
    which ``city`` opens next time, ``city_now`` is open; ``folders`` (what, where) that can be opened."""

    language: str
    theme: str
    scale: int = 100
    scale_now: int = 100
    muted: bool = False
    volume: int = 60
    silent: frozenset[str] = frozenset()
    audible: bool = True
    cities: tuple[tuple[str, str], ...] = ()
    city: str = ""
    city_now: str = ""
    data: str = ""
    crashes: str = ""


class SettingsSheet(Overlay):
    """Signals ask for one thing each; nothing is so before ``show_settings`` says it."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    scale_chosen = Signal(int)
    muted_chosen = Signal(bool)
    volume_chosen = Signal(int)
    sound_chosen = Signal(str, bool)
    sound_tried = Signal(str)
    city_chosen = Signal(str)
    folder_opened = Signal(str)
    layout_reset_requested = Signal()
    tour_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._shown = SettingsShown("zh", "dark")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._names: list[tuple[QLabel, Callable[[], str]]] = []
        self._texts: list[tuple[QPushButton, Callable[[], str]]] = []
        self._title, self._hint = QLabel(), QLabel()
        self._title.setProperty("lettering", "title")
        self._hint.setProperty("quiet", True)
        self.languages = self._choice({"zh": lambda: "中文", "en": lambda: "English"}, self.language_chosen.emit)
        self.themes = self._choice(
            {"dark": lambda: self.tr("Dark"), "light": lambda: self.tr("Light")}, self.theme_chosen.emit
        )
        self.scales, self.cities = QComboBox(), QComboBox()
        self.mute, self.volume = QCheckBox(), QSlider(Qt.Orientation.Horizontal)
        self.sounds = {name: QCheckBox() for name in SOUNDS}
        self.tries = {name: QToolButton() for name in SOUNDS}
        self.sound_note, self.scale_note, self.city_note = _quiet(), _quiet(), _quiet()
        self.data, self.crashes = QPushButton(), QPushButton()
        self.reset, self.tour = QPushButton(), QPushButton()
        self._fill_in()
        self._connect()
        self._lay_out()
        self._name()

    # --- making -------------------------------------------------------------------------------------------------------

    def _choice(self, texts: dict[str, Callable[[], str]], choose: Callable[[str], object]) -> dict[str, QPushButton]:
        """Buttons of which one is chosen."""
        buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for key, text in texts.items():
            button = buttons[key] = QPushButton()
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _checked=False, key=key: choose(key))
            self._texts.append((button, text))
        return buttons

    def _fill_in(self) -> None:
        for scale in SCALES:
            self.scales.addItem(f"{scale} %", scale)
        self.volume.setRange(0, 100)
        self.volume.setSingleStep(5)
        self.volume.setPageStep(20)
        self.volume.setMinimumWidth(180)
        for button in self.tries.values():
            button.setProperty("small", True)
            button.setIconSize(QSize(14, 14))
        for box in (self.scales, self.cities):
            box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.scales.activated.connect(lambda at: self.scale_chosen.emit(self.scales.itemData(at)))
        self.cities.activated.connect(lambda at: self.city_chosen.emit(self.cities.itemData(at)))
        self.mute.clicked.connect(self.muted_chosen)
        self.volume.valueChanged.connect(self._on_volume)
        for name, box in self.sounds.items():
            box.clicked.connect(lambda sounds, name=name: self.sound_chosen.emit(name, sounds))
            self.tries[name].clicked.connect(lambda _checked=False, name=name: self.sound_tried.emit(name))
        self.data.clicked.connect(lambda: self.folder_opened.emit(self._shown.data))
        self.crashes.clicked.connect(lambda: self.folder_opened.emit(self._shown.crashes))
        self.reset.clicked.connect(self.layout_reset_requested)
        self.tour.clicked.connect(self._on_tour)
        self._look.changed.connect(self._draw)

    def _lay_out(self) -> None:
        self._row(lambda: self.tr("Language"), *self.languages.values())
        self._row(lambda: self.tr("Colours"), *self.themes.values())
        self._row(lambda: self.tr("Size of everything"), self.scales, self.scale_note)
        self._line()
        self._row(lambda: self.tr("Sound"), self.mute)
        self._row(lambda: self.tr("Volume"), self.volume, self.sound_note)
        self._row(lambda: self.tr("Sounds for"), self._sounds())
        self._line()
        self._row(lambda: self.tr("City of the next start"), self.cities, self.city_note)
        self._row(lambda: self.tr("Panes and windows"), self.reset)
        self._row(lambda: self.tr("Kept in"), self.data)
        self._row(lambda: self.tr("Crash reports"), self.crashes)
        self._row(lambda: self.tr("Tour"), self.tour)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._inside = inside
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._hint)
        self.body.addLayout(head)
        self.body.addWidget(self._area, 1)

    def _row(self, name: Callable[[], str], *parts: QWidget) -> None:
        label, line = QLabel(), QHBoxLayout()
        label.setProperty("quiet", True)
        self._names.append((label, name))
        line.setSpacing(8)
        for part in parts:
            line.addWidget(part)
        line.addStretch(1)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addLayout(line, row, 1)
        label.setBuddy(parts[0])

    def _line(self) -> None:
        line = QFrame()
        line.setObjectName("line")
        line.setFixedHeight(1)
        self._grid.addWidget(line, self._grid.rowCount(), 0, 1, 2)

    def _sounds(self) -> QWidget:
        """One line of each two, with a button that lets it be heard."""
        some = QWidget()
        grid = QGridLayout(some)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(4)
        for place, name in enumerate(SOUNDS):
            column = 3 * (place % 3)
            grid.addWidget(self.sounds[name], place // 3, column)
            grid.addWidget(self.tries[name], place // 3, column + 1)
            grid.setColumnMinimumWidth(column + 2, 14)
        return some

    # --- in -----------------------------------------------------------------------------------------------------------

    def show_settings(self, shown: SettingsShown) -> None:
        """How everything is set."""
        self._shown = shown
        self.languages[shown.language].setChecked(True)
        self.themes[shown.theme].setChecked(True)
        self._choose(self.scales, shown.scale)
        self.mute.setChecked(shown.muted)
        blocked = self.volume.blockSignals(True)
        self.volume.setValue(shown.volume)
        self.volume.blockSignals(blocked)
        for name, box in self.sounds.items():
            box.setChecked(name not in shown.silent)
        if [self.cities.itemData(at) for at in range(self.cities.count())] != [code for code, _ in shown.cities]:
            self.cities.clear()
            for code, _ in shown.cities:
                self.cities.addItem("", code)
        for at, (_, name) in enumerate(shown.cities):
            self.cities.setItemText(at, name)
        self._choose(self.cities, shown.city)
        self._say()
        self._fit()

    def open_with(self, shown: SettingsShown) -> None:
        """Over the room, the keyboard on the language."""
        self.show_settings(shown)
        self.open()
        self.languages[shown.language].setFocus(Qt.FocusReason.PopupFocusReason)

    @staticmethod
    def _choose(box: QComboBox, data: object) -> None:
        at = box.findData(data)
        if at < 0 and isinstance(data, int):  # a size from the command line
            box.addItem(f"{data} %", data)
            at = box.count() - 1
        box.setCurrentIndex(at)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _on_volume(self, volume: int) -> None:
        self.volume_chosen.emit(volume)

    def _on_tour(self) -> None:
        self.close_sheet()
        self.tour_requested.emit()

    def _say(self) -> None:
        """Notes that depend on how things are set."""
        shown = self._shown
        later = self.tr("from the next start; now {now} %").format(now=shown.scale_now)
        self.scale_note.setText(later if shown.scale != shown.scale_now else "")
        self.city_note.setText(self.tr("from the next start") if shown.city != shown.city_now else "")
        silence = self.tr("This machine has no loudspeaker the desk could use.")
        self.sound_note.setText(f"{shown.volume} %" if shown.audible else silence)
        self.data.setText(shown.data)
        self.crashes.setText(shown.crashes)

    def _draw(self) -> None:
        look = self._look
        icons, quiet = look.icons, look.tokens.quiet
        for name, severity in SOUNDS.items():
            self.tries[name].setIcon(icons.icon("player-play", quiet))
            if severity is not None:
                self.sounds[name].setIcon(severity_pixmap(severity, look, 14, self.devicePixelRatioF()))
            else:
                self.sounds[name].setIcon(icons.icon("clock", look.tokens.bad))
        for button in (self.data, self.crashes):
            button.setIcon(icons.icon("folder", quiet))
        self.reset.setIcon(icons.icon("refresh", quiet))
        self.tour.setIcon(icons.icon("compass", quiet))

    def _name(self) -> None:
        self._title.setText(self.tr("Settings"))
        self._hint.setText(self.tr("Esc closes; everything is kept at once"))
        self.setAccessibleName(self.tr("Settings"))
        for label, name in self._names:
            label.setText(name())
            buddy = label.buddy()
            if buddy is not None and not isinstance(buddy, QPushButton | QCheckBox):
                buddy.setAccessibleName(name())
        for button, says in self._texts:
            button.setText(says())
            button.setAccessibleName(says())
        self.mute.setText(self.tr("Mute everything"))
        for sound, severity in SOUNDS.items():
            spoken = words.severity(severity) if severity is not None else self.tr("past its time")
            self.sounds[sound].setText(spoken)
            self.tries[sound].setToolTip(self.tr("Listen: {sound}").format(sound=spoken))
            self.tries[sound].setAccessibleName(self.tries[sound].toolTip())
        for button in (self.data, self.crashes):
            button.setToolTip(self.tr("Open the folder"))
        self.reset.setText(self.tr("Back to the saved layout"))
        self.tour.setText(self.tr("Show the tour again"))
        self._draw()
        self._say()

    def _fit(self) -> None:
        if self.isVisible():
            self._place()

    def _place(self) -> None:
        """As wide as its rows; what does not fit below each other is scrolled to."""
        self._grid.activate()
        wanted = self._inside.sizeHint()
        self._area.setMinimumWidth(min(wanted.width() + 12, self._over.width() - 120))
        self._area.setMinimumHeight(0)
        super()._place()
        height = min(self.height() - 64, wanted.height() + self._title.sizeHint().height() + 64)
        self.sheet.resize(self.sheet.width(), height)
        self.sheet.move(self.sheet.x(), (self.height() - height) // 2)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What has the keyboard is seen."""
        found = super().focusNextPrevChild(forward)
        focus = self.focusWidget()
        if focus is not None and self._inside.isAncestorOf(focus):
            self._area.ensureWidgetVisible(focus)
        return found

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._fit()
        super().changeEvent(event)


def _quiet() -> QLabel:
    label = QLabel()
    label.setProperty("quiet", True)
    return label
