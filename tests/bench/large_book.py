"""The large book of the benchmarks: 200 AMs, 10,000 accounts, a million interactions; kept on disk as Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import feather

from kpi_core.schema import PEOPLE_TABS, Kind, Table
from kpi_core.settings import TeamSettings
from kpi_core.tables import Tables
from sheets.layout import write_book

KEPT = Path(".bench")
START, END = datetime(2024, 1, 1), datetime(2026, 7, 1)
SIZES = {
    "team": 200,
    "accounts": 10_000,
    "interactions": 1_000_000,
    "invoices": 100_000,
    "requests": 50_000,
    "surveys": 50_000,
    "contracts": 30_000,
    "deals": 20_000,
    "contacts": 20_000,
    "costs": 20_000,
    "deliverables": 20_000,
}
_PANDAS = {
    Kind.DATE: "datetime64[us]",
    Kind.DATETIME: "datetime64[us]",
    Kind.NUMBER: "float64",
    Kind.MONEY: "float64",
    Kind.PERCENT: "float64",
    Kind.INTEGER: "Int64",
    Kind.YES_NO: "boolean",
}


class _Maker:
    def __init__(self, rows: int, seed: int, accounts: int, ams: int) -> None:
        self.rows, self.accounts, self.ams = rows, accounts, ams
        self.chance = np.random.default_rng(seed)

    def ids(self, prefix: str) -> Any:
        return pd.Series(np.arange(self.rows)).astype(str).radd(prefix)

    def account(self) -> Any:
        return pd.Series(self.chance.integers(self.accounts, size=self.rows)).astype(str).radd("a")

    def am(self) -> Any:
        return pd.Series(self.chance.integers(self.ams, size=self.rows)).astype(str).radd("m")

    def at(self, *, midnight: bool = False) -> Any:
        minutes = np.sort(self.chance.integers(int((END - START).total_seconds() // 60), size=self.rows))
        found = pd.Series(pd.Timestamp(START) + pd.to_timedelta(minutes, unit="m")).astype("datetime64[us]")
        return found.dt.floor("D") if midnight else found

    def after(self, at: Any, days: float, share: float = 1.0) -> Any:
        later = at + pd.to_timedelta(self.chance.uniform(0, days, self.rows) * 24 * 60, unit="m").floor("min")
        return later.where(self.chance.random(self.rows) < share)

    def of(self, *choices: Any) -> Any:
        return pd.Series(self.chance.choice(np.array(choices, dtype=object), size=self.rows))

    def number(self, least: float, most: float) -> Any:
        return pd.Series(self.chance.uniform(least, most, self.rows).round(2))

    def whole(self, least: int, most: int) -> Any:
        return pd.Series(self.chance.integers(least, most + 1, self.rows).astype("float64"))


def _columns(tab: str, make: _Maker) -> dict[str, Any]:
    at = make.at()
    day = at.dt.floor("D")
    closed = make.of("won", "lost", "proposal", "lead")
    return {
        "team": lambda: {
            "am_id": make.ids("m"),
            "name": make.ids("AM "),
            "team": make.of(*(f"team {one}" for one in range(20))),
            "role": make.of("am", "senior_am"),
            "country": make.of("VN", "RU", "GB"),
            "slack_user_id": make.ids("U0M"),
        },
        "accounts": lambda: {
            "account_id": make.ids("a"),
            "name": make.ids("Account "),
            "owner_id": make.am(),
            "tier": make.of("key", "near_key", "standard", "standard"),
            "started_on": day,
            "ended_on": make.after(day, 900, 0.2).dt.floor("D"),
            "source": make.of("referral", "inbound", "outbound"),
            "category_spend": make.number(10_000, 900_000),
        },
        "interactions": lambda: {
            "interaction_id": make.ids("i"),
            "account_id": make.account(),
            "am_id": make.am(),
            "at": at,
            "channel": make.of("call", "email", "meeting"),
            "direction": make.of("inbound", "outbound", "outbound"),
            "minutes": make.whole(1, 60),
            "replied": make.of(True, False, None),
        },
        "invoices": lambda: {
            "invoice_id": make.ids("v"),
            "account_id": make.account(),
            "issued_on": day,
            "due_on": (day + pd.Timedelta(days=30)),
            "amount": make.number(100, 9000),
            "tax": make.number(0, 90),
            "paid_on": make.after(day, 60, 0.9).dt.floor("D"),
        },
        "requests": lambda: {
            "request_id": make.ids("r"),
            "account_id": make.account(),
            "am_id": make.am(),
            "opened_at": at,
            "first_response_at": make.after(at, 2, 0.95),
            "resolved_at": make.after(at, 9, 0.9),
            "priority": make.of("low", "normal", "high", "urgent"),
            "category": make.of("design", "billing", "report"),
        },
        "surveys": lambda: {
            "survey_id": make.ids("s"),
            "account_id": make.account(),
            "am_id": make.am(),
            "kind": make.of("nps", "nps", "csat"),
            "sent_at": at,
            "at": at,
            "score": make.whole(1, 5),
        },
        "contracts": lambda: {
            "contract_id": make.ids("c"),
            "account_id": make.account(),
            "service": make.of("seo", "ads", "media"),
            "starts_on": day,
            "ends_on": day + pd.Timedelta(days=364),
            "signed_on": day,
            "amount": make.number(1000, 90_000),
        },
        "deals": lambda: {
            "deal_id": make.ids("d"),
            "account_id": make.account(),
            "am_id": make.am(),
            "kind": make.of("new", "upsell", "cross_sell"),
            "stage": closed,
            "amount": make.number(100, 9000),
            "channel": make.of("call", "email"),
            "source": make.of("referral", "inbound"),
            "created_at": at,
            "closed_at": make.after(at, 90).where(closed.isin(["won", "lost"])),
        },
        "contacts": lambda: {"contact_id": make.ids("k"), "account_id": make.account(), "name": make.ids("Contact ")},
        "costs": lambda: {
            "cost_id": make.ids("o"),
            "account_id": make.account(),
            "at": at,
            "category": make.of("production", "acquisition"),
            "amount": make.number(10, 900),
            "planned": make.of(True, False),
        },
        "deliverables": lambda: {
            "deliverable_id": make.ids("l"),
            "account_id": make.account(),
            "am_id": make.am(),
            "stage": make.of("brief", "delivery"),
            "due_on": day,
            "done_on": make.after(day, 9, 0.9).dt.floor("D"),
        },
    }[tab]()


def _frame(table: Table, rows: int, interactions: int) -> pd.DataFrame:
    seed = sorted(SIZES).index(table.key) if table.key in SIZES else 0
    make = _Maker(rows, seed, SIZES["accounts"] * interactions // SIZES["interactions"] or 100, SIZES["team"])
    made = _columns(table.key, make) if rows else {}
    columns = {
        column.key: pd.Series(made.get(column.key, pd.Series([None] * rows, dtype=object)), dtype=object).astype(
            _PANDAS.get(column.kind, "str")
        )
        for column in table.columns
    }
    return pd.DataFrame(columns | {"row": np.arange(2, rows + 2)})


def large_book(interactions: int = SIZES["interactions"]) -> Tables:
    """Return the book with that many interactions, all other tabs in proportion; made once and kept."""
    folder = KEPT / f"book-{interactions}"
    share = interactions / SIZES["interactions"]
    frames = {}
    for table in PEOPLE_TABS:
        file = folder / f"{table.key}.arrow"
        if not file.exists():
            rows = SIZES.get(table.key, 0)
            frame = _frame(table, rows if table.key == "team" else int(rows * share), interactions)
            folder.mkdir(parents=True, exist_ok=True)
            feather.write_feather(pa.Table.from_pandas(frame, preserve_index=False), file, compression="uncompressed")
        frames[table.key] = nw.from_native(feather.read_table(file).to_pandas()).lazy()
    return Tables(frames, frozenset(), TeamSettings(), "USD")


def large_workbook() -> Path:
    """Return the book as an .xlsx file; made once and kept."""
    path = (KEPT / "large.xlsx").resolve()
    if not path.exists():
        frames = {tab: frame.collect().to_native() for tab, frame in large_book().frames.items()}
        write_book(path, {tab: _rows(frame) for tab, frame in frames.items()}, timezone="UTC")
    return path


def _rows(frame: pd.DataFrame) -> list[Mapping[str, Any]]:
    filled = frame.drop(columns="row").dropna(axis="columns", how="all").astype(object)
    rows: list[Mapping[str, Any]] = filled.where(filled.notna(), None).to_dict("records")
    return rows
