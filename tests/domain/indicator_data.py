"""The figures that ship."""

from __future__ import annotations

from pathlib import Path

from domain.indicators import read_indicators
from tests.domain.cases import FLOW

TEXT = (Path(__file__).resolve().parents[2] / "resources" / "indicators.toml").read_text(encoding="utf-8")
CATALOGUE = read_indicators(TEXT).of(FLOW)
