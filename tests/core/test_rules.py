from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from kpi_core.describe import rules_page
from kpi_core.rules import RULES, RULES_BY_KEY, Rule, Signal, attention
from kpi_core.rules import signals as signals_of
from kpi_core.schema import TABS
from kpi_core.settings import SETTINGS
from kpi_core.text import LANGUAGES, Language

D = datetime
DOCS = Path(__file__).parents[2] / "docs"
# The end of 30 June.
NOW = D(2026, 7, 1)
Build = Callable[..., Any]


def signals(build: Build, rule: str, now: datetime = NOW, **rows: Any) -> list[Signal]:
    return list(signals_of(build(now, **rows).figures, [RULES_BY_KEY[rule]]))


def spoke(account: str, day: datetime, **more: Any) -> dict[str, Any]:
    return {"interaction_id": f"{account}{day}", "account_id": account, "am_id": "linh", "at": day, **more}


ALL_FRESH = [spoke(account, D(2026, 6, 29)) for account in ("acme", "bamboo", "volga")]


def test_it_speaks_up_the_day_after_the_cadence_is_over(book: Build) -> None:
    fresh = [*ALL_FRESH[1:], spoke("acme", D(2026, 6, 23, 17))]
    assert [] == signals(book, "quiet", interactions=fresh)
    stale = [*ALL_FRESH[1:], spoke("acme", D(2026, 6, 22, 17))]
    (signal,) = signals(book, "quiet", interactions=stale)
    assert ("acme", "linh", "2026-06-22", "warning") == (signal.subject, signal.am_id, signal.cycle, signal.severity)
    assert "8 days without contact; the rhythm agreed is 7 days" == signal.why.to("en")


def test_it_gets_louder_at_twice_the_cadence(book: Build) -> None:
    (signal,) = signals(book, "quiet", interactions=[*ALL_FRESH[1:], spoke("acme", D(2026, 6, 15))])
    assert "urgent" == signal.severity


def test_it_takes_no_unanswered_mail_for_contact(book: Build) -> None:
    mails = [*ALL_FRESH[1:], spoke("acme", D(2026, 6, 29), direction="outbound", replied=False)]
    (signal,) = signals(book, "quiet", interactions=mails)
    assert "never contacted in 545 days since the start; the rhythm agreed is 7 days" == signal.why.to("en")


def test_it_says_nothing_about_lost_accounts_and_prospects(book: Build) -> None:
    accounts = [
        {"account_id": "lost", "owner_id": "linh", "started_on": D(2025, 1, 1), "ended_on": D(2026, 6, 1)},
        {"account_id": "prospect", "owner_id": "linh", "started_on": D(2025, 1, 1), "status": "prospect"},
    ]
    assert [] == signals(book, "quiet", accounts=accounts)


def renewal(build: Build, ends: datetime, now: datetime = NOW, **more: Any) -> list[Signal]:
    row = {"contract_id": "c", "account_id": "acme", "starts_on": D(2025, 1, 1), "ends_on": ends, "amount": 1200.0}
    return signals(build, "renewal", now, contracts=[{**row, **more}], interactions=ALL_FRESH)


@pytest.mark.parametrize(
    ("ends", "rung"),
    [
        (D(2026, 9, 29), None),
        (D(2026, 9, 28), 90),
        (D(2026, 8, 30), 90),
        (D(2026, 8, 29), 60),
        (D(2026, 7, 31), 60),
        (D(2026, 7, 30), 30),
        (D(2026, 7, 14), 14),
        (D(2026, 7, 7), 7),
        (D(2026, 7, 1), 7),
        (D(2026, 6, 30), 0),
        (D(2026, 6, 5), 0),
    ],
)
def test_it_climbs_the_rungs_as_the_end_comes_near(book: Build, ends: datetime, rung: int | None) -> None:
    found = renewal(book, ends)
    assert ([] if rung is None else [f"{ends:%Y-%m-%d}:{rung}"]) == [signal.cycle for signal in found]


def test_it_counts_from_the_last_day_to_give_notice(book: Build) -> None:
    (signal,) = renewal(book, D(2026, 9, 28), notice_days=60.0)
    assert ("2026-09-28:30", date(2026, 7, 30)) == (signal.cycle, signal.due_on)


def test_it_keeps_quiet_about_one_negotiated_until_the_last_two_rungs(book: Build) -> None:
    assert [] == renewal(book, D(2026, 8, 1), renewal_status="negotiating")
    assert 1 == len(renewal(book, D(2026, 7, 14), renewal_status="negotiating"))


@pytest.mark.parametrize(
    "more",
    [
        {"auto_renews": True},
        {"renewal_status": "won"},
        {"renewal_status": "lost"},
        {"recurring": False},
        {"cancelled_on": D(2026, 7, 5)},
    ],
    ids=lambda more: next(iter(more)),
)
def test_it_says_nothing_about_what_is_settled(book: Build, more: dict[str, Any]) -> None:
    assert [] == renewal(book, D(2026, 7, 10), **more)


def test_it_says_how_much_is_at_stake(book: Build) -> None:
    (signal,) = renewal(book, D(2026, 7, 10), service="SEO")
    assert "the contract “SEO” ends in 10 days (2026-07-10), worth 1,200 USD; no renewal yet" == signal.why.to("en")
    assert "urgent" == signal.severity


def snoozed(until: datetime) -> dict[str, Any]:
    return {"event_id": "e", "kind": "snooze", "subject": "acme", "rule": "quiet", "until": until, "at": D(2026, 6, 20)}


def test_it_sleeps_through_the_day_it_was_snoozed_to(book: Build) -> None:
    stale = ALL_FRESH[1:]
    assert [] == signals(book, "quiet", interactions=stale, events=[snoozed(D(2026, 7, 1))])
    assert 1 == len(signals(book, "quiet", interactions=stale, events=[snoozed(D(2026, 6, 30))]))


def test_it_puts_the_worst_first(book: Build) -> None:
    stale = [spoke("acme", D(2026, 6, 10)), spoke("bamboo", D(2026, 5, 20)), spoke("volga", D(2026, 6, 29))]
    assert ["acme", "bamboo"] == [signal.subject for signal in signals(book, "quiet", interactions=stale)]


def addressed(at: datetime) -> dict[str, Any]:
    return {"event_id": "e", "kind": "addressed", "subject": "acme", "rule": "quiet", "at": at}


def test_it_is_silent_for_a_cycle_once_somebody_saw_to_it(book: Build) -> None:
    stale = [*ALL_FRESH[1:], spoke("acme", D(2026, 6, 10))]
    assert [] == signals(book, "quiet", interactions=stale, events=[addressed(D(2026, 6, 20, 9))])


def test_it_speaks_again_in_the_next_cycle(book: Build) -> None:
    stale = [*ALL_FRESH[1:], spoke("acme", D(2026, 6, 20, 15))]
    assert 1 == len(signals(book, "quiet", interactions=stale, events=[addressed(D(2026, 6, 20, 9))]))


def test_it_takes_a_word_about_one_rule_for_no_word_about_another(book: Build) -> None:
    stale = [*ALL_FRESH[1:], spoke("acme", D(2026, 6, 10))]
    events = [{**addressed(D(2026, 6, 20)), "rule": "next_step"}]
    assert 1 == len(signals(book, "quiet", interactions=stale, events=events))


def test_it_does_without_what_the_book_lacks(book: Build) -> None:
    rows = {"interactions": ALL_FRESH, "missing": ("contracts",)}
    told = {signal.rule for signal in attention(book(NOW, **rows).tables, NOW)}
    assert {"criteria_review", "next_step", "review_due"} == told


def test_it_tells_whom_a_signal_is_for(book: Build) -> None:
    (signal,) = signals(book, "quiet", interactions=ALL_FRESH[1:])
    assert (("owner",), False) == (signal.audience, signal.is_immediate)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_it_declares_each_rule_whole(rule: Rule) -> None:
    texts = (rule.names, rule.fires_when, rule.cycle)
    assert all(text.to(language).strip() for text in texts for language in LANGUAGES)
    assert rule.actions
    assert rule.seeds
    assert all(TABS[tab].column(column) for tab, _, column in (need.partition(".") for need in rule.needs))
    assert set(rule.thresholds) <= {setting.key for setting in SETTINGS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_describes_the_rules_in_the_docs(language: Language) -> None:
    page = DOCS / ("rules.md" if language == "en" else f"rules.{language}.md")
    rewrite = (
        'python -c "from pathlib import Path; from kpi_core.describe import rules_page; '
        f"Path('docs/{page.name}').write_text(rules_page('{language}'), encoding='utf-8')\""
    )
    written = page.read_text(encoding="utf-8") if page.exists() else ""
    assert rules_page(language) == written, f"docs/{page.name} is out of date; rewrite it: {rewrite}"


def test_it_has_every_rule_once() -> None:
    assert 23 == len(RULES) == len(RULES_BY_KEY)


def test_it_is_one_situation_on_all_rungs(book: Build) -> None:
    (far,), (near,) = renewal(book, D(2026, 8, 1)), renewal(book, D(2026, 8, 1), now=D(2026, 7, 28))
    assert ["2026-08-01:60", "2026-08-01:7"] == [far.cycle, near.cycle]
    assert D(2026, 5, 3) == far.open_since == near.open_since


def test_it_is_open_again_since_it_woke_from_a_snooze(book: Build) -> None:
    stale = [*ALL_FRESH[1:], spoke("acme", D(2026, 6, 15))]
    (left,) = signals(book, "quiet", interactions=stale)
    (woken,) = signals(book, "quiet", interactions=stale, events=[snoozed(D(2026, 6, 28))])
    assert [D(2026, 6, 16), D(2026, 6, 29)] == [left.open_since, woken.open_since]
    assert left.identity == woken.identity
