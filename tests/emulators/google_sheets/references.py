"""A formula's references to cells, as they read in a copy of it."""

from __future__ import annotations

import re

from tests.emulators.google_sheets import a1

_WORD = re.compile(
    r"""(?P<other>"(?:[^"]|"")*" | '(?:[^']|'')+'! | \w[\w.]*[(!] )
      | (?<![\w$.])(?P<column>\$?[A-Za-z]{1,3})(?P<row>\$?[1-9]\d*)(?![\w.])""",
    re.VERBOSE,
)


def moved(formula: str, down: int, right: int) -> str:
    """Return a formula as it reads so many rows below and columns beside: what has a $ stays, texts and names too."""

    def written(word: re.Match[str]) -> str:
        if word["other"]:
            return word[0]
        column, row = word["column"], word["row"]
        if not column.startswith("$"):
            index = a1.number(column) + right
            column = a1.letters(index) if index >= 0 else ""
        if not row.startswith("$"):
            row = str(int(row) + down) if int(row) + down > 0 else ""
        return f"{column}{row}" if column and row else "#REF!"

    return _WORD.sub(written, formula)
