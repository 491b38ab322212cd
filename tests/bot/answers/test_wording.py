"""Questions as people put them in a conversation, in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import courtesy
from bot.grammar import parse
from bot.idioms import MEANT
from bot.voice import Voice
from bot.wording import asked_in, understand
from kpi_core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.desk import Desk
    from bot.people import Person


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("how is my nps last quarter?", "nps last quarter"),
        ("Hi Amber, could you show me my NPS for the last quarter, please?", "nps last quarter"),
        ("which contracts expire next month?", "renewals next month"),
        ("who owes us money?", "overdue"),
        ("how can I improve my nps?", "advice nps"),
        ("explain freshness", "why freshness"),
        ("cho tôi xem KPI doanh thu tháng này", "revenue this month"),
        ("báo cáo doanh thu tháng 10", "revenue tháng 10"),
        ("giúp xem nps tháng này", "nps this month"),
        ("отчёт: выручка за октябрь", "revenue октябрь"),
        ("помогите", "help"),
        ("my accounts", "active_accounts"),
        ("cho tôi xem KPI tháng này", "card this month"),
        ("how was Linh's KPI last month?", "card @linh last month"),
        ("who do we know at Acme?", "contacts Acme"),
        ("I called Acme yesterday for 30 minutes", "log call Acme yesterday for 30 minutes"),
        ("mức độ hài lòng của khách hàng tháng 10", "csat tháng 10"),
        ("khach nao lau roi chua goi?", "quiet"),
        ("hợp đồng nào sắp hết hạn trong 30 ngày tới?", "renewals 30"),
        ("việc cần làm hôm nay", "risks"),
        ("сколько мы заработали в октябре?", "revenue октябрь"),
        ("с кем давно не общались?", "quiet"),
        ("среднее время ответа за прошлую неделю", "response_time last week"),
        ("как дела у команды Sen?", "card team Sen"),
        ("what was Linh's nps in Q3?", "nps @linh Q3"),
        ("how did team Sen do on nps this month?", "nps team Sen this month"),
        ("which accounts are quiet?", "quiet"),
        ("which renewals do we have in the next 60 days?", "renewals 60 days"),
        ("why is my freshness so low?", "why freshness"),
        ("how is Acme doing?", "account Acme"),
        ("how was last week?", "card last week"),
        ("how am I doing?", "me"),
        ("cho tôi xem nps quý trước", "nps quý trước"),
        ("Chào bạn, NPS của tôi quý vừa rồi là bao nhiêu ạ?", "nps quý trước"),
        ("tôi muốn xem nps của nhóm Sen tháng này", "nps nhóm Sen tháng này"),
        ("khách hàng nào đang im ắng?", "im ắng"),
        ("cho mình biết Acme thế nào", "khách hàng Acme"),
        ("tôi đang làm thế nào?", "me"),
        ("какой у меня nps за прошлый квартал", "nps прошлый квартал"),
        ("Покажите, пожалуйста, мой NPS на прошлой неделе", "nps прошлая неделя"),
        ("я хочу видеть отток клиентов в прошлом квартале", "churn_rate прошлый квартал"),
        ("какие клиенты молчат?", "молчат"),
        ("как у меня дела?", "me"),
        ("какой nps команды Sen за прошлый месяц?", "nps team Sen last month"),
        ("покажи просроченные счета", "overdue"),
        ("who needs attention?", "risks"),
        ("how is Linh doing?", "card @linh"),
        ("who should I call today?", "risks"),
        ("hôm nay tôi nên làm gì?", "advice"),
        ("hợp đồng nào sắp hết hạn?", "renewals"),
        ("tình hình Acme thế nào", "account Acme"),
        ("что мне сегодня делать?", "advice"),
        ("какие договоры скоро закончатся?", "renewals"),
        ("какой nps был за октябрь?", "nps 2026-10"),
        ("please log Acme call 20m yesterday thanks for the brief", "log Acme call 20m yesterday thanks for the brief"),
    ],
)
def test_it_hears_the_question_in_a_sentence(said: str, typed: str, desk: Desk, dmitri: Person) -> None:
    assert parse(typed, desk, dmitri) == understand(said, desk, dmitri, Voice("en"))


@pytest.mark.parametrize("said", ["hello", "thanks!", "xin chào", "cảm ơn bạn", "Добрый день!", "спасибо"])
def test_it_answers_mere_courtesy_with_help(said: str, desk: Desk, linh: Person) -> None:
    assert parse("help", desk, linh) == understand(said, desk, linh, Voice("en"))


@pytest.mark.parametrize(
    "said",
    [
        "which accounts are not quiet?",
        "khách hàng nào không im ắng?",
        "какие клиенты не молчат?",
        "how is my nps without Acme",
        "я думаю nps упал",
        "list my renewals, please",
        "compare nps with csat",
        "what is the weather",
        "nps in may",
        "nps Đạt",
        "nps ben",
        "called Acme, no answer",
    ],
)
def test_it_never_reads_past_a_word_that_may_change_the_question(said: str, desk: Desk, dmitri: Person) -> None:
    with pytest.raises(InputError):
        understand(said, desk, dmitri, Voice("en"))


def test_it_still_says_what_was_probably_meant(desk: Desk, linh: Person) -> None:
    with pytest.raises(InputError, match="Did you mean `nps`"):
        understand("how is my nsp?", desk, linh, Voice("en"))


def test_it_takes_no_word_of_a_colleagues_name_for_a_courtesy(make_desk, linh: Person) -> None:
    desk = make_desk(
        team=[
            {"am_id": "1", "name": "Trần Thuỳ Linh", "role": "am", "team": "Sen"},
            {"am_id": "2", "name": "Vũ An", "role": "am", "team": "Neva"},
        ]
    )
    with pytest.raises(InputError, match="“An”"):
        understand("how is the nps of An?", desk, linh, Voice("en"))


@pytest.mark.parametrize("language", ["en", "vi", "ru"])
def test_no_courtesy_is_a_period_or_a_command(language: str, desk: Desk, linh: Person) -> None:
    for phrase in courtesy.COURTESIES[language]:  # type: ignore[index]
        assert "" == asked_in(phrase, desk, linh, Voice("en")), phrase


@pytest.mark.parametrize("said", ["созвонились с Acme?", "đã gọi Acme chưa", "I called Acme?"])
def test_nothing_is_logged_for_who_asks_whether_somebody_called(said: str, desk: Desk, linh: Person) -> None:
    assert "log" not in asked_in(said, desk, linh, Voice("en")).split()


def test_who_is_called_as_a_kpi_is_in_other_words_is_meant(make_desk: Callable[..., Desk], voice: Voice) -> None:
    team = [{"am_id": "4", "name": "Phạm Hà", "role": "lead", "team": "Sales"}]
    desk = make_desk(team=team, accounts=[{"account_id": "A2", "name": "Conversion", "owner_id": "4"}])
    ha = desk.roster.by_id["4"]
    assert parse("nps team Sales", desk, ha) == understand("how did team Sales do on nps?", desk, ha, voice)
    assert "account Conversion" == asked_in("how is Conversion doing?", desk, ha, voice)
    assert parse("bookings", desk, ha) == understand("how are my sales?", desk, ha, voice)


def test_every_idiom_is_a_question(desk: Desk, linh: Person) -> None:
    for phrase, typed in MEANT.items():
        whose = {"why": " nps", "contacts": " Acme", "account": " Acme"}.get(typed, "")  # these say of what they ask
        assert understand(phrase + whose, desk, linh, Voice("en")) == parse(typed + whose, desk, linh), phrase


def test_it_says_what_is_wrong_with_the_period_that_was_typed(desk: Desk, linh: Person, voice: Voice) -> None:
    with pytest.raises(InputError, match="2026 has no week 60"):
        understand("nps 2026-W60", desk, linh, voice)


def test_accents_tell_a_colleague_from_a_courtesy(desk: Desk, dmitri: Person, voice: Voice) -> None:
    assert parse("nps", desk, dmitri) == understand("nps của mình", desk, dmitri, voice)
    assert parse("nps @2", desk, dmitri) == understand("nps của Minh", desk, dmitri, voice)
    assert parse("nps @2", desk, dmitri) == understand("nps cua minh", desk, dmitri, voice)


@pytest.mark.parametrize("said", ["how is my nps and " * 1000, "выручка по волге " * 1000, "so sánh nps với " * 1000])
def test_a_message_of_thousands_of_words_is_too_long(said: str, desk: Desk, dmitri: Person, voice: Voice) -> None:
    with pytest.raises(InputError, match="one thing at a time"):
        understand(said, desk, dmitri, voice)


def test_what_is_logged_is_kept_to_its_last_word(desk: Desk, linh: Person, voice: Voice) -> None:
    text = "log Acme call khách vẫn chưa"
    assert parse(text, desk, linh) == understand(text, desk, linh, voice)


def test_a_long_account_of_a_call_is_logged_all_the_same(desk: Desk, linh: Person, voice: Voice) -> None:
    text = "log Acme call " + "we agreed the brief " * 500
    assert parse(text, desk, linh) == understand(f"please {text}", desk, linh, voice)
