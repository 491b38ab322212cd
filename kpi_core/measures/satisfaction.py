"""Measures of what clients and colleagues say, and of clients who recommend us or reach their goals."""

from __future__ import annotations

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.kpi import Measure
from kpi_core.measures.facts import ONE, accounts_at, accounts_new_in, amounts, claim, during, shares
from kpi_core.periods import Period
from kpi_core.tables import Tables

_SURVEYS = ("surveys.kind", "surveys.at", "surveys.score")
_CLIENT = ("surveys.account_id", *_SURVEYS)
CLIENT_KINDS = ("nps", "csat", "ces")
PROMOTERS_FROM, DETRACTORS_TO = 9, 6
SATISFIED_FROM = 4


def _answers(tables: Tables, kind: str, period: Period) -> Frame:
    answered = during("at", period) & ~nw.col("score").is_null()
    return tables["surveys"].filter((nw.col("kind") == kind) & answered)


def _promoting(answers: Frame) -> Frame:
    """Promoters (9–10) add one, detractors (0–6) take one."""
    promoter, detractor = claim(nw.col("score") >= PROMOTERS_FROM), claim(nw.col("score") <= DETRACTORS_TO)
    return shares(answers, promoter - detractor, promoters=promoter, detractors=detractor)


def _nps(tables: Tables, period: Period) -> Frame:
    return _promoting(_answers(tables, "nps", period))


def _csat(tables: Tables, period: Period) -> Frame:
    return shares(_answers(tables, "csat", period), claim(nw.col("score") >= SATISFIED_FROM))


def _ces(tables: Tables, period: Period) -> Frame:
    return shares(_answers(tables, "ces", period), nw.col("score"))


def _sent(tables: Tables, period: Period) -> Frame:
    sent = tables["surveys"].filter(nw.col("kind").is_in(list(CLIENT_KINDS)) & during("sent_at", period))
    by_now = nw.col("at").is_null() | (nw.col("at") < nw.lit(period.now))
    return shares(sent, claim(~nw.col("score").is_null() & by_now))


def _released(tables: Tables, kind: str, period: Period) -> Frame:
    """Return the anonymous answers that may count in P: those whose whole block of five lies in it.

    Answers are released five at a time (see `kpi_core.anonymity`), so that no two periods differ by fewer.
    """
    inside = (nw.col("block_from") >= nw.lit(period.start)) & (nw.col("block_to") < nw.lit(period.end))
    answers = tables["surveys"].filter((nw.col("kind") == kind) & inside)
    return answers.with_columns(owner_id=nw.col("block_of"), account_id=nw.lit(None, dtype=nw.String()))


def _internal(tables: Tables, period: Period) -> Frame:
    return shares(_released(tables, "internal", period), claim(nw.col("score") >= SATISFIED_FROM))


def _enps(tables: Tables, period: Period) -> Frame:
    return _promoting(_released(tables, "enps", period))


def _recommended(tables: Tables, period: Period) -> Frame:
    """Positive mentions and introductions."""
    positive = (nw.col("kind") == "mention") & (nw.col("sentiment") == "positive")
    spoken = positive.fill_null(value=False) | (nw.col("kind") == "introduction").fill_null(value=False)
    return amounts(tables["referrals"].filter(during("at", period) & spoken), ONE)


def _by_source(tables: Tables, period: Period) -> Frame:
    known = accounts_new_in(tables, period).filter(~nw.col("source").is_null())
    return shares(known, claim(nw.col("source") == "referral"))


def is_achieved() -> nw.Expr:
    """Say whether an outcome is achieved: as typed, else by target and actual."""
    lower = (nw.col("better") == "lower").fill_null(value=False)
    by_lower = lower & (nw.col("actual") <= nw.col("target")).fill_null(value=False)
    by_higher = ~lower & (nw.col("actual") >= nw.col("target")).fill_null(value=False)
    return nw.coalesce(nw.col("achieved"), by_lower | by_higher)


def _outcomes(tables: Tables, period: Period) -> Frame:
    due = tables["outcomes"].filter(during("due_on", period))
    return shares(due, claim(is_achieved()))


def _contacts_of(tables: Tables, period: Period) -> Frame:
    """Active accounts with `_contacts`, how many active contacts each has at the end."""
    known = tables["contacts"].filter(
        nw.col("active").fill_null(value=True)
        & (nw.col("left_on").is_null() | (nw.col("left_on") >= nw.lit(period.end)))
    )
    counted = known.group_by("account_id").agg(nw.len().alias("_contacts"))
    active = accounts_at(tables, period.end, period.now).join(counted, on="account_id", how="left")
    return active.with_columns(_contacts=nw.col("_contacts").fill_null(0).cast(nw.Float64))


def _coverage(tables: Tables, period: Period) -> Frame:
    return shares(_contacts_of(tables, period), nw.col("_contacts"))


def _single_threaded(tables: Tables, period: Period) -> Frame:
    return shares(_contacts_of(tables, period), claim(nw.col("_contacts") <= 1))


NPS = Measure("nps", "surveys", _CLIENT, _nps, beside=("promoters", "detractors"))
CSAT = Measure("csat", "surveys", _CLIENT, _csat)
CES = Measure("ces", "surveys", _CLIENT, _ces)
SENT = Measure("surveys_sent", "surveys", (*_CLIENT, "surveys.sent_at"), _sent)
INTERNAL = Measure("internal", "surveys", ("surveys.am_id", *_SURVEYS), _internal)
ENPS = Measure("enps", "surveys", _SURVEYS, _enps, beside=("promoters", "detractors"))
RECOMMENDED = Measure(
    "recommended",
    "referrals",
    ("referrals.account_id", "referrals.at", "referrals.kind"),
    _recommended,
    filled=("referrals.kind",),
)
BY_SOURCE = Measure("new_by_source", "accounts", ("accounts.started_on", "accounts.source"), _by_source)
OUTCOMES = Measure("outcomes", "outcomes", ("outcomes.account_id", "outcomes.due_on"), _outcomes)
COVERAGE = Measure("contacts", "accounts", ("accounts.account_id", "contacts.account_id"), _coverage)
SINGLE_THREADED = Measure(
    "single_threaded", "accounts", ("accounts.account_id", "contacts.account_id"), _single_threaded
)
