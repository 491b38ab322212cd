"""A small calculator of formulas: it reads them, and settles cells in the order in which they need one another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.emulators.google_sheets import a1
from tests.emulators.google_sheets.errors import ApiError, unsupported
from tests.emulators.google_sheets.functions import (
    FUNCTIONS,
    LEVELS,
    Block,
    FailedError,
    number,
    operate,
    plain,
    single,
)
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
            raise FailedError("#REF!") from None
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
            found = single(self._level(0)) if self.tokens else None
        except FailedError as failed:
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
            left = operate(sign, single(left), single(self._level(level + 1)))
        return left

    def _signed(self) -> Value | Block:
        if self._take("-"):
            return plain(-number(single(self._signed())))
        if self._take("+"):
            return self._signed()
        found = self._atom()
        while self._take("%"):
            found = plain(number(single(found)) / 100)
        return found

    def _atom(self) -> Value | Block:
        kind, text = self._peek()
        self.at += 1
        match kind:
            case "number":
                return plain(float(text))
            case "text":
                return text.replace('""', '"')
            case "error":
                raise FailedError(text)
            case "place":
                return self.calculator.cells(self.sheet, text)
            case "call":
                return self._call(text.upper())
            case "word" if text.upper() in {"TRUE", "FALSE"}:
                return text.upper() == "TRUE"
            case "word":
                raise FailedError("#NAME?")
            case "sign" if text == "(":
                found = self._level(0)
                if self._take(")"):
                    return found
        raise FailedError("#ERROR!")

    def _call(self, name: str) -> Value:
        if name not in FUNCTIONS:
            raise unsupported(f"function {name} in a formula")
        arguments: list[Value | Block | ErrorValue] = []
        while not self._take(")"):
            if self._peek()[0] == "end":
                raise FailedError("#ERROR!")
            try:
                arguments.append(self._level(0))
            except FailedError as failed:
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
