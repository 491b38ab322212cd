"""The running bot: Slack's Socket Mode on one side, a tick a minute on the other."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Event
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot import listeners
from bot.app.clock import Clock
from bot.app.workplace import Workplace, workplace
from kpi_core.errors import Conflict, SetupError, Unavailable

if TYPE_CHECKING:
    from bot.settings import Settings

_log = logging.getLogger(__name__)
_LISTENERS = 50  # at once: an ack has 3 seconds, however long those before it compute
_TOKENS = "slack_bot_token", "slack_app_token"
_MEND = "Copy the tokens anew from the app's page at api.slack.com/apps: xoxb-… of OAuth, xapp-… of Basic Information"


def serve(settings: Settings, spec: str, stop: Event) -> None:
    """Answer and deliver until `stop` is set.

    Raises SetupError for missing or refused tokens, Conflict when another bot has the state, Unavailable when Slack
    does not answer at the start; later on it reconnects by itself.
    """
    settings.require(*_TOKENS)
    with workplace(settings, spec, watched=True) as place, _alone(settings.database), _connected(settings, place):
        _log.info("bot.connected")
        scheduler = BackgroundScheduler(timezone="UTC")
        scheduler.add_job(place.tick, "cron", second=0, coalesce=True, max_instances=1, next_run_time=Clock()())
        scheduler.start()
        stop.wait()
        _log.info("bot.stopping")
        scheduler.shutdown(wait=True)


@contextmanager
def _connected(settings: Settings, place: Workplace) -> Iterator[None]:
    client = WebClient(settings.slack_bot_token, base_url=settings.slack_api_url)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    with _slack_translated(settings.slack_api_url):
        client.auth_test()
        app = App(client=client, token_verification_enabled=False, listener_executor=ThreadPoolExecutor(_LISTENERS))
        listeners.register(app, place.runtime)
        handler = SocketModeHandler(
            app, settings.slack_app_token, web_client=WebClient(base_url=settings.slack_api_url)
        )
        handler.client.connect()
    try:
        yield
    finally:
        handler.client.close()


@contextmanager
def _slack_translated(url: str) -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        raise SetupError(f"Slack refuses the connection ({error.response.get('error')})", _MEND) from error
    except OSError as error:
        raise Unavailable(f"Slack does not answer at {url}; is this machine online?") from error


@contextmanager
def _alone(database: str) -> Iterator[None]:
    """Hold the state of an SQLite file alone: two bots on it would each answer. Raises Conflict."""
    if "://" in database and not database.startswith("sqlite"):
        yield
        return
    path = database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"{path}.lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")  # held by the open connection: the system frees it when the process dies
        except sqlite3.OperationalError:
            raise Conflict(
                f"another `amber run` already works with {path}; stop it, or give this one its own AMBER_DATABASE"
            ) from None
        yield
