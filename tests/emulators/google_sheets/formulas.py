"""A small calculator of formulas: arithmetic, references, and the functions that hand-kept books use most."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.emulators.google_sheets import a1
from tests.emulators.google_sheets.errors import ApiError, unsupported
from tests.emulators.google_sheets.model import ErrorValue, Sheet, Spreadsheet, Value

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
  | "(?P<text>(?:[^"]|"")*)"
  | (?P<error>\#(?:N/A|REF!|DIV/0!|NAME\?|VALUE!|NUM!|NULL!|ERROR!))
  | (?P<call>[A-Za-z][A-Za-z0-9_.]*)\(
  | (?P<place>(?:(?:'(?:[^']|'')+'|\w+)!)?\$?[A-Za-z]{1,3}\$?\d*:\$?[A-Za-z]{1,3}\$?\d*
      |(?:(?:'(?:[^']|'')+'|\w+)!)?\$?[A-Za-z]{1,3}\$?\d+)
  | (?P<word>\w+)
  | (?P<sign><=|>=|<>|[-+*/^&=<>%(),;])
    )""",
    re.VERBOSE,
)

Block = list[list[Value]]  # what a reference to several cells gives
LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


class _FailedError(Exception):
    """A formula that ends in an error value."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = ErrorValue(value)


def recalculate(book: Spreadsheet) -> None:
    """Compute every formula of the book anew. Raises ApiError 501 for a function that the emulator lacks."""
    todo = {(sheet.sheet_id, row, column): text for sheet in book.sheets for row, column, text in sheet.formulas()}
    calculator = _Calculator(book, todo)
    for place in list(todo):
        calculator.settle(place)


@dataclass(slots=True)
class _Calculator:
    """Settles cells in the order in which they need one another."""

    book: Spreadsheet
    todo: dict[tuple[int, int, int], str]

    def settle(self, place: tuple[int, int, int]) -> None:
        text = self.todo.pop(place, None)
        sheet = self.book.sheet(place[0])
        if text is None or sheet is None:
            return
        # Until it is known, a cell that needs itself sees this.
        sheet.put(place[1], place[2], ErrorValue("#REF!"))
        sheet.put(place[1], place[2], _Expression(self, sheet, text[1:]).value())

    def cells(self, sheet: Sheet, text: str) -> Block:
        try:
            home, area = a1.locate(self.book, text if "!" in text else f"{a1.quoted(sheet.title)}!{text}")
            area = a1.bounded(home, area)
        except ApiError:
            raise _FailedError("#REF!") from None
        rows = range(area.top or 0, max(min(area.bottom or 0, len(home.values)), (area.top or 0) + 1))
        block = []
        for row in rows:
            for column in range(area.left or 0, area.right or 0):
                self.settle((home.sheet_id, row, column))
            block.append([home.value(row, column) for column in range(area.left or 0, area.right or 0)])
        return block


class _Expression:
    """One formula's text, read from left to right."""

    def __init__(self, calculator: _Calculator, sheet: Sheet, text: str) -> None:
        self.calculator = calculator
        self.sheet = sheet
        self.tokens = _tokens(text)
        self.at = 0

    def value(self) -> Value:
        try:
            found = _single(self._level(0)) if self.tokens else None
        except _FailedError as failed:
            return failed.value
        if not self.tokens or self.at < len(self.tokens):
            return ErrorValue("#ERROR!")
        return 0 if found is None else found

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def _take(self, sign: str) -> bool:
        if self._peek() == ("sign", sign):
            self.at += 1
            return True
        return False

    def _level(self, level: int) -> Value | Block:
        if level == len(LEVELS):
            return self._signed()
        left = self._level(level + 1)
        while self._peek()[0] == "sign" and self._peek()[1] in LEVELS[level]:
            sign = self._peek()[1]
            self.at += 1
            left = _operate(sign, _single(left), _single(self._level(level + 1)))
        return left

    def _signed(self) -> Value | Block:
        if self._take("-"):
            return _plain(-_number(_single(self._signed())))
        if self._take("+"):
            return self._signed()
        found = self._atom()
        while self._take("%"):
            found = _plain(_number(_single(found)) / 100)
        return found

    def _atom(self) -> Value | Block:
        kind, text = self._peek()
        self.at += 1
        match kind:
            case "number":
                return _plain(float(text))
            case "text":
                return text.replace('""', '"')
            case "error":
                raise _FailedError(text)
            case "place":
                return self.calculator.cells(self.sheet, text)
            case "call":
                return self._call(text.upper())
            case "word" if text.upper() in {"TRUE", "FALSE"}:
                return text.upper() == "TRUE"
            case "word":
                raise _FailedError("#NAME?")
            case "sign" if text == "(":
                found = self._level(0)
                if self._take(")"):
                    return found
        raise _FailedError("#ERROR!")

    def _call(self, name: str) -> Value:
        if name not in FUNCTIONS:
            raise unsupported(f"function {name} in a formula")
        arguments: list[Value | Block | ErrorValue] = []
        while not self._take(")"):
            if self._peek()[0] == "end":
                raise _FailedError("#ERROR!")
            try:
                arguments.append(self._level(0))
            except _FailedError as failed:
                if name != "IFERROR":
                    raise
                arguments.append(failed.value)
            _ = self._take(",") or self._take(";")
        return FUNCTIONS[name](arguments)


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return the kinds and texts of a formula's words; none when it is not one."""
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found or found.lastgroup is None:
            return []
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    return tokens


def _single(value: Value | Block) -> Value:
    found = value[0][0] if isinstance(value, list) else value
    if isinstance(found, ErrorValue):
        raise _FailedError(found)
    return found


def _number(value: Value) -> float:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise _FailedError("#VALUE!") from None
    return float(value or 0)


def _plain(number: float) -> Value:
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _operate(sign: str, left: Value, right: Value) -> Value:
    if sign == "&":
        return "".join("" if side is None else str(side) for side in (left, right))
    if sign in LEVELS[0]:
        return _compare(sign, left, right)
    one, other = _number(left), _number(right)
    if sign == "/" and not other:
        raise _FailedError("#DIV/0!")
    results = {"+": lambda: one + other, "-": lambda: one - other, "*": lambda: one * other, "/": lambda: one / other}
    try:
        return _plain(results[sign]() if sign in results else one**other)
    except (OverflowError, ZeroDivisionError):
        raise _FailedError("#NUM!") from None


def _compare(sign: str, left: Value, right: Value) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        one, other = str(left or "").casefold(), str(right or "").casefold()
        return _order(sign, (one > other) - (one < other))
    difference = _number(left) - _number(right)
    return _order(sign, (difference > 0) - (difference < 0))


def _order(sign: str, order: int) -> bool:
    return order in {"=": {0}, "<>": {-1, 1}, "<": {-1}, ">": {1}, "<=": {-1, 0}, ">=": {0, 1}}[sign]


Arguments = list[Value | Block]


def _flat(arguments: Arguments) -> Iterable[Value]:
    for argument in arguments:
        cells = [cell for row in argument for cell in row] if isinstance(argument, list) else [argument]
        for cell in cells:
            if isinstance(cell, ErrorValue):
                raise _FailedError(cell)
            yield cell


def _numbers(arguments: Arguments) -> list[float]:
    return [float(cell) for cell in _flat(arguments) if isinstance(cell, int | float) and not isinstance(cell, bool)]


def _average(arguments: Arguments) -> Value:
    numbers = _numbers(arguments)
    if not numbers:
        raise _FailedError("#DIV/0!")
    return _plain(sum(numbers) / len(numbers))


def _if(arguments: Arguments) -> Value:
    chosen = 1 if _single(arguments[0]) else 2
    return _single(arguments[chosen]) if chosen < len(arguments) else False


def _if_error(arguments: Arguments) -> Value:
    try:
        return _single(arguments[0])
    except _FailedError:
        return _single(arguments[1]) if len(arguments) > 1 else None


def _not_there(_: Arguments) -> Value:
    raise _FailedError("#N/A")


FUNCTIONS: Mapping[str, Callable[[Arguments], Value]] = {
    "SUM": lambda arguments: _plain(sum(_numbers(arguments))),
    "AVERAGE": _average,
    "MIN": lambda arguments: _plain(min(_numbers(arguments), default=0.0)),
    "MAX": lambda arguments: _plain(max(_numbers(arguments), default=0.0)),
    "COUNT": lambda arguments: len(_numbers(arguments)),
    "COUNTA": lambda arguments: sum(cell is not None for cell in _flat(arguments)),
    "ROUND": lambda arguments: _plain(
        round(_number(_single(arguments[0])), int(_number(_single(arguments[1])) if len(arguments) > 1 else 0))
    ),
    "CONCATENATE": lambda arguments: "".join("" if cell is None else str(cell) for cell in _flat(arguments)),
    "HYPERLINK": lambda arguments: _single(arguments[-1]),
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
