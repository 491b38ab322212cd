"""The real Bolt app over a real websocket."""

from __future__ import annotations

from typing import Any

C = "C0TEAM"


def test_it_answers_a_slash_command(bolt: Any) -> None:
    @bolt.app.command("/kpi")
    def kpi(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        ack()
        respond(f"you asked: {command['text']}")

    linh = bolt.bench.as_user("U0LINH")
    assert {"ok": True} == linh.command("/kpi", "nps", C)
    seen = bolt.bench.wait_for(lambda: [m for m in linh.messages(C) if m["text"] == "you asked: nps"])
    assert seen[0]["is_ephemeral"]
    assert not [m for m in bolt.bench.as_user("U0MINH").messages(C) if m["text"] == "you asked: nps"]
