"""One KPI: its value, how it was computed, its history, its parts and the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.access import require, sees_names, sees_person
from bot.answers.answer import Answer, Bold, Chart, Facts, Heading, Line, Note, Paragraph, Part, TableOf
from bot.answers.asked import Asked
from bot.answers.breakdown import LEVEL_NAMES, name_within, scopes_within, within
from bot.answers.computation import computed
from bot.answers.naming import DOTS, age, beside_name, cell, part_name, scope_name
from bot.commands import WHY
from bot.voice import NOTHING, Voice
from kpi_core.errors import InputError
from kpi_core.kpi import Kpi, Level, Result, Scope, SourceRow
from kpi_core.periods import DAY, Period, unit_period
from kpi_core.scorecards import target
from kpi_core.targets import status

_PERIODS_SHOWN = 8
_PARTS_SHOWN = 12
_USUALLY_BY: Mapping[Level, Level] = {"all": "team", "team": "am"}
_NO_PERCENT = frozenset({"%", "points"})  # their change is told in points


def answer_figure(asked: Asked) -> Answer:
    """Answer a KPI, or `why` it: the latter leaves out history and parts. Raises Refused, InputError."""
    require(asked.asker, asked.scope, asked.desk, asked.voice)
    kpi = asked.question.kpi
    if kpi is None:
        raise InputError(asked.voice.say("Which KPI? `list` shows all."))
    return _Figure(asked, kpi).answer()


class _Figure:
    def __init__(self, asked: Asked, kpi: Kpi) -> None:
        self.asked = asked
        self.kpi = kpi
        self.voice: Voice = asked.voice
        self.figures = asked.desk.figures
        self.scope: Scope = asked.scope
        self.period: Period = asked.question.period or self.figures.window(self.kpi)
        self.result: Result = self.figures.result(self.kpi, self.scope, self.period)
        self.currency = asked.desk.snapshot.tables.base_currency

    def answer(self) -> Answer:
        title = f"{self.voice.text(self.kpi.names)} · {scope_name(self.scope, self.asked.desk, self.voice)}"
        is_why = self.asked.question.command is WHY
        parts: list[Part] = [Heading(title), Paragraph(self._headline()), self._facts()]
        if not is_why:
            parts += [*self._history(), *self._breakdown()]
        parts += [*self._rows(), age(self.asked.desk, self.voice)]
        return Answer(f"{title}: {self._written(self.result.value)}", tuple(parts))

    def _written(self, value: float | None) -> str:
        return self.voice.figure(self.kpi, value, self.currency)

    def _headline(self) -> Line:
        result, voice = self.result, self.voice
        if result.value is None:
            why = voice.text(result.reason) if result.reason else voice.say("nothing to count")
            return (Bold(voice.say("No value")), f": {why}")
        goal = target(self.figures, self.kpi, self.scope, self.period)
        line: Line = (f"{DOTS[status(self.kpi, result, goal)]} " if goal else "", Bold(self._written(result.value)))
        if goal:
            said = voice.say("target {target}", target=self._written(goal.value))
            line = (*line, f"   {said}", voice.say(", prorated") if goal.prorated else "")
        return (*line, self._change())

    def _change(self) -> str:
        before = self.asked.question.against or self.period.previous()
        previous = self.figures.result(self.kpi, self.scope, before)
        if self.result.value is None or previous.value is None:
            return ""
        change = self.voice.change(self.kpi, self.result.value - previous.value, self.currency)
        if self.kpi.window == "•":
            return "   " + self.voice.say("{change} since {day}", change=change, day=self.voice.day(before.last_day))
        return "   " + self.voice.say("{change} on {period}", change=change, period=self.voice.period(before))

    def _facts(self) -> Facts:
        voice, result = self.voice, self.result
        pairs: list[tuple[str, Line]] = [self._when(), *self._compared_with()]
        if result.value is not None:
            pairs.append((voice.say("Computed"), (computed(self.kpi, result, voice, self.currency),)))
        if result.low is not None and result.high is not None:
            # The formula knows no bounds; a score of more than 100 means nothing to anybody.
            low, high = max(result.low, -self.kpi.scale), min(result.high, self.kpi.scale)
            interval = voice.say("{low} to {high}", low=self._written(low), high=self._written(high))
            pairs.append((voice.say("95% interval"), (interval,)))
        pairs += [(beside_name(key, voice), (voice.number(value),)) for key, value in result.beside.items()]
        pairs.append((voice.say("Formula"), (voice.text(self.kpi.formula),)))
        return Facts(tuple(pairs))

    def _when(self) -> tuple[str, Line]:
        if self.kpi.window == "•":
            return self.voice.say("As of"), (self.voice.day(self.period.last_day),)
        return self.voice.say("Period"), (self.voice.period(self.period),)

    def _compared_with(self) -> list[tuple[str, Line]]:
        """Return the figure of the period that is compared with, and by how many per cent it differs."""
        if not (against := self.asked.question.against):
            return []
        other = self.figures.result(self.kpi, self.scope, against)
        said = f"{self.voice.period(against)}: {self._written(other.value)}"
        if self.result.value is not None and other.value and self.kpi.unit not in _NO_PERCENT:
            change = self.voice.percent((self.result.value - other.value) / abs(other.value))
            said += f" ({'' if change.startswith('−') else '+'}{change})"
        elif other.value is None and other.reason:
            said += f" ({self.voice.text(other.reason)})"
        return [(self.voice.say("Compared with"), (said,))]

    def _history(self) -> list[Part]:
        periods = past_periods(self.period)
        values = [self.figures.result(self.kpi, self.scope, period).value for period in periods]
        if sum(value is not None for value in values) < 2:
            return []
        scale = 100 if self.kpi.unit == "%" else 1
        shown = tuple(None if value is None else round(value * scale, 2) for value in values)
        name = self.voice.text(self.kpi.names)
        title = f"{name}, %" if self.kpi.unit == "%" else name
        labels = tuple(self.voice.short_period(period) for period in periods)
        return [Chart("line", title, labels, ((name, shown),))]

    def _breakdown(self) -> list[Part]:
        by, level = self.asked.question.by, _USUALLY_BY.get(self.scope.level)
        if self.kpi.broken_down_by and by in {"", self.kpi.broken_down_by.en}:
            parts = self.figures.parts(self.kpi, self.scope, self.period)
            if parts or by:
                named = [(part_name(part.part or NOTHING, self.voice), part) for part in parts]
                return self._parts_table(self.voice.text(self.kpi.broken_down_by), named)
        if by:
            level = within(by, self.asked)
        if level is None or not sees_names(self.asked.asker, self.scope, self.asked.desk):
            return []
        results = self.figures.results(self.kpi, level, self.period)
        scopes = [one for one in scopes_within(self.scope, level, self.asked.desk) if one.id in results]
        named = [(name_within(one, self.asked.desk, self.voice), results[one.id]) for one in scopes]
        if by:
            named.sort(key=lambda pair: -(pair[1].value or 0.0))
        return self._parts_table(self.voice.say(LEVEL_NAMES[level]), named)

    def _parts_table(self, title: str, named: list[tuple[str, Result]]) -> list[Part]:
        with_value = [(name, result) for name, result in named if result.value is not None]
        if not with_value:
            return []
        rows = tuple(
            ((name,), (Bold(self._written(result.value)),), (computed(self.kpi, result, self.voice, self.currency),))
            for name, result in with_value[:_PARTS_SHOWN]
        )
        table = TableOf((title, self.voice.say("Value"), self.voice.say("Computed")), rows, right=frozenset({1}))
        more = len(with_value) - _PARTS_SHOWN
        return [table, Note((self.voice.many("… and {n} more", "… and {n} more", more),))] if more > 0 else [table]

    def _rows(self) -> list[Part]:
        if not sees_names(self.asked.asker, self.scope, self.asked.desk):
            return []
        behind = self.figures.behind(self.kpi, self.scope, self.period)
        if not behind.count:
            return []
        shown, n = len(behind.telling), self.voice.number(behind.count)
        line: Line = (self.voice.say("Behind it, {shown} of {n} rows, the most telling first:", shown=shown, n=n),)
        for row in behind.telling:
            line = (*line, "\n• ", cell(self.asked.desk, row.tab, row.row), f" {self._about(row)}")
        return [Paragraph(line)]

    def _about(self, row: SourceRow) -> str:
        account = self.asked.desk.accounts.get(row.account_id or "")
        person = self.asked.desk.roster.by_id.get(row.am_id or "")
        owner = person if person and sees_person(self.asked.asker, person) else None
        name = account.name if account else owner.name if owner else ""
        return f"{name} {self._counted(row)}".strip()

    def _counted(self, row: SourceRow) -> str:
        if row.value is not None:
            return f"({self._written(row.value)})"
        if self.kpi.aggregate == "sum" or self.kpi.denominator == "ams":
            return f"({self._amount(row.numerator)})"
        return f"({self._amount(row.numerator)} ÷ {self._amount(row.denominator)})"

    def _amount(self, value: float) -> str:
        return self.voice.money(value, self.currency) if self.kpi.unit == "money" else self.voice.number(value)


def past_periods(period: Period) -> tuple[Period, ...]:
    """Return the period and seven before, oldest first: calendar units, else the same length a week or month apart."""
    found = [period]
    while len(found) < _PERIODS_SHOWN:
        oldest = found[-1]
        if period.unit != "range":
            found.append(unit_period(period.unit, oldest.start - DAY, period.now))
        else:
            step = timedelta(days=7) if period.days <= 100 else timedelta(days=30)
            found.append(replace(oldest, start=oldest.start - step, end=oldest.end - step))
    return tuple(reversed(found))
