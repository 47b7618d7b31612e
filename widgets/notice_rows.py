"""Rows of the notice centre: a notice or several that are alike, and one that is put aside."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from domain.notice_shelf import Bundle, Shelved
from domain.notices import Notice, NoticeKind
from domain.picture import Picture
from domain.region import Level
from widgets import wording
from widgets.keyed_menu import KeyedMenu
from widgets.look import Look
from widgets.signs import severity_pixmap

#: How long something can be put aside: minutes and the key that means it.
SHELF_MINUTES = ((5, "1"), (15, "2"), (30, "3"), (60, "4"))


class NoticeRow(QWidget):
    """One line. ``names``: what it is about, touched with ``on_touched``; more buttons join with ``add``."""

    def __init__(self, look: Look, indent: bool = False) -> None:
        super().__init__()
        self._look = look
        self.sign, self.why = QLabel(), QLabel()
        self.why.setProperty("quiet", True)
        self.text = _Yielding()
        self.text.setProperty("flat", True)
        self.text.setStyleSheet("text-align: left;")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(22 if indent else 0, 2, 6, 2)
        self._line.setSpacing(8)
        self._line.addWidget(self.sign)
        self._line.addWidget(self.text, 1)
        self._line.addWidget(self.why)

    def show_notice(self, picture: Picture, notice: Notice, now: float) -> None:
        """One notice."""
        incident = picture.incidents[notice.incident]
        self._draw_sign(notice)
        self.text.say(incident.title)
        self.why.setText(f"{kind(notice.kind)} · {moment(picture, notice.at, now)}")

    def show_bundle(self, picture: Picture, bundle: Bundle, now: float, opened: bool) -> None:
        """Several that are alike, as one."""
        incident = picture.incidents[bundle.first.incident]
        language = self._look.language
        category = picture.categories.get(incident.category)
        street = picture.tree.ancestor(incident.region, Level.STREET)
        about = [category.name.text(language) if category is not None else incident.category]
        about += [street.title(language)] if street is not None else []
        self._draw_sign(bundle.first)
        self.text.say(f"{len(bundle.notices)} × {' · '.join(about)}")
        mark = "chevron-down" if opened else "chevron-right"
        self.text.setIcon(self._look.icons.icon(mark, self._look.tokens.quiet))
        self.why.setText(f"{kind(bundle.first.kind)} · {moment(picture, bundle.first.at, now)}")

    def show_shelved(self, picture: Picture, one: Shelved, now: float) -> None:
        """One that is put aside."""
        self._draw_sign(one.notice)
        self.text.say(picture.incidents[one.notice.incident].title)
        template = QCoreApplication.translate("NoticeRow", "{kind} · until {time}")
        if one.by_flood:
            template = QCoreApplication.translate("NoticeRow", "{kind} · by the flood until {time}")
        self.why.setText(template.format(kind=kind(one.notice.kind), time=moment(picture, one.until, now)))

    def add(self, text: str, hint: str, act: Callable[[], object]) -> QPushButton:
        """One more button with words."""
        button = QPushButton(text)
        button.setToolTip(hint)
        button.clicked.connect(lambda: act())
        self._line.addWidget(button)
        return button

    def add_shelving(self, shelve: Callable[[float], object]) -> QToolButton:
        """A button that asks for how long; ``shelve(seconds)``."""
        button = QToolButton()
        button.setProperty("small", True)
        button.setIconSize(QSize(16, 16))
        button.setIcon(self._look.icons.icon("clock-pause", self._look.tokens.quiet))
        name = QCoreApplication.translate("NoticeRow", "Put aside for a while, at this desk")
        button.setToolTip(name)
        button.setAccessibleName(f"{name}: {self.text.words}")
        button.clicked.connect(lambda: shelving_menu(button, shelve).popup(button.mapToGlobal(QPoint(0, 24))))
        self._line.addWidget(button)
        return button

    def _draw_sign(self, notice: Notice) -> None:
        self.sign.setPixmap(severity_pixmap(notice.severity, self._look, 14, self.devicePixelRatioF()))


class _Yielding(QPushButton):
    """A button whose words give way when there is little room."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        self.words = words
        self.setAccessibleName(words)
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        room = self.width() - 24 - (0 if self.icon().isNull() else self.iconSize().width() + 4)
        self.setText(self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, room))


def shelving_menu(parent: QWidget, shelve: Callable[[float], object]) -> KeyedMenu:
    """For how long; it goes when it is closed."""
    menu = KeyedMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for minutes, key in SHELF_MINUTES:
        text = QCoreApplication.translate("NoticeRow", "For {minutes} minutes").format(minutes=minutes)
        menu.add(text, partial(shelve, 60.0 * minutes), key)
    return menu


def kind(which: NoticeKind) -> str:
    """Why the room is told."""
    return {
        NoticeKind.NEW: QCoreApplication.translate("NoticeRow", "new"),
        NoticeKind.LATE: QCoreApplication.translate("NoticeRow", "past its time"),
        NoticeKind.BACK: QCoreApplication.translate("NoticeRow", "came back"),
        NoticeKind.PRESSED: QCoreApplication.translate("NoticeRow", "pressed on"),
    }[which]


def moment(picture: Picture, at: float, now: float) -> str:
    """Local time."""
    return wording.moment(at, now, ZoneInfo(picture.city.rules.calendar.zone))
