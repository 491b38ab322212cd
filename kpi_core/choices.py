"""What the words of choice columns are called in the three languages: drop-downs accept and show these labels."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.schema import Column
from kpi_core.text import Text, plain

_LABELS: Mapping[str, Text] = {
    # roles
    "am": Text("AM", "AM", "менеджер"),
    "senior_am": Text("senior AM", "AM cấp cao", "старший менеджер"),
    "role.lead": Text("lead", "trưởng nhóm", "руководитель группы"),
    "head": Text("head", "trưởng phòng", "руководитель отдела"),
    "admin": Text("admin", "quản trị", "администратор"),
    # accounts
    "prospect": Text("prospect", "tiềm năng", "потенциальный"),
    "active": Text("active", "đang hoạt động", "активный"),
    "paused": Text("paused", "tạm dừng", "приостановлен"),
    "status.lost": Text("lost", "đã mất", "потерян"),
    "key": Text("key", "trọng điểm", "ключевой"),
    "near_key": Text("near key", "cận trọng điểm", "почти ключевой"),
    "standard": Text("standard", "tiêu chuẩn", "стандартный"),
    "referral": Text("referral", "giới thiệu", "рекомендация"),
    "source.inbound": Text("inbound", "khách tự tìm đến", "входящее обращение"),
    "source.outbound": Text("outbound", "chủ động tìm khách", "исходящий поиск"),
    "source.event": Text("event", "sự kiện", "мероприятие"),
    "partner": Text("partner", "đối tác", "партнёр"),
    "other": Text("other", "khác", "другое"),
    # contacts
    "decision_maker": Text("decision maker", "người quyết định", "принимает решения"),
    "influencer": Text("influencer", "người ảnh hưởng", "влияет"),
    "user": Text("user", "người dùng", "пользователь"),
    "blocker": Text("blocker", "người cản trở", "противник"),
    # interactions
    "call": Text("call", "gọi điện", "звонок"),
    "email": plain("email"),
    "meeting": Text("meeting", "gặp mặt", "встреча"),
    "chat": Text("chat", "nhắn tin", "чат"),
    "social": Text("social", "mạng xã hội", "соцсети"),
    "event": Text("event", "sự kiện", "мероприятие"),
    "inbound": Text("inbound", "khách liên hệ", "входящее"),
    "outbound": Text("outbound", "mình liên hệ", "исходящее"),
    # requests
    "low": Text("low", "thấp", "низкий"),
    "normal": Text("normal", "bình thường", "обычный"),
    "high": Text("high", "cao", "высокий"),
    "urgent": Text("urgent", "khẩn cấp", "срочный"),
    # contracts and deals
    "new": Text("new", "mới", "новый"),
    "renewal": Text("renewal", "gia hạn", "продление"),
    "upsell": Text("upsell", "bán thêm", "допродажа"),
    "cross_sell": Text("cross-sell", "bán chéo", "кросс-продажа"),
    "open": Text("open", "chưa bắt đầu", "не начато"),
    "negotiating": Text("negotiating", "đang đàm phán", "на переговорах"),
    "renewal_status.won": Text("won", "đã gia hạn", "продлён"),
    "renewal_status.lost": Text("lost", "không gia hạn", "не продлён"),
    "lead": Text("lead", "khách hỏi", "лид"),
    "contacted": Text("contacted", "đã liên hệ", "связались"),
    "brief": Text("brief", "nhận đề bài", "бриф"),
    "proposal": Text("proposal", "đề xuất", "предложение"),
    "negotiation": Text("negotiation", "đàm phán", "переговоры"),
    "won": Text("won", "thắng", "выиграна"),
    "lost": Text("lost", "thua", "проиграна"),
    # surveys and outcomes
    "nps": plain("NPS"),
    "csat": plain("CSAT"),
    "ces": plain("CES"),
    "internal": Text("internal", "nội bộ", "внутренний"),
    "enps": plain("eNPS"),
    "higher": Text("higher", "càng cao càng tốt", "чем больше, тем лучше"),
    "lower": Text("lower", "càng thấp càng tốt", "чем меньше, тем лучше"),
    # referrals
    "mention": Text("mention", "nhắc đến", "упоминание"),
    "introduction": Text("introduction", "kết nối", "знакомство"),
    "review": Text("review", "đánh giá", "отзыв"),
    "positive": Text("positive", "tích cực", "положительная"),
    "neutral": Text("neutral", "trung lập", "нейтральная"),
    "negative": Text("negative", "tiêu cực", "отрицательная"),
    # deliverables
    "contract": Text("contract", "hợp đồng", "договор"),
    "production": Text("production", "sản xuất", "производство"),
    "delivery": Text("delivery", "bàn giao", "сдача"),
    "acceptance": Text("acceptance", "nghiệm thu", "приёмка"),
    # initiatives and campaigns
    "led": Text("led", "chủ trì", "вёл"),
    "contributed": Text("contributed", "đóng góp", "участвовал"),
    "attended": Text("attended", "tham dự", "присутствовал"),
    "sent": Text("sent", "đã gửi", "отправлено"),
    "opened": Text("opened", "đã mở", "открыто"),
    "clicked": Text("clicked", "đã nhấp", "переход"),
    "replied": Text("replied", "đã trả lời", "ответ"),
    "purchased": Text("purchased", "đã mua", "покупка"),
    "unsubscribed": Text("unsubscribed", "đã huỷ đăng ký", "отписка"),
    # competitors and targets
    "threat.low": Text("low", "thấp", "низкая"),
    "medium": Text("medium", "trung bình", "средняя"),
    "threat.high": Text("high", "cao", "высокая"),
    "week": Text("week", "tuần", "неделя"),
    "month": Text("month", "tháng", "месяц"),
    "quarter": Text("quarter", "quý", "квартал"),
    "year": Text("year", "năm", "год"),
    # events
    "snooze": Text("snooze", "tạm ẩn", "отложить"),
    "renewal_outcome": Text("renewal outcome", "kết quả gia hạn", "итог продления"),
    "hand_over": Text("hand-over", "bàn giao khách", "передача клиента"),
    "addressed": Text("addressed", "đã xử lý", "обработано"),
    "void": Text("void", "huỷ bỏ", "отмена"),
}


def choice_label(column: Column, word: str) -> Text:
    """Return what a column's choice is called. Raises KeyError for a word without a label."""
    return _LABELS.get(f"{column.key}.{word}") or _LABELS[word]
