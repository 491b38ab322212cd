"""Chance that repeats itself."""

from __future__ import annotations

from random import Random


def chance(*names: object) -> Random:
    """Return a source of chance that depends on the names alone: one tab's draws never move another's."""
    return Random("|".join(("Lantern & Co", *map(str, names))))  # noqa: S311  # believable, not secret
