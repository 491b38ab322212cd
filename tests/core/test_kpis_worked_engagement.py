"""Closeness to the clients on literal rows, worked by hand."""

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


def contact(day: datetime, account: str = "acme", **more: Any) -> dict[str, Any]:
    return {"interaction_id": f"{account}{day}", "account_id": account, "am_id": "linh", "at": day, **more}


def test_it_measures_the_longest_silence_of_the_last_ninety_days(book: Build) -> None:
    asked = book(
        NOW,
        accounts=[
            {"account_id": "spoken to", "owner_id": "linh"},
            {"account_id": "new", "owner_id": "linh", "started_on": D(2026, 6, 10)},
            {"account_id": "silent", "owner_id": "olga"},
            {"account_id": "lost", "owner_id": "linh", "ended_on": D(2026, 6, 1)},
        ],
        interactions=[
            # From 1 April: 9 days, 41 days, and 40 to 30 June; an unanswered mail is no contact.
            contact(D(2026, 4, 10, 9), "spoken to"),
            contact(D(2026, 5, 21, 17), "spoken to"),
            contact(D(2026, 5, 1), "spoken to", direction="outbound", replied=False),
            # Before its start nobody was waiting.
            contact(D(2026, 4, 10), "new"),
        ],
    )
    assert (41, None, None, 2) == asked.sides("largest_gap", Q2, "am:linh")
    assert (90, None, None, 1) == asked.sides("largest_gap", Q2, "am:olga")
    assert (90, None, None, 3) == asked.sides("largest_gap", Q2)
    assert [41, 20, 90] == [row.value for row in asked.figures.rows(BY_KEY["largest_gap"], Scope("all"), Q2)]


def test_it_divides_the_hours_of_contact_by_the_accounts_of_the_period(book: Build) -> None:
    asked = book(
        NOW,
        interactions=[
            contact(D(2026, 4, 1), minutes=60.0),
            contact(D(2026, 6, 30), "volga", minutes=30.0),
            contact(D(2026, 5, 1), minutes=None),
            contact(D(2026, 7, 1), minutes=999.0),
        ],
    )
    assert (0.5, 1.5, 3, 2) == asked.sides("time_per_account", Q2)
    assert (1, 1, 1, 1) == asked.sides("time_per_account", Q2, "am:linh")


def test_it_sets_what_clients_began_against_accounts_and_against_all_contact(book: Build) -> None:
    asked = book(
        NOW,
        interactions=[
            contact(D(2026, 4, 1), direction="inbound"),
            contact(D(2026, 4, 2), "volga", direction="inbound"),
            contact(D(2026, 4, 3), direction="outbound", replied=False),
            contact(D(2026, 4, 4)),
        ],
    )
    assert (pytest.approx(2 / 3), 2, 3, 2) == asked.sides("inbound_per_account", Q2)
    assert (pytest.approx(2 / 3), 2, 3, 3) == asked.sides("inbound_share", Q2)
    assert (0.5, 1, 2, 2) == asked.sides("inbound_share", Q2, "am:linh")


def test_it_counts_the_people_we_know_at_each_account(book: Build) -> None:
    def person(name: str, account: str, **more: Any) -> dict[str, Any]:
        return {"contact_id": name, "account_id": account, "name": name, **more}

    asked = book(
        NOW,
        contacts=[
            person("1", "acme"),
            person("2", "acme", active=True),
            person("3", "acme", active=False),
            person("4", "acme", left_on=D(2026, 6, 30)),
            person("5", "bamboo", left_on=D(2026, 7, 1)),
        ],
    )
    assert (1, 3, 3, 3) == asked.sides("stakeholder_coverage", Q2)
    # Bamboo hangs by one person, Volga by none.
    assert (pytest.approx(2 / 3), 2, 3, 3) == asked.sides("single_threaded_share", Q2)


@pytest.mark.parametrize("key", ["stakeholder_coverage", "single_threaded_share"])
def test_it_says_when_nobody_keeps_the_contacts(book: Build, key: str) -> None:
    assert "the tab “Contacts” has no rows" == book(NOW).ask(key, Q2).reason.to("en")
