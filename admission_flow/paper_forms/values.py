"""The values of each form, from the facts of a case: plain texts and rows of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from admission_flow.models import Introduction, Opinion, Relative, Verification, VerificationRequest
from admission_flow.paper_forms import facts as told
from admission_flow.paper_forms.facts import Facts, Texts
from admission_flow.queries.tabs import PROPOSALS
from admission_flow.wording import outcome_label
from documents.forms.engine import Values

_CANDIDATE = "bản thân"


@dataclass(frozen=True)
class Filled:
    """One paper of a form. `of` tells it from the others of that form; `about` is who or what it is about."""

    values: Values
    of: str = ""
    about: str = ""


Builder = Callable[[Facts], Iterator[Filled]]


def certificate(facts: Facts) -> Iterator[Filled]:
    paper = facts.paper("CN-NTVĐ")
    if "course" in facts.reached or paper:
        valid_to = {"valid_to": told.day(paper.valid_to) if paper else ""}
        yield Filled(told.head(facts, "course", "CN-NTVĐ") | told.person(facts) | valid_to | _course(facts))


def _course(facts: Facts) -> Texts:
    """The class that the certificate ends; nothing of one held elsewhere."""
    decided = facts.decision("course")
    course = decided.facts.get("course") if decided else None
    if course is None:
        return {}
    days = {key: told.day(datetime.date.fromisoformat(course[key])) for key in ("from", "to")}
    named = {"class_name": course["name"], "class_grade": course["grade"]}
    return named | {"class_from": days["from"], "class_to": days["to"]}


def application(facts: Facts) -> Iterator[Filled]:
    yield Filled(told.head(facts, "declaration", "1-KNĐ") | told.person(facts))


def biography(facts: Facts) -> Iterator[Filled]:
    candidate, clear = facts.case.candidate, facts.decision("verification")
    certified = (clear.facts if clear else {}) | {}
    texts = told.head(facts, "declaration", "2-KNĐ") | told.person(facts) | _conclusion(facts)
    texts |= {name: str(getattr(candidate, name)) for name in ("life_history", "rewards", "discipline")}
    texts |= {
        "certified_on": "/".join(reversed(str(certified.get("certified_on", "")).split("-"))),
        "certified_by": str(certified.get("certified_by", "")),
    }
    yield Filled({**texts, "relatives": [_relative(one) for one in facts.relatives]})


def introductions(facts: Facts) -> Iterator[Filled]:
    for row in facts.introductions:
        if row.introducer:
            name = row.introducer.full_name
            yield Filled(_introduction(facts, row) | told.person(facts), str(row.pk), name)


def _introduction(facts: Facts, row: Introduction) -> Texts:
    introducer = row.introducer
    if introducer is None:
        return {}
    member, paper = facts.members.get(introducer.pk), facts.paper("3-KNĐ", introducer.full_name)
    return {
        "introducer": introducer.full_name,
        "introducer_birth_date": told.day(introducer.birth_date),
        "introducer_joined_on": told.day(member.joined_on) if member else "",
        "introducer_official_on": told.day(member.official_on) if member else "",
        "introducer_cell": member.unit.name if member else "",
        "together_since": told.day(row.together_since),
        "together": str(row.get_together_display()),
        "number": paper.number if paper else row.number,
        "signed_by": introducer.full_name,
        **told.dated_texts(paper.dated if paper else row.dated),
    }


def youth_union(facts: Facts) -> Iterator[Filled]:
    yield from _union(facts, Introduction.Kind.YOUTH_UNION, "4-KNĐ")


def trade_union(facts: Facts) -> Iterator[Filled]:
    yield from _union(facts, Introduction.Kind.TRADE_UNION, "4A-KNĐ")


def _union(facts: Facts, kind: str, code: str) -> Iterator[Filled]:
    for row in facts.introductions:
        if row.kind == kind:
            paper = facts.paper(code)
            signed = {"signed_by": paper.signed_by if paper and paper.signed_by != row.organisation else ""}
            texts = {"union": row.organisation, "number": row.number, **signed, **told.dated_texts(row.dated)}
            yield Filled(texts | told.person(facts), str(row.pk), row.organisation)


def opinions(facts: Facts) -> Iterator[Filled]:
    if "opinions" in facts.reached:
        asked = _opinions(facts, "opinions")
        yield Filled({**told.head(facts, "opinions", "5-KNĐ"), **told.person(facts), **asked})


def cell_vote(facts: Facts) -> Iterator[Filled]:
    if "cell_vote" in facts.reached:
        decided = facts.decision("cell_vote")
        texts = told.head(facts, "cell_vote", "6-KNĐ") | told.person(facts) | told.votes(decided) | told.reason(decided)
        helper = facts.case.helper
        texts["helper"] = helper.full_name if helper else ""
        names = [
            {"name": one.introducer.full_name if one.introducer else one.organisation} for one in facts.introductions
        ]
        yield Filled({**texts, "introducers": names})


def departmental_report(facts: Facts) -> Iterator[Filled]:
    if "departmental_appraisal" in facts.reached:
        texts = told.head(facts, "departmental_appraisal", "7-KNĐ") | told.person(facts)
        texts |= told.cells_vote(facts, "cell_vote", "6-KNĐ") | told.reason(facts.decision("departmental_appraisal"))
        yield Filled(texts)


def committee_resolution(facts: Facts) -> Iterator[Filled]:
    if "grassroots_approval" in facts.reached and not facts.is_delegated:
        decided = facts.decision("grassroots_approval")
        texts = told.head(facts, "grassroots_approval", "8-KNĐ") | told.person(facts) | _conclusion(facts)
        texts |= told.cells_vote(facts, "cell_vote", "6-KNĐ") | told.votes(decided) | told.reason(decided)
        yield Filled(texts | {"deciding_body": told.deciding_body(facts)})


def admission(facts: Facts) -> Iterator[Filled]:
    step = "grassroots_approval" if facts.is_delegated else "bloc_decision"
    decided = facts.decision(step)
    if step in facts.reached and (decided is None or decided.outcome == "admitted"):
        texts = told.head(facts, step, "9-KNĐ") | told.person(facts) | told.votes(decided)
        yield Filled(texts | told.cells_vote(facts, "cell_vote", "6-KNĐ") | _decided(facts, step))


def verification_letters(facts: Facts) -> Iterator[Filled]:
    """One for each letter; a letter about several persons made several requests."""
    letters: dict[tuple[str, str], list[VerificationRequest]] = {}
    for row in facts.requests:
        letters.setdefault((row.number, row.authority), []).append(row)
    for (number, authority), rows in letters.items():
        texts = told.head(facts, "verification", "CV-TTLL") | told.person(facts)
        texts |= {"number": number, "authority": authority, **told.dated_texts(rows[0].sent_on)}
        persons = [_person_asked(facts, one.relative) for one in rows]
        yield Filled({**texts, "persons": persons}, str(rows[0].pk), f"{number}, {authority}")


def verification_report(facts: Facts) -> Iterator[Filled]:
    if "verification" in facts.reached:
        decided = facts.decision("verification")
        texts = told.head(facts, "verification", "BC-TTLL") | told.person(facts) | _conclusion(facts)
        answers = facts.of_last("verification", facts.verifications)
        persons = [_person_answered(facts, one) for one in answers]
        yield Filled({**texts, **told.reason(decided), "persons": persons})


def _opinions(facts: Facts, step: str) -> Values:
    rows: list[Opinion] = facts.of_last(step, facts.opinions)
    counted = {name: str(sum(one.answer == name for one in rows)) for name in Opinion.Answer.values} if rows else {}
    return {
        "work_opinions": [_opinion(one) for one in rows if one.source == Opinion.Source.ORGANISATION],
        "residence_opinions": [_opinion(one) for one in rows if one.source == Opinion.Source.RESIDENCE],
        "opinions_asked": str(len(rows)) if rows else "",
        "opinions_agree": counted.get(Opinion.Answer.AGREES, ""),
        "opinions_disagree": counted.get(Opinion.Answer.DISAGREES, ""),
        "opinions_other": counted.get(Opinion.Answer.OTHER, ""),
    }


def _opinion(row: Opinion) -> Texts:
    return {
        "asked": row.asked,
        "answered_on": told.day(row.answered_on),
        "answer": str(row.get_answer_display()),
        "summary": row.summary,
    }


def _relative(row: Relative) -> Texts:
    return {
        "relation": str(row.get_relation_display()),
        "full_name": row.full_name,
        "birth_year": str(row.birth_year or ""),
        "occupation": row.occupation,
        "residence": row.residence if row.is_alive else "đã mất",
        "member": "có" if row.is_member else "không",
    }


def _person_asked(facts: Facts, relative: Relative | None) -> Texts:
    if relative is not None:
        return _relative(relative)
    candidate = facts.case.candidate
    return {
        "relation": _CANDIDATE,
        "full_name": candidate.person.full_name,
        "birth_year": str(candidate.person.birth_date.year),
        "occupation": candidate.person.occupation,
        "residence": candidate.permanent_residence,
    }


def _person_answered(facts: Facts, row: Verification) -> Texts:
    answered = {
        "result": str(row.get_status_display()),
        "authority": row.authority,
        "answered_on": told.day(row.answered_on),
    }
    return _person_asked(facts, row.relative) | answered


def _conclusion(facts: Facts) -> Texts:
    decided = facts.decision("verification")
    return {"verification_conclusion": outcome_label(decided.outcome) if decided else ""}


def _decided(facts: Facts, step: str) -> Texts:
    decided = facts.decision(step)
    regulation = f"Quy định số {decided.regulation.code}" if decided else ""
    return {"deciding_body": told.deciding_body(facts), "regulation": regulation}


# Of recognition.


def self_review(facts: Facts) -> Iterator[Filled]:
    yield Filled(told.person(facts) | told.probation(facts) | _of_paper(facts, "10-KNĐ"))


def helper_remarks(facts: Facts) -> Iterator[Filled]:
    yield Filled(told.person(facts) | told.probation(facts) | _of_paper(facts, "11-KNĐ"))


def _of_paper(facts: Facts, code: str) -> Texts:
    paper = facts.paper(code)
    return {"signed_by": paper.signed_by, **told.dated_texts(paper.dated)} if paper else {}


def probation_opinions(facts: Facts) -> Iterator[Filled]:
    if "probation_opinions" in facts.reached:
        texts = told.head(facts, "probation_opinions", "12-KNĐ") | told.person(facts) | told.probation(facts)
        yield Filled({**texts, **_opinions(facts, "probation_opinions")})


def recognition_vote(facts: Facts) -> Iterator[Filled]:
    if "recognition_vote" in facts.reached:
        yield Filled(_vote_on_recognition(facts, "recognition_vote", "13-KNĐ"))


def recognition_report(facts: Facts) -> Iterator[Filled]:
    if "recognition_appraisal" in facts.reached:
        texts = told.head(facts, "recognition_appraisal", "14-KNĐ") | told.person(facts) | told.probation(facts)
        texts |= told.cells_vote(facts, "recognition_vote", "13-KNĐ")
        yield Filled(texts | told.reason(facts.decision("recognition_appraisal")))


def recognition_resolution(facts: Facts) -> Iterator[Filled]:
    if "recognition_approval" in facts.reached and not facts.is_delegated:
        texts = _vote_on_recognition(facts, "recognition_approval", "15-KNĐ")
        texts |= told.cells_vote(facts, "recognition_vote", "13-KNĐ")
        yield Filled(texts | {"deciding_body": told.deciding_body(facts)})


def recognition(facts: Facts) -> Iterator[Filled]:
    step = "recognition_approval" if facts.is_delegated else "recognition_decision"
    decided = facts.decision(step)
    if step in facts.reached and (decided is None or decided.outcome == "recognised"):
        texts = _vote_on_recognition(facts, step, "16-KNĐ") | told.cells_vote(facts, "recognition_vote", "13-KNĐ")
        yield Filled(texts | _decided(facts, step))


def _vote_on_recognition(facts: Facts, step: str, code: str) -> Texts:
    decided = facts.decision(step)
    put = decided.facts.get("put_to_vote", "") if decided else ""
    texts = told.head(facts, step, code) | told.person(facts) | told.probation(facts)
    texts |= told.votes(decided) | told.reason(decided)
    return texts | {"put_to_vote": str(PROPOSALS[put]) if put else ""}
