"""Amber's line to Slack: Socket Mode, or requests over HTTP; the listeners are the same."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import listeners
from bot.app.clock import Clock
from bot.app.endpoint import listening
from bot.app.signatures import Signatures
from bot.listeners.calls import web_client
from kpi_core.errors import SetupError, Unavailable

if TYPE_CHECKING:
    from bot.app.endpoint import Address
    from bot.desk import Runtime
    from bot.settings import Settings

_log = logging.getLogger(__name__)
_LISTENERS = 50  # at once: an ack has 3 seconds, however long those before it compute
_MEND = "Copy the tokens anew from the app's page at api.slack.com/apps: xoxb-… of OAuth, xapp-… of Basic Information"


def require_secrets(settings: Settings, address: Address | None) -> None:
    """Raise SetupError unless there is what the line needs: a second token for Socket Mode, a secret for HTTP."""
    settings.require("slack_bot_token", "slack_signing_secret" if address else "slack_app_token")


@contextmanager
def connected(settings: Settings, runtime: Runtime, address: Address | None) -> Iterator[None]:
    """Hear Slack until the end, over HTTP at the address if there is one; what is being answered is then finished.

    Raises SetupError for refused tokens, Unavailable when Slack does not answer, Conflict when the port is taken.
    """
    client = web_client(settings.slack_bot_token, settings.slack_api_url)
    with _translated(settings.slack_api_url):
        client.auth_test()
    with ThreadPoolExecutor(_LISTENERS) as executor:
        # Bolt's own check of signatures logs what it refuses, and takes a copied request as often as it comes.
        app = App(
            client=client,
            token_verification_enabled=False,
            request_verification_enabled=False,
            listener_executor=executor,
        )
        listeners.register(app, runtime)
        if address is None:
            with _socket(settings, app):
                yield
        else:
            with listening(app, Signatures(settings.slack_signing_secret, Clock()), address) as url:
                _log.info("endpoint.listening", extra={"url": url})
                yield


@contextmanager
def _socket(settings: Settings, app: App) -> Iterator[None]:
    web = WebClient(base_url=settings.slack_api_url)
    handler = SocketModeHandler(app, settings.slack_app_token, web_client=web)
    with _translated(settings.slack_api_url):
        handler.client.connect()
    try:
        yield
    finally:
        handler.client.close()


@contextmanager
def _translated(url: str) -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        raise SetupError(f"Slack refuses the connection ({error.response.get('error')})", _MEND) from error
    except OSError as error:
        raise Unavailable(f"Slack does not answer at {url}; is this machine online?") from error
