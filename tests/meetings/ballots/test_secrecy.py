"""Whoever holds a dump, the journal and the logs after closing joins voter and choice no better than by chance.

Each attack puts the papers (or receipts) into some order that might be that of the voting, and lays it beside the
order in which the journal says people voted. The same attacks are run before the ballot is closed, where the first of
them finds everybody: so they can find something.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from journal.models import Entry
from meetings.ballots import urn
from meetings.models import Attendee, Ballot, BallotPaper, Mark, Receipt
from tests.databases import rounds
from tests.meetings.ballots.polled import Polled
from tests.meetings.ballots.test_at_once import a_cell_of

VOTERS = 60
CHOICES = ("for", "against", "other")


def votes(held: Polled, rng: random.Random) -> dict[int, tuple[str, str]]:
    """Everybody votes in a random order; what each chose and was told, by attendee."""
    places = list(range(VOTERS))
    rng.shuffle(places)
    roll = held.attendees
    chosen = {}
    for place in places:
        choice = rng.choice(CHOICES)
        chosen[roll[place].pk] = (choice, held.cast(place, choice))
    return chosen


def order_of_voting(ballot: Ballot) -> list[int]:
    """The attendees as the journal has them."""
    entries = Entry.objects.filter(stream=f"ballot:{ballot.pk}", verb="cast").order_by("seq")
    return [entry.refs["attendee"] for entry in entries]


def _rows(sql: str, ballot: Ballot) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [ballot.pk])
        return [row[0] for row in cursor.fetchall()]


def _papers(order: str) -> Callable[[Ballot], list[str]]:
    sql = f"SELECT choice FROM meetings_ballotpaper WHERE ballot_id = %s ORDER BY {order}"
    return lambda ballot: _rows(sql, ballot)


ATTACKS: dict[str, Callable[[Ballot], list[str]]] = {
    "place in the table": _papers("ctid"),
    "place in the table, backwards": _papers("ctid DESC"),
    "id": _papers("id"),
    "id, backwards": _papers("id DESC"),
    "transaction, then place": _papers("xmin::text::bigint, ctid"),
    "command within the transaction": _papers("cmin::text::bigint, ctid"),
    "order of the receipts": lambda ballot: [
        choice
        for _number, choice in sorted(
            zip(
                _rows("SELECT number FROM meetings_receipt WHERE ballot_id = %s ORDER BY ctid", ballot),
                _papers("ctid")(ballot),
                strict=True,
            )
        )
    ],
    "as a query gives them": _papers("ballot_id"),
}


def found(guess: list[str], order: list[int], chosen: dict[int, tuple[str, str]]) -> int:
    """How many voters the guess gets right."""
    return sum(choice == chosen[voter][0] for choice, voter in zip(guess, order, strict=True))


def chance(chosen: dict[int, tuple[str, str]]) -> tuple[float, float]:
    """What laying the papers beside the voters blindly finds: the mean, and five standard deviations above it."""
    choices = [choice for choice, _receipt in chosen.values()]
    shares = [choices.count(one) / len(choices) for one in CHOICES]
    mean = len(choices) * sum(share**2 for share in shares)
    return mean, mean + 5 * (mean * (1 - sum(share**2 for share in shares))) ** 0.5


def test_no_order_tells(own_database: str) -> None:
    held = a_cell_of(VOTERS)
    chosen = votes(held, random.Random(4))
    order = order_of_voting(held.ballot)
    assert found(ATTACKS["place in the table"](held.ballot), order, chosen) == VOTERS  # the limit that the page states
    held.counted()
    _mean, most = chance(chosen)
    results = {name: found(attack(held.ballot), order, chosen) for name, attack in ATTACKS.items()}
    assert {name: hits for name, hits in results.items() if hits > most} == {}


def test_one_transaction_wrote_all_papers(own_database: str) -> None:
    held = a_cell_of(20)
    held.cast_by("fao" * 6 + "fa").counted()
    for table in ("meetings_ballotpaper", "meetings_receipt"):
        assert len(set(_rows(f"SELECT xmin::text FROM {table} WHERE ballot_id = %s", held.ballot))) == 1


def test_the_mean_over_many_mixings_is_chance(own_database: str) -> None:
    """One mixing may be lucky; over many, each place of the voting is found as often as any other."""
    held = a_cell_of(20)
    held.cast_by("f" * 10 + "a" * 10)
    half = []
    for _round in rounds(60):
        urn.mix(held.ballot)
        half.append(ATTACKS["place in the table"](held.ballot)[:10].count("for"))
    mean = sum(half) / len(half)
    # Of ten papers drawn from ten and ten, 5 on average with a deviation of 1.15.
    assert abs(mean - 5) < 5 * 1.15 / len(half) ** 0.5


def test_no_former_version_is_left(own_database: str) -> None:
    """Closing clears the rows before the mixing; the nightly rewriting leaves the table's file without a hole."""
    held = a_cell_of(20)
    held.cast_by("fao" * 6 + "fa").counted()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (VERBOSE) meetings_ballotpaper")
        said = " ".join(cursor.connection.notices)
        assert "0 removed, 20 remain, 0 are dead" in said
    urn.rewrite()
    places = _rows("SELECT ctid::text FROM meetings_ballotpaper WHERE ballot_id = %s", held.ballot)
    assert sorted(places) == sorted(f"(0,{line})" for line in range(1, 21))


def test_the_dump(own_database: str) -> None:
    """The rows of a dump, in its order, beside the order of voting."""
    held = a_cell_of(VOTERS)
    chosen = votes(held, random.Random(5))
    order = order_of_voting(held.ballot)
    held.counted()
    with connection.cursor() as cursor:
        lines: list[str] = []
        for table in ("meetings_ballotpaper", "meetings_receipt", "meetings_mark", "journal_entry"):
            cursor.execute(f"SELECT * FROM {table}")  # what a dump reads, in the order it reads
            lines += [f"{table} {row}" for row in cursor.fetchall()]
    guess = [next(one for one in CHOICES if f"'{one}'" in line) for line in lines if "ballotpaper" in line]
    assert found(guess, order, chosen) <= chance(chosen)[1]
    for voter, (_choice, receipt) in chosen.items():
        told = [line for line in lines if receipt in line]
        assert len(told) == 1
        assert f" {voter}," not in told[0]
    beside = [line for line in lines if "meetings_mark" in line or "journal_entry" in line]
    assert not [line for line in beside if "'against'" in line and "close_ballot" not in line]


def test_the_request_and_what_is_logged(own_database: str, caplog: pytest.LogCaptureFixture) -> None:
    """Requests of one length, answers of one length, and neither choice nor receipt in what the program logs."""
    held = a_cell_of(12)
    caplog.set_level("DEBUG")
    lengths, answers, receipts = set(), set(), []
    for place, sent in enumerate("123123123123"):
        client = Client()
        client.force_login(held.account(place))
        address = f"/meetings/{held.meeting.pk}/ballot/"
        page = client.get(address)
        receipt = page.context["receipt"]
        answer = client.post(f"{address}{held.ballot.pk}/cast/", {"receipt": receipt, "choice": sent})
        assert answer.status_code == 200
        assert receipt[:5] in answer.content.decode()
        lengths.add(len(f"receipt={receipt}&choice={sent}"))
        answers.add(len(_without_tokens(answer.content.decode(), held.attendees[place])))
        receipts.append(receipt)
    assert len(lengths) == 1
    assert len(answers) == 1
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert not [receipt for receipt in receipts if receipt in logged]
    assert not [word for word in CHOICES[1:] if word in logged]


def _without_tokens(page: str, attendee: Attendee) -> str:
    """Name, initials and tokens differ between people; the rest may not."""
    start = page.index('<section class="card ballot"')
    return page[start : page.index("</section>", start)].replace(attendee.person.full_name, "")


def test_nothing_joins_the_tables() -> None:
    """No column of papers or receipts points to a person, a mark, an entry; none of a secret mark says the choice."""
    for model in (BallotPaper, Receipt):
        related = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        assert related == {Ballot}
        assert not [field for field in model._meta.get_fields() if "Date" in field.get_internal_type()]
    assert {field.name for field in Mark._meta.get_fields()} == {"id", "ballot", "attendee", "choice", "by_code"}


def test_no_sequence_counts_papers(own_database: str) -> None:
    """Gaps of a counter would tell the order; papers and receipts have none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_serial_sequence(t, 'id') FROM unnest(ARRAY['meetings_ballotpaper', 'meetings_receipt']) t"
        )
        assert {row[0] for row in cursor.fetchall()} == {None}
