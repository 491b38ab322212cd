import pytest

from bot.cli import COMMANDS


def test_it_lists_its_commands_without_loading_them(amber):
    said = amber()
    assert 0 == said.code
    assert [] == [name for name in COMMANDS if name not in said.out]


def test_it_suggests_a_command_in_one_line(amber):
    said = amber("imprt")
    assert (2, "amber: No such command 'imprt'. Did you mean 'import'? See: amber --help\n") == (said.code, said.err)


def test_it_names_a_wrong_option_in_one_line(amber):
    said = amber("score", "--by", "planet")
    assert (2, 1) == (said.code, said.err.count("\n"))
    assert "amber: Invalid value for '--by': 'planet' is not one of " in said.err


def test_it_says_what_is_wrong_in_one_line_without_a_traceback(amber):
    said = amber("score", "--store", "ods:abc")
    sentence = "amber: Amber cannot open the book 'ods:abc'. Write it as xlsx:PATH or gsheet:URL\n"
    assert (2, sentence) == (said.code, said.err)


def test_an_interruption_while_a_command_loads_is_no_traceback(amber, monkeypatch):
    def interrupted(module):
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.cli.import_module", interrupted)
    said = amber("kpis")
    assert (130, "amber: stopped\n") == (said.code, said.err)


def test_it_shows_where_an_error_came_from_when_asked(amber, capsys):
    from bot.cli import main
    from kpi_core.errors import SetupError

    with pytest.raises(SetupError):
        main(["score", "--store", "ods:abc", "--debug"])


def test_it_names_a_book_that_is_not_there(amber):
    said = amber("score", "--store", "xlsx:nowhere.xlsx")
    assert (2, 1) == (said.code, said.err.count("\n"))
    assert "nowhere.xlsx" in said.err


def test_it_names_a_broken_book(amber, tmp_path):
    (tmp_path / "broken.xlsx").write_bytes(b"this is no workbook")
    said = amber("score", "--store", "xlsx:broken.xlsx")
    assert (2, 1) == (said.code, said.err.count("\n"))
    assert "broken.xlsx" in said.err


def test_it_says_which_tokens_run_needs(amber, book):
    said = amber("run")
    assert 2 == said.code
    assert said.err.startswith("amber: AMBER_SLACK_BOT_TOKEN and AMBER_SLACK_APP_TOKEN are not set. ")


def test_it_makes_the_demo_book_on_first_use_and_says_so_once(amber, tmp_path):
    first, second = amber("check"), amber("check")
    made = [line for line in first.err.splitlines() if line.startswith("The demo book was made: ")]
    assert 1 == len(made)
    assert "made" not in second.err
    assert first.out == second.out
