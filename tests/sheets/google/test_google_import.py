"""An import into a Google Sheet: few writes, each row once, whatever was there before."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kpi_core.errors import SetupError
from sheets.google.store import GoogleSheet
from sheets.importer import Imported, import_csv
from tests.emulators.google_sheets import GoogleSheetsServer

MAP = '[columns]\naccount_id = "Id"\nname = "Client"\nowner_id = "Manager"\n'


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., Imported]:
    """Return what imports so many accounts."""

    def take(rows: int, sheet: GoogleSheet, *, dry_run: bool = False) -> Imported:
        export, mapping = tmp_path / "export.csv", tmp_path / "map.toml"
        export.write_text("Id,Client,Manager\n" + "".join(f"{n:04},Client {n},linh\n" for n in range(rows)))
        mapping.write_text(MAP)
        return import_csv(export, "accounts", mapping, sheet, dry_run=dry_run)

    return take


def test_two_thousand_rows_take_few_writes_and_go_in_once(
    google: GoogleSheetsServer, sheet_of: Callable[..., GoogleSheet], take: Callable[..., Imported]
) -> None:
    sheet = sheet_of({"Notes": [["mine"]]})
    assert Imported(2000, 0, []) == take(2000, sheet)
    assert google.calls.sheets_writes() <= 4
    assert ["0000", "1999"] == [google.cells(sheet.spreadsheet, "Accounts")[row][0] for row in (1, 2000)]
    writes = google.calls.sheets_writes()
    assert Imported(1, 2000, []) == take(2001, sheet)
    assert writes + 1 == google.calls.sheets_writes()


def test_a_dry_run_reads_only(
    google: GoogleSheetsServer, sheet_of: Callable[..., GoogleSheet], take: Callable[..., Imported]
) -> None:
    assert Imported(3, 0, []) == take(3, sheet_of({"Notes": [["mine"]]}), dry_run=True)
    assert 0 == google.calls.sheets_writes()


def test_a_sheet_that_is_not_shared_is_no_missing_book(
    google: GoogleSheetsServer, sheet_of: Callable[..., GoogleSheet], take: Callable[..., Imported]
) -> None:
    sheet = sheet_of({"Notes": [["mine"]]})
    google.share(sheet.spreadsheet, "none")
    with pytest.raises(SetupError, match=r"not shared with Amber"):
        take(3, sheet, dry_run=True)
