"""The forms that a case can have now, for whoever sees its file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.http import Http404

from admission_flow.access import FILE, case_for
from admission_flow.attaching import is_theirs
from admission_flow.models import Case, Paper, PaperFile
from admission_flow.paper_forms.catalogue import ADMISSION, RECOGNITION, PaperForm
from admission_flow.paper_forms.facts import Facts, facts_of, in_vietnamese
from admission_flow.paper_forms.values import Filled
from admission_flow.queries.paper_files import files_of
from documents.forms import office
from documents.forms.engine import Values, render
from orgs import access
from orgs.access import Account


@dataclass(frozen=True)
class FormHere:
    """A form as this case can have it. `key` is its name in addresses; `paper` the record that it is of, if there is
    one, and `files` what is attached to that."""

    form: PaperForm
    key: str
    about: str
    values: Values
    paper: Paper | None = None
    files: tuple[PaperFile, ...] = ()
    may_attach: bool = False


@dataclass(frozen=True)
class FormsPage:
    case: Case
    forms: list[FormHere]

    def get(self, key: str) -> FormHere:
        """Raises Http404."""
        found = next((one for one in self.forms if one.key == key), None)
        if found is None:
            raise Http404
        return found


@dataclass(frozen=True)
class Made:
    """A filled-in form, and the version of the template that it was filled into."""

    content: bytes
    template: int


def forms_page(person: Account, pk: int, *, at: datetime.datetime) -> FormsPage:
    """Raises Http404 for who does not see the file. The statements do not grow with forms, papers or files."""
    case = case_for(person, pk, at=at)
    if case.depth != FILE:
        raise Http404
    facts = facts_of(case)
    with in_vietnamese():
        filled = [(form, one) for form in forms_for(case) for one in form.build(facts)]
    held, files = access.capabilities(person, at), files_of(case)
    steps = {task.pk: task.step for task in facts.tasks}
    rows = []
    for form, one in filled:
        paper = _paper_of(facts, form, one)
        may = bool(
            paper
            and case.is_open
            and case.held_since is None
            and is_theirs(case, form.code, steps.get(paper.task_id or 0, ""), held)
        )
        key = f"{form.slug}-{one.of}" if one.of else form.slug
        rows.append(
            FormHere(form, key, one.about, one.values, paper, tuple(files.get(paper.pk, ())) if paper else (), may)
        )
    return FormsPage(case, rows)


def forms_for(case: Case) -> tuple[PaperForm, ...]:
    return RECOGNITION if case.is_recognition else ADMISSION


def make(here: FormHere) -> Made:
    """Raises Unfillable, FileAltered."""
    template = office.in_use(here.form.code)
    return Made(render(template.content, here.values), template.version)


def _paper_of(facts: Facts, form: PaperForm, one: Filled) -> Paper | None:
    return facts.paper(form.code, one.about if form.code == "3-KNĐ" else "")
