from __future__ import annotations

import pytest

from bot.desk import Desk
from tests.bot.answers.conftest import desk_of


@pytest.fixture(scope="session")
def desk() -> Desk:
    return desk_of()
