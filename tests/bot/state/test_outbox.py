from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, event, select

from bot.people import Person
from bot.state.db import open_database
from bot.state.ledger import Errand, Ledger
from bot.state.outbox import Outbox
from bot.state.tables import marks
from kpi_core.errors import InDoubt, InputError, Unavailable
from kpi_core.schema import TABS
from sheets.grid import Cell
from sheets.identity import unknown_rows
from tests.sqlite import new_database

LINH = Person("1", "Linh")
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=4), NOW + timedelta(minutes=5)
CALL: Mapping[str, Cell] = {
    "account_id": "7",
    "am_id": "1",
    "at": datetime(2026, 11, 16, 16, 0),  # local time of the sheet
    "channel": "call",
    "minutes": 20.5,
    "replied": True,
    "summary": "=1+1",
}


class Died(BaseException):
    """The process is gone."""


@dataclass
class Book:
    """A book's appends: a row whose ID already stands in its tab is skipped."""

    rows: dict[str, list[Mapping[str, Cell]]] = field(default_factory=dict)
    errors: dict[str, Exception] = field(default_factory=dict)
    calls: list[tuple[str, int]] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)

    def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
        self.calls.append((tab, len(rows)))
        if tab in self.errors:
            raise self.errors[tab]
        if tab in self.lacking:
            raise InputError("there is no such tab", tab)
        present = self.rows.setdefault(tab, [])
        standing = {key: [row.get(key) for row in present] for row in present for key in row}
        new = unknown_rows(TABS[tab], rows, standing, "en_US")
        present.extend(new)
        return len(new)

    def prepare(self, tabs: Sequence[str]) -> Sequence[str]:
        made = [tab for tab in tabs if tab in self.lacking]
        self.lacking -= {*made}
        return made

    def ids(self, tab: str) -> list[Cell]:
        return [row[f"{tab[:-1]}_id"] for row in self.rows.get(tab, [])]


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_database(database)
    yield engine
    engine.dispose()


def outbox(engine: Engine, book: Book, told: list[str] | None = None, at: datetime = NOW) -> Outbox:
    appended = told if told is not None else []
    return Outbox(engine, book, lambda: at, lambda: appended.append("appended"))  # type: ignore[arg-type]  # only append


def test_it_brings_a_row_to_the_book_as_it_was_given(engine: Engine) -> None:
    book = Book()
    box = outbox(engine, book)
    row_id = box.submit("interactions", CALL, LINH)
    assert 1 == box.waiting()
    assert 0 == box.flush()
    assert [{**CALL, "interaction_id": row_id}] == book.rows["interactions"]


def test_a_row_waits_for_who_wrote_it_until_the_book_has_it(engine: Engine) -> None:
    box = outbox(engine, Book())
    row_id = box.submit("interactions", CALL, LINH)
    assert (True, False) == (box.waits(row_id, LINH), box.waits(row_id, Person("2", "Minh")))
    box.flush()
    assert not box.waits(row_id, LINH)


def test_it_keeps_days_and_instants_apart(engine: Engine) -> None:
    book = Book()
    box = outbox(engine, book)
    row: Mapping[str, Cell] = {"at": datetime(2026, 11, 16), "until": date(2026, 12, 1), "by": "1", "kind": "snooze"}
    box.submit("events", row, LINH)
    box.flush()
    (written,) = book.rows["events"]
    assert (datetime, date) == (type(written["at"]), type(written["until"]))


def test_it_makes_ids_of_its_own_and_keeps_given_ones(engine: Engine) -> None:
    box = outbox(engine, Book())
    first, second = box.submit("interactions", CALL, LINH), box.submit("interactions", CALL, LINH)
    assert first != second
    assert 26 == len(first)
    assert "I-7" == box.submit("interactions", {**CALL, "interaction_id": "I-7"}, LINH)


def test_who_is_told_of_a_row_is_entered_once_with_it_and_not_without_it(engine: Engine) -> None:
    box, ledger = outbox(engine, Book()), Ledger(engine, lambda: NOW)
    row: Mapping[str, Cell] = {"event_id": "R1", "at": datetime(2026, 11, 16), "by": "1", "kind": "hand_over"}
    errand = Errand("not_mine", "am:4", "R1", NOW, NOW + timedelta(days=7))
    with pytest.raises(InputError):
        box.submit("events", {**row, "colour": "red"}, LINH, errand)
    assert [] == list(ledger.ready(NOW))
    for _ in range(2):
        box.submit("events", row, LINH, errand)
    assert [errand] == [one.errand for one in ledger.ready(NOW)]
    assert row == box.row("events", "R1")


def test_it_takes_an_id_once(engine: Engine) -> None:
    book = Book()
    box = outbox(engine, book)
    row = {**CALL, "interaction_id": "I-7"}
    box.submit("interactions", row, LINH)
    box.submit("interactions", row, LINH)
    box.flush()
    box.submit("interactions", row, LINH)
    box.flush()
    assert ["I-7"] == book.ids("interactions")
    assert [("interactions", 1)] == book.calls


@pytest.mark.parametrize("day", [datetime(2026, 11, 16), date(2026, 11, 16)])
def test_it_takes_a_natural_key_once(engine: Engine, day: date) -> None:
    book = Book()
    box = outbox(engine, book)
    hand_over: Mapping[str, Cell] = {"account_id": "7", "am_id": "2", "from": datetime(2026, 11, 16)}
    box.submit("ownership", hand_over, LINH)
    box.submit("ownership", {**hand_over, "from": day}, LINH)
    box.submit("ownership", {**hand_over, "account_id": "8"}, LINH)
    box.flush()
    assert ["7", "8"] == [row["account_id"] for row in book.rows["ownership"]]
    assert hand_over == book.rows["ownership"][0]


def test_it_enters_a_row_with_what_else_is_committed(engine: Engine) -> None:
    box = outbox(engine, Book())
    with suppress(Died), engine.begin() as connection:
        box.enter(connection, "interactions", CALL, LINH)
        raise Died
    assert 0 == box.waiting()
    row = {**CALL, "interaction_id": "I-7"}
    with engine.begin() as connection:
        box.enter(connection, "interactions", row, LINH)
        box.enter(connection, "interactions", row, LINH)
    assert 1 == box.waiting()


def test_it_appends_in_order_and_tells_once(engine: Engine) -> None:
    book, told = Book(), list[str]()
    box = outbox(engine, book, told)
    ids = [box.submit("interactions", CALL, LINH) for _ in range(5)]
    box.flush()
    assert ids == book.ids("interactions")
    assert ["appended"] == told
    box.flush()
    assert ["appended"] == told


def test_it_keeps_rows_while_the_book_is_down_even_through_a_restart(engine: Engine, database: str) -> None:
    book = Book(errors={"interactions": Unavailable("the book does not answer")})
    box = outbox(engine, book)
    first = box.submit("interactions", CALL, LINH)
    assert 1 == box.flush()
    second = box.submit("interactions", CALL, LINH)
    assert 2 == box.flush()

    engine.dispose()
    again = open_database(database)
    book.errors.clear()
    assert 0 == outbox(again, book).flush()
    assert [first, second] == book.ids("interactions")
    again.dispose()


def test_it_brings_other_tabs_their_rows_when_one_refuses(engine: Engine) -> None:
    book = Book(errors={"interactions": InputError("there is no tab", "Interactions")})
    box = outbox(engine, book)
    box.submit("interactions", CALL, LINH)
    event_id = box.submit("events", {"at": datetime(2026, 11, 16), "by": "1", "kind": "snooze"}, LINH)
    assert 1 == box.flush()
    assert [event_id] == book.ids("events")


def test_a_tab_that_nobody_foresaw_keeps_no_rows_of_others(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    book = Book(errors={"interactions": KeyError("Acme")})
    box = outbox(engine, book)
    box.submit("interactions", CALL, LINH)
    box.submit("events", {"at": NOW.replace(tzinfo=None), "by": "1", "kind": "snooze", "subject": "7"}, LINH)
    assert 1 == box.flush()
    assert 1 == len(book.rows["events"])
    assert [("outbox.failed", "interactions")] == [
        (one.message, one.tab)  # type: ignore[attr-defined]  # a fact of the event
        for one in caplog.records
        if one.levelname == "ERROR"
    ]


def test_it_makes_the_tab_that_the_book_lacks(engine: Engine) -> None:
    book = Book(lacking={"interactions"})
    box = outbox(engine, book)
    row_id = box.submit("interactions", CALL, LINH)
    assert 0 == box.flush()
    assert [row_id] == book.ids("interactions")


def test_it_never_fails_when_the_reading_after_an_append_does(engine: Engine) -> None:
    def refuse() -> None:
        raise Unavailable("the book does not answer")

    box = Outbox(engine, Book(), lambda: NOW, refuse)  # type: ignore[arg-type]  # only append
    box.submit("interactions", CALL, LINH)
    assert 0 == box.flush()


@pytest.mark.parametrize(
    ("tab", "row"),
    [
        ("nothing", CALL),
        ("ownership", {"account_id": "7"}),
        ("rates", {"currency": "EUR", "rate": 1.1}),
        ("interactions", {**CALL, "colour": "red"}),
    ],
    ids=["no such tab", "not its whole identity", "rows alike", "no such column"],
)
def test_it_refuses_rows_the_book_could_not_hold(engine: Engine, tab: str, row: Mapping[str, Cell]) -> None:
    box = outbox(engine, Book())
    with pytest.raises(InputError):
        box.submit(tab, row, LINH)
    assert 0 == box.waiting()


def test_it_writes_each_row_once_wherever_it_is_killed(tmp_path: Path) -> None:
    for steps in range(40):
        path = tmp_path / f"{steps}.sqlite3"
        left = [10_000]

        def step(*_: object, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Died

        class MortalBook(Book):
            def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
                step()
                added = super().append(tab, rows)
                step()
                return added

        engine, book = open_database(str(new_database(path))), MortalBook()
        event.listen(engine, "before_cursor_execute", step)
        event.listen(engine, "commit", step)
        box, told = outbox(engine, book), list[str]()
        left[0] = steps
        try:
            for _ in range(2):
                told.append(box.submit("interactions", CALL, LINH))
            box.flush()
        except Died:
            left[0] = 10_000
        engine.dispose()

        again = open_database(str(path))
        assert 0 == outbox(again, book, at=LATER).flush()
        again.dispose()
        assert set(told) <= set(book.ids("interactions")), "what somebody was told is saved stands in the book"
        assert len(book.ids("interactions")) == len(set(book.ids("interactions"))) <= 2
    assert 2 == len(told), "the last round lived to its end"


def test_nobody_waits_long_for_a_book_that_hangs(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.state.outbox._PATIENCE_S", 0.0)
    book = Book()
    box = outbox(engine, book)
    box.submit("interactions", CALL, LINH)
    with box._flushing:  # somebody's append is under way, and the book does not answer
        assert 1 == box.flush()
    assert [] == book.calls
    assert 0 == box.flush()


def test_what_a_dead_process_sent_may_still_arrive_and_is_waited_for(engine: Engine) -> None:
    class DeadlyBook(Book):
        def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
            event.listen(engine, "before_cursor_execute", die)
            raise Died

    def die(*_: object) -> None:
        raise Died

    box = outbox(engine, DeadlyBook())
    row_id = box.submit("interactions", CALL, LINH)
    with suppress(Died):
        box.flush()
    event.remove(engine, "before_cursor_execute", die)
    book = Book()
    assert 1 == outbox(engine, book, at=SOON).flush()
    assert 0 == outbox(engine, book, at=LATER).flush()
    assert [row_id] == book.ids("interactions")


def test_a_process_that_failed_waits_for_nothing(engine: Engine) -> None:
    book = Book(errors={"interactions": Unavailable("the book does not answer")})
    outbox(engine, book).submit("interactions", CALL, LINH)
    assert 1 == outbox(engine, book).flush()
    book.errors.clear()
    assert 0 == outbox(engine, book).flush()


def test_what_a_cut_line_may_still_bring_is_waited_for(engine: Engine) -> None:
    book = Book(errors={"interactions": InDoubt("the line was cut")})
    box = outbox(engine, book)
    row_id = box.submit("interactions", CALL, LINH)
    box.flush()
    book.errors.clear()
    assert 1 == outbox(engine, book, at=SOON).flush()
    assert [] == book.ids("interactions")
    assert 0 == outbox(engine, book, at=LATER).flush()
    assert [row_id] == book.ids("interactions")


def test_a_line_that_is_cut_late_is_waited_for_as_long(engine: Engine) -> None:
    clock = [NOW]

    class LateBook(Book):
        def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
            clock[0] = SOON
            raise InDoubt("the line was cut")

    late = Outbox(engine, LateBook(), lambda: clock[0], lambda: None)  # type: ignore[arg-type]  # only append
    late.submit("interactions", CALL, LINH)
    late.flush()
    assert 1 == outbox(engine, Book(), at=SOON + timedelta(minutes=4)).flush()
    assert 0 == outbox(engine, Book(), at=SOON + timedelta(minutes=5)).flush()


def test_one_process_appends_at_a_time(engine: Engine) -> None:
    class SlowBook(Book):
        def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
            assert 1 == other.flush()
            return super().append(tab, rows)

    book = SlowBook()
    other = outbox(engine, book)
    row_id = other.submit("interactions", CALL, LINH)
    assert 0 == outbox(engine, book).flush()
    assert [row_id] == book.ids("interactions")


def test_an_append_that_takes_longer_than_the_lease_stays_one_process_s(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.state.outbox._RENEWED_S", 0.005)
    clock = [NOW]

    class SlowBook(Book):
        def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
            for clock[0] in (SOON, SOON + timedelta(minutes=4)):
                wait_until(lambda: taken_at(engine) == clock[0])
            assert 1 == outbox(engine, other, at=clock[0]).flush()
            return super().append(tab, rows)

    book, other = SlowBook(), Book()
    slow = Outbox(engine, book, lambda: clock[0], lambda: None)  # type: ignore[arg-type]  # only append
    row_id = slow.submit("interactions", CALL, LINH)
    assert 0 == slow.flush()
    assert ([row_id], []) == (book.ids("interactions"), other.ids("interactions"))


def taken_at(engine: Engine) -> datetime | None:
    with engine.connect() as connection:
        return connection.scalar(select(marks.c.at).where(marks.c.name == "append"))


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(10_000):
        if is_so():
            return
        Event().wait(0.005)
    pytest.fail("it never was so")


def test_it_knows_what_somebody_wrote_last(engine: Engine) -> None:
    outbox = Outbox(engine, Book(), lambda: NOW, lambda: None)  # type: ignore[arg-type]
    outbox.submit("interactions", {**CALL, "interaction_id": "A"}, LINH)
    outbox.submit("interactions", {**CALL, "interaction_id": "B"}, Person("2", "Minh"))
    outbox.submit("events", {"event_id": "C", "at": NOW.replace(tzinfo=None), "by": "1", "kind": "snooze"}, LINH)
    outbox.flush()
    assert [("events", "C"), ("interactions", "A")] == [(each.tab, each.row_id) for each in outbox.latest(LINH)]
    assert (NOW, CALL["at"]) == (outbox.latest(LINH)[1].at, outbox.latest(LINH)[1].row["at"])
