from __future__ import annotations

import re
from itertools import combinations, pairwise

import msgspec
import pytest

from domain.category import Severity
from domain.drag import incident_in
from domain.look import SEVERITY_SIGNS, THEMES, WORKER_SIGNS, Tokens
from domain.worker import WorkerState
from tests.domain.colour_vision import SIGHT, apart


def lightness(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` as WCAG 2.2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((lightness(one), lightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


themes = pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES)


@themes
def test_every_token_is_a_colour(tokens: Tokens) -> None:
    for name, value in msgspec.structs.asdict(tokens).items():
        colours = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
        if name not in ("name", "dark"):
            assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours), name
    assert tokens.severity_colour(Severity.RED) == tokens.severity[0]


@themes
def test_text_can_be_read_and_marks_can_be_seen(tokens: Tokens) -> None:
    for surface in (tokens.ground, tokens.panel, tokens.raised):
        assert contrast(tokens.text, surface) >= 7
        assert contrast(tokens.quiet, surface) >= 4.5
        for mark in (*tokens.severity, tokens.good, tokens.warn, tokens.bad, tokens.pending, tokens.accent):
            assert contrast(mark, surface) >= 3
    assert contrast(tokens.label, tokens.land) >= 4.5


@themes
@pytest.mark.parametrize("sight", ["usual", "protanopia", "deuteranopia", "tritanopia"])
def test_no_two_severities_look_alike_to_anybody(tokens: Tokens, sight: str) -> None:
    for one, other in combinations(tokens.severity, 2):
        assert apart(one, other, sight) >= 12, (one, other)


def test_the_simulation_confuses_what_is_known_to_be_confused() -> None:
    # red and green of one lightness, which protanopes and deuteranopes take for each other and tritanopes do not
    for sight in ("protanopia", "deuteranopia"):
        assert apart("#b06a50", "#7f8150", sight) < apart("#b06a50", "#7f8150", "usual") / 3
    assert apart("#b06a50", "#7f8150", "tritanopia") > 20
    assert apart("#808080", "#808080", "no colour") == 0


def test_everything_has_a_sign_of_its_own() -> None:
    assert set(SEVERITY_SIGNS) == set(Severity) and len(set(SEVERITY_SIGNS.values())) == 4
    assert set(WORKER_SIGNS) == set(WorkerState) and len(set(WORKER_SIGNS.values())) == 6


def test_what_a_drag_carries() -> None:
    assert incident_in(b"i-1") == "i-1"
    assert incident_in(b"\xff") == incident_in(b"") == incident_in(b"a\nb") == incident_in(b"x" * 65) == ""


@themes
@pytest.mark.parametrize("sight", list(SIGHT))
def test_classes_of_areas_are_told_apart_by_everybody(tokens: Tokens, sight: str) -> None:
    usual, abnormal = tokens.area_usual, tokens.area_abnormal
    for ramp in (usual, abnormal):
        for one, other in pairwise(ramp):
            assert apart(one, other, sight) >= 7
    for one in usual:
        for other in abnormal:
            assert apart(one, other, sight) >= (4 if sight == "no colour" else 40)


@themes
def test_the_order_of_classes_can_be_seen_without_any_colour(tokens: Tokens) -> None:
    steps = [lightness(one) for one in (*tokens.area_usual, *tokens.area_abnormal)]
    assert steps == sorted(steps, reverse=not tokens.dark)
