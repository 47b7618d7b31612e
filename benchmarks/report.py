"""How every benchmark shows what it found: a table for people, one JSON object for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping

Value = float | int | str | None | Mapping[str, "Value"]


def show(name: str, figures: Mapping[str, Value], as_json: bool) -> None:
    """Print the figures of one benchmark: with ``as_json`` one object as the last line, otherwise a table."""
    if as_json:
        print(json.dumps(_rounded(figures), ensure_ascii=False), flush=True)
        return
    rows = list(_flat("", figures))
    width = max((len(key) for key, _ in rows), default=0)
    print(name)
    for key, value in rows:
        print(f"  {key:<{width}}  {value}", flush=True)


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` (0..1) of the values lie; 0 when there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def _rounded(value: Value) -> object:
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _flat(prefix: str, figures: Mapping[str, Value]) -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = []
    for key, value in figures.items():
        if isinstance(value, Mapping):
            rows += _flat(f"{prefix}{key}.", value)
        else:
            rows.append((f"{prefix}{key}", _rounded(value)))
    return rows
