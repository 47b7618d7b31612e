"""What people, cameras and devices say of an incident; the words are data (``resources/simulator/incidents*.toml``)."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import numpy as np

from backend.simulator.places import Kind, Language, Spot
from domain.category import Category
from domain.incident import Source

_FOLDER = Path(__file__).parents[2] / "resources" / "simulator"
PHRASES: dict[Language, Path] = {"zh": _FOLDER / "incidents.toml", "en": _FOLDER / "incidents.en.toml"}
#: Sources that are people; only they tell of what happens between people.
PEOPLE = frozenset({Source.WORKER, Source.HOTLINE, Source.POLICE, Source.RESIDENT, Source.PETITION})

Dice = np.random.Generator


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Item(_Strict, frozen=True):
    """What there is to say about one kind of incident; the fields are explained in the data file."""

    subject: str
    places: tuple[Kind, ...]
    facts: tuple[str, ...]
    sensor: tuple[str, ...] = ()
    eye: bool = False
    hush: bool = False
    service: bool = False


class Family(Item, frozen=True, kw_only=True):
    """An item for every category in whose name ``match`` is found."""

    match: str


class Words(_Strict, frozen=True):
    """The whole file. ``title``: how kind and place make a headline."""

    callers: tuple[str, ...]
    shops: tuple[str, ...]
    reasons: tuple[str, ...]
    notes: dict[str, tuple[str, ...]]
    wrappers: dict[str, tuple[str, ...]]
    items: dict[str, Item]
    families: tuple[Family, ...]
    title: str = "{place}{cat}"


class Told(msgspec.Struct, frozen=True):
    """An incident in words; ``caller`` is empty where nobody gave a name."""

    title: str
    text: str
    caller: str
    phone: str


class Phrases:
    """Says things in one language. The same dice say the same."""

    def __init__(self, words: Words, language: Language) -> None:
        self._words = words
        self.language: Language = language

    @staticmethod
    def load(language: Language = "zh") -> Phrases:
        """Raises OSError or ValueError when the file is not as it should be."""
        return Phrases(msgspec.toml.decode(PHRASES[language].read_bytes(), type=Words), language)

    def item(self, category: Category) -> Item:
        """What there is to say about a category."""
        name = category.name.text(self.language)
        found = self._words.items.get(name)
        return found or next(family for family in self._words.families if re.search(family.match, name))

    def fits(self, category: Category, source: Source) -> bool:
        """Whether such an incident can come from such a source."""
        item = self.item(category)
        if source is Source.CAMERA:
            return item.eye
        if source is Source.SENSOR:
            return bool(item.sensor)
        if source is Source.POLICE and item.service:
            return False
        return not item.hush or source in PEOPLE

    def told(self, category: Category, source: Source, spot: Spot, dice: Dice) -> Told:
        """One incident as its source puts it."""
        item, words = self.item(category), self._words
        name = category.name.text(self.language)
        caller = _one(words.callers, dice)
        slots = {
            "n": str(dice.integers(3, 16)), "m": str(dice.integers(2, 10)), "k": str(dice.integers(1, 6)),
            "shop": _one(words.shops, dice), "cat": name, "address": spot.address, "caller": caller,
            "device": f"{'ABCDGK'[int(dice.integers(6))]}{dice.integers(100, 9999):04d}",
            "conf": str(dice.integers(71, 99)),
        }  # fmt: skip
        reading = _one(item.sensor, dice).format_map(slots) if item.sensor and source is Source.SENSOR else ""
        fact = _one(item.facts, dice).format_map(slots)
        wrappers = words.wrappers.get(source.value) or words.wrappers[Source.RESIDENT.value]
        text = _one(wrappers, dice).format_map({**slots, "fact": fact, "reading": reading or fact})
        named = source in (Source.HOTLINE, Source.POLICE, Source.PETITION) or (
            source is Source.RESIDENT and dice.random() < 0.7
        )
        # 100-numbers are not given to anybody in China: nobody real is called by a simulated city.
        phone = f"100{dice.integers(10**7, 10**8)}"
        title = words.title.format(place=spot.name, cat=name)
        return Told(title, text, caller if named else "", phone if named else "")

    def reason(self, dice: Dice) -> str:
        """Why a worker declines."""
        return _one(self._words.reasons, dice)

    def note(self, subject: str, dice: Dice) -> str:
        """What a worker writes when it is done."""
        notes = self._words.notes.get(subject) or self._words.notes["people"]
        return _one(notes, dice).format(n=dice.integers(3, 16), k=dice.integers(1, 6))


def _one(options: tuple[str, ...], dice: Dice) -> str:
    return options[int(dice.integers(len(options)))]
