"""What to do about deals, from the first touch to the signature."""

from __future__ import annotations

from kpi_core.advice.guide import Guide
from kpi_core.text import Text

SALES: tuple[Guide, ...] = (
    Guide(
        "deals_won",
        (),
        (
            Text(
                "pick the three deals nearest to a decision, and name the next step and date of each",
                "chọn ba giao dịch gần quyết định nhất, ghi bước tiếp theo và ngày cho từng cái",
                "выберите три сделки, ближайшие к решению, и назначьте каждой следующий шаг и дату",
            ),
            Text(
                "keep every deal's stage true, so that time goes to those that move",
                "cập nhật đúng giai đoạn của từng giao dịch để dành thời gian cho giao dịch đang tiến triển",
                "держите этапы сделок в порядке, чтобы время шло на те, что движутся",
            ),
            Text(
                "practise one negotiation a week with a colleague",
                "mỗi tuần tập đàm phán một lần với đồng nghiệp",
                "раз в неделю отрабатывайте переговоры с коллегой",
            ),
        ),
    ),
    Guide(
        "bookings",
        (),
        (
            Text(
                "give the largest open deals the first hour of the day",
                "dành giờ đầu mỗi ngày cho các giao dịch lớn nhất đang mở",
                "отдавайте первый час дня крупнейшим открытым сделкам",
            ),
            Text(
                "offer a larger option beside each price asked for",
                "bên cạnh mức giá khách hỏi, luôn kèm một phương án lớn hơn",
                "рядом с запрошенной ценой предлагайте вариант побольше",
            ),
        ),
    ),
    Guide(
        "deals_concluded",
        (),
        (
            Text(
                "send the contract the day the client says yes",
                "gửi hợp đồng ngay trong ngày khách đồng ý",
                "отправляйте договор в тот же день, когда клиент согласился",
            ),
            Text(
                "find out where signing takes longest, and prepare those papers beforehand",
                "xem khâu ký kết nào lâu nhất và chuẩn bị giấy tờ từ trước",
                "найдите, где подписание дольше всего, и готовьте эти документы заранее",
            ),
        ),
    ),
    Guide(
        "win_rate",
        (),
        (
            Text(
                "ask the last three clients who said no what decided it",
                "hỏi ba khách vừa từ chối điều gì đã quyết định",
                "спросите трёх последних отказавшихся, что решило дело",
            ),
            Text(
                "send no proposal before need, budget and the one who decides are known",
                "chưa rõ nhu cầu, ngân sách và người quyết định thì chưa gửi đề xuất",
                "не отправляйте предложение, пока не ясны потребность, бюджет и кто решает",
            ),
        ),
    ),
    Guide(
        "conversion_rate",
        (),
        (
            Text(
                "look which channel converts best, and begin there",
                "xem kênh nào chuyển đổi tốt nhất và bắt đầu từ đó",
                "посмотрите, какой канал конвертирует лучше, и начинайте с него",
            ),
            Text(
                "choose whom to approach: those like the clients you have",
                "chọn người để tiếp cận: những khách giống khách bạn đang có",
                "выбирайте, к кому идти: к похожим на ваших клиентов",
            ),
            Text(
                "answer a lead the same hour: interest cools quickly",
                "trả lời khách tiềm năng ngay trong giờ đầu: hứng thú nguội rất nhanh",
                "отвечайте лиду в тот же час: интерес быстро остывает",
            ),
        ),
    ),
    Guide(
        "approach_conversion_rate",
        (),
        (
            Text(
                "end each first talk with a date for the second",
                "kết thúc lần trao đổi đầu bằng lịch hẹn cho lần hai",
                "завершайте первый разговор датой второго",
            ),
            Text(
                "change the channel when the first one stays silent: call after mail, meet after call",
                "đổi kênh khi kênh đầu im lặng: gọi sau email, gặp sau cuộc gọi",
                "меняйте канал, если первый молчит: после письма звонок, после звонка встреча",
            ),
        ),
    ),
    Guide(
        "cost_per_conversion",
        (),
        (
            Text(
                "stop spending where no deal came of it for a quarter",
                "ngừng chi cho kênh cả quý không mang lại giao dịch nào",
                "прекратите тратить там, где за квартал не было ни одной сделки",
            ),
            Text(
                "ask for introductions first: they cost least and close best",
                "ưu tiên xin giới thiệu: tốn ít nhất và dễ chốt nhất",
                "сначала просите рекомендации: они дешевле всего и чаще закрываются",
            ),
        ),
    ),
    Guide(
        "days_to_close",
        (),
        (
            Text(
                "agree the steps to a decision, with dates, in the first meeting",
                "thống nhất các bước đi đến quyết định và thời hạn ngay buổi đầu",
                "на первой встрече согласуйте шаги к решению и их даты",
            ),
            Text(
                "bring the one who decides to the table early",
                "mời người ra quyết định tham gia sớm",
                "приглашайте ЛПР за стол пораньше",
            ),
        ),
    ),
    Guide(
        "lead_response_time",
        (),
        (
            Text(
                "have one person on duty for new leads at any working hour",
                "luôn có một người trực khách tiềm năng mới trong giờ làm việc",
                "назначьте дежурного по новым лидам на каждый рабочий час",
            ),
            Text(
                "answer first, research later: a short reply now beats a long one tomorrow",
                "trả lời trước, tìm hiểu sau: một câu ngắn bây giờ hơn một bài dài ngày mai",
                "сначала ответьте, потом изучайте: короткий ответ сейчас лучше длинного завтра",
            ),
        ),
    ),
    Guide(
        "touches_to_win",
        (),
        (
            Text(
                "after five touches without an answer stop, or change the approach",
                "sau năm lần liên hệ không hồi đáp thì dừng hoặc đổi cách tiếp cận",
                "после пяти касаний без ответа остановитесь или смените подход",
            ),
            Text(
                "make each touch bring something new: a figure, an idea, a case",
                "mỗi lần liên hệ mang một điều mới: con số, ý tưởng, ví dụ",
                "пусть каждое касание несёт новое: цифру, идею, пример",
            ),
        ),
    ),
    Guide(
        "reply_rate",
        (),
        (
            Text(
                "write shorter: one question the client can answer in a minute",
                "viết ngắn hơn: một câu hỏi khách trả lời được trong một phút",
                "пишите короче: один вопрос, на который можно ответить за минуту",
            ),
            Text(
                "look at which hour and channel got replies, and use those",
                "xem giờ nào, kênh nào được trả lời rồi dùng lại",
                "посмотрите, в какие часы и по каким каналам отвечают, и пишите туда",
            ),
            Text(
                "stop after five messages without an answer, and let a colleague try another way",
                "dừng sau năm tin không hồi đáp và để đồng nghiệp thử cách khác",
                "после пяти сообщений без ответа остановитесь, пусть коллега зайдёт иначе",
            ),
        ),
    ),
    Guide(
        "funnel_drop_off",
        (),
        (
            Text(
                "find the stage where most are lost, and change that one thing first",
                "tìm giai đoạn mất nhiều người nhất và sửa đúng chỗ đó trước",
                "найдите этап, где теряется больше всего людей, и начните с него",
            ),
            Text(
                "try two subjects on a small part of the list before sending to all",
                "thử hai tiêu đề trên một phần nhỏ danh sách trước khi gửi tất cả",
                "проверьте две темы на малой части базы, прежде чем слать всем",
            ),
        ),
    ),
    Guide(
        "unsubscribe_rate",
        (),
        (
            Text(
                "write less often, and only to those whom it concerns",
                "gửi thưa hơn và chỉ gửi cho đúng người quan tâm",
                "пишите реже и только тем, кого это касается",
            ),
            Text(
                "let readers choose topics and rhythm instead of leaving",
                "cho người đọc chọn chủ đề và tần suất thay vì huỷ đăng ký",
                "дайте выбрать темы и частоту вместо отписки",
            ),
        ),
    ),
    Guide(
        "deal_drop_off",
        (),
        (
            Text(
                "look at the stage where most deals are lost, and prepare better for it",
                "xem giai đoạn mất nhiều giao dịch nhất và chuẩn bị kỹ hơn cho nó",
                "посмотрите, на каком этапе теряется больше всего сделок, и готовьтесь к нему лучше",
            ),
            Text(
                "note the reason for each loss the same day",
                "ghi lý do thua ngay trong ngày",
                "записывайте причину проигрыша в тот же день",
            ),
        ),
    ),
    Guide(
        "pipeline_coverage",
        (),
        (
            Text(
                "open new deals now for what the target still lacks: existing clients first",
                "mở thêm giao dịch cho phần chỉ tiêu còn thiếu: khách hiện có trước",
                "заведите новые сделки под нехватку до плана: начните с нынешних клиентов",
            ),
            Text(
                "give each open deal a date and an amount, or close it",
                "ghi ngày và giá trị cho từng giao dịch đang mở, không thì đóng lại",
                "укажите у каждой открытой сделки дату и сумму или закройте её",
            ),
        ),
    ),
)
