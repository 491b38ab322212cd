"""The side panel's door: what Google sends is believed once its tokens say that it is Google, and who asks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from bot.app.clock import Clock
from bot.app.endpoint import Door, arrived
from bot.app.place import GOOGLE, place_of
from bot.panel.deployment import PANEL_PATH, panel_url
from bot.panel.event import ASK_WHO, Event
from bot.panel.panel import Panel
from kpi_core.errors import InputError, Refused, SetupError, Unavailable
from kpi_core.text import Text

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from bot.address import Address
    from bot.app.workplace import Workplace
    from bot.desk import Desk, Desks
    from bot.settings import Settings
    from sheets.google.id_tokens import IdTokens

_log = logging.getLogger(__name__)
_AT_ONCE = 8  # apart from the crew: who knocks with rubbish, and who has a large book read, keeps nobody from an answer
_READ_WITHIN_S = 20.0
_STILL_READ = Text(
    "the book is large and still being read; press again in a minute",
    "sổ lớn nên vẫn đang được đọc; hãy nhấn lại sau một phút",
    "книга большая и ещё читается; нажмите снова через минуту",
)
_NOT_IN_GOOGLE = Text(
    "the side panel stands in Google Sheets, and the book is elsewhere",
    "bảng điều khiển bên nằm trong Google Sheets, còn sổ ở chỗ khác",
    "боковая панель живёт в Google Таблицах, а книга — в другом месте",
)
_NO_PANEL = Text(
    "Name a gsheet: book in AMBER_STORE, or leave AMBER_PANEL_URL blank",
    "Hãy nêu sổ gsheet: trong AMBER_STORE, hoặc để trống AMBER_PANEL_URL",
    "Укажите в AMBER_STORE книгу gsheet: или оставьте AMBER_PANEL_URL пустым",
)
_NO_ADDRESS = Text(
    "the side panel has no address to listen at",
    "bảng điều khiển bên chưa có địa chỉ để lắng nghe",
    "у боковой панели нет адреса, на котором её ждут",
)
_GIVE_ONE = Text(
    "Set AMBER_PANEL to a port, like 3001, or run with --http",
    "Hãy đặt AMBER_PANEL là một cổng, như 3001, hoặc chạy với --http",
    "Задайте в AMBER_PANEL порт, например 3001, или запускайте с --http",
)


def require_panel(settings: Settings, spec: str, address: Address | None) -> None:
    """Raise SetupError when a side panel is wanted and could not be served; `address` is that of `--http`."""
    if settings.panel_url:
        require_set_up(settings, spec)
        if not (settings.panel or address):
            raise SetupError(_NO_ADDRESS, _GIVE_ONE)


def require_set_up(settings: Settings, spec: str) -> None:
    """Raise SetupError unless it is known who calls the side panel, and the book is in Google Sheets."""
    settings.require("panel_service_account", "panel_client_id")
    _spreadsheet(spec, settings)


@contextmanager
def panel_doors(settings: Settings, spec: str, place: Workplace) -> Iterator[Mapping[str, Door]]:
    """Give the panel's door by its path; none when no panel is wanted. Raises SetupError."""
    if not settings.panel_url:
        yield {}
        return
    from sheets.google.id_tokens import IdTokens  # noqa: PLC0415  # who has no panel does not wait for Google's library

    tokens = IdTokens(Clock(), settings.google_certs_url)
    address = panel_url(settings.panel_url)
    panel = Panel(InTime(place.people, place.crew), place.preferences, _spreadsheet(spec, settings), address)
    with ThreadPoolExecutor(_AT_ONCE, "panel") as threads:
        keys = Keys(tokens, address, settings.panel_service_account, settings.panel_client_id)
        yield {PANEL_PATH: door(panel, keys, threads)}


class InTime:
    """Implements Desks for the panel: Google waits some half a minute for a card, and a large book is longer read."""

    def __init__(self, desks: Desks, crew: Executor) -> None:
        self._desks = desks
        self._crew = crew

    def current(self) -> Desk:
        """Return the desk shown; see Desks."""
        return self._desks.current()

    def refresh(self) -> Desk:
        """Read the book now and return the desk on it; when that takes long, it goes on. Raises Unavailable then."""
        try:
            return self._crew.submit(self._desks.refresh).result(_READ_WITHIN_S)
        except TimeoutError:
            raise Unavailable(_STILL_READ) from None


def _spreadsheet(spec: str, settings: Settings) -> str:
    """Return the ID of the book, as Google names it in its events. Raises SetupError for a book of another kind."""
    book = place_of(spec, settings)
    if not book.is_google:
        raise SetupError(_NOT_IN_GOOGLE, _NO_PANEL)
    return book.name.removeprefix(GOOGLE)


class Keys:
    """Whom the panel believes: Google, of this add-on's events, and those Google names."""

    def __init__(self, tokens: IdTokens, address: str, service_account: str, client_id: str) -> None:
        self._tokens = tokens
        # Google's reference names the service's URL as the audience, and means the endpoint's elsewhere.
        self._audiences = address, address.removesuffix(PANEL_PATH)
        self._service_account = service_account
        self._client_id = client_id

    def require_google(self, authorization: str) -> None:
        """Raise Refused unless a request's header shows that this add-on's Google sends it; Unavailable."""
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer" or self._tokens.email(token.strip(), *self._audiences) != self._service_account:
            raise Refused("not sent by this add-on")

    def email(self, user_token: str) -> str:
        """Return the verified address of who asks. Raises Refused, Unavailable."""
        return self._tokens.email(user_token, self._client_id)


def door(panel: Panel, keys: Keys, threads: Executor) -> Door:
    """Return what takes Google's requests: checked and answered in these threads."""

    async def show(request: web.Request) -> web.StreamResponse:
        loop = asyncio.get_running_loop()
        status = 401
        try:
            # Before anything is read: who is not Google has nothing to say here.
            await loop.run_in_executor(threads, keys.require_google, request.headers.get("Authorization", ""))
            status = 400
            event = Event.read(await arrived(request))
            if not event.user_token:
                return web.json_response(ASK_WHO)
            status = 403
            email = await loop.run_in_executor(threads, keys.email, event.user_token)
        except (Refused, InputError) as error:
            _log.warning("panel.refused", extra={"reason": str(error), "status": status})
            return web.Response(status=status)
        except Unavailable as error:
            _log.warning("panel.unchecked", extra={"reason": str(error)})
            return web.Response(status=503)
        return web.json_response(await loop.run_in_executor(threads, panel.answer, event, email))

    return show
