"""What more than one family counts."""

from __future__ import annotations

from kpi_core.quantities import Noun
from kpi_core.text import Text

ACCOUNTS = Noun(
    ("account in the period", "accounts in the period"),
    "khách hàng trong kỳ",
    ("клиент за период", "клиента за период", "клиентов за период"),
)
ACTIVE = Noun(
    ("active account", "active accounts"),
    "khách hàng đang hoạt động",
    ("активный клиент", "активных клиента", "активных клиентов"),
)
AT_START = Noun(
    ("account active at the start", "accounts active at the start"),
    "khách hàng đầu kỳ",
    ("клиент на начало периода", "клиента на начало периода", "клиентов на начало периода"),
)
EARNED = Text("revenue", "doanh thu", "выручки")
