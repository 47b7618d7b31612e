"""What the orders and groups of the queue are called, in the language of the running program."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from domain.picture import Picture
from widgets import words
from widgets.queue_groups import Heading
from widgets.queue_order import Grouping, Sorting

_SORTINGS: dict[Sorting, object] = {
    Sorting.HURT: QT_TRANSLATE_NOOP("QueueWords", "What hurts first"),
    Sorting.NEWEST: QT_TRANSLATE_NOOP("QueueWords", "Newest"),
    Sorting.DEADLINE: QT_TRANSLATE_NOOP("QueueWords", "Deadline"),
    Sorting.SEVERITY: QT_TRANSLATE_NOOP("QueueWords", "Severity"),
    Sorting.AREA: QT_TRANSLATE_NOOP("QueueWords", "Area"),
    Sorting.CATEGORY: QT_TRANSLATE_NOOP("QueueWords", "Category"),
}
_GROUPINGS: dict[Grouping, object] = {
    Grouping.NONE: QT_TRANSLATE_NOOP("QueueWords", "No groups"),
    Grouping.STREET: QT_TRANSLATE_NOOP("QueueWords", "Street"),
    Grouping.COMMUNITY: QT_TRANSLATE_NOOP("QueueWords", "Community"),
    Grouping.CATEGORY: QT_TRANSLATE_NOOP("QueueWords", "Class"),
    Grouping.SOURCE: QT_TRANSLATE_NOOP("QueueWords", "Source"),
    Grouping.STAGE: QT_TRANSLATE_NOOP("QueueWords", "Stage"),
    Grouping.WORKER: QT_TRANSLATE_NOOP("QueueWords", "Worker"),
}


def sorting(which: Sorting) -> str:
    """An order's name."""
    return QCoreApplication.translate("QueueWords", str(_SORTINGS[which]))


def grouping(which: Grouping) -> str:
    """What incidents of one group share."""
    return QCoreApplication.translate("QueueWords", str(_GROUPINGS[which]))


def title(code: str, by: Grouping, picture: Picture | None, language: str) -> str:
    """What a heading says."""
    if picture is None:
        return code
    match by:
        case Grouping.STREET | Grouping.COMMUNITY:
            if code in picture.tree:
                return picture.tree[code].title(language)
            return QCoreApplication.translate("QueueWords", "Outside the city's areas")
        case Grouping.CATEGORY:
            names = (category.group for category in picture.categories.values() if category.group.zh == code)
            unknown = QCoreApplication.translate("QueueWords", "Other categories")
            return next((name.text(language) for name in names), unknown)
        case Grouping.SOURCE:
            return words.source(code)
        case Grouping.STAGE:
            return picture.stages[code].name.text(language) if code in picture.stages else code
        case Grouping.WORKER:
            if not code:
                return QCoreApplication.translate("QueueWords", "Nobody has it")
            return picture.workers[code].title(language) if code in picture.workers else code
        case Grouping.NONE:
            return ""


def counted(heading: Heading) -> str:
    """How many lie below it and how many of them are late."""
    if heading.late:
        template = QCoreApplication.translate("QueueWords", "{count} incidents, {late} late")
        return template.format(count=heading.count, late=heading.late)
    return QCoreApplication.translate("QueueWords", "{count} incidents").format(count=heading.count)
