"""The application and the biography: what the candidate declares, and what a later supplement changes in it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.formats import localize
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.act import Act, add_papers, begin, conclude, decide, make_fall
from admission_flow.decisions.given import DeclarationGiven, RelativeGiven
from admission_flow.models import Candidate, Decision, Relative
from admission_flow.refusals import InvalidFacts
from orgs.models import Person, User
from orgs.names import is_name
from orgs.refusals import NO_NAME

# What the register keeps of everybody stands with the person, the rest with the candidate. Field of the profile -> the
# fact that conclusions rest on (rules/standing.py); "" where none does. Source: form 2-KNĐ (domain, section 9).
PERSON_FIELDS: dict[str, str] = {
    "birth_name": "biography",
    "hometown": "biography",
    "ethnicity": "biography",
    "religion": "biography",
    "general_education": "biography",
    "professional_education": "",
    "political_theory": "",
    "languages": "",
    "occupation": "",
}
CANDIDATE_FIELDS: dict[str, str] = {
    "aliases": "biography",
    "birth_place": "biography",
    "permanent_residence": "residence",
    "current_residence": "residence",
    "social_class": "biography",
    "organisations": "organisations",
    "life_history": "biography",
    "rewards": "",
    "discipline": "biography",
}
PROFILE_FIELDS = PERSON_FIELDS | CANDIDATE_FIELDS
REQUIRED = (
    *("hometown", "ethnicity", "religion", "general_education"),
    *("birth_place", "permanent_residence", "life_history"),
)
ONE_OF_EACH = ("father", "mother", "spouse", "spouse_father", "spouse_mother")
PARENTS = frozenset({Relative.Relation.FATHER, Relative.Relation.MOTHER, Relative.Relation.CARER})
RELATIVE_FIELDS = (
    "relation", "full_name", "birth_year", "occupation", "residence", "is_member", "is_alive", "is_adult",
)  # fmt: skip


def declare(
    case_id: int, task_id: int, given: DeclarationGiven, *, acting_user: User, at: datetime.datetime
) -> Decision:
    """Record forms 1-KNĐ and 2-KNĐ: the profile, the relatives, the papers' dates.

    Declared again, what rested on a fact that has changed falls.
    """
    with transaction.atomic():
        if not given.papers:
            raise InvalidFacts.of("papers", _("Record the application and the biography: both papers have a date."))
        dated = max(paper.dated for paper in given.papers)
        act = begin(case_id, task_id, "declaration", acting_user=acting_user, at=at, dated=dated)
        changed = write_profile(act, given.profile) | write_relatives(act, given.relatives)
        fell = make_fall(act, changed)
        add_papers(act, given.papers)
        facts = {"relatives": len(given.relatives), **({"again": fell} if fell else {})}
        decision = decide(act, "declared", facts=facts)
        return conclude(act, "declare", decision)


def write_profile(act: Act, profile: Mapping[str, str]) -> set[str]:
    """Save the profile; returns the facts that changed. Raises InvalidFacts for a required field left empty and for a
    text that is too long."""
    candidate: Candidate = act.case.candidate
    too_long = {name: most for name, text in profile.items() if len(text.strip()) > (most := _most(name))}
    if too_long:
        sentence = _("At most %(most)s characters fit here.")
        raise InvalidFacts({name: [sentence % {"most": localize(most)}] for name, most in too_long.items()})
    empty = [name for name in REQUIRED if not profile.get(name, told_of(candidate, name)).strip()]
    if empty:
        raise InvalidFacts({name: [_("The declaration needs this; ask the candidate.")] for name in empty})
    differing = [name for name, text in profile.items() if told_of(candidate, name) != text.strip()]
    for row, fields in ((candidate.person, PERSON_FIELDS), (candidate, CANDIDATE_FIELDS)):
        columns = [name for name in differing if name in fields]
        for name in columns:
            setattr(row, name, profile[name].strip())
        if columns:
            row.save(update_fields=columns)
        act.rows.append(row)
    return {PROFILE_FIELDS[name] for name in differing} - {""}


def told_of(candidate: Candidate, name: str) -> str:
    """A field of the profile as it stands."""
    text: str = getattr(candidate.person if name in PERSON_FIELDS else candidate, name)
    return text


def write_relatives(act: Act, given: Sequence[RelativeGiven]) -> set[str]:
    """Replace the declared relatives where they differ; the old rows stay, marked. Returns the facts that changed.

    Raises InvalidFacts for a declaration that can't be complete.
    """
    current = current_relatives(act.case.candidate)
    if given and _as_told(current) == _as_told(given):
        return set()
    _refuse_incomplete(given, act.day)
    _refuse_impossible(given, act.case.candidate.person.birth_date.year)
    for row in current:
        row.replaced_at = act.at
    Relative.objects.filter(pk__in=[row.pk for row in current]).update(replaced_at=act.at)
    act.rows += current
    rows = [
        Relative(candidate=act.case.candidate, case=act.case, **{name: getattr(one, name) for name in RELATIVE_FIELDS})
        for one in given
    ]
    act.rows += Relative.objects.bulk_create(rows)
    return {"relatives"}


def _most(name: str) -> int:
    """How many characters this field of the profile holds."""
    field: Any = (Person if name in PERSON_FIELDS else Candidate)._meta.get_field(name)
    most: int = field.max_length
    return most


def _refuse_incomplete(given: Sequence[RelativeGiven], day: datetime.date) -> None:
    """Form 2-KNĐ names the parents, or who raised the candidate, whether they live or not (domain, section 6)."""
    if not any(one.relation in PARENTS for one in given):
        raise InvalidFacts.of(
            "relatives",
            _("No parent is declared, nor who raised the candidate. Add them, also those who have died."),
        )
    for one in given:
        if not is_name(one.full_name):
            raise InvalidFacts.of("relatives", f"{one.full_name}: {NO_NAME}")
        if one.birth_year and one.birth_year > day.year:
            raise InvalidFacts.of(
                "relatives", _("%(name)s: the birth year lies in the future.") % {"name": one.full_name}
            )


def _refuse_impossible(given: Sequence[RelativeGiven], born: int) -> None:
    """Two fathers, a father younger than the candidate, a child who is a member: `born` is the candidate's year."""
    for relation in ONE_OF_EACH:
        alike = [one for one in given if one.relation == relation]
        if len(alike) > 1:
            sentence = _("%(names)s: only one person can be declared as %(relation)s.")
            names = get_text_list([one.full_name for one in alike], _("and"))
            told = {"names": names, "relation": Relative.Relation(relation).label}
            raise InvalidFacts.of("relatives", sentence % told)
    for one in given:
        younger = one.relation in ("father", "mother") and one.birth_year and one.birth_year >= born
        older = one.relation == "child" and one.birth_year and one.birth_year <= born
        if younger or older:
            sentence = _("%(name)s: the birth year doesn't fit the candidate's own, %(year)s. Check it.")
            raise InvalidFacts.of("relatives", sentence % {"name": one.full_name, "year": born})
        if one.relation == "child" and one.is_member and not one.is_adult:
            sentence = _("%(name)s: a party member is of age. Check both answers.")
            raise InvalidFacts.of("relatives", sentence % {"name": one.full_name})


def _as_told(relatives: Sequence[Relative | RelativeGiven]) -> list[tuple[str, ...]]:
    """Comparable, whatever the order in which they are told."""
    return sorted(tuple(str(getattr(one, name)) for name in RELATIVE_FIELDS) for one in relatives)


def current_relatives(candidate: Candidate) -> list[Relative]:
    return list(Relative.objects.filter(candidate=candidate, replaced_at__isnull=True).order_by("pk"))
