"""What somebody does with a form: upload it, agree to what it changes, give it up, start it again. One verb each."""

from __future__ import annotations

import datetime
import hashlib

from django.db import IntegrityError, transaction
from django.utils import translation

from intake.access import require_loader
from intake.models import Line, Upload
from intake.refusals import AgreedAlready, NotShown, NotSilent, StillRunning
from journal import record
from journal.facts import fact_of
from notices.queueing import enqueue_on_commit
from orgs.models import User

State = Upload.State
READ, LOAD = "intake.tasks.read_form", "intake.tasks.load_form"
# After so many days without being loaded, what was uploaded is forgotten.
KEPT = datetime.timedelta(days=7)


def upload_form(content: bytes, name: str, *, acting_user: User, at: datetime.datetime) -> Upload:
    """To be read by the worker; what this person uploaded before and didn't load is given up.

    Raises Http404 for who doesn't load, StillRunning.
    """
    require_loader(acting_user, at)
    own = Upload.objects.filter(uploaded_by=acting_user)
    try:
        with transaction.atomic():
            upload = Upload.objects.create(
                uploaded_by=acting_user,
                uploaded_at=at,
                name=name,
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
                content=content,
                language=translation.get_language() or "",
                moved_at=at,
            )
            for earlier in own.filter(state__in=[State.SHOWN, State.REFUSED, State.STOPPED]).defer("content"):
                forget(earlier, State.DROPPED)
            enqueue_on_commit(READ, [upload.pk, upload.attempt])
            refs = {"upload": upload.pk, "sha256": upload.sha256, "size": upload.size}
            _record(upload, "upload_form", refs, acting_user, at)
    except IntegrityError as error:
        raise StillRunning(own.filter(state__in=Upload.LIVE).defer("content").first()) from error
    return upload


@transaction.atomic
def ask_to_load(upload_id: int, fingerprint: str, *, acting_user: User, at: datetime.datetime) -> Upload:
    """Agree to exactly what was shown. Raises Http404, AgreedAlready, NotShown where it is another preview by now."""
    require_loader(acting_user, at)
    upload = _locked(upload_id, acting_user)
    if upload is not None and upload.state in (State.ASKED, State.LOADING, State.LOADED):
        raise AgreedAlready(upload)
    if upload is None or upload.state != State.SHOWN or not fingerprint or upload.fingerprint != fingerprint:
        raise NotShown
    upload.state, upload.moved_at, upload.moved = State.ASKED, at, False
    upload.stage, upload.done, upload.total = "", 0, 0
    upload.attempt += 1
    upload.save(update_fields=["state", "moved_at", "moved", "stage", "done", "total", "attempt"])
    enqueue_on_commit(LOAD, [upload.pk, upload.attempt])
    refs = {"upload": upload.pk, "sha256": upload.sha256, "shown": fingerprint}
    _record(upload, "agree_to_form", refs, acting_user, at)
    return upload


@transaction.atomic
def start_again(upload_id: int, *, acting_user: User, at: datetime.datetime) -> Upload:
    """One whose worker has not been heard of for long: it is read anew, or loaded, whichever it was at.

    Raises Http404, NotSilent.
    """
    require_loader(acting_user, at)
    upload = _locked(upload_id, acting_user)
    if upload is None or not upload.is_silent(at):
        raise NotSilent
    loads = upload.state in (State.ASKED, State.LOADING)
    upload.attempt += 1
    upload.state, upload.moved_at = State.ASKED if loads else State.WAITING, at
    upload.save(update_fields=["attempt", "state", "moved_at"])
    enqueue_on_commit(LOAD if loads else READ, [upload.pk, upload.attempt])
    _record(upload, "start_form_again", {"upload": upload.pk, "attempt": upload.attempt}, acting_user, at)
    return upload


@transaction.atomic
def give_up(upload_id: int, *, acting_user: User, at: datetime.datetime) -> None:
    """Nothing of it is loaded, and what was uploaded is gone. Raises Http404, NotShown while a worker has it."""
    require_loader(acting_user, at)
    upload = _locked(upload_id, acting_user)
    if upload is None or upload.state not in (State.SHOWN, State.REFUSED, State.STOPPED):
        raise NotShown
    forget(upload, State.DROPPED)
    _record(upload, "give_form_up", {"upload": upload.pk}, acting_user, at)


def forget(upload: Upload, state: str) -> None:
    """Its bytes and its lines; what it was and what became of it stays."""
    Line.objects.filter(upload=upload).delete()
    upload.state, upload.content, upload.fingerprint = state, None, ""
    upload.save(update_fields=["state", "content", "fingerprint"])


@transaction.atomic
def forget_old(at: datetime.datetime) -> int:
    """Those that nobody loaded for days, whatever state they are in; returns how many."""
    old = Upload.objects.filter(moved_at__lt=at - KEPT, content__isnull=False).defer("content")
    forgotten = list(old.select_for_update(of=("self",)))
    for upload in forgotten:
        forget(upload, State.DROPPED)
    return len(forgotten)


def _locked(upload_id: int, person: User) -> Upload | None:
    return Upload.objects.select_for_update().defer("content").filter(pk=upload_id, uploaded_by=person).first()


def _record(upload: Upload, verb: str, refs: dict[str, object], acting_user: User, at: datetime.datetime) -> None:
    stream, facts = f"user:{acting_user.pk}", [fact_of(upload)]
    record.append(stream, verb, acting_user=acting_user, at=at, refs=refs, facts=facts)
