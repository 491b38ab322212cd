"""Satisfaction and advocacy on literal rows, worked by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import Scope
from kpi_core.periods import between

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)
Build = Callable[..., Any]

MAY = D(2026, 5, 1)


def survey(name: str, score: float | None, **more: Any) -> dict[str, Any]:
    return {"survey_id": name, "account_id": "acme", "kind": "csat", "at": MAY, "score": score, **more}


def surveys(*scores: float, **more: Any) -> list[dict[str, Any]]:
    return [survey(str(number), score, **more) for number, score in enumerate(scores)]


def test_it_takes_fours_and_fives_for_satisfied(book: Build) -> None:
    asked = book(
        NOW,
        surveys=[
            *surveys(5, 4, 4, 3, 2, 5),
            survey("too early", 5, at=D(2026, 3, 31)),
            survey("not answered", None, at=None),
            survey("nps", 10, kind="nps"),
        ],
    )
    assert (pytest.approx(4 / 6), 4, 6, 6) == asked.sides("csat", Q2, "am:linh")


def test_it_takes_the_mean_of_effort_scores(book: Build) -> None:
    assert (5, 30, 6, 6) == book(NOW, surveys=surveys(7, 5, 6, 4, 3, 5, kind="ces")).sides("ces", Q2)


@pytest.mark.parametrize("kind", ["csat", "ces"])
def test_it_gives_no_score_of_fewer_than_five_answers(book: Build, kind: str) -> None:
    result = book(NOW, surveys=surveys(5, 4, 4, 3, kind=kind)).ask(kind, Q2)
    assert (None, "too few answers (n = 4)") == (result.value, result.reason.to("en"))


def test_it_looks_at_what_was_sent_in_the_period_for_the_response_rate(book: Build) -> None:
    sent = D(2026, 6, 20)
    asked = book(
        NOW,
        surveys=[
            survey("answered", 5, sent_at=sent, at=D(2026, 6, 25)),
            survey("answered, day unknown", 5, sent_at=sent, at=None, kind="ces"),
            survey("not yet", None, sent_at=sent, at=None, kind="nps"),
            survey("answered later", 5, sent_at=sent, at=D(2026, 7, 2)),
            survey("internal", 5, sent_at=sent, kind="internal"),
            survey("sent before", 5, sent_at=D(2026, 3, 31)),
        ],
    )
    assert (0.5, 2, 4, 4) == asked.sides("survey_response_rate", Q2, "am:linh")


def test_it_counts_good_mentions_and_introductions_per_hundred_accounts(book: Build) -> None:
    def referral(name: str, kind: str, sentiment: str | None = None) -> dict[str, Any]:
        return {"referral_id": name, "account_id": "acme", "at": MAY, "kind": kind, "sentiment": sentiment}

    asked = book(
        NOW,
        referrals=[
            referral("1", "mention", "positive"),
            referral("2", "mention", "negative"),
            referral("3", "mention"),
            referral("4", "introduction"),
            referral("5", "review", "positive"),
        ],
    )
    assert (pytest.approx(200 / 3), 2, 3, 2) == asked.sides("advocacy", Q2)
    assert (200, 2, 1, 2) == asked.sides("advocacy", Q2, "am:linh")
    assert 0 == asked.ask("advocacy", Q2, "am:minh").value


def test_it_leaves_new_accounts_of_unknown_source_out_of_the_referred_share(book: Build) -> None:
    accounts = [
        {"account_id": name, "owner_id": "linh", "started_on": day, "source": source}
        for name, day, source in (
            ("a", MAY, "referral"),
            ("b", MAY, "event"),
            ("c", MAY, None),
            ("d", D(2026, 3, 31), "referral"),
        )
    ]
    assert (0.5, 1, 2, 2) == book(NOW, accounts=accounts).sides("referred_account_share", Q2, "am:linh")


def test_it_believes_the_typed_word_on_an_outcome_before_target_and_actual(book: Build) -> None:
    def outcome(name: str, **more: Any) -> dict[str, Any]:
        return {"outcome_id": name, "account_id": "acme", "goal": name, "due_on": D(2026, 6, 30), **more}

    asked = book(
        NOW,
        outcomes=[
            outcome("typed yes", achieved=True, target=10.0, actual=1.0),
            outcome("typed no", achieved=False, target=1.0, actual=10.0),
            outcome("higher", target=10.0, actual=10.0),
            outcome("lower", better="lower", target=10.0, actual=9.0),
            outcome("not known", target=10.0),
            outcome("due later", due_on=D(2026, 7, 1), achieved=True),
        ],
    )
    assert (0.6, 3, 5, 5) == asked.sides("outcome_rate", Q2, "am:linh")


def about(am: str, *scores: float, kind: str = "internal", day: int = 1) -> list[dict[str, Any]]:
    return [
        survey(f"{am}{kind}{day + number}", score, kind=kind, am_id=am, account_id=None, at=D(2026, 5, day + number))
        for number, score in enumerate(scores)
    ]


def test_it_gives_the_colleagues_word_on_an_am_in_whole_fives_without_rows(book: Build) -> None:
    asked = book(NOW, surveys=[*about("linh", 5, 4, 4, 3, 5, 1, 1), *about("minh", 1, 1, 1, 1)])
    assert (0.8, 4, 5, 5) == asked.sides("team_satisfaction", Q2, "am:linh")
    # Minh's four are too few, in the team's figure too: there they would be told by subtraction.
    assert (0.8, 4, 5, 5) == asked.sides("team_satisfaction", Q2, "team:Sen")
    too_few = asked.ask("team_satisfaction", Q2, "am:minh")
    assert (None, 0) == (too_few.value, too_few.n)
    assert too_few.reason.to("en").startswith("too few answers")
    assert () == asked.figures.rows(BY_KEY["team_satisfaction"], Scope("am", "linh"), Q2)


@pytest.mark.parametrize(("key", "scope"), [("team_satisfaction", "account:acme"), ("enps", "am:linh")])
def test_it_does_not_give_an_anonymous_figure_where_it_would_name_somebody(book: Build, key: str, scope: str) -> None:
    result = book(NOW, surveys=[*about("linh", 5, 5, 5, 5, 5), *about("linh", 9, 9, 9, 9, 9, kind="enps")]).ask(
        key, Q2, scope
    )
    assert result.value is None
    assert "would not stay anonymous" in result.reason.to("en")


def test_it_computes_enps_as_nps_over_a_team(book: Build) -> None:
    answers = [*about("linh", 10, 9, 6, kind="enps"), *about("minh", 8, 9, kind="enps", day=10)]
    result = book(NOW, surveys=answers).ask("enps", Q2, "team:Sen")
    # 3 promoters, 1 detractor of 5: variance 0.8 − 0.4² = 0.64, 1.96 · 100 · √(0.64 ÷ 5) = 70.12.
    assert (40, 2, 5, 5) == (result.value, result.numerator, result.denominator, result.n)
    assert (pytest.approx(-30.12, abs=0.01), pytest.approx(110.12, abs=0.01)) == (result.low, result.high)
