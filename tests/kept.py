"""What many tests begin with is made once, committed in a database set aside, and begun with again by each of them.

    @pytest.fixture
    def bloc(keeping):
        return kept("bloc", build_bloc, often=True)

`kept(key, make)` is `make()`, and nothing else to the test that calls it. Where the test has written nothing yet, and
another asked for the same before, `make` is not called: the connection is exchanged for one to a database in which it
was, and what `make` returned comes out of a pickle. What a test then writes is rolled back as ever.

The key names all that `make` depends on beside the rows it finds; language, time zone, day and settings are added here.
While a test has parts replaced (`monkeypatch`) it is given nothing kept. `make` may commit nothing and write no file.
"""

from __future__ import annotations

import itertools
import os
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from tests.databases import KEPT, create_from, on_server

T = TypeVar("T")
Key = tuple[Hashable, ...]
# Databases set aside at a time, each with a connection; the one that was asked for longest ago goes first.
MOST = 24
# Set anew for each test or session, and nothing that is kept goes by them.
NOT_ASKED = {"STATIC_ROOT", "FILES_DIR", "JOURNAL_KEY_FILE", "CHECKPOINT_DIR"}
# Every table counts from another thousand: a number that is taken for that of something else finds nothing.
APART = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1000 * row_number() OVER (ORDER BY sequencename))
    FROM pg_sequences WHERE schemaname = 'public'
"""


@dataclass
class Aside:
    name: str
    link: Any  # a DatabaseWrapper, whose connection is lent to the one of the tests
    told: bytes = b""


class Shelf:
    """The databases set aside by this process, and which of them the running test looks at."""

    def __init__(self) -> None:
        self.pristine = ""
        self.asked: set[Key] = set()
        self.asides: OrderedDict[Key, Aside] = OrderedDict()
        self.numbers = itertools.count(1)
        self.here: Aside | None = None
        self.own: Any = None
        self.patch: Any = None  # of the running test; None where nothing kept may be given

    def begin(self, pristine: str, patch: pytest.MonkeyPatch) -> None:
        self.pristine, self.patch, self.own = pristine, patch, connection.connection

    def end(self) -> None:
        """What the test wrote is checked as Django checks it after a test, and rolled back."""
        self.patch = None
        if self.here is None:
            return
        try:
            if not connection.needs_rollback and connection.is_usable():
                connection.check_constraints()
        finally:
            self._leave()
            connection.connection = self.own

    def look_at(self, aside: Aside) -> None:
        self._leave()
        if aside.link.connection is None:
            aside.link.connect()
            aside.link.connection.autocommit = False
        connection.connection, self.here = aside.link.connection, aside

    def set_aside(self, key: Key, make: Callable[[], Any]) -> Aside:
        """A copy of the database looked at, in which `make` was called and what it wrote is committed."""
        while len(self.asides) >= MOST:
            self.drop(next(one for one, aside in self.asides.items() if aside is not self.here))
        template = self.here.name if self.here else self.pristine
        if self.here:
            connection.connection.rollback()
            self.here.link.close()  # nobody may be connected to a template
        name = f"{self.pristine}{KEPT}{os.getpid()}_{next(self.numbers)}"
        create_from(template, name)
        link = connection.copy()
        link.settings_dict["NAME"] = name
        self.here, aside = None, Aside(name, link)
        self.look_at(aside)
        waiting, patch = len(connection.run_on_commit), self.patch
        self.patch = None  # what is asked for meanwhile is made here, too
        try:
            if template == self.pristine:
                with connection.cursor() as cursor:
                    cursor.execute(APART)
            aside.told = pickle.dumps(make())
            connection.check_constraints()
            connection.connection.commit()
        except BaseException:
            self._leave()
            connection.connection = self.own
            self._away_with(aside)
            raise
        finally:
            self.patch = patch
            del connection.run_on_commit[waiting:]
        self.asides[key] = aside
        return aside

    def drop(self, key: Key) -> None:
        self._away_with(self.asides.pop(key))

    def _away_with(self, aside: Aside) -> None:
        aside.link.close()
        on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", aside.name)

    def _leave(self) -> None:
        if self.here and not connection.connection.closed:
            connection.connection.rollback()
        self.here = None


_shelf = Shelf()


def kept(key: Hashable, make: Callable[[], T], *, often: bool = False) -> T:
    """What is asked for `often` is kept from the first time on; copying a database takes as long as a dozen acts."""
    if not _untouched():
        return make()
    whole = (_shelf.here.name if _shelf.here else "", key, *_surroundings())
    if not often and whole not in _shelf.asked:
        _shelf.asked.add(whole)
        return make()
    aside = _shelf.asides.get(whole)
    if aside is None:
        aside = _shelf.set_aside(whole, make)
    else:
        _shelf.asides.move_to_end(whole)
        _shelf.look_at(aside)
    found: T = pickle.loads(aside.told)
    return found


@pytest.fixture(scope="session")
def _kept_for_the_session(pristine_database: str, django_db_blocker: Any) -> Iterator[str]:
    yield pristine_database
    with django_db_blocker.unblock():
        for key in list(_shelf.asides):
            _shelf.drop(key)


@pytest.fixture
def keeping(_kept_for_the_session: str, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Within one test with `db`: `kept` may give what it keeps."""
    _shelf.begin(_kept_for_the_session, monkeypatch)
    yield
    _shelf.end()


def _untouched() -> bool:
    """Whether the test has replaced nothing, and its transaction has written or locked nothing and is the outermost."""
    patch = _shelf.patch
    if patch is None or patch._setattr or patch._setitem:
        return False
    if not connection.in_atomic_block or connection.savepoint_ids or connection.needs_rollback:
        return False
    connection.ensure_connection()
    # Past Django, so that nobody's count of statements has it.
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned()")
        [number] = cursor.fetchone()
    return number is None


def _surroundings() -> Key:
    changed: dict[str, str] = {}
    holder = settings._wrapped  # type: ignore[misc]
    while hasattr(holder, "default_settings"):
        for name, value in vars(holder).items():
            if name.isupper() and name not in NOT_ASKED:
                changed.setdefault(name, repr(value))
        holder = holder.default_settings
    zone, language = timezone.get_current_timezone_name(), translation.get_language()
    return (timezone.localdate(), zone, language, *sorted(changed.items()))
