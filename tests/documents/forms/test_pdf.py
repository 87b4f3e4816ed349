"""PDF by LibreOffice, here by stand-ins of it: what it is given, what becomes of its failures, and that it ends."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation

from documents.forms import pdf

Stand = Callable[[str], None]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """LibreOffice is this script; `$out` is where it puts what it makes, `$log` a file for the test."""
    monkeypatch.setattr(pdf, "_can_be_apart", lambda: False)

    def stand(script: str) -> Path:
        program, log = tmp_path / "soffice", tmp_path / "log"
        begin = f'#!/bin/sh\nlog={log}\nwhile [ "$1" != --outdir ]; do echo "$1" >>$log; shift; done\nout=$2\n'
        program.write_text(begin + script)
        program.chmod(0o700)
        setting = override_settings(LIBREOFFICE=str(program))
        setting.enable()
        done.append(setting)
        return log

    done: list[override_settings] = []
    yield stand
    for setting in done:
        setting.disable()


def test_what_it_makes_and_what_it_is_given(stand_in, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for it")
    log = stand_in('env >>$log; pwd >>$log; printf "%%PDF-1.7 " >$out/form.pdf; cat $out/form.docx >>$out/form.pdf')
    assert pdf.is_here()
    assert pdf.to_pdf(b"content") == b"%PDF-1.7 content"
    told = log.read_text()
    assert "SECRET_KEY" not in told
    assert "--headless" in told
    folder = told.splitlines()[-1]
    assert f"-env:UserInstallation=file://{folder}/profile" in told
    assert not Path(folder).exists()


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "echo no pdf >$out/form.pdf"], ids=["fails", "none", "other"])
def test_failures(stand_in, script: str, caplog: pytest.LogCaptureFixture) -> None:
    stand_in(script)
    with translation.override("en"), pytest.raises(pdf.NoPdf, match="could not be made"):
        pdf.to_pdf(b"content")
    assert "made no PDF" in caplog.text


def test_it_ends_with_whatever_it_started(stand_in, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    log = stand_in("sleep 300 & echo $! >>$log; echo $$ >>$log; wait")
    began = time.monotonic()
    with pytest.raises(pdf.NoPdf):
        pdf.to_pdf(b"content")
    assert time.monotonic() - began < 20
    for pid in log.read_text().split()[-2:]:
        assert _is_gone(int(pid))


def _is_gone(pid: int) -> bool:
    for _turn in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_one_at_a_time(stand_in, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in("exit 0")
    monkeypatch.setattr(pdf, "SECONDS", 0.1)
    with pdf._turn, translation.override("en"), pytest.raises(pdf.NoPdf, match="being made for others"):
        pdf.to_pdf(b"content")


@override_settings(LIBREOFFICE="no-such-office")
def test_where_it_is_not_installed() -> None:
    assert not pdf.is_here()
    with translation.override("en"), pytest.raises(pdf.NoPdf, match="makes no PDF"):
        pdf.to_pdf(b"content")


@pytest.mark.skipif(not pdf._can_be_apart(), reason="this system takes no network away")
def test_without_network() -> None:
    listed = subprocess.run([*pdf._APART, "ls", "/sys/class/net"], capture_output=True, text=True, check=True)
    assert os.listdir("/sys/class/net") != ["lo"] or listed.stdout.split() == ["lo"]
