"""What is sent to Slack again and what is not, over real sockets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from bot.listeners.calls import web_client, webhook


class LosesReplies:
    """Takes whole requests and hangs up without an answer."""

    def __init__(self) -> None:
        self.taken = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                lines = list(iter(stream.readline, b"\r\n"))
                length = next(int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length"))
                stream.read(length)
                self.taken += 1


@pytest.fixture
def slack() -> Iterator[LosesReplies]:
    slack = LosesReplies()
    yield slack
    slack.stop()


def test_a_message_whose_reply_got_lost_is_not_posted_again(slack: LosesReplies) -> None:
    with pytest.raises(OSError, match="closed connection"):
        web_client("xoxb-1", slack.url).chat_postMessage(channel="C1", text="Good morning")
    assert 1 == slack.taken


def test_an_answer_whose_reply_got_lost_is_not_given_again(slack: LosesReplies) -> None:
    with pytest.raises(OSError, match="closed connection"):
        webhook(slack.url).send_dict({"text": "Good morning"})
    assert 1 == slack.taken
