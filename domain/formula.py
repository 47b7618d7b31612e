"""Conditions and sums written as text in data files: read once, safe to take from a file, the same for one case and for
all of them at once.

A formula knows names, numbers, ``and or not``, comparisons (also chained: ``start <= received_at < until``), ``+`` and
``-``. Nothing else can be written, so nothing else can happen. A moment that never came is NaN: no comparison with it
holds.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
}
_SUMS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {ast.Add: np.add, ast.Sub: np.subtract}
#: Longer than this no formula is that a person wrote.
LONGEST = 600


class Formula:
    """``names``: what it needs to be given."""

    def __init__(self, text: str) -> None:
        """Raises ValueError that says what cannot be read."""
        self.text = text
        if len(text) > LONGEST:
            raise ValueError(f"a formula may have {LONGEST} letters, this one has {len(text)}")
        try:
            self._tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise ValueError(f"{text!r} is not a formula: {error}") from error
        self.names = frozenset(_check(self._tree, text))

    def over(self, values: Mapping[str, Any]) -> Any:
        """The result over numbers, or over arrays of one length. Raises KeyError when a name is missing."""
        return _value(self._tree, values)


@lru_cache(maxsize=512)
def formula(text: str) -> Formula:
    """The formula of a text, read once. Raises ValueError."""
    return Formula(text)


def check_names(text: str, known: Collection[str]) -> None:
    """Raises ValueError when a formula cannot be read or uses a name that is not known."""
    strange = formula(text).names - set(known)
    if strange:
        raise ValueError(f"{text!r} uses {', '.join(sorted(strange))}, which is not known")


def _check(node: ast.AST, text: str) -> set[str]:
    """The names in a part. Raises ValueError for what a formula does not know."""
    match node:
        case ast.Name(id=name):
            return {name}
        case ast.Constant(value=bool() | int() | float()):
            return set()
        case ast.BoolOp(values=parts):
            return set().union(*(_check(part, text) for part in parts))
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=part):
            return _check(part, text)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SUMS:
            return _check(left, text) | _check(right, text)
        case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in _COMPARE for op in ops):
            return _check(left, text).union(*(_check(other, text) for other in others))
    raise ValueError(f"{text!r}: a formula has only names, numbers, comparisons, and, or, not, + and -")


def _value(node: ast.AST, values: Mapping[str, Any]) -> Any:
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=number):
            return number
        case ast.BoolOp(op=op, values=parts):
            join = np.logical_and if isinstance(op, ast.And) else np.logical_or
            result = _value(parts[0], values)
            for part in parts[1:]:
                result = join(result, _value(part, values))
            return result
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return np.logical_not(_value(part, values))
        case ast.UnaryOp(operand=part):
            return np.negative(_value(part, values))
        case ast.BinOp(left=left, op=op, right=right):
            return _SUMS[type(op)](_value(left, values), _value(right, values))
        case ast.Compare(left=left, ops=ops, comparators=others):
            before, result = _value(left, values), None
            for compare, other in zip(ops, others, strict=True):
                after = _value(other, values)
                holds = _COMPARE[type(compare)](before, after)
                result = holds if result is None else np.logical_and(result, holds)
                before = after
            return result
    raise AssertionError(node)  # _check has let nothing else through
