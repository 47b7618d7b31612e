"""What a person has made of the layers: on or off, how strong, in which order, and how signs move; a value, no Qt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

#: The faintest a layer is dimmed to: what is fainter looks as if it were off, and that is said otherwise.
FAINTEST = 0.2


class Layered(Protocol):
    """What is chosen about: see ``maps.layers.layer.Layer``."""

    @property
    def code(self) -> str: ...
    @property
    def fixed(self) -> bool: ...
    @property
    def shown(self) -> bool: ...


One = TypeVar("One", bound=Layered)


@dataclass(frozen=True, slots=True)
class LayerChoice:
    """Differences from the table. ``switched``: layers on or off by code; ``strengths``: how strong (``FAINTEST``..1);
    ``order``: codes from the lowest to the highest; ``variants``: which one a layer that has several shows;
    ``smooth``: whether signs walk from fix to fix instead of leaping. Codes nobody knows any more do no harm, and
    layers that came later stand where the table puts them."""

    switched: tuple[tuple[str, bool], ...] = ()
    strengths: tuple[tuple[str, float], ...] = ()
    order: tuple[str, ...] = ()
    variants: tuple[tuple[str, str], ...] = ()
    smooth: bool = True

    def shows(self, layer: Layered) -> bool:
        return layer.fixed or dict(self.switched).get(layer.code, layer.shown)

    def strength(self, layer: Layered) -> float:
        return 1.0 if layer.fixed else dict(self.strengths).get(layer.code, 1.0)

    def arranged(self, layers: Sequence[One]) -> list[One]:
        """All layers of a band from the lowest to the highest. A fixed one keeps its place."""
        known = {layer.code: layer for layer in layers if not layer.fixed}
        chosen = iter([code for code in dict.fromkeys(self.order) if code in known])
        named = set(self.order)
        return [known[next(chosen)] if layer.code in known and layer.code in named else layer for layer in layers]

    def visible(self, layers: Sequence[One]) -> list[One]:
        """Those that are drawn, from the lowest to the highest."""
        return [layer for layer in self.arranged(layers) if self.shows(layer)]

    def switch(self, code: str, on: bool) -> LayerChoice:
        return replace(self, switched=_with(self.switched, code, on))

    def dim(self, code: str, strength: float) -> LayerChoice:
        return replace(self, strengths=_with(self.strengths, code, min(max(strength, FAINTEST), 1.0)))

    def variant(self, code: str, usual: str = "") -> str:
        """Which of its variants a layer shows."""
        return dict(self.variants).get(code, usual)

    def vary(self, code: str, variant: str) -> LayerChoice:
        """Another variant of a layer, which is then shown."""
        return replace(self, variants=_with(self.variants, code, variant)).switch(code, True)

    def walk(self, smooth: bool) -> LayerChoice:
        """Whether signs walk from fix to fix, or leap."""
        return replace(self, smooth=smooth)

    def about(self, codes: Collection[str]) -> LayerChoice:
        """What is chosen of these layers alone: what else is chosen makes no difference to how they look."""
        return LayerChoice(
            tuple(pair for pair in self.switched if pair[0] in codes),
            tuple(pair for pair in self.strengths if pair[0] in codes),
            tuple(code for code in self.order if code in codes),
            tuple(pair for pair in self.variants if pair[0] in codes),
        )

    def move(self, layers: Sequence[One], code: str, steps: int) -> LayerChoice:
        """The layer of a band ``steps`` places higher (negative: lower), past the others of it that may be moved; the
        very same choice where it stands at the end already."""
        codes = [layer.code for layer in self.arranged(layers) if not layer.fixed]
        place = codes.index(code) if code in codes else 0
        goal = min(max(place + steps, 0), len(codes) - 1)
        if goal == place or code not in codes:
            return self
        codes.insert(goal, codes.pop(place))
        others = [kept for kept in self.order if kept not in codes]
        return replace(self, order=(*others, *codes))

    def state(self) -> dict[str, Any]:
        """As plain data, for a file."""
        shown, strength = dict(self.switched), dict(self.strengths)
        kept: dict[str, Any] = {"shown": shown, "strength": strength, "order": list(self.order)}
        if self.variants:
            kept["variants"] = dict(self.variants)
        if not self.smooth:
            kept["smooth"] = False
        return kept

    @staticmethod
    def of(state: Any) -> LayerChoice:
        """From plain data. Raises TypeError or ValueError when it is none of a choice."""
        if not isinstance(state, dict):
            raise TypeError(f"{state!r} is no choice of layers")
        order = tuple(str(code) for code in state.get("order", ()))
        choice = LayerChoice(order=order, smooth=bool(state.get("smooth", True)))
        for code, variant in _pairs(state.get("variants", {})):
            choice = choice.vary(code, str(variant))
        for code, on in _pairs(state.get("shown", {})):
            choice = choice.switch(code, bool(on))
        for code, strength in _pairs(state.get("strength", {})):
            choice = choice.dim(code, float(strength))
        return choice


#: The table as it is.
AS_SHIPPED = LayerChoice()

Value = TypeVar("Value")


def _with(pairs: tuple[tuple[str, Value], ...], code: str, value: Value) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted({**dict(pairs), code: value}.items()))


def _pairs(mapping: Any) -> Iterable[tuple[str, Any]]:
    if not isinstance(mapping, dict):
        raise TypeError(f"{mapping!r} says nothing about layers")
    return [(str(code), value) for code, value in mapping.items()]
