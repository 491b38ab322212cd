"""Every kind of issue a sheet may have, with its severity and sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kpi_core.text import Text


@dataclass(frozen=True, slots=True)
class IssueKind:
    """One kind of issue. An error's cell (or row) is left out; a warning's counts."""

    code: str
    severity: Literal["error", "warning"]
    message: Text


def _error(code: str, en: str, vi: str, ru: str) -> IssueKind:
    return IssueKind(code, "error", Text(en, vi, ru))


def _warning(code: str, en: str, vi: str, ru: str) -> IssueKind:
    return IssueKind(code, "warning", Text(en, vi, ru))


ISSUE_KINDS: tuple[IssueKind, ...] = (
    # the shape of the book
    _warning(
        "newer_schema",
        "a later Amber set this book up (its tabs are of version {value}, this Amber knows {known}); what it does not "
        "know it passes over, so update Amber",
        "sổ này do một bản Amber mới hơn thiết lập (các tab thuộc phiên bản {value}, bản Amber này biết {known}); "
        "phần chưa biết sẽ bị bỏ qua, hãy cập nhật Amber",
        "эту книгу настроил более новый Amber (версия листов {value}, этот Amber знает {known}); незнакомое он "
        "пропускает, обновите Amber",
    ),
    _error(
        "missing_column",
        "the column '{column}' is missing; add it to the header row",
        "thiếu cột '{column}'; hãy thêm vào dòng tiêu đề",
        "нет столбца «{column}»; добавьте его в строку заголовков",
    ),
    _warning(
        "unknown_columns",
        "Amber does not know these columns and ignores them: {names}",
        "Amber không biết các cột này và bỏ qua: {names}",
        "Amber не знает этих столбцов и пропускает их: {names}",
    ),
    _warning(
        "duplicate_column",
        "the column '{column}' stands here a second time; only the first counts",
        "cột '{column}' bị lặp ở đây; chỉ cột đầu được tính",
        "столбец «{column}» повторяется; считается только первый",
    ),
    _warning(
        "duplicate_tab",
        "a second tab for '{tab}'; only the first counts",
        "tab thứ hai cho '{tab}'; chỉ tab đầu được tính",
        "второй лист для «{tab}»; считается только первый",
    ),
    _warning(
        "unknown_tab",
        "Amber does not know the tab '{value}' and ignores it",
        "Amber không biết tab '{value}' và bỏ qua",
        "Amber не знает лист «{value}» и пропускает его",
    ),
    # one cell
    _error(
        "missing_value",
        "'{column}' is blank; every row needs it",
        "'{column}' để trống; dòng nào cũng cần",
        "«{column}» не заполнено; нужно в каждой строке",
    ),
    _error(
        "formula_error",
        "the formula gives the error {value}; mend it or type the value",
        "công thức báo lỗi {value}; hãy sửa hoặc nhập giá trị",
        "формула даёт ошибку {value}; исправьте её или впишите значение",
    ),
    _error(
        "bad_date",
        "'{value}' is not a date; write it like 2026-03-31",
        "'{value}' không phải là ngày; hãy viết như 2026-03-31",
        "«{value}» — не дата; напишите в виде 2026-03-31",
    ),
    _error(
        "ambiguous_date",
        "'{value}' could be two different days; write it like 2026-03-31",
        "'{value}' có thể là hai ngày khác nhau; hãy viết như 2026-03-31",
        "«{value}» можно прочесть как два разных дня; напишите в виде 2026-03-31",
    ),
    _error(
        "date_out_of_range",
        "the date {value} is not between 1950 and 2199; check the year",
        "ngày {value} không nằm trong khoảng 1950–2199; hãy kiểm tra năm",
        "дата {value} вне 1950–2199; проверьте год",
    ),
    _error(
        "bad_number",
        "'{value}' is not a number; write it like 1234.5",
        "'{value}' không phải là số; hãy viết như 1234,5",
        "«{value}» — не число; напишите в виде 1234,5",
    ),
    _error(
        "ambiguous_number",
        "'{value}' could be a thousand or a fraction; type it as a number cell",
        "'{value}' có thể là hàng nghìn hoặc số thập phân; hãy nhập dạng số",
        "«{value}» можно прочесть как тысячи или как дробь; введите ячейку-число",
    ),
    _error(
        "bad_integer",
        "'{value}' is not a whole number",
        "'{value}' không phải là số nguyên",
        "«{value}» — не целое число",
    ),
    _error(
        "bad_yes_no",
        "'{value}' is neither yes nor no",
        "'{value}' không phải là có hoặc không",
        "«{value}» — не «да» и не «нет»",
    ),
    _error(
        "bad_choice",
        "'{value}' is not one of: {choices}",
        "'{value}' không thuộc: {choices}",
        "«{value}» — не из списка: {choices}",
    ),
    # settings
    _warning(
        "unknown_setting",
        "Amber has no setting '{value}' and ignores it",
        "Amber không có cài đặt '{value}' và bỏ qua",
        "у Amber нет настройки «{value}», строка пропущена",
    ),
    _error(
        "bad_setting",
        "'{value}' is no value for {key}; expected {expected}",
        "'{value}' không hợp lệ cho {key}; cần {expected}",
        "«{value}» не подходит для {key}; нужно {expected}",
    ),
    _warning(
        "duplicate_setting",
        "{key} is set a second time; only the first counts",
        "{key} được đặt hai lần; chỉ lần đầu được tính",
        "{key} задано второй раз; считается только первое",
    ),
    # targets
    _warning(
        "unknown_kpi",
        "Amber has no KPI '{value}' and ignores its target",
        "Amber không có KPI '{value}' và bỏ qua chỉ tiêu này",
        "у Amber нет показателя «{value}», план пропущен",
    ),
    _warning(
        "unknown_scope",
        "the target is for nobody: there is no '{value}'; write all, team:NAME, tier:key, role:am or am:ID",
        "chỉ tiêu không dành cho ai: không có '{value}'; hãy viết all, team:TÊN, tier:key, role:am hoặc am:MÃ",
        "план ни для кого: нет «{value}»; напишите all, team:ГРУППА, tier:key, role:am или am:ID",
    ),
    # money
    _error(
        "bad_currency",
        "'{value}' is not a currency code; write it like USD",
        "'{value}' không phải mã tiền tệ; hãy viết như VND",
        "«{value}» — не код валюты; напишите в виде RUB",
    ),
    _error(
        "no_rate",
        "there is no rate for {value}; add its rate in {base} to the tab {rates}",
        "chưa có tỷ giá cho {value}; hãy thêm tỷ giá theo {base} vào tab {rates}",
        "нет курса для {value}; добавьте его курс в {base} на лист «{rates}»",
    ),
    _warning(
        "several_currencies",
        "the book has several currencies ({names}) and no base_currency setting; {base} is taken",
        "sổ có nhiều loại tiền ({names}) mà chưa đặt base_currency; dùng {base}",
        "в книге несколько валют ({names}), а base_currency не задана; взята {base}",
    ),
    # across rows and tabs
    _error(
        "duplicate_id",
        "'{value}' already stands in row {first}; this row is left out",
        "'{value}' đã có ở dòng {first}; dòng này bị bỏ qua",
        "«{value}» уже есть в строке {first}; эта строка пропущена",
    ),
    _error(
        "unknown_reference",
        "there is no '{value}' in the tab {tab}",
        "không có '{value}' trong tab {tab}",
        "на листе «{tab}» нет «{value}»",
    ),
    _error(
        "ends_before_start",
        "{value} is before '{column}' ({start})",
        "{value} sớm hơn '{column}' ({start})",
        "{value} раньше, чем «{column}» ({start})",
    ),
    _warning(
        "paid_before_issued",
        "paid on {value}, before the invoice was issued ({start})",
        "thanh toán ngày {value}, trước khi phát hành hoá đơn ({start})",
        "оплачен {value}, раньше выставления счёта ({start})",
    ),
    _warning(
        "active_but_ended",
        "the status is active, but the account ended on {end}",
        "trạng thái là đang hoạt động, nhưng khách đã kết thúc ngày {end}",
        "статус «активный», но клиент ушёл {end}",
    ),
    _warning(
        "no_contract",
        "the account '{value}' is active and has no contract",
        "khách '{value}' đang hoạt động nhưng chưa có hợp đồng",
        "клиент «{value}» активен, но договора нет",
    ),
    _warning(
        "owner_left",
        "{owner} has left and still owns this account; name who looks after it",
        "{owner} đã nghỉ việc mà vẫn phụ trách khách này; hãy ghi người phụ trách mới",
        "{owner} здесь больше не работает, но числится ответственным; укажите, кто ведёт клиента",
    ),
    _warning(
        "no_slack_id",
        "{name} has no Slack user ID: no scorecard comes, and the lead gets the reminders",
        "{name} chưa có mã người dùng Slack: không nhận được bảng điểm, lời nhắc gửi cho trưởng nhóm",
        "{name}: нет ID в Slack, поэтому карта не приходит, а напоминания получает руководитель",
    ),
    _warning(
        "two_owners",
        "{account} has two owners at once from {value}: {first} (row {row}) and {second}",
        "{account} có hai người phụ trách cùng lúc từ {value}: {first} (dòng {row}) và {second}",
        "у {account} с {value} сразу два ответственных: {first} (строка {row}) и {second}",
    ),
    _error(
        "renews_itself",
        "the contract '{value}' renews itself; name the contract before it",
        "hợp đồng '{value}' gia hạn cho chính nó; hãy ghi hợp đồng trước đó",
        "договор «{value}» продлевает сам себя; укажите предыдущий договор",
    ),
    _error(
        "in_the_future",
        "{value} is in the future; an interaction is logged after it took place",
        "{value} nằm trong tương lai; tương tác được ghi sau khi diễn ra",
        "{value} ещё не наступило; взаимодействие записывают после того, как оно прошло",
    ),
    _warning(
        "gross_too_small",
        "the gross amount {value} is below tax plus pass-through ({parts})",
        "tổng tiền {value} nhỏ hơn thuế cộng chi hộ ({parts})",
        "сумма {value} меньше налога и транзитных расходов ({parts})",
    ),
    _error(
        "score_out_of_range",
        "the score {value} is not between {low} and {high}",
        "điểm {value} không nằm trong khoảng {low}–{high}",
        "оценка {value} вне {low}–{high}",
    ),
)
