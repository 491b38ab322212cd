"""What clients and colleagues say of us."""

from __future__ import annotations

from kpi_core.catalogue.words import ACCOUNTS
from kpi_core.kpi import Kpi
from kpi_core.measures import base, satisfaction
from kpi_core.quantities import Noun
from kpi_core.text import Text

_ANSWERS = Noun(("answer", "answers"), "câu trả lời", ("ответ", "ответа", "ответов"))
_LESS_DETRACTORS = Noun(
    ("promoter less detractors", "promoters less detractors"),
    "người ủng hộ trừ người không hài lòng",
    ("промоутер за вычетом критиков", "промоутера за вычетом критиков", "промоутеров за вычетом критиков"),
)

SATISFACTION: tuple[Kpi, ...] = (
    Kpi(
        key="nps",
        names=Text("Net Promoter Score", "Chỉ số hài lòng của khách hàng (NPS)", "Индекс лояльности клиентов (NPS)"),
        unit="points",
        direction="up",
        window="90",
        formula=Text(
            "100 × (answers 9–10 − answers 0–6) ÷ NPS answers; the standard groups are used: 6 is a detractor",
            "100 × (số trả lời 9–10 − số trả lời 0–6) ÷ số trả lời NPS; theo chuẩn, điểm 6 thuộc nhóm không hài lòng",
            "100 × (ответы 9–10 − ответы 0–6) ÷ ответы NPS; по стандарту оценка 6 — критик",
        ),
        counted=_LESS_DETRACTORS,
        counted_of=_ANSWERS,
        measures=(satisfaction.NPS,),
        scale=100.0,
        has_interval=True,
        minimum_n=5,
        seeds=("000", "001", "004"),
        example=(2, 6),
    ),
    Kpi(
        key="csat",
        names=Text(
            "Customer satisfaction (CSAT)", "Điểm hài lòng của khách hàng (CSAT)", "Удовлетворённость клиентов (CSAT)"
        ),
        unit="%",
        direction="up",
        window="90",
        formula=Text(
            "answers with 4 or 5 ÷ CSAT answers (scale 1–5)",
            "số câu trả lời 4–5 điểm ÷ số câu trả lời CSAT (thang 1–5)",
            "ответы с оценкой 4–5 ÷ ответы CSAT (шкала 1–5)",
        ),
        counted=Noun(
            ("satisfied answer", "satisfied answers"),
            "câu trả lời hài lòng",
            ("положительный ответ", "положительных ответа", "положительных ответов"),
        ),
        counted_of=_ANSWERS,
        measures=(satisfaction.CSAT,),
        minimum_n=5,
        seeds=(
            "000",
            "004",
        ),
        example=(4, 6),
    ),
    Kpi(
        key="ces",
        names=Text(
            "Customer effort score (CES)", "Mức độ dễ dàng của khách hàng (CES)", "Лёгкость взаимодействия (CES)"
        ),
        unit="mean",
        direction="up",
        window="90",
        formula=Text(
            "mean score of the CES answers (scale 1–7, 7 = very easy)",
            "điểm trung bình của các câu trả lời CES (thang 1–7, 7 = rất dễ dàng)",
            "средняя оценка ответов CES (шкала 1–7, 7 — очень легко)",
        ),
        counted=Noun(
            ("point in all", "points in all"), "tổng điểm", ("балл в сумме", "балла в сумме", "баллов в сумме")
        ),
        counted_of=_ANSWERS,
        measures=(satisfaction.CES,),
        minimum_n=5,
        example=(30, 6),
    ),
    Kpi(
        key="survey_response_rate",
        names=Text("Survey response rate", "Tỷ lệ phản hồi khảo sát", "Доля ответивших на опросы"),
        unit="%",
        direction="up",
        window="90",
        formula=Text(
            "client surveys sent in the period and answered by now ÷ client surveys sent in the period",
            "khảo sát khách hàng gửi trong kỳ đã được trả lời đến nay ÷ khảo sát khách hàng gửi trong kỳ",
            "опросы клиентов, отправленные за период и уже отвеченные ÷ опросы клиентов, отправленные за период",
        ),
        counted=_ANSWERS,
        counted_of=Noun(
            ("survey sent", "surveys sent"),
            "khảo sát đã gửi",
            ("отправленный опрос", "отправленных опроса", "отправленных опросов"),
        ),
        measures=(satisfaction.SENT,),
        seeds=("004",),
        example=(3, 5),
    ),
    Kpi(
        key="advocacy",
        names=Text("Client recommendations", "Khả năng khách hàng giới thiệu dịch vụ", "Рекомендации от клиентов"),
        unit="per 100",
        direction="up",
        window="Q",
        formula=Text(
            "100 × (positive mentions + introductions) ÷ accounts in the period",
            "100 × (lượt đề cập tích cực + lượt giới thiệu) ÷ số khách hàng trong kỳ",
            "100 × (положительные упоминания + рекомендации знакомым) ÷ клиенты за период",
        ),
        counted=Noun(
            ("recommendation", "recommendations"), "lượt giới thiệu", ("рекомендация", "рекомендации", "рекомендаций")
        ),
        counted_of=ACCOUNTS,
        measures=(
            satisfaction.RECOMMENDED,
            base.ACCOUNT_DAYS,
        ),
        scale=100.0,
        flow=True,
        seeds=("000",),
        example=(3, 40),
    ),
    Kpi(
        key="referred_account_share",
        names=Text(
            "New accounts by referral", "Tỷ lệ khách hàng mới qua giới thiệu", "Доля новых клиентов по рекомендации"
        ),
        unit="%",
        direction="up",
        window="Y",
        formula=Text(
            "new accounts with the source referral ÷ new accounts with a known source",
            "khách hàng mới đến từ giới thiệu ÷ khách hàng mới đã biết nguồn",
            "новые клиенты из источника «рекомендация» ÷ новые клиенты с известным источником",
        ),
        counted=Noun(
            ("referred account", "referred accounts"),
            "khách hàng được giới thiệu",
            ("клиент по рекомендации", "клиента по рекомендации", "клиентов по рекомендации"),
        ),
        counted_of=Noun(
            ("new account with a known source", "new accounts with a known source"),
            "khách hàng mới đã biết nguồn",
            (
                "новый клиент с известным источником",
                "новых клиента с известным источником",
                "новых клиентов с известным источником",
            ),
        ),
        measures=(satisfaction.BY_SOURCE,),
        seeds=("000",),
        example=(1, 4),
    ),
    Kpi(
        key="outcome_rate",
        names=Text("Client outcomes achieved", "Kết quả của khách hàng", "Достигнутые результаты клиентов"),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "outcomes due in the period and achieved ÷ outcomes due in the period",
            "kết quả đến hạn trong kỳ đã đạt được ÷ kết quả đến hạn trong kỳ",
            "достигнутые результаты со сроком в периоде ÷ результаты со сроком в периоде",
        ),
        counted=Noun(
            ("outcome achieved", "outcomes achieved"),
            "kết quả đã đạt",
            ("достигнутый результат", "достигнутых результата", "достигнутых результатов"),
        ),
        counted_of=Noun(
            ("outcome due", "outcomes due"),
            "kết quả đến hạn",
            ("результат со сроком", "результата со сроком", "результатов со сроком"),
        ),
        measures=(satisfaction.OUTCOMES,),
        seeds=("000",),
        example=(3, 5),
    ),
    Kpi(
        key="team_satisfaction",
        names=Text(
            "Colleagues' satisfaction with the AM", "Sự hài lòng của nhân viên", "Удовлетворённость коллег менеджером"
        ),
        unit="%",
        direction="up",
        window="Q",
        formula=Text(
            "internal surveys about the AM scored 4 or 5 ÷ those answered; anonymous: answers count five at a time",
            "khảo sát nội bộ về AM được 4–5 điểm ÷ số đã trả lời; ẩn danh: câu trả lời được tính theo từng nhóm năm",
            "внутренние опросы о менеджере с оценкой 4–5 ÷ отвеченные; анонимно: ответы учитываются по пять",
        ),
        counted=Noun(
            ("satisfied answer", "satisfied answers"),
            "câu trả lời hài lòng",
            ("положительный ответ", "положительных ответа", "положительных ответов"),
        ),
        counted_of=_ANSWERS,
        measures=(satisfaction.INTERNAL,),
        minimum_n=5,
        levels=("all", "team", "am"),
        is_anonymous=True,
        seeds=("000",),
        example=(4, 5),
    ),
    Kpi(
        key="enps",
        names=Text(
            "Employee Net Promoter Score (eNPS)",
            "Chỉ số gắn kết của nhân viên (eNPS)",
            "Индекс лояльности сотрудников (eNPS)",
        ),
        unit="points",
        direction="up",
        window="Q",
        formula=Text(
            "100 × (answers 9–10 − answers 0–6) ÷ eNPS answers; anonymous: answers count five at a time",
            "100 × (số trả lời 9–10 − số trả lời 0–6) ÷ số trả lời eNPS; ẩn danh: tính theo từng nhóm năm câu trả lời",
            "100 × (ответы 9–10 − ответы 0–6) ÷ ответы eNPS; анонимно: ответы учитываются по пять",
        ),
        counted=_LESS_DETRACTORS,
        counted_of=_ANSWERS,
        measures=(satisfaction.ENPS,),
        scale=100.0,
        has_interval=True,
        minimum_n=5,
        levels=("all", "team"),
        is_anonymous=True,
        example=(1, 5),
    ),
)
