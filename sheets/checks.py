"""What rows and tabs must agree on: references, the order of dates, owners, contracts, amounts, scores."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi_core.catalogue import BY_KEY, KPIS
from kpi_core.schema import TABS, Column
from kpi_core.text import LANGUAGES
from sheets.codec.findings import NAMED, Fault, Findings, Spellings, comparable, is_error, written

_Row = Mapping[Any, Any]  # a row of a frame by column
_DATE_ORDERS = (
    # tab, earlier, later, code
    ("accounts", "started_on", "ended_on", "ends_before_start"),
    ("ownership", "from", "to", "ends_before_start"),
    ("contracts", "starts_on", "ends_on", "ends_before_start"),
    ("invoices", "issued_on", "paid_on", "paid_before_issued"),
)
_SCORES: Mapping[str, tuple[int, int]] = {
    "nps": (0, 10),
    "csat": (1, 5),
    "ces": (1, 7),
    "internal": (1, 5),
    "enps": (0, 10),
}


@dataclass(frozen=True)
class _Review:
    """The frames under review, and where what is wrong goes."""

    frames: dict[str, pd.DataFrame]
    missing: frozenset[str]
    findings: Findings
    today: date
    tabs: Collection[str]  # whose rows are looked at; the others are only looked up

    def note(self, tab: str, column: str, bad: pd.Series[bool], fault: Callable[[_Row], Fault]) -> None:
        """Note the fault of each bad row at its cell of that column; an error's cell is blanked."""
        if not bad.any():
            return
        frame = self.frames[tab]
        named = frame[bad].head(NAMED)
        faults = [fault(row) for row in named.to_dict("records")]
        for row, value, found in zip(named["row"], named[column], faults, strict=True):
            self.findings.add(tab, column, int(row), value, found)
        self.findings.add_unnamed(tab, column, faults[0].code, int(bad.sum()) - len(named))
        if is_error(faults[0].code):
            self.frames[tab] = frame.assign(**{column: frame[column].mask(bad)})


def check_across(
    frames: dict[str, pd.DataFrame],
    missing: frozenset[str],
    findings: Findings,
    today: date,
    tabs: Collection[str] = TABS,
) -> None:
    """Check the frames of `tabs` against all others as of `today`; the cells of errors are blanked in `frames`."""
    review = _Review(frames, missing, findings, today, tabs)
    for tab, check in CHECKS:
        if tab in tabs or tab == _ANY:
            check(review)


def _references(review: _Review) -> None:
    for tab in review.tabs:
        for column in TABS[tab].columns:
            if column.ref and _holds_ids(review, column.ref):
                _references_of(review, tab, column)


def _holds_ids(review: _Review, tab: str) -> bool:
    """Whether a tab can tell known ids from unknown ones."""
    column = TABS[tab].id_column
    return column is not None and not {tab, f"{tab}.{column.key}"} & review.missing


def _references_of(review: _Review, tab: str, column: Column) -> None:
    names = review.frames[column.ref]
    id_column = TABS[column.ref].id_column
    if id_column is None:
        return
    ids = names[id_column.key]
    values = review.frames[tab][column.key]
    bad = values.notna() & ~_are_in(values, ids)
    if not bad.any():
        return
    # People type a name where the id belongs: it is then what they meant.
    called = names.get("name", ids)
    spellings = {comparable(name): known for name, known in zip(called, ids, strict=True) if isinstance(name, str)}
    spellings |= {comparable(known): known for known in ids}
    known = Spellings(spellings)
    facts = {"tab": review.findings.titles[column.ref]}

    def fault(row: _Row) -> Fault:
        value = row[column.key]
        return Fault("unknown_reference", known.nearest(value), facts)

    review.note(tab, column.key, bad, fault)


def _are_in(values: pd.Series[str], ids: pd.Series[str]) -> pd.Series[bool]:
    """Return which texts are among the ids; Arrow looks among its own forty times as fast as pandas does."""
    found = pc.is_in(pa.array(values), pa.array(ids))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=values.index)


def _date_orders(review: _Review) -> None:
    for tab, earlier, later, code in _DATE_ORDERS:
        if tab not in review.tabs:
            continue
        label = TABS[tab].column(earlier).label

        def fault(row: _Row, code: str = code, earlier: str = earlier, label: object = label) -> Fault:
            return Fault(code, facts={"column": label, "start": written(row[earlier])})

        frame = review.frames[tab]
        review.note(tab, later, frame[later] < frame[earlier], fault)


def _active_but_ended(review: _Review) -> None:
    accounts = review.frames["accounts"]
    bad = (accounts["status"] == "active") & (accounts["ended_on"] < pd.Timestamp(review.today))
    review.note(
        "accounts", "status", bad, lambda row: Fault("active_but_ended", facts={"end": written(row["ended_on"])})
    )


def _active_without_contract(review: _Review) -> None:
    accounts, contracts = review.frames["accounts"], review.frames["contracts"]
    if len(contracts) and "contracts.account_id" not in review.missing:
        bad = (accounts["status"] == "active") & ~_are_in(accounts["account_id"], contracts["account_id"])
        review.note("accounts", "account_id", bad & accounts["account_id"].notna(), lambda _: Fault("no_contract"))


def _owners_who_left(review: _Review) -> None:
    accounts, team = review.frames["accounts"], review.frames["team"]
    gone, names = team[~_works_here(review)], _names(team)
    bad = (accounts["status"] == "active") & accounts["owner_id"].notna() & _are_in(accounts["owner_id"], gone["am_id"])
    review.note("accounts", "owner_id", bad, lambda row: Fault("owner_left", facts={"owner": names[row["owner_id"]]}))


def _people_out_of_reach(review: _Review) -> None:
    """Report who has no Slack ID, once anybody has one: a book that Slack is not set up for yet need not name all."""
    team = review.frames["team"]
    if team["slack_user_id"].notna().any():
        bad = team["slack_user_id"].isna() & team["am_id"].notna() & _works_here(review)
        names = _names(team)
        review.note("team", "slack_user_id", bad, lambda row: Fault("no_slack_id", facts={"name": names[row["am_id"]]}))


def _names(team: pd.DataFrame) -> Mapping[str, str]:
    return dict(zip(team["am_id"], team["name"].fillna(team["am_id"]), strict=True))


def _works_here(review: _Review) -> pd.Series[bool]:
    """Return who of the team is active and has not left."""
    team = review.frames["team"]
    return team["active"].fillna(value=True).astype(bool) & ~(team["left_on"] < pd.Timestamp(review.today))


def _two_owners(review: _Review) -> None:
    """Report spans that begin while an earlier one runs on; one without an end gives way to the next (a hand-over)."""
    spans = review.frames["ownership"]
    ordered = spans.sort_values(["account_id", "from", "row"])
    before = ordered.groupby("account_id")[["am_id", "from", "to", "row"]].shift().reindex(spans.index)
    same_start = before["from"] == spans["from"]
    bad = (before["am_id"] != spans["am_id"]) & before["am_id"].notna() & ((before["to"] > spans["from"]) | same_start)
    firsts = dict(zip(spans["row"], before[["am_id", "row"]].to_dict("records"), strict=True))

    def fault(row: _Row) -> Fault:
        first = firsts[row["row"]]
        facts = {
            "account": row["account_id"],
            "first": first["am_id"],
            "row": int(first["row"]),
            "second": row["am_id"],
        }
        return Fault("two_owners", facts=facts)

    review.note("ownership", "from", bad, fault)


def _renewals_of_themselves(review: _Review) -> None:
    contracts = review.frames["contracts"]
    bad = contracts["renews"].notna() & (contracts["renews"] == contracts["contract_id"])
    review.note("contracts", "renews", bad, lambda _: Fault("renews_itself"))


def _future_interactions(review: _Review) -> None:
    tomorrow = pd.Timestamp(review.today) + pd.Timedelta(days=1)
    review.note("interactions", "at", review.frames["interactions"]["at"] >= tomorrow, lambda _: Fault("in_the_future"))


def _small_gross(review: _Review) -> None:
    invoices = review.frames["invoices"]
    parts = invoices["tax"].fillna(0) + invoices["pass_through"].fillna(0)
    # A credit note is negative throughout; a cent is rounding.
    bad = (invoices["amount"].abs() + 0.01 < parts.abs()) & (parts * invoices["amount"] >= 0)
    sums = dict(zip(invoices["row"], parts, strict=True))
    review.note(
        "invoices", "amount", bad, lambda row: Fault("gross_too_small", facts={"parts": written(sums[row["row"]])})
    )


def _scores(review: _Review) -> None:
    surveys = review.frames["surveys"]
    for kind, (low, high) in _SCORES.items():
        bad = (surveys["kind"] == kind) & ((surveys["score"] < low) | (surveys["score"] > high))
        fault = Fault("score_out_of_range", facts={"low": low, "high": high})
        review.note("surveys", "score", bad, partial(_always, fault))


def _targets(review: _Review) -> None:
    """Report targets of no KPI and for nobody: they would wait for a figure that never comes."""
    targets = review.frames["targets"]
    if targets.empty:
        return
    names = {comparable(kpi.names.to(language)): kpi.key for kpi in KPIS for language in LANGUAGES}
    known_kpis = Spellings(names | {comparable(key): key for key in BY_KEY})
    bad = targets["kpi"].notna() & ~targets["kpi"].isin(BY_KEY.keys())
    review.note("targets", "kpi", bad, lambda row: Fault("unknown_kpi", known_kpis.nearest(row["kpi"])))
    scopes = {"all", *(f"{level}:{one}" for level, ids in _scopes(review).items() for one in ids)}
    known_scopes = Spellings({comparable(scope): scope for scope in scopes})
    bad = targets["scope"].notna() & ~targets["scope"].isin(scopes)
    review.note("targets", "scope", bad, lambda row: Fault("unknown_scope", known_scopes.nearest(row["scope"])))


def _scopes(review: _Review) -> Mapping[str, Iterable[str]]:
    team, accounts = review.frames["team"], review.frames["accounts"]
    return {
        "am": team["am_id"].dropna(),
        "role": TABS["team"].column("role").choices,
        "team": team["team"].dropna().unique(),
        "tier": TABS["accounts"].column("tier").choices,
        "account": accounts["account_id"].dropna(),
    }


def _always(fault: Fault, _: _Row) -> Fault:
    return fault


_ANY = ""
CHECKS: tuple[tuple[str, Callable[[_Review], None]], ...] = (  # each with the tab whose rows it looks at
    ("contracts", _renewals_of_themselves),
    (_ANY, _references),
    (_ANY, _date_orders),
    ("accounts", _active_but_ended),
    ("accounts", _active_without_contract),
    ("accounts", _owners_who_left),
    ("team", _people_out_of_reach),
    ("ownership", _two_owners),
    ("interactions", _future_interactions),
    ("invoices", _small_gross),
    ("surveys", _scores),
    ("targets", _targets),
)
