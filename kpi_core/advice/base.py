"""What to do about the number of clients, and about keeping them."""

from __future__ import annotations

from kpi_core.advice.guide import Guide
from kpi_core.text import Text

BASE: tuple[Guide, ...] = (
    Guide(
        "active_accounts",
        ("renewal", "freshness"),
        (
            Text(
                "settle what keeps the client from going on, at a meeting with {contact}",
                "gỡ vướng mắc khiến khách còn chần chừ tại buổi gặp với {contact}",
                "снимите то, что мешает клиенту продолжать, на встрече с {contact}",
            ),
            Text(
                "look at the list of accounts each month: who is really a client, who has left, who came back",
                "mỗi tháng rà danh sách: ai còn là khách, ai đã rời đi, ai quay lại",
                "раз в месяц просматривайте список: кто действительно клиент, кто ушёл, кто вернулся",
            ),
        ),
    ),
    Guide(
        "accounts_per_am",
        (),
        (
            Text(
                "hand accounts over before quality drops: the smallest first, with a joint call",
                "chuyển bớt khách trước khi chất lượng giảm: khách nhỏ trước, kèm một cuộc gọi chung",
                "передавайте клиентов, пока не упало качество: начните с небольших и с общего звонка",
            ),
            Text(
                "spread key accounts evenly over the team, by work needed and not by number",
                "chia đều khách hàng trọng điểm trong đội theo khối lượng việc, không theo số lượng",
                "распределяйте ключевых клиентов по объёму работы, а не по числу",
            ),
        ),
    ),
    Guide(
        "new_accounts",
        (),
        (
            Text(
                "ask two happy clients this week whom else we should meet",
                "tuần này hỏi hai khách đang hài lòng xem nên gặp thêm ai",
                "на этой неделе спросите двух довольных клиентов, с кем ещё нам стоит познакомиться",
            ),
            Text(
                "keep an hour a day for first calls, and guard it in the calendar",
                "dành mỗi ngày một giờ cho các cuộc gọi đầu tiên và giữ chắc trên lịch",
                "выделите час в день на первые звонки и защитите его в календаре",
            ),
        ),
    ),
    Guide(
        "churn_rate",
        ("renewal", "freshness", "sentiment"),
        (
            Text(
                "ask openly what it would take to stay, in person and this week, at a meeting with {contact}",
                "hỏi thẳng điều gì sẽ khiến họ ở lại, ngay tuần này, tại buổi gặp trực tiếp với {contact}",
                "прямо спросите, что нужно, чтобы клиент остался, на личной встрече на этой неделе с {contact}",
            ),
            Text(
                "call every client who left this quarter, and note the reason where the team can read it",
                "gọi cho từng khách rời đi trong quý và ghi lý do để cả đội cùng đọc",
                "позвоните каждому, кто ушёл в этом квартале, и запишите причину так, чтобы её видела команда",
            ),
            Text(
                "offer terms that fit the client's changed needs before the contract is up for decision",
                "đề xuất điều khoản hợp với nhu cầu mới trước khi khách phải quyết định gia hạn",
                "предложите условия под новые нужды клиента до того, как он будет решать о продлении",
            ),
        ),
    ),
    Guide(
        "retention_rate",
        ("renewal", "freshness", "sentiment"),
        (
            Text(
                "bring one idea made for this client to a personal review with {contact}",
                "mang một ý tưởng dành riêng cho khách đến buổi rà soát với {contact}",
                "принесите идею именно для этого клиента на личную встречу с {contact}",
            ),
            Text(
                "give key accounts loyalty terms of their own, before they ask",
                "chủ động đưa điều khoản ưu đãi riêng cho khách hàng trọng điểm trước khi họ hỏi",
                "предложите ключевым клиентам особые условия лояльности, не дожидаясь просьбы",
            ),
            Text(
                "be flexible on scope and dates where the client's needs have changed",
                "linh hoạt về phạm vi và thời hạn khi nhu cầu của khách thay đổi",
                "проявляйте гибкость в объёме и сроках, когда нужды клиента меняются",
            ),
        ),
    ),
    Guide(
        "returning_accounts",
        ("freshness", "sentiment"),
        (
            Text(
                "propose the next piece of work while the last one is fresh, to be settled with {contact}",
                "đề xuất việc tiếp theo khi dự án cũ còn mới, trao đổi với {contact}",
                "предложите следующую работу, пока свежа предыдущая, в разговоре с {contact}",
            ),
            Text(
                "end each project with a date for the next conversation",
                "kết thúc mỗi dự án bằng một lịch hẹn cho lần trao đổi tới",
                "завершайте каждый проект датой следующего разговора",
            ),
        ),
    ),
    Guide(
        "returning_rate",
        ("freshness", "sentiment"),
        (
            Text(
                "propose the next piece of work while the last one is fresh, to be settled with {contact}",
                "đề xuất việc tiếp theo khi dự án cũ còn mới, trao đổi với {contact}",
                "предложите следующую работу, пока свежа предыдущая, в разговоре с {contact}",
            ),
            Text(
                "keep in touch with one-time clients: one useful message a month is enough",
                "giữ liên lạc với khách mua một lần: mỗi tháng một thông tin hữu ích là đủ",
                "не теряйте разовых клиентов: хватит одного полезного письма в месяц",
            ),
        ),
    ),
    Guide(
        "loyal_account_share",
        (),
        (
            Text(
                "mark each anniversary with a look back and a plan for the year ahead",
                "nhân dịp tròn năm hợp tác, cùng khách nhìn lại và lên kế hoạch cho năm tới",
                "отмечайте каждую годовщину: подведите с клиентом итоги и составьте план на год",
            ),
            Text(
                "reward staying: better terms with each year together",
                "thưởng cho sự gắn bó: điều khoản tốt hơn sau mỗi năm hợp tác",
                "вознаграждайте верность: с каждым годом условия лучше",
            ),
        ),
    ),
)
