"""`amber score`: figures for programs (JSON, CSV) and for people (tables)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import typer
from rich.console import Console

from bot import lookup
from bot.cli.options import AsOf, Json, Lang, Store, desk_of, note
from bot.cli.tables import print_tables
from bot.voice import Voice
from kpi_core.catalogue import KPIS
from kpi_core.errors import InputError
from kpi_core.evaluate import Figures
from kpi_core.kpi import Kpi, Level, Result
from kpi_core.names import fold
from kpi_core.period_words import parse
from kpi_core.periods import Period, last_full
from kpi_core.targets import Targets, status
from kpi_core.text import Language

_PERIODS = "2026-W47, last month, 2026-Q3, ytd, 90d, 2026-01-01..2026-03-31 or all"
_DECIMALS = 9  # what is behind them is the noise of adding binary fractions


def score(
    *,
    period: Annotated[str, typer.Option(help=f"{_PERIODS}. Default: the last full week.")] = "",
    by: Annotated[Level, typer.Option(help="Whose figures.")] = "am",
    kpi: Annotated[list[str] | None, typer.Option(metavar="KEY", help="Just this KPI; may be repeated.")] = None,
    breakdown: Annotated[bool, typer.Option("--breakdown", help="Add the parts of KPIs that have any.")] = False,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    lang: Lang = "en",
    store: Store = None,
    as_of: AsOf = None,
) -> None:
    """Print the figures of a period."""
    if as_json and as_csv:
        raise InputError("one at a time: --json or --csv", "--csv")
    chosen = [kpi_named(key) for key in kpi] if kpi else KPIS
    desk = desk_of(store, as_of)
    when = period_named(period, desk.figures)
    if not desk.figures.scopes[by]:
        note(f"The book names no {by} yet; --by all prints figures of the whole book")
    found = [(one, results(one, desk.figures, by, when, breakdown=breakdown)) for one in chosen]
    if as_json or as_csv:
        targets = desk.figures.targets
        records = [record(one, result, targets, lang) for one, each in found for result in each]
        typer.echo(json.dumps(records, ensure_ascii=False, indent=2) if as_json else csv_of(records), nl=as_json)
    elif desk.figures.scopes[by]:
        print_tables(found, desk, Voice(lang), Console())


def kpi_named(key: str) -> Kpi:
    """Return the KPI of a key or a name. Raises InputError with what was probably meant."""
    found = lookup.find(key, lookup.kpis())
    if len(found) == 1:
        return found[0].thing
    likely = " or ".join(one.typed for one in found or lookup.alike(key, lookup.kpis()))
    hint = f"did you mean {likely}?" if likely else "`amber kpis` lists them"
    raise InputError(f"there is no KPI '{key}'; {hint}", "--kpi")


def period_named(text: str, figures: Figures, option: str = "--period") -> Period:
    """Return the period of these words; of none, the last full week. Raises InputError."""
    if not text:
        return last_full("week", figures.now)
    found = parse(fold(text), figures.now, figures.first_day)
    if found is None:
        raise InputError(f"'{text}' is not a period; write {_PERIODS}", option)
    return found


def results(kpi: Kpi, figures: Figures, level: Level, period: Period, *, breakdown: bool) -> Sequence[Result]:
    """Return a KPI's result for every scope of a level, each followed by its parts when they are wanted."""

    def one_by_one() -> Iterator[Result]:
        for result in figures.results(kpi, level, period).values():
            yield result
            if breakdown:
                yield from figures.parts(kpi, result.scope, period)

    return tuple(one_by_one())


def record(kpi: Kpi, result: Result, targets: Targets, language: Language) -> dict[str, object]:
    """Return a result as `amber score --json` prints it; whole numbers as such."""
    is_part = result.part is not None
    goal = None if is_part else targets.find(kpi, result.scope, result.period)
    return {
        "kpi": result.kpi,
        "scope": str(result.scope),
        "period": str(result.period),
        "value": _number(result.value),
        "unit": kpi.unit,
        "numerator": _number(result.numerator),
        "denominator": 1 if kpi.aggregate == "sum" and result.value is not None else _number(result.denominator),
        "n": result.n,
        "low": _number(result.low),
        "high": _number(result.high),
        "status": status(kpi, result, goal),
        "reason": result.reason.to(language) if result.reason else None,
        **({"part": result.part} if is_part else {}),
    }


def _number(value: float | None) -> float | int | None:
    if value is None:
        return None
    rounded = round(value, _DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


def csv_of(records: Iterable[dict[str, object]]) -> str:
    """Return the records as CSV, with a column for every key of any."""
    records = list(records)
    columns = dict.fromkeys(key for each in records for key in each)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _no_formula(value) for key, value in each.items()} for each in records)
    return text.getvalue()


def _no_formula(value: object) -> object:
    """Keep a spreadsheet from running a text of the book as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
