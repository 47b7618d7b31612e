"""A clear no: a code a program can act on and a sentence a person can."""

from __future__ import annotations


class Refusal(Exception):
    """Something was not done. ``code`` is stable and lower_snake_case; ``sentence`` (English) says what to do about it;
    ``version`` is the incident's current version where that helps."""

    def __init__(self, code: str, sentence: str, version: int | None = None) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.version = version
