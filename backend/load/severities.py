"""How severe a report says it is, and what is said of those whose word for it nobody knows."""

from __future__ import annotations

import unicodedata

from domain.category import Severity

_WORDS: dict[Severity, tuple[str, ...]] = {
    Severity.RED: ("1", "i", "red", "i red", "红", "红色", "i 红", "特急", "critical", "emergency"),
    Severity.ORANGE: ("2", "ii", "orange", "ii orange", "橙", "橙色", "ii 橙", "紧急", "high"),
    Severity.YELLOW: ("3", "iii", "yellow", "iii yellow", "黄", "黄色", "iii 黄", "一般", "medium"),
    Severity.BLUE: ("4", "iv", "blue", "iv blue", "蓝", "蓝色", "iv 蓝", "较低", "low"),
}
_KNOWN = {word: severity for severity, words in _WORDS.items() for word in words}
#: What may stand in a file, as a person is told.
ALLOWED = "1 to 4, I to IV, red orange yellow blue, critical high medium low, or 特急 紧急 一般 较低"
#: So many of the rows are named.
_NAMED = 3


def severity_of(text: str) -> Severity | None:
    """What a cell means; None where it says nothing, or a word that nobody knows."""
    return _KNOWN.get(" ".join(unicodedata.normalize("NFKC", text).lower().removesuffix("级").split()))


class UnknownSeverities:
    """Reports of one file that take their category's severity because nobody knows the word for theirs."""

    def __init__(self) -> None:
        self._count = 0
        self._first: list[str] = []

    def look(self, text: str, line: int) -> None:
        """The severity of a report that was taken, as its row says it."""
        if not text.strip() or severity_of(text) is not None:
            return
        self._count += 1
        if self._count <= _NAMED:
            self._first.append(f"{text[:30]!r} in line {line}")

    @property
    def told(self) -> str:
        """How many there are, the first of them and what is allowed; empty where there are none."""
        if not self._count:
            return ""
        one = self._count == 1
        more = " …" if self._count > _NAMED else ""
        return (
            f"{self._count} {'report has' if one else 'reports have'} a severity that nobody knows and "
            f"{'takes its' if one else 'take their'} category's: {', '.join(self._first)}{more}. Known are {ALLOWED}."
        )
