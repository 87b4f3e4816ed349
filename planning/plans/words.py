"""A plan in words: what is wrong with a number, and what a part is called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.plans import rules

_FAULTS: dict[str, Promise] = {
    rules.MISSING: gettext_lazy("Write how many are to be admitted in the whole time."),
    rules.WITHOUT_TOTAL: gettext_lazy("Parts are given here without the number of all together. Write it."),
    rules.ABOVE_TOTAL: gettext_lazy("This is more than all together. Lower it, or raise the number of all."),
    rules.PARTS_ABOVE: gettext_lazy("The parts add up to more than this. Correct the parts or the whole."),
    rules.PARTS_DIFFER: gettext_lazy("All parts are given, and they add up to less than this. Correct one of them."),
    rules.TOO_MANY: gettext_lazy("This number is too large. Check it."),
}
_ROMAN = ("", "I", "II", "III", "IV")


def fault_words(key: str) -> str:
    return str(_FAULTS[key])


def part_words(part: int) -> str:
    """ "whole", "quarter II" or "2012"."""
    if part == rules.WHOLE:
        return _("whole time")
    return _("quarter %(number)s") % {"number": _ROMAN[part]} if part < len(_ROMAN) else str(part)
