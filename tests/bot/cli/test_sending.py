import pytest


def test_it_says_who_would_get_the_digest_without_a_token(amber, book):
    said = amber("digest", "--dry-run", "--week", "2026-W46")
    assert (0, {"Dmitri Orlov", "Ha Tran", "Linh Nguyen", "Minh Pham", "Olga Nguyen"}) == (
        said.code,
        set(said.out.splitlines()),
    )


def test_it_says_who_would_get_pings(amber, book, monkeypatch):
    monkeypatch.setenv("AMBER_AS_OF", "2026-11-17T10:00")
    everybody = ["Dmitri Orlov", "Ha Tran", "Linh Nguyen", "Minh Pham", "Olga Nguyen"]
    assert everybody == amber("pings", "--dry-run").out.splitlines()


@pytest.mark.parametrize("week", ["2026-W99", "last month", "soon"])
def test_it_refuses_what_is_no_week(amber, book, week):
    said = amber("digest", "--dry-run", "--week", week)
    assert (2, 1) == (said.code, said.err.count("\n"))


def test_it_refuses_a_week_that_is_still_running(amber, book, monkeypatch):
    monkeypatch.setenv("AMBER_AS_OF", "2026-11-17T10:00")
    said = amber("digest", "--dry-run", "--week", "this week")
    assert "amber: --week: 'this week' is not a week that has ended; write it like 2026-W47\n" == said.err


@pytest.mark.parametrize("command", ["digest", "pings"])
def test_it_needs_a_token_to_send(amber, book, command):
    said = amber(command)
    assert 2 == said.code
    assert said.err.startswith("amber: AMBER_SLACK_BOT_TOKEN is not set. ")


def test_it_says_who_would_get_pings_on_another_day(amber, book):
    assert "Linh Nguyen" in amber("pings", "--dry-run", "--as-of", "2026-11-17").out.splitlines()
    assert "amber: --as-of: 'soon' is not a day." in amber("digest", "--dry-run", "--as-of", "soon").err
