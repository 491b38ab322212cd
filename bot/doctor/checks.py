"""The checks, in the order in which they are looked at."""

from __future__ import annotations

from bot.doctor import of_book, of_machine, of_panel, of_slack
from bot.doctor.examination import Check
from kpi_core.text import Text

CHECKS: tuple[Check, ...] = (
    Check("settings", Text("Settings", "Cài đặt", "Настройки"), of_machine.settings),
    Check(
        "secrets",
        Text("Files with secrets", "Tệp chứa khoá bí mật", "Файлы с секретами"),
        of_machine.secrets,
        ("settings",),
    ),
    Check("database", Text("Database", "Cơ sở dữ liệu", "База данных"), of_machine.database, ("settings",)),
    Check("book", Text("Book named", "Sổ đã chỉ định", "Книга указана"), of_book.named, ("settings",)),
    Check("google_key", Text("Key for Google", "Khoá Google", "Ключ Google"), of_book.google_key, ("book",)),
    Check(
        "access", Text("Book can be read", "Quyền đọc sổ", "Книга читается"), of_book.readable, ("book", "google_key")
    ),
    Check(
        "writing", Text("Book can be written", "Quyền ghi sổ", "В книгу можно писать"), of_book.writable, ("access",)
    ),
    Check("rows", Text("Rows", "Dòng dữ liệu", "Строки"), of_book.rows, ("access",)),
    Check("tabs", Text("Tabs and schema", "Tab và cấu trúc", "Листы и схема"), of_book.tabs, ("rows",)),
    Check("issues", Text("Data", "Dữ liệu", "Данные"), of_book.issues, ("rows",)),
    Check("quota", Text("Google's quota", "Hạn mức Google", "Квота Google"), of_book.quota, ("access",)),
    Check(
        "panel",
        Text(
            "Side panel in Google Sheets", "Bảng điều khiển bên trong Google Sheets", "Боковая панель в Google Таблицах"
        ),
        of_panel.panel,
        ("book",),
    ),
    Check(
        "slack_bot_token",
        Text("Slack bot token", "Token bot của Slack", "Токен бота Slack"),
        of_slack.bot_token,
        ("settings",),
    ),
    Check(
        "slack_scopes",
        Text("Slack scopes", "Quyền trong Slack", "Права в Slack"),
        of_slack.scopes,
        ("slack_bot_token",),
    ),
    Check(
        "slack_app_token",
        Text("Slack app token", "Token ứng dụng Slack", "Токен приложения Slack"),
        of_slack.app_token,
        ("settings",),
    ),
    Check(
        "slack_channels",
        Text("Slack channels", "Kênh Slack", "Каналы Slack"),
        of_slack.channels,
        ("slack_bot_token", "rows"),
    ),
    Check(
        "slack_people",
        Text("People in Slack", "Thành viên trong Slack", "Люди в Slack"),
        of_slack.people,
        ("slack_bot_token", "rows"),
    ),
    Check("clock", Text("Clock", "Đồng hồ", "Часы"), of_machine.clock, ("settings",)),
)
