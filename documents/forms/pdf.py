"""A DOCX as PDF, by LibreOffice where the machine has it.

Each paper is made by a process of its own, with a profile and a folder that are gone afterwards, without network where
the system lets one take that away, and ended after a minute with whatever it started.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from orgs.refusals import Refusal

log = logging.getLogger(__name__)

SECONDS = 60
# One at a time: each takes a whole processor and some hundred MB.
_turn = threading.Lock()
_APART = ("unshare", "--map-root-user", "--net", "--")


class NoPdf(Refusal):
    """LibreOffice made none. The sentence says what to do instead."""


def office() -> str | None:
    """The program, if this machine has it."""
    return shutil.which(settings.LIBREOFFICE) if settings.LIBREOFFICE else None


def is_here() -> bool:
    return office() is not None


def to_pdf(docx: bytes) -> bytes:
    """Raises NoPdf."""
    program = office()
    if program is None:
        raise NoPdf(_("This server makes no PDF. Take the DOCX."))
    if not _turn.acquire(timeout=SECONDS):
        raise NoPdf(_("PDFs are being made for others. Try again in a minute, or take the DOCX."))
    try:
        with tempfile.TemporaryDirectory(prefix="form-") as name:
            return _made(program, Path(name), docx)
    finally:
        _turn.release()


def _made(program: str, folder: Path, docx: bytes) -> bytes:
    (folder / "form.docx").write_bytes(docx)
    command = [
        *(_APART if _can_be_apart() else ()),
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "pdf"),
        *("--outdir", str(folder), str(folder / "form.docx")),
    ]
    # Nothing of the server's own settings; keys and passwords stand among them.
    environment = {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        status = process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        status = None
    finally:
        _end(process)
    made = folder / "form.pdf"
    if status != 0 or not made.is_file() or not made.read_bytes().startswith(b"%PDF-"):
        log.error("LibreOffice made no PDF (%s).", "out of time" if status is None else f"status {status}")
        raise NoPdf(_("The PDF could not be made. Take the DOCX, and tell the system's administrator."))
    return made.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """With whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@cache
def _can_be_apart() -> bool:
    """Whether this system lets a process be started without network."""
    if shutil.which(_APART[0]) is None:
        return False
    return subprocess.run([*_APART, "true"], check=False, capture_output=True, timeout=10).returncode == 0
