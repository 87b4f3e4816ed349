"""How a page calls a verb from a form that was filled in."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from admission_flow.refusals import AlreadyHappened, Busy, InvalidFacts, NotYours
from orgs.refusals import Refusal


def call(form: forms.Form, act: Callable[[], object], *, beyond: tuple[type[Refusal], ...] = ()) -> bool:
    """Whether the verb did it. What it refuses for its facts is given back with the form, nothing typed being lost.

    Raises NotYours, AlreadyHappened, Busy and those `beyond`, which no other filling in would help.
    """
    not_of_this_form: tuple[type[Refusal], ...] = (NotYours, AlreadyHappened, Busy, *beyond)
    try:
        act()
    except not_of_this_form:
        raise
    except InvalidFacts as refusal:
        for field, sentences in refusal.errors.items():
            for sentence in sentences:
                form.add_error(field if field in form.fields else None, str(sentence))
        return False
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True


def status_of(refusal: Refusal) -> int:
    """Of the page that shows what no other filling in would help: not one's own, or not of now."""
    return 403 if isinstance(refusal, NotYours) else 409
