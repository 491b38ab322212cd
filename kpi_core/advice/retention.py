"""What to do about contracts and the revenue they carry on."""

from __future__ import annotations

from kpi_core.advice.guide import Guide
from kpi_core.text import Text

RETENTION: tuple[Guide, ...] = (
    Guide(
        "renewal_rate",
        ("renewal", "freshness"),
        (
            Text(
                "open the talk about renewal now, with results in hand, at a review with {contact}",
                "mở lời gia hạn ngay, kèm kết quả đã đạt, tại buổi rà soát với {contact}",
                "начните разговор о продлении сейчас, с результатами на руках, на встрече с {contact}",
            ),
            Text(
                "begin every renewal 90 days before the end, and note where it stands",
                "bắt đầu gia hạn trước 90 ngày và ghi rõ tình trạng",
                "начинайте каждое продление за 90 дней и отмечайте его статус",
            ),
            Text(
                "prepare two offers: as it is, and one step up",
                "chuẩn bị hai phương án: giữ nguyên và nâng một bậc",
                "готовьте два предложения: как есть и на ступень выше",
            ),
        ),
    ),
    Guide(
        "renewal_rate_value",
        ("renewal", "freshness"),
        (
            Text(
                "take your lead along to the renewal talk with {contact}",
                "mời trưởng nhóm cùng dự buổi đàm phán gia hạn với {contact}",
                "возьмите руководителя группы на разговор о продлении с {contact}",
            ),
            Text(
                "work through the renewals by value: the largest contract gets the first meeting",
                "xử lý gia hạn theo giá trị: hợp đồng lớn nhất được gặp trước",
                "ведите продления по сумме: первая встреча — по самому крупному договору",
            ),
        ),
    ),
    Guide(
        "renewals_due",
        ("renewal",),
        (
            Text(
                "settle who does what until the end of the contract, and name a date, with {contact}",
                "thống nhất ai làm gì đến khi hết hạn và chốt một mốc thời gian với {contact}",
                "договоритесь, кто что делает до конца договора, и назначьте дату с {contact}",
            ),
            Text(
                "note for every contract due where its renewal stands: open, negotiating, won or lost",
                "ghi tình trạng gia hạn của từng hợp đồng sắp hết hạn: chưa, đang đàm phán, được hay mất",
                "отметьте по каждому договору статус продления: открыто, переговоры, да или нет",
            ),
        ),
    ),
    Guide(
        "grr",
        ("renewal", "service"),
        (
            Text(
                "find out which part of the contract is at risk of being cut, in a talk with {contact}",
                "tìm hiểu phần nào của hợp đồng có nguy cơ bị cắt, qua trao đổi với {contact}",
                "узнайте, какую часть договора могут урезать, в разговоре с {contact}",
            ),
            Text(
                "show what each service brings before somebody asks what it costs",
                "cho thấy mỗi dịch vụ mang lại gì trước khi khách hỏi về chi phí",
                "показывайте пользу каждой услуги раньше, чем спросят о её цене",
            ),
        ),
    ),
    Guide(
        "nrr",
        ("renewal", "trend"),
        (
            Text(
                "go through the client's plans for the year and find where we can do more, with {contact}",
                "xem kế hoạch năm của khách và tìm chỗ mình làm được nhiều hơn, cùng {contact}",
                "пройдите планы клиента на год и найдите, где мы полезны ещё, вместе с {contact}",
            ),
            Text(
                "pair every renewal talk with one offer that grows the contract",
                "mỗi lần gia hạn kèm một đề xuất mở rộng hợp đồng",
                "к каждому разговору о продлении добавляйте одно предложение расширить договор",
            ),
        ),
    ),
    Guide(
        "clv",
        ("trend", "renewal"),
        (
            Text(
                "plan the next twelve months (what, when, how much) with {contact}",
                "lên kế hoạch mười hai tháng tới (làm gì, khi nào, bao nhiêu) cùng {contact}",
                "составьте план на двенадцать месяцев (что, когда, на какую сумму) вместе с {contact}",
            ),
            Text(
                "look at what your best clients have in common, and give your time to those like them",
                "xem các khách tốt nhất có điểm gì chung và dành thời gian cho những khách tương tự",
                "посмотрите, что общего у лучших клиентов, и уделяйте время похожим",
            ),
            Text(
                "turn one-off projects into yearly agreements",
                "chuyển các dự án lẻ thành thoả thuận theo năm",
                "переводите разовые проекты в годовые договоры",
            ),
        ),
    ),
)
