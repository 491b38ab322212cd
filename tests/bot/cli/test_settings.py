from datetime import datetime
from pathlib import Path

import pytest

from bot.address import Address
from bot.settings import VARIABLES, read_settings
from kpi_core.errors import SetupError

NO_FILE = Path("no-such-folder/.env")


def test_it_takes_the_environment_over_the_file_over_the_default(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_text("AMBER_STORE=xlsx:file.xlsx\nAMBER_DATABASE=file.sqlite3\n", encoding="utf-8")
    settings = read_settings({"AMBER_STORE": "xlsx:environment.xlsx"}, dotenv)
    assert ("xlsx:environment.xlsx", "file.sqlite3", "INFO") == (settings.store, settings.database, settings.log_level)


def test_it_reads_a_file_that_begins_with_a_byte_order_mark(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_text("AMBER_STORE=xlsx:Sổ.xlsx\n", encoding="utf-8-sig")
    assert "xlsx:Sổ.xlsx" == read_settings({}, dotenv).store


@pytest.mark.parametrize("content", ["AMBER_STORE=xlsx:Sổ.xlsx".encode("utf-16"), "AMBER_STORE=Книга".encode("cp1251")])
def test_it_says_what_to_do_with_a_file_that_is_not_utf_8(tmp_path, content):
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(content)
    with pytest.raises(SetupError, match=r"\.env is not UTF-8 text\. Save it as UTF-8$"):
        read_settings({}, dotenv)


def test_it_takes_a_blank_variable_for_none():
    assert "amber.sqlite3" == read_settings({"AMBER_DATABASE": " "}, NO_FILE).database


def test_it_shows_no_secret():
    tokens = {"AMBER_SLACK_BOT_TOKEN": "xoxb-hush", "AMBER_SLACK_APP_TOKEN": "xapp-hush"}
    settings = read_settings({**tokens, "AMBER_DATABASE": "postgresql://amber:hush@db/amber"}, NO_FILE)
    assert ("xoxb-hush", "xapp-hush") == (settings.slack_bot_token, settings.slack_app_token)
    assert "hush" not in repr(settings)


def test_it_names_a_wrong_secret_without_showing_it():
    with pytest.raises(SetupError, match=r"^AMBER_SLACK_BOT_TOKEN is not right\. The token starts with xoxb-$"):
        read_settings({"AMBER_SLACK_BOT_TOKEN": "hush"}, NO_FILE)


def test_it_names_every_setting_that_is_missing():
    with pytest.raises(SetupError, match=r"^AMBER_SLACK_BOT_TOKEN and AMBER_SLACK_APP_TOKEN are not set\. .*\.env"):
        read_settings({}, NO_FILE).require("slack_bot_token", "slack_app_token")


def test_it_takes_a_given_setting_for_complete():
    read_settings({"AMBER_SLACK_BOT_TOKEN": "xoxb-1"}, NO_FILE).require("slack_bot_token")


@pytest.mark.parametrize(
    "url", ["http://slack.example/api/", "ftp://127.0.0.1/", "slack.com", "http://127.0.0.1.evil.example/"]
)
def test_it_refuses_an_api_that_could_be_listened_to(url):
    with pytest.raises(SetupError, match="SLACK_API_URL"):
        read_settings({"SLACK_API_URL": url}, NO_FILE)


@pytest.mark.parametrize(
    "url", ["https://slack.example/api", "http://127.0.0.1:8080/api", "http://localhost/api", "http://[::1]:9/api"]
)
def test_it_takes_https_anywhere_and_http_on_this_machine(url):
    assert f"{url}/" == read_settings({"SLACK_API_URL": url}, NO_FILE).slack_api_url


@pytest.mark.parametrize(
    ("text", "instant"), [("2026-11-17", datetime(2026, 11, 18)), ("2026-11-17T10:30", datetime(2026, 11, 17, 10, 30))]
)
def test_it_reads_a_day_as_its_end_and_an_instant_as_it_is(text, instant):
    assert instant == read_settings({"AMBER_AS_OF": text}, NO_FILE).as_of


@pytest.mark.parametrize("text", ["2026-02-31", "tomorrow", "2026-11-17T10:30+07:00"])
def test_it_refuses_what_is_no_local_day_or_instant(text):
    with pytest.raises(SetupError, match="AMBER_AS_OF"):
        read_settings({"AMBER_AS_OF": text}, NO_FILE)


def test_the_example_file_lists_every_setting():
    listed = "".join(
        f"\n# {variable.meaning}{' (secret)' if variable.secret else ''}\n#{variable.name}={variable.default}\n"
        for variable in VARIABLES.values()
    )
    example = Path(__file__).parents[3] / ".env.example"
    assert listed == "\n" + example.read_text(encoding="utf-8").partition("\n\n")[2]


@pytest.mark.parametrize(("name", "days"), [("AMBER_KEEP_DELIVERIES_DAYS", "99"), ("AMBER_KEEP_ROWS_DAYS", "ever")])
def test_it_refuses_to_keep_less_than_amber_looks_back_on(name, days):
    with pytest.raises(SetupError, match=f"{name}.*a number of days from"):
        read_settings({name: days}, NO_FILE)


def test_it_is_watched_on_this_machine_alone_unless_told_otherwise():
    assert None is read_settings({}, NO_FILE).health
    assert Address("127.0.0.1", 9464) == read_settings({"AMBER_HEALTH": "9464"}, NO_FILE).health
    assert Address("0.0.0.0", 9464) == read_settings({"AMBER_HEALTH": "0.0.0.0:9464"}, NO_FILE).health
    with pytest.raises(SetupError, match=r"^AMBER_HEALTH is 'here'\. Write a port like 9464"):
        read_settings({"AMBER_HEALTH": "here"}, NO_FILE)


@pytest.mark.parametrize("url", ["https://certs.example/", "http://certs.example/", "127.0.0.1", "https://127.0.0.1/"])
def test_nobody_but_this_machine_stands_for_google_before_the_panel(url):
    with pytest.raises(SetupError, match="GOOGLE_CERTS_URL"):
        read_settings({"GOOGLE_CERTS_URL": url}, NO_FILE)
    assert "http://127.0.0.1:9/" == read_settings({"GOOGLE_CERTS_URL": "http://127.0.0.1:9/"}, NO_FILE).google_certs_url


def test_google_reaches_the_panel_over_https_alone():
    assert (
        "https://amber.example.com"
        == read_settings({"AMBER_PANEL_URL": "https://amber.example.com/"}, NO_FILE).panel_url
    )
    with pytest.raises(SetupError, match="AMBER_PANEL_URL"):
        read_settings({"AMBER_PANEL_URL": "http://amber.example.com"}, NO_FILE)
