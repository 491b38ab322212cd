"""What to do about staying in touch."""

from __future__ import annotations

from kpi_core.advice.guide import Guide
from kpi_core.text import Text

ENGAGEMENT: tuple[Guide, ...] = (
    Guide(
        "freshness",
        ("freshness", "renewal"),
        (
            Text("book a review with {contact}", "hẹn một buổi rà soát với {contact}", "назначьте встречу с {contact}"),
            Text(
                "begin the week with the accounts nearest to the end of their rhythm",
                "bắt đầu tuần với những khách sắp quá nhịp liên hệ",
                "начинайте неделю с клиентов, у которых ритм вот-вот истечёт",
            ),
            Text(
                "set the next date at the end of every talk",
                "chốt lịch hẹn kế tiếp vào cuối mỗi lần trao đổi",
                "в конце каждого разговора назначайте следующий",
            ),
        ),
    ),
    Guide(
        "days_since_contact",
        ("freshness", "renewal"),
        (
            Text(
                "share one piece of news that helps the client, today, in a call with {contact}",
                "chia sẻ ngay hôm nay một tin hữu ích cho khách qua cuộc gọi với {contact}",
                "поделитесь полезной новостью уже сегодня в разговоре с {contact}",
            ),
            Text(
                "keep two half-hours a week for clients who have not heard from you longest",
                "mỗi tuần dành hai lần nửa giờ cho những khách lâu chưa nghe tin bạn",
                "дважды в неделю по полчаса звоните тем, кто дольше всех о вас не слышал",
            ),
        ),
    ),
    Guide(
        "largest_gap",
        ("freshness",),
        (
            Text(
                "close the gap with a personal meeting, and agree a rhythm that suits both, with {contact}",
                "khép khoảng trống bằng một buổi gặp trực tiếp và thống nhất nhịp liên hệ với {contact}",
                "закройте перерыв личной встречей и договоритесь об удобном ритме с {contact}",
            ),
            Text(
                "put a standing date into the calendar of every account you see less than monthly",
                "đặt lịch cố định cho mọi khách gặp chưa đến mỗi tháng một lần",
                "заведите постоянную дату для каждого клиента, с кем видитесь реже раза в месяц",
            ),
        ),
    ),
    Guide(
        "interactions_per_account",
        ("freshness", "people"),
        (
            Text(
                "plan a talk this week, about something that matters to the client, with {contact}",
                "lên lịch trao đổi trong tuần về một việc thiết thực cho khách với {contact}",
                "запланируйте на этой неделе разговор о том, что важно клиенту, с {contact}",
            ),
            Text(
                "log calls and chats the same day: what is not noted does not count",
                "ghi lại cuộc gọi và tin nhắn ngay trong ngày: không ghi là không tính",
                "записывайте звонки и переписку в тот же день: что не записано, не считается",
            ),
            Text(
                "use the communication matrix to see whom nobody has spoken with",
                "dùng ma trận liên hệ để thấy ai chưa được liên hệ",
                "смотрите по матрице общения, с кем давно не говорили",
            ),
        ),
    ),
    Guide(
        "time_per_account",
        ("freshness", "sentiment"),
        (
            Text(
                "take an hour for the client's plans instead of the daily tasks, with {contact}",
                "dành một giờ bàn về kế hoạch của khách thay vì việc hằng ngày, cùng {contact}",
                "уделите час планам клиента, а не текучке, вместе с {contact}",
            ),
            Text(
                "move routine work to the team, and spend the time won on key accounts",
                "chuyển việc thường ngày cho đội và dành thời gian có được cho khách hàng trọng điểm",
                "передайте рутину команде, а освободившееся время отдайте ключевым клиентам",
            ),
        ),
    ),
    Guide(
        "inbound_per_account",
        ("freshness", "sentiment"),
        (
            Text(
                "make it easy to reach you, and agree the channel and the hours with {contact}",
                "giúp khách dễ tìm bạn bằng cách thống nhất kênh và giờ liên hệ với {contact}",
                "упростите связь с вами и договоритесь о канале и часах с {contact}",
            ),
            Text(
                "send something worth an answer: a figure from the client's market, a question, an idea",
                "gửi điều đáng để trả lời: số liệu thị trường của khách, một câu hỏi, một ý tưởng",
                "присылайте то, на что хочется ответить: цифру с рынка клиента, вопрос, идею",
            ),
        ),
    ),
    Guide(
        "inbound_share",
        (),
        (
            Text(
                "read it beside the number of talks: a high share with few talks means that we are too quiet",
                "đọc cùng số lần trao đổi: tỷ lệ cao mà trao đổi ít nghĩa là mình quá im lặng",
                "смотрите вместе с числом разговоров: высокая доля при малом числе значит, что молчим мы",
            ),
            Text(
                "call first where clients only write when something is wrong",
                "chủ động gọi trước cho những khách chỉ nhắn khi có sự cố",
                "звоните первыми тем, кто пишет, только когда что-то не так",
            ),
        ),
    ),
    Guide(
        "stakeholder_coverage",
        ("people",),
        (
            Text(
                "ask who else works with our results, and arrange to meet them with {contact}",
                "hỏi còn ai dùng kết quả của mình và thu xếp gặp họ với {contact}",
                "узнайте, кто ещё пользуется нашими результатами, и обсудите, как с ними познакомиться, с {contact}",
            ),
            Text(
                "connect with two more people of each key account on LinkedIn this month",
                "tháng này kết nối thêm hai người của mỗi khách hàng trọng điểm trên LinkedIn",
                "в этом месяце добавьте в LinkedIn ещё по два человека от каждого ключевого клиента",
            ),
        ),
    ),
    Guide(
        "single_threaded_share",
        ("people",),
        (
            Text(
                "widen the contacts before the only one leaves, and settle on a second name with {contact}",
                "mở rộng đầu mối trước khi người duy nhất rời đi và thống nhất người thứ hai với {contact}",
                "расширьте контакты, пока единственный не ушёл, и выберите второго человека вместе с {contact}",
            ),
            Text(
                "bring a colleague to the next meeting, and ask the client to do the same",
                "đưa đồng nghiệp đến buổi gặp tới và mời khách làm tương tự",
                "приведите на встречу коллегу и попросите клиента сделать так же",
            ),
            Text(
                "draw the stakeholder map of every key account and name who is missing",
                "vẽ bản đồ các bên liên quan của từng khách hàng trọng điểm và chỉ ra ai còn thiếu",
                "составьте карту контактов каждого ключевого клиента и отметьте, кого не хватает",
            ),
        ),
    ),
)
