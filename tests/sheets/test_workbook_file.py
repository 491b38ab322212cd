"""The file itself: one writer at a time, replaced in one step, honest about damage."""

from __future__ import annotations

import os
import threading
from datetime import time, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from kpi_core.errors import Conflict, SetupError, Unavailable
from sheets.layout import write_book
from sheets.workbook import Workbook
from sheets.workbook import store as store_module

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import IO

    from sheets.grid import Cell
    from sheets.workbook.package import Package


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    write_book(path, {}, tabs=["accounts"], language="vi", timezone="Asia/Ho_Chi_Minh")
    return path


@pytest.fixture
def store(path: Path) -> Workbook:
    return Workbook(path, settle_seconds=0)


def account(name: str) -> Mapping[str, Cell]:
    return {"account_id": name, "name": name.title(), "owner_id": "linh"}


def ids(store: Workbook) -> list[Cell]:
    return [row[0] for row in store.read().tabs["Khách hàng"][1:]]


def test_it_knows_the_books_time_zone_and_language(store: Workbook) -> None:
    book = store.read()
    assert ("Asia/Ho_Chi_Minh", "vi_VN") == (book.timezone, book.locale)


def test_it_knows_no_time_zone_of_a_book_that_names_none(path: Path) -> None:
    openpyxl.Workbook().save(path)
    assert ("", "en_US") == (Workbook(path).read().timezone, Workbook(path).read().locale)


def test_blank_rows_hidden_rows_and_merged_cells_keep_addresses(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.merge_range("C3:D4", "merged")
        sheet.write("B6", "hidden")
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.write_formula("A7", "=NA()", None, "#N/A")
        book.add_worksheet("Aside").hide()
    blank = ["", "", ""]
    expected = [blank, blank, ["", "", "merged"], blank, blank, ["", "hidden", ""], blank]
    assert {"Accounts": expected, "Aside": []} == Workbook(path).read().tabs


def test_a_time_of_day_reads_as_it_looks(tmp_path: Path) -> None:
    path = tmp_path / "times.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, clock = book.add_worksheet("Settings"), book.add_format({"num_format": "hh:mm"})
        sheet.write_datetime("A1", time(9, 0), clock)
        sheet.write_datetime("B1", timedelta(hours=30), book.add_format({"num_format": "[h]:mm"}))
    assert [["09:00", "1 day, 6:00:00"]] == Workbook(path).read().tabs["Settings"]


@pytest.mark.parametrize("damage", [b"", b"hello", b"PK\x03\x04 and no more"])
def test_it_says_that_a_book_is_damaged(path: Path, store: Workbook, damage: bytes) -> None:
    path.write_bytes(damage)
    for ask in (store.read, lambda: store.append("accounts", [account("acme")])):
        with pytest.raises(SetupError, match=r"book.xlsx is not a readable .xlsx workbook") as error:
            ask()
        assert "\n" not in str(error.value)


def test_it_says_that_a_cut_off_book_is_damaged(path: Path, store: Workbook) -> None:
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(SetupError, match="not a readable"):
        store.read()


def test_it_asks_to_try_again_while_a_book_is_being_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:5000])
    monkeypatch.setattr(store_module.time, "sleep", lambda seconds: path.write_bytes(whole))
    with pytest.raises(Unavailable, match="being written"):
        Workbook(path).read()
    assert [] == ids(Workbook(path))


@pytest.mark.parametrize("mark", ["~$book.xlsx", ".~lock.book.xlsx#"])
def test_it_does_not_write_what_a_person_has_open(path: Path, store: Workbook, mark: str) -> None:
    path.with_name(mark).touch()
    before = store.version()
    with pytest.raises(Conflict, match="open in Excel or LibreOffice"):
        store.append("accounts", [account("acme")])
    assert before == store.version()
    path.with_name(mark).unlink()
    assert 1 == store.append("accounts", [account("acme")])


def test_writers_at_the_same_time_lose_no_row(path: Path) -> None:
    def write(name: str) -> None:
        for number in range(5):
            Workbook(path).append("accounts", [account(f"{name}{number}")])

    threads = [threading.Thread(target=write, args=(name,)) for name in ("acme", "bamboo", "volga")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {f"{name}{number}" for name in ("acme", "bamboo", "volga") for number in range(5)} == set(
        ids(Workbook(path))
    )


def test_it_starts_anew_from_what_a_person_saved_meanwhile(
    path: Path, store: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_append = store_module.append_rows
    saves = []

    def append_while_a_person_saves(*arguments: object) -> int:
        if not saves:
            saves.append(write_book(path, {"accounts": [account("typed")]}, tabs=["accounts"], language="vi"))
        return real_append(*arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(store_module, "append_rows", append_while_a_person_saves)
    assert 1 == store.append("accounts", [account("acme")])
    assert ["typed", "acme"] == ids(store)


def test_a_failure_on_the_way_leaves_the_old_book(path: Path, store: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    before = path.read_bytes()
    monkeypatch.setattr(store_module.Package, "write", full)
    with pytest.raises(SetupError, match="No space left on device"):
        store.append("accounts", [account("acme")])
    assert before == path.read_bytes()
    assert not path.with_name(".book.xlsx.new").exists()


def test_it_keeps_the_files_mode_and_link(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    Workbook(link).append("accounts", [account("acme")])
    assert 0o640 == path.stat().st_mode & 0o777
    assert link.is_symlink()
    assert ["acme"] == ids(Workbook(path))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_book_stays_its_owners(path: Path, store: Workbook) -> None:
    os.chown(path, 4242, 4243)
    store.append("accounts", [account("acme")])
    assert (4242, 4243) == (path.stat().st_uid, path.stat().st_gid)


def test_nobody_else_reads_what_is_being_written(path: Path, store: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    modes: list[int] = []
    write = store_module.Package.write

    def noted(package: Package, file: IO[bytes]) -> None:
        modes.append(os.fstat(file.fileno()).st_mode & 0o777)
        write(package, file)

    monkeypatch.setattr(store_module.Package, "write", noted)
    store.append("accounts", [account("acme")])
    assert [0o600] == modes


def test_new_tabs_look_like_those_of_a_fresh_book(store: Workbook, path: Path) -> None:
    store.prepare(["deals"])
    sheet = openpyxl.load_workbook(path)["Giao dịch"]
    assert ("Mã giao dịch", True, "A2") == (sheet["A1"].value, sheet["A1"].font.bold, sheet.freeze_panes)
    assert "yyyy-mm-dd hh:mm" == sheet.column_dimensions["M"].number_format
    assert '"new,upsell,cross_sell,renewal"' in {rule.formula1 for rule in sheet.data_validations.dataValidation}


def test_a_book_of_peoples_own_gets_what_it_lacks_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Accounts")
        sheet.write_row(0, 0, ["Owner ID", "Colour", "account_id", "Name"])
        sheet.write_row(1, 0, ["linh", "red", "acme", "Acme"])
        sheet.write_formula("F2", "=1+1", None, 2)
    store = Workbook(path)
    changes = store.prepare(["accounts", "team"])
    assert {"team", "accounts.tier", "Scorecard"} <= set(changes)
    assert "accounts.name" not in changes
    header, row = store.read().tabs["Accounts"]
    assert ["Owner ID", "Colour", "account_id", "Name", "", "", "Status", "Tier"] == header[:8]
    assert ["linh", "red", "acme", "Acme", "", 2] == row[:6]
    assert [] == store.prepare(["accounts", "team"])
    names = openpyxl.load_workbook(path).defined_names
    assert "2" == names["amber_schema_version"].value


def test_its_own_tabs_are_rewritten_with_a_header_and_protected(store: Workbook, path: Path) -> None:
    store.replace("Data issues", [["Cell", "Wrong"], ["Accounts!D17", "=1+1"]])
    sheet = openpyxl.load_workbook(path)["Lỗi dữ liệu"]
    assert [("Cell", "Wrong"), ("Accounts!D17", "=1+1")] == list(sheet.values)
    assert (True, True, "s") == (sheet.protection.sheet, sheet["A1"].font.bold, sheet["B2"].data_type)
    before = store.version()
    store.replace("Data issues", [["Cell", "Wrong"], ["Accounts!D17", "=1+1"]])
    assert before == store.version()
