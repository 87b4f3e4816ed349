"""Candidates who belong to nobody: identity, biography and relatives, by a seeded generator."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field

from admission_flow.decisions.declaration import PERSON_FIELDS
from admission_flow.decisions.given import RelativeGiven
from admission_flow.models import Relative
from admission_flow.simulation import words
from orgs.demo_names import FEMALE, MALE, family_name, full_name
from orgs.models import Person, Unit

R = Relative.Relation
YOUNGEST, OLDEST = 22, 50


@dataclass
class Applicant:
    """Somebody who is to be nominated, with what they will declare."""

    citizen_id: str
    full_name: str
    birth_date: datetime.date
    sex: str
    profile: dict[str, str] = field(default_factory=dict)
    relatives: tuple[RelativeGiven, ...] = ()

    def age(self, day: datetime.date) -> int:
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))


def invented(rng: random.Random, unit: Unit, day: datetime.date, taken: set[str]) -> Applicant:
    """A new person of this cell's office, from 22 to 50 years old on that day. The citizen ID is added to `taken`."""
    sex = rng.choice((MALE, FEMALE))
    # Most who are admitted are in their late twenties and early thirties.
    years = YOUNGEST + (OLDEST - YOUNGEST) * rng.betavariate(1.4, 3.2)
    birth_date = day - datetime.timedelta(days=round(years * 365.25) + 1)
    applicant = Applicant(_citizen_id(rng, birth_date, sex, taken), full_name(rng, sex), birth_date, sex)
    _declare(applicant, rng, unit, day)
    return applicant


def registered(rng: random.Random, person: Person, unit: Unit, day: datetime.date) -> Applicant:
    """Somebody of the register, as a candidate of the day before they were a member."""
    applicant = Applicant(person.citizen_id, person.full_name, person.birth_date, person.sex)
    _declare(applicant, rng, unit, day)
    if person.hometown:
        applicant.profile["birth_place"] = person.hometown
    # The register speaks last: the biography of then says of the person what stands there now.
    applicant.profile |= {name: getattr(person, name) for name in PERSON_FIELDS if getattr(person, name)}
    return applicant


def moved_house(rng: random.Random, profile: dict[str, str]) -> dict[str, str]:
    return {"current_residence": rng.choice([one for one in _homes() if one != profile["current_residence"]])}


def told_more(rng: random.Random, profile: dict[str, str]) -> dict[str, str]:
    """A gap in the life history, filled."""
    return {"life_history": f"{profile['life_history']}; {rng.choice(words.GAPS_FILLED)}"}


def corrected(rng: random.Random, relatives: tuple[RelativeGiven, ...]) -> tuple[RelativeGiven, ...]:
    """One relative's occupation told again in another way."""
    place = rng.randrange(len(relatives))
    one = relatives[place]
    occupation = rng.choice([other for other in words.OCCUPATIONS if other != one.occupation])
    again = RelativeGiven(**{**vars(one), "occupation": occupation})
    return (*relatives[:place], again, *relatives[place + 1 :])


def _citizen_id(rng: random.Random, birth_date: datetime.date, sex: str, taken: set[str]) -> str:
    """Built as the real ones are: province, century and sex, year of birth, six digits."""
    century = 2 * (birth_date.year // 100 - 19) + (sex == FEMALE)
    while True:
        found = f"{words.NO_PROVINCE}{century}{birth_date.year % 100:02d}{rng.randrange(10**6):06d}"
        if found not in taken:
            taken.add(found)
            return found


def _declare(applicant: Applicant, rng: random.Random, unit: Unit, day: datetime.date) -> None:
    home = rng.choice(_homes())
    first_job = min(applicant.birth_date.year + rng.randint(22, 25), day.year - 1)
    school, subject = rng.choice(words.SCHOOLS), rng.choice(words.SUBJECTS)
    office = unit.name.removeprefix("Chi bộ ")
    history = f"{first_job - 4}-{first_job} học {subject}, {school}; từ {first_job} công tác tại {office}"
    unions = "Công đoàn cơ sở" if applicant.age(day) > 30 else "Đoàn TNCS Hồ Chí Minh, Công đoàn cơ sở"
    birth_place = rng.choice(_homes())
    applicant.profile = {
        "hometown": birth_place if rng.random() < 0.7 else rng.choice(_homes()),
        "ethnicity": rng.choice(words.ETHNICITIES),
        "religion": rng.choice(words.RELIGIONS),
        "general_education": "12/12",
        "professional_education": f"Đại học, {subject}",
        "political_theory": rng.choice(words.POLITICAL_THEORY),
        "languages": rng.choice(words.LANGUAGES),
        "occupation": rng.choice(("Công chức", "Viên chức", "Chuyên viên", "Nhân viên")),
        "birth_place": birth_place,
        "permanent_residence": home,
        "current_residence": home if rng.random() < 0.8 else rng.choice(_homes()),
        "social_class": rng.choice(("Công chức", "Viên chức", "Người lao động")),
        "organisations": unions,
        "life_history": history,
        "rewards": rng.choice(words.REWARDS),
        "discipline": "Không",
    }
    applicant.relatives = tuple(_relatives(applicant, rng, day))


def _relatives(applicant: Applicant, rng: random.Random, day: datetime.date) -> list[RelativeGiven]:
    born, family = applicant.birth_date.year, applicant.full_name.split()[0]

    def parents(father: str, mother: str, name: str, child_born: int) -> list[RelativeGiven]:
        return [
            _relative(rng, father, MALE, name, child_born - rng.randint(23, 34), day, member=0.22),
            _relative(rng, mother, FEMALE, "", child_born - rng.randint(20, 31), day, member=0.12),
        ]

    found = parents(R.FATHER, R.MOTHER, family, born)
    for _number in range(rng.choice((0, 1, 1, 2, 2, 3))):
        sex = rng.choice((MALE, FEMALE))
        year = min(born + rng.choice((-6, -4, -3, -2, 2, 3, 4, 6)), day.year - 1)
        found.append(_relative(rng, R.SIBLING, sex, family, year, day, member=0.12))
    if applicant.age(day) >= 26 and rng.random() < 0.75:
        sex = MALE if applicant.sex == FEMALE else FEMALE
        spouse_family, spouse_born = family_name(rng), born + rng.randint(-3, 3)
        found.append(_relative(rng, R.SPOUSE, sex, spouse_family, spouse_born, day, member=0.25))
        found += parents(R.SPOUSE_FATHER, R.SPOUSE_MOTHER, spouse_family, spouse_born)
        children_of = family if applicant.sex == MALE else spouse_family
        for child in range(rng.choice((0, 1, 1, 2))):
            year = born + 26 + 3 * child
            if year < day.year:
                found.append(_relative(rng, R.CHILD, rng.choice((MALE, FEMALE)), children_of, year, day, member=0))
    return found


def _relative(
    rng: random.Random, relation: str, sex: str, family: str, birth_year: int, day: datetime.date, *, member: float
) -> RelativeGiven:
    """`member`: how likely they are in the Party."""
    years = day.year - birth_year
    is_adult, is_alive = years >= 18, years < 55 or rng.random() < 0.85
    occupation = rng.choice(words.OCCUPATIONS) if years >= 23 else "Học sinh, sinh viên"
    return RelativeGiven(
        relation=relation,
        full_name=full_name(rng, sex, family=family),
        birth_year=birth_year,
        occupation="Nghỉ hưu" if years > 60 else occupation,
        residence=rng.choice(_homes()) if is_alive else "",
        is_member=years >= 25 and rng.random() < member,
        is_alive=is_alive,
        is_adult=is_adult,
    )


def _homes() -> list[str]:
    return [f"{ward}, {district}" for district, wards in words.PLACES.items() for ward in wards]
