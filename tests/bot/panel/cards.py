"""The panel's cards of the demo book as JSON, to look at without Google: paste one into its card builder.

    python -m tests.bot.panel.cards --lang vi --as linh --out DIR

The builder: https://addons.gsuite.google.com/uikit/builder.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any, get_args

from bot.answers.panel import ABOUT_TABS, ISSUES
from bot.answers.pick import ASK
from bot.app.book import demo_book, one_desk
from bot.app.clock import Clock
from bot.desk import Desk
from bot.panel.event import Event
from bot.panel.panel import Panel
from bot.personal import Personal
from bot.settings import read_settings
from kpi_core.text import Language

PAGES = {
    "home": ("", ""),
    "issues": (ISSUES, "1"),
    "scorecard": (ASK, "me"),
    "risks": (ASK, "risks"),
    "advice": (ASK, "advice"),
    "tabs": (ABOUT_TABS, ""),
}


class _Demo:
    """The demo book's desk, and what whoever looks has set: their language."""

    def __init__(self, desk: Desk, language: Language) -> None:
        self._desk = desk
        self._own = Personal(language=language)

    def current(self) -> Desk:
        return self._desk

    def of(self, _: str) -> Personal:
        return self._own


def cards(name: str, language: Language) -> dict[str, Any]:
    """Return each page's card as somebody of the demo sees it, by the page's name."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"AMBER_CACHE": folder, "AMBER_AS_OF": "2026-11-18T10:00"}, Path(folder) / ".env")
        book = demo_book(Path(folder), Clock(settings.as_of), lambda _: None)
        demo = _Demo(one_desk(f"xlsx:{book}", settings), language)
        email = next(one.email for one in demo.current().roster.people if name.casefold() in one.name.casefold())
        panel = Panel(demo, demo, "BOOK", "https://amber.example.com/google/panel")  # type: ignore[arg-type]  # it only looks
        events = {page: Event("", "BOOK", "", *pressed) for page, pressed in PAGES.items()}
        replies = {page: panel.answer(event, email) for page, event in events.items()}
    return {
        page: said.get("renderActions", said)["action"]["navigations"][0]["pushCard"] for page, said in replies.items()
    }


def main() -> None:
    """Write the cards as files, or print them."""
    options = argparse.ArgumentParser()
    options.add_argument("--lang", choices=get_args(Language), default="en")
    options.add_argument("--as", dest="name", default="linh")
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    for page, card in cards(chosen.name, chosen.lang).items():
        text = json.dumps(card, ensure_ascii=False, indent=2)
        if chosen.out:
            chosen.out.mkdir(parents=True, exist_ok=True)
            (chosen.out / f"{page}.{chosen.lang}.json").write_text(text, encoding="utf-8")
        else:
            print(text)  # noqa: T201  # that is what it is for


if __name__ == "__main__":
    main()
