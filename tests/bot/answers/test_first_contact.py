"""Whoever looks after Amber is told what is missing: once, at a place that Slack takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert

from bot import blocks
from bot.answers.set_up import set_up_answer
from bot.blocks.message import Message
from bot.delivery.deliver import Courier
from bot.delivery.first_contact import FirstContact, _content
from bot.delivery.pace import Pace
from bot.delivery.post import LostReply, Posted
from bot.desk import Desk
from bot.doctor import CHECKS, Examined
from bot.doctor.examination import finding
from bot.state.db import open_database
from bot.state.ledger import Ledger
from bot.state.preferences import Preferences
from bot.state.records import STATES
from bot.state.tables import notices
from bot.voice import Voice
from bot.workbench.blockkit.checks import check_blocks
from kpi_core.errors import SetupError, Unavailable
from kpi_core.text import Language

TEAM = [
    {"am_id": "1", "name": "Linh", "role": "am", "slack_user_id": "U0LINH"},
    {"am_id": "5", "name": "Dmitri", "role": "head", "slack_user_id": "U0DMITRI", "locale": "ru"},
]
ADMIN = {"am_id": "6", "name": "Ha", "role": "admin", "email": "ha@agency.example", "locale": "vi"}


def found(key: str, text: str, mend: str = "Mend it") -> Examined:
    return Examined(next(check for check in CHECKS if check.key == key), finding(text, mend))


NO_TOKEN = found("slack_people", "without slack_user_id: Minh")
ERRORS = found("issues", "errors: 6, warnings: 0")


@dataclass
class Slack:
    """Takes posts, but not to those it is told to refuse."""

    refused: set[str] = field(default_factory=set)
    is_silent: bool = False
    loses: str = ""  # "the message" or "the reply", which a broken line takes
    posts: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def post(self, address: str, message: Message, key: str) -> Posted:
        if self.is_silent:
            raise Unavailable("Slack does not answer")
        if address in self.refused:
            raise SetupError("Slack refuses (channel_not_found)", "Check the ID")
        assert [] == check_blocks(message.blocks)
        if self.loses != "the message":
            self.posts.append((address, message.text))
            self.keys.append(key)
        if self.loses:
            raise LostReply("the line was cut")
        return Posted(address, "1.0")

    def find(self, address: str, key: str, since: datetime) -> Sequence[Posted]:
        return [Posted(address, "1.0") for each in self.keys if each == key]

    def take_back(self, posted: Posted) -> None:
        raise AssertionError("nothing is taken back here")


def write(findings: Sequence[Examined], language: Language) -> Message:
    return blocks.render(set_up_answer(findings, Voice(language)))


@dataclass
class Office:
    """A bot that is started now and then on one database."""

    engine: Engine
    make: Callable[..., Desk]
    slack: Slack = field(default_factory=Slack)
    team: Sequence[Mapping[str, object]] = field(default_factory=lambda: list(TEAM))
    settings: Mapping[str, str] = field(default_factory=dict)
    at: datetime = datetime(2026, 11, 17, tzinfo=UTC)

    def start(self, *findings: Examined) -> list[tuple[str, str]]:
        """Return what is posted with this start."""
        self.slack.posts.clear()
        courier = Courier(self.ledger, self.slack, Pace())
        contact = FirstContact(self.engine, self.ledger, courier, Preferences(self.engine), write, lambda: self.at)
        emails = {"ha@agency.example": "U0HA"}
        contact.tell(findings, self.make(settings=self.settings, team=self.team), lambda email: emails.get(email, ""))
        return list(self.slack.posts)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.engine, lambda: self.at)

    def addresses(self, *findings: Examined) -> list[str]:
        return [address for address, _ in self.start(*findings)]


@pytest.fixture
def office(database: str, make_desk: Callable[..., Desk]) -> Iterator[Office]:
    engine = open_database(database)
    yield Office(engine, make_desk)
    engine.dispose()


def test_one_process_tells_at_a_time(office: Office) -> None:
    class SlackWithAnother(Slack):
        def post(self, address: str, message: Message, key: str) -> Posted:
            with pytest.raises(Unavailable):
                office.start(NO_TOKEN)
            return super().post(address, message, key)

    office.slack = SlackWithAnother()
    assert 1 == len(office.start(NO_TOKEN))
    assert [] == office.start(NO_TOKEN)


def test_it_stands_in_the_ledger(office: Office) -> None:
    office.start(NO_TOKEN)
    (record,) = office.ledger.records.newest()
    assert ("set_up", "admins", "sent") == (record.kind, record.recipient, record.state)


def test_what_an_earlier_amber_has_told_is_told_no_more(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.execute(insert(notices).values(subject="set_up", content=_content([NO_TOKEN])))
    assert (0, 1) == (len(office.start(NO_TOKEN)), len(office.start(ERRORS)))


def test_it_tells_each_finding_with_its_mend(office: Office) -> None:
    ((_, text),) = office.start(NO_TOKEN, ERRORS)
    assert "2\xa0пункта моей настройки ждут вас." in text
    assert "Люди в Slack" in text
    assert "without slack_user_id: Minh\n→ Mend it" in text


def test_it_tells_them_once(office: Office) -> None:
    assert (1, 0) == (len(office.start(NO_TOKEN)), len(office.start(NO_TOKEN)))


def test_another_finding_is_news_and_so_is_one_that_comes_back(office: Office) -> None:
    posts = [len(office.start(*each)) for each in ((NO_TOKEN,), (NO_TOKEN, ERRORS), (), (NO_TOKEN,))]
    assert [1, 1, 0, 1] == posts


def test_the_same_finding_that_comes_back_is_news(office: Office) -> None:
    assert [1, 0, 1] == [len(office.start(*each)) for each in ((NO_TOKEN,), (), (NO_TOKEN,))]


def test_a_count_that_moved_is_no_news(office: Office) -> None:
    office.start(ERRORS)
    assert [] == office.start(found("issues", "errors: 7, warnings: 12"))


def test_it_says_nothing_when_nothing_is_missing(office: Office) -> None:
    assert [] == office.start()


def test_an_admin_comes_before_the_head_and_is_found_by_e_mail(office: Office) -> None:
    office.team = [*TEAM, ADMIN]
    ((address, text),) = office.start(ERRORS)
    assert ("U0HA", True) == (address, "cần bạn xử lý" in text)


def test_the_admin_channel_comes_first(office: Office) -> None:
    office.settings = {"admin_channel": "C0ADMIN"}
    assert ["C0ADMIN"] == office.addresses(ERRORS)


def test_where_slack_refuses_the_next_one_is_told(office: Office) -> None:
    office.settings, office.slack.refused = {"admin_channel": "C0GONE"}, {"C0GONE"}
    assert ["U0DMITRI"] == office.addresses(ERRORS)


def test_nobody_to_tell_is_not_taken_for_told(office: Office) -> None:
    team, office.team = office.team, TEAM[:1]
    assert [] == office.start(ERRORS)
    office.team = team
    assert ["U0DMITRI"] == office.addresses(ERRORS)


def test_what_slack_did_not_take_is_told_the_next_time(office: Office) -> None:
    office.slack.is_silent = True
    with pytest.raises(Unavailable):
        office.start(ERRORS)
    office.slack.is_silent = False
    office.at += timedelta(minutes=1)
    assert ["U0DMITRI"] == office.addresses(ERRORS)


def test_what_changed_while_slack_took_nothing_is_told_as_it_is_now(office: Office) -> None:
    office.slack.is_silent = True
    with pytest.raises(Unavailable):
        office.start(ERRORS)
    office.slack.is_silent = False
    office.at += timedelta(minutes=1)
    ((_, text),) = office.start(NO_TOKEN)
    assert "Minh" in text
    assert ["sent", "skipped"] == [one.state for one in office.ledger.records.newest(states=tuple(STATES))]


@pytest.mark.parametrize(("lost", "told"), [("the reply", 0), ("the message", 1)])
def test_what_a_broken_line_may_have_taken_is_told_once(lost: str, told: int, office: Office) -> None:
    office.slack.loses = lost
    with pytest.raises(Unavailable):
        office.start(ERRORS)
    office.slack.loses = ""
    office.at += timedelta(minutes=1)
    assert (told, 0) == (len(office.start(ERRORS)), len(office.start(ERRORS)))
