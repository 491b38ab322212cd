"""Checks of this machine: settings, database, clock."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.doctor.examination import Outcome, finding, fine, not_applicable
from bot.settings import VARIABLES
from bot.state.db import open_database

if TYPE_CHECKING:
    from bot.doctor.surroundings import Surroundings

# Google refuses a token request five minutes off, and reminders go out by this clock.
_LARGEST_SKEW = timedelta(minutes=1)
_OF_OTHERS = 0o077


def settings(surroundings: Surroundings) -> Outcome:
    """Check that all settings are readable."""
    settings, dotenv = surroundings.settings, surroundings.dotenv
    given = sum(getattr(settings, name) != each.read(each.default) for name, each in VARIABLES.items())
    return fine(f"given: {given} of {len(VARIABLES)}, from the environment" + (f" and {dotenv}" * dotenv.is_file()))


def secrets(surroundings: Surroundings) -> Outcome:
    """Check that files with secrets are their owner's alone."""
    settings, dotenv = surroundings.settings, surroundings.dotenv
    key = settings.google_credentials
    files = [Path(key).expanduser()] if key and not key.lstrip().startswith("{") else []
    if dotenv.is_file() and any(getattr(settings, name) for name, each in VARIABLES.items() if each.secret):
        files.append(dotenv)
    if os.name != "posix" or not files:
        return not_applicable("no file of this machine's holds a secret")
    open_to_others = [str(file) for file in files if file.exists() and file.stat().st_mode & _OF_OTHERS]
    if open_to_others:
        listed = " ".join(open_to_others)
        return finding(f"other users of this machine may read {listed}", f"chmod 600 {listed}")
    return fine(f"only their owner reads {' '.join(map(str, files))}")


def database(surroundings: Surroundings) -> Outcome:
    """Check that the bot's state can be written; a database that is not there yet is not made."""
    address = surroundings.settings.database
    if "://" in address:
        open_database(address).dispose()
        return fine("it opens")
    path = Path(address).expanduser()
    mend = "Set AMBER_DATABASE to a file that Amber may write"
    if not path.exists():
        folder = path.absolute().parent
        if not os.access(folder, os.W_OK | os.X_OK):
            return finding(f"{path} cannot be made in {folder}", mend)
        return fine(f"{path} will be made with the first start")
    if not os.access(path, os.W_OK):
        return finding(f"{path} cannot be written", mend)
    open_database(address).dispose()
    return fine(str(path))


def clock(surroundings: Surroundings) -> Outcome:
    """Check this machine's clock by those of the servers that were asked before."""
    if not surroundings.skews:
        return not_applicable("no server has told its time")
    server, skew = max(surroundings.skews.items(), key=lambda each: abs(each[1]))
    if abs(skew) <= _LARGEST_SKEW:
        return fine(f"agrees with {' and '.join(surroundings.skews)}")
    way = "ahead of" if skew > timedelta() else "behind"
    return finding(
        f"this machine's clock is {abs(skew).total_seconds():.0f} s {way} {server}'s",
        "Set the clock, or have it set over the network (NTP)",
    )
