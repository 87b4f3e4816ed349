"""What the committees and the bloc's staff record: one function an act, each calling its verb with plausible facts."""

from __future__ import annotations

import datetime

from admission_flow.decisions import appraisal, bloc, course, returns
from admission_flow.decisions.given import ReturnGiven
from admission_flow.papers import CERTIFICATE
from admission_flow.rules.thresholds import needed
from admission_flow.simulation import fates, words
from admission_flow.simulation.clock import DAY
from admission_flow.simulation.scene import Scene
from orgs.models import Unit


def record_certificate(scene: Scene) -> None:
    """Of the class that ended last; of an extraordinary one where none did since the case was opened."""
    ended = next((day for day in reversed(scene.world.pace.classes) if day <= scene.second // DAY), 0)
    dated = scene.world.clock.days[ended] if ended * DAY > scene.since else scene.dated(1)
    scene.record(course.record_certificate, scene.paper(CERTIFICATE, "CN/TTCT", dated))


def appraise_department(scene: Scene) -> None:
    report = scene.paper("7-KNĐ", "BC/ĐUBP", scene.dated(2))
    scene.record(appraisal.appraise_department, report, scene.rng.choice(words.DEPARTMENT))


def approve_grassroots(scene: Scene) -> None:
    """Reports up; decides where authority is delegated on that day."""
    run, committee = scene.run, scene.world.roster.units[scene.unit_id]
    if scene.world.roster.delegated(committee, scene.day):
        _decide(scene, "committee_ratio", appraisal.approve_grassroots, "QĐ/ĐU")
        return
    dated = _still_without_authority(scene, committee)
    body = scene.world.roster.body(scene.unit_id, dated)
    least = needed(body, scene.world.roster.parameters(dated)["committee_ratio"])
    reached = not (run.fate.committee_below and scene.is_first)
    vote = scene.ballot(scene.paper("8-KNĐ", "NQ/ĐU", dated), body, least, reached=reached)
    scene.record(appraisal.approve_grassroots, vote, appraisal.REPORTED)


def _still_without_authority(scene: Scene, committee: Unit) -> datetime.date:
    dated = scene.dated(2)
    return scene.day if scene.world.roster.delegated(committee, dated) else dated


def appraise_bloc(scene: Scene) -> None:
    refused = scene.run.fate.refused and scene.run.fate.below_ratio
    given = ("not_admit", scene.dated(1), words.NOT_PROPOSED) if refused else ("admit", scene.dated(1), "")
    scene.record(appraisal.appraise_bloc, *given)


def decide_bloc(scene: Scene) -> None:
    _decide(scene, "standing_committee_ratio", bloc.decide_bloc, "QĐ/ĐUK")


def _decide(scene: Scene, ratio: str, verb: object, kind: str) -> None:
    """A competent body's yes or no, dated on the day of the meeting, or of which the register tells."""
    run, rng = scene.run, scene.rng
    dated = run.plan.decided_on or scene.day
    body = scene.world.roster.body(scene.unit_id, dated)
    least = needed(body, scene.world.roster.parameters(dated)[ratio])
    vote = scene.ballot(scene.paper("9-KNĐ", kind, dated), body, least, reached=not run.fate.refused)
    if run.fate.refused:
        scene.record(verb, vote, appraisal.NOT_ADMITTED, rng.choice(words.REFUSED))  # type: ignore[arg-type]
        return
    scene.record(verb, vote, appraisal.ADMITTED)  # type: ignore[arg-type]
    run.admitted_on = dated


def ask_opinion(scene: Scene) -> None:
    whom, question = scene.rng.choice(words.QUESTIONS)
    scene.record(bloc.ask_opinion, whom, question, scene.day)


def answer_consultation(scene: Scene) -> None:
    answer = scene.paper("YK", "CV/BTC", scene.dated(1))
    scene.record(bloc.answer_consultation, answer, scene.rng.choice(words.ANSWERS))


def return_for_supplement(scene: Scene) -> None:
    run = scene.run
    run.asked_for = fates.VERIFICATION if run.unclear else run.fate.returns[scene.step]
    reason, items = words.RETURN_REASONS[run.asked_for]
    again = (run.asked_for,) if run.asked_for in (fates.VERIFICATION, fates.OPINIONS) else ()
    scene.record(returns.return_for_supplement, scene.step, ReturnGiven(scene.day, reason, items, again))
