import pytest

from kpi_core.quantities import DAYS
from kpi_core.text import plain


@pytest.mark.parametrize(
    ("number", "en", "ru"),
    [
        (0, "0 days", "0 дней"),
        (1, "1 day", "1 день"),
        (2, "2 days", "2 дня"),
        (5, "5 days", "5 дней"),
        (11, "11 days", "11 дней"),
        (14, "14 days", "14 дней"),
        (21, "21 days", "21 день"),
        (22, "22 days", "22 дня"),
        (111, "111 days", "111 дней"),
    ],
)
def test_it_counts_days_in_the_right_form(number: int, en: str, ru: str) -> None:
    counted = plain("{days}").format(days=DAYS.of(number))
    assert (en, ru, f"{number} ngày") == (counted.to("en"), counted.to("ru"), counted.to("vi"))
