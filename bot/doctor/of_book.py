"""Checks of the book: is it named, may Amber read and write it, is it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.app.place import key_address
from bot.doctor.examination import TRY_AGAIN, Outcome, finding, fine, not_applicable
from kpi_core.schema import ACCOUNTS, SCHEMA_VERSION, TABS, TEAM
from kpi_core.text import Text, joined

if TYPE_CHECKING:
    from bot.doctor.surroundings import Surroundings

_NO_GOOGLE = Text("the book is a file on this machine", "sổ là một tệp trên máy này", "книга — файл на этой машине")
_ONLY_READ = Text(
    "Parquet files are only read: they answer, but amber run needs a book that it can write to",
    "tệp Parquet chỉ để đọc: chúng trả lời được, nhưng amber run cần một sổ ghi được",
    "файлы Parquet только читаются: они отвечают, но amber run нужна книга, в которую можно писать",
)
_VIEWING_ONLY = Text(
    "the sheet is shared with Amber for viewing only",
    "sổ chỉ được chia sẻ cho Amber ở chế độ xem",
    "таблица открыта для Amber только на просмотр",
)
_NO_CHANGE = Text(
    "Amber may not change {name} or its folder",
    "Amber không có quyền sửa {name} hoặc thư mục chứa nó",
    "Amber не может менять {name} или папку, где он лежит",
)
_GIVE_ACCESS = Text(
    "Give the user that Amber runs as write access to both",
    "Hãy cấp quyền ghi vào cả hai cho người dùng đang chạy Amber",
    "Дайте пользователю, под которым работает Amber, право записи в оба места",
)
_STALE = Text(
    "the book could not be read anew: {why}", "không đọc lại được sổ: {why}", "перечитать книгу не удалось: {why}"
)
_LATER_SCHEMA = Text(
    "the book was set up by a later Amber (schema {version})",
    "sổ do một bản Amber mới hơn thiết lập (cấu trúc {version})",
    "книгу настроил более новый Amber (схема {version})",
)
_EARLIER_SCHEMA = Text(
    "the book is of an earlier Amber's schema ({version})",
    "sổ theo cấu trúc của bản Amber cũ hơn ({version})",
    "книга сделана по схеме более старого Amber ({version})",
)
_INSTALL = Text("Install the latest Amber", "Hãy cài bản Amber mới nhất", "Установите последнюю версию Amber")
_UPGRADE = Text(
    "{command} brings it up to {version}", "{command} sẽ nâng lên {version}", "{command} обновит её до {version}"
)
_NO_TAB = Text("no tab {tab}", "không có tab {tab}", "нет листа {tab}")
_AS_MADE = Text("as this Amber makes them", "đúng như bản Amber này tạo ra", "такие, какими их создаёт этот Amber")
_OTHERS = Text(
    "{made}; {others} that it also knows are not there",
    "{made}; còn thiếu {others} tab khác mà Amber biết",
    "{made}; ещё {others} известных ему нет",
)
_COUNTED = Text(
    "errors: {errors}, warnings: {warnings}",
    "lỗi: {errors}, cảnh báo: {warnings}",
    "ошибок: {errors}, предупреждений: {warnings}",
)
_NAMES_CELLS = Text("{command} names each cell", "{command} chỉ ra từng ô", "{command} назовёт каждую ячейку")
_ROWS = Text(
    "people: {people}, accounts: {accounts}, tabs: {tabs}",
    "nhân sự: {people}, khách hàng: {accounts}, tab: {tabs}",
    "людей: {people}, клиентов: {accounts}, листов: {tabs}",
)
_QUOTA = Text(
    "not used up now; Google does not tell how much is left. Amber asks Drive {looks} times a minute whether the sheet "
    "changed, and takes 1 or 2 of its {reads} reads a minute when it did: {link}",
    "chưa dùng hết; Google không cho biết còn bao nhiêu. Mỗi phút Amber hỏi Drive {looks} lần xem sổ có đổi không, nếu "
    "có thì dùng 1–2 trong {reads} lượt đọc mỗi phút: {link}",
    "не исчерпана; сколько осталось, Google не сообщает. Amber {looks} раз в минуту спрашивает Drive, изменилась ли "
    "таблица, и тогда тратит 1–2 из {reads} чтений в минуту: {link}",
)
_NEEDED = (TEAM, ACCOUNTS)
_READS_A_MINUTE = 60
_QUOTAS = "https://console.cloud.google.com/apis/api/sheets.googleapis.com/quotas"


def named(surroundings: Surroundings) -> Outcome:
    """Check that a book is named, in a way that Amber understands."""
    spec = surroundings.spec
    if not spec:
        return finding(
            Text(
                "no book is named: Amber works with the demo book",
                "chưa chỉ định sổ nào: Amber đang dùng sổ mẫu",
                "книга не указана: Amber работает с демонстрационной",
            ),
            Text(
                "Set AMBER_STORE to gsheet:URL or xlsx:PATH",
                "Đặt AMBER_STORE là gsheet:URL hoặc xlsx:PATH",
                "Задайте AMBER_STORE: gsheet:URL или xlsx:PATH",
            ),
        )
    return fine(surroundings.place.name)


def google_key(surroundings: Surroundings) -> Outcome:
    """Check that there is a key for Google, of a kind that Amber can use."""
    if not surroundings.place.is_google:
        return not_applicable(_NO_GOOGLE)
    owner = key_address(surroundings.settings)
    return fine(Text("of {owner}", "của {owner}", "от {owner}").format(owner=owner))


def readable(surroundings: Surroundings) -> Outcome:
    """Check that the book answers and may be read."""
    access = surroundings.access
    if not access.address:
        return fine(f"“{access.name}”")
    shared = Text(
        "“{name}”, shared with {address}", "“{name}”, đã chia sẻ với {address}", "«{name}», доступ открыт для {address}"
    )
    return fine(shared.format(name=access.name, address=access.address))


def writable(surroundings: Surroundings) -> Outcome:
    """Check that Amber may add rows; nothing is written."""
    if surroundings.place.is_only_read:
        return not_applicable(_ONLY_READ)
    access = surroundings.access
    if access.can_write:
        return fine(Text("Amber may add rows", "Amber có quyền thêm dòng", "Amber может добавлять строки"))
    if access.address:
        share = Text(
            "Share it with {address} as an editor",
            "Hãy chia sẻ cho {address} với quyền chỉnh sửa",
            "Откройте {address} доступ редактора",
        )
        return finding(_VIEWING_ONLY, share.format(address=access.address))
    return finding(_NO_CHANGE.format(name=access.name), _GIVE_ACCESS)


def rows(surroundings: Surroundings) -> Outcome:
    """Check that the book's rows can be read as they are now."""
    snapshot = surroundings.desk.snapshot
    if snapshot.stale:
        return finding(_STALE.format(why=snapshot.stale), TRY_AGAIN)
    people, accounts = len(surroundings.desk.roster.people), len(surroundings.desk.accounts)
    return fine(_ROWS.format(people=people, accounts=accounts, tabs=len(snapshot.titles)))


def tabs(surroundings: Surroundings) -> Outcome:
    """Check that the tabs without which nothing works are there, and that the book is of this Amber's schema."""
    version, present = surroundings.access.schema_version, surroundings.desk.snapshot.titles
    mend = surroundings.command("init")
    missing = [_NO_TAB.format(tab=table.label) for table in _NEEDED if table.key not in present]
    if missing:
        return finding(
            Text("the book has {tabs}", "sổ {tabs}", "в книге {tabs}").format(tabs=joined(missing, ", ")), mend
        )
    if version > SCHEMA_VERSION:
        return finding(_LATER_SCHEMA.format(version=version), _INSTALL)
    if 0 < version < SCHEMA_VERSION:
        return finding(_EARLIER_SCHEMA.format(version=version), _UPGRADE.format(command=mend, version=SCHEMA_VERSION))
    others = sum(key not in present for key in TABS)
    return fine(_OTHERS.format(made=_AS_MADE, others=others) if others else _AS_MADE)


def issues(surroundings: Surroundings) -> Outcome:
    """Count what is wrong in the book's cells: `amber check` names each."""
    found = surroundings.desk.snapshot.issues
    errors = sum(issue.severity == "error" for issue in found)
    counted = _COUNTED.format(errors=errors, warnings=len(found) - errors)
    return finding(counted, _NAMES_CELLS.format(command=surroundings.command("check"))) if errors else fine(counted)


def quota(surroundings: Surroundings) -> Outcome:
    """Say what Amber spends of Google's quota; how much of it is left Google tells nobody."""
    if not surroundings.place.is_google:
        return not_applicable(_NO_GOOGLE)
    looks = round(60 / surroundings.settings.poll_seconds)
    return fine(_QUOTA.format(looks=looks, reads=_READS_A_MINUTE, link=_QUOTAS))
