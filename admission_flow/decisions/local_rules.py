"""Rules of the bloc's own: one is added, one is ended. Never changed, so that what a decision asked can be read."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from admission_flow import papers
from admission_flow.decisions.regulations import lock_rules, require_administrator
from admission_flow.decisions.rule_values import Faults
from admission_flow.models import LocalRule
from admission_flow.refusals import InvalidFacts, Sentence
from journal.facts import fact_of
from journal.record import OFFICE, append
from orgs.models import User


@dataclass(frozen=True)
class LocalRuleGiven:
    """As LocalRule keeps it. `paper` is the name of the paper, where the rule asks for one."""

    code: str
    name_vi: str
    asks_vi: str
    source: str
    kind: str
    in_force_from: datetime.date
    in_force_until: datetime.date | None = None
    where: str = LocalRule.Where.BOTH
    name_en: str = ""
    asks_en: str = ""
    paper: str = ""


@transaction.atomic
def add_local_rule(given: LocalRuleGiven, *, acting_user: User, at: datetime.datetime) -> LocalRule:
    """Asked of candidates from its day on. Raises NotYours, InvalidFacts."""
    require_administrator(acting_user)
    lock_rules()
    _refuse(faults_of_local_rule(given))
    row = LocalRule.objects.create(**asdict(given), entered_by=acting_user, entered_at=at)
    _record("add_local_rule", row, acting_user=acting_user, at=at)
    return row


@transaction.atomic
def end_local_rule(
    local_rule_id: int, last_day: datetime.date, *, acting_user: User, at: datetime.datetime
) -> LocalRule:
    """No longer asked after its last day; decisions keep what they asked. Raises NotYours, InvalidFacts."""
    require_administrator(acting_user)
    row = LocalRule.objects.select_for_update(no_key=True).get(pk=local_rule_id)
    _refuse(faults_of_end(row, last_day))
    row.in_force_until = last_day
    row.save(update_fields=["in_force_until"])
    _record("end_local_rule", row, acting_user=acting_user, at=at)
    return row


def faults_of_local_rule(given: LocalRuleGiven) -> Faults:
    faults: Faults = []
    if given.in_force_until and given.in_force_until < given.in_force_from:
        faults.append(("in_force_until", _("The rule would end before it begins. Correct the last day.")))
    if given.kind == LocalRule.Kind.PAPER and not given.paper:
        faults.append(("paper", _("Name the paper that has to be in the file.")))
    if given.kind == LocalRule.Kind.JUDGEMENT and given.paper:
        faults.append(("paper", _("A rule that somebody judges asks for no paper. Leave this empty, or ask for it.")))
    if given.code in papers.TITLES:
        faults.append(("code", _("This is the code of a form of the file. Choose another.")))
    if _others(given).exists():
        sentence = _("A rule of this code is in force in these days. End it first, or choose another code.")
        faults.append(("code", sentence))
    return faults


def faults_of_end(row: LocalRule, last_day: datetime.date) -> Faults:
    if row.in_force_until:
        return [("in_force_until", _("This rule was ended already. Add another one."))]
    if last_day < row.in_force_from:
        return [("in_force_until", _("The rule would end before it begins. Correct the last day."))]
    return []


def _others(given: LocalRuleGiven) -> QuerySet[LocalRule]:
    """Rules of the same code that share a day with this one."""
    found = LocalRule.objects.filter(code=given.code).exclude(in_force_until__lt=given.in_force_from)
    return found.filter(in_force_from__lte=given.in_force_until) if given.in_force_until else found


def _refuse(faults: Faults) -> None:
    if faults:
        errors: dict[str, list[Sentence]] = {field: [sentence] for field, sentence in faults}
        raise InvalidFacts(errors)


def _record(verb: str, row: LocalRule, *, acting_user: User, at: datetime.datetime) -> None:
    refs = {
        "row": str(row.pk),
        "code": row.code,
        "from": row.in_force_from.isoformat(),
        "until": row.in_force_until.isoformat() if row.in_force_until else None,
    }
    append(OFFICE, verb, acting_user=acting_user, at=at, refs=refs, facts=[fact_of(row)])
