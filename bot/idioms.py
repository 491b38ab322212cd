"""What people ask without its name, and verbs for what KPIs count: data, what one would type → how it is said."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.names import fold
from kpi_core.text import Language

IDIOMS: Mapping[Language, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "me": (
            "score", "my score", "the numbers", "numbers", "how am i doing", "how are we doing", "how am i",
            "how did we do", "how did i do", "my kpis", "my kpi", "on track",
        ),
        "advice": (
            "what should i do", "what should i do next", "how can i improve", "how do i improve",
            "how can we improve", "how to improve", "how to reduce", "how can i reduce", "tips",
            "what can i do about", "what can we do about", "what to do about", "how do we get", "how do i get",
            "how to raise", "how can i raise",
        ),
        "risks": (
            "what is new", "what new", "whats new", "what on today", "whats on today", "what is on today",
            "do i call first", "call first", "call next", "should i call", "should i visit", "visit",
            "what needs attention", "who should i call", "what needs my attention", "who needs attention", "at risk",
            "accounts at risk", "at-risk accounts", "clients at risk", "top accounts at risk", "who is at risk",
            "who is at risk of churning", "tasks", "to do", "todo", "on my list", "what do i need to do",
            "what do i have to do", "who should i talk to", "who should i contact", "who do i need to call",
            "slipping", "in trouble", "in danger", "about to leave", "going to leave", "might leave", "might churn",
            "may churn", "could churn", "likely to churn", "about to churn", "on fire", "urgent", "problem accounts",
            "problem clients",
        ),
        "quiet": (
            "quiet accounts", "without contact", "accounts without contact", "who haven't i talked to",
            "who haven't i talked to in a while", "haven't been contacted", "haven't been contacted recently",
            "accounts haven't been contacted recently", "silent accounts", "not spoken to",
            "not spoken to in a while", "not talked to", "not talked to in a while", "haven't we talked to",
            "gone quiet", "went quiet", "gone silent", "went silent", "neglecting", "ignoring", "forgotten",
        ),
        "help": (
            "remind me what i can ask", "what can you do for me", "what can you do", "what can i ask",
            "what can you tell me", "what do you know", "what can i ask you", "how do you work",
        ),
        "overdue": (
            "overdue invoices", "unpaid invoices", "late invoices", "outstanding invoices", "who owes us",
            "who owes us money", "late", "late paying", "behind on payments", "hasnt paid", "hasn't paid",
            "has not paid", "havent paid", "haven't paid", "didnt pay", "didn't pay", "did not pay", "owe us money",
            "owes us", "owe",
        ),
        "renewals": (
            "contract", "when does the contract of", "contract end", "expire", "expiring", "contracts expire",
            "contracts are expiring", "expiring contracts", "contracts expiring", "contracts ending", "contracts end",
            "contracts ending soon", "upcoming renewals", "needs to be renewed", "need to be renewed",
            "need to renew", "renew", "up for renewal", "contracts run out", "run out", "ending", "contracts",
        ),
        "check": (
            "data errors", "data issues", "wrong with the sheet", "check the data", "check the sheet", "mistakes",
            "any errors", "is the data ok", "is the data right",
        ),
        "list": ("kpis", "kpi", "all kpis", "list all kpis", "list kpis"),
        "active_accounts": ("my accounts", "how many accounts", "how many clients", "how many customers"),
        "why": ("explain",),
        "undo": (
            "undo that", "undo last", "undo it", "scrap that", "take that back", "delete that", "that was wrong",
        ),
        "export": ("download",),
        "settings": (
            "change my language", "change language", "switch to vietnamese", "switch to russian", "switch to english",
            "speak english", "speak vietnamese", "speak russian", "stop reminding me", "stop reminders", "mute",
            "pause",
        ),
        "contacts": (
            "who is the contact", "who is our contact", "who do we know", "main contact", "decision maker",
            "who decides",
        ),
        "days_since_contact": (
            "when was the last time i spoke with", "when was the last time i spoke to",
            "when was the last time we spoke with", "when was the last time we spoke to",
            "when was the last time i talked to", "last time we talked to", "last time we spoke to",
            "last time we spoke with", "when did we last talk to", "when did i last talk to",
            "when did we last speak to", "when did we last speak with", "when did we last talk with",
            "when did we last contact", "when did we last call", "last talk to",
        ),
        "quota_attainment": (
            "did we hit the target", "how far are we from quota", "hitting our target", "hitting my target",
            "hit my target", "hit our target", "on target", "how far am i from my target",
            "how far are we from our target", "how far from target",
        ),
        "log call": (
            "i called", "had a call with", "i had a call with", "got off the phone with", "just called", "spoke to",
            "spoke with",
        ),
        "log meeting": ("i met", "had a meeting with", "i had a meeting with", "just met"),
        "log email": ("i emailed", "just emailed"),
        "response_time": ("respond", "reply", "replying", "answer", "answering", "get back to clients"),
        "csat": ("happy", "satisfied"),
        "revenue": (
            "bring in", "brought in", "bringing in", "money did we make", "money did we bring in", "earn", "earned",
            "invoiced", "billed",
        ),
        "bookings": ("sell", "sold"),
        "bookings by am": ("who sold the most", "who sells the most"),
        "revenue by am": ("who brings in the most", "who made the most", "who earned the most"),
        "churn_rate": (
            "did we lose", "how many clients did we lose", "how many accounts did we lose",
            "how many customers did we lose",
        ),
        "new_accounts": ("new clients did we win", "new accounts did we win"),
        "deals_won": ("deals did we close", "deals did we win", "deals closed", "close", "closed"),
        "resolution_time": (
            "to solve a request", "to solve requests", "to resolve a request", "to close a ticket", "solve",
            "resolve",
        ),
        "days_to_pay": ("to pay", "take to pay", "pay us"),
        "open_requests": ("tickets are open", "requests are open"),
        "on_time_delivery": ("deliver on time", "delivering on time"),
        "margin": ("profit",),
        "interactions_per_account": ("talk to clients",),
        "response_sla_rate": (
            "answering on time", "answer on time", "reply on time", "replying on time", "respond on time",
        ),
        "overdue_amount by am": ("who has the most overdue", "who has the most overdue invoices"),
        "card by am": (
            "who is behind", "who is falling behind", "who is struggling", "who needs help", "who needs my help",
            "compare my team", "compare the team", "compare the ams",
        ),
        "account": (
            "responsible for", "who is responsible for", "in charge of", "who is in charge of", "who owns",
            "who looks after",
        ),
    },
    "vi": {
        "me": ("tôi làm thế nào", "tôi đang làm thế nào", "tôi thế nào rồi", "đạt kpi"),
        "advice": (
            "tôi nên làm gì", "nên làm gì", "làm gì", "cần làm gì", "tôi cần làm gì", "phải làm gì", "làm sao tăng",
            "làm sao để tăng", "làm thế nào để tăng", "làm sao giảm", "làm sao để giảm", "cải thiện",
            "làm sao cải thiện",
        ),
        "risks": (
            "có gì mới", "hôm nay có gì", "sáng nay có gì", "có gì gấp", "điều gì cần chú ý", "nên gọi ai",
            "nên gọi cho ai", "cần gọi", "cần gọi ai", "khách nào cần gọi", "việc cần làm", "việc", "công việc",
            "nguy cơ", "có nguy cơ", "khách hàng có nguy cơ rời bỏ", "khách hàng có nguy cơ", "có nguy cơ rời bỏ",
            "sắp rời đi", "khách nào sắp rời đi", "khách nào sắp bỏ", "sắp bỏ đi", "khách nào có nguy cơ",
            "khách nào có nguy cơ mất", "có nguy cơ mất", "sắp mất", "khách nào sắp mất", "gọi cho ai",
            "cần gọi cho ai", "phải gọi cho ai",
        ),
        "quiet": (
            "chưa gọi", "chưa liên hệ", "chưa gặp", "khách hàng im ắng", "lâu chưa liên hệ", "lâu chưa gọi",
            "lâu rồi chưa gọi", "lâu rồi chưa liên hệ", "khách nào lâu chưa liên hệ", "khách nào lâu chưa gọi",
            "khách nào lâu rồi chưa gọi", "khách nào lâu rồi chưa liên hệ", "chưa nói chuyện với ai",
            "lâu rồi chưa nói chuyện với ai", "lâu rồi chưa liên lạc với ai", "lâu chưa nói chuyện",
            "im lặng quá lâu", "khách nào im lặng", "khách nào im lặng quá lâu", "lâu không liên lạc",
            "bỏ quên khách nào", "khách nào bị bỏ quên", "khách nào lâu chưa gặp",
        ),
        "renewals": (
            "hết hợp đồng", "hợp đồng", "hợp đồng sắp hết hạn", "sắp hết hạn", "hết hạn", "hợp đồng hết hạn",
            "hợp đồng sắp hết", "trước khi hết hạn", "khách nào sắp hết hợp đồng", "kh nào sắp hết hđ",
            "hđ sắp hết hạn", "hđ nào sắp hết hạn", "sắp hết hđ", "sắp hết hợp đồng", "cần gia hạn", "phải gia hạn",
        ),
        "help": ("bạn làm được gì", "tôi hỏi được gì", "làm được gì", "hướng dẫn", "dùng thế nào", "hỏi được gì"),
        "overdue": (
            "hóa đơn quá hạn", "hóa đơn chưa thanh toán", "ai nợ tiền", "ai đang nợ tiền", "ai còn nợ",
            "khách nào nợ tiền", "chưa trả tiền", "ai chưa trả tiền", "chưa thanh toán", "ai chưa thanh toán",
            "khách nào chưa trả tiền", "khách nào chưa thanh toán", "khách nào còn nợ", "khách nào đang nợ",
            "trễ hạn thanh toán", "ai đang trễ hạn thanh toán", "trễ thanh toán", "chậm thanh toán", "ai trễ",
        ),
        "list": ("danh sách kpi", "các kpi"),
        "check": (
            "kiểm tra dữ liệu", "lỗi dữ liệu", "dữ liệu có lỗi gì", "có lỗi gì", "dữ liệu có lỗi", "dữ liệu có đúng",
            "lỗi trong bảng",
        ),
        "contacts": (
            "đầu mối bên", "người quyết định bên", "người liên hệ bên", "ai là đầu mối", "ai là người liên hệ",
            "đầu mối", "người quyết định", "liên hệ ai bên",
        ),
        "export": ("xuất báo cáo", "xuất excel", "tải về", "tải báo cáo"),
        "card": ("báo cáo", "báo cáo tuần"),
        "settings": (
            "đổi ngôn ngữ", "đổi sang tiếng anh", "đổi sang tiếng việt", "nói tiếng việt", "tắt nhắc nhở",
            "tạm dừng nhắc", "đừng nhắc nữa",
        ),
        "days_since_contact": (
            "lần cuối liên hệ", "lần cuối nói chuyện với", "lần cuối gọi", "lần cuối gặp", "lần cuối liên lạc với",
        ),
        "log call": (
            "em gọi cho", "mình gọi cho", "đã gọi cho", "đã gọi", "em đã gọi", "em đã gọi cho", "tôi vừa gọi",
            "vừa gọi", "mới gọi", "mới gọi cho", "vừa gọi cho", "tôi vừa gọi cho", "em vừa gọi cho",
        ),
        "log meeting": ("đã gặp", "em đã gặp", "tôi vừa gặp", "vừa gặp", "mới gặp"),
        "revenue": ("kiếm được", "thu về", "thu được"),
        "bookings": ("bán được",),
        "bookings by am": ("ai bán nhiều nhất", "ai bán tốt nhất", "ai bán giỏi nhất"),
        "csat": (
            "hài lòng", "khách có hài lòng", "khách hài lòng", "khách hàng hài lòng", "khách hàng có hài lòng",
            "khách có vui",
        ),
        "response_time": (
            "trả lời khách", "trả lời khách có nhanh", "trả lời khách nhanh", "trả lời khách hàng", "phản hồi khách",
            "phản hồi khách hàng", "bao lâu thì mình phản hồi khách", "bao lâu mới trả lời khách",
            "bao lâu thì trả lời khách", "bao lâu thì phản hồi khách",
        ),
        "overdue_amount": ("nợ của", "khoản nợ", "tiền nợ"),
        "new_accounts": ("có bao nhiêu khách mới",),
        "churn_rate": ("mất bao nhiêu khách", "mất bao nhiêu khách hàng", "mất khách", "bao nhiêu khách bỏ đi"),
        "deals_won": ("chốt được mấy deal", "chốt được bao nhiêu deal", "chốt được bao nhiêu", "chốt mấy deal"),
        "deals_concluded": ("chốt được mấy hợp đồng",),
        "open_requests": ("yêu cầu chưa xử lý", "yêu cầu chưa giải quyết"),
        "resolution_time": ("giải quyết yêu cầu", "xử lý yêu cầu"),
        "on_time_delivery": ("giao đúng hạn", "đúng tiến độ"),
        "margin": ("lợi nhuận",),
        "days_to_pay": (
            "thanh toán", "khách bao lâu thì thanh toán", "bao lâu khách trả tiền", "bao lâu thì khách trả tiền",
        ),
        "quota_attainment": (
            "đạt chỉ tiêu", "đạt bao nhiêu phần trăm chỉ tiêu", "đạt bao nhiêu chỉ tiêu",
            "còn thiếu bao nhiêu mới đạt chỉ tiêu", "còn thiếu bao nhiêu",
        ),
        "log chat": ("vừa nhắn tin", "vừa nhắn tin với", "mới nhắn tin với"),
        "log email": ("vừa gửi mail cho", "vừa gửi email cho"),
        "undo": ("xoá cái vừa ghi", "xóa cái vừa ghi", "bỏ cái vừa ghi", "ghi nhầm rồi"),
        "active_accounts": (
            "khách hàng của tôi", "khách hàng của mình", "khách hàng của em", "khách của em", "khách của mình",
            "có bao nhiêu khách hàng", "có bao nhiêu khách", "bao nhiêu khách hàng",
        ),
        "account": ("phụ trách", "ai phụ trách"),
        "card by am": (
            "ai đang tụt lại", "ai tụt lại", "ai đang đuối", "ai cần giúp", "ai cần giúp đỡ", "ai cần hỗ trợ",
            "ai trong nhóm kém nhất", "ai kém nhất", "so sánh cả nhóm", "so sánh các am",
        ),
    },
    "ru": {
        "me": ("как у меня дела", "как дела у меня", "как дела у нас", "как мои дела", "как дела", "как я справляюсь"),
        "advice": (
            "что мне делать", "что мне делать дальше", "что мне сегодня делать", "что сделать", "как повысить",
            "как улучшить", "как увеличить", "как поднять", "как снизить", "что делать с",
        ),
        "risks": (
            "что нового", "что сегодня", "что требует внимания", "кто требует внимания", "кому позвонить",
            "кому мне позвонить", "кому надо позвонить", "кому нужно позвонить", "кому звонить", "задачи",
            "что нужно сделать", "в зоне риска", "клиенты в зоне риска", "может уйти", "собирается уйти",
            "хочет уйти", "кто может от нас уйти", "под угрозой", "что горит", "где горит", "проблемные клиенты",
            "срочно", "кому сегодня позвонить", "кому сегодня звонить", "с кем связаться",
        ),
        "quiet": (
            "без контакта", "давно без контакта", "кто молчит", "кто давно молчит", "давно молчит",
            "давно молчат", "давно не общались", "давно не звонили",
            "с кем давно не общались", "кому давно не звонили", "забытые клиенты", "не говорили", "давно не говорили",
            "с кем давно не говорили", "с кем давно не общался", "с кем давно не общалась",
            "с кем давно не созванивались", "пропал", "кто замолчал", "кого забыли", "тихие клиенты",
        ),
        "overdue": (
            "у кого просрочены счета", "у кого просрочка", "у кого просрочки",
            "просрочек", "просроченные счета", "просрочены", "просрочки", "должники", "кто нам должен", "кто должен",
            "неоплаченные счета", "не заплатили", "не оплатили", "кто не платит", "опаздывает с оплатой",
            "кто опаздывает", "просрочили оплату", "кто просрочил", "задерживает оплату",
        ),
        "renewals": (
            "договоры", "заканчиваются", "заканчивается", "договоров заканчивается",
            "скоро заканчиваются", "скоро закончатся", "истекают",
            "договоры заканчиваются", "договоры истекают", "какие договоры заканчиваются", "какие договоры истекают",
            "договоры которые скоро закончатся", "заканчивающиеся договоры", "надо продлить", "продлить",
            "продлевать", "договоры надо продлить", "договоры нужно продлить", "у кого заканчиваются договоры",
            "у кого заканчивается договор", "заканчивается договор", "что с продлениями",
        ),
        "help": (
            "что ты умеешь", "что вы умеете", "что ты можешь", "что ты знаешь", "что можно спросить",
            "как тобой пользоваться",
        ),
        "why": ("почему упал", "почему упала", "почему упало"),
        "list": ("список показателей", "какие есть показатели"),
        "card": ("показатели", "отчёт"),
        "check": (
            "проверь таблицу", "проверь данные", "ошибки", "ошибки в таблице", "ошибки в данных",
            "всё ли в порядке с данными",
        ),
        "undo": (
            "отмени", "отмени последнее", "отменить последнее", "удали последнюю запись", "удали это", "я ошибся",
            "я ошиблась",
        ),
        "export": (
            "выгрузи", "выгрузи отчёт", "выгрузить", "выгрузить отчёт", "выгрузи в эксель", "выгрузи в excel",
            "скачать", "выгрузить в эксель",
        ),
        "settings": (
            "смени язык", "переключи на английский", "переключи на русский", "говори по-русски",
            "отключи напоминания", "выключи напоминания", "не напоминай",
        ),
        "contacts": (
            "с кем мы общаемся", "с кем общаемся", "лпр", "кто принимает решения", "кто наш контакт",
            "с кем мы работаем",
        ),
        "days_since_contact": (
            "последний раз говорили", "последний раз говорили с", "последний раз общались",
            "последний раз общались с", "последний раз созванивались", "последний раз созванивались с",
            "последний раз звонили", "последний контакт с", "когда последний раз общались",
            "когда был последний контакт", "когда последний раз говорили", "когда последний раз звонили",
            "когда последний раз созванивались с",
        ),
        "revenue": (
            "выставили", "выставил", "выставила", "выручили", "заработали", "принёс", "принесли", "денег принесла",
            "денег принёс", "денег",
        ),
        "log": ("залогируй", "залогировать", "занеси", "запишите"),
        "log call": (
            "созвонился", "созвонилась", "созвонились", "позвонил", "позвонила", "поговорила с", "созвонился с",
            "созвонилась с", "созвонились с",
        ),
        "log meeting": ("встретился", "встретилась", "встретились"),
        "bookings": ("продала",),
        "bookings by am": ("кто больше всех продал", "кто продал больше всех"),
        "revenue by am": ("кто больше всех заработал", "кто принёс больше всех"),
        "csat": (
            "довольны", "довольны ли клиенты", "клиенты довольны", "довольны клиенты", "довольны ли нами клиенты",
        ),
        "response_time": ("отвечаем", "отвечаем клиентам", "отвечает"),
        "active_accounts": ("мои клиенты", "сколько клиентов", "сколько у нас клиентов", "сколько у меня клиентов"),
        "churn_rate": (
            "клиентов мы потеряли", "сколько клиентов мы потеряли", "сколько клиентов потеряли",
            "сколько клиентов ушло", "клиентов ушло", "потеряли",
        ),
        "deals_won": ("сделок закрыла", "сделок выиграли", "закрыли сделок"),
        "resolution_time": ("решаем запросы", "решаем", "решаем вопросы", "закрываем запросы"),
        "on_time_delivery": (
            "сдаём ли мы работы в срок", "сдаём работы в срок", "сдаём в срок", "успеваем в срок", "мы успеваем",
        ),
        "days_to_pay": ("платят", "платят клиенты"),
        "quota_attainment": (
            "выполняем план", "выполняем ли план", "выполняем ли мы план", "идём по плану", "осталось до плана",
        ),
        "log email": ("написала",),
        "overdue_amount by am": ("у кого больше всего просрочек", "у кого больше всего долгов"),
        "account": ("отвечает за", "кто отвечает за", "кто ведёт", "чей клиент"),
        "card by am": (
            "кто отстаёт", "кто у нас отстаёт", "кому нужна помощь", "кому нужна моя помощь", "кому помочь",
            "сравни команду", "сравни менеджеров",
        ),
    },
}  # fmt: skip

MEANT: Mapping[str, str] = {
    fold(said): typed for idioms in IDIOMS.values() for typed, phrases in idioms.items() for said in phrases
}
