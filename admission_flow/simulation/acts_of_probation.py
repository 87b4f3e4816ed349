"""What is recorded from the ceremony to the recognition: one function an act, each calling its verb."""

from __future__ import annotations

import datetime

from admission_flow.decisions import probation, recognition
from admission_flow.decisions.given import OpinionGiven, PaperGiven, VoteGiven
from admission_flow.decisions.recognition import RECOGNISED, STRUCK_OFF
from admission_flow.models import Opinion
from admission_flow.papers import CLASS_CERTIFICATE, RECOGNITION
from admission_flow.rules.probation import official_from
from admission_flow.rules.thresholds import needed
from admission_flow.simulation import words
from admission_flow.simulation.probation import Probation
from admission_flow.simulation.roster import Stay
from admission_flow.simulation.scene import Run, Scene, World
from orgs.members import count_official


def over(world: World, run: Run) -> datetime.date:
    """The day on which month 12 is complete."""
    assert run.probation is not None
    return official_from(run.probation.began, world.roster.parameters(run.probation.began))


def goes_on(world: World, run: Run) -> bool:
    """Whether the recognition can be told: not of who has left since, or is probationary still, by the register."""
    person, roster = run.plan.person, world.roster
    if person is None or roster.as_of is None:
        return True
    stays = [stay for stay in roster.stays[run.plan.cell.unit.pk] if stay.person == person.pk and stay.until is None]
    return any(stay.official_on is not None or over(world, run) > roster.as_of for stay in stays)


def record_class(scene: Scene) -> None:
    scene.record(probation.record_new_member_class, scene.paper(CLASS_CERTIFICATE, "CN-ĐVM/TTCT", scene.dated(1)))


def review(scene: Scene) -> None:
    """The member's self-review, then the helper's remarks."""
    first, name = over(scene.world, scene.run), scene.run.applicant.full_name
    written = sorted(max(first, scene.dated(4)) for _paper in range(2))
    papers = PaperGiven("10-KNĐ", written[0], "", name), PaperGiven("11-KNĐ", written[1], "", scene.actor.display_name)
    scene.record(probation.record_probation_papers, *papers)


def record_opinions(scene: Scene) -> None:
    rng, applicant, since = scene.rng, scene.run.applicant, over(scene.world, scene.run)
    ward = applicant.profile["current_residence"].split(",")[0]
    asked = [(Opinion.Source.RESIDENCE, f"Chi ủy tổ {rng.randint(1, 20)}, {ward}")]
    asked += [(Opinion.Source.ORGANISATION, name) for name in applicant.profile["organisations"].split(", ")]
    opinions = [
        OpinionGiven(source, whom, "agrees", max(since, scene.dated(10)), rng.choice(words.OPINIONS["agrees"]))
        for source, whom in asked
    ]
    last = max(one.answered_on for one in opinions)
    scene.record(probation.record_probation_opinions, opinions, scene.paper("12-KNĐ", "TH/CB", last))


def vote(scene: Scene) -> None:
    fate, roster, dated = _fate(scene), scene.world.roster, scene.dated(2)
    body = count_official(roster.units[scene.unit_id], dated)
    least = needed(body, roster.parameters(dated)["recognition_cell_ratio"])
    given = scene.ballot(scene.paper("13-KNĐ", "NQ/CB", dated), body, least, reached=scene.times > fate.failed)
    scene.record(recognition.record_recognition_vote, given, *_outcome(scene))


def appraise(scene: Scene) -> None:
    report = scene.paper("14-KNĐ", "BC/ĐUBP", scene.dated(2))
    scene.record(recognition.appraise_recognition, report, scene.rng.choice(words.ON_RECOGNITION))


def approve(scene: Scene) -> None:
    """Reports up; decides where authority is delegated on that day."""
    committee = scene.world.roster.units[scene.unit_id]
    delegated = scene.world.roster.delegated(committee, scene.day)
    dated = scene.day if delegated else scene.dated(2)
    if delegated != scene.world.roster.delegated(committee, dated):
        dated = scene.day
    kind, code = ("QĐ/ĐU", RECOGNITION) if delegated else ("NQ/ĐU", "15-KNĐ")
    given = _carried(scene, code, kind, dated, "recognition_committee_ratio")
    scene.record(recognition.approve_recognition, given, *_outcome(scene))
    if delegated:
        _enrol(scene)


def appraise_bloc(scene: Scene) -> None:
    outcome, reason = _outcome(scene)
    scene.record(recognition.appraise_recognition_bloc, outcome, scene.dated(1), reason)


def decide(scene: Scene) -> None:
    given = _carried(scene, RECOGNITION, "QĐ/ĐUK", scene.day, "standing_committee_ratio")
    scene.record(recognition.decide_recognition, given, *_outcome(scene))
    _enrol(scene)


def _carried(scene: Scene, code: str, kind: str, dated: datetime.date, ratio: str) -> VoteGiven:
    body = scene.world.roster.body(scene.unit_id, dated)
    least = needed(body, scene.world.roster.parameters(dated)[ratio])
    return scene.ballot(scene.paper(code, kind, dated), body, least, reached=True)


def _fate(scene: Scene) -> Probation:
    assert scene.run.probation is not None
    return scene.run.probation


def _outcome(scene: Scene) -> tuple[str, str]:
    """What is put to the vote, with the reason that striking off needs."""
    return (STRUCK_OFF, words.NOT_QUALIFIED) if _fate(scene).struck_off else (RECOGNISED, "")


def _enrol(scene: Scene) -> None:
    """From now on the roster counts who was recognised among those who vote, as the register does."""
    run, unit = scene.run, scene.run.plan.cell.unit.pk
    if run.plan.person is not None or _fate(scene).struck_off or run.admitted_on is None:
        return
    began = _fate(scene).began
    official_on = over(scene.world, run)
    stay = Stay(run.candidate.person_id, unit, began, None, run.admitted_on, official_on, None, "")
    scene.world.roster.stays[unit].append(stay)
