"""The line on top of the desk: the city, its numbers, its clock, the link, and what concerns the desk itself."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from domain.burden import Burdens
from domain.category import Severity
from domain.picture import Changes, Picture
from widgets import wording, words
from widgets.figure import Figure
from widgets.link_sign import LinkSign
from widgets.look import Look
from widgets.signs import severity_pixmap


class TopBar(QFrame):
    """Numbers follow the picture; ``set_link`` and ``set_pending_count`` tell how the link is.

    ``figure_chosen``: ``open late closed on_duty``. ``language_requested`` and ``theme_requested`` carry what is wanted
    next (``zh en``, ``dark light``)."""

    palette_requested = Signal()
    figure_chosen = Signal(str)
    language_requested = Signal(str)
    theme_requested = Signal(str)
    mute_toggled = Signal(bool)
    notices_requested = Signal()
    aside_requested = Signal()
    settings_requested = Signal()

    def __init__(self, look: Look, burdens: Burdens | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._burdens = burdens or Burdens()
        self.setObjectName("panel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._look = look
        self._picture: Picture | None = None
        self._now = 0.0
        self.city = QLabel()
        self.city.setProperty("lettering", "city")
        self.figures = {key: Figure(look) for key in ("open", "late", "on_duty", "closed")}
        self._pairs = QWidget()
        self._signs = {severity: QLabel() for severity in Severity}
        self._severities = {severity: QLabel("0") for severity in Severity}
        self.finder = QPushButton()
        self.clock = QLabel()
        self.clock.setProperty("lettering", "large")
        self._day = QLabel()
        self._day.setProperty("quiet", True)
        self.link = LinkSign(look)
        self._buttons = {key: _flat_button() for key in ("notices", "aside", "mute", "language", "theme", "settings")}
        for key in ("notices", "aside"):
            self._buttons[key].setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._buttons["aside"].hide()
        self._buttons["mute"].setCheckable(True)
        self._notices, self._flood, self._aside = 0, False, 0
        self._row = QHBoxLayout(self)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # parts give way, see _fit
        self._measures: tuple[int, ...] = ()
        self._lay_out()
        self._connect()
        self._name_things()
        self._draw()

    def _lay_out(self) -> None:
        row = self._row
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(self.city)
        row.addSpacing(10)
        for figure in self.figures.values():
            row.addWidget(figure)
        row.addSpacing(6)
        pairs = QHBoxLayout(self._pairs)
        pairs.setContentsMargins(0, 0, 0, 0)
        pairs.setSpacing(4)
        for severity in Severity:
            pairs.addWidget(self._signs[severity])
            pairs.addWidget(self._severities[severity])
            pairs.addSpacing(6)
        row.addWidget(self._pairs)
        row.addStretch(1)
        row.addWidget(self.finder)
        row.addStretch(1)
        row.addWidget(self._day)
        row.addWidget(self.clock)
        row.addSpacing(10)
        row.addWidget(self.link)
        for button in self._buttons.values():
            row.addWidget(button)

    def _connect(self) -> None:
        self.finder.clicked.connect(self.palette_requested)
        for key, figure in self.figures.items():
            figure.clicked.connect(lambda _checked=False, key=key: self.figure_chosen.emit(key))
        self._buttons["notices"].clicked.connect(self.notices_requested)
        self._buttons["aside"].clicked.connect(self.aside_requested)
        self._buttons["mute"].toggled.connect(self.mute_toggled)
        self._buttons["mute"].toggled.connect(self._draw)
        self._buttons["language"].clicked.connect(
            lambda: self.language_requested.emit("en" if self._look.language.startswith("zh") else "zh")
        )
        self._buttons["theme"].clicked.connect(
            lambda: self.theme_requested.emit("light" if self._look.tokens.dark else "dark")
        )
        self._buttons["settings"].clicked.connect(self.settings_requested)
        self._look.changed.connect(self._draw)

    # --- in -------------------------------------------------------------------------------------------------------

    def refresh(self, picture: Picture, changes: Changes, now: float) -> None:
        fresh = changes.reset or picture is not self._picture
        self._picture, self._now = picture, now
        self._burdens.refresh(picture, changes, now)
        if fresh:
            self.city.setText(picture.city.name.text(self._look.language))
        if fresh or changes.incidents or changes.workers:
            self._count()

    def tick(self, now: float) -> None:
        self._now = now
        if self._picture is not None:
            self._burdens.tick(now)
            self._count()
            self._show_time()

    def set_link(self, phase: str, age_s: float, next_try_s: float | None = None, reason: str = "") -> None:
        """``phase``: ``connecting live lost refused offline_picture``; ``age_s``: since the backend was last heard."""
        self.link.show_link(phase, age_s, next_try_s, reason)

    def set_pending_count(self, count: int) -> None:
        """How many commands wait for an answer."""
        self.link.set_pending(count)

    def set_notices(self, waiting: int, flood: bool, aside: int = 0) -> None:
        """How many notices nobody has settled, whether more come than anybody can follow, and how many this desk has
        put aside."""
        if (waiting, flood, aside) != (self._notices, self._flood, self._aside):
            self._notices, self._flood, self._aside = waiting, flood, aside
            self._buttons["aside"].setVisible(aside > 0)
            self._draw()

    @property
    def muted(self) -> bool:
        return self._buttons["mute"].isChecked()

    def add_tool(self, tool: QWidget) -> None:
        """One more small button at the end."""
        self._row.addWidget(tool)

    def set_muted(self, muted: bool) -> None:
        self._buttons["mute"].setChecked(muted)

    # --- room -----------------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """What stays when everything that may give way has."""
        spacing = self._row.spacing()
        given = sum(part.sizeHint().width() + spacing for part in self._yielding() if not part.isHidden())
        words = self.finder.sizeHint().width() - self._icon_width() if self.finder.text() else 0
        least = super().minimumSizeHint()
        return QSize(max(0, least.width() - given - words), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a text has become longer or shorter
            self._fit()
        return super().event(event)

    def _yielding(self) -> list[QWidget]:
        """What gives way when there is little room, the first to go first."""
        return [self._day, self._pairs, self.figures["closed"], self.figures["on_duty"]]

    def _fit(self) -> None:
        """Show as much as there is room for; nothing is done while all wants the same room as before."""
        parts = self._yielding()
        places = (self._row.itemAt(place) for place in range(self._row.count()))
        measured = [place.widget() for place in places if place is not None and place.widget() is not self.finder]
        measures = (self.width(), *(part.sizeHint().width() for part in measured if part is not None))
        if measures == self._measures:
            return
        self._measures = measures
        wanted = self.width() - max(0, self.link.sizeHint().width() - self.link.minimumSizeHint().width())
        self.finder.setText(self._find_words)
        for part in parts:
            part.show()
        self._compare(True)
        steps: list[Callable[[], None]] = [lambda: self.finder.setText(""), lambda: self._compare(False)]
        steps += [part.hide for part in parts]
        for step in steps:
            self._row.invalidate()
            if self._row.minimumSize().width() <= wanted:
                break
            step()

    def _compare(self, compared: bool) -> None:
        """Whether the numbers show what they are compared with."""
        for figure in self.figures.values():
            figure.set_compared(compared)

    def _icon_width(self) -> int:
        return self.finder.iconSize().width() + 24

    # --- inside ---------------------------------------------------------------------------------------------------

    def _count(self) -> None:
        assert self._picture is not None
        burdens, everybody = self._burdens, len(self._picture.roster)
        since = wording.midnight(self._now, ZoneInfo(self._picture.city.rules.calendar.zone))
        self.figures["open"].set_value(str(burdens.open))
        self.figures["late"].set_value(str(len(burdens.late)), alarm=bool(burdens.late))
        self.figures["on_duty"].set_value(f"{burdens.on_duty}/{everybody}")
        self.figures["closed"].set_value(str(burdens.settled_since(since)))
        for severity, label in self._severities.items():
            label.setText(str(burdens.by_severity[severity]))
            label.setEnabled(burdens.by_severity[severity] > 0)

    def _show_time(self) -> None:
        assert self._picture is not None
        zone = ZoneInfo(self._picture.city.rules.calendar.zone)
        rate = self._picture.clock.rate
        self.clock.setText(wording.clock(self._now, zone))
        pace = "" if rate == 1 else f"  ×{rate:g}"
        self._day.setText(wording.day(self._now, zone) + pace)
        self._day.setToolTip("" if rate == 1 else self.tr("City time runs {rate:g} times as fast").format(rate=rate))

    def _draw(self) -> None:
        look = self._look
        for severity, sign in self._signs.items():
            sign.setPixmap(severity_pixmap(severity, look, 14, self.devicePixelRatioF()))
        muted = self._buttons["mute"].isChecked()
        bell = "bell-ringing" if self._flood else "bell-filled" if self._notices else "bell"
        self._buttons["notices"].setText(str(self._notices or ""))
        self._buttons["aside"].setText(str(self._aside or ""))
        icons = {
            "notices": (bell, look.tokens.warn if self._notices else look.tokens.quiet),
            "aside": ("clock-pause", look.tokens.quiet),
            "mute": ("volume-off" if muted else "volume", look.tokens.warn if muted else look.tokens.quiet),
            "language": ("language", look.tokens.quiet),
            "theme": ("sun" if look.tokens.dark else "moon", look.tokens.quiet),
            "settings": ("settings", look.tokens.quiet),
        }
        for key, (name, color) in icons.items():
            self._buttons[key].setIcon(look.icons.icon(name, color))
        self.finder.setIcon(look.icons.icon("search", look.tokens.quiet))
        if self._picture is not None:
            self.city.setText(self._picture.city.name.text(look.language))

    def _name_things(self) -> None:
        names = {
            "open": (self.tr("open"), self.tr("Incidents that are not closed")),
            "late": (self.tr("late"), self.tr("Open incidents past their deadline")),
            "on_duty": (self.tr("on duty"), self.tr("Workers on duty of all workers")),
            "closed": (self.tr("closed today"), self.tr("Incidents closed since midnight")),
        }
        for key, (name, hint) in names.items():
            self.figures[key].set_name(name, hint)
        for severity in Severity:
            self._signs[severity].setToolTip(words.severity(severity))
            self._severities[severity].setToolTip(words.severity(severity))
            self._severities[severity].setAccessibleName(words.severity(severity))
        self._find_words = self.tr("Find anything   Ctrl+K")
        self.finder.setToolTip(self._find_words)
        self.finder.setAccessibleName(self._find_words)
        self._measures = ()
        self._fit()
        self._name_button("notices", self.tr("Notices   F8"))
        self._name_button("aside", self.tr("Notices this desk has put aside   Shift+F8"))
        self._name_button("mute", self.tr("Sound on or off"))
        self._name_button("language", self.tr("Chinese or English"))
        self._name_button("theme", self.tr("Dark or light"))
        self._name_button("settings", self.tr("Settings   Ctrl+,"))

    def _name_button(self, key: str, name: str) -> None:
        self._buttons[key].setToolTip(name)
        self._buttons[key].setAccessibleName(name)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


def _flat_button() -> QToolButton:
    button = QToolButton()
    button.setProperty("flat", True)
    button.setIconSize(QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
