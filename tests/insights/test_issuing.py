"""Issuing a dossier: who may, what it leaves in the journal, what it holds, and when it is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.test import override_settings
from django.utils import timezone

from admission_flow.models import Decision, Opinion, PaperFile
from documents.store import FileAltered, path_of
from insights.dossier import issuing
from insights.dossier.issuing import issue_dossier
from insights.dossier.refusals import NotSigned, NotWhole, StillChanging, TooLarge
from journal import checkpoints, keys, record
from journal.facts import Fact, erased, fact_of
from journal.models import Checkpoint, Entry
from orgs.models import Member, Seat, User
from tests.admission_flow.files.conftest import attach, given
from tests.admission_flow.journey import Journey
from tests.admission_flow.untouched import nothing_written
from tests.databases import at_once
from tests.documents import samples
from tests.insights.conftest import office_in
from tests.insights.packing import Pack, checked
from tests.journal.tampering import behind_the_journal
from tests.people import Bloc, build_bloc

OTHER_PDF = samples.pdf("Một tệp khác")


@pytest.fixture(scope="module")
def office(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bloc]:
    with office_in(tmp_path_factory.mktemp("office")):
        yield build_bloc()


@pytest.fixture
def journey(office: Bloc) -> Journey:
    walked = Journey(office).to("cell_vote")
    attach(walked, office.cell_secretary)
    return walked


def issued(journey: Journey, by: User) -> Pack:
    with issue_dossier(journey.case.pk, acting_user=by, at=timezone.now()).file as file:
        content = file.read()
    code, said = checked(content, keys.pem(keys.signing_key().public_key()))
    assert code == 0, said
    return Pack.of(content)


@pytest.mark.parametrize(
    "who", ["cell_secretary", "cell_deputy", "committee_secretary", "committee_auditor", "standing_member", "auditor"]
)
def test_who_sees_the_file_takes_it_and_it_stands_in_the_own_stream(office: Bloc, journey: Journey, who: str) -> None:
    user = getattr(office, who)
    entries = Entry.objects.filter(stream=f"case:{journey.case.pk}").count()
    pack = issued(journey, user)
    entry = Entry.objects.filter(stream=f"user:{user.pk}").latest("seq")
    assert (entry.verb, entry.actor_id, entry.facts) == ("dossier_issued", user.pk, [])
    assert entry.refs == {
        "case": journey.case.number,
        "case_id": journey.case.pk,
        "entries": entries,
        "checkpoint": Checkpoint.objects.latest("number").number,
        "manifest": hashlib.sha256(pack.members["manifest.json"]).hexdigest(),
    }
    told = json.loads(pack.members["manifest.json"])
    assert (told["issued"]["to"], told["issued"]["name"]) == (user.pk, user.display_name)
    assert told["case"]["classification"] == "confidential"
    assert Entry.objects.filter(stream=f"case:{journey.case.pk}").count() == entries


@pytest.mark.parametrize(
    "who",
    [
        *("sibling_secretary", "training_centre", "office", "hospital_secretary", "administrator"),
        *("seatless", "former_secretary"),
    ],
)
def test_to_nobody_else_does_it_exist(office: Bloc, journey: Journey, who: str) -> None:
    with nothing_written(), pytest.raises(Http404):
        issue_dossier(journey.case.pk, acting_user=getattr(office, who), at=timezone.now())


def test_a_checkpoint_is_taken_only_where_none_has_seen_all(office: Bloc, journey: Journey) -> None:
    issued(journey, office.auditor)
    number = Checkpoint.objects.latest("number").number
    issued(journey, office.auditor)
    issued(journey, office.cell_secretary)
    assert Checkpoint.objects.latest("number").number == number
    journey.cell_vote()
    issued(journey, office.auditor)
    assert Checkpoint.objects.latest("number").number == number + 1


def test_the_same_state_makes_the_same_bytes_but_for_the_seal(office: Bloc, journey: Journey) -> None:
    first, second = issued(journey, office.auditor), issued(journey, office.cell_secretary)
    assert list(first.members) == list(second.members)
    differing = [name for name, content in first.members.items() if second.members[name] != content]
    assert differing == ["manifest.json", "manifest.sig"]


def test_the_file_of_the_checkpoint_kept_elsewhere_says_the_same(office: Bloc, journey: Journey) -> None:
    pack = issued(journey, office.auditor)
    kept = sorted(Path(settings.CHECKPOINT_DIR).glob("*.jsonl"))[-1].read_bytes().splitlines()
    assert pack.members["journal/checkpoint.json"].splitlines() == kept[-1:]
    assert set(pack.lines("journal/heads.jsonl")) <= set(kept)


def test_a_recognition_has_a_dossier_of_its_own(office: Bloc, journey: Journey) -> None:
    journey.to("ceremony").ceremony()
    journey.case.refresh_from_db()
    recognition = journey.case.recognition
    with issue_dossier(recognition.pk, acting_user=office.auditor, at=timezone.now()).file as file:
        content = file.read()
    assert checked(content)[0] == 2
    assert journey.case.number in Pack.of(content).members["case.html"].decode()


def test_a_row_written_last_by_an_act_elsewhere(office: Bloc, journey: Journey) -> None:
    """The register renames the person: the newest digest is in another stream."""
    person = journey.case.candidate.person
    person.full_name = "Nguyễn Thị Thanh Xuân Mai"
    person.save()
    append("unit:1", fact_of(person))
    assert "for which only the signature on manifest.json vouches: 1." in said_of(journey, office)
    row = json.loads(issued(journey, office.auditor).members["facts/orgs.person.jsonl"])
    assert row["values"]["full_name"] == "Nguyễn Thị Thanh Xuân Mai"


def test_a_row_written_last_by_another_case_of_the_person(office: Bloc, journey: Journey) -> None:
    """The register's row of a member: made by the admission, and again by the recognition."""
    journey.to("ceremony").ceremony()
    member = Member.objects.get(person=journey.case.candidate.person)
    member.note = "Chuyển chính thức"
    member.save()
    journey.case.refresh_from_db()
    append(f"case:{journey.case.recognition.pk}", fact_of(member))
    assert "vouches: 1." in said_of(journey, office)


def test_a_row_about_somebody_else_stays_out_with_its_salt(office: Bloc, journey: Journey) -> None:
    seat = Seat.objects.get(person=office.committee_officer.person)
    append(f"case:{journey.case.pk}", fact_of(seat))
    assert "Facts about other persons, and comments that were withdrawn, which are not in the dossier: 1." in said_of(
        journey, office
    )
    members = issued(journey, office.auditor).members
    assert "facts/orgs.seat.jsonl" not in members
    assert bytes(seat.person.salt).hex().encode() not in b"".join(members.values())


def test_a_row_that_was_erased_and_rightly_so(office: Bloc, journey: Journey) -> None:
    opinion = Opinion.objects.filter(case=journey.case).latest("pk")
    append(f"case:{journey.case.pk}", erased(opinion))
    opinion.delete()
    assert "Facts that were erased, as the journal records: 1." in said_of(journey, office)


def append(stream: str, fact: Fact) -> None:
    with transaction.atomic():
        record.append(stream, "some_act", acting_user=None, at=timezone.now(), refs={}, facts=[fact])


def said_of(journey: Journey, office: Bloc) -> str:
    with issue_dossier(journey.case.pk, acting_user=office.auditor, at=timezone.now()).file as file:
        code, said = checked(file.read(), keys.pem(keys.signing_key().public_key()))
    assert code == 0, said
    return said


class TestRefused:
    """Nothing is issued and nothing recorded; a checkpoint may have been taken."""

    def refused(self, office: Bloc, journey: Journey, why: type[Exception], match: str) -> None:
        checkpoints.take(at=timezone.now())
        with nothing_written(), pytest.raises(why, match=match):
            issue_dossier(journey.case.pk, acting_user=office.auditor, at=timezone.now())

    def test_a_file_that_was_altered(self, office: Bloc, journey: Journey) -> None:
        file = attach(journey, office.cell_secretary, given(OTHER_PDF, why="x"))
        path = path_of(file.file.sha256)
        content = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(content[:-1] + b"?")
        self.refused(office, journey, FileAltered, "missing or is not what was attached")
        path.unlink()
        self.refused(office, journey, FileAltered, "missing or is not what was attached")
        path.write_bytes(content)

    def test_a_row_that_was_altered_behind_the_journal(self, office: Bloc, journey: Journey) -> None:
        Decision.objects.filter(case=journey.case, step="opinions").update(number="99")
        self.refused(office, journey, NotWhole, "differ, so no dossier is issued")

    def test_a_row_that_was_removed(self, office: Bloc, journey: Journey) -> None:
        Opinion.objects.filter(case=journey.case).latest("pk").delete()
        self.refused(office, journey, NotWhole, "differ, so no dossier is issued")

    def test_a_decision_beside_the_journal(self, office: Bloc, journey: Journey) -> None:
        decision = Decision.objects.filter(case=journey.case).latest("pk")
        decision.pk, decision.task = None, None
        decision.save()
        self.refused(office, journey, NotWhole, "differ, so no dossier is issued")

    def test_an_entry_that_was_altered(self, office: Bloc, journey: Journey) -> None:
        stream = f"case:{journey.case.pk}"
        behind_the_journal("UPDATE journal_entry SET verb = 'withdraw' WHERE stream = %s AND seq = 3", stream)
        self.refused(office, journey, NotWhole, "differ, so no dossier is issued")

    def test_heads_of_the_checkpoint_that_were_altered(self, office: Bloc, journey: Journey) -> None:
        checkpoints.take(at=timezone.now())
        number = Checkpoint.objects.latest("number").number
        statement = "INSERT INTO journal_sealedhead (checkpoint_id, stream, seq, hash) VALUES (%s, 'case:99', 1, 'x')"
        behind_the_journal(statement, number)
        with nothing_written(), pytest.raises(NotWhole):
            issue_dossier(journey.case.pk, acting_user=office.auditor, at=timezone.now())

    def test_without_a_key(self, office: Bloc, journey: Journey, tmp_path: Path) -> None:
        with (
            override_settings(PRODUCTION=True, JOURNAL_KEY_FILE=str(tmp_path / "none.pem")),
            nothing_written(),
            pytest.raises(NotSigned, match="There is no key at JOURNAL_KEY_FILE"),
        ):
            issue_dossier(journey.case.pk, acting_user=office.auditor, at=timezone.now())

    def test_too_large(self, office: Bloc, journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("zipfile.ZIP64_LIMIT", 1000)
        self.refused(office, journey, TooLarge, "more than one dossier holds")

    def test_while_others_go_on_acting(self, office: Bloc, journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(issuing.checkpoints, "take", lambda at: None)
        with nothing_written(), pytest.raises(StillChanging):
            issue_dossier(journey.case.pk, acting_user=office.auditor, at=timezone.now())


def test_two_at_once_and_an_act_between(office: Bloc, journey: Journey) -> None:
    """Each is sound by itself, whatever the order."""
    outcomes = at_once(
        lambda: issue_dossier(journey.case.pk, acting_user=office.auditor, at=timezone.now()),
        lambda: issue_dossier(journey.case.pk, acting_user=office.cell_deputy, at=timezone.now()),
        lambda: attach(journey, office.cell_secretary, given(OTHER_PDF, why="x")),
    )
    *dossiers, attached = outcomes
    assert isinstance(attached, PaperFile)
    for one in dossiers:
        assert isinstance(one, issuing.Issued), one
        with one.file as file:
            assert checked(file.read(), keys.pem(keys.signing_key().public_key()))[0] == 0
