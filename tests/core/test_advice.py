import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from kpi_core.advice import GUIDES, KPI_OF_ASPECT, Guide, advice_on, advise, advise_account
from kpi_core.catalogue import BY_KEY
from kpi_core.evaluate import Figures
from kpi_core.health import ASPECTS, health
from kpi_core.kpi import EVERYBODY, Scope
from kpi_core.periods import unit_period
from kpi_core.scorecards import scorecard
from kpi_core.text import LANGUAGES, Text

D = datetime
# The end of 30 June.
NOW = D(2026, 7, 1)
TODAY = D(2026, 6, 30)
WEEK = unit_period("week", TODAY, NOW)
LINH = Scope("am", "linh")
Build = Callable[..., Any]
# Words that stay as they are in Vietnamese and Russian texts.
_LOAN_WORDS = re.compile(r"\{contact\}|LinkedIn")


def ago(days: int) -> datetime:
    return TODAY - timedelta(days=days)


def spoke(days_ago: int, account: str = "acme") -> dict[str, Any]:
    return {"interaction_id": f"{account}{days_ago}", "account_id": account, "am_id": "linh", "at": ago(days_ago)}


def contact(name: str | None, influence: str | None, account: str = "acme") -> dict[str, Any]:
    return {"contact_id": f"c{name}", "account_id": account, "name": name, "influence": influence}


def contract(days_ahead: int, account: str = "acme") -> dict[str, Any]:
    ends = TODAY + timedelta(days=days_ahead)
    return {"contract_id": account, "account_id": account, "starts_on": D(2025, 1, 1), "ends_on": ends, "amount": 1.0}


def goal(kpi: str, target: float, **more: Any) -> dict[str, Any]:
    return {"kpi": kpi, "scope": "all", "target": target, **more}


def said(figures: Figures, kpi: str, scope: Scope = EVERYBODY) -> tuple[str | None, str]:
    found = advice_on(figures, kpi, health(figures, scope))
    return found.account_id, found.sentence.to("en")


def test_it_names_the_account_its_facts_and_whom_to_talk_with(book: Build) -> None:
    figures = book(
        NOW,
        interactions=[spoke(41)],
        contracts=[contract(23)],
        contacts=[contact("Mr Nam", "user"), contact("Ms Ha", "decision_maker")],
    ).figures
    advice = advice_on(figures, "freshness", health(figures, LINH))
    assert "acme" == advice.account_id
    assert (
        "Acme, 41 days without contact (rhythm: 7 days); contract ends in 23 days, nobody works on the renewal: "
        "book a review with Ms Ha, the decision maker"
    ) == advice.sentence.to("en")
    assert (
        "Acme, 41 ngày chưa liên hệ (nhịp: 7 ngày); hợp đồng hết hạn sau 23 ngày, chưa ai phụ trách gia hạn: "
        "hẹn một buổi rà soát với Ms Ha, người ra quyết định"
    ) == advice.sentence.to("vi")
    assert (
        "Acme, 41 день без контакта (ритм: 7 дней); договор заканчивается через 23 дня, "
        "продлением никто не занимается: назначьте встречу с ЛПР (Ms Ha)"
    ) == advice.sentence.to("ru")


@pytest.mark.parametrize(
    ("people", "whom"),
    [
        ([contact("Nam", "user"), contact("Mai", "influencer")], "Mai, your contact there"),
        ([contact(None, "decision_maker")], "the decision maker"),
        ([], "the decision maker"),
    ],
)
def test_it_makes_do_with_whom_the_book_knows(book: Build, people: list[dict[str, Any]], whom: str) -> None:
    figures = book(NOW, interactions=[spoke(41)], contacts=people).figures
    assert f"book a review with {whom}" == said(figures, "freshness", LINH)[1].split(": ")[-1]


def test_it_begins_with_the_account_that_needs_it_most(book: Build) -> None:
    talks = [spoke(14, "acme"), spoke(80, "bamboo"), spoke(1, "volga")]
    assert "bamboo" == said(book(NOW, interactions=talks).figures, "freshness")[0]


def test_it_prefers_one_that_is_wrong_in_what_the_kpi_is_about(book: Build) -> None:
    # Volga was spoken with yesterday, though its contract has all but ended.
    talks = [spoke(12, "acme"), spoke(1, "bamboo"), spoke(1, "volga")]
    figures = book(NOW, interactions=talks, contracts=[contract(1, "volga")]).figures
    assert ["acme", "volga"] == [said(figures, kpi)[0] for kpi in ("freshness", "renewal_rate")]


def test_it_speaks_in_general_where_no_account_is_in_trouble(book: Build) -> None:
    figures = book(NOW, interactions=[spoke(1)]).figures
    assert (None, "Begin the week with the accounts nearest to the end of their rhythm") == said(
        figures, "freshness", LINH
    )


def test_it_names_no_account_for_what_is_not_about_a_single_one(book: Build) -> None:
    figures = book(NOW, interactions=[spoke(80)]).figures
    assert (None, "Ask the last three clients who said no what decided it") == said(figures, "win_rate")


def test_it_leaves_braces_in_names_alone(book: Build) -> None:
    accounts = [{"account_id": "acme", "name": "{0} {x}", "owner_id": "linh", "started_on": D(2025, 1, 1)}]
    figures = book(NOW, accounts=accounts, interactions=[spoke(80)], contacts=[contact("{y}", "user")]).figures
    sentence = said(figures, "freshness")[1]
    assert sentence.startswith("{0} {x}, 80 days")
    assert sentence.endswith("book a review with {y}, your contact there")


def troubled(build: Build, *targets: dict[str, Any]) -> Figures:
    """Linh owns Acme (red in freshness) and Bamboo (less so)."""
    accounts = [
        {"account_id": "acme", "name": "Acme", "owner_id": "linh", "started_on": D(2025, 1, 1)},
        {"account_id": "bamboo", "name": "Bamboo", "owner_id": "linh", "started_on": D(2025, 1, 1)},
    ]
    talks = [spoke(80, "acme"), spoke(60, "bamboo")]
    figures: Figures = build(NOW, accounts=accounts, interactions=talks, targets=list(targets)).figures
    return figures


def test_it_advises_on_what_is_off_target_the_worst_first_and_names_no_account_twice(book: Build) -> None:
    figures = troubled(
        book,
        goal("active_accounts", 9.0),  # has no direction
        goal("interactions_per_account", 0.0),  # met
        goal("days_since_contact", 69.0),  # amber: 70
        goal("largest_gap", 10.0),  # red: 80, an eighth
        goal("freshness", 0.9),  # red: none
    )
    found = advise(figures, scorecard(figures, LINH, WEEK))
    assert [("freshness", "acme"), ("largest_gap", "bamboo"), ("days_since_contact", None)] == [
        (advice.kpi, advice.account_id) for advice in found
    ]


def test_it_names_only_the_accounts_that_may_be_named(book: Build) -> None:
    figures = troubled(book, goal("freshness", 0.9))
    card = scorecard(figures, LINH, WEEK)
    assert [None] == [advice.account_id for advice in advise(figures, card, {})]
    bamboo = health(figures, Scope("account", "bamboo"))
    assert ["bamboo"] == [advice.account_id for advice in advise(figures, card, bamboo)]


def test_it_has_nothing_to_say_when_all_is_on_target(book: Build) -> None:
    figures = troubled(book, goal("interactions_per_account", 0.0))
    assert [] == advise(figures, scorecard(figures, LINH, WEEK))


def test_it_gives_as_much_advice_as_is_asked_for(book: Build) -> None:
    figures = troubled(book, goal("days_since_contact", 69.0), goal("freshness", 0.9))
    card = scorecard(figures, LINH, WEEK)
    assert [2, 1] == [len(advise(figures, card)), len(advise(figures, card, most=1))]


def test_it_mends_what_is_amiss_with_an_account_the_costliest_first(book: Build) -> None:
    figures = book(NOW, interactions=[spoke(41)], contacts=[contact("Mr Nam", "user")]).figures
    given = advise_account(figures, "acme", health(figures)["acme"])
    assert ["freshness", "stakeholder_coverage"] == [advice.kpi for advice in given]
    assert given[0].sentence.to("en").startswith("Acme, 41 days without contact")


def test_it_has_a_guide_for_every_aspect_of_health() -> None:
    assert {aspect.key for aspect in ASPECTS} == set(KPI_OF_ASPECT)
    assert all(aspect == GUIDES[kpi].aspects[0] for aspect, kpi in KPI_OF_ASPECT.items())


def test_it_knows_what_to_do_about_every_kpi() -> None:
    assert set(BY_KEY) == set(GUIDES)


@pytest.mark.parametrize("guide", GUIDES.values(), ids=lambda guide: guide.kpi)
def test_it_gives_two_or_three_pieces_of_advice_in_every_language(guide: Guide) -> None:
    assert 2 <= len(guide.pieces) <= 3
    assert guide.general
    assert all(piece.to(language).strip() for piece in guide.pieces for language in LANGUAGES)
    assert set(guide.aspects) <= {aspect.key for aspect in ASPECTS}
    # Nobody can be named where no account is; and one colon is enough for a sentence.
    assert guide.aspects or guide.pieces == guide.general
    assert not guide.aspects or not any(":" in guide.pieces[0].to(language) for language in LANGUAGES)


def is_whole(piece: Text) -> bool:
    """Whether each language is in its own letters and all three name a contact or none does."""
    in_latin = not re.search("[а-яё]", piece.en + piece.vi)
    in_cyrillic = not re.search("[a-z]", _LOAN_WORDS.sub("", piece.ru))
    return in_latin and in_cyrillic and len({"{contact}" in piece.to(language) for language in LANGUAGES}) == 1


@pytest.mark.parametrize("guide", GUIDES.values(), ids=lambda guide: guide.kpi)
def test_it_leaves_no_piece_half_translated(guide: Guide) -> None:
    assert all(is_whole(piece) for piece in guide.pieces)
    assert all(len({piece.en, piece.vi, piece.ru}) == 3 for piece in guide.pieces)
    # The Russian contact stands in the instrumental case, after "с".
    assert all(re.search(r"\bс \{contact\}", piece.ru) for piece in guide.pieces if "{contact}" in piece.ru)
