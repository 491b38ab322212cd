"""`amber kpis`: the catalogue."""

import json

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.options import Json, Lang
from kpi_core.catalogue import KPIS
from kpi_core.kpi import Kpi
from kpi_core.text import LANGUAGES, Language


def kpis(*, as_json: Json = False, lang: Lang = "en") -> None:
    """Print every KPI with its formula."""
    if as_json:
        typer.echo(json.dumps([_record(kpi, lang) for kpi in KPIS], ensure_ascii=False, indent=2))
        return
    table = Table("KPI", "Name", "Unit", "Formula", show_lines=False)
    for kpi in KPIS:
        table.add_row(kpi.key, kpi.names.to(lang), kpi.unit, kpi.formula.to(lang))
    Console().print(table)


def _record(kpi: Kpi, language: Language) -> dict[str, object]:
    return {
        "key": kpi.key,
        "names": {each: kpi.names.to(each) for each in LANGUAGES},
        "unit": kpi.unit,
        "direction": kpi.direction,
        "window": kpi.window,
        "additive": kpi.additive,
        "scale": kpi.scale,
        "offset": kpi.offset,
        "formula": kpi.formula.to(language),
        "tables": kpi.tables,
        "seeds": kpi.seeds,
        "version": kpi.version,
    }
