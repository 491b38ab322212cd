"""What more than one family counts."""

from __future__ import annotations

from kpi_core.text import Text

ACCOUNTS = Text("accounts in the period", "khách hàng trong kỳ", "клиентов за период")
ACTIVE = Text("active accounts", "khách hàng đang hoạt động", "активных клиентов")
AT_START = Text("accounts active at the start", "khách hàng đầu kỳ", "клиентов на начало периода")
EARNED = Text("revenue", "doanh thu", "выручки")
