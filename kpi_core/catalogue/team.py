"""What an AM does for the team."""

from __future__ import annotations

from kpi_core.kpi import Kpi
from kpi_core.measures import cost
from kpi_core.quantities import Noun
from kpi_core.text import Text

TEAM: tuple[Kpi, ...] = (
    Kpi(
        key="team_contribution",
        names=Text(
            "Contribution to team initiatives", "Đóng góp vào hoạt động đội nhóm", "Вклад в командные инициативы"
        ),
        unit="points",
        direction="up",
        window="Q",
        formula=Text(
            "points for initiatives in the period: led 3, contributed 2, attended 1",
            "điểm hoạt động đội nhóm trong kỳ: dẫn dắt 3, đóng góp 2, tham dự 1",
            "баллы за инициативы периода: вёл — 3, помогал — 2, участвовал — 1",
        ),
        counted=Noun(("point", "points"), "điểm", ("балл", "балла", "баллов")),
        measures=(cost.INITIATIVES,),
        aggregate="sum",
        additive=True,
        flow=True,
        levels=("all", "team", "am"),
        seeds=("004",),
        example=(6,),
    ),
)
