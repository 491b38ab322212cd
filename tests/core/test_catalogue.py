"""The catalogue as a whole: every key of the design, whole records, and the page made of them."""

import re
from pathlib import Path

import pytest

from kpi_core.catalogue import BY_KEY, KPIS
from kpi_core.describe import kpis_page
from kpi_core.kpi import Kpi
from kpi_core.names import fold
from kpi_core.text import LANGUAGES, Language

DOCS = Path(__file__).parents[2] / "docs"
KEYS = """
nps csat ces survey_response_rate advocacy referred_account_share outcome_rate team_satisfaction enps

active_accounts accounts_per_am new_accounts churn_rate retention_rate returning_accounts returning_rate revenue
quota_attainment arpa key_account_growth key_account_profit_growth clv grr nrr renewal_rate renewal_rate_value
renewals_due upsell_rate cross_sell_rate expansion_revenue account_penetration share_of_wallet

referral_sales_share loyal_account_share expansion_potential_share new_to_existing_sales

deals_won bookings deals_concluded win_rate conversion_rate approach_conversion_rate cost_per_conversion days_to_close
lead_response_time touches_to_win reply_rate funnel_drop_off unsubscribe_rate deal_drop_off pipeline_coverage

freshness days_since_contact largest_gap interactions_per_account time_per_account inbound_per_account inbound_share
stakeholder_coverage single_threaded_share response_time resolution_time response_sla_rate sla_rate open_requests
oldest_request requests_resolved on_time_delivery

cost_per_account unplanned_cost_share margin overdue_amount overdue_share late_payment_rate days_to_pay dso
billing_accuracy team_contribution
"""
ADDITIVE = """
active_accounts new_accounts revenue renewals_due expansion_revenue deals_won bookings deals_concluded open_requests
requests_resolved overdue_amount team_contribution
"""
# The articles' own words.
SEED_TERMS = {
    "nps": "Chỉ số hài lòng của khách hàng",
    "csat": "Удовлетворенность клиентов",
    "outcome_rate": "Kết quả của khách hàng",
    "team_satisfaction": "Sự hài lòng của nhân viên",
    "accounts_per_am": "Số lượng khách hàng trung bình trên một Account",
    "churn_rate": "Tỷ lệ churn",
    "retention_rate": "Уровень удержания клиентов",
    "key_account_growth": "Рост дохода от ключевых клиентов",
    "clv": "Giá trị vòng đời khách hàng",
    "account_penetration": "Проникновение в аккаунт",
    "upsell_rate": "Tỷ lệ bán thêm",
    "referral_sales_share": "Tăng trưởng hữu cơ",
    "loyal_account_share": "khách hàng trung thành",
    "deals_won": "Число успешно закрытых сделок",
    "deals_concluded": "Количество заключенных сделок",
    "conversion_rate": "Tỷ lệ chuyển đổi khách hàng",
    "cost_per_conversion": "Chi phí cho mỗi chuyển đổi khách hàng",
    "touches_to_win": "Số hành động trên mỗi tương tác",
    "funnel_drop_off": "Tỷ lệ rời bỏ phễu bán hàng",
    "freshness": "Mức độ duy trì mối quan hệ",
    "response_time": "Thời gian phản hồi khách hàng trung bình",
    "cost_per_account": "Расходы на клиента",
    "team_contribution": "Вклад в командные инициативы",
}
CYRILLIC, VIETNAMESE = re.compile("[а-яё]", re.IGNORECASE), re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)


def test_it_has_every_kpi_of_the_design_in_its_order() -> None:
    assert KEYS.split() == [kpi.key for kpi in KPIS]


def test_it_says_which_kpis_sum_over_ams() -> None:
    assert ADDITIVE.split() == [kpi.key for kpi in KPIS if kpi.additive]
    assert all(kpi.aggregate == "sum" for kpi in KPIS if kpi.additive)


@pytest.mark.parametrize(("key", "term"), SEED_TERMS.items())
def test_it_calls_a_kpi_as_the_articles_do(key: str, term: str) -> None:
    assert fold(term) in fold(" ".join(BY_KEY[key].names.to(language) for language in LANGUAGES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_gives_no_two_kpis_one_name(language: Language) -> None:
    names = [fold(kpi.names.to(language)) for kpi in KPIS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
def test_it_writes_each_language_in_its_own_letters(kpi: Kpi) -> None:
    for text in (kpi.names, kpi.formula):
        assert CYRILLIC.search(text.ru)
        assert VIETNAMESE.search(text.vi) or kpi.key == "revenue"  # doanh thu has no accents
        assert not CYRILLIC.search(text.en + text.vi)
        assert not VIETNAMESE.search(text.en + text.ru)


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
def test_it_works_an_example_of_each_kpi(kpi: Kpi) -> None:
    sides = {"sum": 1, "ratio": 2}.get(kpi.aggregate)
    assert len(kpi.example) == sides or (sides is None and len(kpi.example) > 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_describes_the_catalogue_in_the_docs(language: Language) -> None:
    page = DOCS / ("kpis.md" if language == "en" else f"kpis.{language}.md")
    rewrite = (
        'python -c "from pathlib import Path; from kpi_core.describe import kpis_page; '
        f"Path('docs/{page.name}').write_text(kpis_page('{language}'), encoding='utf-8')\""
    )
    written = page.read_text(encoding="utf-8") if page.exists() else ""
    assert kpis_page(language) == written, f"docs/{page.name} is out of date; rewrite it: {rewrite}"


def test_it_writes_an_example_as_one_would_check_it_by_hand() -> None:
    page = kpis_page("en")
    assert "100 × 2 (promoters less detractors) ÷ 6 (answers) = 33.33" in page
    assert "1 − 2 (accounts lost) ÷ 4 (accounts active at the start) = 50 %" in page
    assert "1200 (revenue) ÷ 1000 (revenue before) − 1 = 20 %" in page
    assert "median of 0.5; 2; 9 = 2 (deals touched)" in page
