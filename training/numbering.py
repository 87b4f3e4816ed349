"""Numbers of certificates: a bloc's own series of each kind, from 1 in each year, without a gap."""

from __future__ import annotations

import re

from django.db import connection
from django.utils.translation import gettext as _

from admission_flow.models import Paper
from admission_flow.refusals import InvalidFacts
from training.kinds import ENDS
from training.models import CertificateCounter, TrainingClass

# More than a year has; a number typed wrong by hand must not carry the series away with it.
HIGHEST = 99_999
# One statement makes the year's row or goes on from it; it stays locked until the transaction ends, so that numbers
# have no gap and no double. What was numbered by hand meanwhile is passed over.
_COUNT_ON = """
    INSERT INTO training_certificatecounter AS counter (unit_id, kind, year, last)
    VALUES (%(unit)s, %(kind)s, %(year)s, %(used)s + %(count)s)
    ON CONFLICT (unit_id, kind, year) DO UPDATE SET last = GREATEST(counter.last, %(used)s) + %(count)s
    RETURNING last
"""


def last_counted(found: TrainingClass, year: int) -> int | None:
    """The last number that a closing gave in that year; None before the first."""
    rows = CertificateCounter.objects.filter(unit=found.unit_id, kind=found.kind, year=year)
    return rows.values_list("last", flat=True).first()


def last_by_hand(found: TrainingClass, year: int) -> int:
    """The highest number of the series among the papers of that year's certificates, 0 where there is none."""
    end = ENDS[found.kind]
    form = re.compile(rf"0*([0-9]{{1,5}})-{re.escape(end.series)}")
    papers = Paper.objects.filter(
        code=end.code, dated__year=year, case__bloc=found.unit_id, number__endswith=f"-{end.series}"
    )
    numbers = (form.fullmatch(number.strip()) for number in papers.values_list("number", flat=True))
    return max((int(one[1]) for one in numbers if one), default=0)


def last_used(found: TrainingClass, year: int, told: int | None) -> int:
    """The number after which the next one comes. `told`: what the centre says it has used, before the first closing.

    Raises InvalidFacts where that contradicts what is recorded.
    """
    counted, by_hand = last_counted(found, year), last_by_hand(found, year)
    known = max(counted or 0, by_hand)
    if told is None:
        return known
    if counted is not None and told != known:
        sentence = _("Certificates of %(year)d are numbered here already, up to %(last)d. Leave the last number empty.")
        raise InvalidFacts.of("last_used", sentence % {"year": year, "last": known})
    if told < known:
        sentence = _("The number %(last)d is used already in %(year)d. Write at least that, or leave it empty.")
        raise InvalidFacts.of("last_used", sentence % {"year": year, "last": known})
    if told > HIGHEST:
        raise InvalidFacts.of("last_used", _("That is no number of a certificate. Check it."))
    return told


def count_on(found: TrainingClass, year: int, used: int, count: int) -> range:
    """So many numbers after `used`, or after what was counted meanwhile; the year's counter stays locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT_ON, {"unit": found.unit_id, "kind": found.kind, "year": year, "used": used, "count": count}
        )
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)
