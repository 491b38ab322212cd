"""How fast the bot answers on the large book, over the local Slack, beside a bare Bolt app that echoes.

The same people ask both, in the same run. The bot's own time is from the command to the answer less the echo's median.
"""

from __future__ import annotations

import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bot.app.book import one_desk
from bot.app.demo import bot_beside, local_slack
from bot.desk import Desk
from bot.settings import read_settings
from bot.workbench.interactivity.visitor import Visitor
from bot.workbench.server import Workbench
from bot.workbench.world import BOT_USER_ID, Change
from kpi_core.catalogue import BY_KEY
from kpi_core.scorecards import DEFAULT_CARD
from tests.bench.commands import echo_beside
from tests.bench.large_book import KEPT, large_workbook

AS_OF = "2026-06-24T10:00"  # a Wednesday within the book
AT_ONCE, ROUNDS = 50, 5
PREPARED_WITHIN_S, WARM_AFTER_S = 15, 60
PERIODS = ("", "this week", "last week", "last month", "this quarter", "90d", "ytd")
USUAL = ("", *(f"{key} {period}".strip() for key in DEFAULT_CARD for period in PERIODS))
NEVER_ASKED = tuple(f"{key} 2025-02-03..2025-05-13" for key in DEFAULT_CARD)
VIEWS = (
    "quiet",
    "risks",
    "overdue",
    "renewals",
    "advice",
    "matrix",
    "account {0}",
    "contacts {0}",
    "matrix account {0}",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds from a command to its acknowledgement, and to its answer; `said` is how that is summed up."""

    words: str
    ack_s: float
    answer_s: float
    said: str


class Client:
    """People who give commands and note when the answers come: what one person hears next answers what they asked last.

    For that nobody asks twice at a time, and an answer that nobody waits for is an error.
    """

    def __init__(self, bench: Workbench, users: Sequence[str]) -> None:
        self.people = [bench.as_user(user) for user in users]
        self._arrived: defaultdict[str, SimpleQueue[tuple[float, str]]] = defaultdict(SimpleQueue)
        self.people[0].workspace.world.watchers.append(self._note)

    def _note(self, change: Change) -> None:
        if change.kind == "message" and change.message is not None and change.message.user == BOT_USER_ID:
            self._arrived[change.message.reader].put((time.perf_counter(), change.message.text.partition("\n")[0]))

    def ask(self, person: Visitor, words: str) -> Timing:
        """Give one command and wait for its answer."""
        answers = self._arrived[person.user]
        if not answers.empty():
            raise RuntimeError(f"two answers, the second one before {words!r}: {answers.get()[1]}")
        start = time.perf_counter()
        person.command("/kpi", words)  # the ack may come too late for Slack: its time tells
        acked = time.perf_counter()
        answered, said = answers.get(timeout=120)
        return Timing(words, acked - start, answered - start, said)

    def in_turn(self, questions: Sequence[str]) -> list[Timing]:
        """Ask one question at a time, each by the next person."""
        return [self.ask(self.people[number % len(self.people)], words) for number, words in enumerate(questions)]

    def at_once(self, questions: Sequence[str]) -> list[Timing]:
        """Let fifty people ask a question at the same moment, some rounds."""
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            asked = [
                list(crowd.map(self.ask, self.people[:AT_ONCE], questions[number : number + AT_ONCE]))
                for number in range(ROUNDS)
            ]
        return [timing for one in asked for timing in one]


@dataclass(frozen=True)
class Measured:
    """What was timed of one bot."""

    in_turn: list[Timing]
    at_once: list[Timing]


def measured(client: Client, questions: Sequence[str]) -> Measured:
    """Ask everything once untimed, then in turn, then all at once."""
    client.in_turn(questions)
    return Measured(client.in_turn([*questions, *questions]), client.at_once(questions))


def answered(timings: Sequence[Timing]) -> list[Timing]:
    """Return them when each question got an answer of its own, and a KPI's opens with its name."""
    for one in timings:
        kpi = BY_KEY.get(one.words.partition(" ")[0])
        if kpi and not one.said.startswith(kpi.names.en):
            raise RuntimeError(f"{one.words!r} was answered by: {one.said}")
    if len({one.said for one in timings}) < len({one.words.partition(" ")[0] for one in timings}):
        raise RuntimeError("different questions had the same answer")
    return list(timings)


def read_again(book: Path, cache: Path) -> None:
    """Save the book anew, its bytes changed and its cells not, and wait until the bot has read and prepared it."""
    newest = _newest_reading(cache)
    with zipfile.ZipFile(book, "a") as archive:
        archive.comment = f"saved at {time.monotonic_ns()}".encode()
    while _newest_reading(cache) == newest:
        time.sleep(0.2)
    time.sleep(PREPARED_WITHIN_S)


def _newest_reading(cache: Path) -> Path:
    return max(cache.glob("*/*/manifest.json"))


def warmed(client: Client, cache: Path, before: Path) -> None:
    """Ask untimed until the bot is warm: a start writes Amber's own tabs, and with them the book is read once more."""
    while _newest_reading(cache) == before:
        client.in_turn(USUAL)
    until = time.monotonic() + WARM_AFTER_S
    while time.monotonic() < until:
        client.in_turn(USUAL)


def while_doing(work: Callable[[], object], client: Client, questions: Sequence[str]) -> list[Timing]:
    """Ask in turn for as long as the work takes."""
    timings: list[Timing] = []
    with ThreadPoolExecutor(1) as aside:
        done = aside.submit(work)
        while not done.done():
            timings += client.in_turn(questions)
        done.result()
    return timings


def _views(desk: Desk, owner: str) -> Sequence[str]:
    """Return the questions whose answers are work lists and pictures of somebody's accounts."""
    own = next(
        one.account_id for one in desk.accounts.values() if one.owner_id == owner and one.account_id in desk.healths
    )
    return [words.format(own) for words in VIEWS]


def table() -> str:
    """Measure both bots on one local Slack and return the figures as a table."""
    KEPT.mkdir(exist_ok=True)
    cache, book = KEPT / "readings", large_workbook()
    with TemporaryDirectory() as folder:
        settings = read_settings({"AMBER_AS_OF": AS_OF, "AMBER_CACHE": str(cache.resolve())}, Path(folder) / ".env")
        desk = one_desk(f"xlsx:{book}", settings)
        *crowd, last = [f"U0{person.am_id.upper()}" for person in desk.roster.people]
        views = _views(desk, desk.roster.people[-1].am_id)
        with local_slack(desk) as bench:
            client, alone, before = Client(bench, crowd), Client(bench, [last]), _newest_reading(cache)
            with echo_beside(bench):
                echo = measured(client, USUAL)
            with bot_beside(bench, f"xlsx:{book}", Path(folder) / "state.sqlite3", settings):
                bench.wait_for(lambda: bench.connected, timeout=120)
                warmed(client, cache, before)
                amber = measured(client, USUAL)
                never = answered(client.in_turn(NEVER_ASKED))
                alone.in_turn(views)
                lists = answered(alone.in_turn([*views] * 5))
                reading = answered(while_doing(lambda: read_again(book, cache), client, USUAL))
    answered(amber.in_turn)
    answered(amber.at_once)
    base = median(one.answer_s for one in echo.in_turn)
    rows = [
        ("", "median", "p99", "greatest ack"),
        _row("bare Bolt echo", echo.in_turn, 0.0),
        _row("scorecard, its KPIs, usual periods", amber.in_turn, base),
        _row("a period never asked before", never, base),
        _row("work lists and views", lists, base),
        _row("while the book is read again", reading, base),
        _row(f"{AT_ONCE} people at once: echo", echo.at_once, 0.0),
        _row(f"{AT_ONCE} people at once: Amber", amber.at_once, 0.0),
    ]
    ratio = median(one.answer_s for one in amber.at_once) / median(one.answer_s for one in echo.at_once)
    shown = [f"{name:<36}{middle:>12}{worst:>12}{ack:>14}" for name, middle, worst, ack in rows]
    return "\n".join([*shown, f"{AT_ONCE} people at once: Amber / echo {ratio:.2f}"])


def _row(name: str, timings: Sequence[Timing], base_s: float) -> tuple[str, str, str, str]:
    own = [one.answer_s - base_s for one in timings]
    ack_s = max(one.ack_s for one in timings)
    return name, *(f"{1000 * seconds:.1f} ms" for seconds in (median(own), quantiles(own, n=100)[98], ack_s))
