"""The words that people put around a question when they talk: data, per language, left out before a question is read.

Only whole phrases of these lists are left out; any other word stays, and what is not understood is said to be so.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import ME
from kpi_core.names import fold
from kpi_core.text import Language

COURTESIES: Mapping[Language, tuple[str, ...]] = {
    "en": (
        "hi", "hello", "hey", "good morning", "good afternoon", "dear", "amber", "please", "pls", "thanks",
        "thank you", "can you", "could you", "would you", "will you", "can i", "could i", "may i", "show", "show me",
        "tell me", "give me", "get me", "let me know", "let me see", "i want to see", "i want to know",
        "i would like to see", "i would like to know", "i'd like to see", "i'd like to know", "i need", "do you know",
        "see", "have", "look at", "what", "which", "any", "are there", "what's", "what is", "what was", "what are",
        "what were", "what about", "how", "how's", "how is", "how was", "how are", "how were", "how did", "how does",
        "how much is", "how much was", "how many", "how high is", "is", "are", "was", "were", "do", "did", "does",
        "doing", "look", "looking", "like", "do i have", "did i have", "do we have", "my", "our", "we", "i", "the",
        "a", "an", "of", "for", "for me", "for us", "in", "on", "at", "over", "during", "from", "about", "by",
        "within", "in the next", "within the next", "now", "right now", "today", "currently", "just", "so low",
        "so high", "so bad", "low", "high", "who is", "which are", "which accounts are", "which of my accounts are",
        "which clients are", "which invoices are", "which contracts are", "whats", "hows", "much", "make", "made",
        "did we make", "with", "to excel", "figures", "calculated", "health", "drop", "go down", "us", "there",
        "compare",
        "break down", "hi there", "how fast", "how quickly", "how soon", "how long", "how often",
        "how long does it take", "how long does it take us", "do clients take", "take us", "clients", "customers",
        "accounts", "our clients", "our customers", "my clients", "which clients", "which accounts",
        "which customers", "tell me about", "whats going on with", "what's going on with", "what is going on with",
        "going on", "news", "any news", "any news on", "send", "send me", "total", "overall", "the total", "so far",
        "am", "been", "has", "had", "get", "up", "could i get", "pull up", "just", "ok so", "quick", "quick question",
        "hit", "me the", "what happened to", "what happened with", "who", "that", "it", "to",
        "mean", "means", "stand for", "anything", "something", "how good are we at", "how good am i at", "how much has",
        "first", "next", "best", "worst", "highest", "lowest", "paid us", "remind me",
        "what does", "payment", "payments", "in the sheet", "in the table", "the sheet", "sheet",
        "when", "target", "target for", "goal", "average", "ends", "end",
        "ok", "okay", "fine", "alright",
    ),
    "vi": (
        "xin chào", "chào", "chào bạn", "chào amber", "làm ơn", "vui lòng", "cảm ơn", "cảm ơn bạn", "cho", "cho tôi",
        "cho mình", "cho em", "cho anh", "cho chị", "cho tôi xem", "cho mình xem", "cho em xem", "cho tôi biết",
        "cho mình biết", "cho em biết", "cho xem", "cho biết", "cho hỏi", "cho tôi hỏi", "cho mình hỏi",
        "tôi muốn xem",
        "tôi muốn biết", "tôi cần", "tôi cần xem", "mình muốn xem", "mình muốn biết", "mình cần", "em muốn xem",
        "em muốn biết", "em cần", "bạn", "bạn có thể", "có thể", "giúp tôi", "giúp mình", "giúp em", "xem",
        "xem giúp",
        "hiển thị", "của", "của tôi", "của mình", "của em", "của chúng tôi", "của chúng ta", "bao nhiêu",
        "là bao nhiêu", "là gì", "thế nào", "như thế nào", "ra sao", "là", "thì", "đang", "hiện tại", "hiện nay",
        "hôm nay", "tình hình", "có", "hỏi", "chị", "gặp", "đang gặp",
        "bây giờ", "trong", "trong vòng", "vào", "về", "với", "nhé", "nha", "ạ", "đi", "được không",
        "có được không", "nào", "những", "các", "sao", "lại", "thấp", "cao", "thấp thế", "cao thế",
        "khách hàng nào", "khách hàng nào đang", "những khách hàng nào", "hợp đồng nào", "hóa đơn nào",
        "những hóa đơn nào", "thông tin", "thông tin về", "rồi", "ở", "tới", "sức khỏe", "được bao nhiêu",
        "giúp", "giúp với", "cao nhất", "thấp nhất", "nhiều nhất", "tốt nhất", "so sánh",
        "mình", "em", "anh", "chị ơi", "anh ơi", "bot ơi", "amber ơi", "check giúp", "check giúp em",
        "check giúp mình", "coi", "coi giúp", "xem thử", "cho e", "cho e xem", "cho a xem", "cho c xem", "show",

        "của bên", "phía", "được", "đạt được", "còn", "đã", "khi nào", "là khi nào", "là ai", "sao rồi",
        "thế nào rồi", "dạo này", "gần đây", "tất cả là", "tổng", "tổng cộng", "giảm", "tăng", "bị giảm",
        "phần trăm", "bao nhiêu phần trăm", "đến đâu rồi", "tới đâu rồi", "trong bảng", "trong sheet", "cụ thể",
        "chi tiết",
        "khách nào", "kh nào", "lâu rồi", "lâu",
        "mục tiêu", "bây giờ là",
        "ổn", "có ổn",
    ),
    "ru": (
        "привет", "здравствуй", "здравствуйте", "добрый день", "доброе утро", "добрый вечер", "пожалуйста", "спасибо",
        "амбер", "покажи", "покажите", "покажи мне", "покажите мне", "скажи", "скажите", "подскажи", "подскажите",
        "расскажи", "расскажите", "дай", "дайте", "дай мне", "дайте мне", "можешь", "можете", "можно", "хочу увидеть",
        "хочу посмотреть", "хочу знать", "я хочу увидеть", "я хочу посмотреть", "я хочу видеть", "я хочу знать",
        "мне нужен", "мне нужна", "мне нужно", "мне нужны", "нужен", "нужна", "нужно", "нужны", "посмотреть",
        "увидеть",
        "узнать", "какой", "какая", "какое", "какие", "какого", "каков", "какова", "каково", "каковы", "какой у меня",
        "какая у меня", "какие у меня", "сколько", "сколько у меня", "как", "как там", "как у", "что", "что с",
        "что у",
        "что там", "у", "у меня", "у нас", "меня", "нас", "мой", "моя", "мое", "мои", "моих", "мне", "наш", "наша",
        "наше", "наши", "наших", "был", "была", "было", "были", "есть", "сейчас", "теперь",
        "сегодня", "карточка", "карточку", "за", "в", "во", "на", "по",
        "для", "о", "об", "про", "ли", "такой", "такая", "такое", "низкий", "низкая", "высокий", "высокая",
        "какие клиенты", "кто из клиентов", "какие счета", "какие договоры", "мы", "здоровье", "там", "с", "со",
        "помоги", "помогите", "сравни", "сравните", "сравнить", "сравнение",
        "дела", "как дела у",
        "там у", "что по", "как обстоят дела с", "насколько", "быстро", "как быстро", "за сколько",
        "через сколько", "от нас", "нам", "отработал", "отработала", "отработали", "всего",
        "в целом", "сейчас у нас", "ну", "а", "и", "подскажи пожалуйста", "слушай", "глянь", "посмотри", "итого",
        "упал", "упала", "вырос", "выросла", "изменился", "изменилась", "дайте пожалуйста", "дела с", "ситуация",
        "какая ситуация с", "кто", "чей", "моя карточка",
        "больше всего", "меньше всего", "лучше всех", "хуже всех", "оплата", "с оплатой", "в таблице", "в данных",
        "когда", "наши клиенты",
        "цель", "средний", "средняя", "среднее",
        "в порядке", "всё в порядке", "нормально",
    ),
}  # fmt: skip

# The last words of a question in Vietnamese, some of which are "not" and "not yet" anywhere else.
QUESTION_ENDS = frozenset(map(fold, ("không", "ko", "hông", "chưa", "ạ", "nhỉ", "vậy", "hả")))
# As they are written: "mình" is no Minh.
WRITTEN = frozenset(phrase.casefold() for phrases in (*COURTESIES.values(), ME.words) for phrase in phrases)
LEFT_OUT = frozenset(map(fold, WRITTEN))
