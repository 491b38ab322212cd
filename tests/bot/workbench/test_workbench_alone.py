"""`python -m bot.workbench`."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from bot.workbench.server import Workbench

COMMAND = (sys.executable, "-m", "bot.workbench", "--port")


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C is heard by what a test starts: what a script runs in the background hands on that it is not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_it_stands_alone_and_prints_its_address() -> None:
    with subprocess.Popen([*COMMAND, "0"], stdout=subprocess.PIPE, text=True) as alone:
        try:
            assert alone.stdout is not None
            address = alone.stdout.readline().split()[-1]
            with urlopen(f"{address}desk/state") as answer:
                assert 200 == answer.status
            alone.send_signal(signal.SIGINT)
            assert 0 == alone.wait(60)
        finally:
            alone.kill()


def test_a_taken_port_is_one_line_and_exit_code_2(bench: Workbench) -> None:
    port = bench.url.rpartition(":")[2]
    done = subprocess.run([*COMMAND, port], capture_output=True, text=True, check=False)
    assert (2, 1) == (done.returncode, len(done.stderr.splitlines()))
    assert done.stderr.startswith(f"port {port} cannot be used")
