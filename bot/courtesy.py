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
        "which clients are", "which invoices are", "which contracts are",
    ),
    "vi": (
        "xin chào", "chào", "chào bạn", "chào amber", "làm ơn", "vui lòng", "cảm ơn", "cảm ơn bạn", "cho", "cho tôi",
        "cho mình", "cho em", "cho anh", "cho chị", "cho tôi xem", "cho mình xem", "cho em xem", "cho tôi biết",
        "cho mình biết", "cho em biết", "cho xem", "cho biết", "cho hỏi", "cho tôi hỏi", "cho mình hỏi", "tôi muốn xem",
        "tôi muốn biết", "tôi cần", "tôi cần xem", "mình muốn xem", "mình muốn biết", "mình cần", "em muốn xem",
        "em muốn biết", "em cần", "bạn", "bạn có thể", "có thể", "giúp tôi", "giúp mình", "giúp em", "xem", "xem giúp",
        "hiển thị", "của", "của tôi", "của mình", "của em", "của chúng tôi", "của chúng ta", "bao nhiêu",
        "là bao nhiêu", "là gì", "thế nào", "như thế nào", "ra sao", "là", "thì", "đang", "hiện tại", "hiện nay",
        "hôm nay", "tình hình", "có", "hỏi", "chị", "gặp", "đang gặp",
        "bây giờ", "trong", "trong vòng", "vào", "về", "với", "nhé", "nha", "ạ", "đi", "được không",
        "có được không", "nào", "những", "các", "sao", "lại", "thấp", "cao", "thấp thế", "cao thế",
        "khách hàng nào", "khách hàng nào đang", "những khách hàng nào", "hợp đồng nào", "hóa đơn nào",
        "những hóa đơn nào",
    ),
    "ru": (
        "привет", "здравствуй", "здравствуйте", "добрый день", "доброе утро", "добрый вечер", "пожалуйста", "спасибо",
        "амбер", "покажи", "покажите", "покажи мне", "покажите мне", "скажи", "скажите", "подскажи", "подскажите",
        "расскажи", "расскажите", "дай", "дайте", "дай мне", "дайте мне", "можешь", "можете", "можно", "хочу увидеть",
        "хочу посмотреть", "хочу знать", "я хочу увидеть", "я хочу посмотреть", "я хочу видеть", "я хочу знать",
        "мне нужен", "мне нужна", "мне нужно", "мне нужны", "нужен", "нужна", "нужно", "нужны", "посмотреть", "увидеть",
        "узнать", "какой", "какая", "какое", "какие", "какого", "каков", "какова", "каково", "каковы", "какой у меня",
        "какая у меня", "какие у меня", "сколько", "сколько у меня", "как", "как там", "как у", "что", "что с", "что у",
        "что там", "у", "у меня", "у нас", "меня", "нас", "мой", "моя", "мое", "мои", "моих", "мне", "наш", "наша",
        "наше", "наши", "наших", "был", "была", "было", "были", "есть", "сейчас", "теперь",
        "сегодня", "карточка", "карточку", "за", "в", "во", "на", "по",
        "для", "о", "об", "про", "ли", "такой", "такая", "такое", "низкий", "низкая", "высокий", "высокая",
        "какие клиенты", "кто из клиентов", "какие счета", "какие договоры",
    ),
}  # fmt: skip

# Whole questions that name nothing: what one would type instead.
IDIOMS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "how am i doing": "me", "how are we doing": "me", "how am i": "me",
        "what should i do": "advice", "what should i do next": "advice", "what needs attention": "risks",
        "who should i call": "risks",
        "what needs my attention": "risks", "who needs attention": "risks", "quiet accounts": "quiet",
        "what can you do": "help", "what can i ask": "help",
    },
    "vi": {
        "tôi làm thế nào": "me", "tôi đang làm thế nào": "me", "tôi thế nào rồi": "me",
        "tôi nên làm gì": "advice", "nên làm gì": "advice", "điều gì cần chú ý": "risks",
        "nên gọi ai": "risks", "nên gọi cho ai": "risks",
        "khách hàng im ắng": "quiet",
        "hợp đồng sắp hết hạn": "renewals",
        "sắp hết hạn": "renewals", "bạn làm được gì": "help", "tôi hỏi được gì": "help",
    },
    "ru": {
        "как у меня дела": "me", "как мои дела": "me", "как дела": "me", "как я справляюсь": "me",
        "что мне делать": "advice", "что мне делать дальше": "advice", "что требует внимания": "risks",
        "кто требует внимания": "risks", "кому позвонить": "risks", "кому мне позвонить": "risks",
        "кто молчит": "quiet", "просроченные счета": "overdue",
        "просрочены": "overdue", "заканчиваются": "renewals", "скоро заканчиваются": "renewals",
        "скоро закончатся": "renewals",
        "что мне сегодня делать": "advice", "что ты умеешь": "help", "что вы умеете": "help",
    },
}  # fmt: skip

LEFT_OUT = frozenset(fold(phrase) for phrases in (*COURTESIES.values(), ME.words) for phrase in phrases)
MEANT = {fold(phrase): typed for idioms in IDIOMS.values() for phrase, typed in idioms.items()}
