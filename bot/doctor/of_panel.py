"""Check of the side panel in Google Sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor.examination import Outcome, fine, not_applicable
from kpi_core.text import Text

if TYPE_CHECKING:
    from bot.doctor.surroundings import Surroundings

_NONE = Text("none is set up (AMBER_PANEL_URL)", "chưa thiết lập (AMBER_PANEL_URL)", "не настроена (AMBER_PANEL_URL)")
_CALLED_AT = Text("Google calls {url}", "Google gọi tới {url}", "Google обращается к {url}")


def panel(surroundings: Surroundings) -> Outcome:
    """Check that a side panel that is wanted knows who calls it, and stands beside a book in Google Sheets."""
    settings = surroundings.settings
    if not settings.panel_url:
        return not_applicable(_NONE)
    from bot.app.panel import require_set_up  # noqa: PLC0415  # who has no panel does not wait for it
    from bot.panel.deployment import panel_url  # noqa: PLC0415  # idem

    require_set_up(settings, surroundings.spec)
    return fine(_CALLED_AT.format(url=panel_url(settings.panel_url)))
