"""`amber demo` as people start it: one command, a page that answers, and nothing left running."""

import os
import re
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

pytestmark = [pytest.mark.xdist_group("command"), pytest.mark.timeout(600)]  # it takes seconds to start


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A person's folders, which stay from start to start."""
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_prints_its_page_and_ends(home, ending):
    environment = os.environ | {
        "XDG_DATA_HOME": str(home),
        "AMBER_CACHE": str(home / "cache"),
        "AMBER_STORE": "",
    }
    words = [sys.executable, "-m", "bot", "demo", "--no-browser"]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as demo:
        try:
            ready, book, _ = (demo.stdout.readline() for _ in range(3))
            page = re.search(r"http://127\.0\.0\.1:\d+/", ready)
            with urlopen(page[0]) as answer:
                assert b"<title>" in answer.read()
            assert book.endswith(f"{home}/amber/demo/amber-demo.xlsx\n")
        finally:
            demo.send_signal(ending)
    assert 0 == demo.returncode
    with pytest.raises(OSError, match="refused"):
        urlopen(page[0])
