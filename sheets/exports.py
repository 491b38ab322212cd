"""CSV files as other systems export them: in any encoding and with any of the usual separators."""

from __future__ import annotations

import codecs
import csv
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from kpi_core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_SEPARATORS = ",;\t"


class Record(NamedTuple):
    """One record of an export and the line it starts on."""

    line: int
    fields: Mapping[str, str]


class Export(NamedTuple):
    """An export's columns, its records, and the lines that do not fit its columns with what is wrong with each."""

    columns: Sequence[str]
    records: Sequence[Record]
    misfits: Mapping[int, str]


def read_export(file: Path) -> Export:
    """Read a CSV file whose first line names its columns. Raises InputError with file and line."""
    try:
        text = _decoded(file.read_bytes(), file)
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", str(file)) from None
    if not text.strip():
        raise InputError("the file is empty; its first line names the columns", str(file))
    separator = max(_SEPARATORS, key=lambda mark: len(next(csv.reader(StringIO(text, newline=""), delimiter=mark))))
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    records, misfits = [], {}
    line = 1
    try:
        columns = [name.strip() for name in next(reader)]
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(columns):
                records.append(Record(line, dict(zip(columns, cells, strict=True))))
            elif any(cells):
                misfits[line] = f"the line has {len(cells)} fields, the first line names {len(columns)} columns"
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"this is not CSV: {error}", f"{file}:{line}") from None
    return Export(columns, records, misfits)


def _decoded(content: bytes, file: Path) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        import charset_normalizer  # noqa: PLC0415  # slow to import, and rarely needed

        guess = charset_normalizer.from_bytes(content).best()
        if guess is None:
            raise InputError("the file's encoding is not known; save it as UTF-8", str(file)) from None
        return str(guess)
