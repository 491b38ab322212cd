"""What does not compute does not wait for what computes."""

import subprocess
import sys

import pytest

NAMED = """
import pkgutil, sys
import {modules}
for package in ({modules},):
    for module in pkgutil.iter_modules(getattr(package, "__path__", ()), package.__name__ + "."):
        __import__(module.name)
print(sorted({{"pandas", "pyarrow", "narwhals"}} & set(sys.modules)))
"""


@pytest.mark.parametrize("modules", ["bot.delivery, bot.state", "bot.cli.service, bot.cli.options"])
def test_it_starts_without_pandas(modules):
    said = subprocess.run(
        [sys.executable, "-c", NAMED.format(modules=modules)], capture_output=True, text=True, check=True
    )
    assert "[]\n" == said.stdout
