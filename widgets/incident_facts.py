"""What is known about an incident: words, place, people, look-alikes, photos."""

from __future__ import annotations

from html import escape
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from domain.incident import Incident
from domain.picture import Picture
from widgets import wording, words
from widgets.flow_layout import FlowLayout
from widgets.look import Look
from widgets.recent import Recent

THUMB = 84
#: Small pictures that are kept; one that is gone is asked for again.
THUMBS = 300
#: So many other incidents are named in one row.
MOST = 6
_ROWS = ("category", "severity", "source", "reporter", "address", "place", "worker", "received", "alike", "merged")

#: What can be done with plain words, and with words that lead on: only these are places of the keyboard.
_WORDS = Qt.TextInteractionFlag.TextSelectableByMouse
_LINKS = (
    _WORDS | Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
)


class IncidentFacts(QWidget):
    """``photo_needed(key)`` asks for bytes; give them with ``set_photo``."""

    incident_selected = Signal(str)
    worker_selected = Signal(str)
    region_selected = Signal(str)
    photo_needed = Signal(str)
    photo_opened = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._picture: Picture | None = None
        self._incident: Incident | None = None
        self._now = 0.0
        self._thumbs: dict[str, QToolButton] = {}
        self._pictures: Recent[QPixmap] = Recent(THUMBS)
        self._text = _Value()
        self._names: dict[str, QLabel] = {}
        self._values: dict[str, QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        for row, key in enumerate(_ROWS):
            name, value = QLabel(), _Value()
            name.setProperty("quiet", True)
            value.linkActivated.connect(self._on_link)
            self._names[key], self._values[key] = name, value
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1)
        photos = QWidget()
        self._photos = FlowLayout(photos)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addLayout(self._grid)
        column.addWidget(photos)
        self._name_things()
        look.changed.connect(self._write)

    def show_incident(self, picture: Picture, incident: Incident, now: float) -> None:
        self._picture, self._incident, self._now = picture, incident, now
        self._write()
        self._show_photos(incident.photos)

    def set_photo(self, key: str, content: bytes) -> None:
        """Give the bytes of a photo that was asked for; an unreadable one says so."""
        pixmap = QPixmap()
        pixmap.loadFromData(content)
        if pixmap.isNull():
            if key in self._thumbs:
                self._thumbs[key].setToolTip(self.tr("This photo cannot be read."))
            return
        ratio = self.devicePixelRatioF()
        room = QSize(THUMB, THUMB) * ratio
        if pixmap.width() > room.width() or pixmap.height() > room.height():
            how = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            pixmap = pixmap.scaled(room, *how)
        pixmap.setDevicePixelRatio(ratio)
        self._pictures.put(key, pixmap)
        self._fill(key)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        picture, incident = self._picture, self._incident
        if picture is None or incident is None:
            return
        self._text.setText(escape(incident.text))
        self._text.setVisible(bool(incident.text) and incident.text != incident.title)
        for key, value in self._texts(picture, incident).items():
            self._values[key].setText(value)
            self._values[key].setTextInteractionFlags(_LINKS if "<a " in value else _WORDS)
            self._names[key].setVisible(bool(value))
            self._values[key].setVisible(bool(value))

    def _texts(self, picture: Picture, incident: Incident) -> dict[str, str]:
        """Of each row its value as rich text; empty ones are not shown."""
        language, tree = self._look.language, picture.tree
        category = picture.categories.get(incident.category)
        finder = picture.workers.get(incident.reported_by)
        worker = picture.workers.get(incident.worker)
        reporter = " · ".join(part for part in (incident.reporter.name, incident.reporter.phone) if part)
        chain = zip(tree.lineage(incident.region), wording.place_names(tree, incident.region, language), strict=False)
        place = [self._link(f"region:{region.code}", name) for region, name in reversed(list(chain))]
        alike = [picture.incidents[key] for key in incident.lookalikes if key in picture.incidents]
        links = self._links(alike)
        if incident.merged_into:
            links.insert(0, self._link(f"incident:{incident.merged_into}", self.tr("merged into this one")))
        merged = [one for one in picture.incidents.values() if one.merged_into == incident.id]
        zone = ZoneInfo(picture.city.rules.calendar.zone)
        source = words.source(incident.source)
        return {
            "category": escape(f"{category.group.text(language)} › {category.name.text(language)}") if category else "",
            "severity": words.severity(incident.severity),
            "source": source + (" · " + self._link(f"worker:{finder.id}", finder.title(language)) if finder else ""),
            "reporter": escape(reporter),
            "address": escape(incident.place.address),
            "place": " › ".join(place) or self.tr("outside the city"),
            "worker": self._link(f"worker:{worker.id}", worker.title(language)) if worker else "",
            "received": wording.moment(incident.received_at, self._now, zone),
            "alike": "<br>".join(links),
            "merged": "<br>".join(self._links(merged)),
        }

    def _links(self, others: list[Incident]) -> list[str]:
        """A line for each of the first ones, and how many more there are."""
        lines = [self._link(f"incident:{other.id}", other.title) for other in others[:MOST]]
        more = len(others) - MOST
        return [*lines, self.tr("and {count} more").format(count=more)] if more > 0 else lines

    def _link(self, target: str, text: str) -> str:
        color = self._look.tokens.text
        return f'<a href="{escape(target)}" style="color:{color}">{escape(text)}</a>'

    def _on_link(self, target: str) -> None:
        kind, _, key = target.partition(":")
        {"incident": self.incident_selected, "worker": self.worker_selected, "region": self.region_selected}[kind].emit(
            key
        )

    def _show_photos(self, keys: tuple[str, ...]) -> None:
        if list(self._thumbs) == list(keys):
            return
        while (item := self._photos.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._thumbs = {}
        for key in keys:
            thumb = QToolButton()
            thumb.setProperty("thumb", True)
            thumb.setFixedSize(THUMB, THUMB)
            thumb.setAccessibleName(self.tr("Photo"))
            thumb.setIcon(self._look.icons.icon("photo", self._look.tokens.quiet))
            thumb.clicked.connect(lambda _checked=False, key=key: self.photo_opened.emit(key))
            self._photos.addWidget(thumb)
            self._thumbs[key] = thumb
            if key in self._pictures:
                self._fill(key)
            else:
                self.photo_needed.emit(key)

    def _fill(self, key: str) -> None:
        thumb, picture = self._thumbs.get(key), self._pictures.get(key)
        if thumb is not None and picture is not None:
            thumb.setIcon(picture)
            thumb.setIconSize(thumb.size() - QSize(8, 8))
            thumb.setToolTip(self.tr("Open the photo"))

    def picture_of(self, key: str) -> QPixmap | None:
        """A photo that has come in lately, as small as it is shown."""
        return self._pictures.get(key)

    def _name_things(self) -> None:
        names = {
            "category": self.tr("Category"),
            "severity": self.tr("Severity"),
            "source": self.tr("Source"),
            "reporter": self.tr("Reporter"),
            "address": self.tr("Address"),
            "place": self.tr("Place"),
            "worker": self.tr("In hand of"),
            "received": self.tr("Received"),
            "alike": self.tr("Look-alikes"),
            "merged": self.tr("Merged in"),
        }
        for key, name in names.items():
            self._names[key].setText(name)
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


class _Value(QLabel):
    """Wrapping rich text; the keyboard that comes to it stands on its first link at once, where it is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(_WORDS)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.focusNextPrevChild(event.reason() is Qt.FocusReason.TabFocusReason)
