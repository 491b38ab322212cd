"""What to do about revenue and growth with the clients there are."""

from __future__ import annotations

from kpi_core.advice.guide import Guide
from kpi_core.text import Text

GROWTH: tuple[Guide, ...] = (
    Guide(
        "revenue",
        ("trend", "money"),
        (
            Text(
                "find out why less is ordered than before, and what is planned next, in a talk with {contact}",
                "tìm hiểu vì sao đặt ít hơn trước và sắp tới có kế hoạch gì, qua trao đổi với {contact}",
                "выясните, почему заказов стало меньше и что в планах, в разговоре с {contact}",
            ),
            Text(
                "invoice finished work in the week it is accepted",
                "xuất hoá đơn ngay trong tuần nghiệm thu",
                "выставляйте счёт в ту же неделю, когда подписан акт",
            ),
            Text(
                "follow the client's market, and be first with an offer when it moves",
                "theo sát thị trường của khách và đề xuất trước khi có biến động",
                "следите за рынком клиента и первыми приходите с предложением",
            ),
        ),
    ),
    Guide(
        "quota_attainment",
        ("trend",),
        (
            Text(
                "agree what can still start this quarter, with {contact}",
                "thống nhất việc gì còn kịp bắt đầu trong quý này với {contact}",
                "договоритесь, что ещё можно начать в этом квартале, с {contact}",
            ),
            Text(
                "list what is missing to the target, deal by deal, and work on the three largest",
                "liệt kê phần còn thiếu so với chỉ tiêu theo từng giao dịch và dồn sức cho ba giao dịch lớn nhất",
                "распишите нехватку до плана по сделкам и займитесь тремя крупнейшими",
            ),
        ),
    ),
    Guide(
        "arpa",
        ("trend", "people"),
        (
            Text(
                "look for a second need beside the one we serve, in a talk with {contact}",
                "tìm nhu cầu thứ hai bên cạnh việc đang làm, qua trao đổi với {contact}",
                "поищите вторую потребность рядом с той, что мы закрываем, в разговоре с {contact}",
            ),
            Text(
                "offer packages instead of single jobs",
                "chào theo gói thay vì từng việc lẻ",
                "предлагайте пакеты вместо отдельных работ",
            ),
        ),
    ),
    Guide(
        "key_account_growth",
        ("trend", "people"),
        (
            Text(
                "do a needs analysis (the goals of the year, what stands in their way) with {contact}",
                "phân tích nhu cầu (mục tiêu năm và điều gì cản trở) cùng {contact}",
                "проведите анализ потребностей (цели на год и что им мешает) вместе с {contact}",
            ),
            Text(
                "make a growth plan for every key account and review it each quarter",
                "lập kế hoạch tăng trưởng cho từng khách hàng trọng điểm và rà soát mỗi quý",
                "составьте план роста по каждому ключевому клиенту и пересматривайте его раз в квартал",
            ),
        ),
    ),
    Guide(
        "key_account_profit_growth",
        ("trend", "money"),
        (
            Text(
                "review scope against price, and bring the two back in line, with {contact}",
                "rà lại phạm vi so với giá và cân bằng hai bên, cùng {contact}",
                "сверьте объём работ с ценой и приведите их в соответствие вместе с {contact}",
            ),
            Text(
                "look at the costs of each key account, and drop what the client would not miss",
                "xem chi phí của từng khách hàng trọng điểm và bỏ những gì khách không cần",
                "разберите расходы по каждому ключевому клиенту и уберите то, без чего он обойдётся",
            ),
        ),
    ),
    Guide(
        "upsell_rate",
        (),
        (
            Text(
                "show clients whose goals are met, from their own figures, what a step up would bring",
                "với khách đã đạt mục tiêu, dùng chính số liệu của họ để cho thấy lợi ích khi nâng gói",
                "клиентам, достигшим целей, покажите на их же цифрах, что даст следующий уровень",
            ),
            Text(
                "offer the larger package where the present one is used to the full",
                "chào gói lớn hơn cho khách đã dùng hết gói hiện tại",
                "предлагайте больший пакет тем, кто полностью использует нынешний",
            ),
        ),
    ),
    Guide(
        "cross_sell_rate",
        ("people", "trend"),
        (
            Text(
                "before naming any service, ask for half an hour on the client's goals with {contact}",
                "trước khi nhắc đến dịch vụ, xin nửa giờ nghe mục tiêu của khách cùng {contact}",
                "прежде чем называть услуги, полчаса поговорите о целях клиента с {contact}",
            ),
            Text(
                "analyse needs first, then offer the one service that serves them",
                "phân tích nhu cầu trước, rồi chào đúng một dịch vụ phù hợp",
                "сначала анализ потребностей, потом предложение одной подходящей услуги",
            ),
            Text(
                "prepare offers together with the product and marketing teams",
                "cùng đội sản phẩm và marketing chuẩn bị đề xuất",
                "готовьте предложения вместе с продуктовой и маркетинговой командами",
            ),
        ),
    ),
    Guide(
        "expansion_revenue",
        ("trend", "people"),
        (
            Text(
                "bring one concrete offer (need, price, start) to the next talk with {contact}",
                "mang một đề xuất cụ thể (nhu cầu, giá, ngày bắt đầu) đến buổi trao đổi tới với {contact}",
                "принесите одно конкретное предложение (потребность, цена, дата старта) на встречу с {contact}",
            ),
            Text(
                "list for each client the services it does not buy yet, and pick the likeliest one",
                "liệt kê dịch vụ mỗi khách chưa mua và chọn cái khả thi nhất",
                "выпишите по каждому клиенту услуги, которых он ещё не берёт, и выберите самую вероятную",
            ),
        ),
    ),
    Guide(
        "account_penetration",
        ("people", "trend"),
        (
            Text(
                "arrange an introduction to a second department with {contact}",
                "thu xếp một buổi giới thiệu sang phòng ban thứ hai với {contact}",
                "договоритесь о знакомстве со вторым отделом с {contact}",
            ),
            Text(
                "map needs against our services for every client, and look for the gaps",
                "lập bảng nhu cầu và dịch vụ cho từng khách rồi tìm khoảng trống",
                "сопоставьте нужды каждого клиента с нашими услугами и найдите пробелы",
            ),
            Text(
                "practise the talk about a new service with a colleague before the meeting",
                "tập trình bày dịch vụ mới với đồng nghiệp trước buổi gặp",
                "отрепетируйте разговор о новой услуге с коллегой до встречи",
            ),
        ),
    ),
    Guide(
        "share_of_wallet",
        ("trend", "people"),
        (
            Text(
                "ask where the rest of the budget goes, and what would win us a part of it, in a talk with {contact}",
                "hỏi phần ngân sách còn lại chi cho ai và cần gì để giành một phần, qua trao đổi với {contact}",
                "спросите, на что идёт остальной бюджет и как получить его часть, в разговоре с {contact}",
            ),
            Text(
                "note competitors with their strengths and weaknesses, and decide where to invest and where not",
                "ghi điểm mạnh, điểm yếu của đối thủ rồi quyết định nên đầu tư vào đâu",
                "отметьте сильные и слабые стороны конкурентов и решите, куда вкладываться",
            ),
        ),
    ),
    Guide(
        "referral_sales_share",
        (),
        (
            Text(
                "ask a satisfied client for one introduction by name while the results are good",
                "nhờ một khách đang hài lòng giới thiệu một cái tên cụ thể khi kết quả còn tốt",
                "попросите довольного клиента познакомить с кем-то конкретным, пока результаты хороши",
            ),
            Text(
                "follow up every introduction within a day, and tell the one who made it what came of it",
                "liên hệ trong vòng một ngày sau mỗi lời giới thiệu và báo lại kết quả cho người giới thiệu",
                "связывайтесь по каждой рекомендации в течение дня и сообщайте рекомендателю, чем кончилось",
            ),
        ),
    ),
    Guide(
        "expansion_potential_share",
        ("trend", "people"),
        (
            Text(
                "write down one idea to do more, and the deal for it, after a talk with {contact}",
                "ghi lại một ý tưởng mở rộng và tạo giao dịch cho nó sau khi trao đổi với {contact}",
                "запишите одну идею расширения и заведите под неё сделку после разговора с {contact}",
            ),
            Text(
                "go through the contracts once a quarter and open a deal wherever a need is known",
                "mỗi quý rà hợp đồng và mở giao dịch ở nơi đã biết nhu cầu",
                "раз в квартал просматривайте договоры и заводите сделку там, где известна потребность",
            ),
        ),
    ),
    Guide(
        "new_to_existing_sales",
        (),
        (
            Text(
                "keep both alive: set a share of the week for new clients and one for those you have",
                "giữ cân bằng: dành phần thời gian trong tuần cho khách mới và phần cho khách hiện có",
                "держите баланс: отведите часть недели новым клиентам и часть нынешним",
            ),
            Text(
                "look where this quarter's sales came from before planning the next one",
                "xem doanh số quý này đến từ đâu trước khi lập kế hoạch quý sau",
                "прежде чем планировать квартал, посмотрите, откуда пришли продажи нынешнего",
            ),
        ),
    ),
)
