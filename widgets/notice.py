"""Lines across the desk: that the link is lost and what happens next, and what somebody should see to meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from domain.trouble import Trouble
from widgets import refusals, troubles, wording
from widgets.look import Look, faded


class NoticeBanner(QFrame):
    """Hidden while there is nothing to say. The room below is greyed by whoever composes it (``greyed``): only for a
    lost link, a trouble leaves the room as it is. ``set_aside_requested(Trouble)``: somebody wants to be asked whether
    a damaged database shall be put aside."""

    set_aside_requested = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._last: tuple[str, float, float | None, str, str, int] | None = None
        self._troubles: tuple[Trouble, ...] = ()
        self._read: set[str] = set()
        self._lines: dict[str, _Line] = {}
        self.link_line = _Line(look, "plug-connected-x", urgent=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.link_line)
        look.changed.connect(self._write)
        self.link_line.hide()
        self.hide()

    def show_link(
        self,
        phase: str,
        age_s: float,
        next_try_s: float | None = None,
        reason: str = "",
        sentence: str = "",
        pending: int = 0,
    ) -> None:
        """``phase`` as in ``TopBar.set_link``; ``reason``, ``sentence``: why it was lost; ``age_s``: of the picture."""
        self._last = (phase, age_s, next_try_s, reason, sentence, pending)
        self._write_link()
        self._show()

    def show_troubles(self, found: Iterable[Trouble]) -> None:
        """What there is to see to now; one that is gone goes, one that was read comes back only when it is new."""
        news = tuple(found)
        if news == self._troubles:
            return
        self._troubles = news
        self._read &= {_key(one) for one in news}
        self._write_troubles()
        self._show()

    @property
    def greyed(self) -> bool:
        """Whether what the room shows is no longer live."""
        return self._last is not None and self._last[0] in ("lost", "refused", "offline_picture")

    @property
    def texts(self) -> list[str]:
        """What it says now, from the top."""
        lines = [self.link_line, *self._lines.values()]
        return [line.words.text() for line in lines if not line.isHidden()]

    def _show(self) -> None:
        self.setVisible(self.greyed or bool(self._lines))

    def _write(self) -> None:
        self._write_link()
        self._write_troubles()

    def _write_link(self) -> None:
        self.link_line.setVisible(self.greyed)
        if self._last is None or not self.greyed:
            return
        phase, age_s, next_try_s, reason, sentence, pending = self._last
        why = refusals.sentence(reason, sentence) if reason or sentence else ""
        if phase == "refused":
            parts = [self.tr("The backend does not let this desk in."), why]
        else:
            age = wording.age(age_s)
            parts = [self.tr("The link to the backend is lost. What you see is {age} old.").format(age=age), why]
            if next_try_s is not None and next_try_s > 0:
                parts.append(self.tr("Next try in {next}.").format(next=wording.age(next_try_s)))
            else:
                parts.append(self.tr("Trying to reach it …"))
        if pending:
            parts.append(self.tr("{count} command(s) are kept and sent as soon as it is back.").format(count=pending))
        self.link_line.say(" ".join(part for part in parts if part))

    def _write_troubles(self) -> None:
        shown = {_key(one): one for one in self._troubles if _key(one) not in self._read}
        for key in [key for key in self._lines if key not in shown]:
            line = self._lines.pop(key)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for key, trouble in shown.items():
            if key not in self._lines:
                line = self._lines[key] = _Line(self._look, "alert-triangle")
                line.put_away.connect(lambda key=key: self._on_read(key))
                if trouble.code in troubles.SET_ASIDE:
                    line.offer(lambda: self.tr("Set it aside and begin anew …"))
                    line.taken.connect(lambda trouble=trouble: self.set_aside_requested.emit(trouble))
                self._column.addWidget(line)
            self._lines[key].say(troubles.whole(trouble))

    def _on_read(self, key: str) -> None:
        self._read.add(key)
        self._write_troubles()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        super().changeEvent(event)


class _Line(QFrame):
    """One of them. ``urgent``: red, and it cannot be put away; otherwise ``put_away`` says that it was read. ``taken``:
    what it offers is wanted."""

    put_away = Signal()
    taken = Signal()

    def __init__(self, look: Look, sign: str, urgent: bool = False) -> None:
        super().__init__()
        self._look, self._sign, self._urgent = look, sign, urgent
        self._icon = QLabel()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.words.setSizePolicy(policy)
        self.close_button = QToolButton()
        self.close_button.setProperty("flat", True)
        self.close_button.setVisible(not urgent)
        self.close_button.clicked.connect(self.put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.action = QPushButton()
        self.action.hide()
        self.action.clicked.connect(self.taken)
        self._offered: Callable[[], str] = str
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        look.changed.connect(self._dress)
        self._name_things()
        self._dress()

    def say(self, text: str) -> None:
        if text != self.words.text():
            self.words.setText(text)
            self.words.setAccessibleName(text)

    def offer(self, name: Callable[[], str]) -> None:
        """A button that does something about it; ``name`` in the language of the moment."""
        self._offered = name
        self.action.setText(name())
        self.action.show()

    def _dress(self) -> None:
        tokens = self._look.tokens
        color = tokens.bad if self._urgent else tokens.warn
        self._icon.setPixmap(self._look.icons.pixmap(self._sign, color, 18, self.devicePixelRatioF()))
        self.close_button.setIcon(self._look.icons.icon("x", tokens.quiet))
        self.update()

    def _name_things(self) -> None:
        name = self.tr("Read: put this line away until it is new")
        self.action.setText(self._offered())
        self.close_button.setToolTip(name)
        self.close_button.setAccessibleName(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._look.bad if self._urgent else self._look.warn
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.panel)
        painter.fillRect(self.rect(), faded(color, 0.14 if self._urgent else 0.1))
        painter.fillRect(QRectF(0, 0, 4, self.height()), color)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)


def _key(trouble: Trouble) -> str:
    """Which one it is, whatever its numbers are just now."""
    return " ".join((trouble.code, trouble.facts.get("cause", ""), trouble.facts.get("file", "")))
