"""Base maps: a sheet over the room to choose what lies under everything, and to add a file or a server of tiles."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from widgets.base_lines import DATUMS, LOOKS, BaseLine, BasesShown, BaseWish
from widgets.layer_offer import LayerOffer, LayersShown
from widgets.look import Look
from widgets.overlay import Overlay

#: Logical pixels.
WIDTH, LIST = 620, 180


class BaseSheet(Overlay):
    """``chosen(id)``, ``add_requested(BaseWish)``, ``layer_requested(id, style, format)`` of those that are offered,
    ``key_given(id, key)``, ``forget_requested(id)``: a person asks for it; nothing is so before ``show_bases`` or
    ``show_answer`` says it."""

    chosen = Signal(str)
    add_requested = Signal(object)
    layer_requested = Signal(str, str, str)
    key_given = Signal(str, str)
    forget_requested = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._shown = BasesShown((BaseLine("", ""),))
        self._names: list[tuple[QLabel, Callable[[], str]]] = []
        self._dialog: QFileDialog | None = None
        self._title, self._hint = QLabel(), QLabel()
        self._title.setProperty("lettering", "title")
        self._hint.setProperty("quiet", True)
        self.list = QListWidget()
        self.list.setFixedHeight(LIST)
        self.list.setStyleSheet("QListWidget::item { padding: 4px; }")
        self.state, self.answer = QLabel(), QLabel()
        self.key_for = QLabel()
        self.key_for.setProperty("quiet", True)
        self.own_key, self.keep_key, self.forget = QLineEdit(), QPushButton(), QPushButton()
        self.text, self.name, self.key = QLineEdit(), QLineEdit(), QLineEdit()
        for secret in (self.own_key, self.key):
            secret.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.browse, self.add = QPushButton(), QPushButton()
        self.layers = LayerOffer(look)
        self.layers.hide()
        self.datums, self.looks = QComboBox(), QComboBox()
        for box in (self.datums, self.looks):
            box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for words in (self.state, self.answer):
            words.setWordWrap(True)
            words.setProperty("quiet", True)
            words.setMinimumHeight(words.fontMetrics().height() + 4)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._name()

    # --- in -----------------------------------------------------------------------------------------------------------

    def open_with(self, shown: BasesShown) -> None:
        self.show_bases(shown)
        self.show_answer("")
        self.list.setCurrentRow(next((row for row, line in enumerate(shown.lines) if line.id == shown.chosen), 0))
        self.open()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_bases(self, shown: BasesShown) -> None:
        """What there is and what is shown."""
        before = self._current()
        self._shown = shown
        self.list.clear()
        for line in shown.lines:
            item = QListWidgetItem(f"{'●' if line.id == shown.chosen else '○'}  {line.title}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, line.title)
            item.setToolTip(line.where)
            if line.where:
                item.setText(f"{item.text()}   ·   {_short(line.where)}")
            self.list.addItem(item)
        ids = [line.id for line in shown.lines]
        wanted = before if before in ids else shown.chosen
        self.list.setCurrentRow(ids.index(wanted) if wanted in ids else 0)
        self._say(self.state, shown.state, shown.trouble)
        self._on_current()

    def show_answer(self, sentence: str, trouble: bool = False) -> None:
        """What became of the wish to add one."""
        self._say(self.answer, sentence, trouble)
        self.add.setEnabled(True)

    def show_layers(self, shown: LayersShown) -> None:
        """The server has these; one of them is to be chosen."""
        self.show_answer(self.tr("Choose a layer of this server."))
        self.layers.offer(shown)
        self._show_offer(True)
        self.layers.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(self.layers.add)

    def show_added(self) -> None:
        """It is in the list."""
        for field in (self.text, self.name, self.key):
            field.clear()
        self.show_answer(self.tr("Added."))

    def offer(self, path: str) -> None:
        """A file that somebody dropped or found."""
        self.text.setText(path)
        self._ask()

    # --- out ----------------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.list.itemActivated.connect(lambda _: self._choose())
        self.list.itemClicked.connect(lambda _: self._choose())
        self.list.currentRowChanged.connect(lambda _: self._on_current())
        self.keep_key.clicked.connect(self._on_key)
        self.own_key.returnPressed.connect(self._on_key)
        self.forget.clicked.connect(lambda: self.forget_requested.emit(self._current()))
        self.browse.clicked.connect(self._browse)
        self.add.clicked.connect(self._ask)
        self.text.textChanged.connect(lambda _: self._show_offer(False))
        self.layers.chosen.connect(self._on_layer)
        for field in (self.text, self.name, self.key):
            field.returnPressed.connect(self._ask)

    def _choose(self) -> None:
        self.chosen.emit(self._current())

    def _current(self) -> str:
        row = self.list.currentRow()
        return self._shown.lines[row].id if 0 <= row < len(self._shown.lines) else ""

    def _line(self) -> BaseLine:
        return next((line for line in self._shown.lines if line.id == self._current()), self._shown.lines[0])

    def _on_current(self) -> None:
        """What can be done with the line the keys are on."""
        line = self._line()
        self.forget.setEnabled(line.own)
        for part in (self.key_for, self.own_key, self.keep_key):
            part.setVisible(bool(line.key))
        self.key_for.setText(self.tr("Key for {server}").format(server=line.key))
        self.own_key.setAccessibleName(self.key_for.text())
        if self.isVisible():
            self.body.activate()
            self._place()  # it is as high as what it holds

    def _on_key(self) -> None:
        if self.own_key.text().strip():
            self.key_given.emit(self._current(), self.own_key.text())
            self.own_key.clear()

    def _ask(self) -> None:
        if not self.text.text().strip():
            self.show_answer(self.tr("Give the path of a file or the address of a server first."), trouble=True)
            self.text.setFocus()
            return
        self.add.setEnabled(False)
        self._say(self.answer, self.tr("Trying it …"), False)
        self.add_requested.emit(self.wish())

    def _show_offer(self, shown: bool) -> None:
        """The layers of the server whose address stands in the field, or none."""
        if self.layers.isVisibleTo(self._inside) != shown:
            self.layers.setVisible(shown)
            self.add.setVisible(not shown)  # a layer has a button of its own
            if self.isVisible():
                self.body.activate()
                self._place()

    def _on_layer(self, id_: str, style: str, format_: str) -> None:
        self._say(self.answer, self.tr("Trying it …"), False)
        self.layer_requested.emit(id_, style, format_)

    def wish(self) -> BaseWish:
        """What stands in the fields."""
        return BaseWish(
            self.text.text().strip(),
            self.name.text().strip(),
            self.key.text(),
            DATUMS[self.datums.currentIndex()],
            LOOKS[self.looks.currentIndex()],
        )

    def _browse(self) -> None:
        if self._dialog is None:
            dialog = QFileDialog(self.window())
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # it speaks the language of the desk
            dialog.fileSelected.connect(self.text.setText)
            self._dialog = dialog
        self._dialog.setWindowTitle(self.tr("A file of tiles"))
        self._dialog.setNameFilters([self.tr("Map tiles (*.mbtiles *.pmtiles)"), self.tr("All files (*)")])
        self._dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.offer(files[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus() and self._line().own:
            self.forget_requested.emit(self._current())
        else:
            super().keyPressEvent(event)

    # --- making -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._hint)
        self.body.addLayout(head)
        self._inside = QWidget()
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(12)
        self._rows.addWidget(self.list)
        about = QHBoxLayout()
        about.addWidget(self.state, 1)
        about.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignTop)
        self._rows.addLayout(about)
        own = QHBoxLayout()
        own.addWidget(self.key_for)
        own.addWidget(self.own_key, 1)
        own.addWidget(self.keep_key)
        self._rows.addLayout(own)
        line = QFrame()
        line.setObjectName("line")
        line.setFixedHeight(1)
        self._rows.addWidget(line)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._row(grid, lambda: self.tr("File or address"), self.text, self.browse)
        self._row(grid, lambda: self.tr("Name"), self.name)
        self._row(grid, lambda: self.tr("Key"), self.key)
        self._row(grid, lambda: self.tr("Its coordinates"), self.datums, stretch=True)
        self._row(grid, lambda: self.tr("It shows"), self.looks, stretch=True)
        self._rows.addLayout(grid)
        self._rows.addWidget(self.layers)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inside)
        self.body.addWidget(self._area, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.answer, 1)
        foot.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(foot)
        for first, second in zip(self._order(), self._order()[1:], strict=False):
            QWidget.setTabOrder(first, second)

    def _order(self) -> list[QWidget]:
        return [
            self.list, self.forget, self.own_key, self.keep_key, self.text, self.browse, self.name, self.key,
            self.datums, self.looks, self.layers.list, self.layers.styles, self.layers.formats, self.layers.add,
            self.add,
        ]  # fmt: skip

    def _row(self, grid: QGridLayout, name: Callable[[], str], *parts: QWidget, stretch: bool = False) -> None:
        label, line = QLabel(), QHBoxLayout()
        label.setProperty("quiet", True)
        label.setBuddy(parts[0])
        self._names.append((label, name))
        line.setSpacing(8)
        for place, part in enumerate(parts):
            line.addWidget(part, 0 if place or stretch else 1)
        if stretch:
            line.addStretch(1)
        row = grid.rowCount()
        grid.addWidget(label, row, 0)
        grid.addLayout(line, row, 1)

    def _place(self) -> None:
        """As high as what it holds; what does not fit is scrolled to."""
        self._rows.activate()
        self._area.setMinimumSize(min(WIDTH, self._over.width() - 120), 0)
        super()._place()
        around = self._title.sizeHint().height() + self.add.sizeHint().height() + 2 * 12 + 2 * 20
        height = min(self.height() - 64, self._inside.sizeHint().height() + around + self.answer.height() // 2)
        self.sheet.resize(self.sheet.width(), height)
        self.sheet.move(self.sheet.x(), (self.height() - height) // 2)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What has the keyboard is seen."""
        found = super().focusNextPrevChild(forward)
        focus = QApplication.focusWidget()
        if focus is not None and self._inside.isAncestorOf(focus):
            self._area.ensureWidgetVisible(focus)
        return found

    def _say(self, label: QLabel, sentence: str, trouble: bool) -> None:
        label.setText(sentence)
        label.setStyleSheet(f"color: {self._look.tokens.bad if trouble else self._look.tokens.quiet};")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
        super().changeEvent(event)

    def _name(self) -> None:
        self._title.setText(self.tr("Base map"))
        self.setAccessibleName(self._title.text())
        self._hint.setText(self.tr("Enter shows one · Esc closes"))
        self.list.setAccessibleName(self.tr("Base maps"))
        self.keep_key.setText(self.tr("Keep the key"))
        self.forget.setText(self.tr("Take out of the list"))
        self.browse.setText(self.tr("Find…"))
        self.add.setText(self.tr("Try and add"))
        self.text.setPlaceholderText(self.tr("town.pmtiles, https://server/wmts, https://server/{z}/{x}/{y}.png"))
        self.name.setPlaceholderText(self.tr("as the file or server is called"))
        self.key.setPlaceholderText(self.tr("only where the server asks for one"))
        for label, name in self._names:
            label.setText(name())
        for box, texts in (
            (self.datums, (self.tr("WGS-84 or CGCS2000"), self.tr("GCJ-02 (most Chinese web maps)"))),
            (
                self.looks,
                (
                    self.tr("as its pictures suggest"),
                    self.tr("a drawn map"),
                    self.tr("photographs from above"),
                    self.tr("what must stay as it is"),
                ),
            ),
        ):
            at = max(box.currentIndex(), 0)
            box.clear()
            box.addItems([*texts])
            box.setCurrentIndex(at)
        fields = (self.text, self.name, self.key, self.datums, self.looks)
        for field, (label, _) in zip(fields, self._names, strict=True):
            field.setAccessibleName(label.text())
        self._on_current()


def _short(where: str, most: int = 44) -> str:
    """The end of a long path, the beginning of an address."""
    if len(where) <= most:
        return where
    return f"{where[: most - 1]}…" if "://" in where else f"…{where[-most + 1 :]}"
