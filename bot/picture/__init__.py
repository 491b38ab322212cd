"""A scorecard → a PNG. It needs matplotlib, the extra `card`: only who draws imports this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib import rc_context, rcdefaults

from bot.picture.card import drawn

if TYPE_CHECKING:
    from bot.answers.portrait import Portrait


def card_png(card: Portrait) -> bytes:
    """Return the picture of a scorecard, whatever a matplotlibrc says: of the same card the same bytes."""
    with rc_context():
        rcdefaults()
        return drawn(card).png()
