"""Answers that must stay anonymous are released five at a time.

A block is five answers in a row about one AM (internal) or from one team (enps); it counts in a period only when it
lies in it whole. Two periods then differ by none or by at least five answers, and a team's figure differs from the
sum of its AMs' by none: nobody's answer can be worked out from figures that may be asked for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import narwhals as nw

from kpi_core.frames import Frame, frame_of, rows_of
from kpi_core.tables import Tables
from kpi_core.timelines import FAR_OFF, LONG_AGO

BLOCK = 5
KINDS = ("internal", "enps")


def with_blocks(tables: Tables) -> Frame:
    """Return the surveys with `block_from`, `block_to` (first and last answer of the block) and `block_of` (an AM).

    Answers that are not anonymous, or not in a full block yet, get a block that no period holds.
    """
    teams = {row["am_id"]: row["team"] for row in rows_of(tables["team"], "am_id", "team")}
    groups: dict[tuple[str, Any], list[dict[str, Any]]] = {}
    is_answer = nw.col("kind").is_in(KINDS) & ~nw.col("at").is_null() & ~nw.col("score").is_null()
    surveys = rows_of(tables["surveys"].filter(is_answer), "row", "survey_id", "kind", "at", "am_id")
    for row in surveys:
        about = row["am_id"] if row["kind"] == "internal" else teams.get(row["am_id"])
        groups.setdefault((row["kind"], about), []).append(row)
    blocks: dict[int, tuple[datetime, datetime, str | None]] = {}
    for answers in groups.values():
        answers.sort(key=lambda row: (row["at"], row["survey_id"] or "", row["row"]))
        for start in range(0, len(answers) - BLOCK + 1, BLOCK):
            block = answers[start : start + BLOCK]
            for row in block:
                blocks[row["row"]] = (block[0]["at"], block[-1]["at"], block[0]["am_id"])
    none = (LONG_AGO, FAR_OFF, None)
    found = [blocks.get(row["row"], none) for row in surveys]
    released = frame_of(
        {
            "row": [row["row"] for row in surveys],
            "block_from": [first for first, _, _ in found],
            "block_to": [last for _, last, _ in found],
            "block_of": [am for _, _, am in found],
        },
        {"row": nw.Int64, "block_from": nw.Datetime, "block_to": nw.Datetime, "block_of": nw.String},
    )
    joined = tables["surveys"].join(tables.adopt(released), on="row", how="left")
    return joined.with_columns(
        block_from=nw.coalesce(nw.col("block_from"), nw.lit(LONG_AGO)),
        block_to=nw.coalesce(nw.col("block_to"), nw.lit(FAR_OFF)),
    )
