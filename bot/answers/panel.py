"""What the side panel of the sheet shows: how things stand, what is wrong in the rows, what each tab is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers.answer import Answer, Bold, Button, Heading, Item, Line, Link, Note, Paragraph, Part
from bot.answers.asked import Asked
from bot.answers.check import issue_line, issues_counted, nothing_wrong, visible_issues
from bot.answers.home import this_week
from bot.answers.naming import age, prose
from bot.answers.pick import ASK
from bot.answers.told import sentence
from bot.commands import ADVICE, ME, RISKS
from bot.voice import Voice
from kpi_core.errors import InputError
from kpi_core.schema import BOT_TABS, PEOPLE_TABS, BotTab, Table

# The actions of the panel's own buttons, beside questions.
REFRESH, ISSUES, ABOUT_TABS, NAME_THE_SHEET = "refresh", "issues", "about_tabs", "name_the_sheet"
_AT_FIRST = 5
_A_PAGE = 20


def home_page(asked: Asked) -> Answer:
    """Return how fresh the figures are, the first data issues of the rows the asker may see, and their scorecard."""
    voice = asked.voice
    refresh = Button(voice.say("Read the sheet now"), REFRESH, "", "primary")
    parts: list[Part] = [age(asked.desk, voice), Item((), (refresh,)), *_first_issues(asked), *_scorecard(asked)]
    others = (
        Button(voice.say("Whole scorecard"), ASK, ME.words[0]),
        Button(voice.say("What to look at"), ASK, RISKS.words[0]),
        Button(voice.say("What to do next"), ASK, ADVICE.words[0]),
        Button(voice.say("What each tab is for"), ABOUT_TABS, ""),
    )
    return Answer("Amber", (*parts, Item((), others)))


def issues_page(asked: Asked, page: int) -> Answer:
    """Return a page of the data issues of the rows the asker may see, worst first; pages count from 1."""
    voice, issues = asked.voice, visible_issues(asked)
    if not issues:
        return sentence(nothing_wrong(voice))
    first = min(max(page - 1, 0), (len(issues) - 1) // _A_PAGE) * _A_PAGE
    shown = issues[first : first + _A_PAGE]
    title, last = issues_counted(issues, voice), first + len(shown)
    parts: list[Part] = [Heading(title), *(Paragraph(issue_line(issue, asked)) for issue in shown)]
    if len(shown) < len(issues):
        told = voice.say("{first}–{last} of {all}", first=first + 1, last=last, all=voice.number(len(issues)))
        further = (Button(voice.say("Next page"), ISSUES, str(first // _A_PAGE + 2)),) if last < len(issues) else ()
        parts.append(Item((told,), further))
    return Answer(title, (*parts, Note((voice.say("Correct them in the sheet: I notice it by myself."),))))


def tabs_page(asked: Asked) -> Answer:
    """Return what each tab of the book is for, those it does not have last."""
    voice, titles = asked.voice, asked.desk.snapshot.titles
    kept = [tab for tab in PEOPLE_TABS if tab.key in titles]
    parts: list[Part] = [Heading(voice.say("What each tab is for")), *(_kept(tab, asked) for tab in kept)]
    parts += [Heading(voice.say("Amber's own tabs")), *_named(BOT_TABS, voice)]
    if lacking := [tab for tab in PEOPLE_TABS if tab.key not in titles]:
        how = voice.say("Whoever runs Amber adds one with `amber init --tabs NAME`.")
        parts += [Heading(voice.say("Not in this sheet yet")), Note(prose(how)), *_named(lacking, voice)]
    return Answer(voice.say("What each tab is for"), tuple(parts))


def another_sheet(url: str, voice: Voice) -> Answer:
    """Return where the team's book is, to whoever opened the panel beside another sheet."""
    said = voice.say("This is not the team's book, and I read no other sheet.")
    return Answer(said, (Paragraph((f"{said} ", Link(voice.say("Open the team's book"), url))),))


def unnamed_sheet(voice: Voice) -> Answer:
    """Ask for leave to know which sheet this is: Google does not say it before."""
    said = voice.say("I cannot see yet which sheet this is. Google asks you once for each sheet.")
    return Answer(said, (Item((said,), (Button(voice.say("Let Amber see it"), NAME_THE_SHEET, "", "primary"),)),))


def _first_issues(asked: Asked) -> list[Part]:
    voice, issues = asked.voice, visible_issues(asked)
    if not issues:
        return [Paragraph((nothing_wrong(voice),))]
    parts: list[Part] = [Heading(issues_counted(issues, voice))]
    parts += [Paragraph(issue_line(issue, asked)) for issue in issues[:_AT_FIRST]]
    if len(issues) > _AT_FIRST:
        parts.append(Item((), (Button(voice.say("All data issues"), ISSUES, "1"),)))
    return parts


def _scorecard(asked: Asked) -> list[Part]:
    """Return the asker's scorecard of the running week at a glance, or why there is none."""
    try:
        return this_week(asked.scope, asked.asker, asked.desk, asked.voice)[1]
    except InputError as error:
        return [Paragraph(prose(asked.voice.text(error.text)))]


def _kept(tab: Table, asked: Asked) -> Paragraph:
    title, url = asked.desk.snapshot.titles[tab.key], asked.desk.snapshot.link(tab.key, 1)
    return _about(Link(title, url) if url else Bold(title), tab, asked.voice)


def _named(tabs: Iterable[Table | BotTab], voice: Voice) -> Sequence[Paragraph]:
    return [_about(Bold(voice.text(tab.label)), tab, voice) for tab in tabs]


def _about(name: Bold | Link, tab: Table | BotTab, voice: Voice) -> Paragraph:
    line: Line = (name, f"\n{voice.text(tab.purpose)}")
    return Paragraph(line)
