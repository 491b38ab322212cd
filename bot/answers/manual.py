"""What can be asked: the commands, and every KPI."""

from __future__ import annotations

from bot.answers.answer import Answer, Code, Heading, Line, Note, Paragraph, Part, TableOf
from bot.answers.asked import Asked
from bot.answers.check import visible_issues
from bot.answers.naming import WINDOWS, age, prose
from bot.commands import COMMANDS, Command
from kpi_core.catalogue import KPIS
from kpi_core.names import fold

_PERIODS = (
    "this week", "last week", "2026-W47", "last month", "2026-11", "Q3", "ytd", "90d", "2026-01-01..2026-03-31",
    "all time",
)  # fmt: skip


def answer_help(asked: Asked) -> Answer:
    """Answer `help`: the commands the asker may use, those that mention some words when given."""
    voice = asked.voice
    mine = [command for command in COMMANDS if asked.asker.role in command.roles]
    wanted = fold(asked.question.words)
    found = [command for command in mine if wanted in _mentioned(command, asked)]
    title = voice.say("What you can ask")
    parts: list[Part] = [Heading(title)]
    if not found:
        found = mine
        parts.append(Paragraph((voice.say("Nothing mentions these words; this is all there is."),)))
    line: Line = ()
    for command in found:
        example = voice.say("for example") if command.example not in command.words else ""
        said: Line = (Code(command.usage), f" {voice.say(command.help)}")
        line = (*line, *said, *((f", {example} ", Code(command.example)) if example else ()), "\n")
    periods = " · ".join(f"`{period}`" for period in _PERIODS)
    parts += [Paragraph(line[:-1]), Note(prose(voice.say("Periods: {periods}", periods=periods)))]
    parts.append(Note(prose(voice.say("Add `share` to post an answer in the channel. `list` shows every KPI."))))
    parts.append(Note(prose(voice.say("The words are Vietnamese and Russian, too: `quiet`, `im ắng`, `тишина`."))))
    return Answer(title, tuple(parts))


def _mentioned(command: Command, asked: Asked) -> str:
    return fold(" ".join((command.usage, *command.words, asked.voice.say(command.help))))


def answer_list(asked: Asked) -> Answer:
    """Answer `list`: the catalogue."""
    voice = asked.voice
    header = (voice.say("Ask for"), "KPI", voice.say("Over"))
    rows = tuple(((Code(kpi.key),), (voice.text(kpi.names),), (voice.say(WINDOWS[kpi.window]),)) for kpi in KPIS)
    title = voice.many("{n} KPI", "{n} KPIs", len(KPIS))
    return Answer(title, (Heading(title), TableOf(header, rows)))


def answer_refresh(asked: Asked) -> Answer:
    """Answer `refresh`: what the newest reading holds; whoever asked has it read first."""
    voice, issues = asked.voice, len(visible_issues(asked))
    accounts = voice.many("{n} account", "{n} accounts", len(asked.desk.accounts))
    counted = voice.many("{n} data issue", "{n} data issues", issues)
    said = voice.say("The sheet is up to date: {accounts}, {issues}.", accounts=accounts, issues=counted)
    line: Line = (said, " ", *prose(voice.say("`check` shows them."))) if issues else (said,)
    return Answer(said, (Paragraph(line), age(asked.desk, voice)))
