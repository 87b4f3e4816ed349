from __future__ import annotations

import itertools

from django.db import transaction
from django.utils import timezone

from notices.tell import tell
from orgs.models import User

_numbers = itertools.count(1)
# Accounts that may hear of these tests' cases no more.
NO_MORE: set[int] = set()


def tell_of_an_act(*people: User, source: str = "", kind: str = "test_step") -> None:
    """A step of a case has come to these people; each call is another act unless `source` names it."""
    source = source or f"decision:{next(_numbers)}"
    params = {"case": "2026-0147", "step": "cell_vote"}
    tell([person.pk for person in people], kind, params, "/cases/12/", source=source, at=timezone.now())


class UndoneError(Exception):
    """What makes an act fail after it has told of itself."""


def tell_of_an_act_and_fail(*people: User) -> None:
    with transaction.atomic():
        tell_of_an_act(*people)
        raise UndoneError
