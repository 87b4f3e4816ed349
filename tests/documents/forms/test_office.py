"""The office's templates: uploaded, replaced, taken back; each an act of an administrator, none ever changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone, translation

from documents.forms import office
from documents.forms.built_in import built_in
from documents.forms.engine import fields_of
from documents.models import FormTemplate
from documents.recognise import FileRefused
from journal.models import Entry
from journal.verify import verify
from orgs.models import User
from orgs.refusals import NotYours
from tests.databases import at_once
from tests.documents.forms.templates import KNOWN, template
from tests.people import Bloc, build_bloc

CODE = "6-KNĐ"


@pytest.fixture(autouse=True)
def _english(files_dir):
    with translation.override("en"):
        yield


def upload(user: User, text: str = "{{ full_name }}", name: str = "mau.docx") -> FormTemplate:
    return office.upload_template(CODE, template(text), name, KNOWN, acting_user=user, at=timezone.now())


def restore(user: User, version: int) -> FormTemplate:
    return office.restore_template(CODE, version, acting_user=user, at=timezone.now())


def entries() -> list[Entry]:
    return list(Entry.objects.filter(stream="office:1", verb__endswith="_template").order_by("seq"))


def test_before_any_the_one_that_came_with_the_system(db: None) -> None:
    assert office.in_use(CODE) == office.InUse(0, built_in(CODE))


def test_the_newest_is_in_use_and_all_stay(bloc: Bloc) -> None:
    upload(bloc.administrator, "một {{ full_name }}")
    upload(bloc.administrator, "hai {{ full_name }}")
    assert fields_of(office.in_use(CODE).content).texts == {"full_name"}
    assert [row.version for row in office.versions_of(CODE)] == [2, 1]
    assert office.in_use("8-KNĐ").version == 0
    assert [(one.refs["form"], one.refs["version"]) for one in entries()] == [(CODE, 1), (CODE, 2)]
    assert {fact["table"] for fact in entries()[0].facts} == {"documents.formtemplate", "documents.storedfile"}


def test_back_to_an_earlier_one_and_to_the_first(bloc: Bloc) -> None:
    first = upload(bloc.administrator, "một {{ full_name }}")
    upload(bloc.administrator, "hai {{ full_name }}")
    back = restore(bloc.administrator, 1)
    assert (back.version, back.as_version, back.file, back.name) == (3, 1, first.file, "mau.docx")
    again = restore(bloc.administrator, 0)
    assert (again.version, again.as_version, again.file) == (4, 0, None)
    assert office.in_use(CODE) == office.InUse(4, built_in(CODE))
    assert [one.verb for one in entries()] == [*["upload_template"] * 2, *["restore_template"] * 2]


def test_a_second_click(bloc: Bloc) -> None:
    content = template("{{ full_name }}")
    given = (CODE, content, "mau.docx", KNOWN)
    office.upload_template(*given, acting_user=bloc.administrator, at=timezone.now())
    with pytest.raises(office.TemplateRefused, match="in use already"):
        office.upload_template(*given, acting_user=bloc.administrator, at=timezone.now())
    with pytest.raises(office.TemplateRefused, match="in use already"):
        restore(bloc.administrator, 1)
    restore(bloc.administrator, 0)
    with pytest.raises(office.TemplateRefused, match="in use already"):
        restore(bloc.administrator, 0)
    assert FormTemplate.objects.count() == len(entries()) == 2


def test_refused_for_what_it_asks_and_for_its_name(bloc: Bloc) -> None:
    with pytest.raises(office.TemplateRefused) as refused:
        upload(bloc.administrator, "{{ nobody }} {{ full_name.__class__ }}")
    assert len(refused.value.sentences) == 2
    with pytest.raises(FileRefused):
        upload(bloc.administrator, name="../mau.docx")
    with pytest.raises(FormTemplate.DoesNotExist):
        restore(bloc.administrator, 7)
    assert not FormTemplate.objects.exists()
    assert entries() == []


@pytest.mark.parametrize("who", ["organisation_board", "office", "auditor", "bloc_secretary"])
def test_by_an_administrator_only(bloc: Bloc, who: str) -> None:
    act: Callable[[User], FormTemplate]
    for act in (upload, lambda user: restore(user, 0)):
        with pytest.raises(NotYours):
            act(getattr(bloc, who))
    assert not FormTemplate.objects.exists()


def test_two_at_once_are_two_versions(own_database: str) -> None:
    administrator = build_bloc().administrator
    outcomes = at_once(*(partial(upload, administrator, f"{one} {{{{ full_name }}}}") for one in "ab"))
    assert sorted(row.version for row in outcomes if isinstance(row, FormTemplate)) == [1, 2]
    assert verify().holds
