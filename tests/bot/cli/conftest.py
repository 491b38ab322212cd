"""A small agency's book on disk, and the `amber` command as people call it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from bot.cli import main
from sheets.layout import write_book

ROWS = {
    "team": [
        {"am_id": "1", "name": "Dmitri Orlov", "role": "head", "slack_user_id": "U0DMITRI"},
        {"am_id": "2", "name": "Ha Tran", "role": "lead", "team": "Sen", "manager_id": "1", "slack_user_id": "U0HA"},
        {"am_id": "3", "name": "Linh Nguyen", "role": "am", "team": "Sen", "email": "linh@lantern.example",
         "slack_user_id": "U0LINH"},
        {"am_id": "4", "name": "Minh Pham", "role": "am", "team": "Sen", "slack_user_id": "U0MINH"},
        {"am_id": "5", "name": "Olga Nguyen", "role": "am", "team": "Neva", "slack_user_id": "U0OLGA"},
    ],
    "accounts": [
        {"account_id": "A", "name": "Acme", "owner_id": "3", "status": "active", "tier": "key"},
        {"account_id": "B", "name": "Bamboo", "owner_id": "4", "status": "active", "tier": "standard",
         "started_on": date(2026, 1, 5)},
        {"account_id": "V", "name": "Volga", "owner_id": "5", "status": "active"},
    ],
    "interactions": [
        {"interaction_id": "I1", "account_id": "A", "am_id": "3", "at": datetime(2026, 11, 10, 9), "channel": "call"},
        {"interaction_id": "I2", "account_id": "A", "am_id": "3", "at": datetime(2026, 11, 12, 9), "channel": "email"},
    ],
    "invoices": [
        {"invoice_id": "N1", "account_id": "A", "issued_on": date(2026, 11, 9), "amount": 100.1, "currency": "USD"},
        {"invoice_id": "N2", "account_id": "A", "issued_on": date(2026, 11, 10), "amount": 200.2, "currency": "USD"},
        {"invoice_id": "N3", "account_id": "B", "issued_on": date(2026, 11, 15), "amount": 50, "currency": "USD"},
    ],
    "deals": [
        {"deal_id": "D1", "account_id": "A", "am_id": "3", "kind": "new", "stage": "won", "channel": "email",
         "created_at": datetime(2026, 11, 9), "closed_at": datetime(2026, 11, 11), "amount": 9},
        {"deal_id": "D2", "account_id": "A", "am_id": "3", "kind": "new", "stage": "lost", "channel": "call",
         "created_at": datetime(2026, 11, 9), "closed_at": datetime(2026, 11, 11), "amount": 9},
    ],
    "targets": [{"kpi": "revenue", "scope": "all", "per": "week", "target": 100, "warn_at": 60}],
    "settings": [{"key": "timezone", "value": "Asia/Ho_Chi_Minh"}],
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    out: str
    err: str
    code: int


@pytest.fixture
def book(tmp_path, monkeypatch):
    """The agency's book, which the environment names."""
    path = tmp_path / "book.xlsx"
    write_book(path, ROWS)
    monkeypatch.setenv("AMBER_STORE", f"xlsx:{path}")
    return path


@pytest.fixture
def amber(tmp_path, monkeypatch, capsys, process_of_others) -> Callable[..., Said]:
    """Call `amber` in an empty folder, with caches and data of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("AMBER_CACHE", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))

    def call(*words: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(words)
        printed = capsys.readouterr()
        return Said(printed.out, printed.err, ended.value.code or 0)

    return call
