"""What is wrong in the sheet, worst first, each with its very cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import narwhals as nw

from bot.access import LEADERS, sees_account, sees_person
from bot.answers.answer import Answer, Code, Heading, Line, Link, Note, Paragraph, Part
from bot.answers.asked import Asked
from bot.answers.told import sentence
from bot.voice import Voice
from kpi_core.frames import rows_of
from kpi_core.schema import TABS
from sheets.grid import Issue

_SHOWN = 15


def answer_check(asked: Asked) -> Answer:
    """Answer `check`: the data issues of the rows the asker may see; leaders also see those of whole tabs."""
    voice, issues = asked.voice, visible_issues(asked)
    if not issues:
        return sentence(nothing_wrong(voice))
    title = issues_counted(issues, voice)
    parts: list[Part] = [Heading(title), *(Paragraph(issue_line(issue, asked)) for issue in issues[:_SHOWN])]
    if (more := len(issues) - _SHOWN) > 0:
        parts.append(Note((voice.many("… and {n} more", "… and {n} more", more),)))
    parts.append(Note((voice.say("Correct them in the sheet: I notice it by myself."),)))
    return Answer(title, tuple(parts))


def nothing_wrong(voice: Voice) -> str:
    """Say that there is no data issue."""
    said = voice.say("Nothing is wrong in the rows you may see.")
    return f"✅ {said}"


def issues_counted(issues: Sequence[Issue], voice: Voice) -> str:
    """Say how many of the data issues are errors and how many warnings."""
    errors = sum(issue.severity == "error" for issue in issues)
    warnings = len(issues) - errors
    counted = [
        voice.many("{n} error", "{n} errors", errors) if errors else "",
        voice.many("{n} warning", "{n} warnings", warnings) if warnings else "",
    ]
    return voice.say("Data issues: {counts}", counts=", ".join(filter(None, counted)))


def visible_issues(asked: Asked) -> Sequence[Issue]:
    """Return the data issues the asker may see, errors first."""
    return sorted(filter(_visible(asked), asked.desk.snapshot.issues), key=lambda issue: issue.severity != "error")


def issue_line(issue: Issue, asked: Asked) -> Line:
    """Return what is wrong, with the link to its cell."""
    address = f"{issue.tab}!{issue.cell}" if issue.cell else issue.tab
    url = asked.desk.snapshot.cell_link(issue.tab, issue.cell) if issue.cell else ""
    suggestion = ". " + asked.voice.say("Did you mean “{word}”?", word=issue.suggestion) if issue.suggestion else ""
    dot = "🔴" if issue.severity == "error" else "🟡"
    place: Line = (Link(address, url) if url else Code(address), "  ") if address else ()
    return (f"{dot} ", *place, f"{asked.voice.text(issue.message)}{suggestion}")


def _visible(asked: Asked) -> Callable[[Issue], bool]:
    desk, asker = asked.desk, asked.asker
    if asker.role in {"head", "admin"}:
        return lambda _: True
    keys = {title: key for key, title in desk.snapshot.titles.items()}
    faulty: dict[str, set[int]] = {}
    for issue in desk.snapshot.issues:
        if issue.row is not None:
            faulty.setdefault(keys.get(issue.tab, ""), set()).add(issue.row)
    rows: dict[str, dict[int, bool]] = {}

    def is_mine(row: dict[str, object]) -> bool:
        account = desk.accounts.get(str(row.get("account_id")))
        person = desk.roster.by_id.get(str(row.get("owner_id") or row.get("am_id")))
        return (account is not None and sees_account(asker, account, desk)) or (
            person is not None and sees_person(asker, person)
        )

    def of_tab(tab: str) -> dict[int, bool]:
        if tab not in rows:
            columns = [one.key for one in TABS[tab].columns if one.key in {"account_id", "owner_id", "am_id"}]
            found = desk.snapshot.tables[tab].filter(nw.col("row").is_in(sorted(faulty[tab])))
            rows[tab] = {row["row"]: is_mine(row) for row in rows_of(found, "row", *columns)}
        return rows[tab]

    def visible(issue: Issue) -> bool:
        tab = keys.get(issue.tab, "")
        if issue.row is None or tab not in TABS:
            return asker.role in LEADERS
        return of_tab(tab).get(issue.row, False)

    return visible
