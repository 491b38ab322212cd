"""Which currencies a book is in, and in which one Amber reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd
from babel.numbers import is_currency

from kpi_core.schema import TABS
from kpi_core.settings import TeamSettings
from sheets.codec.findings import Fault, Findings, Place

_DEFAULT = "USD"


def settle_currencies(frames: dict[str, pd.DataFrame], settings: TeamSettings, findings: Findings) -> str:
    """Write all currency codes in capitals, report those unknown or without a rate; return the base currency.

    The codes stay where they are: a cell blanked would turn its money into base currency.
    """
    for tab, column in _currency_columns():
        frames[tab] = frames[tab].assign(**{column: frames[tab][column].str.upper()})
    typed = Counter[str]()
    for tab, column in _currency_columns():
        if tab != "rates":
            typed.update(frames[tab][column].dropna())
    used = Counter({code: times for code, times in typed.items() if is_currency(code)})
    base = settings.text("base_currency") or (used.most_common(1)[0][0] if used else _DEFAULT)
    if len(used) > 1 and not settings.text("base_currency"):
        facts = {"names": ", ".join(sorted(used)), "base": base}
        place = Place(findings.titles.get("settings", TABS["settings"].label.en), column="base_currency")
        findings.add_at(place, None, Fault("several_currencies", facts=facts))
    _report(frames, base, findings)
    return base


def _currency_columns() -> Iterator[tuple[str, str]]:
    return ((tab, "currency") for tab, table in TABS.items() if any(c.key == "currency" for c in table.columns))


def _report(frames: dict[str, pd.DataFrame], base: str, findings: Findings) -> None:
    rated = {base, *frames["rates"]["currency"].dropna()}
    rates_title = findings.titles.get("rates", TABS["rates"].label.en)
    for tab, column in _currency_columns():
        codes = frames[tab][column]
        for code in codes.dropna().unique():
            rows = [int(row) for row in frames[tab].loc[codes == code, "row"]]
            if not is_currency(code):
                for row in rows:
                    findings.add(tab, column, row, code, Fault("bad_currency"))
            elif code not in rated:
                # Once a tab: the rate is what is missing, not each cell.
                fault = Fault("no_rate", facts={"base": base, "rates": rates_title})
                findings.add(tab, column, rows[0], code, fault)
