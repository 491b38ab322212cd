"""How answers name things and say how fresh they are."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.answers.answer import Code, Line, Link, Note
from bot.delivery.slots import zone_named
from bot.desk import Desk
from bot.voice import Voice, mark
from kpi_core.choices import choice_label
from kpi_core.kpi import Scope, Window
from kpi_core.periods import INSTANT
from kpi_core.schema import TABS
from kpi_core.scorecard import Status
from kpi_core.views.renewals import Standing

DOTS: dict[Status | None, str] = {"green": "🟢", "amber": "🟡", "red": "🔴", None: "⚪"}
WINDOWS: dict[Window, str] = {
    "W": mark("week"),
    "Q": mark("quarter"),
    "90": mark("90 days"),
    "Y": mark("12 months"),
    "•": mark("now"),
}

# How the renewal of a contract stands.
STANDINGS: dict[Standing, str] = {
    "renewed": mark("renewed"),
    "negotiating": mark("renewal in talks"),
    "open": mark("no renewal yet"),
    "refused": mark("will not renew"),
}

# The figures that stand beside a KPI (`Measure.beside`).
_BESIDE: dict[str, str] = {
    "promoters": mark("promoters"),
    "detractors": mark("detractors"),
    "undecided": mark("not decided yet"),
    "still_open": mark("still open"),
    "untouched": mark("not contacted yet"),
    "unanswered": mark("not answered yet"),
    "never_contacted": mark("never contacted"),
    "mean": mark("mean"),
    "p90": mark("90% are within"),
    "average_order_value": mark("average order value"),
    "orders_per_year": mark("orders per year"),
    "years_retained": mark("years retained"),
}
# The columns whose words a KPI is broken down by.
_PART_COLUMNS = (("deals", "channel"), ("deals", "stage"), ("deliverables", "stage"), ("campaigns", "stage"))


def beside_name(key: str, voice: Voice) -> str:
    """Return what a figure beside a KPI is called."""
    return voice.say(_BESIDE[key])


def part_name(part: str, voice: Voice) -> str:
    """Return what a part of a breakdown is called: a choice's label, else the sheet's own word."""
    column = next((pair for pair in _PART_COLUMNS if part in TABS[pair[0]].column(pair[1]).choices), None)
    return choice(*column, part, voice) if column else part


def choice(tab: str, column: str, word: str, voice: Voice) -> str:
    """Return what a choice column's word is called; an unknown word stays as it is."""
    try:
        return voice.text(choice_label(TABS[tab].column(column), word))
    except KeyError:
        return word


def prose(sentence: str) -> Line:
    """Return a sentence whose `words in backticks` are things to type."""
    pieces = sentence.split("`")
    if len(pieces) % 2 == 0:
        return (sentence,)
    return tuple(Code(piece) if position % 2 else piece for position, piece in enumerate(pieces) if piece)


def person_name(am_id: str | None, desk: Desk, voice: Voice) -> str:
    """Return a person's name; their id when the team tab does not know them."""
    person = desk.roster.by_id.get(am_id or "")
    return person.name if person else am_id or voice.say("nobody")


def scope_name(scope: Scope, desk: Desk, voice: Voice) -> str:
    """Return what a scope is called."""
    match scope.level:
        case "all":
            name = voice.say("Everybody")
        case "team":
            name = voice.say("Team {team}", team=scope.id)
        case "tier":
            name = voice.say("Tier {tier}", tier=choice("accounts", "tier", scope.id, voice))
        case "am":
            name = person_name(scope.id, desk, voice)
        case "account":
            account = desk.accounts.get(scope.id)
            name = account.name if account else scope.id
    return name


def cell(desk: Desk, tab: str, row: int, column: str = "") -> Code | Link:
    """Return a cell's address, as a link when the book's cells have one."""
    address, url = desk.snapshot.address(tab, row, column), desk.snapshot.link(tab, row, column)
    return Link(address, url) if url else Code(address)


def age(desk: Desk, voice: Voice, *, is_dated: bool = False) -> Note:
    """Say when the sheet was last known to be like this, by the reader's own clock, and why no later look was possible.

    What is looked at on another day is dated, even when the sheet was read today.
    """
    snapshot = desk.snapshot
    zone = zone_named(voice.zone, ZoneInfo(snapshot.timezone))
    read_at = snapshot.read_at.astimezone(zone)
    is_today = read_at.date() == (desk.now_utc - INSTANT).astimezone(zone).date()
    when = f"{read_at:%H:%M}" if is_today and not is_dated else f"{voice.day(read_at.date())} {read_at:%H:%M}"
    read: Line = (voice.say("Figures as of {when}.", when=when),)
    if not snapshot.stale:
        return Note(read)
    if snapshot.silent:
        why = voice.say("{system} has not answered since {when}.", system=snapshot.silent, when=when)
    else:
        why = voice.say("A newer reading was not possible: {why}", why=voice.text(snapshot.stale))
    return Note((*read, " ⚠️ ", why))
