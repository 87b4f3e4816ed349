"""Who sits where: every seat held on every day from 01/01/2010 to 31/12/2030, term after term."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable
from dataclasses import dataclass

from demo.people import DAY, Member

FIRST, LAST = datetime.date(2010, 1, 1), datetime.date(2030, 12, 31)
# Congresses go up the ladder: cells in spring, committees in summer, the bloc in September.
CELL, DEPARTMENT, COMMITTEE, BLOC = (3, 5), (5, 6), (6, 8), (9, 9)
_CONGRESS_YEARS = (2015, 2020, 2025)


@dataclass(frozen=True)
class Held:
    member: Member
    unit: str
    role: str
    starts: datetime.date
    ends: datetime.date
    paper: str


class Seating:
    """Fills seats from those who may sit; a body elects each person once a term."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.held: list[Held] = []
        self._papers: dict[int, int] = {}
        self._terms_of: dict[str, list[tuple[datetime.date, datetime.date]]] = {}

    def fill(self, unit: str, roles: Iterable[str], people: list[Member], months: tuple[int, int], issuer: str) -> None:
        """All terms of a body: `roles` lists each seat, a role as often as it has seats."""
        before: dict[int, Member] = {}
        for starts, ends in self._terms(months):
            able = [member for member in people if member.may_sit(starts, ends)]
            # Who has no other seat in these years goes first, so that few hold two.
            self.rng.shuffle(able)
            able.sort(key=lambda member: self._busy(member, starts, ends))
            chosen = self._choose(tuple(roles), able, before)
            paper = self._paper(starts, issuer)
            self.held += [Held(chosen[place], unit, role, starts, ends, paper) for place, role in enumerate(roles)]
            for member in chosen.values():
                self._terms_of.setdefault(member.citizen_id, []).append((starts, ends))
            before = chosen

    def _choose(self, roles: tuple[str, ...], able: list[Member], before: dict[int, Member]) -> dict[int, Member]:
        """Most of those who may go on do; the others' seats go to who has none."""
        chosen = {place: member for place, member in before.items() if member in able and self.rng.random() < 0.6}
        free = (member for member in able if member not in before.values())
        again = (member for member in able if member not in chosen.values())
        for place in range(len(roles)):
            if place not in chosen:
                chosen[place] = next(free, None) or next(again)
        return chosen

    def _busy(self, member: Member, starts: datetime.date, ends: datetime.date) -> bool:
        return any(since <= ends and starts <= until for since, until in self._terms_of.get(member.citizen_id, []))

    def _terms(self, months: tuple[int, int]) -> list[tuple[datetime.date, datetime.date]]:
        congresses = [
            datetime.date(year, self.rng.randint(*months), self.rng.randint(5, 27)) for year in _CONGRESS_YEARS
        ]
        return list(zip([FIRST, *congresses], [*(day - DAY for day in congresses), LAST], strict=True))

    def _paper(self, starts: datetime.date, issuer: str) -> str:
        number = self._papers[starts.year] = self._papers.get(starts.year, 0) + 1
        return f"Quyết định số {number}-QĐ/{issuer} ngày {starts:%d/%m/%Y}"
