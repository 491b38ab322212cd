"""The communication matrix: an account's people, or somebody's accounts, week by week, with the white spots."""

from __future__ import annotations

from datetime import date

from bot.access import require_names
from bot.answers.answer import Answer, Bold, Heading, Line, Note, Paragraph, Part, TableOf
from bot.answers.asked import Asked
from bot.answers.doors import doors
from bot.answers.naming import age, scope_name
from bot.voice import NOTHING, Voice
from kpi_core.periods import INSTANT
from kpi_core.views import Matrix, MatrixRow, account_matrix, contact_matrix

_ROWS_SHOWN = 25
_QUIET, _WHITE_SPOT = "⬜", "🟥"
_COUNTS = (*(f"{digit}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}" for digit in range(1, 10)), "🔟")


def answer_matrix(asked: Asked) -> Answer:
    """Answer `matrix`: the contacts of one account, else the accounts of whoever is asked about. Raises Refused."""
    require_names(asked.asker, asked.scope, asked.desk, asked.voice)
    desk, voice, scope = asked.desk, asked.voice, asked.scope
    of_account = desk.accounts.get(scope.id) if scope.level == "account" else None
    matrix = contact_matrix(desk.figures, scope.id) if of_account else account_matrix(desk.figures, scope)
    column = voice.say("Contact") if of_account else voice.say("Account")
    name, title = scope_name(scope, desk, voice), voice.say("Communication matrix")
    parts: list[Part] = [Heading(f"{name} · {title}")]
    parts += _parts(matrix, column, asked)
    if of_account:
        parts.append(doors(of_account, voice, "account", "contacts"))
    return Answer(f"{name} · {_silent(matrix, voice)}", (*parts, age(desk, voice)))


def _parts(matrix: Matrix, column: str, asked: Asked) -> list[Part]:
    voice = asked.voice
    if not matrix.rows:
        return [Paragraph((voice.say("There is nobody to show: the book names no contacts or active accounts here."),))]
    if any(count is None for row in matrix.rows for count in row.counts):
        return [Paragraph((voice.say("The book keeps no interactions, so it cannot tell who was spoken with."),))]
    rows = sorted(matrix.rows, key=_whitest_first)
    legend = voice.say(
        "{count} contacts in a week · {quiet} none, within the rhythm · {white} silent for longer than that",
        count=_COUNTS[1],
        quiet=_QUIET,
        white=_WHITE_SPOT,
    )
    weeks = f"{voice.day_and_month(matrix.weeks[0])} … {voice.day_and_month(matrix.weeks[-1])}"
    header = (column, weeks, voice.say("Last contact"), voice.say("Rhythm"))
    today = (asked.desk.now - INSTANT).date()
    table = TableOf(header, tuple(_row(row, today, voice) for row in rows[:_ROWS_SHOWN]), right=frozenset({3}))
    parts: list[Part] = [Paragraph((Bold(_silent(matrix, voice)),)), table]
    if (more := len(rows) - _ROWS_SHOWN) > 0:
        parts.append(Note((voice.many("… and {n} more", "… and {n} more", more),)))
    return [*parts, Note((legend,))]


def _row(row: MatrixRow, today: date, voice: Voice) -> tuple[Line, ...]:
    weeks = "".join(_week(count or 0, is_white=white) for count, white in zip(row.counts, row.is_white, strict=True))
    last = voice.relative_days((row.last_on - today).days) if row.last_on else voice.say("never")
    rhythm = NOTHING if row.limit_days is None else voice.days(row.limit_days)
    return (row.name or row.id or voice.say("nobody named"),), (weeks,), (last,), (rhythm,)


def _week(count: int, *, is_white: bool) -> str:
    if count:
        return _COUNTS[min(count, len(_COUNTS)) - 1]
    return _WHITE_SPOT if is_white else _QUIET


def _whitest_first(row: MatrixRow) -> tuple[bool, bool, int]:
    return row.id is None, not row.is_white[-1], -sum(row.is_white)


def _silent(matrix: Matrix, voice: Voice) -> str:
    """Count those that are silent for too long now."""
    of = [row for row in matrix.rows if row.id is not None]
    silent = sum(row.is_white[-1] for row in of)
    return voice.say("{silent} of {all} silent for too long", silent=voice.number(silent), all=voice.number(len(of)))
