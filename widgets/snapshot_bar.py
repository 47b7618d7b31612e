"""The panel behind Ctrl+S: what to export and where to, how far it is, and what came of it. Never in anybody's way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.look import Look
from widgets.snapshot_choice import FORMATS, SIZES, SnapshotChoice
from widgets.snapshot_results import SnapshotResults
from widgets.snapshot_words import format_names, size_names, step_words

WIDTH, EDGE, TOP = 430, 16, 60


class SnapshotBar(QFrame):
    """Floats over ``parent``. ``export_requested`` with the choice as it is; ``changed`` when it is another one;
    ``open_requested(path)`` for a file or a folder; ``closed`` when it is put away."""

    export_requested = Signal()
    cancel_requested = Signal()
    open_requested = Signal(str)
    changed = Signal()
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget, folder: str) -> None:
        super().__init__(parent)
        self._look = look
        self._before: QWidget | None = None
        self._files = 0
        self._dialog: QFileDialog | None = None
        self.title = QLabel()
        self.title.setProperty("lettering", "large")
        self.close_button = QToolButton()
        self.close_button.setProperty("flat", True)
        self.close_button.clicked.connect(self.dismiss)
        self.formats: dict[str, QToolButton] = {}
        self.pixels = QComboBox()
        self.extent = QComboBox()
        self.cases = QComboBox()
        self._chosen = ""
        self.ground = QComboBox()
        self._ground = ""
        self.colours = QComboBox()
        self.people, self.details = QCheckBox(), QCheckBox()
        self.people.setChecked(True)
        self.details.setChecked(True)
        self.folder = QLineEdit(folder)
        self.browse = QToolButton()
        self.export = QPushButton()
        self.export.setProperty("primary", True)
        self.cancel = QPushButton()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setMaximum(1000)
        self.step = QLabel()
        self.step.setProperty("quiet", True)
        self.results = SnapshotResults(look)
        self.results.open_requested.connect(self.open_requested)
        self._labels = {name: QLabel() for name in ("size", "view", "ground", "cases", "theme", "include", "folder")}
        self._lay_out()
        self._connect()
        self._dress()
        self._name_things()
        self._show_running(False)
        parent.installEventFilter(self)
        look.changed.connect(self._dress)
        self.hide()

    # --- what the desk tells it ---------------------------------------------------------------------------------------

    def choice(self) -> SnapshotChoice:
        """What is chosen now."""
        return SnapshotChoice(
            formats=tuple(ending for ending, button in self.formats.items() if button.isChecked()),
            size=list(SIZES)[max(self.pixels.currentIndex(), 0)],
            theme=("light", "dark")[max(self.colours.currentIndex(), 0)],
            view=self.extent.currentIndex() == 1,
            part=self.cases.currentIndex() == 1,
            plain=self.ground.currentIndex() == 1,
            people=self.people.isChecked(),
            details=self.details.isChecked(),
            folder=self.folder.text().strip(),
        )

    def restore(self, choice: SnapshotChoice) -> None:
        """What was chosen another time; what is not known any more stays as it is."""
        for ending, button in self.formats.items():
            button.setChecked(ending in choice.formats)
        if choice.size in SIZES:
            self.pixels.setCurrentIndex(list(SIZES).index(choice.size))
        self.colours.setCurrentIndex(int(choice.theme == "dark"))
        self.extent.setCurrentIndex(int(choice.view))
        self.cases.setCurrentIndex(int(choice.part))
        self.ground.setCurrentIndex(int(choice.plain))
        self.people.setChecked(choice.people)
        self.details.setChecked(choice.details)
        if choice.folder:
            self.folder.setText(choice.folder)

    def show_chosen(self, words: str) -> None:
        """What is chosen on the desk, in words; empty for everything."""
        if words != self._chosen:
            self._chosen = words
            self._name_things()

    def show_ground(self, words: str) -> None:
        """What the ground of the desk's map shows, in words; empty for the city's own, not coloured."""
        if words != self._ground:
            self._ground = words
            self._name_things()

    def open(self) -> None:
        """Show it; Enter exports."""
        self._before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.export.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Put it away; what is being made goes on."""
        if self.isVisible():
            self.hide()
            if self._before is not None:
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None
            self.closed.emit()

    def show_progress(self, share: float, step: str, left: int) -> None:
        """How far the file in work is (0..1) and what is being done; ``left``: files that are not finished."""
        if self.cancel.isHidden():
            self._files = left
            self.results.clear()
            self._show_running(True)
        whole = max(self._files, 1)
        self.progress.setValue(round((whole - left + share) / whole * 1000))
        self.step.setText(step_words(step))

    def show_written(self, path: str, size: int) -> None:
        """One file is there."""
        self.results.add_file(path, size)
        self._place()

    def show_missing(self, sentence: str) -> None:
        """What the last file lacks, and why."""
        self.results.add_warning(sentence)
        self._place()

    def show_failed(self, sentence: str) -> None:
        """One file is not, and why."""
        self.results.add_failure(sentence)
        self._place()

    def show_cancelled(self) -> None:
        self.results.add_note(self.tr("Cancelled; nothing was written."))
        self.show_done()

    def show_done(self) -> None:
        """Nothing is being made any more."""
        self._show_running(False)
        self._place()

    @property
    def texts(self) -> list[str]:
        """What is said about results, the oldest first."""
        return self.results.texts

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        formats = QHBoxLayout()
        formats.setSpacing(4)
        for ending in FORMATS:
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(ending == "pdf")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setText(ending.upper() if ending != "geojson" else "GeoJSON")
            button.setIconSize(QSize(20, 20))
            button.setMinimumWidth(56)
            self.formats[ending] = button
            formats.addWidget(button, 1)
        include = QHBoxLayout()
        include.addWidget(self.people)
        include.addWidget(self.details)
        include.addStretch(1)
        where = QHBoxLayout()
        where.addWidget(self.folder, 1)
        where.addWidget(self.browse)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        boxes = (self.pixels, self.extent, self.ground, self.cases, self.colours)
        for name, box in zip(("size", "view", "ground", "cases", "theme"), boxes, strict=True):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            form.addRow(self._labels[name], box)
        form.addRow(self._labels["include"], include)
        form.addRow(self._labels["folder"], where)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.step, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(formats)
        column.addLayout(form)
        column.addWidget(self.progress)
        column.addLayout(foot)
        column.addWidget(self.results)
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _connect(self) -> None:
        for button in self.formats.values():
            button.toggled.connect(self._on_changed)
        for box in (self.pixels, self.extent, self.ground, self.cases, self.colours):
            box.currentIndexChanged.connect(self._on_changed)
        for check in (self.people, self.details):
            check.toggled.connect(self._on_changed)
        self.export.clicked.connect(self.export_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.browse.clicked.connect(self._browse)

    def _on_changed(self) -> None:
        some = any(button.isChecked() for button in self.formats.values())
        if not some and self.export.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # the keys stay in the panel
        self.export.setEnabled(some)
        if some and self.hasFocus():
            self.export.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pixels.setEnabled(self.formats["png"].isChecked())
        self.changed.emit()

    def _show_running(self, running: bool) -> None:
        self.progress.setVisible(running)
        self.cancel.setVisible(running)
        self.export.setVisible(not running)
        if not running:
            self.step.setText("")
        boxes = (self.extent, self.ground, self.cases, self.colours)
        for field in (*self.formats.values(), *boxes, self.people, self.details, self.folder, self.browse):
            field.setEnabled(not running)
        self.pixels.setEnabled(not running and self.formats["png"].isChecked())
        if running and self.isVisible():
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.isVisible():
            self.export.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()

    def _browse(self) -> None:
        """A dialog that lets the room go on."""
        if self._dialog is None:
            dialog = QFileDialog(self.window(), "", self.folder.text())
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            dialog.setModal(False)
            dialog.fileSelected.connect(self.folder.setText)
            self._dialog = dialog
        self._dialog.setWindowTitle(self.tr("Where to"))
        self._dialog.show()

    # --- words, look, place -------------------------------------------------------------------------------------------

    def _name_things(self) -> None:
        self.title.setText(self.tr("Export the situation"))
        self.setAccessibleName(self.title.text())
        self.close_button.setAccessibleName(self.tr("Close"))
        words = {
            "size": self.tr("Picture"),
            "view": self.tr("Map"),
            "ground": self.tr("Ground"),
            "cases": self.tr("Cases"),
            "theme": self.tr("Look"),
            "include": self.tr("With"),
            "folder": self.tr("Folder"),
        }
        for name, text in words.items():
            self._labels[name].setText(text)
        for ending, name in format_names().items():
            self.formats[ending].setToolTip(name)
            self.formats[ending].setAccessibleName(f"{self.formats[ending].text()}: {name}")
        self._fill(self.pixels, size_names(), words["size"])
        self._fill(self.extent, (self.tr("The whole city"), self.tr("As the desk's map is now")), words["view"])
        shown = self.tr("Desk's map: {shown}").format(shown=self._ground)
        usual = self.tr("Desk's map (the city's own ground now)")
        plain = self.tr("The city's own ground, not coloured")
        self._fill(self.ground, (shown if self._ground else usual, plain), words["ground"])
        self.ground.setToolTip(self.ground.itemText(0))
        chosen = self.tr("Only what is chosen: {chosen}").format(chosen=self._chosen)
        nothing = self.tr("Only what is chosen on the desk (nothing now)")
        self._fill(self.cases, (self.tr("All of them"), chosen if self._chosen else nothing), words["cases"])
        self.cases.setToolTip(self.cases.itemText(1))
        self._fill(self.colours, (self.tr("Light, for paper"), self.tr("Dark, for screens")), words["theme"])
        self.people.setText(self.tr("People"))
        self.details.setText(self.tr("Single incidents"))
        self.folder.setAccessibleName(words["folder"])
        self.browse.setAccessibleName(self.tr("Choose a folder"))
        self.browse.setToolTip(self.tr("Choose a folder"))
        self.export.setText(self.tr("Export"))
        self.cancel.setText(self.tr("Cancel"))

    @staticmethod
    def _fill(box: QComboBox, texts: tuple[str, ...], name: str) -> None:
        chosen = max(box.currentIndex(), 0)
        box.blockSignals(True)
        box.clear()
        box.addItems(list(texts))
        box.setCurrentIndex(chosen)
        box.blockSignals(False)
        box.setAccessibleName(name)

    def _dress(self) -> None:
        icons, tokens = self._look.icons, self._look.tokens
        self.close_button.setIcon(icons.icon("x", tokens.quiet))
        self.browse.setIcon(icons.icon("folder", tokens.text))
        for ending, name in FORMATS.items():
            self.formats[ending].setIcon(icons.icon(name, tokens.text))
        self.setStyleSheet(
            "QToolButton { padding: 4px 2px; }"
            f"QToolButton:checked {{ border-color: {tokens.selection}; background: {tokens.panel}; }}"
            f"QComboBox, QLineEdit {{ background: {tokens.ground}; }}"
        )
        self.update()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.adjustSize()
        self.move(max(0, parent.width() - self.width() - EDGE), min(TOP, max(0, parent.height() - self.height())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.quiet)
        painter.setBrush(self._look.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.export.isVisible() and self.export.isEnabled()
        ):
            self.export.click()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a line of the results knows its height only now
            self._place()
        return done

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
            self._place()
        super().changeEvent(event)
