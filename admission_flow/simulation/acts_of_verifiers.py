"""What the verifying committee records: letters, reminders, a refusal taken further, answers one by one, the end."""

from __future__ import annotations

from admission_flow.decisions import requests, verification
from admission_flow.decisions.given import AnswerGiven, ConclusionGiven, LetterGiven
from admission_flow.models import Case
from admission_flow.rules.requests import TO_SEND
from admission_flow.simulation import words
from admission_flow.simulation.scene import Scene
from admission_flow.verifying import CLEAR, NOT_CLEAR, Ledger, ledger_of


def verify(scene: Scene) -> None:
    """Whatever is outstanding is answered for; where it isn't clear, it is one of them."""
    rng, run, dated = scene.rng, scene.run, scene.dated(2)
    ledger = _ledger(scene)
    asked = _to_answer(ledger)
    run.unclear = run.fate.unclear and scene.is_first and bool(asked)
    doubtful = rng.choice(asked) if run.unclear else None
    reason = rng.choice(words.UNCLEAR) if run.unclear else ""
    answers = [_answer(scene, ledger, one, reason if one == doubtful else "") for one in asked]
    report = scene.paper("BC-TTLL", "BC/ĐU", dated)
    concluded = ConclusionGiven(NOT_CLEAR if run.unclear else CLEAR, report, reason)
    scene.record(verification.record_answers, answers, concluded)


def ask(scene: Scene) -> None:
    """A letter to the place of each half of those nobody was asked about; one that alone is left gets its own."""
    ledger = _ledger(scene)
    persons = [one for one in ledger.persons if ledger.state(one) == TO_SEND]
    half = (len(persons) + 1) // 2
    places = scene.rng.sample(words.AUTHORITIES, 2)
    for place, group in zip(places, (persons[:half], persons[half:]), strict=True):
        if group:
            letter = LetterGiven(place, scene.numbered("CV/ĐU", scene.day), scene.day)
            scene.record(requests.send_request, letter, group)


def hear(scene: Scene) -> None:
    """One answer comes; of the others some are reminded, and now and then one refuses and is taken further."""
    rng, ledger = scene.rng, _ledger(scene)
    waiting = list(ledger.unanswered)
    if len(waiting) < 2:  # the last answer ends the step, and has its own hour
        return
    first, *others = waiting
    answer = AnswerGiven(first.relative_id, True, first.authority, scene.day, "", first.pk)
    scene.record(verification.record_answers, [answer])
    if rng.random() < 0.25:
        refused = others[-1]
        improper = rng.random() < 0.6
        reason = words.REFUSALS[improper]
        scene.record(requests.record_refusal, refused.pk, scene.day, reason, improper)
        letter = LetterGiven(words.BOARD_ABOVE, scene.numbered("CV/ĐU", scene.day), scene.day)
        scene.record(requests.escalate, refused.pk, letter, words.ESCALATED)
    elif rng.random() < 0.6:
        scene.record(requests.remind, [one.pk for one in others], scene.day, scene.numbered("CV/ĐU", scene.day))


def _ledger(scene: Scene) -> Ledger:
    case = Case.objects.select_related("candidate__person").get(pk=scene.run.case_id)
    return ledger_of(case, scene.task_id, scene.world.roster.parameters(scene.day))


def _to_answer(ledger: Ledger) -> list[tuple[int | None, int | None]]:
    """Person and letter of each answer that is still to come."""
    letters = {one.relative_id: one.pk for one in ledger.unanswered}
    found: list[tuple[int | None, int | None]] = [(one.relative_id, one.pk) for one in ledger.unanswered]
    return found + [(one, None) for one in ledger.outstanding if one not in letters]


def _answer(scene: Scene, ledger: Ledger, asked: tuple[int | None, int | None], doubt: str) -> AnswerGiven:
    person, key = asked
    letter = next((one for one in ledger.requests if one.pk == key), None)
    authority = letter.authority if letter else scene.rng.choice(words.AUTHORITIES)
    answered_on = max(scene.dated(15), letter.sent_on) if letter else min(scene.dated(2), scene.dated(15))
    return AnswerGiven(person, not doubt, authority, answered_on, doubt, key)
