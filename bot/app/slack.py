"""Amber's line to Slack: Socket Mode, or requests over HTTP; the listeners are the same."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR
from typing import TYPE_CHECKING

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import default_retry_handlers
from slack_sdk.socket_mode.builtin.connection import ConnectionState

from bot import listeners
from bot.app.clock import Clock
from bot.app.endpoint import NO_DOORS, listening
from bot.app.signatures import Signatures
from bot.listeners.calls import FAILS, web_client
from bot.slack_calls import NotedCalls, code_of, is_in_trouble, is_too_fast
from kpi_core.errors import SetupError, Unavailable

if TYPE_CHECKING:
    from slack_sdk.socket_mode import SocketModeClient

    from bot.address import Address
    from bot.app.crew import Crew
    from bot.app.endpoint import Door
    from bot.desk import Runtime
    from bot.settings import Settings

_log = logging.getLogger(__name__)
_MEND = "Copy the tokens anew from the app's page at api.slack.com/apps: xoxb-… of OAuth, xapp-… of Basic Information"


def require_secrets(settings: Settings, address: Address | None) -> None:
    """Raise SetupError unless there is what the line needs: a second token for Socket Mode, a secret for HTTP."""
    settings.require("slack_bot_token", "slack_signing_secret" if address else "slack_app_token")


class _App(App):
    """Bolt's app; how long Slack waits for its ack is an event."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Give a request to its listener; returns with the listener's ack."""
        began = time.perf_counter()
        response = super().dispatch(req)
        milliseconds = round((time.perf_counter() - began) * 1000)
        _log.debug("slack.acked", extra={"ms": milliseconds, "status": response.status})
        return response


@contextmanager
def connected(
    settings: Settings,
    runtime: Runtime,
    crew: Crew,
    address: Address | None,
    beside: Mapping[str, Door] = NO_DOORS,
) -> Iterator[Callable[[], bool]]:
    """Hear Slack until the end, over HTTP at the address if there is one; what is being answered is then finished.

    Over HTTP other doors stand `beside` Slack's, by their paths.
    Gives whether Slack is connected. Raises SetupError for refused tokens, Unavailable when Slack does not answer,
    Conflict when the port is taken.
    """
    client = web_client(settings.slack_bot_token, settings.slack_api_url)
    with _translated(settings.slack_api_url):
        client.auth_test()
    with crew:
        # Bolt's own check of signatures logs what it refuses, and takes a copied request as often as it comes.
        app = _App(
            client=client,
            token_verification_enabled=False,
            request_verification_enabled=False,
            listener_executor=crew,
        )
        listeners.register(app, runtime)
        if address is None:
            with _socket(settings, app, crew) as is_connected:
                yield is_connected
        else:
            signatures = Signatures(settings.slack_signing_secret, Clock(), runtime.once)
            with listening(app, signatures, address, beside) as url:
                _log.info("endpoint.listening", extra={"url": url})
                yield lambda: True


@contextmanager
def _socket(settings: Settings, app: App, crew: Crew) -> Iterator[Callable[[], bool]]:
    web = WebClient(base_url=settings.slack_api_url, retry_handlers=[NotedCalls(), *default_retry_handlers()])
    handler = SocketModeHandler(app, settings.slack_app_token, web_client=web)
    try:
        with _translated(settings.slack_api_url):
            handler.client.connect()
        yield handler.client.is_connected
    finally:
        handler.client.closed = True  # takes nothing more; the line stays until what it took is acked and answered
        handler.client.message_processor.shutdown()  # type: ignore[no-untyped-call]  # slack_sdk
        handler.client.message_workers.shutdown()
        crew.shutdown()
        hang_up(handler.client)


def hang_up(client: SocketModeClient) -> None:
    """Close the line: slack_sdk's own `close` waits seconds for one that is silent, and for ever for one just begun."""
    client.auto_reconnect_enabled = False
    # Who begins to listen says that the line goes on, whatever was said before; this state does not believe it.
    heard, client.current_session_state = client.current_session_state, _Over()  # type: ignore[no-untyped-call]  # idem
    heard.terminated = True
    sock = client.current_session.sock if client.current_session else None
    if sock is not None:
        with suppress(OSError):  # the other side was faster
            sock.shutdown(SHUT_RDWR)
    client.close()


class _Over(ConnectionState):
    """The state of a line that is over, and stays so."""

    @property
    def terminated(self) -> bool:
        """Always."""
        return True

    @terminated.setter
    def terminated(self, value: bool) -> None:
        pass


@contextmanager
def _translated(url: str) -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        if is_too_fast(error) or is_in_trouble(error):
            said = code_of(error) or error.response.status_code
            raise Unavailable(f"Slack is in trouble ({said}); try again in a minute") from error
        raise SetupError(f"Slack refuses the connection ({error.response.get('error')})", _MEND) from error
    except FAILS as error:
        raise Unavailable(f"Slack does not answer at {url}; is this machine online?") from error
