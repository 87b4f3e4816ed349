"""What the pages of a class share: the page itself with a refusal on it, and how a verb is called from a form."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from admission_flow.forms import calling
from admission_flow.refusals import NotYours
from orgs.refusals import Refusal
from training.access import class_for, rights_of
from training.models import TrainingClass
from training.queries.page import class_page
from training.refusals import ClassEnded, NotClosable


def draw(request: HttpRequest, pk: int, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    """The page of the class as it is now."""
    page = class_page(request.user, pk, at=timezone.now())
    return render(
        request, "training/class.html", {"page": page, "found": page.found, "refusal": refusal}, status=status
    )


def run_by(request: HttpRequest, pk: int, now: datetime.datetime) -> TrainingClass:
    """The class, for a page of its training centre. Raises Http404, NotYours or ClassEnded."""
    found = class_for(request.user, pk, at=now)
    if not rights_of(request.user, now).runs(found):
        raise NotYours
    if not found.is_open:
        raise ClassEnded(found)
    return found


def refused(request: HttpRequest, pk: int, refusal: Refusal) -> HttpResponse:
    """Of an act that is not this person's, or that has happened: the class as it is, with the sentence."""
    return draw(request, pk, refusal=refusal, status=403 if isinstance(refusal, NotYours) else 409)


def call(form: forms.Form, act: Callable[[], object]) -> bool:
    """As `calling.call`; raises NotClosable too."""
    return calling.call(form, act, beyond=(NotClosable,))
