"""What is typed into the form of every step, posted as whoever holds its seat: `post(client, journey, "cell_vote")`.

Dates are those of today, as the pages take them; everybody is in favour and everything is clear.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from admission_flow.access import OFFERS
from orgs.access import committee_size
from orgs.members import count_official
from orgs.models import Unit
from tests.admission_flow.journey import PROFILE, Journey

# The form's own rows are counted by its prefix.
ROWS = {"rows-INITIAL_FORMS": "0"}
RELATIVES = (("father", "Nguyễn Văn Cha", "1960"), ("mother", "Trần Thị Mẹ", "1962"))
CELL_VOTES = ("cell_vote", "recognition_vote")
COMMITTEE_VOTES = ("grassroots_approval", "recognition_approval")
BLOC_VOTES = ("bloc_decision", "recognition_decision")


def typed(day: datetime.date) -> str:
    return f"{day:%d/%m/%Y}"


def nominate(client: Client, journey: Journey) -> Any:
    """The form of the nomination, by the cell's secretary."""
    given, today = journey.nomination(), typed(timezone.localdate())
    form: dict[str, Any] = {"unit": journey.unit.pk, "full_name": given.full_name, "citizen_id": given.citizen_id}
    form |= {"sex": "f", "birth_date": "03/02/1994", "helper": given.helper}
    for place, one in enumerate(given.introducers, start=1):
        form |= {f"introducer_{place}": one.person, f"introducer_{place}_since": "05/01/2009"}
    form |= {"citizen": "on", "education": "upper_secondary"}
    form |= {"political_standard": "1", "introducers_not_disciplined": "1"}
    form |= {"resolution_number": "01-NQ/CB", "resolution_dated": today, "resolution_signed_by": "Bí thư"}
    client.force_login(journey.secretary)
    return client.post("/cases/nominate/", form)


def post(client: Client, journey: Journey, step: str, *, by: Any = None, **changes: Any) -> Any:
    """The first act of that step, as whoever holds its seat."""
    client.force_login(by or journey.actor(step))
    address = f"/cases/{journey.case.pk}/tasks/{journey.task(step).pk}/{OFFERS[step][0].verb}/"
    return client.post(address, facts(journey, step) | changes)


def facts(journey: Journey, step: str) -> dict[str, Any]:
    today = typed(timezone.localdate())
    paper = {"number": "07-QĐ", "dated": today, "signed_by": "Bí thư"}
    opinion = {"source": "residence", "asked": "Chi bộ tổ 5", "answer": "agrees", "answered_on": today}
    opinions = ROWS | {"rows-TOTAL_FORMS": "1"} | {f"rows-0-{name}": value for name, value in opinion.items()}
    if step in CELL_VOTES:
        return paper | _votes(step, count_official(journey.unit, timezone.localdate()))
    if step in COMMITTEE_VOTES:
        committee = Unit.objects.get(pk=journey.case.committee_id)
        return paper | _votes(
            step, committee_size(committee, timezone.now()), delegated=journey.case.route == "delegated"
        )
    if step in BLOC_VOTES:
        return paper | _votes(step, committee_size(journey.bloc.unit, timezone.now()))
    given: dict[str, dict[str, Any]] = {
        "course": paper,
        "declaration": {"application_dated": today, "biography_dated": today, **PROFILE, **_relatives()},
        "opinions": paper | opinions,
        "file_check": {"dated": today, "checked": sorted(journey.case.papers.values_list("code", flat=True))},
        "departmental_appraisal": paper | {"opinion": "Đề nghị kết nạp"},
        "bloc_appraisal": {"proposal": "admit", "dated": today},
        "ceremony": {
            "received_on": today,
            "held_on": today,
            "place": "Hội trường Sở",
            "helper": journey.case.helper_id,
        },
        "new_member_class": paper,
        "probation_papers": {"self_review_dated": today, "remarks_dated": today, "signed_by": "Người giúp đỡ"},
        "probation_opinions": paper | opinions,
        "recognition_appraisal": paper | {"opinion": "Đề nghị công nhận"},
        "recognition_bloc_appraisal": {"proposal": "recognised", "dated": today},
    }
    return _answers(journey, paper) if step == "verification" else given[step]


def _votes(step: str, body: int, *, delegated: bool = False) -> dict[str, Any]:
    votes: dict[str, Any] = dict.fromkeys(("present", "issued", "returned", "votes_for"), body)
    votes |= {"voting": "secret", "votes_against": 0}
    recognition = step.startswith("recognition")
    outcome = "recognised" if recognition else "admitted" if delegated or step in BLOC_VOTES else "reported"
    return votes if step == "cell_vote" else votes | {"outcome": outcome}


def _relatives() -> dict[str, str]:
    found = ROWS | {"rows-TOTAL_FORMS": str(len(RELATIVES))}
    for place, (relation, name, year) in enumerate(RELATIVES):
        found |= {f"rows-{place}-relation": relation, f"rows-{place}-full_name": name}
        found |= {f"rows-{place}-birth_year": year, f"rows-{place}-is_alive": "on", f"rows-{place}-is_adult": "on"}
    return found


def _answers(journey: Journey, paper: dict[str, str]) -> dict[str, str]:
    persons = journey.ledger().persons
    found = ROWS | {"rows-TOTAL_FORMS": str(len(persons)), "conclusion": "clear", **paper}
    for place, person in enumerate(persons):
        told = {
            "relative": str(person or ""),
            "clear": "1",
            "authority": "Công an phường",
            "answered_on": paper["dated"],
        }
        found |= {f"rows-{place}-{name}": value for name, value in told.items()}
    return found
