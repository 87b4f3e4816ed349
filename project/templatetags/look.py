"""What pages are made of: `{% load look %}`. Each tag draws one part of templates/parts/ from plain values.

The tags know no model: lists are of mappings or objects with the named attributes. Words come from the caller,
translated; what a tag says itself is translated here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

BAR_WIDTH = 90  # pixels
SOON = 3  # working days

VERDICT_ICONS = {"pass": "check-circle", "info": "info-circle", "warn": "exclamation-triangle", "fail": "x-circle"}
PAPER_ICONS = {
    "present": ("check-circle-fill", "done"),
    "missing": ("circle", "quiet"),
    "expiring": ("exclamation-triangle", "soon"),
    "expired": ("x-circle", "late"),
    "again": ("arrow-counterclockwise", "soon"),
}


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """`{% icon "bell" %}`: a symbol of static/admission/icons.svg. Silent to a screen reader unless `label` says it."""
    href = f"{static('admission/icons.svg')}#{name}"
    shape = format_html('<use href="{}"></use>', href)
    css = f"icon {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" width="16" height="16" role="img" aria-label="{}">{}</svg>', css, label, shape
        )
    return format_html(
        '<svg class="{}" width="16" height="16" aria-hidden="true" focusable="false">{}</svg>', css, shape
    )


@register.simple_tag
def options(choices: Iterable[Any], chosen: str) -> SafeString:
    """Of a select: each choice has `value` and `label`, and it may have a `depth`, by which it stands indented."""
    selected = mark_safe(" selected")
    rows = (
        (
            _of(one, "value"),
            selected if _of(one, "value") == chosen else "",
            "\u2002\u2002" * _of(one, "depth", 0),
            capfirst(_of(one, "label")),
        )
        for one in choices
    )
    return format_html_join("", '<option value="{}"{}>{}{}</option>', rows)


@register.simple_block_tag
def card(content: str, title: str = "", end: str = "", icon: str = "", flush: bool = False, css: str = "") -> str:
    """`{% card title=… end="2 missing" icon="clock" %}…{% endcard %}`; `flush` leaves out the padding, for a table."""
    values = {"content": content, "title": title, "end": end, "icon": icon, "flush": flush, "css": css}
    return render_to_string("parts/card.html", values)


@register.simple_block_tag
def disclose(content: str, title: str, css: str = "", open: bool = False) -> str:  # noqa: A002
    """What opens on a click and works without script: a second action with its reason, a confirmation, a long list."""
    return render_to_string("parts/disclose.html", {"content": content, "title": title, "css": css, "open": open})


@register.inclusion_tag("parts/tag.html")
def tag(word: str, tone: str = "", icon: str = "") -> dict[str, Any]:
    """A badge. `tone`: late, soon, done, info, brand, or none for grey."""
    return {"word": word, "tone": tone, "icon": icon}


def due_tone(left: int | None) -> str:
    """late, soon (at most three working days) or quiet; `left` is working days, negative when over."""
    if left is None:
        return "quiet"
    if left < 0:
        return "late"
    return "soon" if left <= SOON else "quiet"


def due_words(left: int) -> str:
    if left < 0:
        return ngettext("%(days)d working day late", "%(days)d working days late", -left) % {"days": -left}
    if left == 0:
        return _("Due today")
    return ngettext("%(days)d working day left", "%(days)d working days left", left) % {"days": left}


@register.inclusion_tag("parts/due.html")
def due_badge(due_on: datetime.date | None, left: int | None, kind: str = "", compact: bool = False) -> dict[str, Any]:
    """A due date: the words, then the date and by whose rule.

    `left` is in working days (negative: late). `kind` is "legal" or "target" as on Task. `compact` is the badge alone.
    """
    return {
        "due_on": due_on,
        "words": "" if left is None else due_words(left),
        "tone": due_tone(left),
        "kind": {"legal": _("by regulation"), "target": _("the office's own")}.get(kind, ""),
        "compact": compact,
    }


@register.inclusion_tag("parts/bar.html")
def waiting_bar(days: int, full: int = 20, tone: str = "quiet") -> dict[str, Any]:
    """How many days something has waited, as a small bar. `full` days fill it; `tone` as in `due_tone`."""
    width = 0 if full <= 0 else round(BAR_WIDTH * min(days, full) / full)
    return {"days": days, "width": max(width, 3 if days else 0), "track": BAR_WIDTH, "tone": tone}


@register.filter
def tone_of(left: int | None) -> str:
    """`{{ left|tone_of }}`: the tone of so many working days."""
    return due_tone(left)


@register.inclusion_tag("parts/chips.html")
def chips(chips: Iterable[Any], label: str, target: str = "") -> dict[str, Any]:
    """Filters with counts. A chip has `label`, `count`, `href`, `current`, may have `tone` ("late"), and an `id`, by
    which the focus finds it again after htmx has swapped it.

    With `target` (a CSS selector that the page and its fragment both hold) htmx swaps only that part.
    """
    return {"chips": chips, "label": label, "target": target}


@register.inclusion_tag("parts/tabs.html")
def tabs(tabs: Iterable[Any], label: str, target: str = "") -> dict[str, Any]:
    """Views of one thing, each at its own address. A tab has `label`, `href`, `current`, and may have `count`.

    With a `target`, the selector of what holds the tabs and their view, only that is replaced where there is script.
    """
    return {"tabs": tabs, "label": label, "target": target}


STEP_ICONS = {
    "done": "check-lg",
    "passed_over": "dash-lg",
    "returned": "arrow-return-left",
    "refused": "x-lg",
    "cancelled": "x-lg",
}


@register.inclusion_tag("parts/steps.html")
def steps(path: Iterable[Any]) -> dict[str, Any]:
    """The path of steps. A step has `label` and `state` (done, current, to_come, passed_over, returned, refused,
    cancelled), and may have `note` (a short line) and `href`."""
    drawn = []
    for number, step in enumerate(path, start=1):
        state = _of(step, "state")
        drawn.append(
            {
                "number": number,
                "label": _of(step, "label"),
                "note": _of(step, "note"),
                "href": _of(step, "href"),
                "state": state,
                "word": _step_word(state),
                "icon": STEP_ICONS.get(state, ""),
            }
        )
    return {"steps": drawn, "now": [step for step in drawn if step["state"] == "current"]}


@register.inclusion_tag("parts/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """History, newest first. An entry has `at` and `what`, and may have `who`, `detail`, `hash` and `tone`
    (done, current, soon, late, info)."""
    return {"entries": entries}


@register.inclusion_tag("parts/verdict.html")
def verdict(
    tone: str,
    word: str,
    arithmetic: str = "",
    rule: str = "",
    source: str = "",
    to_confirm: bool = False,
    live: bool = False,
    used: Iterable[Any] = (),
) -> dict[str, Any]:
    """What a rule found. `tone`: pass, info, warn or fail; `live` where it changes as one types (announced politely).

    `word` is the finding in a word; where it is empty, the first of several sentences of the arithmetic is. `used` are
    the values of the regulation that it rests on, each with `label`, `text`, `source` and `to_confirm`.
    """
    if not word and ". " in arithmetic:
        word, arithmetic = arithmetic.split(". ", 1)
    return {
        "tone": tone,
        "icon": VERDICT_ICONS[tone],
        "word": word,
        "arithmetic": arithmetic,
        "rule": rule,
        "source": source,
        "to_confirm": to_confirm,
        "live": live,
        "used": used,
    }


@register.inclusion_tag("parts/deadlines.html")
def deadlines(rows: Iterable[Any]) -> dict[str, Any]:
    """Rows of a side card: `label`, and `due_on` with `left`, or `text` where there is no date; may have `kind`,
    and `lines` (of `text` and `to_confirm`), which open below it."""
    drawn = [
        {key: _of(row, key) for key in ("label", "due_on", "text", "kind", "lines")}
        | {"tone": due_tone(_of(row, "left", None))}
        for row in rows
    ]
    return {"rows": drawn}


@register.inclusion_tag("parts/papers.html")
def papers(rows: Iterable[Any]) -> dict[str, Any]:
    """Papers of a side card: `label`, `state` (present, missing, expiring, expired, again), and may have `code`,
    `note`, `href` with `action`."""
    words = {
        "present": _("present"),
        "missing": _("missing"),
        "expiring": _("soon invalid"),
        "expired": _("no longer valid"),
        "again": _("to be made again"),
    }
    drawn = []
    for row in rows:
        state = _of(row, "state")
        name, tone = PAPER_ICONS[state]
        values = {key: _of(row, key) for key in ("label", "code", "note", "href", "action")}
        drawn.append(values | {"icon": name, "tone": tone, "word": words[state]})
    return {"rows": drawn}


@register.inclusion_tag("parts/empty.html")
def empty(title: str, text: str = "", href: str = "", action: str = "", icon: str = "inbox") -> dict[str, Any]:
    """An empty list says what to do next."""
    return {"title": title, "text": text, "href": href, "action": action, "icon": icon}


@register.inclusion_tag("parts/pagination.html", takes_context=True)
def pagination(context: Mapping[str, Any], page: Page[Any], target: str = "") -> dict[str, Any]:
    """Before and next of a Page, keeping the rest of the address. Nothing when there is but one page."""
    return {"page": page, "request": context["request"], "target": target}


@register.inclusion_tag("parts/form_errors.html")
def form_errors(form: BaseForm, *row_sets: BaseFormSet[Any] | None) -> dict[str, Any]:
    """The summary of what must be mended, above the form. It takes the focus and links to each field.

    A form says by `label_in_summary` what to call a field whose label alone would not tell it from others. Of
    `row_sets`, one line for each row at fault: its `heading`, or the rows' `title` and its number, then what is wrong.
    """
    problems = [{"text": text, "field": ""} for text in form.non_field_errors()]
    for field in form:
        label = form.label_in_summary(field) if hasattr(form, "label_in_summary") else field.label
        problems += [{"text": f"{label}: {text}", "field": _id_of(field)} for text in field.errors]
    for rows in filter(None, row_sets):
        problems += [{"text": text, "field": ""} for text in rows.non_form_errors()]
        for number, row in enumerate(rows, 1):
            if row.errors:
                name = _of(row, "heading") or f"{_of(rows, 'title')} {number}"
                faulty = [field for field in row if field.errors]
                problems.append(
                    {"text": f"{name}: {_faults_of(row, faulty)}", "field": _id_of(faulty[0]) if faulty else ""}
                )
    return {"problems": problems}


def _faults_of(row: BaseForm, faulty: Iterable[BoundField]) -> str:
    """What is wrong with a row, in one line: the fields left empty together, then each other fault by its sentence."""
    data = row.errors.as_data()
    empty = [field for field in faulty if all(error.code == "required" for error in data[field.name])]
    parts = (
        [_("not filled in: %(fields)s") % {"fields": ", ".join(str(field.label) for field in empty)}] if empty else []
    )
    parts += [f"{field.label}: {text}" for field in faulty if field not in empty for text in field.errors]
    parts += [str(text) for text in row.non_field_errors()]
    return "; ".join(part.rstrip(".") for part in parts)


def _id_of(field: BoundField) -> str:
    """Of radio buttons and ticks, the first."""
    return field.id_for_label or f"{field.auto_id}_0"


def _of(thing: Any, name: str, default: Any = "") -> Any:
    if isinstance(thing, Mapping):
        return thing.get(name, default)
    return getattr(thing, name, default)


def _step_word(state: str) -> str:
    return {
        "done": _("done"),
        "current": _("now"),
        "to_come": _("to come"),
        "passed_over": _("passed over"),
        "returned": _("returned"),
        "refused": _("refused"),
        "cancelled": _("cancelled"),
    }[state]
