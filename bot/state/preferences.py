"""What people set for themselves."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from bot.personal import Personal
from bot.state.db import preferences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Engine

    Texts = Mapping[str, str]
    Change = tuple[str, Texts]  # when, and what was set before

_CHANGES = "changes"  # beside the settings, so that who is forgotten is forgotten with them
_REMEMBERED = 10
_OF_ONE = select(preferences.c.key, preferences.c.value).where(preferences.c.am_id == bindparam("am_id"))


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
        with self._engine.connect() as connection:
            return Personal.of({row.key: row.value for row in connection.execute(_OF_ONE, {"am_id": am_id})})

    def keep(self, am_id: str, personal: Personal) -> None:
        """Keep a person's settings in place of those they had."""
        with self._engine.begin() as connection:
            _put(connection, am_id, personal.texts, ())

    def change(self, am_id: str, personal: Personal, at: datetime) -> None:
        """Keep them and remember those they had: what was set at that instant (aware UTC) can be taken back."""
        with self._engine.begin() as connection:
            before, changes = _kept(connection, am_id)
            _put(connection, am_id, personal.texts, [(at.isoformat(), before), *changes][:_REMEMBERED])

    def last_change(self, am_id: str) -> datetime | None:
        """Return when the person last changed their settings, of what is not taken back."""
        with self._engine.connect() as connection:
            _, changes = _kept(connection, am_id)
        return datetime.fromisoformat(changes[0][0]) if changes else None

    def take_back(self, am_id: str, at: datetime) -> bool:
        """Bring back the settings before the change of that instant; whether it was the last one."""
        with self._engine.begin() as connection:
            _, changes = _kept(connection, am_id)
            if not changes or changes[0][0] != at.isoformat():
                return False
            _put(connection, am_id, changes[0][1], changes[1:])
        return True


def _kept(connection: Connection, am_id: str) -> tuple[Texts, Sequence[Change]]:
    """Return a person's settings as texts, and what they were before each change, the newest first."""
    texts = {row.key: row.value for row in connection.execute(_OF_ONE, {"am_id": am_id})}
    return texts, [(at, before) for at, before in json.loads(texts.pop(_CHANGES, "[]"))]


def _put(connection: Connection, am_id: str, texts: Texts, changes: Sequence[Change]) -> None:
    kept = {**texts, **({_CHANGES: json.dumps(changes)} if changes else {})}
    connection.execute(delete(preferences).where(preferences.c.am_id == am_id))
    if kept:
        connection.execute(
            insert(preferences), [{"am_id": am_id, "key": key, "value": value} for key, value in kept.items()]
        )
