"""The real bot for hours: questions, rows written, the book read anew, a digest. It stays as small as it was."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import pytest

from bot.workbench.faults import Fault, Faults
from tests.e2e.conftest import Day, day_in

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(600)]

LINH, HA, HEAD = "U0LINH", "U0HA", "U0DMITRI"
COMMANDS = (
    (LINH, ""), (HEAD, "nps"), (HA, "quiet"), (LINH, "freshness last month"), (HEAD, "card last week"),
    (LINH, "account Acme"), (HA, "renewals"), (HEAD, "all revenue"), (LINH, "my nps last quarter"), (LINH, "help"),
    (HEAD, "nrr team last month"), (LINH, "what is nonsense"),
)  # fmt: skip
ROUND = 50
FEW = 5  # a leak would leave one for each command, or each round


@dataclass(frozen=True)
class Footprint:
    """What the bot's process holds."""

    memory_mib: float
    threads: int
    files: int

    @classmethod
    def of(cls, day: Day) -> Footprint:
        process = Path(f"/proc/{day.stage.bot.process.pid}")
        pages = int((process / "statm").read_text().split()[1])
        return cls(pages / 256, len(list((process / "task").iterdir())), len(list((process / "fd").iterdir())))


class Outage(Faults):
    """Slack is in trouble, whatever it is asked; it counts how often it is."""

    asked = 0

    def take(self, method: str) -> Fault:
        self.asked += 1
        return Fault("503")


def answered(day: Day, user: str, deed: Callable[[], object]) -> None:
    """Do something to which Amber says something."""
    visitor = day.bench.as_user(user)
    seen = len(visitor.messages())
    deed()
    day.bench.wait_for(lambda: len(visitor.messages()) > seen, timeout=300)


def go_round(day: Day) -> None:
    """Log an interaction, which has the book read anew, and ask questions."""
    visitor = day.bench.as_user(LINH)
    visitor.shortcut("log_interaction")
    form = day.bench.wait_for(visitor.form)
    # The last one: of the first, Acme, other tests of the same day tell, which may come later.
    account = next(block["element"]["options"][-1] for block in form["blocks"] if block["block_id"] == "account")
    answered(day, LINH, lambda: visitor.submit({"account": account["value"], "minutes": "20"}))
    for user, text in islice(cycle(COMMANDS), ROUND):
        answered(day, user, partial(day.bench.as_user(user).command, "/kpi", text))


def soak(day: Day, rounds: int) -> tuple[Footprint, Footprint]:
    """Go round so often; return what the bot held before and after."""
    rows, before = len(day.store.read().tabs["Interactions"]), Footprint.of(day)
    for _ in range(rounds):
        go_round(day)
    assert rows + rounds == len(day.store.read().tabs["Interactions"])
    return before, Footprint.of(day)


def test_some_commands_leave_no_thread_and_no_file_behind(day: Day) -> None:
    go_round(day)
    before, after = soak(day, 2)
    assert after.threads < before.threads + FEW
    assert after.files < before.files + FEW


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_two_thousand_commands_leave_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with day_in(tmp_path) as day:
        soak(day, 4)
        before, _ = soak(day, 18)
        answered(day, HEAD, partial(day.bench.as_user(HEAD).shortcut, "send_digest"))
        _, after = soak(day, 18)
    with capsys.disabled():
        print(f"\nafter 200 commands {before}\nafter 2,000 {after}")  # noqa: T201  # whoever soaks wants to know
    assert after.threads < before.threads + FEW
    assert after.files < before.files + FEW
    assert after.memory_mib < before.memory_mib * 1.1


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_a_bot_cut_off_from_slack_knocks_every_few_seconds_and_comes_back(tmp_path: Path) -> None:
    with day_in(tmp_path) as day:
        calm, outage = day.bench.faults, Outage()
        day.bench._workspace.faults = outage
        day.bench.drop_links()
        with suppress(TimeoutError):
            day.bench.wait_for(lambda: False, timeout=60)
        assert not day.bench.connected
        day.bench._workspace.faults = calm
        day.bench.wait_for(lambda: day.bench.connected)
        answered(day, LINH, partial(day.bench.as_user(LINH).command, "/kpi", "help"))
    assert 5 <= outage.asked <= 20
