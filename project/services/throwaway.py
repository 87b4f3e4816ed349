"""Embedded servers in a folder of their own that vanish with whoever asked for them, however it ends.

A keeper process holds them: it waits for the end of its standard input, which the system closes even when the
asker is killed, and then stops the servers and removes the folder.
`python -m project.services.throwaway COMMAND …` runs a command with them.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from project.environment import SettingError
from project.services import ServiceError, lifecycle

MODULE = "project.services.throwaway"
CHECKOUT = Path(__file__).resolve().parents[2]


@contextmanager
def throwaway_servers(beneath: Path | None = None) -> Iterator[dict[str, str]]:
    """The variables to add to the environment of who will use the servers, whose folder is made beneath that one or
    where temporary ones are. Raises ServiceError."""
    with subprocess.Popen(
        [sys.executable, "-m", MODULE],
        cwd=CHECKOUT,
        env=os.environ | ({"TMPDIR": str(beneath)} if beneath else {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C in the terminal is for the asker
    ) as keeper:
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        folder = keeper.stdout.readline().strip()
        if not folder:
            raise ServiceError("The servers for this run did not start.")
        try:
            yield {"DATA_DIR": folder}
        finally:
            keeper.stdin.close()


def keep() -> int:
    # Its end is the end of its input; a signal meant for its asker must not leave servers behind.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    folder = tempfile.mkdtemp(prefix="admission-")
    # The servers of root run as another account and pass through.
    os.chmod(folder, 0o711)  # noqa: S103
    os.environ["DATA_DIR"] = folder
    try:
        lifecycle.start(throwaway=True)
        print(folder, flush=True)
        sys.stdin.read()
    except (ServiceError, SettingError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        lifecycle.stop(throwaway=True)
        shutil.rmtree(folder)
    return 0


def run(command: list[str]) -> int:
    try:
        with throwaway_servers() as variables:
            return subprocess.run(command, env=os.environ | variables, check=False).returncode
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]) if sys.argv[1:] else keep())
