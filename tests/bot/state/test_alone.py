from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.demo import _forget_all
from bot.state.alone import alone, is_held
from kpi_core.errors import Conflict, SetupError


def test_a_second_one_on_a_file_is_refused_however_it_is_named(tmp_path: Path) -> None:
    path, other = tmp_path / "amber.sqlite3", tmp_path / "link.sqlite3"
    other.symlink_to(path)
    with alone(str(path)):
        for name in (str(path), str(other), f"sqlite:///{path}", f"sqlite+pysqlite:///{path}"):
            with pytest.raises(Conflict, match="already works with"), alone(name):
                pass
    with alone(str(other)):
        pass


def test_who_only_looks_whether_a_bot_is_there_holds_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "amber.sqlite3")
    assert (False, []) == (is_held(path), [*tmp_path.iterdir()])
    with alone(path):
        assert is_held(path)
    assert not is_held(path)
    with alone(path):
        pass


def test_any_number_share_a_server() -> None:
    with alone("postgresql://u@db.example.com/amber"), alone("postgresql://u@db.example.com/amber"):
        pass


def test_a_lock_that_cannot_be_made_is_no_other_bot(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="AMBER_DATABASE"), alone(str(tmp_path / "no" / "amber.sqlite3")):
        pass


def test_what_a_bot_works_with_is_not_removed_under_it(tmp_path: Path) -> None:
    database = tmp_path / "amber.sqlite3"
    database.touch()
    with alone(str(database)), pytest.raises(Conflict):
        _forget_all(database)
    assert database.exists()
    _forget_all(database)
    assert not database.exists()
