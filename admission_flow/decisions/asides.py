"""What the cell does on an open case beside its steps: supply a special path's paper, judge what is to be judged,
assign another introducer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.status import STATUS

from admission_flow import engine
from admission_flow.decisions.act import Act, add_papers, begin_beside, decide, make_fall, write_end
from admission_flow.decisions.eligibility import refuse_unsound_judgements, write_judgements
from admission_flow.decisions.given import JudgementGiven, PaperGiven
from admission_flow.eligible import before_the_vote, wanting
from admission_flow.flows import step_node
from admission_flow.local_rules import asked_of
from admission_flow.models import Decision, Introduction, Paper, Task
from admission_flow.parts import Taken, parts_taken
from admission_flow.refusals import InvalidFacts, Refused, WrongStep
from admission_flow.rules.independence import INTRODUCED, independence
from admission_flow.rules.introducers import NOT_DISCIPLINED
from orgs.members import official_on
from orgs.models import Person, User
from orgs.names import search_key

SUPPLIED, JUDGED, REPLACED = "supplied", "judged", "replaced"
LETTER = "3-KNĐ"


def supply_paper(case_id: int, paper: PaperGiven, *, acting_user: User, at: datetime.datetime) -> Decision:
    """A paper that a special path asks for comes into the file, whatever step the case is at.

    Raises InvalidFacts for one that nothing asks for, or that is dated in the future.
    """
    with transaction.atomic():
        asked = asked_of(case_id, timezone.localdate(at))
        act = begin_beside(case_id, "extra_paper", acting_user=acting_user, at=at, dated=timezone.localdate(at))
        wanted = wanting(act.case, act.dated, act.parameters, asked)
        if paper.code not in wanted.papers:
            raise InvalidFacts.of("code", _("Nothing in this case asks for this paper. Open the case again."))
        if not paper.number.strip() or not paper.signed_by.strip():
            raise InvalidFacts.of("number", _("Give the number of the paper and who signed it."))
        add_papers(act, [paper])
        facts: dict[str, object] = {"paper": paper.code}
        if paper.code in wanted.local:
            facts["names"] = {paper.code: wanted.local[paper.code]["paper_name"]}
        decision = decide(act, SUPPLIED, number=paper.number, signed_by=paper.signed_by, facts=facts)
        write_end(act, "supply_paper", decision, opened=[])
        return decision


def judge(case_id: int, judgements: Sequence[JudgementGiven], *, acting_user: User, at: datetime.datetime) -> Decision:
    """Somebody of the cell judges what the rules can't compute. A negative judgement blocks the cell's next step.

    Raises InvalidFacts where none is given, or for a check that nothing asks for.
    """
    with transaction.atomic():
        asked = asked_of(case_id, timezone.localdate(at))
        act = begin_beside(case_id, "judgement", acting_user=acting_user, at=at, dated=timezone.localdate(at))
        if not judgements:
            raise InvalidFacts.of("judgements", _("Say how you judge it."))
        if not before_the_vote(act.case, _open_steps(act)):
            raise WrongStep
        wanted = wanting(act.case, act.dated, act.parameters, asked)
        refuse_unsound_judgements(judgements, wanted.judgeable)
        if {one.check for one in judgements} - set(wanted.judgeable):
            raise InvalidFacts.of("judgements", _("Nothing in this case asks for this judgement. Open the case again."))
        write_judgements(act, judgements)
        facts: dict[str, object] = {"checks": {one.check: one.met for one in judgements}}
        local = {one.check: wanted.local[one.check] for one in judgements if one.check in wanted.local}
        decision = decide(act, JUDGED, facts=facts | ({"local": local} if local else {}))
        write_end(act, "judge", decision, opened=[])
        return decision


def replace_introducer(
    case_id: int,
    replaced: int,
    person: int,
    reason: str,
    letter: PaperGiven,
    not_disciplined: bool | None,
    *,
    acting_user: User,
    at: datetime.datetime,
) -> Decision:
    """The cell assigns another official member in place of one who moved away, was disciplined or can't go on.

    `replaced` is the id of the Introduction, `person` of the new introducer, `letter` the new 3-KNĐ; `not_disciplined`
    is how the cell judges that of all who introduce now. The new one needs no months together. Source: S29, S30. What
    rests on the introductions falls. Raises WrongStep once the cell has voted, unless the file is back for supplement;
    InvalidFacts for who took a part in this case that has to be another's.
    """
    with transaction.atomic():
        # Read before the lock: letters are never edited, and one that comes meanwhile is another introducer's.
        letters = list(Paper.objects.filter(case=case_id, code=LETTER))
        taken = parts_taken(case_id, [person])
        act = begin_beside(case_id, "introducer", acting_user=acting_user, at=at, dated=letter.dated)
        open_steps = _open_steps(act)
        if not before_the_vote(act.case, open_steps):
            raise WrongStep
        old, new = _refuse_wrong_replacement(act, replaced, person, reason)
        _refuse_unfit(act, new, taken, not_disciplined)
        old.replaced_at = act.at
        old.save(update_fields=["replaced_at"])
        act.rows.append(old)
        act.rows.append(
            Introduction.objects.create(
                case=act.case, kind=old.kind, introducer=new, dated=letter.dated, replaces=old, together=""
            )
        )
        add_papers(act, [PaperGiven(LETTER, letter.dated, letter.number, new.full_name)])
        write_judgements(act, [JudgementGiven(NOT_DISCIPLINED, True)])
        again = make_fall(act, ["introductions"])
        facts = {"again": again, "old": old.introducer_id, "new": new.pk, "letters": _letters_of(old, letters)}
        decision = decide(act, REPLACED, reason=reason, facts=facts)
        cancelled, opened = _reopened(act, open_steps, again)
        act.rows += cancelled
        write_end(act, "replace_introducer", decision, opened, cancelled)
        return decision


def _open_steps(act: Act) -> set[str]:
    return set(Task.objects.filter(process=act.case, status=STATUS.NEW).values_list("step", flat=True))


def _refuse_wrong_replacement(act: Act, replaced: int, person: int, reason: str) -> tuple[Introduction, Person]:
    """The row to be replaced, and the new introducer. Raises InvalidFacts or Refused."""
    rows = Introduction.objects.filter(case=act.case, replaced_at__isnull=True).select_related("introducer")
    standing = {row.pk: row for row in rows}
    old = standing.get(replaced)
    if old is None or old.kind != Introduction.Kind.MEMBER:
        raise InvalidFacts.of("replaced", _("This introducer no longer stands in the case. Open the case again."))
    if not reason.strip():
        raise InvalidFacts.of("reason", _("Say why the introducer can't continue."))
    if any(row.introducer_id == person for row in standing.values()):
        raise InvalidFacts.of("person", _("This member introduces the candidate already. Name another."))
    if person not in official_on(act.case.unit, act.dated, {person}):
        raise InvalidFacts.of("person", _("The new introducer must be an official member of the organisation."))
    if person == act.case.candidate.person_id:
        raise Refused(_("Nobody introduces himself or herself."))
    return old, Person.objects.get(pk=person)


def _refuse_unfit(act: Act, new: Person, taken: Taken, not_disciplined: bool | None) -> None:
    """Raises InvalidFacts for who verified or decided here, or is under discipline, or where nobody judged that."""
    if not independence(INTRODUCED, [new.pk], taken, act.parameters).met:
        sentence = _("This member verified or decided in this case, which whoever introduces may not. Name another.")
        raise InvalidFacts.of("person", sentence)
    if not_disciplined is None:
        raise InvalidFacts.of("not_disciplined", _("Say whether an introducer is under discipline."))
    if not not_disciplined:
        raise InvalidFacts.of("not_disciplined", _("Whoever is under discipline can't introduce. Name another."))


def _letters_of(old: Introduction, letters: Iterable[Paper]) -> list[int]:
    """Ids of the letters that hold no longer. A letter says who signed it by name only."""
    signer = search_key(old.introducer.full_name) if old.introducer else ""
    return [paper.pk for paper in letters if search_key(paper.signed_by) == signer]


def _reopened(act: Act, open_steps: set[str], again: list[str]) -> tuple[list[Task], list[Task]]:
    """Where the vote is open and the file check fell, the file is checked again first."""
    if open_steps != {"cell_vote"} or "file_check" not in again:
        return [], []
    return engine.step_back(act.case, step_node("file_check"), act.terms, at=act.at)
