"""Processes that start warm: what they import is imported once, by the one server that forks them for all tests."""

from __future__ import annotations

from multiprocessing import get_context

FORKS = get_context("forkserver")
# The server starts with the first process that anybody asks for: it must know what the others will need.
FORKS.set_forkserver_preload(
    ["tests.bot.delivery.doomed", "tests.contract.mortal", "sheets.codec", "filelock", "pytest"]
)
