"""Twelve KPIs as one would write them by hand in SQL, over the same frames: what Amber's are measured against.

They stand for every kind: ratio, sum, median, distinct, largest gap, working hours, successors, recurring value,
freshness, interval, account lives, account-days.
"""

from __future__ import annotations

import re
from typing import Any

import duckdb

from kpi_core.periods import DAY, INSTANT, Period
from kpi_core.tables import Tables
from kpi_core.timelines import day_number

_ACTIVE = "started_at < $end and (case when lost_known_at <= $now then lost_at else timestamp '2200-01-01' end) >= $end"
_OWNED_AT_END = "join owners w on w.account_id = a.account_id and w.since <= $last and w.until > $last"
_LOST = "case when lost_known_at <= $now and lost_at >= $start and lost_at < $end then 1.0 else 0 end"
_ACTIVE_START = _ACTIVE.replace("$end", "$start")
_OWNED_AT_START = _OWNED_AT_END.replace("$last", "$before")
_CONTACT = "i.at < $end and not (coalesce(direction, '') = 'outbound' and coalesce(replied, true) = false)"
_MONTHLY = """select account_id, sum(monthly_value * base_rate) as value from contracts c
  where is_recurring and starts_on < {at} and (ended_at + interval 1 day >= {at}
    or (cancelled_on is null and ended_at + interval 30 day >= {at}
        and not exists (select 1 from contracts s where s.contract_id = c.successor_id and s.starts_on < {at})))
  group by account_id"""
SQL: dict[str, str] = {
    "nps": """select owner_id, 100 * avg(x), 196 * sqrt((avg(x * x) - avg(x) * avg(x)) / count(*)), count(*) from (
        select owner_id, case when score >= 9 then 1.0 when score <= 6 then -1.0 else 0 end as x from surveys i
        where kind = 'nps' and i.at >= $start and i.at < $end and score is not null) group by owner_id""",
    "accounts_per_am": f"""select w.am_id, count(*) / count(distinct w.am_id) from accounts a {_OWNED_AT_END}
        where {_ACTIVE} group by w.am_id""",
    "churn_rate": f"""select w.am_id, avg({_LOST})
        from accounts a {_OWNED_AT_START} where {_ACTIVE_START} group by w.am_id""",
    "revenue": """select owner_id, sum((amount - coalesce(tax, 0) - coalesce(pass_through, 0)) * base_rate) from invoices
        where issued_on >= $start and issued_on < $end group by owner_id""",
    "renewal_rate": """select w.am_id, avg(case when successor_known_at < $now then 1.0 else 0 end) from contracts a
        join owners w on w.account_id = a.account_id and w.since <= a.ended_at and w.until > a.ended_at
        where is_recurring and ended_at >= $start and ended_at < $end
          and (successor_known_at < $now or ended_at + interval 30 day <= $now) group by w.am_id""",
    "grr": f"""with b as ({_MONTHLY.format(at="$start")}), e as ({_MONTHLY.format(at="$end")})
        select w.am_id, sum(least(case when lost_known_at <= $now and lost_at < $end then 0 else coalesce(e.value, 0) end, b.value)) / sum(b.value)
        from accounts a {_OWNED_AT_START} join b on b.account_id = a.account_id
        left join e on e.account_id = a.account_id where {_ACTIVE_START} and b.value > 0 group by w.am_id""",
    "win_rate": """select coalesce(am_id, owner_id) as am, avg(case when stage = 'won' then 1.0 else 0 end) from deals
        where stage in ('won', 'lost') and closed_at >= $start and closed_at < $end group by am""",
    "days_to_close": """select coalesce(am_id, owner_id) as am, median(days_open) from deals
        where stage = 'won' and closed_at >= $start and closed_at < $end group by am""",
    "response_time": """select responsible_id, median(case when first_response_at < $now then response_hours end)
        from requests where opened_at >= $start and opened_at < $end group by responsible_id""",
    "freshness": f"""with c as (select account_id, max(day) as day from interactions i where {_CONTACT} group by account_id)
        select w.am_id, avg(case when $today - coalesce(c.day, a.started_day)
            <= coalesce(a.cadence_days, case a.tier when 'key' then 7 when 'near_key' then 14 else 30 end)
            then 1.0 else 0 end)
        from accounts a {_OWNED_AT_END} left join c on c.account_id = a.account_id where {_ACTIVE} group by w.am_id""",
    "largest_gap": f"""with live as (select a.account_id, w.am_id, greatest(started_day, $gap_from) as first
            from accounts a {_OWNED_AT_END} where {_ACTIVE}),
        p as (select account_id, first as day from live union all select account_id, $today from live union all
            select account_id, day from interactions i where {_CONTACT} and day >= $gap_from),
        g as (select account_id, day - lag(day) over (partition by account_id order by day) as gap from p)
        select live.am_id, max(gap) from live join g on g.account_id = live.account_id group by live.am_id""",
    "interactions_per_account": """with d as (select w.am_id, sum(greatest(0, least(w.until_day, $last_day,
            case when lost_known_at <= $now then lost_day else 1e9 end) - greatest(w.since_day, started_day, $first_day)))
            / ($last_day - $first_day) as accounts
            from accounts a join owners w on w.account_id = a.account_id group by w.am_id),
        i as (select owner_id, count(*) as n from interactions i where i.at >= $start and i.at < $end group by owner_id)
        select d.am_id, coalesce(i.n, 0) / d.accounts from d left join i on i.owner_id = d.am_id""",
}


def connect(tables: Tables) -> duckdb.DuckDBPyConnection:
    """Return a connection that sees the very frames Amber computes on."""
    connection = duckdb.connect()
    for tab, frame in tables.frames.items():
        connection.register(tab, frame.collect().to_native())
    return connection


def compute(connection: duckdb.DuckDBPyConnection, key: str, period: Period) -> list[tuple[Any, ...]]:
    """Run one of the twelve for every AM."""
    given = {
        "start": period.start,
        "end": period.end,
        "now": period.now,
        "last": period.end - INSTANT,
        "before": period.start - INSTANT,
        "today": day_number(period.end) - 1,
        "first_day": day_number(period.start),
        "last_day": day_number(period.end),
        "gap_start": period.end - DAY * 90,
        "gap_from": day_number(period.end) - 91,
    }
    named = {name: value for name, value in given.items() if re.search(rf"\${name}\b", SQL[key])}
    return connection.execute(SQL[key], named).fetchall()
