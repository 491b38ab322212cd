"""The settings that say when a rule speaks up: the thresholds of attention."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.setting import Setting
from kpi_core.text import Text

THRESHOLDS: tuple[Setting, ...] = (
    Setting(
        "overdue_rungs",
        "list",
        "1, 15, 30, 60",
        Text(
            "Days past due at which an unpaid invoice is brought up anew",
            "Số ngày quá hạn mà hoá đơn chưa trả được nhắc lại",
            "На какой день просрочки о неоплаченном счёте напоминают снова",
        ),
    ),
    Setting(
        "update_days",
        "integer",
        "3",
        Text(
            "Working days an open request may go without an update",
            "Số ngày làm việc tối đa giữa hai lần cập nhật một yêu cầu đang mở",
            "Рабочих дней, которые открытый запрос может быть без новостей",
        ),
    ),
    Setting(
        "detractor_days",
        "integer",
        "2",
        Text(
            "Working days within which one gets back to a client who gave a poor score",
            "Số ngày làm việc để liên hệ lại với khách đã chấm điểm thấp",
            "Рабочих дней, чтобы связаться с клиентом после низкой оценки",
        ),
    ),
    Setting(
        "survey_due_days",
        "integer",
        "180",
        Text(
            "Days an account may go without a survey",
            "Số ngày tối đa một khách hàng không được khảo sát",
            "Дней, которые клиент может оставаться без опроса",
        ),
    ),
    Setting(
        "unanswered_touches",
        "integer",
        "5",
        Text(
            "Approaches in a row without a reply after which one stops or changes the approach",
            "Số lần tiếp cận liên tiếp không hồi đáp thì nên dừng hoặc đổi cách",
            "Обращений подряд без ответа, после которых пора остановиться или сменить подход",
        ),
    ),
    Setting(
        "review_days.*",
        "integer",
        "365",
        Text(
            "Days between reviews of an account, per tier (key 90, near_key 365)",
            "Số ngày giữa hai lần rà soát khách hàng theo phân hạng (key 90, near_key 365)",
            "Дней между обзорами клиента по категории (key 90, near_key 365)",
        ),
    ),
    Setting(
        "reviews_a_week",
        "integer",
        "2",
        Text(
            "Most account reviews asked of one person in a week",
            "Số lần rà soát tối đa giao cho một người mỗi tuần",
            "Сколько обзоров клиентов в неделю поручают одному человеку",
        ),
    ),
    Setting(
        "criteria_days",
        "integer",
        "90",
        Text(
            "Days after which the key-account criteria are confirmed again",
            "Số ngày phải xác nhận lại tiêu chí khách hàng trọng điểm",
            "Через сколько дней критерии ключевых клиентов подтверждают снова",
        ),
    ),
    Setting(
        "key_criteria.*",
        "number",
        "0",
        Text(
            "Where a key-account criterion is met: revenue and wallet, % of the other accounts that have less; "
            "growth, % in a year; services, how many are under contract",
            "Mức đạt một tiêu chí khách hàng trọng điểm: revenue và wallet, % khách hàng khác thấp hơn; "
            "growth, % trong một năm; services, số dịch vụ đang có hợp đồng",
            "Когда критерий ключевого клиента выполнен: revenue и wallet, % остальных клиентов, у кого меньше; "
            "growth, % за год; services, число услуг по договорам",
        ),
    ),
    Setting(
        "key_points.*",
        "number",
        "0",
        Text(
            "Points for a key-account criterion that is met",
            "Số điểm cho một tiêu chí khách hàng trọng điểm đạt được",
            "Баллы за выполненный критерий ключевого клиента",
        ),
    ),
    Setting(
        "key_points_needed",
        "number",
        "60",
        Text(
            "Points that make a key account",
            "Số điểm để là khách hàng trọng điểm",
            "Сколько баллов делают клиента ключевым",
        ),
    ),
    Setting(
        "key_points_near",
        "number",
        "10",
        Text(
            "Points by which an account may miss that and still be named",
            "Thiếu tối đa bao nhiêu điểm thì vẫn được nêu tên",
            "Скольких баллов может не хватать, чтобы клиента всё же назвали",
        ),
    ),
    Setting(
        "wallet_share_percent",
        "number",
        "20",
        Text(
            "Share of the client's wallet, %, under which there is more to win",
            "Tỷ trọng chi tiêu của khách (%), dưới mức này là còn dư địa",
            "Доля в расходах клиента, %, ниже которой есть куда расти",
        ),
    ),
    Setting(
        "market_share_percent",
        "number",
        "10",
        Text(
            "The client's own market share, %, from which winning more is worth it",
            "Thị phần của khách (%), từ mức này thì đáng đầu tư thêm",
            "Доля рынка самого клиента, %, с которой стоит вкладываться",
        ),
    ),
    Setting(
        "revenue_drop_percent",
        "number",
        "20",
        Text(
            "Fall of 90 days' revenue on the 90 before, %, that is alarming beside a strong competitor",
            "Mức giảm doanh thu 90 ngày so với 90 ngày trước (%) đáng lo khi có đối thủ mạnh",
            "Падение выручки за 90 дней к прошлым 90, %, тревожное при сильном конкуренте",
        ),
    ),
    Setting(
        "outcome_days",
        "integer",
        "30",
        Text(
            "Days before its due date from which a goal is watched",
            "Số ngày trước hạn bắt đầu theo dõi một mục tiêu",
            "За сколько дней до срока следят за целью",
        ),
    ),
    Setting(
        "outcome_percent",
        "number",
        "70",
        Text(
            "Share of a goal, %, that should be reached by then",
            "Phần mục tiêu (%) cần đạt khi đó",
            "Какая часть цели, %, к этому времени должна быть достигнута",
        ),
    ),
    Setting(
        "acceptance_days",
        "integer",
        "5",
        Text(
            "Working days from delivery to acceptance",
            "Số ngày làm việc từ khi bàn giao đến khi nghiệm thu",
            "Рабочих дней от сдачи работы до подписания акта",
        ),
    ),
    Setting(
        "win_back_days",
        "integer",
        "180",
        Text(
            "Days of silence after which a former client is approached again",
            "Số ngày im lặng rồi tiếp cận lại khách hàng cũ",
            "Через сколько дней тишины снова обращаются к бывшему клиенту",
        ),
    ),
    Setting(
        "one_to_one_days",
        "integer",
        "30",
        Text(
            "Days between one-to-ones of an AM and the lead",
            "Số ngày giữa hai lần gặp 1-1 của AM với trưởng nhóm",
            "Дней между встречами один на один менеджера с руководителем",
        ),
    ),
    Setting(
        "overload.*",
        "integer",
        "20",
        Text(
            "Most active accounts of an AM, per role (am 20, senior_am 12)",
            "Số khách hàng tối đa của một AM theo vai trò (am 20, senior_am 12)",
            "Максимум активных клиентов у менеджера по роли (am 20, senior_am 12)",
        ),
    ),
    Setting(
        "unplanned_percent",
        "number",
        "20",
        Text(
            "Share of unplanned costs, %, above which they are brought up",
            "Tỷ trọng chi phí ngoài kế hoạch (%), trên mức này thì nhắc",
            "Доля незапланированных расходов, %, выше которой о них говорят",
        ),
    ),
    Setting(
        "shift_score",
        "number",
        "3",
        Text(
            "Robust z-score from which a KPI is off its own history",
            "Điểm z bền vững mà từ đó KPI lệch khỏi lịch sử của chính nó",
            "Робастная z-оценка, с которой показатель выбивается из своей истории",
        ),
    ),
    Setting(
        "shift_weeks",
        "integer",
        "8",
        Text(
            "Weeks of history without which a KPI is not judged by it",
            "Số tuần lịch sử tối thiểu để so KPI với chính nó",
            "Сколько недель истории нужно, чтобы судить по ней",
        ),
    ),
    Setting(
        "red_weeks",
        "integer",
        "3",
        Text(
            "Weeks in a row in the red after which a KPI is brought up",
            "Số tuần đỏ liên tiếp thì KPI được nhắc",
            "Сколько недель подряд в красной зоне, прежде чем о показателе скажут",
        ),
    ),
)
# Members of a family that have a default of their own.
THRESHOLD_DEFAULTS: Mapping[str, str] = {
    "review_days.key": "90",
    "review_days.near_key": "365",
    "key_criteria.revenue": "80",
    "key_criteria.growth": "10",
    "key_criteria.wallet": "80",
    "key_criteria.services": "3",
    "key_points.revenue": "40",
    "key_points.growth": "20",
    "key_points.wallet": "20",
    "key_points.services": "20",
    "overload.am": "20",
    "overload.senior_am": "12",
}
