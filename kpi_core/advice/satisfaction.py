"""What to do about what clients and colleagues say."""

from __future__ import annotations

from kpi_core.advice.guide import Guide
from kpi_core.text import Text

SATISFACTION: tuple[Guide, ...] = (
    Guide(
        "nps",
        ("sentiment", "service"),
        (
            Text(
                "find out what is behind the score, and what would make it a 9, in a call with {contact}",
                "tìm hiểu vì sao có điểm đó và cần gì để lên 9, qua một cuộc gọi với {contact}",
                "выясните, что стоит за оценкой и чего не хватает до девятки, в разговоре с {contact}",
            ),
            Text(
                "answer every score of 6 or less within two working days, and tell the client what will change",
                "phản hồi mọi điểm từ 6 trở xuống trong hai ngày làm việc và cho khách biết sẽ thay đổi điều gì",
                "отвечайте на каждую оценку от 6 и ниже за два рабочих дня и говорите клиенту, что изменится",
            ),
            Text(
                "ask for feedback after each milestone, not once a year",
                "xin ý kiến khách sau mỗi cột mốc, đừng đợi mỗi năm một lần",
                "спрашивайте обратную связь после каждого этапа, а не раз в год",
            ),
        ),
    ),
    Guide(
        "csat",
        ("sentiment", "service"),
        (
            Text(
                "go through what went wrong and agree what gets better first with {contact}",
                "rà lại điều chưa ổn và thống nhất việc cần cải thiện trước tiên với {contact}",
                "разберите, что пошло не так, и выберите, что исправить первым, вместе с {contact}",
            ),
            Text(
                "tell the team what clients wrote, and mend the complaint that comes up most",
                "chia sẻ nhận xét của khách với đội và xử lý dứt điểm điều bị phàn nàn nhiều nhất",
                "передайте команде отзывы клиентов и устраните самую частую жалобу",
            ),
        ),
    ),
    Guide(
        "ces",
        ("service", "sentiment"),
        (
            Text(
                "make the next step easy, with one person to turn to, one answer and one date",
                "giúp bước tiếp theo thật dễ, với một đầu mối, một câu trả lời và một mốc thời gian",
                "упростите следующий шаг, пусть будет одно контактное лицо, один ответ и один срок",
            ),
            Text(
                "list the requests that went to and fro most often, and cut a step from each",
                "liệt kê các yêu cầu phải trao đổi qua lại nhiều nhất và bỏ bớt một bước ở mỗi yêu cầu",
                "выпишите запросы с самой долгой перепиской и уберите из каждого по шагу",
            ),
        ),
    ),
    Guide(
        "survey_response_rate",
        (),
        (
            Text(
                "ask one question, right after the work is delivered, in the client's own language",
                "chỉ hỏi một câu, ngay sau khi bàn giao, bằng ngôn ngữ của khách",
                "задавайте один вопрос сразу после сдачи работы и на языке клиента",
            ),
            Text(
                "announce the survey in person, and say afterwards what came of the last one",
                "báo trước khảo sát bằng lời và kể kết quả của lần trước đã thay đổi điều gì",
                "предупредите об опросе лично и расскажите, что изменилось после прошлого",
            ),
        ),
    ),
    Guide(
        "advocacy",
        (),
        (
            Text(
                "ask the clients who scored 9 or 10 for an introduction while the good news is fresh",
                "nhờ khách chấm 9–10 giới thiệu khi kết quả tốt còn mới",
                "попросите рекомендацию у тех, кто поставил 9–10, пока успех свеж",
            ),
            Text(
                "write a success story with a client and offer it for their own channels",
                "viết một câu chuyện thành công cùng khách và gửi để họ đăng trên kênh của mình",
                "напишите с клиентом историю успеха и предложите её для его каналов",
            ),
        ),
    ),
    Guide(
        "referred_account_share",
        (),
        (
            Text(
                "ask every new client how they heard of us, and note it under source",
                "hỏi mỗi khách mới biết đến mình từ đâu và ghi vào cột nguồn",
                "спрашивайте каждого нового клиента, откуда он о нас узнал, и отмечайте источник",
            ),
            Text(
                "thank those who refer us, and offer both sides something for it",
                "cảm ơn người giới thiệu và có ưu đãi cho cả hai bên",
                "благодарите тех, кто нас рекомендует, и предлагайте бонус обеим сторонам",
            ),
        ),
    ),
    Guide(
        "outcome_rate",
        ("outcomes",),
        (
            Text(
                "check each open goal against its figure and agree a new plan for the late one with {contact}",
                "đối chiếu từng mục tiêu với số liệu và thống nhất kế hoạch mới cho mục tiêu đang chậm với {contact}",
                "сверьте каждую цель с цифрами и согласуйте новый план по отстающей с {contact}",
            ),
            Text(
                "set each goal with a figure and a date before work begins",
                "đặt mục tiêu kèm con số và thời hạn trước khi bắt đầu",
                "ставьте цель с цифрой и сроком до начала работ",
            ),
            Text(
                "report results to the client monthly, in the client's own measure",
                "báo cáo kết quả hằng tháng theo đúng thước đo của khách",
                "раз в месяц отчитывайтесь о результатах в показателях клиента",
            ),
        ),
    ),
    Guide(
        "team_satisfaction",
        (),
        (
            Text(
                "brief the team in full before promising a date to the client",
                "trao đổi đủ đề bài với đội trước khi hứa thời hạn với khách",
                "давайте команде полный бриф, прежде чем обещать клиенту срок",
            ),
            Text(
                "ask colleagues once a month what would make working together easier, and do one thing of it",
                "mỗi tháng hỏi đồng nghiệp điều gì giúp phối hợp dễ hơn và làm ngay một điều",
                "раз в месяц спрашивайте коллег, что облегчит совместную работу, и делайте хотя бы одно",
            ),
        ),
    ),
    Guide(
        "enps",
        (),
        (
            Text(
                "talk over workload and tools in the next one-to-one, and mend one thing by the one after",
                "trao đổi về khối lượng việc và công cụ trong buổi 1-1 tới, xử lý một điều trước buổi sau",
                "обсудите нагрузку и инструменты на ближайшей встрече 1-1 и к следующей исправьте хотя бы одно",
            ),
            Text(
                "share credit for won work by name, in front of everybody",
                "khen đích danh người góp công trước cả đội",
                "отмечайте вклад каждого поимённо и при всех",
            ),
        ),
    ),
)
