"""What every GridStore promises; a backend joins by one entry in `BACKENDS`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kpi_core.errors import InputError, SetupError
from sheets.google import GoogleSheet
from sheets.workbook import Workbook
from tests.emulators.google_sheets import GoogleSheetsServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from sheets.grid import Cell, Grid, GridStore


class Backend(NamedTuple):
    """How a backend opens a new book, and one that is not there; given a folder and a local Google."""

    new: Callable[[Path, GoogleSheetsServer], GridStore]
    missing: Callable[[Path, GoogleSheetsServer], GridStore]


BACKENDS: Mapping[str, Backend] = {
    "workbook": Backend(
        new=lambda folder, _: Workbook(folder / "book.xlsx"),
        missing=lambda folder, _: Workbook(folder / "book.xlsx"),
    ),
    "google": Backend(  # where Amber cannot make a book: a person does, and shares it
        new=lambda _, google: GoogleSheet(google.new_book(), google.credentials(), google.url),
        missing=lambda _, google: GoogleSheet("nowhere", google.credentials(), google.url),
    ),
}
TABS = ("team", "accounts", "interactions", "ownership")


@pytest.fixture(scope="module")
def google() -> Iterator[GoogleSheetsServer]:
    with GoogleSheetsServer() as server:
        yield server


@pytest.fixture(params=sorted(BACKENDS))
def backend(request: pytest.FixtureRequest) -> Backend:
    return BACKENDS[request.param]


@pytest.fixture
def store(backend: Backend, tmp_path: Path, google: GoogleSheetsServer) -> GridStore:
    book = backend.new(tmp_path, google)
    book.prepare(TABS)
    return book


def call(call_id: str, **more: Cell) -> Mapping[str, Cell]:
    return {"interaction_id": call_id, "account_id": "acme", "am_id": "linh", "at": datetime(2026, 3, 2, 9, 30), **more}


def rows(store: GridStore, title: str) -> list[dict[str, Cell]]:
    """Return a tab's rows below the header, by header, without blank cells."""
    header, *body = store.read().tabs[title]
    return [{str(h): c for h, c in zip(header, row, strict=False) if c not in {"", None}} for row in body]


def moment(cell: Cell) -> date | None:
    """Return a date however the backend gives it; a serial counts the days since 1899-12-30."""
    serial = isinstance(cell, (int, float))
    return datetime(1899, 12, 30) + timedelta(days=round(cell * 86_400) / 86_400) if serial else cell


def ids(store: GridStore) -> list[Cell]:
    return [row.get("Interaction ID") for row in rows(store, "Interactions")]


def test_it_says_what_to_do_when_there_is_no_book(backend: Backend, tmp_path: Path, google: GoogleSheetsServer) -> None:
    book = backend.missing(tmp_path, google)
    for ask in (book.version, book.read, lambda: book.append("accounts", [{"account_id": "acme"}])):
        with pytest.raises(SetupError, match=r"amber (import|init)"):
            ask()


def test_it_makes_the_tabs_asked_for(store: GridStore) -> None:
    assert {"Team", "Accounts", "Interactions", "Ownership"} == set(store.read().tabs)


def test_it_does_not_give_the_bots_own_tabs_to_read(store: GridStore) -> None:
    store.replace("Scorecard", [["AM", "NPS"], ["Linh", 40]])
    assert "Scorecard" not in store.read().tabs


def test_preparing_twice_changes_nothing(store: GridStore) -> None:
    before = store.version()
    assert [] == list(store.prepare(TABS))
    assert before == store.version()


def test_preparing_adds_tabs_and_keeps_the_rows(store: GridStore) -> None:
    store.append("interactions", [call("i1")])
    assert ["deals"] == list(store.prepare([*TABS, "deals"]))
    assert ["i1"] == ids(store)
    assert "Deals" in store.read().tabs


def test_it_cannot_prepare_a_tab_that_is_not_declared(store: GridStore) -> None:
    with pytest.raises(InputError, match="no tab dreams"):
        store.prepare(["dreams"])


def test_it_appends_in_order(store: GridStore) -> None:
    assert 2 == store.append("interactions", [call("i1"), call("i2")])
    assert 1 == store.append("interactions", [call("i3")])
    assert ["i1", "i2", "i3"] == ids(store)


def test_it_appends_each_id_once(store: GridStore) -> None:
    store.append("interactions", [call("i1")])
    assert 1 == store.append("interactions", [call("i1", summary="again"), call("i2"), call("i2")])
    assert ["i1", "i2"] == ids(store)
    assert "Summary" not in rows(store, "Interactions")[0]


@pytest.mark.parametrize("day", [date(2026, 3, 2), "2026-03-02"])
def test_it_appends_a_natural_key_once(store: GridStore, day: Cell) -> None:
    hand_over = {"account_id": "acme", "am_id": "minh", "from": datetime(2026, 3, 2)}
    assert 1 == store.append("ownership", [hand_over, {**hand_over, "to": datetime(2026, 4, 1)}])
    assert 1 == store.append("ownership", [{**hand_over, "from": day}, {**hand_over, "am_id": "olga"}])
    assert ["minh", "olga"] == [row["AM ID"] for row in rows(store, "Ownership")]


def test_it_appends_a_row_that_nothing_tells_apart_each_time(store: GridStore) -> None:
    store.prepare(["rates"])
    rate = {"currency": "EUR", "rate": 1.1}
    store.append("rates", [rate])
    store.append("rates", [rate])
    assert 2 == len(rows(store, "Rates"))


def test_it_refuses_a_row_without_its_id(store: GridStore) -> None:
    with pytest.raises(InputError, match="interaction_id"):
        store.append("interactions", [{"account_id": "acme"}])
    assert [] == ids(store)


@pytest.mark.parametrize(
    "text", ["=1+1", "+7 495 000", "-", "@acme", "'quoted", "007", "1e5", "2026-03-02", " a\n\tb "]
)
def test_a_text_stays_that_text(store: GridStore, text: str) -> None:
    store.append("interactions", [call("i1", summary=text)])
    assert text == rows(store, "Interactions")[0]["Summary"]


def test_it_keeps_numbers_moments_and_claims(store: GridStore) -> None:
    store.append("interactions", [call("i1", minutes=12.5, replied=False)])
    row = rows(store, "Interactions")[0]
    assert (12.5, False, datetime(2026, 3, 2, 9, 30)) == (row["Minutes"], row["Replied"], moment(row["At"]))


def test_no_value_is_a_blank_cell(store: GridStore) -> None:
    store.append("interactions", [call("i1", minutes=None, summary="", channel=float("nan"))])
    assert {"Interaction ID", "Account ID", "AM ID", "At"} == rows(store, "Interactions")[0].keys()


def test_appending_nothing_changes_nothing(store: GridStore) -> None:
    store.append("interactions", [call("i1")])
    before = store.version()
    assert 0 == store.append("interactions", [])
    assert 0 == store.append("interactions", [call("i1")])
    assert before == store.version()


def test_it_cannot_append_to_a_tab_the_book_lacks(store: GridStore) -> None:
    with pytest.raises(InputError, match="deals"):
        store.append("deals", [{"deal_id": "d1"}])
    with pytest.raises(InputError, match="Scorecard"):
        store.append("Scorecard", [{"AM": "Linh"}])


def test_it_cannot_append_a_column_that_is_not_declared(store: GridStore) -> None:
    with pytest.raises(InputError, match="colour"):
        store.append("interactions", [call("i1", colour="red")])


def test_its_version_changes_with_the_content_and_only_then(store: GridStore) -> None:
    versions = [store.version(), store.version(), store.read().version]
    assert 1 == len(set(versions))
    store.append("interactions", [call("i1")])
    assert store.version() not in versions


def test_it_replaces_a_tab_of_the_bots_whole(store: GridStore) -> None:
    long: Grid = [["AM", "NPS"], ["Linh", 40], ["Minh", 20]]
    for grid in (long, long[:2], []):
        store.replace("Scorecard", grid)
        assert [] == ids(store)
    store.append("interactions", [call("i1")])
    assert ["i1"] == ids(store)


def test_a_reader_sees_the_book_before_or_after_a_change_never_between(store: GridStore) -> None:
    seen: set[tuple[Cell, ...]] = set()
    with ThreadPoolExecutor(1) as writer:
        writing = writer.submit(
            lambda: [store.append("interactions", [call(f"{n}a"), call(f"{n}b")]) for n in range(5)]
        )
        while not writing.done():
            seen.add(tuple(ids(store)))
    whole = [f"{n}{letter}" for n in range(5) for letter in "ab"]
    assert seen <= {tuple(whole[:length]) for length in range(0, 11, 2)}
    assert whole == ids(store)


def test_it_does_not_replace_a_tab_of_peoples(store: GridStore) -> None:
    with pytest.raises(InputError, match="accounts"):
        store.replace("accounts", [["gone"]])


def test_it_keeps_a_million_characters_out_of_one_cell(store: GridStore) -> None:
    with pytest.raises(InputError, match="shorten"):
        store.append("interactions", [call("i1", summary="x" * 1_000_000)])
    assert [] == ids(store)
