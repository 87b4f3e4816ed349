"""A verdict carries what it used, in values that can be stored as they are."""

import datetime
import json

from admission_flow.rules.ages import age
from tests.rules.by import BY_2021


def test_a_derivation_is_plain_and_names_its_source() -> None:
    found = age(datetime.date(1994, 2, 3), datetime.date(2022, 6, 15), BY_2021).derivation()
    assert json.loads(json.dumps(found)) == found
    assert (found["rule"], found["met"], found["regulation"]) == ("age", True, "24-QĐ/TW")
    assert (found["source"], found["confidence"]) == ("24-QĐ/TW, S15, S16", "sourced")
    assert found["numbers"]["birth_date"] == "1994-02-03"
