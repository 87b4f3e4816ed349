"""A verification asked for from the desk: how far it reaches, what it finds, and what if its worker dies."""

from __future__ import annotations

import datetime
import multiprocessing
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from insights.audit import verifying
from insights.audit.access import reach_of
from insights.models import VerificationRun
from insights.tasks import verify_run
from journal.models import Entry
from journal.verify import verify
from orgs import seating
from orgs.models import Seat, User
from tests.admission_flow.journey import Journey
from tests.admission_flow.races.pages import until_alone
from tests.databases import at_once
from tests.insights.audit.conftest import AT, now, signed_in, walk
from tests.insights.conftest import office_in
from tests.journal.tampering import behind_the_journal
from tests.people import Bloc, build_bloc, make_person

Scope, State = VerificationRun.Scope, VerificationRun.State


@pytest.fixture
def journey(own_database: str, tmp_path: Path) -> Iterator[Journey]:
    with office_in(tmp_path):
        walked = walk(Journey(build_bloc(), at=AT), "opinions")
        User.objects.update(language="en")
        yield walked


@pytest.fixture
def bloc(journey: Journey) -> Bloc:
    return journey.bloc


def asked(who: User, **given: str) -> VerificationRun:
    """By the form, carried out at once as the worker would, and read back."""
    answer = signed_in(who).post("/audit/verification/", given)
    assert answer.status_code == 302, answer.content.decode()
    run = VerificationRun.objects.latest("pk")
    verify_run(run.pk, run.attempt)
    run.refresh_from_db()
    return run


def page_of(run: VerificationRun) -> str:
    found = signed_in(run.asked_by).get(f"/audit/verification/{run.pk}/")
    assert found.status_code == 200
    return found.content.decode()


def test_everything_holds(bloc: Bloc, journey: Journey) -> None:
    run = asked(bloc.auditor, scope="all")
    assert run.state == State.HOLDS
    assert run.done == run.total > 0
    assert run.streams == Entry.objects.values("stream").distinct().count()
    assert "The journal holds" in page_of(run)
    assert verify().holds  # what the run itself left in the journal, too
    kept = Entry.objects.filter(stream=f"user:{bloc.auditor.pk}", verb__startswith="verification_")
    assert [(one.verb, one.actor_id) for one in kept.order_by("seq")] == [
        ("verification_asked", bloc.auditor.pk),
        ("verification_ended", None),
    ]


def test_one_case_and_a_period(bloc: Bloc, journey: Journey) -> None:
    run = asked(bloc.committee_auditor, scope="case", case=journey.case.number)
    assert (run.state, run.streams, run.entries) == (State.HOLDS, 1, 3)
    run = asked(bloc.committee_auditor, scope="period", since="05/03/2026", until="05/03/2026")
    assert (run.state, run.streams) == (State.HOLDS, 1)
    run = asked(bloc.committee_auditor, scope="period", since="05/03/2020", until="05/03/2020")
    assert (run.state, run.streams) == (State.HOLDS, 0)


def test_a_committees_auditor_verifies_the_own_cases_only(bloc: Bloc, journey: Journey) -> None:
    elsewhere = Journey.in_unit(bloc, "delegated_cell", at=AT)
    elsewhere.nominate()
    behind_the_journal("UPDATE journal_entry SET verb = 'x' WHERE stream = %s", f"case:{elsewhere.case.pk}")

    run = asked(bloc.committee_auditor, scope="all")
    assert (run.state, run.streams) == (State.HOLDS, 1)
    run = asked(bloc.auditor, scope="all")
    assert (run.state, run.stream, run.seq) == (State.BROKEN, f"case:{elsewhere.case.pk}", 1)


def test_a_committees_auditor_verifies_the_own_units_too(bloc: Bloc, journey: Journey) -> None:
    for unit in (bloc.committee, bloc.hospital_committee):
        given = (make_person("Lâm Văn Tâm"), unit, "officer", now().date(), None)
        seating.appoint(*given, acting_user=bloc.administrator, at=now(), reason="Bổ nhiệm")
    today = f"{timezone.localdate():%d/%m/%Y}"
    run = asked(bloc.committee_auditor, scope="period", since=today, until=today)
    assert (run.state, run.streams, run.entries) == (State.HOLDS, 1, 1)
    for unit, state in ((bloc.hospital_committee, State.HOLDS), (bloc.committee, State.BROKEN)):
        behind_the_journal("UPDATE journal_entry SET verb = 'x' WHERE stream = %s", f"unit:{unit.pk}")
        run = asked(bloc.committee_auditor, scope="all")
        assert run.state == state
    assert (run.stream, run.seq) == (f"unit:{bloc.committee.pk}", 1)


def test_a_case_that_moved_away_is_no_longer_the_committees_to_verify(bloc: Bloc, journey: Journey) -> None:
    journey.transfer("delegated_cell")
    assert asked(bloc.committee_auditor, scope="all").streams == 0


def test_a_tampered_entry_and_a_tampered_row_are_named(bloc: Bloc, journey: Journey) -> None:
    stream = f"case:{journey.case.pk}"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE admission_flow_decision SET outcome = 'x' WHERE step = 'declaration'")
    run = asked(bloc.auditor, scope="case", case=journey.case.number)
    assert (run.state, run.stream) == (State.BROKEN, stream)
    assert "was altered since" in page_of(run)

    behind_the_journal("UPDATE journal_entry SET verb = 'x' WHERE stream = %s AND seq = 2", stream)
    run = asked(bloc.auditor, scope="all")
    assert (run.state, run.stream, run.seq) == (State.BROKEN, stream, 2)
    shown = page_of(run)
    assert "The journal does not hold" in shown
    assert f"{stream}, entry 2" in shown


def test_what_is_wrong_with_the_form_is_said(bloc: Bloc, journey: Journey) -> None:
    client = signed_in(bloc.auditor)
    for given, sentence in (
        ({"scope": "period"}, "A period has a first and a last day."),
        ({"scope": "period", "since": "06/03/2026", "until": "05/03/2026"}, "ends before it begins"),
        ({"scope": "case", "case": "HS 1999-0001"}, "No case of this number"),
        ({"scope": "case"}, "No case of this number"),
        ({"scope": "galaxy"}, "galaxy"),
    ):
        refused = client.post("/audit/verification/", given)
        assert refused.status_code == 422
        assert sentence in refused.content.decode()
    assert not VerificationRun.objects.exists()


def test_a_second_click_starts_no_second_one(bloc: Bloc, journey: Journey) -> None:
    client = signed_in(bloc.auditor)
    client.post("/audit/verification/", {"scope": "all"})
    refused = client.post("/audit/verification/", {"scope": "all"})
    assert refused.status_code == 409
    assert "still running" in refused.content.decode()
    assert VerificationRun.objects.count() == 1


def test_two_clicks_at_once_start_one(bloc: Bloc, journey: Journey) -> None:
    def ask() -> object:
        return verifying.ask(verifying.Asked(Scope.ALL), acting_user=bloc.auditor, at=now())

    outcomes = at_once(ask, ask)
    assert sum(isinstance(one, verifying.StillRunning) for one in outcomes) == 1
    assert VerificationRun.objects.count() == 1


def test_a_run_whose_worker_died_is_started_again(bloc: Bloc, journey: Journey) -> None:
    run = verifying.ask(verifying.Asked(Scope.ALL), acting_user=bloc.auditor, at=now())
    client = signed_in(bloc.auditor)
    assert "Start it again" not in page_of(run)
    assert client.post(f"/audit/verification/{run.pk}/again/").status_code == 409

    long_ago = now() - datetime.timedelta(minutes=4)
    VerificationRun.objects.update(state=State.RUNNING, moved_at=long_ago)
    assert "Start it again" in page_of(run)
    assert client.post(f"/audit/verification/{run.pk}/again/").status_code == 302
    # The first worker was only slow: it is no longer its run.
    verify_run(run.pk, 1)
    run.refresh_from_db()
    assert (run.state, run.attempt) == (State.WAITING, 2)
    verify_run(run.pk, 2)
    run.refresh_from_db()
    assert run.state == State.HOLDS


def killed_before(table: str, run: VerificationRun) -> None:
    """The worker, a process of its own, as it waits for the rows of this table; then it is killed without a word."""
    context = multiprocessing.get_context("fork")
    begin = context.Event()

    def live() -> None:
        begin.wait(30)
        verify_run(run.pk, run.attempt)

    connections.close_all()  # the child must not share ours
    worker = context.Process(target=live, daemon=True)
    worker.start()
    beside = connection.copy()
    try:
        with transaction.atomic(), connection.cursor() as cursor, beside.cursor() as looking:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            begin.set()
            until = time.monotonic() + 30
            while not waiting(looking, table):
                assert time.monotonic() < until, "nobody came to this table"
                time.sleep(0.02)
            worker.kill()
            worker.join(30)
    finally:
        beside.close()
    until_alone()
    run.refresh_from_db()
    assert (worker.exitcode, run.state) == (-signal.SIGKILL, State.RUNNING)


def waiting(cursor: Any, table: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_locks WHERE relation = %s::regclass AND NOT granted", [table])
    return cursor.fetchone() is not None


def started_again(run: VerificationRun) -> VerificationRun:
    """By whoever asked for it, minutes later, and carried out."""
    VerificationRun.objects.update(moved_at=now() - datetime.timedelta(minutes=4))
    assert signed_in(run.asked_by).post(f"/audit/verification/{run.pk}/again/").status_code == 302
    verify_run(run.pk, run.attempt + 1)
    run.refresh_from_db()
    return run


# A table of rows that acts wrote: some come before it, some after, in the order in which rows are looked at.
MIDDLE, AHEAD = "admission_flow_introduction", "UPDATE admission_flow_task SET outcome = 'x' WHERE step = 'course'"
PERIOD = {"scope": "period", "since": "04/03/2026", "until": "06/03/2026"}


@pytest.fixture
def telling_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "EVERY", 0.0)


@pytest.mark.parametrize("given", [{"scope": "all"}, PERIOD])
def test_the_next_worker_goes_on_where_the_killed_one_was(
    bloc: Bloc, journey: Journey, telling_often: None, given: dict[str, str]
) -> None:
    whole = asked(bloc.auditor, **given)
    assert signed_in(bloc.auditor).post("/audit/verification/", given).status_code == 302
    run = VerificationRun.objects.latest("pk")
    expected = verify(streams=verifying.streams_of(run, reach_of(bloc.auditor, now())))
    killed_before(MIDDLE, run)
    assert run.entries == expected.entries
    assert 0 < run.facts < expected.facts
    assert whole.facts <= expected.facts

    # It is not looked at again, so what somebody does to it now is for another verification to find.
    behind_the_journal("UPDATE journal_entry SET verb = 'x' WHERE stream = %s AND seq = 1", f"case:{journey.case.pk}")
    started_again(run)
    assert (run.state, run.streams, run.entries) == (State.HOLDS, expected.streams, expected.entries)
    assert run.facts == expected.facts
    shown = page_of(run)
    assert "went on from where the one before was" in shown
    assert str(run.findings) in shown
    again = asked(bloc.auditor, **given)
    assert (again.state, again.stream, again.seq) == (State.BROKEN, f"case:{journey.case.pk}", 1)


@pytest.mark.parametrize("given", [{"scope": "all"}, PERIOD])
def test_the_next_worker_finds_what_was_done_to_the_rest(
    bloc: Bloc, journey: Journey, telling_often: None, given: dict[str, str]
) -> None:
    assert signed_in(bloc.auditor).post("/audit/verification/", given).status_code == 302
    run = VerificationRun.objects.latest("pk")
    killed_before(MIDDLE, run)
    with connection.cursor() as cursor:
        cursor.execute(AHEAD)
    started_again(run)
    assert (run.state, run.stream) == (State.BROKEN, f"case:{journey.case.pk}")
    assert "was altered since" in page_of(run)


def test_a_slow_worker_stops_when_the_run_is_anothers(bloc: Bloc, journey: Journey) -> None:
    run = verifying.ask(verifying.Asked(Scope.ALL), acting_user=bloc.auditor, at=now())
    VerificationRun.objects.update(state=State.RUNNING, attempt=2)
    with verifying.Progress(run) as progress, pytest.raises(verifying.Overtaken):
        list(progress([1, 2], total=2))


def test_progress_is_seen_from_outside_while_it_runs(
    bloc: Bloc, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "EVERY", 0.0)
    run = verifying.ask(verifying.Asked(Scope.ALL), acting_user=bloc.auditor, at=now())
    VerificationRun.objects.update(state=State.RUNNING)
    with verifying.Progress(run) as progress:
        seen = []
        for _item in progress(range(3), total=3):
            run.refresh_from_db()
            seen.append((run.done, run.total))
        assert seen == [(0, 3), (1, 3), (2, 3)]
    shown = page_of(run)
    assert "3 of 3 entries" in shown
    assert 'hx-trigger="every 2s"' in shown
    assert "Look again" in shown


def test_who_is_no_auditor_any_more_finds_no_verdict(bloc: Bloc, journey: Journey) -> None:
    run = verifying.ask(verifying.Asked(Scope.ALL), acting_user=bloc.auditor, at=now())
    yesterday = now().date() - datetime.timedelta(days=1)
    Seat.objects.filter(person=bloc.auditor.person).update(ends=yesterday)
    verify_run(run.pk, 1)
    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert run.entries == 0


def test_anothers_verification_is_not_there(bloc: Bloc, journey: Journey) -> None:
    run = verifying.ask(verifying.Asked(Scope.ALL), acting_user=bloc.auditor, at=now())
    for who in (bloc.committee_auditor, bloc.cell_secretary, bloc.administrator):
        assert signed_in(who).get(f"/audit/verification/{run.pk}/").status_code == 404
        assert signed_in(who).post(f"/audit/verification/{run.pk}/again/").status_code == 404
