"""Which category a text is probably about, from the words each category lists."""

from __future__ import annotations

from collections.abc import Iterable

from domain.category import Category

#: A Latin word says about as much as a Chinese word of a third its signs.
_LATIN = 1 / 3
#: A score of one half is reached with this much found.
_HALF = 2.0


class Categoriser:
    """Proposes categories for texts; the words are prepared once."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self._words: dict[str, list[str]] = {}
        for category in categories:
            own = dict.fromkeys(word.strip().lower() for word in (*category.words, category.name.zh, category.name.en))
            for word in own:
                if word:
                    self._words.setdefault(word, []).append(category.code)

    def propose(self, text: str, most: int = 5) -> list[tuple[str, float]]:
        """Codes with a score from 0 to 1, the best first; empty when no word is known.

        Every word found counts by its length, less when several categories share it. A word inside a longer one that
        was found too counts for its own categories all the same: “井盖” says little beside “井盖缺失”."""
        lower = text.lower()
        found: dict[str, float] = {}
        for word, codes in self._words.items():
            if word in lower and (not word.isascii() or _stands_alone(word, lower)):
                weight = len(word) * (_LATIN if word.isascii() else 1.0) / len(codes)
                for code in codes:
                    found[code] = found.get(code, 0.0) + weight
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [(code, weight / (weight + _HALF)) for code, weight in ranked[:most]]


def propose(text: str, categories: Iterable[Category]) -> list[tuple[str, float]]:
    """Categories for one text; for many texts prepare a ``Categoriser`` once."""
    return Categoriser(categories).propose(text)


def _stands_alone(word: str, text: str) -> bool:
    """Whether a Latin word occurs as a word of its own; a plural counts."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if text[end : end + 1] == "s":
            end += 1
        before, after = text[at - 1 : at] if at else "", text[end : end + 1]
        if not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum()):
            return True
        at = text.find(word, at + 1)
    return False
