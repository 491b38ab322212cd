"""What an AM does for the team, on literal rows, worked by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kpi_core.periods import between

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)
Build = Callable[..., Any]


def test_it_gives_points_by_the_role_in_an_initiative(book: Build) -> None:
    def initiative(name: str, role: str | None, am: str = "linh", **more: Any) -> dict[str, Any]:
        row = {"initiative_id": name, "am_id": am, "at": D(2026, 6, 30), "name": name, "role": role}
        return {**row, **more}

    asked = book(
        NOW,
        initiatives=[
            initiative("1", "led"),
            initiative("2", "contributed"),
            initiative("3", "attended"),
            initiative("4", None),
            initiative("5", "led", at=NOW),
            initiative("6", "attended", am="minh"),
        ],
    )
    assert (6, 6, None, 3) == asked.sides("team_contribution", Q2, "am:linh")
    assert (7, 7, None, 4) == asked.sides("team_contribution", Q2, "team:Sen")
    assert "this figure is not given for a single account" == asked.ask(
        "team_contribution", Q2, "account:acme"
    ).reason.to("en")
