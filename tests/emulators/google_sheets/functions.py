"""What formulas compute with: operators, and the functions that hand-kept books use most."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping

from tests.emulators.google_sheets.model import ErrorValue, Value

Block = list[list[Value]]  # what a reference to several cells gives
LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))

ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": math.pow,
}


class FailedError(Exception):
    """A formula that ends in an error value."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = ErrorValue(value)


def single(value: Value | Block) -> Value:
    """Return one value: of several cells the first. Raises FailedError for an error value."""
    found = value[0][0] if isinstance(value, list) else value
    if isinstance(found, ErrorValue):
        raise FailedError(found)
    return found


def number(value: Value) -> float:
    """Return a value as a number; blank is zero. Raises FailedError."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise FailedError("#VALUE!") from None
    return float(value or 0)


def plain(number: float) -> Value:
    """Return a number as a cell holds it."""
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def operate(sign: str, left: Value, right: Value) -> Value:
    """Join two values by an operator. Raises FailedError."""
    if sign == "&":
        return "".join("" if side is None else str(side) for side in (left, right))
    if sign in LEVELS[0]:
        return _compare(sign, left, right)
    one, other = number(left), number(right)
    if sign == "/" and not other:
        raise FailedError("#DIV/0!")
    try:
        return plain(ARITHMETIC[sign](one, other))
    except (OverflowError, ZeroDivisionError, ValueError):
        raise FailedError("#NUM!") from None


def _compare(sign: str, left: Value, right: Value) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        one, other = str(left or "").casefold(), str(right or "").casefold()
        return _order(sign, (one > other) - (one < other))
    difference = number(left) - number(right)
    return _order(sign, (difference > 0) - (difference < 0))


def _order(sign: str, order: int) -> bool:
    return order in {"=": {0}, "<>": {-1, 1}, "<": {-1}, ">": {1}, "<=": {-1, 0}, ">=": {0, 1}}[sign]


Arguments = list[Value | Block]


def _flat(arguments: Arguments) -> Iterable[Value]:
    for argument in arguments:
        cells = [cell for row in argument for cell in row] if isinstance(argument, list) else [argument]
        for cell in cells:
            if isinstance(cell, ErrorValue):
                raise FailedError(cell)
            yield cell


def _numbers(arguments: Arguments) -> list[float]:
    return [float(cell) for cell in _flat(arguments) if isinstance(cell, int | float) and not isinstance(cell, bool)]


def _average(arguments: Arguments) -> Value:
    numbers = _numbers(arguments)
    if not numbers:
        raise FailedError("#DIV/0!")
    return plain(sum(numbers) / len(numbers))


def _if(arguments: Arguments) -> Value:
    chosen = 1 if single(arguments[0]) else 2
    return single(arguments[chosen]) if chosen < len(arguments) else False


def _if_error(arguments: Arguments) -> Value:
    try:
        return single(arguments[0])
    except FailedError:
        return single(arguments[1]) if len(arguments) > 1 else None


def _not_there(_: Arguments) -> Value:
    raise FailedError("#N/A")


FUNCTIONS: Mapping[str, Callable[[Arguments], Value]] = {
    "SUM": lambda arguments: plain(sum(_numbers(arguments))),
    "AVERAGE": _average,
    "MIN": lambda arguments: plain(min(_numbers(arguments), default=0.0)),
    "MAX": lambda arguments: plain(max(_numbers(arguments), default=0.0)),
    "COUNT": lambda arguments: len(_numbers(arguments)),
    "COUNTA": lambda arguments: sum(cell is not None for cell in _flat(arguments)),
    "ROUND": lambda arguments: plain(
        round(number(single(arguments[0])), int(number(single(arguments[1])) if len(arguments) > 1 else 0))
    ),
    "CONCATENATE": lambda arguments: "".join("" if cell is None else str(cell) for cell in _flat(arguments)),
    "HYPERLINK": lambda arguments: single(arguments[-1]),
    "IF": _if,
    "IFERROR": _if_error,
    "NA": _not_there,
    # What a sheet would have to ask the web for is never there.
    "IMPORTXML": _not_there,
    "IMPORTRANGE": _not_there,
    "IMPORTDATA": _not_there,
    "IMPORTHTML": _not_there,
    "GOOGLEFINANCE": _not_there,
}
