"""What comes late says so, what fails is told once to whoever can mend it, and trouble costs few requests."""

from __future__ import annotations

from bot import blocks
from bot.answers.failures import failures_answer
from bot.answers.late import late
from bot.delivery.pace import PACE_S, Pace
from bot.delivery.post import Message, Posted
from bot.delivery.tick import Deliveries
from bot.state.db import open_database
from bot.state.ledger import Ledger
from bot.state.preferences import Preferences
from bot.state.records import Record
from bot.workbench.blockkit.checks import check_blocks
from kpi_core.errors import SetupError, Unavailable
from kpi_core.text import Text
from tests.bot.delivery.cast_and_world import CAST, LINH, OLGA, BookDesks, Slack, World, book, signal, utc

WRONG_ID = SetupError("Slack refuses (user_not_found)", "Check slack_user_id in the team tab")
ADMIN = {"am_id": "6", "name": "An", "slack_user_id": "U6", "role": "admin", "locale": "vi"}


def test_what_comes_after_a_weekend_says_when_it_was_due(world: World) -> None:
    world.clock.at = utc("2026-11-13", "18:00")
    world.process().tick()
    world.clock.at = utc("2026-11-16", "12:00")
    world.process().tick()
    assert ["late Mon 08:00 card Linh 2026-11-09..2026-11-15 en"] == world.slack.texts("D1")
    assert ["late Mon 08:00 totals North 2026-11-09..2026-11-15 en"] == world.slack.texts("C1")


def test_what_comes_within_a_quarter_of_an_hour_is_not_late(world: World) -> None:
    world.process().tick()
    world.clock.at = utc("2026-11-16", "08:15")
    world.process().tick()
    assert ["card Linh 2026-11-09..2026-11-15 en"] == world.slack.texts("D1")


def test_a_reminder_that_slack_did_not_take_in_time_is_late(world: World) -> None:
    world.book = book([LINH], settings={"digest": "Sun 03:00"})
    world.signals = [signal("Acme", "1")]
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-16", "09:00")
    world.slack.refusals["U1"] = Unavailable("token revoked", retry_after=1800)
    process.tick()
    world.slack.refusals.clear()
    world.clock.move(minutes=30)
    process.tick()
    assert ["late Mon 09:00 Linh Acme +0"] == world.slack.texts("D1")


def test_what_somebody_asks_for_is_not_late(world: World) -> None:
    world.process().tick()
    world.clock.at = utc("2026-11-18", "12:00")
    world.process().tick()  # Monday's are skipped
    world.process().digest()
    assert ["card Linh 2026-11-09..2026-11-15 en"] == world.slack.texts("D1")


def test_the_first_line_says_that_it_is_late_in_the_readers_language(world: World) -> None:
    answer = world.contents().personal(None, BookDesks(world.clock, world.book).current().roster.people[0], None, "ru")  # type: ignore[arg-type]  # it says what it is given
    message = blocks.render(late(answer, utc("2026-11-16", "01:00", "UTC"), "ru"))
    assert "С опозданием: должно было прийти пн 01:00." in message.text


def test_all_failures_of_a_minute_are_told_once_in_the_admin_channel(world: World) -> None:
    world.book = book(settings={"admin_channel": "C7", "team_channel.North": "C1"})
    world.slack.refusals |= {"U1": WRONG_ID, "C1": SetupError("Slack refuses (is_archived)", "Choose another channel")}
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-16", "08:00")
    for _ in range(5):
        world.clock.move(minutes=1)
        world.process().tick()
    archived, wrong = "Slack refuses (is_archived). Choose another channel", str(WRONG_ID)
    assert [f"failed team:North {archived} am:1 {wrong} en"] == world.slack.texts("C7")
    assert {"C7": 1, "D2": 1, "D3": 1, "D4": 1, "D5": 1} == world.slack.counts()


def test_a_later_failure_is_told_alone(world: World) -> None:
    world.book = book([*CAST[:2], ADMIN])
    world.slack.refusals["U1"] = WRONG_ID
    process = world.process()
    process.digest()
    process.tick()
    world.clock.move(minutes=1)
    world.slack.refusals["U2"] = WRONG_ID
    world.signals = [signal("Bamboo", "2")]
    process.pings()
    world.clock.move(minutes=1)
    process.tick()
    assert [f"failed am:1 {WRONG_ID} vi", f"failed am:2 {WRONG_ID} vi"] == world.slack.texts("D6")


def test_where_the_admin_channel_refuses_an_admin_is_told(world: World) -> None:
    world.book = book([LINH, ADMIN], settings={"admin_channel": "C7"})
    world.slack.refusals |= {"U1": WRONG_ID, "C7": SetupError("Slack refuses (not_in_channel)", "Invite Amber")}
    process = world.process()
    process.digest()
    process.tick()
    assert [f"failed am:1 {WRONG_ID} vi"] == world.slack.texts("D6")


def test_a_report_that_nobody_takes_goes_in_no_circle(world: World) -> None:
    world.book = book([LINH, ADMIN], settings={"admin_channel": "C7"})
    world.slack.refusals |= dict.fromkeys(("U1", "U6", "C7"), WRONG_ID)
    process = world.process()
    process.digest()
    process.tick()
    asked = world.slack.requests
    for _ in range(10):
        world.clock.move(minutes=1)
        world.process().tick()
    assert asked == world.slack.requests


def test_a_report_whose_reply_is_lost_is_not_repeated(world: World) -> None:
    world.book = book([LINH, ADMIN])
    world.slack.refusals["U1"] = WRONG_ID
    process = world.process()
    process.digest()
    world.slack.lost_replies = 1
    for _ in range(5):
        process.tick()
        world.clock.move(minutes=1)
    assert 1 == len(world.slack.texts("D6"))


def test_the_report_names_people_and_says_what_to_do_in_the_admins_language(world: World) -> None:
    desk = BookDesks(world.clock, world.book).current()
    why = Text("no such user", "không có người này", "нет такого пользователя")
    failures = [
        Record(n, "digest", "am:1", "2026-W46", "failed", world.clock.at, world.clock.at, 1, why, ()) for n in range(2)
    ]
    message = blocks.render(failures_answer(desk, failures, "vi"))
    assert [] == check_blocks(message.blocks)
    for words in ("2 tin không gửi được", "Linh", "bảng điểm tuần 2026-W46", "không có người này"):
        assert words in message.text


def test_it_waits_when_slack_asks_to_and_goes_on(world: World) -> None:
    world.book = book([LINH, OLGA])
    world.slack.too_fast = 2
    world.process().digest()
    assert {"D1": 1, "D3": 1} == world.slack.counts()
    assert [5, 5 + PACE_S] == [round(pause, 3) for pause in world.pauses if pause > 1][:2]


def test_who_is_told_to_stop_waits_no_longer_for_slack(world: World) -> None:
    class Slower(Slack):
        def post(self, address: str, message: Message, key: str) -> Posted:
            process.stop()
            self.requests += 1
            raise Unavailable("slower", retry_after=50)

    world.book, slack = book([LINH, OLGA]), Slower()
    engine = open_database(str(world.database))
    world.engines.append(engine)
    ledger, desks = Ledger(engine, world.clock), BookDesks(world.clock, world.book)
    process = Deliveries(desks, ledger, world.outbox(engine), Preferences(engine), slack, world.contents(), world.clock)
    process.digest()
    assert 3 == slack.requests
    assert ["due", "due"] == [each.state for each in ledger.records.newest(9, ("due", "claimed"))]


def test_an_outage_costs_few_requests_a_minute(world: World) -> None:
    people = [LINH | {"am_id": str(n), "slack_user_id": f"U{n}"} for n in range(50)]
    world.book = book(people, settings={"pings": "23:59"})
    process = world.process()
    world.slack.down = True
    lines = process.digest()
    assert 50 == len(lines)
    for _ in range(10):
        before = world.slack.requests
        process.tick()
        assert world.slack.requests - before <= 3
        world.clock.move(minutes=1)
    world.slack.down = False
    for _ in range(10):
        world.clock.move(minutes=5)
        process.tick()
    assert 50 == sum(world.slack.counts().values())
    assert 50 == len(world.slack.counts())


def test_posts_keep_the_pace() -> None:
    now = [0.0]
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(round(seconds, 3))
        now[0] += seconds

    pace = Pace(lambda: now[0], pause)
    pace.wait()
    now[0] += 0.15  # the post took a while, which counts
    pace.wait()
    assert [0.05] == pauses
    assert pace.hold(3)
    pace.wait()
    assert [0.05, 3] == pauses
    now[0] += 1.1  # one post took long: the next ones make up for it
    for _ in range(6):
        pace.wait()
    assert [0.05, 3, 0.1] == pauses
    assert not pace.hold(600)
    assert not pace.hold(None)
