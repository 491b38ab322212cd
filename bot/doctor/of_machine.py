"""Checks of this machine: settings, database, clock."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.doctor.examination import Outcome, finding, fine, not_applicable
from bot.settings import VARIABLES
from bot.state.db import open_database
from kpi_core.text import Text, joined

if TYPE_CHECKING:
    from bot.doctor.surroundings import Surroundings

# Google refuses a token request five minutes off, and reminders go out by this clock.
_LARGEST_SKEW = timedelta(minutes=1)
_OF_OTHERS = 0o077
_ENVIRONMENT = Text("the environment", "biến môi trường", "переменные окружения")
_GIVEN = Text(
    "given: {given} of {all}, from: {places}",
    "đã đặt: {given}/{all}, từ: {places}",
    "задано: {given} из {all}, откуда: {places}",
)
_NO_SECRETS = Text(
    "no file of this machine's holds a secret",
    "không tệp nào trên máy này chứa khoá bí mật",
    "ни в одном файле этой машины нет секретов",
)
_OTHERS_READ = Text(
    "other users of this machine may read {files}",
    "người dùng khác trên máy này đọc được {files}",
    "другие пользователи этой машины могут читать {files}",
)
_OWNER_READS = Text(
    "only their owner reads {files}", "chỉ chủ sở hữu đọc được {files}", "{files} читает только владелец"
)
_OPENS = Text("it opens", "mở được", "открывается")
_SET_DATABASE = Text(
    "Set AMBER_DATABASE to a file that Amber may write",
    "Đặt AMBER_DATABASE là tệp mà Amber được ghi",
    "Укажите в AMBER_DATABASE файл, доступный Amber для записи",
)
_NOT_MADE = Text(
    "{path} cannot be made in {folder}", "không tạo được {path} trong {folder}", "{path} нельзя создать в {folder}"
)
_WILL_BE_MADE = Text(
    "{path} will be made with the first start",
    "{path} sẽ được tạo khi khởi động lần đầu",
    "{path} появится при первом запуске",
)
_NOT_WRITABLE = Text("{path} cannot be written", "không ghi được {path}", "{path} недоступен для записи")
_NO_TIME = Text("no server has told its time", "chưa máy chủ nào cho biết giờ", "ни один сервер не сообщил время")
_AGREES = Text("agrees with {servers}", "khớp với {servers}", "совпадают с {servers}")
_AHEAD = Text(
    "this machine's clock is {seconds} s ahead of {server}'s",
    "đồng hồ máy này nhanh hơn của {server} {seconds} giây",
    "часы этой машины спешат относительно {server} на {seconds} с",
)
_BEHIND = Text(
    "this machine's clock is {seconds} s behind {server}'s",
    "đồng hồ máy này chậm hơn của {server} {seconds} giây",
    "часы этой машины отстают от {server} на {seconds} с",
)
_SET_CLOCK = Text(
    "Set the clock, or have it set over the network (NTP)",
    "Hãy chỉnh đồng hồ, hoặc để máy tự chỉnh qua mạng (NTP)",
    "Переведите часы или включите их настройку по сети (NTP)",
)


def settings(surroundings: Surroundings) -> Outcome:
    """Check that all settings are readable."""
    settings, dotenv = surroundings.settings, surroundings.dotenv
    given = sum(getattr(settings, name) != each.read(each.default) for name, each in VARIABLES.items())
    places = joined([_ENVIRONMENT, str(dotenv)] if dotenv.is_file() else [_ENVIRONMENT], ", ")
    return fine(_GIVEN.format(given=given, all=len(VARIABLES), places=places))


def secrets(surroundings: Surroundings) -> Outcome:
    """Check that files with secrets are their owner's alone."""
    settings, dotenv = surroundings.settings, surroundings.dotenv
    key = settings.google_credentials
    files = [Path(key).expanduser()] if key and not key.lstrip().startswith("{") else []
    if dotenv.is_file() and any(getattr(settings, name) for name, each in VARIABLES.items() if each.secret):
        files.append(dotenv)
    if os.name != "posix" or not files:
        return not_applicable(_NO_SECRETS)
    open_to_others = [str(file) for file in files if file.exists() and file.stat().st_mode & _OF_OTHERS]
    if open_to_others:
        listed = " ".join(open_to_others)
        return finding(_OTHERS_READ.format(files=listed), f"chmod 600 {listed}")
    return fine(_OWNER_READS.format(files=" ".join(map(str, files))))


def database(surroundings: Surroundings) -> Outcome:
    """Check that the bot's state can be written; a database that is not there yet is not made."""
    address = surroundings.settings.database
    if "://" in address:
        open_database(address).dispose()
        return fine(_OPENS)
    path = Path(address).expanduser()
    if not path.exists():
        folder = path.absolute().parent
        if not os.access(folder, os.W_OK | os.X_OK):
            return finding(_NOT_MADE.format(path=str(path), folder=str(folder)), _SET_DATABASE)
        return fine(_WILL_BE_MADE.format(path=str(path)))
    if not os.access(path, os.W_OK):
        return finding(_NOT_WRITABLE.format(path=str(path)), _SET_DATABASE)
    open_database(address).dispose()
    return fine(str(path))


def clock(surroundings: Surroundings) -> Outcome:
    """Check this machine's clock by those of the servers that were asked before."""
    if not surroundings.skews:
        return not_applicable(_NO_TIME)
    server, skew = max(surroundings.skews.items(), key=lambda each: abs(each[1]))
    if abs(skew) <= _LARGEST_SKEW:
        return fine(_AGREES.format(servers=", ".join(surroundings.skews)))
    wrong = _AHEAD if skew > timedelta() else _BEHIND
    return finding(wrong.format(seconds=round(abs(skew).total_seconds()), server=server), _SET_CLOCK)
