"""`{% load what_if %}`: medians with their intervals, and shares, in words."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.templatetags.waits import behind
from insights.waits.scope import Scope, month_key
from insights.what_if.learning import Source
from insights.what_if.model import Spread

register = template.Library()


@register.simple_tag
def spread(found: Spread | None, *, sign: bool = False) -> SafeString | str:
    """The median and the interval, whole: "61 (53–69)"; with a sign where it is a difference: "+1 (0 to +3)"."""
    if found is None:
        return "–"
    low, median, high = (_whole(number, sign=sign) for number in (found.low, found.median, found.high))
    words = _("(%(low)s to %(high)s)") if sign else "(%(low)s–%(high)s)"
    return format_html('<b>{}</b> <span class="text-nowrap">{}</span>', median, words % {"low": low, "high": high})


@register.simple_tag
def learnt_from(scope: Scope, source: Source) -> SafeString | str:
    """Such as "12 cases", leading to the list of the stays where that would be the reader's."""
    words = ngettext("%(number)s case", "%(number)s cases", source.cases) % {"number": source.cases}
    unit = str(source.unit.pk)
    if all(choice.value != unit for choice in scope.units):
        return words
    address = behind(scope, unit=unit, step=source.step, since=month_key(source.since))
    return format_html('<a href="{}">{}</a>', address, words)


@register.simple_tag
def percent(share: float) -> str:
    """Whole percents; what is not certain is not said to be."""
    if 0 < share < 0.01:
        return _("under %(number)s %%") % {"number": 1}
    if 0.99 < share < 1:
        return _("over %(number)s %%") % {"number": 99}
    return f"{round(share * 100)} %"


@register.filter
def unsigned(number: int) -> int:
    """Without its sign."""
    return abs(number)


def _whole(number: float, *, sign: bool) -> str:
    value = round(number)
    written = number_format(abs(value), 0, force_grouping=True)
    if value < 0:
        return f"\N{MINUS SIGN}{written}"
    return f"+{written}" if sign and value else written
