"""Whatever legal acts follow one another, a case waits where its facts say, or has ended; and the journal holds.

`make soak` walks two thousand cases.
"""

import os
import random
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection

from admission_flow.soundness.examine import examine
from tests.admission_flow.walks.walker import Walker

pytestmark = pytest.mark.django_db

WALKS = 2000 if os.environ.get("SOAK") else 16
SEED = 20261126
# Or the walks would prove little.
DONE_AT_LEAST_ONCE = {
    *("return", "return_again", "send_back", "not_clear", "relatives", "profile", "below", "hold", "resume"),
    *("extend", "transfer", "correct", "correct_refused", "introducer", "withdraw", "recognition_vote"),
}
RARE = {
    *("ask", "refuse", "transfer_out", "withdraw_held"),
    *("cancel", "end_membership", "strike", "struck_off", "recognition_below"),
}


def _tidy() -> None:
    """All walks are one transaction, so that nothing else tells the planner how large the tables have become, and what
    is to be told after the commit would pile up."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.run_on_commit.clear()


def test_random_walks_end_sound(bloc, capsys):
    outcomes: Counter[str] = Counter()
    acts: Counter[str] = Counter()
    for number in range(WALKS):
        if number % 100 == 0:
            _tidy()
        walker = Walker(bloc, random.Random(f"{SEED}:{number}"))
        told = []
        for act in walker.turns():
            told.append(act)
            found = list(examine([walker.journey.case.pk], at=walker.journey.at))
            assert found == [], f"walk {number}, after {' → '.join(told)}"
        acts.update(told)
        outcomes.update(walker.outcomes)
    call_command("fsck")
    call_command("verify_journal")
    with capsys.disabled():
        print(f"\n{WALKS} walks, {acts.total()} acts: {dict(outcomes)}; {dict(acts.most_common())}")
    assert outcomes["admitted"] > WALKS // 4
    assert outcomes["recognised"] > WALKS // 8
    assert outcomes["open"] <= WALKS // 10
    assert (DONE_AT_LEAST_ONCE | (RARE if WALKS >= 1000 else set())) <= set(acts)
