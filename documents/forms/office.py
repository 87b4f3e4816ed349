"""Which template of a form is in use: the office's newest, or the one that came with the system.

Uploading one and going back to an earlier one are acts of an administrator, in the journal's stream of the office.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from documents import store
from documents.forms.built_in import built_in
from documents.forms.engine import check
from documents.forms.language import Fields
from documents.models import FormTemplate, StoredFile
from documents.recognise import name_of
from journal import record
from journal.facts import fact_of
from orgs.models import User
from orgs.refusals import NotYours, Refusal

BUILT_IN = 0
# Of PostgreSQL's advisory locks: templates are changed one at a time.
_CHANGE_LOCK = 4_021_967


class TemplateRefused(Refusal):
    """`sentences` are all that is wrong with it. Nothing was stored."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True)
class InUse:
    """`version` is BUILT_IN where the office has never had its own."""

    version: int
    content: bytes


def in_use(code: str) -> InUse:
    """One statement. Raises FileAltered where the bytes on disk are not those that were uploaded."""
    newest = FormTemplate.objects.filter(code=code).select_related("file").order_by("-version").first()
    if newest is None:
        return InUse(BUILT_IN, built_in(code))
    return InUse(newest.version, content_of(newest))


def content_of(row: FormTemplate) -> bytes:
    """Raises FileAltered."""
    return store.read(row.file) if row.file else built_in(row.code)


def versions_of(code: str) -> list[FormTemplate]:
    """The newest first. One statement."""
    rows = FormTemplate.objects.filter(code=code).select_related("file", "uploaded_by__person")
    return list(rows.order_by("-version"))


def newest_versions() -> dict[str, FormTemplate]:
    """By code. One statement."""
    rows = FormTemplate.objects.select_related("uploaded_by__person").order_by("code", "-version")
    return {row.code: row for row in rows.distinct("code")}


def upload_template(
    code: str, content: bytes, name: str, known: Fields, *, acting_user: User, at: datetime.datetime
) -> FormTemplate:
    """The next version, in use from now on. `known` is what this form has.

    Raises NotYours, FileRefused for a name that can't be kept, TemplateRefused.
    """
    require_administrator(acting_user)
    name = name_of(name)
    if sentences := check(content, known, name):
        raise TemplateRefused(sentences)
    with store.drafted([content]) as draft, transaction.atomic():
        before = _newest(code)
        if before is not None and before.file is not None and before.file.sha256 == draft.sha256:
            raise TemplateRefused([str(_("This very template is in use already. Nothing was recorded twice."))])
        stored = store.keep(draft, StoredFile.Kind.DOCX, acting_user=acting_user, at=at)
        return _record("upload_template", code, before, stored, name, None, acting_user=acting_user, at=at)


@transaction.atomic
def restore_template(code: str, version: int, *, acting_user: User, at: datetime.datetime) -> FormTemplate:
    """Use an earlier version again, or with BUILT_IN the one that came with the system.

    Raises NotYours, TemplateRefused where it is in use already, FormTemplate.DoesNotExist.
    """
    require_administrator(acting_user)
    before = _newest(code)
    row = FormTemplate.objects.select_related("file").get(code=code, version=version) if version else None
    file, name = (row.file, row.name) if row else (None, "")
    if before is None or before.file == file:
        raise TemplateRefused([str(_("This template is in use already."))])
    return _record("restore_template", code, before, file, name, version, acting_user=acting_user, at=at)


def require_administrator(acting_user: User) -> None:
    """Raises NotYours."""
    if not (acting_user.is_active and acting_user.is_superuser):
        raise NotYours(_("The templates of forms are kept by the system's administrator. Ask there for the change."))


def _newest(code: str) -> FormTemplate | None:
    """Alone with the templates of this and every other form, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHANGE_LOCK])
    return FormTemplate.objects.filter(code=code).select_related("file").order_by("-version").first()


def _record(
    verb: str,
    code: str,
    before: FormTemplate | None,
    file: StoredFile | None,
    name: str,
    as_version: int | None,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> FormTemplate:
    row = FormTemplate.objects.create(
        code=code,
        version=before.version + 1 if before else 1,
        file=file,
        name=name,
        as_version=as_version,
        uploaded_by=acting_user,
        at=at,
    )
    refs = {"form": code, "version": row.version, "as_version": as_version, "sha256": file.sha256 if file else ""}
    facts = [fact_of(row), *([fact_of(file)] if file else [])]
    record.append(record.OFFICE, verb, acting_user=acting_user, at=at, refs=refs, facts=facts)
    return row
