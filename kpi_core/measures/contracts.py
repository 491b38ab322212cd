"""Measures of contracts: renewed, due for renewal."""

from __future__ import annotations

from datetime import datetime, timedelta

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.kpi import Measure
from kpi_core.measures.facts import ONE, amounts, claim, during, owned_at, shares
from kpi_core.periods import INSTANT, Period
from kpi_core.tables import Tables

_NEEDS = ("contracts.account_id", "contracts.starts_on", "contracts.ends_on")
DUE_WITHIN = timedelta(days=90)


def with_renewal(contracts: Frame, tables: Tables, known_by: datetime) -> Frame:
    """Add `is_renewed` and `is_refused`, as known before `known_by`.

    In this order: a successor; the word of the latest renewal_outcome event; auto_renews and not cancelled;
    renewal_status.
    """
    outcomes = tables["events"].filter(
        (nw.col("kind") == "renewal_outcome") & (nw.col("at") < nw.lit(known_by)) & ~nw.col("subject").is_null()
    )
    latest = outcomes.group_by("subject").agg(nw.col("at").max())
    words = (
        outcomes.join(latest, on=["subject", "at"], how="inner")
        .group_by("subject")
        .agg(nw.col("value").max().alias("_word"))
    )
    told = contracts.join(words, left_on="contract_id", right_on="subject", how="left")
    word, status = nw.col("_word").fill_null(""), nw.col("renewal_status").fill_null("")
    succeeded = nw.col("successor_known_at") < nw.lit(known_by)
    goes_on = nw.col("auto_renews").fill_null(value=False) & nw.col("cancelled_on").is_null()
    by_word = (word == "won") | ((word != "lost") & (goes_on | (status == "won")))
    refused = (word == "lost") | ((word == "") & (status == "lost")) | ~nw.col("cancelled_on").is_null()
    return told.with_columns(is_renewed=succeeded | by_word).with_columns(is_refused=refused & ~nw.col("is_renewed"))


def _decided(tables: Tables, period: Period) -> Frame:
    """Recurring contracts whose effective end lies in P; those nobody has decided yet only stand beside."""
    ended = tables["contracts"].drop("owner_id").filter(nw.col("is_recurring") & during("ended_at", period))
    told = with_renewal(owned_at(ended, tables, nw.col("ended_at")), tables, period.now)
    grace = timedelta(days=tables.settings.integer("renewal_grace_days"))
    grace_over = nw.col("ended_at") + nw.lit(grace) <= nw.lit(period.now)
    told = told.with_columns(_is_decided=nw.col("is_renewed") | nw.col("is_refused") | grace_over)
    decided = claim(nw.col("_is_decided"))
    return shares(told, claim(nw.col("is_renewed")), decided, n=decided, undecided=ONE - decided)


def due_at(tables: Tables, at: datetime, known_by: datetime) -> Frame:
    """Return the recurring contracts that end within 90 days of `at` and are not renewed as known then."""
    soon = (nw.col("ended_at") >= nw.lit(at)) & (nw.col("ended_at") < nw.lit(at + DUE_WITHIN))
    ending = tables["contracts"].drop("owner_id").filter(nw.col("is_recurring") & soon)
    told = with_renewal(ending, tables, known_by).filter(~nw.col("is_renewed"))
    return owned_at(told, tables, nw.lit(at - INSTANT))


def _due(tables: Tables, period: Period) -> Frame:
    return amounts(due_at(tables, period.end, period.end), ONE)


RENEWED = Measure("renewed", "contracts", _NEEDS, _decided, beside=("undecided",))
RENEWALS_DUE = Measure("renewals_due", "contracts", _NEEDS, _due)
