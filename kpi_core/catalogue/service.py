"""Requests answered and work delivered."""

from __future__ import annotations

from kpi_core.kpi import Kpi
from kpi_core.measures import service
from kpi_core.quantities import Noun
from kpi_core.text import Text

_RESOLVED = Noun(
    ("request resolved", "requests resolved"),
    "yêu cầu đã xử lý",
    ("решённый запрос", "решённых запроса", "решённых запросов"),
)
_OPEN = Noun(
    ("open request", "open requests"), "yêu cầu đang mở", ("открытый запрос", "открытых запроса", "открытых запросов")
)

SERVICE: tuple[Kpi, ...] = (
    Kpi(
        key="response_time",
        names=Text("Response time", "Thời gian phản hồi khách hàng trung bình", "Время первого ответа"),
        unit="hours",
        direction="down",
        window="W",
        formula=Text(
            "median working hours from opened to the first response, requests opened in the period",
            "trung vị số giờ làm việc từ khi mở đến phản hồi đầu tiên, yêu cầu mở trong kỳ",
            "медиана рабочих часов от обращения до первого ответа, запросы за период",
        ),
        counted=Noun(
            ("request answered", "requests answered"),
            "yêu cầu đã phản hồi",
            ("запрос с ответом", "запроса с ответом", "запросов с ответом"),
        ),
        measures=(service.ANSWERED,),
        aggregate="median",
        has_spread=True,
        seeds=(
            "001",
            "004",
        ),
        example=(1, 2, 9),
    ),
    Kpi(
        key="resolution_time",
        names=Text("Resolution time", "Thời gian giải quyết vấn đề", "Время решения запроса"),
        unit="hours",
        direction="down",
        window="W",
        formula=Text(
            "median working hours from opened to resolved, requests resolved in the period",
            "trung vị số giờ làm việc từ khi mở đến khi xử lý xong, yêu cầu xử lý xong trong kỳ",
            "медиана рабочих часов от обращения до решения, запросы, решённые за период",
        ),
        counted=_RESOLVED,
        measures=(service.RESOLVED,),
        aggregate="median",
        has_spread=True,
        seeds=(
            "000",
            "004",
        ),
        example=(4, 6, 16),
    ),
    Kpi(
        key="response_sla_rate",
        names=Text("Responses in time", "Tỷ lệ phản hồi đúng hạn", "Доля ответов в срок"),
        unit="%",
        direction="up",
        window="W",
        formula=Text(
            "first responses due in the period and given in time ÷ first responses due; open past due is missed",
            "phản hồi đầu tiên đến hạn trong kỳ và đúng hạn ÷ phản hồi đến hạn; quá hạn còn mở là trễ",
            "первые ответы со сроком в периоде, данные вовремя ÷ ответы со сроком; без ответа после срока — пропущено",
        ),
        counted=Noun(
            ("response in time", "responses in time"),
            "phản hồi đúng hạn",
            ("ответ в срок", "ответа в срок", "ответов в срок"),
        ),
        counted_of=Noun(
            ("response due", "responses due"),
            "phản hồi đến hạn",
            ("ответ со сроком", "ответа со сроком", "ответов со сроком"),
        ),
        measures=(service.RESPONSE_PROMISES,),
        seeds=("003",),
        example=(2, 4),
    ),
    Kpi(
        key="sla_rate",
        names=Text("Resolutions in time", "Tỷ lệ xử lý đúng hạn", "Доля решений в срок"),
        unit="%",
        direction="up",
        window="W",
        formula=Text(
            "resolutions due in the period and reached in time ÷ resolutions due; open past due is missed",
            "yêu cầu đến hạn trong kỳ được xử lý đúng hạn ÷ yêu cầu đến hạn; quá hạn còn mở là trễ",
            "решения со сроком в периоде, данные вовремя ÷ решения со сроком; открытое после срока — пропущено",
        ),
        counted=Noun(
            ("resolution in time", "resolutions in time"),
            "yêu cầu xử lý đúng hạn",
            ("решение в срок", "решения в срок", "решений в срок"),
        ),
        counted_of=Noun(
            ("resolution due", "resolutions due"),
            "yêu cầu đến hạn",
            ("решение со сроком", "решения со сроком", "решений со сроком"),
        ),
        measures=(service.PROMISES,),
        seeds=("003",),
        example=(2, 3),
    ),
    Kpi(
        key="open_requests",
        names=Text("Open requests", "Yêu cầu đang mở", "Открытые запросы"),
        unit="count",
        direction="down",
        window="•",
        formula=Text(
            "requests unresolved at the end", "yêu cầu chưa xử lý xong cuối kỳ", "запросы, не решённые на конец"
        ),
        counted=_OPEN,
        measures=(service.OPEN,),
        aggregate="sum",
        additive=True,
        seeds=("003",),
        example=(2,),
    ),
    Kpi(
        key="oldest_request",
        names=Text("Oldest open request", "Yêu cầu mở lâu nhất", "Самый старый открытый запрос"),
        unit="days",
        direction="down",
        window="•",
        formula=Text(
            "days since the oldest unresolved request was opened",
            "số ngày từ khi mở yêu cầu lâu nhất chưa xử lý",
            "дней с открытия самого старого нерешённого запроса",
        ),
        counted=_OPEN,
        measures=(service.OLDEST,),
        aggregate="max",
        seeds=("003",),
        example=(3, 12),
    ),
    Kpi(
        key="requests_resolved",
        names=Text("Requests resolved", "Yêu cầu đã xử lý", "Решённые запросы"),
        unit="count",
        direction="up",
        window="W",
        formula=Text("requests resolved in the period", "yêu cầu xử lý xong trong kỳ", "запросы, решённые за период"),
        counted=_RESOLVED,
        measures=(service.COUNT_RESOLVED,),
        aggregate="sum",
        additive=True,
        flow=True,
        broken_down_by=Text("category", "nhóm yêu cầu", "категория"),
        seeds=("003",),
        example=(3,),
    ),
    Kpi(
        key="on_time_delivery",
        names=Text("On-time delivery", "Tỷ lệ bàn giao đúng hạn", "Доля этапов, сданных в срок"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "deliverables due in the period and done by their day ÷ deliverables due in the period",
            "hạng mục đến hạn trong kỳ hoàn thành đúng ngày ÷ hạng mục đến hạn trong kỳ",
            "этапы со сроком в периоде, сданные вовремя ÷ этапы со сроком в периоде",
        ),
        counted=Noun(
            ("done in time", "done in time"),
            "hạng mục đúng hạn",
            ("сданный в срок", "сданных в срок", "сданных в срок"),
        ),
        counted_of=Noun(
            ("deliverable due", "deliverables due"),
            "hạng mục đến hạn",
            ("этап со сроком", "этапа со сроком", "этапов со сроком"),
        ),
        measures=(service.IN_TIME,),
        broken_down_by=Text("stage", "giai đoạn", "этап"),
        seeds=(
            "000",
            "001",
        ),
        example=(2, 3),
    ),
)
