"""A line across the desk that says when the link is lost, what it means, and what happens next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from widgets import refusals, wording
from widgets.look import Look, faded


class NoticeBanner(QFrame):
    """Hidden while the link is live. The room below is greyed by whoever composes it (``greyed``)."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._last: tuple[str, float, float | None, str, str, float] | None = None
        self._icon = QLabel()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.words.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        look.changed.connect(self._write)
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
        self.setVisible(self.greyed)
        self._write()

    @property
    def greyed(self) -> bool:
        """Whether what the room shows is no longer live."""
        return self._last is not None and self._last[0] in ("lost", "refused", "offline_picture")

    def _write(self) -> None:
        if self._last is None or not self.greyed:
            return
        phase, age_s, next_try_s, reason, sentence, pending = self._last
        self._icon.setPixmap(
            self._look.icons.pixmap("plug-connected-x", self._look.tokens.bad, 18, self.devicePixelRatioF())
        )
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
        self.words.setText(" ".join(part for part in parts if part))
        self.words.setAccessibleName(self.words.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.panel)
        painter.fillRect(self.rect(), faded(self._look.bad, 0.14))
        painter.fillRect(QRectF(0, 0, 4, self.height()), self._look.bad)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        super().changeEvent(event)
