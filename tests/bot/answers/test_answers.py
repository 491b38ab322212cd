from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.answers import ANSWERS, answer
from bot.answers.answer import Answer, Chart, Facts, Heading, Item, Line, Note, Paragraph, TableOf, plain
from bot.answers.digest import head, lead, personal, team
from bot.answers.figure import past_periods
from bot.answers.pings import reminder
from bot.answers.signals import signals_of
from bot.commands import COMMANDS
from bot.grammar import Pick, parse
from bot.press import Press
from kpi_core.errors import AmberError, InputError, Refused
from kpi_core.kpi import Scope
from kpi_core.periods import last_full, trailing, unit_period
from kpi_core.text import plain as same
from sheets.grid import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.desk import Desk
    from bot.people import Person

NOW = datetime(2026, 11, 18, 10, 0)


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
                yield from (cell for row in rows for cell in row)


def said(found: Answer) -> str:
    return "\n".join([found.summary, *(plain(line) for line in lines(found))])


def items(found: Answer) -> list[Item]:
    return [part for part in found.parts if isinstance(part, Item)]


def test_every_command_has_its_answer() -> None:
    assert {command.key for command in COMMANDS} == set(ANSWERS)


def test_a_scorecard_shows_value_change_and_what_lacks_data(desk: Desk, linh: Person) -> None:
    text = said(answer("", linh, desk, "en"))
    assert "Trần Thuỳ Linh · week 47" in text
    assert "50%\n–\n+50\xa0pp" in text
    assert "Net Promoter Score (the tab “Surveys” has no rows)" in text


def test_there_is_no_scorecard_of_a_week_to_come(desk: Desk, linh: Person) -> None:
    with pytest.raises(InputError, match="the period has not begun"):
        answer("card 2027-W01", linh, desk, "en")


def test_a_scorecard_ends_in_what_to_look_at_a_line_per_account(desk: Desk, linh: Person) -> None:
    (item,) = items(answer("me", linh, desk, "en"))
    reasons = ("78 days without contact", "the contract “Media” ends in 13 days", "not reviewed yet in 686 days")
    assert plain(item.line).startswith("🔴 Acme: ")
    assert [True] * 3 == [reason in plain(item.line) for reason in reasons]
    assert ["renewal_outcome", "ask"] == [button.action for button in item.buttons]


@pytest.mark.parametrize(
    ("text", "tabs", "expected"),
    [
        ("quiet", {"interactions": []}, "⚪ I cannot tell: the tab “Interactions” has no rows."),
        ("renewals", {"contracts": []}, "⚪ I cannot tell: the tab “Contracts” has no rows."),
        ("overdue", {"invoices": []}, "⚪ I cannot tell: the tab “Invoices” has no rows."),
        ("risks", {"accounts": []}, "⚪ I cannot tell: the tab “Accounts” has no rows."),
        ("quiet", {"interactions": [{"interaction_id": "I1", "account_id": "A1"}]}, "the column “At” in the tab"),
        ("renewals", {"contracts": [{"contract_id": "C1", "account_id": "A1"}]}, "column “Ends on”"),
    ],
)
def test_a_work_list_without_what_it_needs_says_what_is_missing(
    text: str, tabs: Mapping[str, list[dict[str, object]]], expected: str, make_desk: Callable[..., Desk], linh: Person
) -> None:
    accounts = [{"account_id": "A1", "name": "Acme", "owner_id": "1"}]
    desk = make_desk(**{"accounts": accounts, "contracts": [], "invoices": [], "interactions": [], **tabs})
    assert expected in said(answer(text, linh, desk, "en"))


def test_who_has_no_account_is_told_where_owners_stand(make_desk: Callable[..., Desk], linh: Person) -> None:
    accounts = [{"account_id": "A2", "name": "Bamboo", "owner_id": "2"}]
    text = said(answer("quiet", linh, make_desk(accounts=accounts), "en"))
    assert "Trần Thuỳ Linh has no active account. Owners stand in the tab “Accounts”, column “Owner ID”." in text


def test_nothing_is_fine_in_tabs_that_the_book_does_not_keep(make_desk: Callable[..., Desk], linh: Person) -> None:
    now = datetime(2026, 11, 17, 9)
    touched = [{"interaction_id": "I1", "account_id": "A1", "am_id": "1", "at": now, "channel": "call"}]
    accounts = [{"account_id": "A1", "name": "Acme", "owner_id": "1"}]
    desk = make_desk(accounts=accounts, interactions=touched, contracts=[], invoices=[])
    text = said(answer("risks", linh, desk, "en"))
    assert "Nothing needs attention in what the book keeps." in text
    assert "The book does not keep: Contracts, Invoices" in text


def test_a_figure_shows_how_it_was_computed(desk: Desk, linh: Person) -> None:
    text = said(answer("freshness", linh, desk, "en"))
    assert "1 account within cadence ÷ 2 active accounts = 50%" in text
    assert "Accounts!A2 Acme (0 ÷ 1)" in text


def test_a_figure_without_a_value_says_why(desk: Desk, dmitri: Person) -> None:
    assert "No value: the tab “Surveys” has no rows" in said(answer("nps", dmitri, desk, "en"))


def test_a_figure_shows_eight_periods(desk: Desk, linh: Person) -> None:
    (chart,) = [part for part in answer("freshness", linh, desk, "en").parts if isinstance(part, Chart)]
    assert ("W40", "W47", 50.0) == (chart.labels[0], chart.labels[-1], chart.series[0][1][-1])


def test_why_leaves_out_history_and_parts(desk: Desk, ha: Person) -> None:
    kinds = {type(part) for part in answer("why freshness", ha, desk, "en").parts}
    assert not {Chart, TableOf} & kinds


def test_a_lead_sees_the_team_by_name(desk: Desk, ha: Person) -> None:
    assert "Lê Minh" in said(answer("freshness", ha, desk, "en"))


def test_an_am_sees_the_team_without_names(desk: Desk, linh: Person) -> None:
    text = said(answer("freshness team Sen", linh, desk, "en"))
    assert "66.7%" in text
    assert not [name for name in ("Minh", "Bamboo") if name in text]


@pytest.mark.parametrize(
    "text", ["freshness @minh", "card @minh", "card all", "revenue all", "quiet team Sen", "quiet all"]
)
def test_what_is_not_theirs_is_refused_with_whom_to_ask(text: str, desk: Desk, linh: Person) -> None:
    with pytest.raises(Refused, match="Phạm Hà"):
        answer(text, linh, desk, "en")


@pytest.mark.parametrize("command", [command.words[0] for command in COMMANDS if command.words] + ["nps", "revenue"])
def test_no_answer_to_an_am_names_what_is_not_theirs(command: str, desk: Desk, linh: Person) -> None:
    for rest in ("", " Acme", " @Minh", " team Sen", " Bamboo", " Volga", " all"):
        try:
            text = said(answer(command + rest, linh, desk, "en"))
        except AmberError as error:
            text = str(error).replace(rest.strip(), "")
        assert not [name for name in ("Bamboo", "Volga", "Lê Minh", "Орлова") if name in text]


def test_a_long_work_list_says_how_to_see_the_rest(make_desk: Callable[..., Desk]) -> None:
    accounts = [
        {"account_id": f"B{n}", "name": f"Bamboo {n}", "owner_id": "1", "started_on": datetime(2025, 1, 1)}
        for n in range(12)
    ]
    desk = make_desk(accounts=accounts)
    linh, head_of = desk.roster.by_id["1"], desk.roster.by_id["5"]
    assert "`risks @am`" not in said(answer("risks", linh, desk, "en"))
    assert "Fewer at a time: quiet" in said(answer("risks", linh, desk, "en"))
    assert "Fewer at a time: risks @am" in said(answer("risks", head_of, desk, "en"))


def test_a_refused_asker_gets_no_work_list_of_others(desk: Desk, ha: Person) -> None:
    with pytest.raises(Refused):
        answer("quiet all", ha, desk, "en")


def test_renewals_keep_to_the_horizon(desk: Desk, linh: Person) -> None:
    assert [1, 0] == [len(items(answer(f"renewals {days}", linh, desk, "en"))) for days in (20, 5)]


def test_overdue_lists_the_invoice_with_its_cell(desk: Desk, linh: Person) -> None:
    text = said(answer("overdue", linh, desk, "en"))
    assert "Acme: $110.00, due 8 days ago  Invoices!A2" in text


def test_an_account_stands_on_one_card(desk: Desk, linh: Person) -> None:
    text = said(answer("account acme", linh, desk, "en"))
    assert "Last contact: 78 days ago, call, Trần Thuỳ Linh" in text
    assert "Media, $1,200.00, until Dec 1, 2026 Contracts!A2" in text


def test_a_button_carries_its_situation(desk: Desk, linh: Person) -> None:
    (first, *_) = items(answer("quiet", linh, desk, "en"))
    press = Press.from_value(first.buttons[0].value)
    assert Press("A1", "quiet", "A1", "quiet|A1|2026-09-01") == press
    assert ["log_interaction", "snooze", "not_mine"] == [button.action for button in first.buttons]


@pytest.mark.parametrize("value", ["", "{}", "[]", '{"v": 0}', '{"v": 1, "rule": "quiet"}'])
def test_a_stale_button_says_so(value: str) -> None:
    with pytest.raises(InputError, match="ask again"):
        Press.from_value(value)


def test_a_choice_asks_in_full(desk: Desk, dmitri: Person) -> None:
    (item,) = items(answer("returning last month", dmitri, desk, "en"))
    assert ("Returning rate", "ask", "returning_rate last month") in [
        (one.label, one.action, one.value) for one in item.buttons
    ]


def test_it_says_how_many_more_fit_than_a_choice_shows(make_desk: Callable[..., Desk]) -> None:
    named = [{"account_id": f"X{n}", "name": f"Lotus {n}", "owner_id": "1"} for n in range(13)]
    found = answer("account lotus", make_desk(accounts=named).roster.by_id["1"], make_desk(accounts=named), "en")
    assert (10, "3 more fit: type more of the name.") == (
        len(items(found)[0].buttons),
        said(found).splitlines()[-1],
    )


def test_it_tells_two_of_one_name_apart(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(accounts=[{"account_id": f"X{n}", "name": "Lotus", "owner_id": "1"} for n in (1, 2)])
    (item,) = items(answer("account lotus", desk.roster.by_id["1"], desk, "en"))
    assert ["Lotus · account X1", "Lotus · account X2"] == [one.label for one in item.buttons]


@pytest.mark.parametrize(
    "text", ["account acm", "matrix acm", "log acm call 20m", "revenue acm", "quiet @m", "returning"]
)
def test_it_understands_every_choice_it_offers(text: str, make_desk: Callable[..., Desk]) -> None:
    accounts = [{"account_id": f"X{n}", "name": f"Acm {n}", "owner_id": "1"} for n in (1, 2)]
    team = [{"am_id": f"m{n}", "name": f"M {n}", "role": "am"} for n in (1, 2)]
    desk = make_desk(accounts=accounts, team=[*team, {"am_id": "5", "name": "Dmitri", "role": "head"}])
    dmitri = desk.roster.by_id["5"]
    chosen = items(answer(text, dmitri, desk, "en"))[0].buttons
    assert len(chosen) > 1
    for button in chosen:
        assert not isinstance(parse(button.value, desk, dmitri), Pick)


def test_help_finds_the_lines_that_mention_a_word(desk: Desk, linh: Person) -> None:
    text = said(answer("help renewals", linh, desk, "en"))
    assert "renewals [days]" in text
    assert "quiet [@am" not in text


def issue(tab: str, row: int, severity: str) -> Issue:
    return Issue(tab, f"C{row}", row, "name", "x", severity, "bad_date", same(f"{tab} row {row} is wrong"))  # type: ignore[arg-type]


def test_check_shows_each_role_the_rows_of_theirs_worst_first(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    found = [issue("Accounts", 5, "warning"), issue("Accounts", 2, "error"), issue("Accounts", 3, "error")]
    object.__setattr__(desk.snapshot, "issues", found)
    linh, dmitri = desk.roster.by_id["1"], desk.roster.by_id["5"]
    assert "Data issues: 1 error, 1 warning" == answer("check", linh, desk, "en").summary
    assert "Data issues: 2 errors, 1 warning" == answer("check", dmitri, desk, "en").summary
    assert "Accounts!C2  Accounts row 2 is wrong" in said(answer("check", linh, desk, "en"))
    assert "4 accounts, 2 data issues. check shows them." in said(answer("refresh", linh, desk, "en"))


def test_an_answer_tells_how_old_it_is(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    object.__setattr__(desk.snapshot, "read_at", NOW.replace(tzinfo=UTC) - timedelta(minutes=12))
    object.__setattr__(desk.snapshot, "stale", same("Google does not answer"))
    text = said(answer("freshness", desk.roster.by_id["1"], desk, "en"))
    assert "Figures as of 09:48. ⚠️ A newer reading was not possible: Google does not answer" in text


def test_an_answer_tells_its_age_by_the_readers_own_clock(make_desk: Callable[..., Desk]) -> None:
    team = [
        {"am_id": "1", "name": "Linh", "slack_user_id": "U0LINH"},
        {"am_id": "3", "name": "Ольга", "timezone": "Europe/Moscow", "slack_user_id": "U0OLGA"},
        {"am_id": "5", "name": "Dmitri", "role": "head", "timezone": "Moscow", "slack_user_id": "U0DMITRI"},
    ]
    desk = make_desk(team=team)
    told = {one.am_id: said(answer("freshness", one, desk, "en")) for one in desk.roster.people}
    clocks = {"1": "10:00", "3": "13:00", "5": "10:00"}  # a zone that there is not is the book's
    assert clocks == {am_id: text.partition("Figures as of ")[2][:5] for am_id, text in told.items()}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Figures as of 09:48. ⚠️ Google has not answered since 09:48."),
        ("vi", "Số liệu lúc 09:48. ⚠️ Google không phản hồi từ 09:48."),
        ("ru", "Данные на 09:48. ⚠️ Google не отвечает с 09:48."),
    ],
)
def test_an_outage_is_told_in_the_readers_language(make_desk: Callable[..., Desk], language: str, told: str) -> None:
    desk = make_desk()
    object.__setattr__(desk.snapshot, "read_at", NOW.replace(tzinfo=UTC) - timedelta(minutes=12))
    object.__setattr__(desk.snapshot, "stale", same("Google answered 503 to reading the sheet; try again"))
    object.__setattr__(desk.snapshot, "silent", "Google")
    assert told in said(answer("freshness", desk.roster.by_id["1"], desk, language))


def test_history_goes_back_in_calendar_units() -> None:
    found = past_periods(unit_period("quarter", NOW, NOW))
    assert ["2025-01-01..2025-03-31", "2026-10-01..2026-11-18"] == [str(found[0]), str(found[-1])]
    assert 8 == len(found)


def test_history_of_ninety_days_goes_back_week_by_week() -> None:
    found = past_periods(trailing(90, NOW, NOW))
    assert {timedelta(days=7)} == {later.end - sooner.end for sooner, later in pairwise(found)}


WEEK = last_full("week", NOW)


def test_the_digest_is_ones_own_scorecard_of_the_week(desk: Desk, linh: Person) -> None:
    assert "Trần Thuỳ Linh · week 46, Nov 9" in said(personal(desk, linh, WEEK, "en"))


def test_the_leads_digest_has_a_line_per_am(desk: Desk, ha: Person) -> None:
    text = said(lead(desk, ha, WEEK, "en"))
    assert "Trần Thuỳ Linh" in text
    assert "Lê Minh" in text
    assert "Орлова" not in text


def test_the_teams_digest_names_nobody(desk: Desk) -> None:
    text = said(team(desk, "Sen", WEEK, "en"))
    assert "Team Sen" in text
    assert not [name for name in ("Linh", "Minh", "Acme", "Bamboo") if name in text]


def test_the_heads_digest_has_a_line_per_team(desk: Desk) -> None:
    text = said(head(desk, WEEK, "en"))
    assert "Sen" in text
    assert "Neva" in text


def test_who_leads_sets_scorecards_side_by_side(desk: Desk, dmitri: Person, ha: Person, linh: Person) -> None:
    monday = [part for part in head(desk, WEEK, "en").parts if isinstance(part, TableOf)]
    asked = answer("card by team", dmitri, desk, "en")  # of the last full week: a week that just began tells little
    assert monday == [part for part in asked.parts if isinstance(part, TableOf)]
    assert asked != answer("card by team this week", dmitri, desk, "en")
    assert "Lê Minh" in said(answer("card by am", ha, desk, "en"))
    for asked_for in ("who is behind?", "ai cần giúp?", "кто отстаёт?"):
        assert answer("card by am", ha, desk, "en") == answer(asked_for, ha, desk, "en")
    with pytest.raises(Refused, match="Phạm Hà"):
        answer("card by am", linh, desk, "en")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("кто давно молчит?", "quiet"),
        ("у кого просрочены счета?", "overdue"),
        ("как дела у Acme?", "account Acme"),
        ("аккаунт Acme", "account Acme"),
    ],
)
def test_it_knows_what_colleagues_in_moscow_say(text: str, command: str, desk: Desk, linh: Person) -> None:
    assert answer(command, linh, desk, "ru") == answer(text, linh, desk, "ru")


def test_a_reminder_counts_what_it_leaves_out(desk: Desk, linh: Person) -> None:
    signals = signals_of(desk, Scope("am", "1"))
    found = reminder(desk, linh, signals, "en", 3)
    assert f"{len(signals) + 3} things need you today: Acme" == found.summary
    assert "… and 3 more" in said(found)


def test_two_periods_are_told_with_the_change_between_them(make_desk: Callable[..., Desk], dmitri: Person) -> None:
    invoices = [
        {"invoice_id": f"V{month}", "account_id": "A1", "issued_on": datetime(2026, month, 5), "amount": amount}
        for month, amount in ((9, 100.0), (10, 150.0))
    ]
    text = said(answer("revenue october vs september", dmitri, make_desk(invoices=invoices), "en"))
    compared = next(line for line in text.splitlines() if line.startswith("Compared with"))
    assert compared.endswith("2026: $100.00 (+50%)")
    assert "+$50.00 on Sep 1" in text


def test_a_scorecard_of_two_periods_shows_both(desk: Desk, dmitri: Person) -> None:
    found = answer("compare october with september", dmitri, desk, "en")
    (table,) = [part for part in found.parts if isinstance(part, TableOf)]
    assert ("KPI", "Oct 2026", "Sep 2026", "Change") == table.header
    assert ["Interactions per account", "0", "0.25", "−0.25"] in [[plain(cell) for cell in row] for row in table.rows]


def test_a_figure_is_broken_down_by_what_is_asked(desk: Desk, dmitri: Person, linh: Person) -> None:
    (table,) = [one for one in answer("active_accounts by account", linh, desk, "en").parts if isinstance(one, TableOf)]
    assert ["Account", "Acme", "Acme Books"] == [table.header[0], *(plain(row[0]) for row in table.rows)]
    with pytest.raises(InputError, match="`by account`"):
        answer("active_accounts by team", linh, desk, "en")
    assert "Lê Minh" in said(answer("active_accounts by am", dmitri, desk, "en"))
