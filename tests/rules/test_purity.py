"""Rules ask nobody: they load without Django, and so without a database, a request or a clock."""

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LOAD_ALL = """
import pkgutil, sys, admission_flow.rules as rules
for module in pkgutil.iter_modules(rules.__path__):
    __import__(f"{rules.__name__}.{module.name}")
print(*sorted({name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names) - {"__main__"}))
"""


def test_rules_load_nothing_but_the_standard_library() -> None:
    loaded = subprocess.run(
        [sys.executable, "-S", "-c", LOAD_ALL], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == ["admission_flow"]
