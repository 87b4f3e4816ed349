"""The demo shows a resolution of 2006 rolled out by everybody, and one of this year that some still owe."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from journal.verify import verify
from orgs.models import Seat
from planning.models import Reminder, Resolution, ResolutionUnit, UnitProgramme
from planning.resolutions.standings import standings_of
from project.demo_resolutions import roll_out_demo_resolutions
from tests.people import Bloc, make_seat


def test_two_resolutions_once(bloc: Bloc, files_dir: Path) -> None:
    # Its own agencies have a secretary too, as in the demo.
    make_seat(bloc.office_committee, Seat.Role.SECRETARY, bloc.person("bloc_deputy"))
    now = timezone.now()
    roll_out_demo_resolutions(now)
    roll_out_demo_resolutions(now)
    first, young = Resolution.objects.order_by("dated")
    assert (first.number, f"{first.dated:%d/%m/%Y}") == ("01-NQ/ĐUK", "10/04/2006")
    assert young.dated.year == timezone.localdate(now).year
    done = {
        found: sum(one.is_done for one in standings_of(list(ResolutionUnit.objects.filter(resolution=found))).values())
        for found in (first, young)
    }
    # SNV owes members and its programme, and the fourth unit its programme, of the young one.
    assert done == {first: 5, young: 3}
    assert UnitProgramme.objects.filter(of__resolution=first, state="adopted").count() == 5
    cells = UnitProgramme.objects.filter(of__unit=bloc.grassroots_cell)
    assert set(cells.values_list("number", flat=True)) == {"01-CTr/CB"}
    assert not Reminder.objects.exists()
    assert verify().failure is None


def test_in_an_empty_database(db: None) -> None:
    roll_out_demo_resolutions(timezone.now())
    assert not Resolution.objects.exists()
