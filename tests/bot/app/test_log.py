"""The log: one line per event, whatever is in it, and nobody's words."""

import json
import logging
from threading import Thread

import pytest

from bot.app.log import EventFormatter, heard_by, thread_failed
from bot.requests import request


def line(name="bot.delivery.deliver", message="delivery.sent", args=(), error=None, **facts):
    """What is written of an event, as text."""
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.WARNING, "deliver.py", 7, message, args, exc_info)
    vars(record).update(facts)
    return EventFormatter().format(record)


def test_it_writes_an_event_with_its_facts():
    said = json.loads(line(kind="digest", delivery=7))
    assert 24 == len(said.pop("timestamp"))
    assert {"level": "warning", "event": "delivery.sent", "kind": "digest", "delivery": 7} == said


@pytest.mark.parametrize(
    "hostile", ['a" b', "a\nlevel=error", "\r\n{}", "\x1b[2J", "\u2028", "\x85", "\u202e", "\ud800"]
)
def test_no_value_breaks_its_line(hostile):
    said = line(reason=hostile)
    assert [said] == said.splitlines()
    assert said.isascii()
    assert hostile == json.loads(said)["reason"]


def test_all_lines_of_one_request_carry_its_id():
    with request() as asked:
        assert asked.id == json.loads(line())["request"]
    assert "request" not in json.loads(line())


def test_a_traceback_stays_in_its_line_without_what_the_error_quotes():
    try:
        {}["Acme"]
    except KeyError as error:
        lost = ConnectionError("connection reset")
        lost.__cause__ = error
    said = line(error=lost)
    trace = json.loads(said)["trace"]
    assert [said] == said.splitlines()
    assert ["KeyError", "ConnectionError: connection reset"] == [one for one in trace.splitlines() if one[0] != " "]
    assert "in test_a_traceback_stays" in trace


@pytest.mark.parametrize(
    ("message", "args", "said"),
    [
        ("Unhandled request ({'text': 'Acme'})", (), "Unhandled request"),
        ("Failed to run a request listener: 'Acme'", (), "Failed to run a request listener"),
        ("Execution of job %s skipped", ("Acme",), "Execution of job %s skipped"),
    ],
)
def test_what_a_library_says_is_kept_up_to_what_it_quotes(message, args, said):
    whole = json.loads(line("slack_bolt.App", message, args))
    assert ("library.said", "slack_bolt.App", said) == (whole["event"], whole["library"], whole["said"])


def test_a_thread_that_fails_is_an_event_without_its_words(monkeypatch, caplog):
    monkeypatch.setattr("threading.excepthook", thread_failed)
    failing = Thread(target={}.__getitem__, args=["Acme"], name="endpoint")
    failing.start()
    failing.join()
    (record,) = caplog.records
    assert ("thread.failed", "endpoint") == (record.message, record.part)
    assert "Acme" not in EventFormatter().format(record)


def test_events_are_heard_however_little_is_written():
    heard = []
    log = logging.getLogger("bot.test")
    with heard_by(lambda event, facts: heard.append((event, facts["ms"]))):
        log.debug("tick.done", extra={"ms": 3})
    log.debug("tick.done", extra={"ms": 4})
    assert [("tick.done", 3)] == heard
