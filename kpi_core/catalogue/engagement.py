"""How close we are to the clients."""

from __future__ import annotations

from kpi_core.catalogue.words import ACCOUNTS, ACTIVE
from kpi_core.kpi import Kpi
from kpi_core.measures import base, engagement, satisfaction
from kpi_core.quantities import Noun
from kpi_core.text import Text

_INBOUND = Noun(
    ("inbound interaction", "inbound interactions"),
    "tương tác do khách hàng chủ động",
    ("входящее взаимодействие", "входящих взаимодействия", "входящих взаимодействий"),
)

ENGAGEMENT: tuple[Kpi, ...] = (
    Kpi(
        key="freshness",
        names=Text("Relationship freshness", "Mức độ duy trì mối quan hệ", "Свежесть отношений"),
        unit="%",
        direction="up",
        window="•",
        formula=Text(
            "active accounts contacted within their cadence ÷ active accounts; long public holidays do not count",
            "khách hàng đang hoạt động được liên hệ đúng nhịp ÷ khách hàng đang hoạt động; không tính kỳ nghỉ lễ dài",
            "активные клиенты с контактом в пределах своего ритма ÷ активные клиенты; долгие праздники не в счёт",
        ),
        counted=Noun(
            ("account within cadence", "accounts within cadence"),
            "khách hàng đúng nhịp",
            ("клиент в ритме", "клиента в ритме", "клиентов в ритме"),
        ),
        counted_of=ACTIVE,
        measures=(engagement.FRESH,),
        seeds=("003", "000"),
        example=(3, 5),
    ),
    Kpi(
        key="days_since_contact",
        names=Text("Days since contact", "Số ngày từ lần liên hệ gần nhất", "Дней с последнего контакта"),
        unit="days",
        direction="down",
        window="•",
        formula=Text(
            "median days since the last contact (else the start), over active accounts",
            "trung vị số ngày từ lần liên hệ gần nhất (nếu chưa có: từ ngày bắt đầu) của khách hàng đang hoạt động",
            "медиана дней с последнего контакта (иначе со старта) по активным клиентам",
        ),
        counted=ACTIVE,
        measures=(engagement.DAYS_SINCE,),
        aggregate="median",
        seeds=("003",),
        example=(0, 5, 20),
    ),
    Kpi(
        key="largest_gap",
        names=Text("Largest gap in contact", "Khoảng cách tương tác lớn nhất", "Самый долгий перерыв в общении"),
        unit="days",
        direction="down",
        window="•",
        formula=Text(
            "longest stretch without contact in the 90 days to the end (since the start at most), active accounts",
            "khoảng dài nhất không liên hệ trong 90 ngày đến cuối kỳ (xa nhất từ ngày bắt đầu), khách đang hoạt động",
            "самый долгий промежуток без контакта за 90 дней до конца (не раньше старта), активные клиенты",
        ),
        counted=ACTIVE,
        measures=(engagement.LARGEST_GAP,),
        aggregate="max",
        seeds=("000",),
        example=(8, 40, 41),
    ),
    Kpi(
        key="interactions_per_account",
        names=Text("Interactions per account", "Tương tác trên mỗi khách hàng", "Взаимодействий на клиента"),
        unit="per account",
        direction="up",
        window="W",
        formula=Text(
            "interactions in the period ÷ accounts in the period",
            "số tương tác trong kỳ ÷ số khách hàng trong kỳ",
            "взаимодействия за период ÷ клиенты за период",
        ),
        counted=Noun(
            ("interaction", "interactions"), "tương tác", ("взаимодействие", "взаимодействия", "взаимодействий")
        ),
        counted_of=ACCOUNTS,
        measures=(engagement.INTERACTIONS, base.ACCOUNT_DAYS),
        flow=True,
        seeds=("000",),
        example=(2, 4),
    ),
    Kpi(
        key="time_per_account",
        names=Text("Time per account", "Thời gian dành cho mỗi khách hàng", "Время на клиента"),
        unit="hours",
        direction="up",
        window="W",
        formula=Text(
            "hours of the interactions in the period ÷ accounts in the period",
            "số giờ tương tác trong kỳ ÷ số khách hàng trong kỳ",
            "часы взаимодействий за период ÷ клиенты за период",
        ),
        counted=Noun(("hour", "hours"), "giờ", ("час", "часа", "часов")),
        counted_of=ACCOUNTS,
        measures=(
            engagement.MINUTES,
            base.ACCOUNT_DAYS,
        ),
        flow=True,
        seeds=("000",),
        example=(1.5, 3),
    ),
    Kpi(
        key="inbound_per_account",
        names=Text(
            "Inbound contacts per account", "Số lần khách hàng chủ động liên hệ", "Входящих обращений на клиента"
        ),
        unit="per account",
        direction="up",
        window="90",
        formula=Text(
            "inbound interactions ÷ accounts in the period",
            "tương tác do khách hàng chủ động ÷ số khách hàng trong kỳ",
            "входящие взаимодействия ÷ клиенты за период",
        ),
        counted=_INBOUND,
        counted_of=ACCOUNTS,
        measures=(
            engagement.INBOUND,
            base.ACCOUNT_DAYS,
        ),
        flow=True,
        seeds=("000",),
        example=(2, 3),
    ),
    Kpi(
        key="inbound_share",
        names=Text("Inbound share", "Tỷ lệ tương tác do khách hàng chủ động", "Доля входящих обращений"),
        unit="%",
        direction="none",
        window="90",
        formula=Text(
            "inbound interactions ÷ interactions with a known direction; read with inbound contacts per account",
            "tương tác do khách hàng chủ động ÷ tương tác đã biết chiều; xem cùng số lần khách hàng chủ động liên hệ",
            "входящие ÷ взаимодействия с известным направлением; смотреть вместе с числом входящих на клиента",
        ),
        counted=_INBOUND,
        counted_of=Noun(
            ("interaction with a known direction", "interactions with a known direction"),
            "tương tác đã biết chiều",
            (
                "взаимодействие с известным направлением",
                "взаимодействия с известным направлением",
                "взаимодействий с известным направлением",
            ),
        ),
        measures=(engagement.INBOUND_SHARE,),
        seeds=("000",),
        example=(2, 3),
    ),
    Kpi(
        key="stakeholder_coverage",
        names=Text("Stakeholder coverage", "Độ phủ các bên liên quan", "Охват контактных лиц"),
        unit="per account",
        direction="up",
        window="•",
        formula=Text(
            "active contacts of active accounts ÷ active accounts",
            "người liên hệ đang hoạt động ÷ khách hàng đang hoạt động",
            "действующие контактные лица активных клиентов ÷ активные клиенты",
        ),
        counted=Noun(
            ("contact", "contacts"), "người liên hệ", ("контактное лицо", "контактных лица", "контактных лиц")
        ),
        counted_of=ACTIVE,
        measures=(satisfaction.COVERAGE,),
        seeds=("002",),
        example=(3, 2),
    ),
    Kpi(
        key="single_threaded_share",
        names=Text(
            "Single-threaded accounts", "Tỷ lệ khách hàng phụ thuộc một đầu mối", "Доля клиентов с одним контактом"
        ),
        unit="%",
        direction="down",
        window="•",
        formula=Text(
            "active accounts with at most one active contact ÷ active accounts",
            "khách hàng đang hoạt động có tối đa một người liên hệ ÷ khách hàng đang hoạt động",
            "активные клиенты с не более чем одним контактным лицом ÷ активные клиенты",
        ),
        counted=Noun(
            ("single-threaded account", "single-threaded accounts"),
            "khách hàng phụ thuộc một đầu mối",
            ("клиент с одним контактом", "клиента с одним контактом", "клиентов с одним контактом"),
        ),
        counted_of=ACTIVE,
        measures=(satisfaction.SINGLE_THREADED,),
        seeds=("002",),
        example=(1, 2),
    ),
)
