"""What to do about requests and deliveries."""

from __future__ import annotations

from kpi_core.advice.guide import Guide
from kpi_core.text import Text

SERVICE: tuple[Guide, ...] = (
    Guide(
        "response_time",
        ("service",),
        (
            Text(
                "answer what is waiting now, if only with a name and a date, to be settled with {contact}",
                "trả lời ngay yêu cầu đang chờ, dù chỉ là người phụ trách và thời hạn, rồi trao đổi với {contact}",
                "ответьте на ждущий запрос сейчас, хотя бы именем и сроком, и согласуйте их с {contact}",
            ),
            Text(
                "look at new requests three times a day, at set hours",
                "xem yêu cầu mới ba lần mỗi ngày vào giờ cố định",
                "проверяйте новые запросы трижды в день в одни и те же часы",
            ),
            Text(
                "agree who answers when you are in a meeting",
                "thống nhất ai trả lời khi bạn đang họp",
                "договоритесь, кто отвечает, пока вы на встрече",
            ),
        ),
    ),
    Guide(
        "resolution_time",
        ("service",),
        (
            Text(
                "go through what is open and give each item a date, with {contact}",
                "rà các yêu cầu đang mở và chốt ngày cho từng việc với {contact}",
                "пройдите открытые запросы и назначьте срок каждому вместе с {contact}",
            ),
            Text(
                "hand a request on complete: brief, files and date in one message",
                "chuyển yêu cầu đầy đủ một lần: đề bài, tệp và thời hạn trong một tin nhắn",
                "передавайте запрос целиком: бриф, файлы и срок в одном сообщении",
            ),
            Text(
                "tell the client where things stand every third day, unasked",
                "cứ ba ngày chủ động báo tiến độ cho khách một lần",
                "каждые три дня сами сообщайте клиенту, как идут дела",
            ),
        ),
    ),
    Guide(
        "response_sla_rate",
        ("service",),
        (
            Text(
                "send a first answer to every open request before anything else today",
                "hôm nay việc đầu tiên là trả lời mọi yêu cầu đang mở",
                "первым делом сегодня ответьте на каждый открытый запрос",
            ),
            Text(
                "name a stand-in for the hours you cannot answer",
                "cử người thay trong những giờ bạn không trả lời được",
                "назначьте замену на часы, когда вы не на связи",
            ),
        ),
    ),
    Guide(
        "sla_rate",
        ("service",),
        (
            Text(
                "agree new dates for what is late, before the client asks, with {contact}",
                "thống nhất thời hạn mới cho việc trễ trước khi khách hỏi, với {contact}",
                "согласуйте новые сроки по просроченному, пока клиент не спросил, с {contact}",
            ),
            Text(
                "warn the team a day before each promise falls due",
                "nhắc đội trước mỗi hạn cam kết một ngày",
                "предупреждайте команду за день до каждого срока",
            ),
            Text(
                "promise what can be kept: look at the load before giving a date",
                "chỉ hứa điều làm được: xem khối lượng việc trước khi cho thời hạn",
                "обещайте выполнимое: сверьтесь с загрузкой, прежде чем назвать срок",
            ),
        ),
    ),
    Guide(
        "open_requests",
        ("service",),
        (
            Text(
                "close what is done, and settle what happens with the rest with {contact}",
                "đóng việc đã xong và thống nhất cách xử lý phần còn lại với {contact}",
                "закройте сделанное и обсудите, что будет с остальным, с {contact}",
            ),
            Text(
                "take the oldest five first, one day a week",
                "mỗi tuần một ngày xử lý trước năm yêu cầu cũ nhất",
                "раз в неделю начинайте с пяти самых старых",
            ),
        ),
    ),
    Guide(
        "oldest_request",
        ("service",),
        (
            Text(
                "decide today to solve it, to give it a date or to say why not, in a call with {contact}",
                "quyết ngay hôm nay là xử lý, hẹn ngày hay nói rõ lý do, qua cuộc gọi với {contact}",
                "сегодня же решите, сделать, назначить срок или отказать, и скажите об этом в разговоре с {contact}",
            ),
            Text(
                "take what is stuck for two weeks to the lead",
                "việc kẹt quá hai tuần thì đưa lên trưởng nhóm",
                "застрявшее дольше двух недель несите руководителю группы",
            ),
        ),
    ),
    Guide(
        "requests_resolved",
        ("service",),
        (
            Text(
                "settle the small requests of the client in one go, together with the team",
                "xử lý gọn các yêu cầu nhỏ của khách trong một lần cùng đội",
                "закройте мелкие запросы клиента за один заход вместе с командой",
            ),
            Text(
                "look which category comes up most, and take away its cause",
                "xem loại yêu cầu nào nhiều nhất và xử lý tận gốc",
                "посмотрите, какая категория встречается чаще всего, и устраните причину",
            ),
        ),
    ),
    Guide(
        "on_time_delivery",
        (),
        (
            Text(
                "check each deliverable a week before it is due, and move people before moving dates",
                "kiểm tra từng hạng mục trước hạn một tuần, điều người trước khi dời ngày",
                "проверяйте каждый этап за неделю до срока и двигайте людей, а не даты",
            ),
            Text(
                "find the stage that is late most often, and give it more time in the plan",
                "tìm giai đoạn hay trễ nhất và dành thêm thời gian trong kế hoạch",
                "найдите этап, который чаще опаздывает, и заложите на него больше времени",
            ),
            Text(
                "tell the client of a delay the day you know of it, with a new date",
                "báo khách ngay ngày biết sẽ trễ, kèm thời hạn mới",
                "сообщайте о задержке в тот же день и сразу с новой датой",
            ),
        ),
    ),
)
