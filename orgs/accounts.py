"""Accounts of people: opened with a user name made of their own, without a password until an administrator sets one."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.contrib.auth.hashers import make_password

from orgs.models import Person, User
from orgs.names import search_key

_LONGEST_STEM = 100


def ensure_accounts(people: Collection[Person]) -> list[User]:
    """Open an account for each of these who has none; returns those opened. Three statements for any number.

    User names follow the offices' habit: given name, then the first letters of the rest ("baotq" for
    Trần Quốc Bảo), with a number from the second on. They are given in the order of citizen IDs and never change.
    """
    having = set(User.objects.filter(person__in=people).values_list("person", flat=True))
    lacking = sorted((person for person in people if person.pk not in having), key=lambda person: person.citizen_id)
    if not lacking:
        return []
    taken = _highest_numbers(User.objects.values_list("username", flat=True))
    accounts = []
    for person in lacking:
        stem = username_stem(person.full_name)
        number = taken[stem] = taken.get(stem, 0) + 1
        username = stem if number == 1 else f"{stem}{number}"
        accounts.append(User(username=username, person=person, password=make_password(None)))
    return User.objects.bulk_create(accounts)


def username_stem(full_name: str) -> str:
    """ "Trần Quốc Bảo" becomes "baotq"; short enough for a number after it."""
    words = [re.sub(r"[^a-z0-9]", "", word) for word in search_key(full_name).split()]
    words = [word for word in words if word] or ["user"]
    return (words[-1] + "".join(word[0] for word in words[:-1]))[:_LONGEST_STEM]


def _highest_numbers(usernames: Collection[str]) -> dict[str, int]:
    highest: dict[str, int] = {}
    for username in usernames:
        found = re.fullmatch(r"(.*?)([0-9]*)", username)
        if found:
            stem, number = found[1], int(found[2] or 1)
            highest[stem] = max(highest.get(stem, 0), number)
    return highest
