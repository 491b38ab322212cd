"""What people set for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.state.db import preferences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine


class Preferences:
    """People's own settings in SQL, texts by key: `language`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def everybodys(self, key: str) -> Mapping[str, str]:
        """Return what each person (by am_id) has set for one key."""
        chosen = select(preferences.c.am_id, preferences.c.value).where(preferences.c.key == key)
        with self._engine.connect() as connection:
            return {row.am_id: row.value for row in connection.execute(chosen)}

    def choose(self, am_id: str, key: str, value: str) -> None:
        """Set one of the person's settings; "" takes it back."""
        with self._engine.begin() as connection:
            connection.execute(delete(preferences).where(preferences.c.am_id == am_id, preferences.c.key == key))
            if value:
                connection.execute(insert(preferences).values(am_id=am_id, key=key, value=value))
