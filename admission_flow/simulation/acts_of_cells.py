"""What the cell records: one function an act, each calling its verb with plausible facts."""

from __future__ import annotations

import datetime
import random

from admission_flow.decisions import cell, ceremony, course, declaration, inquiries, nomination, returns, withdrawal
from admission_flow.decisions.given import (
    DeclarationGiven,
    EligibilityGiven,
    IntroducerGiven,
    JudgementGiven,
    LateConsent,
    NominationGiven,
    OpinionGiven,
    PaperGiven,
    SupplementGiven,
    UnionGiven,
)
from admission_flow.local_rules import CONSIDERATION, NOMINATION, to_judge
from admission_flow.models import Case, Introduction, Judgement, Opinion
from admission_flow.papers import CERTIFICATE, LATE_CONSENT, TITLES
from admission_flow.rules.independence import INTRODUCED
from admission_flow.rules.thresholds import needed
from admission_flow.simulation import expiries, fates, people, probation, words
from admission_flow.simulation.scene import Scene
from orgs.calendar import ONE_DAY
from orgs.members import count_official

_THREE_YEARS = 3 * 365
# What every nomination is asked to judge.
_JUDGED = ("political_standard", "introducers_not_disciplined")


def _grown_up(born: datetime.date, day: datetime.date) -> datetime.date:
    """From when on a candidate can have been together with anybody at work; two years ago at the latest."""
    return min(born + datetime.timedelta(days=20 * 365), day - datetime.timedelta(days=730))


def nominate(scene: Scene) -> Case:
    plan, rng, unit = scene.run.plan, scene.rng, scene.run.plan.cell.unit
    dated = scene.dated(3)
    if plan.person:
        applicant = people.registered(rng, plan.person, unit, dated)
    else:
        applicant = people.invented(rng, unit, dated, scene.world.roster.citizen_ids)
    scene.run.applicant = applicant
    union = _union(scene, applicant.age(dated), dated)
    roster = scene.world.roster
    members = rng.sample(roster.together(unit.pk, dated), 1 if union else 2)
    first = _grown_up(applicant.birth_date, dated)
    introducers = tuple(IntroducerGiven(one, max(first, roster.together_since(unit.pk, one, dated))) for one in members)
    scene.run.took[INTRODUCED] = set(members)
    given = NominationGiven(
        citizen_id=applicant.citizen_id,
        full_name=applicant.full_name,
        birth_date=applicant.birth_date,
        sex=applicant.sex,
        resolution=scene.paper("NQ-CB", "NQ/CB", dated),
        introducers=introducers,
        helper=members[0],
        eligibility=EligibilityGiven(citizen=True, education="upper_secondary"),
        judgements=tuple(JudgementGiven(check, True) for check in (*_JUDGED, *to_judge(dated, NOMINATION))),
        union=union,
        certificate=_older_certificate(scene) if plan.fate.certificate == fates.GIVEN else None,
    )
    return nomination.nominate(unit.pk, given, acting_user=scene.actor, at=scene.at)


def _union(scene: Scene, age: int, dated: datetime.date) -> UnionGiven | None:
    """The young come with the Youth Union's resolution, some others with the trade union's."""
    rng, office = scene.rng, scene.run.plan.cell.unit.name.removeprefix("Chi bộ ")
    day, number = dated - rng.randint(3, 40) * ONE_DAY, f"{rng.randint(1, 30):02d}-NQ"
    if age <= 30 and rng.random() < 0.7:
        return UnionGiven(Introduction.Kind.YOUTH_UNION, f"Ban Chấp hành Đoàn cơ sở {office}", f"{number}/ĐTN", day)
    if age > 30 and rng.random() < 0.35:
        return UnionGiven(Introduction.Kind.TRADE_UNION, f"Ban Chấp hành Công đoàn {office}", f"{number}/CĐCS", day)
    return None


def _older_certificate(scene: Scene) -> PaperGiven:
    number = f"{scene.rng.randint(1, 180):03d}/CN"
    return PaperGiven(CERTIFICATE, scene.earlier(20, _THREE_YEARS), number, words.TRAINING_CENTRE)


def present_certificate(scene: Scene) -> None:
    scene.record(course.present_certificate, _older_certificate(scene))


def declare(scene: Scene) -> None:
    applicant = scene.run.applicant
    papers = [PaperGiven(code, scene.dated(8), "", applicant.full_name) for code in ("1-KNĐ", "2-KNĐ")]
    scene.record(declaration.declare, DeclarationGiven(dict(applicant.profile), applicant.relatives, tuple(papers)))


def record_opinions(scene: Scene) -> None:
    """The residence may have other thoughts; asked again, everybody agrees."""
    rng, run = scene.rng, scene.run
    ward = run.applicant.profile["current_residence"].split(",")[0]
    mixed = run.fate.mixed and scene.is_first
    asked = [(Opinion.Source.RESIDENCE, f"Chi ủy tổ {rng.randint(1, 20)}, {ward}", "other" if mixed else "agrees")]
    names = run.applicant.profile["organisations"].split(", ")
    asked += [(Opinion.Source.ORGANISATION, name, "agrees") for name in names]
    opinions = [
        OpinionGiven(source, whom, answer, scene.dated(10), rng.choice(words.OPINIONS[answer]))
        for source, whom, answer in asked
    ]
    last = max(one.answered_on for one in opinions)
    summary = scene.paper("5-KNĐ", "TH/CB", max(last, scene.dated(1)))
    scene.record(inquiries.record_opinions, opinions, summary)


def check_file(scene: Scene) -> None:
    if expiries.sent_back(scene):
        return
    dated = scene.dated(1)
    scene.record(cell.check_file, dated, tuple(TITLES), scene.rng.choice(words.CHECKED), _unjudged(scene, dated))


def _unjudged(scene: Scene, dated: datetime.date) -> tuple[JudgementGiven, ...]:
    """What the bloc's own rules ask: judged once, for a judgement stands when the file is checked again."""
    asked = to_judge(dated, CONSIDERATION)
    kept = Judgement.objects.filter(case=scene.run.case_id, check_name__in=asked) if asked else ()
    judged = {one.check_name for one in kept}
    return tuple(JudgementGiven(check, True) for check in asked if check not in judged)


def vote(scene: Scene) -> None:
    if expiries.sent_back(scene):
        return
    world, dated = scene.world, scene.dated(2)
    body = count_official(world.roster.units[scene.unit_id], dated)  # with those recognised meanwhile
    least = needed(body, world.roster.parameters(dated)["cell_ratio"])
    reached = not (scene.run.fate.below_ratio and scene.is_first)
    paper = scene.paper("6-KNĐ", "NQ/CB", dated)
    scene.record(cell.record_cell_vote, scene.ballot(paper, body, least, reached=reached))


def supplement(scene: Scene) -> None:
    rng, run = scene.rng, scene.run
    applicant, asked_for, dated = run.applicant, run.asked_for, scene.dated(1)
    profile, relatives = None, None
    if asked_for == fates.RESIDENCE:
        profile = people.moved_house(rng, applicant.profile)
    elif asked_for == fates.BIOGRAPHY:
        profile = people.told_more(rng, applicant.profile)
    elif asked_for == fates.RELATIVES or (asked_for == fates.VERIFICATION and rng.random() < 0.5):
        relatives = people.corrected(rng, applicant.relatives)
    papers: tuple[PaperGiven, ...] = ()
    if asked_for in (fates.PAPERS, fates.VERIFICATION):
        papers = (PaperGiven("BS", dated, f"{rng.randint(1, 90):02d}/XN", rng.choice(words.AUTHORITIES)),)
    if asked_for == fates.EXPIRED:
        papers = expiries.written_anew(scene, dated)
    given = SupplementGiven(dated, rng.choice(words.SUPPLIED), papers, profile, relatives)
    scene.record(returns.supplement, given)
    applicant.profile |= profile or {}
    applicant.relatives = relatives or applicant.relatives
    run.asked_for = ""


def hold_ceremony(scene: Scene) -> None:
    rng, admitted_on, held_on = scene.rng, scene.run.admitted_on, scene.dated(2)
    received_on = min(held_on, admitted_on + rng.randint(1, 12) * ONE_DAY) if admitted_on else held_on
    # Counts only where the ceremony is after its last day.
    paper = PaperGiven(LATE_CONSENT, held_on, f"{scene.run.case_id}-CV/ĐU", words.SUPERIOR)
    consent = LateConsent(words.HELD_LATE, paper)
    scene.record(ceremony.hold_ceremony, received_on, held_on, rng.choice(words.HALLS), None, consent)
    _go_on_to_recognition(scene, held_on)


def _go_on_to_recognition(scene: Scene, held_on: datetime.date) -> None:
    run, world = scene.run, scene.world
    world.ceremonies += 1
    rng = random.Random(f"{world.seed}:{run.plan.number}:probation")
    run.probation = probation.usual(held_on, world.ceremonies, registered=run.plan.person is not None, rng=rng)
    opened = Case.objects.values_list("pk", "number").get(admission=run.case_id)
    run.admission_id, (run.case_id, run.number) = run.case_id, opened


def withdraw(scene: Scene) -> None:
    reason = scene.rng.choice(words.WITHDRAWN)
    withdrawal.withdraw(scene.run.case_id, scene.day, reason, acting_user=scene.actor, at=scene.at)
