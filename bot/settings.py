"""The process's settings: environment and `.env` → one frozen Settings, complete or a clear error.

Each is declared once, as a field of Settings with its variable, default and meaning; `.env.example` lists the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, get_type_hints
from urllib.parse import urlsplit

from dotenv import dotenv_values
from platformdirs import user_cache_path

from bot.address import Address, is_public
from kpi_core.errors import InputError, SetupError
from kpi_core.periods import DAY, midnight
from kpi_core.text import Text
from sheets.loopback import is_loopback

# Of one variable, and of several. What each means is told in English, as it stands in .env.example.
_NOT_SET = tuple(
    Text(f"{{variables}} {verb} not set", "chưa đặt {variables}", "не задано: {variables}") for verb in ("is", "are")
)
_SET = tuple(
    Text(
        f"Set {it} in the environment or in .env ({{meaning}})",
        "Hãy đặt trong biến môi trường hoặc trong .env; .env.example có giải thích",
        "Задайте в окружении или в .env; пояснения — в .env.example",
    )
    for it in ("it", "them")
)


@dataclass(frozen=True, slots=True)
class Variable:
    """How one setting is given: its environment variable, what a blank means, and how its text is read.

    `read` raises ValueError with what was expected.
    """

    name: str
    meaning: str
    read: Callable[[str], object]
    default: str = ""
    secret: bool = False


def as_of(text: str) -> datetime | None:
    """Read a day (its end) or an instant, in the reporting zone; None when blank. Raises ValueError."""
    if not text:
        return None
    try:
        if len(text) == len("2026-11-17"):
            return midnight(date.fromisoformat(text)) + DAY
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("Write a day like 2026-11-17, or an instant like 2026-11-17T10:00") from None
    if instant.tzinfo:
        raise ValueError("Write it without a time zone: it is local time of the book")
    return instant


def _token(prefix: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text and not text.startswith(prefix):
            raise ValueError(f"The token starts with {prefix}")
        return text

    return read


def _api_url(text: str) -> str:
    """Read an address with its closing slash; blank stays blank. Raises ValueError."""
    if not text:
        return text
    parts = urlsplit(text)
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise ValueError("Write an address like https://slack.com/api/")
    if parts.scheme != "https" and not is_loopback(parts.hostname):
        raise ValueError("Use https; plain http is for this machine (127.0.0.1) only")
    return text if text.endswith("/") else f"{text}/"


def _public_url(text: str) -> str:
    """Read an https address of Amber's own, without a closing slash; blank stays blank. Raises ValueError."""
    if text and not is_public(text):
        raise ValueError("Write an address like https://amber.example.com")
    return text.rstrip("/")


def _url_here(text: str) -> str:
    """Read an address on this machine; blank stays blank. Raises ValueError."""
    parts = urlsplit(text)
    if text and (parts.scheme != "http" or not is_loopback(parts.hostname or "")):
        raise ValueError("Only this machine (http://127.0.0.1) may stand for Google here")
    return text


def _seconds(text: str) -> float:
    seconds = float(text) if text.replace(".", "", 1).isdigit() else 0.0
    if not 1 <= seconds <= 3600:
        raise ValueError("Write a number of seconds from 1 to 3600")
    return seconds


def _days(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        days = int(text) if text.isascii() and text.isdigit() else 0
        if not least <= days <= 36500:
            raise ValueError(f"Write a number of days from {least} to 36500")
        return days

    return read


def _log_level(text: str) -> str:
    if text not in {"debug", "info", "warning", "error"}:
        raise ValueError("Write debug, info, warning or error")
    return text.upper()


def _address(text: str) -> Address | None:
    try:
        return Address.named(text) if text else None
    except InputError:
        raise ValueError("Write a port like 9464, or 0.0.0.0:9464 for all of a network") from None


def _folder(text: str) -> Path:
    return Path(text).expanduser() if text else user_cache_path("amber")


@dataclass(frozen=True, slots=True, repr=False)
class Settings:
    """What the process was told. Secrets are not in its repr."""

    store: Annotated[
        str, Variable("AMBER_STORE", "The book: xlsx:PATH, gsheet:URL_OR_ID or parquet:DIR. Blank: the demo book", str)
    ]
    google_credentials: Annotated[
        str,
        Variable(
            "AMBER_GOOGLE_CREDENTIALS",
            "Key of a Google service account, or an authorised user's: a JSON file's path, or the JSON itself",
            str,
            secret=True,
        ),
    ]
    google_api_url: Annotated[
        str,
        Variable(
            "GOOGLE_API_URL", "Another server that speaks Google's Sheets and Drive APIs. Blank: Google", _api_url
        ),
    ]
    poll_seconds: Annotated[
        float, Variable("AMBER_POLL_SECONDS", "How often a Google Sheet is asked whether it changed", _seconds, "15")
    ]
    database: Annotated[
        str,
        Variable(
            "AMBER_DATABASE", "Where the bot keeps its state: an SQLite file or a database URL", str, "amber.sqlite3"
        ),
    ]
    keep_deliveries_days: Annotated[
        int,
        Variable(
            # Reminders look back on those of the last 90 days.
            "AMBER_KEEP_DELIVERIES_DAYS",
            "How long the state keeps what was sent to whom",
            _days(100),
            "400",
        ),
    ]
    keep_rows_days: Annotated[
        int,
        Variable(
            "AMBER_KEEP_ROWS_DAYS",
            "How long the state keeps rows that the book has got; as long they can be undone in Slack",
            _days(7),
            "90",
        ),
    ]
    cache: Annotated[
        Path, Variable("AMBER_CACHE", "Folder for readings of the book. Blank: the user's cache folder", _folder)
    ]
    as_of: Annotated[
        datetime | None,
        Variable(
            "AMBER_AS_OF", "Stops the clock, for trials: at the end of a day (2026-11-17) or at an instant", as_of
        ),
    ]
    log_level: Annotated[
        str, Variable("AMBER_LOG", "How much the bot logs: debug, info, warning or error", _log_level, "info")
    ]
    health: Annotated[
        Address | None,
        Variable(
            "AMBER_HEALTH",
            "Where /healthz and /metrics are served: PORT on this machine, or HOST:PORT. Blank: nowhere",
            _address,
        ),
    ]
    panel_url: Annotated[
        str,
        Variable(
            "AMBER_PANEL_URL",
            "Where Google reaches the side panel in Sheets, like https://amber.example.com. Blank: no panel",
            _public_url,
        ),
    ]
    panel: Annotated[
        Address | None,
        Variable(
            "AMBER_PANEL",
            "Where the side panel is served: PORT on this machine, or HOST:PORT. Blank: where run --http listens",
            _address,
        ),
    ]
    panel_service_account: Annotated[
        str,
        Variable(
            "AMBER_PANEL_SERVICE_ACCOUNT",
            "E-mail address that Google calls the panel as: gcloud workspace-add-ons get-authorization tells it",
            str,
        ),
    ]
    panel_client_id: Annotated[
        str, Variable("AMBER_PANEL_CLIENT_ID", "OAuth client ID of the panel: the same command tells it", str)
    ]
    google_certs_url: Annotated[
        str,
        Variable(
            "GOOGLE_CERTS_URL",
            "Certificates of another server on this machine that stands for Google before the panel. Blank: Google's",
            _url_here,
        ),
    ]
    slack_bot_token: Annotated[
        str, Variable("AMBER_SLACK_BOT_TOKEN", "Bot token of the Slack app, xoxb-…", _token("xoxb-"), secret=True)
    ]
    slack_app_token: Annotated[
        str,
        Variable("AMBER_SLACK_APP_TOKEN", "App-level token for Socket Mode, xapp-…", _token("xapp-"), secret=True),
    ]
    slack_signing_secret: Annotated[
        str,
        Variable("AMBER_SLACK_SIGNING_SECRET", "Signing secret of the Slack app, for run --http", str, secret=True),
    ]
    slack_api_url: Annotated[
        str, Variable("SLACK_API_URL", "Another server that speaks Slack's API", _api_url, "https://slack.com/api/")
    ]

    def __repr__(self) -> str:
        values = {name: repr(getattr(self, name)) for name, each in VARIABLES.items() if not each.secret}
        shown = (f"{name}={value}" for name, value in values.items() if "@" not in value)  # a URL may hold a password
        return f"Settings({', '.join(shown)})"

    def require(self, *names: str) -> None:
        """Raise SetupError, naming the variables, unless the settings of these names are all given."""
        missing = [VARIABLES[name] for name in names if not getattr(self, name)]
        if missing:
            listed = _listed([variable.name for variable in missing])
            meant = "; ".join(variable.meaning for variable in missing)
            several = len(missing) > 1
            raise SetupError(_NOT_SET[several].format(variables=listed), _SET[several].format(meaning=meant))


def _listed(names: Sequence[str]) -> Text:
    return Text(" and ".join(names), " và ".join(names), " и ".join(names))


VARIABLES: Mapping[str, Variable] = {
    name: hint.__metadata__[0] for name, hint in get_type_hints(Settings, include_extras=True).items()
}


def read_settings(environ: Mapping[str, str], dotenv: Path) -> Settings:
    """Return the settings of the environment over those of the `.env` file, if there is one, over the defaults.

    Raises SetupError naming the variable and what to write instead.
    """
    given = _in_file(dotenv) if dotenv.is_file() else {}
    given |= {name: text for name, text in environ.items() if text}
    return Settings(**{name: _read(variable, given.get(variable.name, "")) for name, variable in VARIABLES.items()})


def _in_file(dotenv: Path) -> dict[str, str]:
    try:
        said = dotenv_values(dotenv, encoding="utf-8-sig")  # some editors begin a file with a mark
    except UnicodeDecodeError:
        raise SetupError(f"{dotenv} is not UTF-8 text", "Save it as UTF-8") from None
    except OSError as error:
        raise SetupError(
            f"{dotenv} cannot be read: {error.strerror}", "Let the user that Amber runs as read it"
        ) from None
    return {name: text for name, text in said.items() if text}


def _read(variable: Variable, text: str) -> Any:
    try:
        return variable.read(text.strip() or variable.default)
    except ValueError as error:
        shown = "not right" if variable.secret else f"'{text}'"
        raise SetupError(f"{variable.name} is {shown}", str(error)) from None
