"""What is one's own: settings, the home, a file of figures, taking back."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from bot.answers.spreadsheet import figures_xlsx
from bot.delivery.slots import Timetable
from bot.personal import UNSET, Personal
from bot.press import Press
from bot.voice import Voice
from bot.workbench.blockkit.checks import check_view
from kpi_core.periods import last_full
from tests.bot.answers.conftest import ACCOUNTS, NOW, TEAM, desk_of
from tests.bot.answers.stage import FILLED, Stage, button

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from bot.people import Person

SET = {"language": "vi", "day": "4", "at": "16:30", "until": "2026-12-01"}
ASKED = {"en": "settings", "vi": "cài đặt", "ru": "настройки"}
FRIDAY = Timetable(time(16, 30), 4)


def open_settings(stage: Stage, user: str = "U0LINH") -> Mapping[str, Any]:
    stage.command(user, "settings")
    stage.press(user, button(stage, "change_settings"), "C1")
    return stage.form()


def change(stage: Stage, **values: str) -> Mapping[str, Any]:
    return stage.submit("U0LINH", dict(open_settings(stage)), **{**SET, **values})


def home(stage: Stage, user: str = "U0LINH") -> Mapping[str, Any]:
    stage.event(type="app_home_opened", tab="home", user=user, channel="D1")
    view: Mapping[str, Any] = stage.slack.of("views.publish")[-1]["view"]
    assert [] == check_view(view)
    return view


def told(stage: Stage) -> str:
    return str(stage.slack.of("chat.postEphemeral")[-1]["text"])


def test_what_one_sets_is_kept_and_said_in_the_new_language(stage: Stage) -> None:
    assert {} == change(stage)
    assert Personal("vi", FRIDAY, date(2026, 12, 1)) == stage.choices.of("1")
    assert "Đã lưu cài đặt của bạn." == told(stage).splitlines()[0]


@pytest.mark.parametrize(("language", "name"), [("vi", "Chỉ số"), ("ru", "Индекс лояльности"), ("en", "Net Promoter")])
def test_the_next_answer_is_in_the_language_one_chose(language: str, name: str, stage: Stage) -> None:
    change(stage, language=language)
    stage.command("U0LINH", "nps")
    assert name in stage.slack.of("response")[-1]["text"]


def test_what_is_as_the_team_has_it_stays_the_teams(stage: Stage) -> None:
    change(stage, language="automatic", day="0", at="08:00", until="")
    assert UNSET == stage.choices.of("1")


@pytest.mark.parametrize(
    ("field", "value"),
    [("day", "9"), ("at", "soon"), ("at", ""), ("until", "2026-11-18"), ("until", "2028-01-01"), ("until", "x")],
)
def test_what_is_wrong_in_the_settings_stands_at_its_field(field: str, value: str, stage: Stage) -> None:
    answered = change(stage, **{field: value})
    assert ("errors", [field]) == (answered["response_action"], list(answered["errors"]))
    assert UNSET == stage.choices.of("1")


def test_the_form_shows_what_is_set_without_a_pause_that_is_over(stage: Stage) -> None:
    stage.choices.keep("1", Personal("ru", FRIDAY, date(2026, 11, 18)))
    language, day, at, until = (block["element"] for block in open_settings(stage)["blocks"])
    assert ("ru", "4") == (language["initial_option"]["value"], day["initial_option"]["value"])
    assert ("16:30", None) == (at["initial_time"], until.get("initial_date"))


def test_nobody_changes_anothers_settings(stage: Stage) -> None:
    view = open_settings(stage)
    stage.submit("U0OLGA", dict(view), **SET)
    assert (UNSET, "vi") == (stage.choices.of("1"), stage.choices.of("3").language)


@pytest.mark.parametrize("language", ASKED)
def test_settings_are_shown_in_each_language(language: str, stage: Stage) -> None:
    stage.choices.keep("1", Personal(language, FRIDAY))  # type: ignore[arg-type]
    stage.command("U0LINH", ASKED[language])
    said = stage.slack.of("response")[-1]["text"]
    day = {"en": "Friday", "vi": "Thứ Sáu", "ru": "пятница"}[language]
    assert f"{day} 16:30" in said


def test_an_admin_is_led_to_the_teams_settings(stage: Stage) -> None:
    stage.book.desk = stage.book.read(
        team=[*TEAM, {"am_id": "9", "name": "Ada", "role": "admin", "slack_user_id": "U9"}]
    )
    for user, expected in (("U9", True), ("U0LINH", False)):
        stage.command(user, "settings")
        assert expected == ("The team's settings" in stage.slack.of("response")[-1]["text"])


@pytest.mark.parametrize("user", ["U0LINH", "U0HA", "U0DMITRI"])
def test_the_home_shows_scorecard_work_and_settings(user: str, stage: Stage) -> None:
    shown = json.dumps(home(stage, user), ensure_ascii=False)
    assert all(part in shown for part in ("Hello, ", "78 days without contact", "Weekly digest", "change_settings"))


def test_the_home_follows_what_one_sets_there(stage: Stage) -> None:
    home(stage)
    stage.press("U0LINH", {"action_id": "change_settings", "value": "1"}, "")
    stage.submit("U0LINH", stage.form(), **SET)
    assert "Bản tin tuần" in json.dumps(stage.slack.of("views.publish")[-1]["view"], ensure_ascii=False)
    assert [] == stage.slack.of("chat.postEphemeral") + stage.slack.of("chat.postMessage")


def test_the_home_no_longer_shows_what_was_done_there(stage: Stage) -> None:
    def on_acme(view: Mapping[str, Any]) -> bool:
        return "78 days without contact" in json.dumps(view)

    assert on_acme(home(stage))
    stage.press("U0LINH", {"action_id": "log_interaction", "value": Press("A1").to_value()}, "")
    stage.submit("U0LINH", stage.form(), **FILLED)
    assert not on_acme(stage.slack.of("views.publish")[-1]["view"])


def test_what_is_asked_in_the_home_is_answered_in_the_direct_messages(stage: Stage) -> None:
    body = {"type": "block_actions", "user": {"id": "U0LINH"}, "trigger_id": "t1", "view": {"type": "home"}}
    stage.dispatch({**body, "actions": [{"type": "button", "block_id": "b", "action_id": "ask", "value": "help"}]})
    assert ["U0LINH"] == [one["channel"] for one in stage.slack.of("chat.postMessage")]


def test_undo_takes_back_one_thing_after_the_other(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call")
    stage.command("U0LINH", "log acme books meeting")
    for what in ("Taken back. (meeting, Acme Books, Nov 18)", "Taken back. (call, Acme, Nov 18)"):
        stage.command("U0LINH", "undo")
        assert what == told(stage)
    stage.command("U0LINH", "undo")
    assert "There is nothing of yours to take back." == stage.slack.of("response")[-1]["text"]


@pytest.mark.parametrize("words", ["undo", "hoàn tác", "отменить"])
def test_undo_takes_back_a_snooze(words: str, stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "snooze"))
    stage.submit("U0LINH", stage.form(), until="2026-12-01", reason="on holiday")
    stage.command("U0LINH", words)
    assert "Taken back. (snooze, Acme, Nov 18)" == told(stage)
    assert "quiet" in {one.rule for one in stage.book.desk.signals if one.am_id == "1"}


def test_undo_takes_back_a_renewals_outcome(stage: Stage) -> None:
    stage.command("U0LINH", "renewals")
    stage.press("U0LINH", button(stage, "renewal_outcome"))
    stage.submit("U0LINH", stage.form(), outcome="won", reason="")
    stage.command("U0LINH", "undo")
    assert "Taken back. (renewal outcome, Acme, Nov 18)" == told(stage)
    assert "renewal" in {one.rule for one in stage.book.desk.signals}


def test_undo_takes_back_what_was_set_last(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call")
    stage.instant += timedelta(minutes=1)
    change(stage)
    stage.command("U0LINH", "hoàn tác")
    assert (UNSET, 1) == (stage.choices.of("1"), len(stage.book.submitted))
    assert "Taken back: your settings are as they were." == told(stage).splitlines()[0]
    stage.command("U0LINH", "undo")
    assert 2 == len(stage.book.submitted)


def test_what_is_set_after_is_not_lost_when_an_older_change_is_taken_back(stage: Stage) -> None:
    change(stage)
    undo = next(one for one in buttons_told(stage) if one["action_id"] == "undo_settings")
    stage.instant += timedelta(minutes=1)
    change(stage, language="ru")
    stage.press("U0LINH", undo, "C1")
    assert "ru" == stage.choices.of("1").language
    assert "Настройки с тех пор изменены" in stage.slack.of("response")[-1]["text"]


def buttons_told(stage: Stage) -> list[Mapping[str, Any]]:
    blocks = stage.slack.of("chat.postEphemeral")[-1]["blocks"]
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


def test_undo_asks_before_it_takes_back_what_is_older_than_a_day(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call")
    stage.instant += timedelta(days=2)
    stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text="undo", ts="1")
    assert (
        "The last thing you wrote: call, Acme, Nov 18. Take it back?" == stage.slack.of("chat.postMessage")[-1]["text"]
    )
    assert 1 == len(stage.book.submitted)
    stage.press("U0LINH", button(stage, "undo"))
    assert 2 == len(stage.book.submitted)


def test_undo_is_for_ones_own_rows(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call")
    stage.command("U0MINH", "undo")
    assert "There is nothing of yours to take back." == stage.slack.of("response")[-1]["text"]


def test_undo_takes_back_what_still_waits_for_the_sheet(stage: Stage) -> None:
    stage.book.is_open_elsewhere = True
    stage.shortcut("U0LINH", "log_interaction")
    stage.submit("U0LINH", stage.form(), **FILLED)
    stage.command("U0LINH", "undo")
    assert told(stage).startswith("Taken back. (call, Acme, Nov 18)")


def cells(content: bytes) -> Mapping[str, list[list[Any]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_a_file_of_figures_goes_to_the_asker_alone(stage: Stage) -> None:
    stage.command("U0LINH", "export last month share")
    assert ["U0LINH"] == [one["users"] for one in stage.slack.of("conversations.open")]
    (shared,) = stage.slack.of("files.completeUploadExternal")
    assert ("D9", "amber_2026-10-01_2026-10-31.xlsx") == (shared["channel_id"], json.loads(shared["files"])[0]["title"])
    (content,) = stage.slack.uploads
    assert {"Figures", "Accounts", "KPI"} == set(cells(content))


def test_who_may_not_send_files_hears_what_is_missing(stage: Stage) -> None:
    stage.slack.errors["files.getUploadURLExternal"] = "missing_scope"
    stage.command("U0LINH", "export")
    assert "files:write" in stage.slack.of("response")[-1]["text"]


@pytest.mark.parametrize(
    ("asker", "whose", "accounts"),
    [
        ("linh", {"Team Sen", "Trần Thuỳ Linh"}, {"Acme", "Acme Books"}),
        ("ha", {"Team Sen", "Trần Thuỳ Linh", "Lê Minh"}, {"Acme", "Acme Books", "Bamboo"}),
    ],
)
def test_a_file_holds_what_its_reader_may_see(
    asker: str, whose: set[str], accounts: set[str], request: pytest.FixtureRequest
) -> None:
    reader: Person = request.getfixturevalue(asker)
    desk = request.getfixturevalue("desk")
    found = cells(figures_xlsx(desk, reader, last_full("month", desk.now), Voice("en")))
    assert whose == {row[1] for row in found["Figures"][1:]}
    assert accounts == {row[0] for row in found["Accounts"][1:]}


def test_a_file_holds_figures_as_numbers_and_says_why_there_is_none(linh: Person) -> None:
    desk = desk_of()
    found = cells(figures_xlsx(desk, linh, None, Voice("en")))["Figures"]
    rows = {(row[14], row[1]): row for row in found}
    assert (0.5, 1, 2) == tuple(rows["freshness", "Trần Thuỳ Linh"][at] for at in (4, 6, 7))
    assert (None, True) == (rows["nps", "Trần Thuỳ Linh"][4], bool(rows["nps", "Trần Thuỳ Linh"][13]))


def test_a_file_never_holds_a_formula(dmitri: Person) -> None:
    evil = '=HYPERLINK("http://evil.example","Acme")'
    desk = desk_of(NOW, accounts=[{**ACCOUNTS[0], "name": evil}], team=[{**TEAM[0], "team": "=1+1", "name": "@SUM(1)"}])
    book = openpyxl.load_workbook(BytesIO(figures_xlsx(desk, dmitri, None, Voice("ru"))))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert evil in {cell.value for row in book["Клиенты"].iter_rows() for cell in row}
    assert "f" not in kinds
    assert [] == [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_the_same_figures_are_the_same_file(linh: Person, desk: Any) -> None:
    assert figures_xlsx(desk, linh, None, Voice("en")) == figures_xlsx(desk, linh, None, Voice("en"))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("how is my nps last quarter?", "Q3 2026"),
        ("cho tôi xem nps quý trước", "Q3 2026"),
        ("какой у меня nps за прошлый квартал", "Q3 2026"),
    ],
)
@pytest.mark.parametrize("kind", ["message", "mention"])
def test_a_sentence_is_understood_in_messages_and_mentions(kind: str, said: str, name: str, stage: Stage) -> None:
    if kind == "message":
        stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text=said, ts="1")
    else:
        stage.event(type="app_mention", channel="C1", user="U0LINH", text=f"<@UBOT> {said} share", ts="1")
    (answer,) = stage.slack.of("chat.postMessage")
    assert name in answer["text"]
