"""CSV files as other systems export them: in any of the usual encodings and with any of the usual separators."""

from __future__ import annotations

import csv
import re
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from kpi_core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_SEPARATORS = ",;\t|"
_RECORDS_TO_TELL = 50  # so many show how a file is separated
_WORDS_TO_TELL = 1000  # … and how it is encoded
_UTF_16 = ["utf_16", "utf_16_le", "utf_16_be"]
# Russian and Vietnamese; what western names need is nearly all in 1258 too. More candidates only make more mistakes.
_SINGLE_BYTE = ["cp1251", "cp1258", "koi8_r"]
_SAMPLE_BYTES = 2000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .ods and other archives; .xls
_FIELD_LIMIT = 2**31 - 1  # a mail's whole body may stand in a field
# Spreadsheet programs write the separator on a line of its own.
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<mark>[^"\r\n])"?\r?\n')


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
    csv.field_size_limit(_FIELD_LIMIT)
    first_line, separator = 1, ""
    if stated := _SEPARATOR_LINE.match(text):
        separator, first_line = stated["mark"], 2
        text = text[stated.end() :]
    if not text.strip():
        raise InputError("the file is empty; its first line names the columns", str(file))
    return _read(text, separator or _separator(text), first_line, file)


def _read(text: str, separator: str, first_line: int, file: Path) -> Export:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    records, misfits = [], {}
    line = first_line
    try:
        columns = [name.strip() for name in next(reader)]
        line = first_line + reader.line_num
        for cells in reader:
            if len(cells) == len(columns):
                # Of two columns with one name the first counts, as in a tab.
                records.append(Record(line, dict(zip(reversed(columns), reversed(cells), strict=True))))
            elif any(cells):
                misfits[line] = f"the line has {len(cells)} fields, the line of columns names {len(columns)}"
            line = first_line + reader.line_num
    except csv.Error as error:
        raise InputError(f"this is not CSV: {error}", f"{file}:{line}") from None
    return Export(columns, records, misfits)


def _separator(text: str) -> str:
    """Return the mark that splits the most of the first records as it splits the columns, into the most fields."""

    def fit(mark: str) -> tuple[float, int]:
        records = list(islice(csv.reader(StringIO(text, newline=""), delimiter=mark), _RECORDS_TO_TELL))
        width = len(records[0])
        return (sum(len(record) == width for record in records) / len(records) if width > 1 else 0.0), width

    return max(_SEPARATORS, key=fit)


def _decoded(content: bytes, file: Path) -> str:
    """Return the text with its letters composed: 1258 and some programs write accents after their letters."""
    if content.startswith(_WORKBOOKS):
        raise InputError("this is a workbook or an archive, not CSV; save its sheet as CSV (UTF-8)", str(file))
    try:
        text = content.decode("utf-8-sig") if b"\0" not in content else _guessed(content, _UTF_16)
    except UnicodeDecodeError:
        text = _guessed(_words(content), _SINGLE_BYTE, content)
    if text is None:
        raise InputError("the file's encoding is not known; save it as UTF-8", str(file))
    return normalize("NFC", text)


def _guessed(sample: bytes, candidates: list[str], content: bytes = b"") -> str | None:
    """Return what the library takes the content for, judged by a sample of it."""
    import charset_normalizer  # noqa: PLC0415  # slow to import, and rarely needed

    # A few foreign names look like noise: the most likely candidate is wanted all the same.
    guess = charset_normalizer.from_bytes(sample, cp_isolation=candidates, threshold=1.0).best()
    try:
        return (content or sample).decode(guess.encoding).removeprefix("\ufeff") if guess else None
    except UnicodeDecodeError:
        return None


def _words(content: bytes) -> bytes:
    """Return the words that are not ASCII, over and over when they are few: among much ASCII they would not count."""
    words = (found[0] for found in re.finditer(rb"[A-Za-z\x80-\xff]+", content))
    sample = b" ".join(islice((word for word in words if not word.isascii()), _WORDS_TO_TELL)) + b"\n"
    return sample * (_SAMPLE_BYTES // len(sample) + 1)
