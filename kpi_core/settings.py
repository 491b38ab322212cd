"""The team's settings (tab `settings`), each declared once with its type, default and meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kpi_core.setting import Setting, SettingKind
from kpi_core.text import Text
from kpi_core.thresholds import THRESHOLD_DEFAULTS, THRESHOLDS

__all__ = ["FAMILY_DEFAULTS", "SETTINGS", "Setting", "SettingKind", "TeamSettings", "declared"]

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "base_currency",
        "currency",
        "",
        Text(
            "Currency of all money figures; blank: the only one in the book",
            "Tiền tệ của mọi con số; để trống: loại duy nhất có trong sổ",
            "Валюта всех сумм; пусто: единственная в книге",
        ),
    ),
    Setting(
        "timezone",
        "timezone",
        "",
        Text(
            "Reporting time zone; blank: the spreadsheet's own",
            "Múi giờ báo cáo; để trống: của chính bảng tính",
            "Часовой пояс отчётов; пусто: пояс таблицы",
        ),
    ),
    Setting(
        "language", "text", "en", Text("Language: en, vi or ru", "Ngôn ngữ: en, vi hoặc ru", "Язык: en, vi или ru")
    ),
    Setting(
        "working_hours",
        "hours",
        "Mon-Fri 09:00-12:00,13:00-18:00",
        Text("Working hours, or 24x7", "Giờ làm việc, hoặc 24x7", "Рабочие часы или 24x7"),
    ),
    Setting(
        "digest",
        "weekly",
        "Mon 08:00",
        Text(
            "When the weekly scorecard is sent, local time",
            "Thời điểm gửi bảng điểm hằng tuần, giờ địa phương",
            "Когда отправляется недельная карта, местное время",
        ),
    ),
    Setting(
        "pings",
        "time",
        "09:00",
        Text(
            "When reminders are sent on working days, local time",
            "Giờ gửi nhắc việc vào ngày làm việc, giờ địa phương",
            "Когда по рабочим дням приходят напоминания, местное время",
        ),
    ),
    Setting(
        "ping_limit",
        "integer",
        "10",
        Text("Most lines in one reminder", "Số dòng tối đa mỗi lần nhắc", "Максимум строк в напоминании"),
    ),
    Setting(
        "cadence_days.*",
        "integer",
        "30",
        Text(
            "Days between contacts, per tier (key 7, near_key 14, standard 30)",
            "Số ngày giữa hai lần liên hệ theo phân hạng (key 7, near_key 14, standard 30)",
            "Дней между контактами по категории (key 7, near_key 14, standard 30)",
        ),
    ),
    Setting(
        "lead_minutes.*",
        "integer",
        "30",
        Text(
            "Working minutes within which a lead is answered, per industry",
            "Số phút làm việc để trả lời khách tiềm năng, theo ngành",
            "Рабочих минут на ответ лиду, по отрасли",
        ),
    ),
    Setting(
        "renewal_grace_days",
        "integer",
        "30",
        Text(
            "Days after a contract's end within which a successor counts as a renewal",
            "Số ngày sau khi hết hạn mà hợp đồng mới vẫn tính là gia hạn",
            "Дней после окончания, в которые новый договор считается продлением",
        ),
    ),
    Setting(
        "services",
        "list",
        "",
        Text(
            "Services offered, separated by commas; blank: those of all contracts",
            "Các dịch vụ cung cấp, cách nhau bằng dấu phẩy; để trống: theo mọi hợp đồng",
            "Услуги через запятую; пусто: все из договоров",
        ),
    ),
    Setting(
        "sla_hours.*",
        "number",
        "24",
        Text(
            "Working hours to resolve a request, per priority",
            "Số giờ làm việc để xử lý yêu cầu, theo mức ưu tiên",
            "Рабочих часов на решение запроса, по приоритету",
        ),
    ),
    Setting(
        "response_hours.*",
        "number",
        "8",
        Text(
            "Working hours to a first response, per priority",
            "Số giờ làm việc để phản hồi lần đầu, theo mức ưu tiên",
            "Рабочих часов до первого ответа, по приоритету",
        ),
    ),
    Setting(
        "working_hours.*",
        "hours",
        "",
        Text(
            "Working hours of a country (working_hours.VN); blank: those of `working_hours`",
            "Giờ làm việc của một quốc gia (working_hours.VN); để trống: theo `working_hours`",
            "Рабочие часы страны (working_hours.VN); пусто: как в `working_hours`",
        ),
    ),
    Setting(
        "growth_base",
        "text",
        "previous",
        Text(
            "Key-account growth is against the `previous` period or the same one a `year` before",
            "Tăng trưởng khách hàng trọng điểm so với kỳ trước (`previous`) hay cùng kỳ năm trước (`year`)",
            "Рост ключевых клиентов: к прошлому периоду (`previous`) или к тому же год назад (`year`)",
        ),
    ),
    Setting(
        "admin_channel",
        "text",
        "",
        Text("Slack channel for failure reports", "Kênh Slack nhận báo lỗi", "Канал Slack для сообщений о сбоях"),
    ),
    Setting(
        "team_channel.*",
        "text",
        "",
        Text("Slack channel of a team", "Kênh Slack của một nhóm", "Канал Slack группы"),
    ),
    Setting(
        "leaderboard",
        "yes_no",
        "no",
        Text("Whether AMs are ranked", "Có xếp hạng các AM không", "Показывать ли рейтинг менеджеров"),
    ),
    Setting(
        "health_weight.*",
        "number",
        "1",
        Text(
            "Weight of a part of account health",
            "Trọng số của một phần trong sức khoẻ khách hàng",
            "Вес составляющей здоровья клиента",
        ),
    ),
    *THRESHOLDS,
)
# Members of a family that have a default of their own.
FAMILY_DEFAULTS: Mapping[str, str] = {
    "cadence_days.key": "7",
    "cadence_days.near_key": "14",
    "cadence_days.standard": "30",
    "response_hours.urgent": "1",
    "response_hours.high": "2",
    "response_hours.normal": "8",
    "response_hours.low": "16",
    "sla_hours.urgent": "4",
    "sla_hours.high": "8",
    "sla_hours.normal": "24",
    "sla_hours.low": "40",
    **THRESHOLD_DEFAULTS,
}


def declared(key: str) -> Setting | None:
    """Return the declaration of a key, a family's for its members; None for an unknown key."""
    family = f"{key.partition('.')[0]}.*"
    exact = next((setting for setting in SETTINGS if setting.key == key), None)
    return exact or next((setting for setting in SETTINGS if setting.key == family), None)


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """The settings somebody typed, over the defaults. Values are valid texts: the codec has checked their kinds."""

    typed: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return a setting's text: what was typed, else the member's default, else the declaration's.

        Raises KeyError for a key that is not declared.
        """
        if key in self.typed:
            return self.typed[key]
        if key in FAMILY_DEFAULTS:
            return FAMILY_DEFAULTS[key]
        setting = declared(key)
        if setting is None:
            raise KeyError(key)
        return setting.default

    def integer(self, key: str) -> int:
        """Return a setting of kind integer."""
        return int(self.text(key))

    def number(self, key: str) -> float:
        """Return a setting of kind number."""
        return float(self.text(key))

    def rungs(self, key: str) -> Sequence[int]:
        """Return the whole numbers of a setting of kind list, the least first; words that are none are passed over."""
        words = (word.strip() for word in self.text(key).split(","))
        return sorted({int(word) for word in words if word.isdecimal()})

    def claims(self, key: str) -> bool:
        """Return a setting of kind yes_no."""
        return self.text(key) == "yes"

    def family(self, family: str) -> Mapping[str, str]:
        """Return the members of a family that have a value of their own: {"key": "7", …} for `cadence_days`."""
        found = {key: value for key, value in FAMILY_DEFAULTS.items() if key.startswith(f"{family}.")}
        found |= {key: value for key, value in self.typed.items() if key.startswith(f"{family}.")}
        return {key.removeprefix(f"{family}."): value for key, value in found.items()}
