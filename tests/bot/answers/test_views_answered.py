from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.answers import answer
from bot.answers.answer import Answer, Facts, Heading, Item, Line, Note, Paragraph, TableOf, plain
from bot.blocks import render
from bot.workbench.blockkit.checks import check_blocks
from kpi_core.errors import InputError, Refused
from kpi_core.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.desk import Desk

D = datetime
CONTACTS = [
    {
        "contact_id": "P1", "account_id": "A1", "name": "Ms Ha", "title": "CMO", "influence": "decision_maker",
        "relationship": 2,
    },
    {"contact_id": "P2", "account_id": "A1", "name": "Mr Nam", "influence": "user", "relationship": 4},
    {"contact_id": "P3", "account_id": "A4", "name": "Ms Mai", "influence": "influencer"},
]  # fmt: skip
SURVEYS = [
    {
        "survey_id": "S1", "account_id": "A1", "kind": "nps", "at": D(2026, 11, 1), "score": 3.0,
        "comment": "<!channel> slow",
    },
]  # fmt: skip
REQUESTS = [
    {"request_id": "R1", "account_id": "A1", "opened_at": D(2026, 11, 11, 9), "due_at": D(2026, 11, 13, 9)},
]
OUTCOMES = [
    {"outcome_id": "O1", "account_id": "A1", "goal": "Reach", "due_on": D(2026, 10, 1), "achieved": True},
    {"outcome_id": "O2", "account_id": "A1", "goal": "Sales", "due_on": D(2026, 12, 1)},
]
TARGETS = [
    {"kpi": "freshness", "scope": "all", "target": 0.9},
    {"kpi": "days_since_contact", "scope": "all", "target": 400.0},
]
RICH: dict[str, Any] = {"contacts": CONTACTS, "surveys": SURVEYS, "requests": REQUESTS, "outcomes": OUTCOMES}
COMMANDS = ("account Acme", "matrix", "matrix Acme", "contacts Acme", "risks", "renewals", "advice", "advice nps", "")


@pytest.fixture(scope="module")
def rich(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk(**RICH, targets=TARGETS)


def lines(found: Answer) -> Iterator[Line]:
    for part in found.parts:
        match part:
            case Heading(text):
                yield (text,)
            case Paragraph(line) | Note(line) | Item(line, _):
                yield line
            case Facts(pairs):
                yield from ((f"{name}: ", *value) for name, value in pairs)
            case TableOf(header, rows):
                yield header
                yield from ((" | ".join(plain(cell) for cell in row),) for row in rows)


def said(text: str, desk: Desk, am_id: str = "1", language: Any = "en") -> list[str]:
    found = answer(text, desk.roster.by_id[am_id], desk, language)
    return [plain(line) for line in lines(found)]


def buttons(text: str, desk: Desk) -> list[tuple[str, str]]:
    found = answer(text, desk.roster.by_id["1"], desk, "en")
    return [(one.action, one.value) for part in found.parts if isinstance(part, Item) for one in part.buttons]


def test_an_account_card_says_its_health_with_the_two_strongest_reasons(rich: Desk) -> None:
    assert (
        "🟡 Health 5.1 of 10: 78 days without contact (rhythm: 7 days); "
        "contract ends in 13 days, nobody works on the renewal"
    ) in said("account Acme", rich)


def test_an_account_card_has_a_line_for_all_that_is_known(rich: Desk) -> None:
    told = said("account Acme", rich)
    for line in (
        "Last contact: 78 days ago, call, Trần Thuỳ Linh (rhythm: 7\xa0days)",
        "Contacts: 2 people, Ms Ha decides",
        "Revenue, 12 months: $100.00",
        "Unpaid: $110.00; ⚠️ overdue $110.00, the oldest due 8 days ago",
        "Open requests: 1, ⚠️ 1 past its promise, the oldest opened 7 days ago",
        "Last survey: NPS 3, 17 days ago: “<!channel> slow” Surveys!A2",
        "Outcomes: 1 of 2 reached; next: Sales, due in 13 days",
    ):
        assert line in told


def test_an_account_card_names_what_the_book_does_not_keep_instead_of_zeros(desk: Desk) -> None:
    told = said("account Acme", desk)
    assert "The book does not keep: Contacts, Requests, Surveys, Outcomes." in told
    assert not [line for line in told if line.startswith(("Open requests", "Outcomes", "Contacts:"))]


def test_an_account_that_left_has_no_health(make_desk: Callable[..., Desk]) -> None:
    left = [{"account_id": "A1", "name": "Acme", "owner_id": "1", "status": "lost", "ended_on": D(2026, 5, 1)}]
    desk = make_desk(accounts=left)
    assert not [line for line in said("account Acme", desk) if "Health" in line]
    assert "This account is not active." in said("advice account Acme", desk)


def test_a_matrix_of_ones_own_accounts_puts_the_silent_first(rich: Desk) -> None:
    told = said("matrix", rich)
    assert "1 of 2 silent for too long" in told
    assert [
        "Acme | 1️⃣🟥🟥🟥🟥🟥🟥🟥🟥🟥🟥🟥 | 78 days ago | 7\xa0days",
        "Acme Books | 🟥🟥🟥🟥🟥🟥🟥🟥🟥🟥🟥1️⃣ | 2 days ago | 30\xa0days",
    ] == [line for line in told if "🟥" in line and "|" in line]


def test_a_matrix_of_an_account_shows_its_people(rich: Desk) -> None:
    told = said("matrix Acme", rich)
    assert "2 of 2 silent for too long" in told
    assert [line for line in told if line.startswith("nobody named |")]


def test_a_matrix_without_interactions_draws_no_silence(make_desk: Callable[..., Desk]) -> None:
    told = said("matrix", make_desk(interactions=[]))
    assert "The book keeps no interactions, so it cannot tell who was spoken with." in told
    assert not [line for line in told if "🟥" in line]


def test_contacts_stand_by_influence_with_how_close_we_are(rich: Desk) -> None:
    told = said("contacts Acme", rich)
    assert ["Ms Ha, CMO | decision maker | ●●○○○ | – | Contacts!A2", "Mr Nam | user | ●●●●○ | – | Contacts!A3"] == [
        line for line in told if "Contacts!" in line
    ]
    assert "Come closer to: Ms Ha" in told


@pytest.mark.parametrize(
    ("contacts", "told"),
    [
        (CONTACTS, "🟢 2 people, Ms Ha decides"),
        (CONTACTS[:1], "🔴 All hangs on one person: ask to be introduced to a second one."),
        (CONTACTS[2:], "🔴 Nobody is known there: ask whom we work with, and write them down."),
        ([], "⚪ The book keeps no contacts."),
        (
            [{**one, "influence": "user"} for one in CONTACTS],
            "🟠 2 people, and nobody of them decides: ask who does.",
        ),
    ],
)
def test_contacts_say_whether_the_account_hangs_on_one_thread(
    contacts: list[dict[str, object]], told: str, make_desk: Callable[..., Desk]
) -> None:
    assert told in said("contacts Acme", make_desk(contacts=contacts))


def test_risks_are_all_signals_worst_first_with_how_many_of_each_kind(rich: Desk) -> None:
    told = said("risks", rich)
    marks = [line[0] for line in told if line[0] in "🔴🟠🟡"]
    assert sorted(marks, key="🔴🟠🟡".index) == marks
    assert len(marks) > 5
    assert [line for line in told if "Quiet account 1 · Renewal due 1 · Overdue invoice 1" in line]


def test_an_ams_risks_leave_out_what_is_for_the_lead(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(one_to_ones=[])
    lead = [signal for signal in desk.signals if signal.am_id == "1" and "owner" not in signal.audience]
    own = said("risks", desk)
    assert not [signal for signal in lead if any(signal.why.to("en") in line for line in own)]


def test_risks_of_others_are_refused(rich: Desk) -> None:
    for text in ("risks @minh", "risks team Sen", "matrix team Sen", "matrix all"):
        with pytest.raises(Refused, match="Phạm Hà"):
            answer(text, rich.roster.by_id["1"], rich, "en")


@pytest.mark.parametrize("text", ["contacts Bamboo", "matrix Bamboo", "advice account Bamboo", "account Bamboo"])
def test_an_account_of_others_is_answered_like_one_that_does_not_exist(text: str, rich: Desk) -> None:
    with pytest.raises(InputError, match="I know nobody and nothing called “Bamboo” among what you may see"):
        answer(text, rich.roster.by_id["1"], rich, "en")


def test_advice_names_the_account_its_facts_and_whom_to_talk_with(rich: Desk) -> None:
    told = "\n".join(said("advice", rich))
    assert "Relationship freshness: Acme, 78 days without contact (rhythm: 7 days)" in told
    assert "Ms Ha, the decision maker" in told
    assert ("ask", "account A1") in buttons("advice", rich)


def test_advice_on_a_kpi_says_where_it_stands_and_what_else_helps(rich: Desk) -> None:
    told = said("advice freshness", rich)
    assert "🔴 50%   target 90%" in told
    assert [line for line in told if line.startswith("What else helps\n• ")]


def test_advice_on_an_account_mends_what_is_amiss_with_it(rich: Desk) -> None:
    told = said("advice account Acme", rich)
    assert [line for line in told if line.startswith("Relationship freshness: Acme, 78 days without contact")]


def test_advice_without_targets_begins_with_the_account_that_does_worst(desk: Desk) -> None:
    told = said("advice", desk)
    assert "No figure here has a target, so none is off target." in told
    assert [line for line in told if ": Acme, " in line]


def test_advice_about_a_team_names_no_account_to_an_am(rich: Desk) -> None:
    told = "\n".join(said("advice team Sen", rich) + said("advice freshness team Sen", rich))
    assert not [name for name in ("Acme", "Bamboo", "Ms Ha") if name in told]


@pytest.mark.parametrize(
    ("text", "scope"), [("advice", None), ("advice @linh", "am:1"), ("advice nps account Acme", "account:A1")]
)
def test_advice_is_asked_about_whom_one_likes(text: str, scope: str | None, rich: Desk) -> None:
    assert said(text, rich, "4")
    assert scope is None or said(text, rich, "4") != said("advice all", rich, "5")


def test_renewals_forecast_the_months_with_value_standing_and_health(rich: Desk) -> None:
    (december,) = [line for line in said("renewals", rich) if line.startswith("Dec 2026")]
    assert "Dec 2026 | 1 | $1,200 | – | – | $1,200 | – | 🟡1" == december


def test_a_health_that_is_less_than_seven_is_not_called_seven(rich: Desk) -> None:
    vars(rich)["healths"] = {**rich.healths, "A1": replace(rich.healths["A1"], score=6.99, level="amber")}
    assert [line for line in said("account Acme", rich) if line.startswith("🟡 Health 6.9 of 10")]


def test_renewals_look_as_far_ahead_as_is_asked(make_desk: Callable[..., Desk]) -> None:
    ends = {"C1": date(2026, 12, 1), "C2": date(2027, 4, 30), "C3": date(2027, 9, 1)}
    contracts = [
        {"contract_id": key, "account_id": "A1", "starts_on": date(2026, 1, 1), "ends_on": end, "service": key}
        for key, end in ends.items()
    ]
    desk = make_desk(contracts=contracts)
    told = {days: "\n".join(said(f"renewals {days}", desk)) for days in (90, 180, 365)}
    assert {90: 1, 180: 2, 365: 3} == {days: sum(key in text for key in ends) for days, text in told.items()}
    assert "2 renewals within 180" in told[180]
    assert "Acme: C2, until Apr 30, 2027 · no renewal yet" in told[180]


def test_a_scorecard_says_what_goes_well_and_what_to_do(rich: Desk) -> None:
    told = "\n".join(said("me", rich))
    assert "Going well\n• Days since contact: 40\xa0days (target 400\xa0days)" in told
    assert "To do\n• Acme, 78 days without contact (rhythm: 7 days)" in told
    assert "To look at" in told


def test_a_scorecard_of_the_team_gives_an_am_no_names(rich: Desk) -> None:
    told = "\n".join(said("card team Sen", rich))
    assert "To do\n• " in told
    assert not [name for name in ("Acme", "Bamboo", "Ms Ha") if name in told]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", COMMANDS)
def test_each_view_is_a_message_that_slack_takes(text: str, language: Any, rich: Desk) -> None:
    for am_id in ("1", "5"):
        message = render(answer(text, rich.roster.by_id[am_id], rich, language))
        check_blocks(message.blocks)
        assert "<!channel>" not in str(message)


def test_the_buttons_of_a_view_lead_to_the_others(rich: Desk) -> None:
    for value in ("account A1", "contacts A1", "matrix account A1"):
        assert ("ask", value) in buttons("account Acme", rich) + buttons("contacts Acme", rich)
        assert said(value, rich)


@pytest.mark.parametrize("text", COMMANDS)
def test_rows_without_ids_and_names_break_no_view(text: str, make_desk: Callable[..., Desk]) -> None:
    accounts = [
        {"account_id": None, "name": "Nameless", "owner_id": "1", "started_on": D(2025, 1, 1)},
        {"account_id": "A1", "name": "Acme", "owner_id": "1", "started_on": D(2025, 1, 1)},
        {"account_id": "A9", "name": None, "owner_id": "1"},
    ]
    contracts = [
        {"contract_id": None, "account_id": None, "starts_on": D(2026, 1, 1), "ends_on": D(2026, 12, 1)},
        {"contract_id": None, "account_id": "A1", "starts_on": D(2026, 1, 1), "ends_on": D(2026, 12, 1)},
    ]
    contacts = [{"contact_id": None, "account_id": "A1"}, {"contact_id": "P1", "account_id": "A1"}]
    interactions = [{"account_id": "A1", "at": D(2026, 11, 2, 9)}, {"account_id": None, "at": D(2026, 11, 2, 9)}]
    desk = make_desk(
        accounts=accounts, contracts=contracts, contacts=contacts, interactions=interactions, targets=TARGETS
    )
    for am_id in ("1", "5"):
        check_blocks(render(answer(text, desk.roster.by_id[am_id], desk, "ru")).blocks)
