"""What the worker does with an uploaded form: reads and compares it, or loads it, and tells how far it is."""

from __future__ import annotations

import logging
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from intake.access import require_loader
from intake.models import Line, Upload
from intake.uploading import forget
from journal import record
from orgs.loading.compare import Difference, Fingerprint
from orgs.loading.load import FormRefused, Loading, OtherThanShown, Preview, load_bloc, preview, summary_line
from orgs.loading.sheets import Problem

logger = logging.getLogger(__name__)

State, Kind = Upload.State, Line.Kind
# Seconds between two words of how far it is.
EVERY = 1.0
BATCH = 2000
# So many problems are kept to be looked at; nobody mends more before uploading anew.
MOST_PROBLEMS = 2000


class Overtaken(Exception):  # noqa: N818  # no fault: somebody started it again, and this worker stops
    """Another worker has the form now."""


def read(upload_id: int, attempt: int) -> None:
    """Compare the form with the database, and keep what it would change. One that was started again meanwhile, or is
    through, is left alone."""
    upload = _taken(upload_id, attempt, State.WAITING, State.READING)
    if upload is not None:
        with _carrying_out(upload):
            require_loader(upload.uploaded_by, timezone.now())
            _compare(upload)


def load(upload_id: int, attempt: int) -> None:
    """Load the form if it still changes what its uploader agreed to; else it is compared anew, and nothing loaded."""
    upload = _taken(upload_id, attempt, State.ASKED, State.LOADING)
    if upload is None:
        return
    with _carrying_out(upload):
        require_loader(upload.uploaded_by, timezone.now())
        try:
            _load(upload)
        except OtherThanShown:
            Upload.objects.filter(pk=upload.pk, attempt=attempt).update(state=State.READING, moved=True)
            upload.state, upload.moved = State.READING, True
            _compare(upload)


def _taken(upload_id: int, attempt: int, waiting: str, working: str) -> Upload | None:
    begun = Upload.objects.filter(pk=upload_id, attempt=attempt, state__in=[waiting, working])
    if not begun.update(state=working, moved_at=timezone.now(), done=0, total=0, stage=""):
        return None
    return Upload.objects.select_related("uploaded_by").get(pk=upload_id)


@contextmanager
def _carrying_out(upload: Upload) -> Iterator[None]:
    """In the language of who uploaded it; whatever it ends with stands in its row."""
    with translation.override(upload.language):
        try:
            yield
        except Overtaken:
            return
        except FormRefused as refused:
            _refused(upload, refused.problems)
        except Http404:
            _stopped(upload, _("Whoever uploaded it no longer loads the office's form."))
        except Exception as error:
            logger.exception("Uploaded form %d failed.", upload.pk)
            what = _("It broke off (%(error)s). Upload it again; if it breaks off again, tell the administrator.")
            _stopped(upload, what % {"error": type(error).__name__})


@contextmanager
def _on_disk(upload: Upload) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(bytes(upload.content or b""))
        file.flush()
        yield Path(file.name)


def _compare(upload: Upload) -> None:
    with _on_disk(upload) as path, Progress(upload) as tell:
        found = preview(path, at=timezone.now(), tell=tell)
        with transaction.atomic():
            Line.objects.filter(upload=upload).delete()
            fingerprint, counts = _keep(upload, found)
            _end(
                upload,
                State.SHOWN,
                as_of=found.as_of,
                sheets=[{"name": name, "rows": rows, **counts.get(name, {})} for name, rows in found.rows.items()],
                fingerprint=fingerprint.value,
                register=found.before,
                problems=0,
            )
            totals = sum(counts.values(), Counter[str]())
            told = {"new": totals[Kind.NEW], "changed": totals[Kind.CHANGED], "shown": fingerprint.value}
            _record(upload, "form_compared", {"upload": upload.pk, **told})


def _keep(upload: Upload, found: Preview) -> tuple[Fingerprint, dict[str, Counter[str]]]:
    fingerprint, counts = Fingerprint(), dict[str, Counter[str]]()
    differences = iter(found.differences)
    while batch := list(islice(differences, BATCH)):
        for one in batch:
            fingerprint.add(one)
            counts.setdefault(one.sheet, Counter())[_kind(one)] += 1
        Line.objects.bulk_create(
            Line(upload=upload, kind=_kind(one), sheet=one.sheet, row=one.row, words=one.label, columns=one.columns)
            for one in batch
        )
    return fingerprint, counts


def _kind(one: Difference) -> str:
    return Kind.NEW.value if one.new else Kind.CHANGED.value


def _load(upload: Upload) -> None:
    with _on_disk(upload) as path, Progress(upload) as tell, transaction.atomic():
        # Kept with every grant, so in the office's language, whatever this one speaks.
        with translation.override(settings.LANGUAGE_CODE):
            reason = _("loaded from the register")
        loading = load_bloc(
            path,
            acting_user=upload.uploaded_by,
            at=timezone.now(),
            reason=reason,
            shown=upload.fingerprint,
            tell=tell,
        )
        forget(upload, State.LOADING)
        _end(upload, State.LOADED, register=loading.register, what=_said(loading))


def _said(loading: Loading) -> str:
    line = summary_line(loading.figures)
    if loading.changes is None:
        return _("This file had been loaded meanwhile; nothing was written.") + "\n" + line
    return line


def _refused(upload: Upload, problems: list[Problem]) -> None:
    with transaction.atomic():
        Line.objects.filter(upload=upload).delete()
        Line.objects.bulk_create(
            Line(upload=upload, kind=Kind.PROBLEM, sheet=one.sheet, row=one.row, column=one.column, words=one.what)
            for one in problems[:MOST_PROBLEMS]
        )
        _end(upload, State.REFUSED, problems=len(problems), fingerprint="", sheets=[])
        _record(upload, "form_compared", {"upload": upload.pk, "problems": len(problems)})


def _stopped(upload: Upload, what: str) -> None:
    with transaction.atomic():
        _end(upload, State.STOPPED, what=what)


def _end(upload: Upload, state: str, **columns: object) -> None:
    """Raises Overtaken where it was started again meanwhile, so that nothing of this attempt stays."""
    own = Upload.objects.filter(pk=upload.pk, attempt=upload.attempt, state__in=Upload.LIVE)
    if not own.update(state=state, moved_at=timezone.now(), **columns):
        raise Overtaken


def _record(upload: Upload, verb: str, refs: dict[str, object]) -> None:
    record.append(f"user:{upload.uploaded_by_id}", verb, acting_user=None, at=timezone.now(), refs=refs)


class Progress:
    """Tells how far it is, over a connection of its own: what is being loaded is one transaction, and nobody sees
    anything of it before it is through. Raises Overtaken where it is no longer this attempt's."""

    def __init__(self, upload: Upload) -> None:
        self._upload, self._attempt = upload.pk, upload.attempt
        self._beside = connection.copy()
        self._told = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_error: object) -> None:
        self._beside.close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() - self._told < EVERY:
            return
        self._told = time.monotonic()
        with self._beside.cursor() as cursor:
            cursor.execute(
                "UPDATE intake_upload SET stage = %s, done = %s, total = %s, moved_at = clock_timestamp() "
                "WHERE id = %s AND attempt = %s AND state IN ('reading', 'loading')",
                [stage, done, total, self._upload, self._attempt],
            )
            if not cursor.rowcount:
                raise Overtaken
