import json


def test_it_prints_each_check_with_its_mend(amber, book):
    said = amber("doctor")
    assert 1 == said.code
    lines = said.out.splitlines()
    assert "✓ Book can be written: Amber may add rows" in lines
    at = next(number for number, line in enumerate(lines) if line.startswith("✗ Slack bot token: "))
    assert lines[at + 1].startswith("  → Set it in the environment or in .env")


def test_it_prints_json(amber, book):
    said = amber("doctor", "--json")
    records = json.loads(said.out)
    assert 1 == said.code
    assert {"key", "title", "status", "text", "mend"} == set(records[0])
    assert "settings" == records[0]["key"]
    assert {"fine", "finding", "not_applicable"} == {record["status"] for record in records}


def test_it_makes_no_demo_book(amber, tmp_path):
    said = amber("doctor")
    assert "✗ Book named: no book is named" in said.out
    assert [] == list(tmp_path.rglob("*.xlsx"))


def test_it_speaks_the_language_asked_for(amber):
    assert "✗ Токен бота Slack: не задано: AMBER_SLACK_BOT_TOKEN" in amber("doctor", "--lang", "ru").out
    titles = {record["title"] for record in json.loads(amber("doctor", "--lang", "vi", "--json").out)}
    assert "Tab và cấu trúc" in titles
