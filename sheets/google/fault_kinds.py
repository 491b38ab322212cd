"""Every kind of trouble with Google: by what it is known, its sentence, its mend. The first that fits counts."""

from __future__ import annotations

import re

from kpi_core.errors import InputError
from kpi_core.text import Text
from sheets.google.faults import Fault, TabsChanged, line_of

_NEW_KEY = Text(
    "Make a new key, or sign in anew, and set AMBER_GOOGLE_CREDENTIALS",
    "Hãy tạo khoá mới, hoặc đăng nhập lại, rồi đặt AMBER_GOOGLE_CREDENTIALS",
    "Создайте новый ключ или войдите заново и задайте AMBER_GOOGLE_CREDENTIALS",
)
_SHARE_AS_EDITOR = Text(
    "Share it with {address} as an editor",
    "Hãy chia sẻ cho {address} với quyền chỉnh sửa",
    "Откройте {address} доступ редактора",
)
ANOTHER_FILE = Text(
    "{sheet} is not a Google Sheet but another file in Google Drive, such as an .xlsx",
    "{sheet} không phải Google Sheet mà là tệp khác trên Google Drive, chẳng hạn .xlsx",
    "{sheet} — не таблица Google, а другой файл на Google Диске, например .xlsx",
)
SAVE_AS_A_SHEET = Text(
    "Open it, choose File → Save as Google Sheets, and use the URL of what that makes",
    "Hãy mở tệp, chọn Tệp → Lưu dưới dạng Google Trang tính, và dùng URL của bản mới",
    "Откройте его, выберите «Файл» → «Сохранить как таблицу Google» и укажите адрес новой таблицы",
)

FAULTS = (
    Fault(
        r"429 |403 .*(?:[rR]ateLimitExceeded|RATE_LIMIT_EXCEEDED|dailyLimitExceeded|quotaExceeded)",
        Text(
            "Google takes no more requests for now: Amber's quota is used up",
            "Google tạm không nhận thêm yêu cầu: Amber đã dùng hết hạn mức",
            "Google пока не принимает запросы: квота Amber исчерпана",
        ),
        is_refusal=True,
    ),
    Fault(
        r"403 .*(?:SERVICE_DISABLED|accessNotConfigured)",
        Text(
            "the Google Sheets API or Drive API is switched off in the project that Amber's key is of",
            "Google Sheets API hoặc Drive API đang tắt trong dự án của khoá mà Amber dùng",
            "в проекте, которому принадлежит ключ Amber, выключен Google Sheets API или Drive API",
        ),
        Text("Switch it on: {link}", "Hãy bật tại: {link}", "Включите его: {link}"),
    ),
    Fault(
        r"403 .*(?:ACCESS_TOKEN_SCOPE_INSUFFICIENT|insufficientScopes|insufficientPermissions)\b",
        Text(
            "Amber's credentials do not reach Google Sheets and Drive",
            "thông tin đăng nhập của Amber không dùng được cho Google Sheets và Drive",
            "учётные данные Amber не дают доступа к Google Sheets и Drive",
        ),
        Text(
            "Sign in anew and grant the scopes spreadsheets and drive.metadata.readonly",
            "Hãy đăng nhập lại và cấp quyền spreadsheets và drive.metadata.readonly",
            "Войдите заново и дайте права spreadsheets и drive.metadata.readonly",
        ),
    ),
    Fault(
        r"403 ",
        Text(
            "the Google Sheet {sheet} is not shared with Amber, or only for viewing",
            "Google Sheet {sheet} chưa được chia sẻ cho Amber, hoặc chỉ cho xem",
            "таблица Google {sheet} закрыта для Amber или открыта только на просмотр",
        ),
        _SHARE_AS_EDITOR,
    ),
    Fault(
        r"404 ",
        Text(
            "there is no Google Sheet {sheet}, or it is not shared with Amber",
            "không có Google Sheet {sheet}, hoặc nó chưa được chia sẻ cho Amber",
            "таблицы Google {sheet} нет или она закрыта для Amber",
        ),
        Text(
            "Check its URL and share it with {address} as an editor; then amber init makes its tabs",
            "Hãy kiểm tra URL và chia sẻ cho {address} với quyền chỉnh sửa; sau đó amber init sẽ tạo các tab",
            "Проверьте адрес и откройте {address} доступ редактора; затем amber init создаст листы",
        ),
    ),
    Fault(
        r"401 ",
        Text(
            "Google does not accept Amber's credentials",
            "Google không chấp nhận thông tin đăng nhập của Amber",
            "Google не принимает учётные данные Amber",
        ),
        _NEW_KEY,
    ),
    Fault(
        r"400 .*(?:Unable to parse range|exceeds grid limits|is after last|less than the grid size|No \w+ with id"
        r"|already exists)",
        Text(
            "a tab of the sheet was made, renamed, deleted or shortened just now; try again",
            "một tab của sổ vừa được tạo, đổi tên, xoá hoặc rút ngắn; hãy thử lại",
            "лист таблицы только что создали, переименовали, удалили или укоротили; попробуйте ещё раз",
        ),
        error=TabsChanged,
    ),
    Fault(
        r"400 .*not supported for this document",
        ANOTHER_FILE,
        SAVE_AS_A_SHEET,
    ),
    Fault(
        r"400 .*protected cell or object",
        Text(
            "a protected range keeps Amber from writing to the Google Sheet {sheet}",
            "một vùng được bảo vệ không cho Amber ghi vào Google Sheet {sheet}",
            "защищённый диапазон не даёт Amber писать в таблицу Google {sheet}",
        ),
        Text(
            "In the sheet, choose Data → Protect sheets and ranges, and let {address} edit it",
            "Trong sổ, chọn Dữ liệu → Bảo vệ trang tính và dải ô, và cho {address} chỉnh sửa",
            "В таблице выберите «Данные» → «Защитить листы и диапазоны» и разрешите {address} правку",
        ),
    ),
    Fault(
        r"400 .*above the limit of",
        Text(
            "the Google Sheet {sheet} is full: {said}",
            "Google Sheet {sheet} đã đầy: {said}",
            "таблица Google {sheet} заполнена: {said}",
        ),
        Text(
            "Delete blank rows and columns, or move old rows into another sheet",
            "Hãy xoá dòng, cột trống hoặc chuyển dòng cũ sang sổ khác",
            "Удалите пустые строки и столбцы или перенесите старые строки в другую таблицу",
        ),
    ),
    Fault(
        r"(?:408|409|5\d\d) ",
        Text(
            "Google does not answer right now: {said}",
            "Google hiện không trả lời: {said}",
            "Google сейчас не отвечает: {said}",
        ),
    ),
    Fault(
        r"4\d\d ",
        Text(
            "Google does not take this: {said}",
            "Google không chấp nhận việc này: {said}",
            "Google этого не принимает: {said}",
        ),
        error=InputError,
    ),
    Fault(
        r"token .*(?:reasonable timeframe|short-lived token)",
        Text(
            "Google refuses Amber's key because the clock of this machine is wrong",
            "Google từ chối khoá của Amber vì đồng hồ máy này sai",
            "Google не принимает ключ Amber: на этой машине неверные часы",
        ),
        Text(
            "Set the clock, or have it set over the network (NTP)",
            "Hãy chỉnh đồng hồ, hoặc để máy tự chỉnh qua mạng (NTP)",
            "Переведите часы или включите их настройку по сети (NTP)",
        ),
    ),
    Fault(
        r"token ",
        Text(
            "Google does not accept Amber's credentials any more: {said}",
            "Google không còn chấp nhận thông tin đăng nhập của Amber: {said}",
            "Google больше не принимает учётные данные Amber: {said}",
        ),
        _NEW_KEY,
    ),
    Fault(r"late", Text("Google has not answered in time", "Google không trả lời kịp", "Google не ответил вовремя")),
    Fault(
        r"cut",
        Text(
            "Google cannot be reached, or the line to it was cut",
            "không kết nối được tới Google, hoặc kết nối bị ngắt",
            "нет связи с Google, или она оборвалась",
        ),
    ),
    Fault(
        r"",
        Text(
            "what answered in Google's place was not Google, or spoke garbage",
            "nơi trả lời không phải Google, hoặc nội dung không đọc được",
            "вместо Google ответил кто-то другой, или ответ не разобрать",
        ),
    ),
)


def fault_of(error: Exception) -> Fault:
    """Return what a failure means."""
    line = line_of(error)
    return next(fault for fault in FAULTS if re.match(fault.known_by, line))
