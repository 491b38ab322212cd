from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.answers.answer import Item, Paragraph, TableOf, plain
from bot.answers.digest import lead, team
from bot.answers.pings import alert, reminder
from bot.answers.signals import signals_for
from bot.desk import Desk
from bot.people import Person
from kpi_core.kpi import EVERYBODY
from kpi_core.periods import last_full
from kpi_core.rules.signal import Signal
from kpi_core.text import Language
from kpi_core.text import plain as same

WEEK = last_full("week", datetime(2026, 11, 18, 10, 0))
MakeDesk = Callable[..., Desk]


def signal(account_id: str, name: str, why: str, rule: str = "quiet") -> Signal:
    return Signal(rule, "account", account_id, "1", "1", account_id, name, "urgent", None, same(why), "accounts", 2)


ACME, ACME_TOO = signal("A1", "Acme", "41 days quiet"), signal("A1", "Acme", "ends in 9 days", rule="renewal")
BAMBOO = signal("A2", "Bamboo", "60 days quiet")


def shown(parts: Sequence[object]) -> list[str]:
    return [plain(part.line) for part in parts if isinstance(part, Paragraph | Item)]


def test_lines_of_one_account_stand_below_its_name(desk: Desk, linh: Person) -> None:
    parts = reminder(desk, linh, [ACME, ACME_TOO, BAMBOO], "en").parts
    assert ["Acme", "🔴 41 days quiet", "🔴 ends in 9 days", "🔴 Bamboo: 60 days quiet"] == shown(parts)


def test_each_line_has_its_buttons_the_outcome_only_of_a_contract(desk: Desk, linh: Person) -> None:
    parts = reminder(desk, linh, [ACME, ACME_TOO], "en").parts
    assert [
        ["log_interaction", "snooze", "not_mine"],
        ["renewal_outcome", "log_interaction", "snooze", "not_mine"],
    ] == [[button.action for button in part.buttons] for part in parts if isinstance(part, Item)]


def test_an_enquiry_without_an_account_can_be_snoozed_by_whose_it_is(desk: Desk, linh: Person, minh: Person) -> None:
    enquiry = replace(signal("", "New enquiry", "waits", rule="lead_waiting"), account_id=None, subject_kind="deal")
    mine, others = (reminder(desk, person, [enquiry], "en").parts for person in (linh, minh))
    assert [["snooze"]] == [[button.action for button in part.buttons] for part in mine if isinstance(part, Item)]
    assert [()] == [part.buttons for part in others if isinstance(part, Item)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "⏱️ 2 things cannot wait: Acme, Bamboo"),
        ("vi", "⏱️ 2 việc cần xử lý ngay: Acme, Bamboo"),
        ("ru", "⏱️ 2\u00a0дела не ждут: Acme, Bamboo"),
    ],
)
def test_what_cannot_wait_says_so(desk: Desk, linh: Person, language: Language, expected: str) -> None:
    assert expected == alert(desk, linh, [ACME, BAMBOO], language).summary


def table(parts: Sequence[object]) -> list[list[str]]:
    (found,) = [part for part in parts if isinstance(part, TableOf)]
    return [list(found.header), *([plain(line) for line in row] for row in found.rows)]


def test_the_lead_sees_no_places_unless_the_team_wants_them(desk: Desk, ha: Person) -> None:
    assert "AM" == table(lead(desk, ha, WEEK, "en").parts)[0][0]


def test_the_lead_sees_the_greatest_score_first_where_the_team_wants_it(make_desk: MakeDesk, ha: Person) -> None:
    ranked = make_desk(settings={"leaderboard": "yes"}, targets=[{"kpi": "freshness", "scope": "all", "target": 0.9}])
    header, *rows = table(lead(ranked, ha, WEEK, "en").parts)
    assert ["#", "AM", "Score"] == header[:3]
    assert [["1", "Lê Minh"], ["2", "Trần Thuỳ Linh"]] == [row[:2] for row in rows]


@pytest.mark.parametrize(
    ("reader", "language", "expected"),
    [
        ("1", "en", "🔴 Acme: 41 days quiet · ⏫ escalated to Phạm Hà"),
        ("1", "vi", "🔴 Acme: 41 days quiet · ⏫ đã chuyển lên Phạm Hà"),
        ("1", "ru", "🔴 Acme: 41 days quiet · ⏫ передано выше: Phạm Hà"),
        ("4", "en", "🔴 Acme: 41 days quiet · Trần Thuỳ Linh · ⏫ escalated to you"),
    ],
)
def test_what_was_escalated_says_to_whom(make_desk: MakeDesk, reader: str, language: Language, expected: str) -> None:
    desk = make_desk()
    vars(desk)["escalated"] = {ACME.identity: desk.roster.by_id["4"]}
    assert [expected] == shown(reminder(desk, desk.roster.by_id[reader], [ACME], language).parts)


def test_the_lead_finds_what_was_escalated_first(make_desk: MakeDesk, ha: Person, linh: Person) -> None:
    desk = make_desk()
    vars(desk).update(signals=[BAMBOO, ACME], escalated={ACME.identity: ha})
    assert [ACME, BAMBOO] == signals_for(ha, desk, EVERYBODY)
    assert [BAMBOO, ACME] == signals_for(linh, desk, EVERYBODY)


def test_the_teams_channel_names_nobody_even_then(make_desk: MakeDesk) -> None:
    ranked = make_desk(settings={"leaderboard": "yes"})
    said = str(team(ranked, "Sen", WEEK, "en"))
    assert [] == [person.name for person in ranked.roster.people if person.name in said]
