"""What the rules find for a nomination as given, before anything is locked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from admission_flow.decisions.eligibility import (
    refuse_against,
    refuse_unjudged,
    refuse_unsound,
    refuse_unsound_judgements,
)
from admission_flow.decisions.given import IntroducerGiven, NominationGiven, PaperGiven, UnionGiven
from admission_flow.decisions.validity import judged as valid_on
from admission_flow.eligible import facts_of
from admission_flow.local_rules import NOMINATION, answered, check_of, is_judged, local_checks
from admission_flow.models import Introduction
from admission_flow.refusals import InvalidFacts
from admission_flow.rules import eligibility, introducers, validity
from admission_flow.rules.values import Parameters, Verdict
from orgs.members import official_on
from orgs.models import Unit


def verdicts_on(given: NominationGiven, unit: Unit, by: Parameters) -> list[Verdict]:
    """Eligibility and introducers on the day of the cell's resolution, and the certificate where one is given.

    A special path's paper may still come: the verdict says which, and before which step. Raises InvalidFacts for facts
    that can't be judged and for what nobody judged, RuleNotMet for what failed.
    """
    day = given.resolution.dated
    refuse_unsound(given.eligibility, day, given.birth_date)
    local = local_checks(day, NOMINATION, by)
    refuse_unsound_judgements(
        given.judgements, [check_of(one.rule, one.numbers) for one in local if is_judged(one.rule, one.numbers)]
    )
    official = official_on(unit, day, {*(one.person for one in given.introducers), given.helper})
    _refuse_wrong_people(given, official)
    judged = {one.check: one.met for one in given.judgements}
    people = [_introducer(one, official) for one in given.introducers]
    unions = [introducers.Introducer(given.union.kind, True)] if given.union else []
    verdicts = [
        *eligibility.eligibility(facts_of(given.birth_date, given.eligibility), day, by, (), judged),
        *introducers.introduction([*people, *unions], day, by, judged),
        *answered(local, (), judged),
    ]
    if given.certificate:
        verdicts.append(validity.certificate(given.certificate.dated, day, by))
    if given.union:
        verdicts += valid_on([union_paper(given.union)], day, by)
    refuse_against(verdicts)
    refuse_unjudged(verdicts)
    return verdicts


def union_paper(union: UnionGiven) -> PaperGiven:
    """The union's resolution, as a paper of the file."""
    code = "4-KNĐ" if union.kind == Introduction.Kind.YOUTH_UNION else "4A-KNĐ"
    return PaperGiven(code, union.dated, union.number, union.organisation)


def _introducer(one: IntroducerGiven, official: set[int]) -> introducers.Introducer:
    return introducers.Introducer(introducers.MEMBER, one.person in official, one.since, one.together)


def _refuse_wrong_people(given: NominationGiven, official: set[int]) -> None:
    day, people = given.resolution.dated, [one.person for one in given.introducers]
    if given.helper not in official:
        raise InvalidFacts.of("helper", _("The helper must be an official member of the organisation."))
    if len(set(people)) != len(people):
        raise InvalidFacts.of("introducers", _("The same introducer is named twice."))
    if any(one.since is None for one in given.introducers):
        raise InvalidFacts.of("introducers", _("Say since when each introducer has been together with the candidate."))
    if any(one.since and one.since <= given.birth_date for one in given.introducers):
        raise InvalidFacts.of("introducers", _("Together since before the candidate was born: check that day."))
    if given.union and given.union.dated > day:
        raise InvalidFacts.of(
            "union_dated", _("The union's resolution lies after the cell's own, which rests on it. Check both dates.")
        )
