"""What Amber may do with the book that is named, whatever it is kept in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.app.book import opener

if TYPE_CHECKING:
    from bot.settings import Settings
    from sheets.access import BookAccess

_GOOGLE = "gsheet:"
_FILE = "xlsx:"


def is_google(spec: str) -> bool:
    """Whether a book is a Google Sheet."""
    return spec.startswith(_GOOGLE)


def access_to(spec: str, settings: Settings) -> BookAccess:
    """Look at the book of this spec; nothing is changed. Raises SetupError, Unavailable."""
    opener(spec, settings)  # says what is the matter with a spec that is none
    if is_google(spec):
        from sheets.google.access import access_to_sheet  # noqa: PLC0415  # who has an .xlsx need not wait for it

        place = spec.removeprefix(_GOOGLE)
        return access_to_sheet(place, settings.google_credentials, settings.google_api_url)
    from sheets.workbook.access import access_to_file  # noqa: PLC0415  # idem

    return access_to_file(Path(spec.removeprefix(_FILE)).expanduser().resolve())


def key_address(settings: Settings) -> str:
    """Return the address that Amber's key for Google belongs to. Raises SetupError when it is missing or no key."""
    from sheets.google.access import key_address  # noqa: PLC0415  # idem

    settings.require("google_credentials")
    return key_address(settings.google_credentials, settings.google_api_url)
