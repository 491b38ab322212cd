"""What people set for themselves."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from bot.personal import Personal
from bot.state.tables import preferences
from kpi_core.errors import Unavailable
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Engine, Row

    Texts = Mapping[str, str]
    Change = tuple[str, Texts]  # when, and what was set before

_CHANGES = "changes"  # beside the settings, so that who is forgotten is forgotten with them
_REMEMBERED = 10
_TRIES = 10
_BUSY = Text(
    "your settings are being changed elsewhere; try again in a moment",
    "cài đặt của bạn đang được sửa ở nơi khác; hãy thử lại sau giây lát",
    "ваши настройки сейчас меняются в другом месте; повторите через минуту",
)
_Result = TypeVar("_Result")
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

        def kept(connection: Connection) -> None:
            _take_out(connection, am_id)
            _put(connection, am_id, personal.texts, ())

        self._one_at_a_time(kept)

    def change(self, am_id: str, personal: Personal, at: datetime) -> None:
        """Keep them and remember those they had: what was set at that instant (aware UTC) can be taken back."""

        def changed(connection: Connection) -> None:
            before, changes = _take_out(connection, am_id)
            _put(connection, am_id, personal.texts, [(at.isoformat(), before), *changes][:_REMEMBERED])

        self._one_at_a_time(changed)

    def last_change(self, am_id: str) -> datetime | None:
        """Return when the person last changed their settings, of what is not taken back."""
        with self._engine.connect() as connection:
            _, changes = _parted(connection.execute(_OF_ONE, {"am_id": am_id}))
        return datetime.fromisoformat(changes[0][0]) if changes else None

    def take_back(self, am_id: str, at: datetime) -> bool:
        """Bring back the settings before the change of that instant; whether it was the last one."""

        def taken_back(connection: Connection) -> bool:
            texts, changes = _take_out(connection, am_id)
            is_last = bool(changes) and changes[0][0] == at.isoformat()
            _put(connection, am_id, *((changes[0][1], changes[1:]) if is_last else (texts, changes)))
            return is_last

        return self._one_at_a_time(taken_back)

    def _one_at_a_time(self, step: Callable[[Connection], _Result]) -> _Result:
        """Take a step that takes out and puts in, as one; again when another of that person's came between.

        Raises Unavailable when that does not end.
        """
        for _ in range(_TRIES):
            with suppress(IntegrityError), self._engine.begin() as connection:
                return step(connection)
        raise Unavailable(_BUSY)


def _take_out(connection: Connection, am_id: str) -> tuple[Texts, Sequence[Change]]:
    """Remove a person's settings; return them as texts, and what they were before each change, the newest first.

    One statement, so that whoever else does so waits until this one is through.
    """
    theirs = delete(preferences).where(preferences.c.am_id == am_id)
    return _parted(connection.execute(theirs.returning(preferences.c.key, preferences.c.value)))


def _parted(rows: Iterable[Row[Any]]) -> tuple[Texts, Sequence[Change]]:
    texts = {row.key: row.value for row in rows}
    return texts, [(at, before) for at, before in json.loads(texts.pop(_CHANGES, "[]"))]


def _put(connection: Connection, am_id: str, texts: Texts, changes: Sequence[Change]) -> None:
    kept = {**texts, **({_CHANGES: json.dumps(changes)} if changes else {})}
    if kept:
        connection.execute(
            insert(preferences), [{"am_id": am_id, "key": key, "value": value} for key, value in kept.items()]
        )
