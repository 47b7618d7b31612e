"""The settings of a desk: shown on one sheet, applied at once where that can be, and kept."""

from __future__ import annotations

import contextlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.actions import Group
from desktop.cities import cities, first_city
from desktop.desk import Desk
from desktop.options import DeskOptions
from desktop.preferences import PreferenceFile
from desktop.views import Views
from widgets.chime import Chime, can_sound

if TYPE_CHECKING:
    from widgets.settings_sheet import SettingsSheet, SettingsShown


class Settings(QObject):
    """``language_requested`` and ``theme_requested`` concern the whole application, ``tour_requested`` the help. What
    concerns the machine is kept in ``kept``; language, colours and mute are kept with the person's session."""

    language_requested = Signal(str)
    theme_requested = Signal(str)
    tour_requested = Signal()

    def __init__(self, desk: Desk, views: Views, chime: Chime, kept: PreferenceFile, options: DeskOptions) -> None:
        super().__init__(desk)
        self._desk, self._views, self._chime, self._kept, self._options = desk, views, chime, kept, options
        chime.set_volume(kept.now.volume)
        chime.set_silent(kept.now.silent)
        views.top_bar.settings_requested.connect(self.toggle)
        views.top_bar.mute_toggled.connect(lambda _muted: self._tell())
        views.look.changed.connect(self._tell)
        desk.actions.add("settings", Group.ROOM, lambda: self.tr("Settings"), self.toggle, "Ctrl+,")

    @cached_property
    def sheet(self) -> SettingsSheet:
        from widgets.settings_sheet import SettingsSheet  # nobody's start waits for it

        sheet = SettingsSheet(self._views.look, self._desk.window)
        sheet.language_chosen.connect(self.language_requested)
        sheet.theme_chosen.connect(self.theme_requested)
        sheet.scale_chosen.connect(lambda scale: self._keep(scale=scale))
        sheet.muted_chosen.connect(self._views.top_bar.set_muted)
        sheet.volume_chosen.connect(self._on_volume)
        sheet.sound_chosen.connect(self._on_sound)
        sheet.sound_tried.connect(self._chime.sample)
        sheet.city_chosen.connect(lambda city: self._keep(city=city))
        sheet.folder_opened.connect(self._open_folder)
        sheet.layout_reset_requested.connect(self._desk.arranging.workspaces.reset)
        sheet.tour_requested.connect(self.tour_requested)
        return sheet

    def toggle(self) -> None:
        """Opens the sheet, or closes it."""
        if self.sheet.isVisible():
            self.sheet.close_sheet()
        else:
            self._desk.window.activateWindow()
            self.sheet.open_with(self._shown())

    def _shown(self) -> SettingsShown:
        from widgets.settings_sheet import SettingsShown

        look, now, data = self._views.look, self._kept.now, self._options.data
        return SettingsShown(
            language=look.language,
            theme="dark" if look.tokens.dark else "light",
            scale=now.scale,
            scale_now=round(self._options.scale * 100),
            muted=self._views.top_bar.muted,
            volume=now.volume,
            silent=now.silent,
            audible=can_sound(),
            cities=tuple(cities(data, look.language)),
            city=first_city(data, now.city),
            city_now=self._options.city_folder,
            data=str(data),
            crashes=str(data / "crashes"),
        )

    def _keep(self, **fields: object) -> None:
        self._kept.change(**fields)
        self._tell()

    def _on_volume(self, volume: int) -> None:
        self._chime.set_volume(volume)
        self._keep(volume=volume)

    def _on_sound(self, name: str, sounds: bool) -> None:
        silent = self._kept.now.silent - {name} if sounds else self._kept.now.silent | {name}
        self._chime.set_silent(silent)
        self._keep(silent=silent)

    def _open_folder(self, folder: str) -> None:
        with contextlib.suppress(OSError):  # a disk that takes nothing: then there is nothing to open either
            Path(folder).mkdir(parents=True, exist_ok=True)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
            text = self.tr("This machine has no program that opens folders. It is here: {folder}")
            self._desk.window.toast.tell(text.format(folder=folder))

    def _tell(self) -> None:
        if "sheet" in vars(self) and self.sheet.isVisible():
            self.sheet.show_settings(self._shown())
