"""Processes that live no longer than we do."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from queue import SimpleQueue

STOP_SECONDS = 10
_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


class Children:
    """Started by name; `wait` says which ended first; `stop` ends all, politely and then not."""

    def __init__(self) -> None:
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._ended: SimpleQueue[str] = SimpleQueue()
        self._libc = ctypes.CDLL(None)

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        process = subprocess.Popen(
            command,
            env=environment,
            # A session of its own: Ctrl-C in the terminal is for us, and we stop them in our order.
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            preexec_fn=self._die_with_parent,  # noqa: PLW1509  (it calls the kernel only)
        )
        self._processes[name] = process
        threading.Thread(target=self._watch, args=(name, process), daemon=True).start()

    def wait(self, seconds: float | None = None) -> tuple[str, int]:
        """The first that ended, and its status. Raises queue.Empty after `seconds`."""
        name = self._ended.get(timeout=seconds)
        return name, self._processes[name].returncode

    def stop(self) -> None:
        for process in self._processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            # Its own children, too: each leads a group.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            process.wait()

    def _watch(self, name: str, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        self._ended.put(name)

    def _die_with_parent(self) -> None:
        """Killed outright, we could not stop them: the kernel does."""
        self._libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
