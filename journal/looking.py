"""That somebody looked, in the looker's own stream. Looking is a GET, and leaves an entry all the same."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from journal import record
from journal.models import Entry

# The same address fetched again so soon is one look: a reload, a step back, the language changed.
ONE_LOOK = datetime.timedelta(minutes=1)
_LAST = 20


def looked(
    verb: str,
    refs: Mapping[str, object],
    *,
    acting_user: AbstractBaseUser,
    at: datetime.datetime,
    each_time: bool = False,
) -> None:
    """One entry a look; `refs` have ids and numbers only. What is taken away is recorded each time.

    One statement where it was recorded within the minute, four else. Two requests at the same moment may leave two
    entries: that they both looked is true.
    """
    stream = f"user:{acting_user.pk}"
    if not each_time:
        last = Entry.objects.filter(stream=stream).order_by("-seq").values_list("verb", "refs", "at")[:_LAST]
        if any((said, told) == (verb, dict(refs)) and at - ONE_LOOK < when <= at for said, told, when in last):
            return
    with transaction.atomic():
        record.append(stream, verb, acting_user=acting_user, at=at, refs=refs)
