"""A clear no: a code a program can act on and a sentence a person can."""

from __future__ import annotations

from collections.abc import Mapping

from domain.trouble import Trouble


class Refusal(Exception):
    """Something was not done. ``code`` is stable and lower_snake_case; ``sentence`` (English) says what to do about it;
    ``version`` is the incident's current version where that helps; ``facts`` are those of a ``Trouble``."""

    def __init__(
        self, code: str, sentence: str, version: int | None = None, facts: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.version = version
        self.facts = dict(facts or {})

    @classmethod
    def of(cls, trouble: Trouble) -> Refusal:
        """The refusal to go on with a trouble."""
        return cls(trouble.code, trouble.sentence, facts=trouble.facts)

    @property
    def trouble(self) -> Trouble:
        """What a desk needs to say it."""
        return Trouble(self.code, self.sentence, self.facts)
