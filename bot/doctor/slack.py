"""What is asked of Slack, with scopes that Amber has anyway; Slack's errors become Amber's here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse

from kpi_core.errors import SetupError, Unavailable
from kpi_core.text import Text

_TIMEOUT_S = 10
_COPY = Text(
    "Copy {what} anew from the app's page at api.slack.com/apps, and set {variable}",
    "Hãy sao chép lại {what} từ trang ứng dụng tại api.slack.com/apps và đặt {variable}",
    "Скопируйте {what} заново со страницы приложения на api.slack.com/apps и задайте {variable}",
)
_BOT_TOKEN = Text(
    "the bot token (OAuth & Permissions, xoxb-…)",
    "token của bot (OAuth & Permissions, xoxb-…)",
    "токен бота (OAuth & Permissions, xoxb-…)",
)
_SWITCH_ON = Text("Switch Socket Mode on. {copy}", "Hãy bật Socket Mode. {copy}", "Включите Socket Mode. {copy}")
_APP_TOKEN = Text(
    "the app-level token with connections:write (Basic Information, xapp-…)",
    "token của ứng dụng có quyền connections:write (Basic Information, xapp-…)",
    "токен приложения с правом connections:write (Basic Information, xapp-…)",
)
_REFUSES = Text(
    "Slack refuses the token ({code})", "Slack từ chối token này ({code})", "Slack не принимает токен ({code})"
)
_LACKS = Text(
    "the bot token lacks the scope {scope}", "token của bot thiếu quyền {scope}", "токену бота не хватает права {scope}"
)
_ADD = Text(
    "Add it under OAuth & Permissions, and install the app anew",
    "Hãy thêm tại OAuth & Permissions rồi cài lại ứng dụng",
    "Добавьте его в OAuth & Permissions и переустановите приложение",
)
_BUSY = Text(
    "Slack takes no requests right now (HTTP {status})",
    "Slack hiện không nhận yêu cầu (HTTP {status})",
    "Slack сейчас не принимает запросы (HTTP {status})",
)
_SILENT = Text(
    "Slack does not answer at {url}; is this machine online?",
    "Slack không trả lời tại {url}; máy này có kết nối mạng không?",
    "Slack не отвечает по адресу {url}; есть ли у этой машины сеть?",
)


class Slack:
    """Slack as the doctor asks it."""

    def __init__(self, bot_token: str, app_token: str, url: str) -> None:
        self._client = WebClient(bot_token, base_url=url, timeout=_TIMEOUT_S)
        self._client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
        self._app_token = app_token
        self._url = url

    def identity(self) -> tuple[Mapping[str, Any], datetime | None]:
        """Return who Amber is, with `scopes` (None when Slack does not say them), and Slack's time, aware."""
        mend = _COPY.format(what=_BOT_TOKEN, variable="AMBER_SLACK_BOT_TOKEN")
        answer = self._ask(self._client.auth_test, mend)
        headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
        scopes = headers.get("x-oauth-scopes")
        said = {
            "user": answer["user"],
            "team": answer["team"],
            "scopes": None if scopes is None else {scope.strip() for scope in scopes.split(",")},
        }
        return said, parsedate_to_datetime(headers["date"]) if "date" in headers else None

    def opens_socket(self) -> None:
        """Have an address for Socket Mode given out, which nobody then uses. Raises SetupError, Unavailable."""
        copy = _COPY.format(what=_APP_TOKEN, variable="AMBER_SLACK_APP_TOKEN")
        self._ask(lambda: self._client.apps_connections_open(app_token=self._app_token), _SWITCH_ON.format(copy=copy))

    def refusal_of_channel(self, channel: str) -> str:
        """Return Slack's code for why Amber cannot read a channel, "" when it can: only a member can."""
        return self._refusal(lambda: self._client.conversations_history(channel=channel, limit=1))

    def is_known(self, user: str) -> bool:
        """Whether a user ID is that of somebody who still has an account."""
        found: dict[str, Any] = {}
        refusal = self._refusal(lambda: found.update(self._client.users_info(user=user)["user"]))
        return not refusal and not found.get("deleted")

    def user_of(self, email: str) -> str:
        """Return the ID of the user with that e-mail address, "" when there is none."""
        found: dict[str, Any] = {}
        self._refusal(lambda: found.update(self._client.users_lookupByEmail(email=email)["user"]))
        return str(found.get("id", ""))

    def _ask(self, call: Callable[[], SlackResponse], mend: Text) -> SlackResponse:
        try:
            return call()
        except SlackApiError as error:
            code = self._code(error)
            raise SetupError(_REFUSES.format(code=code), mend) from error
        except (OSError, HTTPException, SlackClientError) as error:
            raise self._silent() from error

    def _refusal(self, call: Callable[[], object]) -> str:
        try:
            call()
        except SlackApiError as error:
            code = self._code(error)
            if code == "missing_scope":
                raise SetupError(_LACKS.format(scope=str(error.response.get("needed"))), _ADD) from error
            return code
        except (OSError, HTTPException, SlackClientError) as error:
            raise self._silent() from error
        return ""

    def _code(self, error: SlackApiError) -> str:
        """Return Slack's code of a refusal. Raises Unavailable when Slack is in trouble, or was asked too often."""
        status = error.response.status_code
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unavailable(_BUSY.format(status=str(status))) from error
        return str(error.response.get("error", "unknown"))

    def _silent(self) -> Unavailable:
        return Unavailable(_SILENT.format(url=self._url))
