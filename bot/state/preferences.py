"""What people set for themselves."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.personal import Personal
from bot.state.db import preferences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine


class Preferences:
    """Implements bot.desk.Choices: people's own settings in SQL, as texts by person and key."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def everybody(self) -> Mapping[str, Personal]:
        """Return the settings of each person (by am_id) who has set any."""
        texts: dict[str, dict[str, str]] = defaultdict(dict)
        with self._engine.connect() as connection:
            for row in connection.execute(select(preferences)):
                texts[row.am_id][row.key] = row.value
        return {am_id: Personal.of(kept) for am_id, kept in texts.items()}

    def of(self, am_id: str) -> Personal:
        """Return the settings of one person."""
        kept = select(preferences.c.key, preferences.c.value).where(preferences.c.am_id == am_id)
        with self._engine.connect() as connection:
            return Personal.of({row.key: row.value for row in connection.execute(kept)})

    def keep(self, am_id: str, personal: Personal) -> None:
        """Keep a person's settings in place of those they had."""
        rows = [{"am_id": am_id, "key": key, "value": value} for key, value in personal.texts.items()]
        with self._engine.begin() as connection:
            connection.execute(delete(preferences).where(preferences.c.am_id == am_id))
            if rows:
                connection.execute(insert(preferences), rows)
