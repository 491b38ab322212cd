from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from bot.access import acts_on, home_scope, may_see, sees_names, stranger, visible_accounts, whom_to_ask
from bot.forms.interaction import LOG_INTERACTION
from bot.forms.record import Writing
from bot.press import Press
from kpi_core.kpi import EVERYBODY, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.desk import Desk
    from bot.voice import Voice

LINH, OLGA, HA, DMITRI = "1", "3", "4", "5"
FILLED = {"on": "2026-11-18", "channel": "call", "direction": "outbound"}


@pytest.mark.parametrize(
    ("who", "scope", "sees"),
    [
        (LINH, Scope("am", "1"), True),
        (LINH, Scope("am", "2"), False),
        (LINH, Scope("account", "A1"), True),
        (LINH, Scope("account", "A2"), False),
        (LINH, Scope("account", "gone"), False),
        (LINH, Scope("team", "Sen"), True),
        (LINH, Scope("team", "Neva"), False),
        (LINH, Scope("tier", "key"), False),
        (LINH, EVERYBODY, False),
        (HA, Scope("am", "2"), True),
        (HA, Scope("am", "3"), False),
        (HA, Scope("account", "A3"), False),
        (HA, Scope("team", "Neva"), False),
        (HA, EVERYBODY, False),
        (DMITRI, Scope("am", "3"), True),
        (DMITRI, EVERYBODY, True),
    ],
)
def test_it_shows_each_role_what_is_theirs(who: str, scope: Scope, sees: bool, desk: Desk) -> None:
    assert sees == may_see(desk.roster.by_id[who], scope, desk)


def test_an_am_sees_the_team_without_names(desk: Desk) -> None:
    team = Scope("team", "Sen")
    assert not sees_names(desk.roster.by_id[LINH], team, desk)
    assert sees_names(desk.roster.by_id[HA], team, desk)


def test_it_lists_only_visible_accounts(desk: Desk) -> None:
    assert ["Acme", "Acme Books"] == [one.name for one in visible_accounts(desk.roster.by_id[LINH], desk)]


def test_it_lists_to_the_head_alone_what_nobody_of_the_team_owns(make_desk: Callable[..., Desk]) -> None:
    orphan = {"account_id": "A5", "name": "Orphan", "owner_id": "9"}
    desk = make_desk(accounts=[orphan, {"account_id": "A1", "name": "Acme", "owner_id": LINH}])
    listed = [[one.name for one in visible_accounts(desk.roster.by_id[who], desk)] for who in (DMITRI, HA)]
    assert [["Orphan", "Acme"], ["Acme"]] == listed


@pytest.mark.parametrize(
    ("away_to", "expected"),
    [
        pytest.param(datetime(2026, 11, 18), ["Acme", "Bamboo", "Acme Books"], id="as long as that lasts"),
        pytest.param(datetime(2026, 11, 17), ["Bamboo"], id="and not after"),
    ],
)
def test_it_shows_the_accounts_of_one_who_is_away_to_the_backup(
    away_to: datetime, expected: list[str], make_desk: Callable[..., Desk]
) -> None:
    linh = {"am_id": LINH, "name": "Linh", "team": "Sen", "backup_id": "2", "away_from": datetime(2026, 11, 9)}
    minh = {"am_id": "2", "name": "Minh", "team": "Sen", "role": "am"}
    desk = make_desk(team=[linh | {"away_to": away_to}, minh])
    assert expected == [one.name for one in visible_accounts(desk.roster.by_id["2"], desk)]
    assert not may_see(desk.roster.by_id["2"], Scope("am", LINH), desk)


def test_me_is_the_book_the_team_or_everybody(desk: Desk) -> None:
    found = [home_scope(desk.roster.by_id[who]) for who in (LINH, HA, DMITRI)]
    assert [Scope("am", "1"), Scope("team", "Sen"), EVERYBODY] == found


def test_it_sends_an_am_to_the_lead_and_others_to_the_head(desk: Desk, voice: Voice) -> None:
    assert "Phạm Hà" == whom_to_ask(desk.roster.by_id[LINH], desk, voice)
    assert "Dmitri Volkov" == whom_to_ask(desk.roster.by_id[OLGA], desk, voice)
    assert "Dmitri Volkov" in str(stranger(desk, voice))


def test_to_whom_a_signal_went_in_a_leads_place_may_act_on_it_and_log_with_its_account(
    make_desk: Callable[..., Desk], voice: Voice
) -> None:
    desk = make_desk()
    olga = desk.roster.by_id[OLGA]
    quiet = next(signal for signal in desk.signals if signal.account_id == "A1")
    writing = Writing(olga, desk, voice, Press.on(quiet), desk.now_utc)
    assert (False, None) == (acts_on(olga, quiet, desk), writing.account("A1"))
    vars(desk)["escalated"] = {quiet.identity: olga}
    account, *_ = LOG_INTERACTION.form(writing, "D1").fields
    assert (True, "A1", True) == (acts_on(olga, quiet, desk), account.initial, ("A1", "Acme") in account.choices)
    assert "A1" == LOG_INTERACTION.row(writing, "I9", {**FILLED, "account": "A1"}).account_id
    assert None is writing.account("A2")
