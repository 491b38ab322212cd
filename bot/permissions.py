"""What the Slack app must be allowed, and what for: `amber doctor` checks it."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.text import Text

BOT_SCOPES: Mapping[str, Text] = {
    "app_mentions:read": Text(
        "to hear questions that mention Amber", "để nghe câu hỏi có nhắc Amber", "слышать вопросы, где упомянут Amber"
    ),
    "channels:history": Text(
        "to find a message again whose receipt got lost, in channels",
        "để tìm lại trong kênh tin chưa rõ đã gửi hay chưa",
        "находить в каналах сообщения, о которых не пришло подтверждения",
    ),
    "chat:write": Text(
        "to answer and to send scorecards", "để trả lời và gửi bảng điểm", "отвечать и присылать карты показателей"
    ),
    "commands": Text("for /kpi and the shortcuts", "cho /kpi và các lối tắt", "для /kpi и быстрых команд"),
    "files:write": Text(
        "to send figures as a file to whoever asks for them",
        "để gửi số liệu dạng tệp cho người yêu cầu",
        "отправлять показатели файлом тому, кто попросит",
    ),
    "groups:history": Text(
        "to find a message again in private channels",
        "để tìm lại tin trong kênh riêng tư",
        "находить сообщения в закрытых каналах",
    ),
    "im:history": Text(
        "to hear questions in direct messages",
        "để nghe câu hỏi trong tin nhắn riêng",
        "слышать вопросы в личных сообщениях",
    ),
    "im:write": Text("to open direct messages", "để mở tin nhắn riêng", "открывать личные сообщения"),
    "users:read": Text("to know people's languages", "để biết ngôn ngữ của mỗi người", "знать языки людей"),
    "users:read.email": Text(
        "to know people by their e-mail addresses", "để nhận ra mọi người qua e-mail", "узнавать людей по адресам почты"
    ),
}
APP_SCOPES: Mapping[str, str] = {"connections:write": "for Socket Mode"}
