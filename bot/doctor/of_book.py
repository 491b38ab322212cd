"""Checks of the book: is it named, may Amber read and write it, is it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.app.place import key_address
from bot.doctor.examination import Outcome, finding, fine, not_applicable
from kpi_core.schema import ACCOUNTS, SCHEMA_VERSION, TABS, TEAM

if TYPE_CHECKING:
    from bot.doctor.surroundings import Surroundings

_NO_GOOGLE = "the book is a file on this machine"
_NEEDED = (TEAM, ACCOUNTS)
_READS_A_MINUTE = 60
_QUOTAS = "https://console.cloud.google.com/apis/api/sheets.googleapis.com/quotas"


def named(surroundings: Surroundings) -> Outcome:
    """Check that a book is named, in a way that Amber understands."""
    spec = surroundings.spec
    if not spec:
        return finding(
            "no book is named: Amber works with the demo book",
            "Set AMBER_STORE to gsheet:URL or xlsx:PATH",
        )
    return fine(surroundings.place.name)


def google_key(surroundings: Surroundings) -> Outcome:
    """Check that there is a key for Google, of a kind that Amber can use."""
    if not surroundings.place.is_google:
        return not_applicable(_NO_GOOGLE)
    return fine(f"of {key_address(surroundings.settings)}")


def readable(surroundings: Surroundings) -> Outcome:
    """Check that the book answers and may be read."""
    access = surroundings.access
    return fine(f"“{access.name}”" + (f", shared with {access.address}" if access.address else ""))


def writable(surroundings: Surroundings) -> Outcome:
    """Check that Amber may add rows; nothing is written."""
    access = surroundings.access
    if access.can_write:
        return fine("Amber may add rows")
    if access.address:
        return finding(
            "the sheet is shared with Amber for viewing only", f"Share it with {access.address} as an editor"
        )
    return finding(
        f"Amber may not change {access.name} or its folder", "Give the user that Amber runs as write access to both"
    )


def rows(surroundings: Surroundings) -> Outcome:
    """Check that the book's rows can be read as they are now."""
    snapshot = surroundings.desk.snapshot
    if snapshot.stale:
        return finding(f"the book could not be read anew: {snapshot.stale}", "Try again in a while")
    people, accounts = len(surroundings.desk.roster.people), len(surroundings.desk.accounts)
    return fine(f"people: {people}, accounts: {accounts}, tabs: {len(snapshot.titles)}")


def tabs(surroundings: Surroundings) -> Outcome:
    """Check that the tabs without which nothing works are there, and that the book is of this Amber's schema."""
    version, present = surroundings.access.schema_version, surroundings.desk.snapshot.titles
    mend = surroundings.command("init")
    missing = [table.label.en for table in _NEEDED if table.key not in present]
    if missing:
        return finding(f"the book has no tab {' and no tab '.join(missing)}", mend)
    if version > SCHEMA_VERSION:
        return finding(f"the book was set up by a later Amber (schema {version})", "Install the latest Amber")
    if 0 < version < SCHEMA_VERSION:
        return finding(
            f"the book is of an earlier Amber's schema ({version})", f"{mend} brings it up to {SCHEMA_VERSION}"
        )
    others = sum(key not in present for key in TABS)
    return fine("as this Amber makes them" + (f"; {others} that it also knows are not there" if others else ""))


def issues(surroundings: Surroundings) -> Outcome:
    """Count what is wrong in the book's cells: `amber check` names each."""
    found = surroundings.desk.snapshot.issues
    errors = sum(issue.severity == "error" for issue in found)
    counted = f"errors: {errors}, warnings: {len(found) - errors}"
    return finding(counted, f"{surroundings.command('check')} names each cell") if errors else fine(counted)


def quota(surroundings: Surroundings) -> Outcome:
    """Say what Amber spends of Google's quota; how much of it is left Google tells nobody."""
    if not surroundings.place.is_google:
        return not_applicable(_NO_GOOGLE)
    looks = 60 / surroundings.settings.poll_seconds
    return fine(
        f"not used up now; Google does not tell how much is left. Amber asks Drive {looks:.0f} times a minute "
        f"whether the sheet changed, and takes 1 or 2 of its {_READS_A_MINUTE} reads a minute when it did: {_QUOTAS}"
    )
