import json

from bot.manifest import manifest
from bot.panel.deployment import deployment


def test_it_prints_the_manifest(amber):
    said = amber("manifest", "--http", "https://amber.example.com")
    assert (0, manifest("https://amber.example.com")) == (said.code, json.loads(said.out))


def test_it_needs_no_settings(amber, monkeypatch):
    monkeypatch.setenv("AMBER_SLACK_BOT_TOKEN", "wrong")
    assert 0 == amber("manifest").code


def test_it_names_a_wrong_address_in_one_line(amber):
    said = amber("manifest", "--http", "3000")
    assert (2, 1) == (said.code, said.err.count("\n"))


def test_it_prints_the_deployment_of_the_side_panel(amber):
    said = amber("manifest", "--panel", "https://amber.example.com")
    assert (0, deployment("https://amber.example.com")) == (said.code, json.loads(said.out))


def test_it_prints_one_at_a_time(amber):
    said = amber("manifest", "--http", "https://amber.example.com", "--panel", "https://amber.example.com")
    assert (2, 1) == (said.code, said.err.count("\n"))
