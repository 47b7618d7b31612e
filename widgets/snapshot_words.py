"""What can be exported and what is being done, in the language of the running program."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def step_words(step: str) -> str:
    """What is being done for a file; ``step`` as its maker calls it."""
    return {
        "open": QCoreApplication.translate("SnapshotBar", "Reading the room"),
        "count": QCoreApplication.translate("SnapshotBar", "Counting"),
        "map": QCoreApplication.translate("SnapshotBar", "Drawing the map"),
        "pages": QCoreApplication.translate("SnapshotBar", "Setting the pages"),
        "write": QCoreApplication.translate("SnapshotBar", "Writing the file"),
    }.get(step, "")


def format_names() -> dict[str, str]:
    """What each format is, by its ending."""
    return {
        "png": QCoreApplication.translate("SnapshotBar", "One sheet as a picture"),
        "pdf": QCoreApplication.translate("SnapshotBar", "A document of several pages"),
        "html": QCoreApplication.translate("SnapshotBar", "A live map in one file, for any browser"),
        "xlsx": QCoreApplication.translate("SnapshotBar", "Tables and charts for a spreadsheet"),
        "geojson": QCoreApplication.translate("SnapshotBar", "Places as data for other maps"),
        "gcs": QCoreApplication.translate("SnapshotBar", "The whole room, to export from it again"),
    }


def size_names() -> tuple[str, ...]:
    """The sizes of a picture, in the order of ``snapshot_choice.SIZES``."""
    return (
        QCoreApplication.translate("SnapshotBar", "Screen, 1920 × 1080"),
        QCoreApplication.translate("SnapshotBar", "4K screen, 3840 × 2160"),
        QCoreApplication.translate("SnapshotBar", "A4 across, 300 dpi"),
        QCoreApplication.translate("SnapshotBar", "A3 across, 300 dpi"),
        QCoreApplication.translate("SnapshotBar", "Wall, 7680 × 4320"),
    )
