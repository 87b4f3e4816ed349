"""Acts that stand out, offered to be looked at again: each kind one condition with its threshold, and no verdict."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat, ExtractHour, ExtractIsoWeekDay, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from admission_flow.access import OFFERS
from admission_flow.models import Correction, Decision, Introduction
from admission_flow.rules.independence import APPRAISED, DECIDED, INTRODUCED, PARTS, VERIFIED
from admission_flow.rules.standing import PASSING
from insights.audit.streams import Acts
from orgs.calendar import LOCAL_ZONE
from orgs.models import DayOff, Delegation, Grant

QUICK = datetime.timedelta(minutes=10)
FIRST_HOUR, LAST_HOUR = 7, 18
RETURNS = 3
SOON = datetime.timedelta(hours=1)
_SENT_BACK = ("returned", "sent_back")
_DECIDED_BELOW = ("grassroots_approval", "recognition_approval")
_REPLACED = "replaced"
# Of a decision, the pairs of parts that have to be two persons', as the regulation it was judged by has them.
_PAIRS = "regulation__parameters__independent_pairs__value"
_DECIDING = ("admitted", "not_admitted", "recognised", "struck_off")


def quick(acts: Acts) -> Acts:
    """Concluded within minutes of the step's arrival; steps that the system opens and closes in one act are none."""
    done = Decision.objects.filter(
        pk=OuterRef("decision_id"), step__in=list(OFFERS), at__lt=F("task__opened_at") + QUICK
    )
    return acts.filter(Exists(done))


def both_sides(acts: Acts) -> Acts:
    """Acts of somebody who, themselves or for whom another stood in, took two parts of one case that have to be two
    persons' (`rules.independence`); or proposed a correction and decided on it. Whoever stood in counts too.

    A pair is judged as its later act was: by the edition of the regulation that this act used.
    """
    own = _with_parts(Decision.objects.filter(pk=OuterRef("decision_id"))).exclude(part="")
    others = _with_parts(Decision.objects.filter(case=OuterRef("case"))).filter(_same_person())
    pair = (F("part"), OuterRef("part"))
    earlier = Q(pk__lt=OuterRef("pk")) & _kept_apart(OuterRef(_PAIRS), *pair)
    later = Q(pk__gt=OuterRef("pk")) & _kept_apart(F(_PAIRS), *pair)
    corrected = Correction.objects.filter(
        Q(decided_under__seat__person=F("proposed_by__person"))
        | Q(proposed_under__seat__person=F("decided_by__person"))
        | Q(proposed_under__seat__person=F("decided_under__seat__person")),
        pk=OuterRef("correction_id"),
    )
    took_two = own.filter(Exists(others.filter(earlier | later)) | _introduced())
    return acts.filter(Exists(took_two) | Exists(corrected))


def _introduced() -> Q:
    """Of a decision: the same person introduced in its case. Who became an introducer later was judged by what the
    replacement used."""
    introduced = Introduction.objects.filter(
        Q(introducer=OuterRef("decided_by__person")) | Q(introducer=OuterRef("delegation__seat__person")),
        case=OuterRef("case"),
    )
    pair = (Value(INTRODUCED), OuterRef("part"))
    before = Q(replaces__isnull=True) | Q(replaces__replaced_at__lte=OuterRef("at"))
    first = introduced.filter(before & _kept_apart(OuterRef(_PAIRS), *pair))
    replacing = Decision.objects.filter(
        _kept_apart(F(_PAIRS), Value(INTRODUCED), OuterRef(OuterRef("part"))),
        case=OuterRef("case"),
        outcome=_REPLACED,
        at=OuterRef("replaces__replaced_at"),
    )
    later = introduced.filter(Exists(replacing), replaces__replaced_at__gt=OuterRef("at"))
    return Q(Exists(first)) | Q(Exists(later))


def _kept_apart(pairs: Any, one: Any, other: Any) -> Q:
    """Whether the list of pairs has these two parts, whichever is named first."""
    return Q(_Holds(pairs, _pair(one, other))) | Q(_Holds(pairs, _pair(other, one)))


def _pair(one: Any, other: Any) -> Concat:
    return Concat(one, Value("/"), other, output_field=CharField())


class _Holds(Func):
    """Whether a list of texts, kept as JSON, has this one."""

    template = "(%(expressions)s)"
    arg_joiner = " ? "
    output_field = BooleanField()


def out_of_hours(acts: Acts) -> Acts:
    """Before or after the office's hours, or on a day that its calendar doesn't work."""
    timed = acts.annotate(
        hour=ExtractHour("at", tzinfo=LOCAL_ZONE),
        weekday=ExtractIsoWeekDay("at", tzinfo=LOCAL_ZONE),
        day=TruncDate("at", tzinfo=LOCAL_ZONE, output_field=DateField()),
    )
    off = Exists(DayOff.objects.filter(day=OuterRef("day"), works=False))
    worked = Exists(DayOff.objects.filter(day=OuterRef("day"), works=True))
    return timed.filter(Q(hour__lt=FIRST_HOUR) | Q(hour__gte=LAST_HOUR) | off | (Q(weekday__gte=6) & ~worked))


def many_returns(acts: Acts) -> Acts:
    """The returns of cases that came back so often."""
    of_case = Decision.objects.filter(case=OuterRef("case"), outcome__in=_SENT_BACK).order_by().values("case")
    times = Subquery(of_case.annotate(times=Count("pk")).values("times"))
    often = Decision.objects.filter(pk=OuterRef("decision_id"), outcome__in=_SENT_BACK).annotate(times=times)
    return acts.filter(Exists(often.filter(times__gte=RETURNS)))


def new_right(acts: Acts) -> Acts:
    """From a seat or by a delegation that was entered within the hour before."""
    granted = Grant.objects.filter(
        seat=OuterRef("seat_id"), granted_at__lte=OuterRef("at"), granted_at__gt=OuterRef("at") - SOON
    )
    made = Delegation.objects.filter(
        pk=OuterRef("delegation_id"), made_at__lte=OuterRef("at"), made_at__gt=OuterRef("at") - SOON
    )
    return acts.filter((Q(delegation_id__isnull=True) & Exists(granted)) | Exists(made))


@dataclass(frozen=True)
class Kind:
    """`title` and `said`, with the threshold in words. `of` narrows acts to those that stand out so."""

    name: str
    title: Promise
    said: Promise
    of: Callable[[Acts], Acts]


KINDS: tuple[Kind, ...] = (
    Kind("quick", _("Concluded within minutes"),
         _("Steps concluded less than 10 minutes after they had arrived."), quick),
    Kind("both_sides", _("One person in two parts"),
         _("Somebody took two parts of one case that have to be two persons' by the regulation in force for the act "
           "(such as verifying and deciding), or proposed a correction and decided on it: themselves, for somebody "
           "away, or through who stood in for them. Parts that the regulation lets one person take are not counted."),
         both_sides),
    Kind("out_of_hours", _("Out of hours"),
         _("Acts before 7 h or from 18 h on, or on a day that the office's calendar does not work."), out_of_hours),
    Kind("many_returns", _("Returned again and again"),
         _("Returns of cases that were sent back 3 times or more."), many_returns),
    Kind("new_right", _("A right used as soon as given"),
         _("Acts from a seat, or by a delegation, that had been entered less than an hour before."), new_right),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}


def _with_parts(decisions: QuerySet[Decision]) -> QuerySet[Any, Any]:
    """Each with the part that whoever did it took; "" for none. As `rules.independence.part_of`, in the database."""
    said = [When(step__in=_DECIDED_BELOW, outcome__in=_DECIDING, then=Value(DECIDED))]
    said += [When(step__in=_steps_of(part), then=Value(part)) for part in (VERIFIED, APPRAISED, DECIDED)]
    part = Case(*said, default=Value(""), output_field=CharField())
    return decisions.exclude(outcome__in=PASSING).annotate(part=part)


def _steps_of(part: str) -> Iterable[str]:
    return [step for step, its in PARTS.items() if its == part]


def _same_person() -> Q:
    """Of the decision asked about and another: the same did it, or it was done for the same."""
    ways = ("decided_by__person", "delegation__seat__person")
    same = Q(pk__in=[])
    for one in ways:
        for other in ways:
            same |= Q(**{one: OuterRef(other)})
    return same
