"""Every notice of this room says something, in both languages, and names nobody."""

from __future__ import annotations

import pytest
from django.utils import translation

from notices.kinds import rendered
from notices.models import Notice
from tests.people import Bloc
from tests.training.classes import Centre, waiting

KINDS = ("class_planned", "class_changed", "class_cancelled", "class_enrolled", "class_taken_out", "class_not_passed")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_kind_has_its_words(bloc: Bloc, language: str) -> None:
    centre = Centre(bloc)
    enrolled = centre.held(waiting(bloc, 3))
    centre.change(place="Hội trường tỉnh")
    centre.take_out(enrolled[0])
    centre.grade(enrolled[1])
    centre.close()
    centre.plan(number="02-2026")
    centre.enrol([enrolled[1].case])
    centre.cancel()
    told = {one.kind: one for one in Notice.objects.filter(recipient=bloc.cell_secretary)}
    names = {one.case.candidate.person.full_name for one in enrolled}
    with translation.override(language):
        neutral = rendered("nothing known", {})
        for kind in KINDS:
            said = rendered(kind, told[kind].params)
            assert said != neutral, kind
            assert not any(name in said.text for name in names), kind


def test_what_was_told_of_a_plan_asks_nothing_once_the_class_has_ended(bloc: Bloc) -> None:
    centre = Centre(bloc)
    cases = waiting(bloc, 2)
    centre.held(cases)
    plan = Notice.objects.filter(kind="class_planned", recipient=bloc.cell_secretary)
    assert plan.get().settled_at is None
    centre.close()
    assert plan.get().settled_at is not None
