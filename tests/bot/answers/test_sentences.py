"""No sentence that reaches people in Slack is written in one language alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parents[1]
# What people in Slack read is made here; the rest speaks to whoever runs Amber, in English (`amber …`, logs).
SPOKEN = (
    "kpi_core", "bot/answers", "bot/blocks", "bot/delivery/post.py", "bot/delivery/slots.py",
    "bot/doctor", "bot/forms", "bot/listeners", "bot/tabs",
    "bot/access.py", "bot/accounts.py", "bot/commands.py", "bot/entry.py", "bot/grammar.py", "bot/lookup.py",
    "bot/people.py", "bot/permissions.py", "bot/personal.py", "bot/press.py", "bot/scopes.py",
    "bot/times.py", "bot/voice.py",
    "sheets/codec", "sheets/google/faults.py", "sheets/refresh.py",
)  # fmt: skip
# What takes a sentence and says it in the reader's language, or never shows it to them.
SAYS = frozenset({"say", "many", "mark", "Text", "Noun", "_error", "_warning", "_column", "_id"})
# Only an administrator can mend these; `bot.listeners.failures.told` introduces them in the reader's language.
INTRODUCED = frozenset({"SetupError", "Unavailable"})
UNSEEN = frozenset({"compile", "sub", "fullmatch", "search", "match", "error", "warning", "info", "exception", "debug"})
# A sentence has two words of letters with a space between; signs, keys and words to type have not.
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:;]? [a-z]{2,}")
# What is to be typed stands so in every language.
AS_IT_IS = frozenset(
    {
        "per account",
        "Data issues",
        "timed out",
        "/kpi risks",
        "this week",
        "last week",
        "last month",
        "all time",
        "nps @linh last quarter",
        "nps this month vs last month",
        "nps by team",
    }
)


def sources() -> Iterator[Path]:
    for name in SPOKEN:
        place = ROOT / name
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place] if place.exists() else []


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def hard_coded(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of every sentence that nothing says in the reader's language."""
    tree = ast.parse(source)
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        match node:
            case ast.Call() if called(node) == "Command":  # words to type, but for its help, which is marked
                pending += [one for one in node.args if isinstance(one, ast.Call)]
                continue
            case ast.MatchValue():
                continue
            case ast.Call() if called(node) in SAYS | INTRODUCED | UNSEEN:
                pending += [one.value for one in node.keywords]
                pending += [one for one in node.args if not isinstance(one, ast.Constant | ast.JoinedStr | ast.Tuple)]
                continue
            case ast.Raise(exc=ast.Call(func=ast.Name(id="ValueError" | "TypeError"))):
                continue  # a fault of the program, which no one is meant to read
            case ast.Expr(value=ast.Constant()):
                continue  # a docstring
            case ast.Dict() | ast.Set():
                pending += [one for one in (*getattr(node, "values", ()),) if not isinstance(one, ast.Constant)]
                continue  # words that people type
            case ast.Assign(targets=[ast.Name(id=name)]) if name.startswith("_MEND"):
                continue  # what an administrator does about a SetupError
            case ast.Constant(value=str(text)) if SENTENCE.search(text) and "(?" not in text and text not in AS_IT_IS:
                yield node.lineno, text
        pending += ast.iter_child_nodes(node)


def test_it_finds_a_hard_coded_sentence() -> None:
    source = (
        'def f(voice):\n    """Say it."""\n    voice.say("All is well")\n    return f"nothing is {well} here now"\n'
    )
    assert [(4, "nothing is "), (4, " here now")] == sorted(hard_coded(source), reverse=True)


def test_it_says_every_sentence_in_the_readers_language() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in sources()
        for line, text in hard_coded(path.read_text(encoding="utf-8"))
    ]
    assert [] == found
