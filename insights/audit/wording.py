"""What a journal entry says of an act that is not on a case, after the name of who did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from admission_flow.wording import act_names, act_sentence
from insights.audit.streams import CASES, CLASSES, EVERYTHING, KINDS, SITTINGS, UNITS
from journal.models import Entry

_OF_SITTINGS: dict[str, Promise] = {
    "call_meeting": _("called the meeting"),
    "change_meeting": _("changed the day, the place or the form of voting"),
    "set_agenda": _("set the agenda"),
    "cancel_meeting": _("called the meeting off"),
    "open_meeting": _("opened the meeting"),
    "record_roll": _("recorded who was present"),
    "record_results": _("recorded results of the agenda"),
    "issue_codes": _("gave out codes for voting"),
    "open_ballot": _("opened a ballot: %(case)s"),
    "close_ballot": _("closed a ballot: %(case)s"),
    "annul_ballot": _("annulled a ballot: %(case)s"),
    "set_aside_ballot": _("set the result of a ballot aside: %(case)s"),
    "close_meeting": _("closed the meeting; its decisions are recorded"),
}
_OF_CLASSES: dict[str, Promise] = {
    "plan_class": _("planned the class"),
    "change_class": _("changed the plan of the class"),
    "cancel_class": _("called the class off"),
    "enrol": _("enrolled candidates: %(cases)s"),
    "withdraw_enrolment": _("took a candidate out of the class: %(cases)s"),
    "record_attendance": _("recorded the attendance"),
    "record_results": _("recorded results of the class"),
    "close_class": _("closed the class; certificates are numbered"),
}
_OF_UNITS: dict[str, Promise] = {
    "found_unit": _("founded the unit"),
    "change_unit": _("changed the unit"),
    "load_unit": _("took rows of the unit over from the register's file"),
    "load_register": _("loaded a register of members"),
    "appoint": _("gave a seat: %(whom)s"),
    "end_seat": _("ended a seat: %(whom)s"),
    "withdraw_seat": _("withdrew a seat: %(whom)s"),
    "grant_what_is_new": _("gave seats what their roles came to give with an update"),
    "propose_plan": _("proposed a plan of %(years)s"),
    "adjust_plan": _("adjusted a plan of %(years)s"),
    "hand_back_plan": _("handed a plan of %(years)s back"),
    "approve_plan": _("approved a plan of %(years)s"),
    "draft_report": _("drafted a report"),
    "write_report": _("wrote in a report"),
    "take_figures": _("took the figures of a report anew"),
    "review_report": _("reviewed a report"),
    "hand_back_report": _("handed a report back"),
    "approve_report": _("approved a report: %(number)s"),
    "give_up_report": _("gave a draft of a report up"),
    "delegate_seat": _("handed acts of a seat to a delegate: %(whom)s"),
    "end_delegation_of_seat": _("ended what a delegate did for a seat: %(whom)s"),
    "delegate_authority": _("recorded that the committee decides itself"),
    "end_delegation": _("ended that the committee decides itself"),
    "issue_number": _("took a number of an outgoing paper: %(number)s"),
    "void_number": _("made the number of an outgoing paper void: %(number)s"),
    "record_incoming": _("entered an incoming paper: %(number)s"),
    "forward_incoming": _("recorded to whom an incoming paper went: %(number)s"),
    "void_incoming": _("made the entry of an incoming paper void: %(number)s"),
    "add_dayoff": _("added a day to the calendar"),
    "change_dayoff": _("changed a day of the calendar"),
    "add_steptarget": _("set the target of a step"),
    "change_steptarget": _("changed the target of a step"),
    "add_generation": _("entered a new regulation: %(code)s"),
    "add_edition": _("confirmed or corrected values of a regulation: %(code)s"),
    "remove_regulation": _("took back an edition of a regulation that nothing had used: %(code)s"),
    "add_local_rule": _("added a rule of the office: %(code)s"),
    "end_local_rule": _("ended a rule of the office: %(code)s"),
    "upload_template": _("gave a form another template: %(form)s"),
    "restore_template": _("took a form back to an earlier template: %(form)s"),
    "mail_tried_again": _("had letters that were not delivered tried again"),
    "export_events": _("wrote the event log into a file"),
    "draft_resolution": _("drafted a resolution: %(number)s"),
    "change_resolution": _("changed the draft of a resolution: %(number)s"),
    "issue_resolution": _("issued a resolution: %(number)s"),
    "withdraw_resolution": _("revoked a resolution: %(number)s"),
    "give_up_resolution": _("gave up the draft of a resolution: %(number)s"),
    "supersede_resolution": _("recorded that a resolution is superseded: %(number)s"),
    "record_roll_out": _("recorded a session on a resolution: %(number)s"),
    "correct_roll_out": _("corrected a session on a resolution: %(number)s"),
    "strike_roll_out": _("struck out a session on a resolution: %(number)s"),
    "upload_programme": _("uploaded the unit's own programme on a resolution: %(number)s"),
    "adopt_programme": _("adopted the unit's own programme on a resolution: %(number)s"),
    "remind_of_resolution": _("reminded units of a resolution: %(number)s"),
    "enter_source": _("entered a source"),
    "list_source": _("put a source on the sympathiser list"),
    "assign_helper": _("assigned the helper of a source"),
    "give_task": _("gave a source a task"),
    "assess_task": _("assessed the task of a source"),
    "review_sources": _("reviewed the sources of a month: %(month)s"),
    "nominate_source": _("recorded the case that came of a source: %(case)s"),
    "watch_again": _("watched a source again"),
    "remove_source": _("removed a source"),
}
_BESIDE_CASES = {SITTINGS: _OF_SITTINGS, CLASSES: _OF_CLASSES, UNITS: _OF_UNITS}
_KIND_OF_STREAM = {"meeting": SITTINGS, "class": CLASSES, "unit": UNITS, "register": UNITS, "office": UNITS}


def sentence_of(entry: Entry, whom: str = "") -> str:
    """`whom`: whose seat it is about, in words."""
    kind = _KIND_OF_STREAM.get(entry.stream.partition(":")[0], CASES)
    if kind == CASES:
        return capfirst(act_sentence(entry.verb, entry.refs))
    words = str(_BESIDE_CASES[kind].get(entry.verb, entry.verb))
    return capfirst(words % _Told(entry.refs, whom))


def names_of(of: str) -> dict[str, str]:
    """Every act that a list of these may tell of, without its particulars."""
    names = dict(act_names()) if of in (CASES, EVERYTHING) else {}
    for kind in KINDS if of == EVERYTHING else (of,):
        for verb, words in _BESIDE_CASES.get(kind, {}).items():
            said = capfirst(str(words).partition(": %(")[0])
            # Two kinds may have an act of the same name.
            names[verb] = f"{names[verb]} / {said}" if verb in names else said
    return names


class _Told(dict[str, str]):
    """What the sentence names, from the references; what they don't have is a dash."""

    def __init__(self, refs: Mapping[str, Any], whom: str) -> None:
        told = {name: str(refs[name]) for name in ("case", "number", "code", "form", "years", "month") if name in refs}
        cases = refs.get("cases")
        if isinstance(cases, list):
            told["cases"] = ", ".join(map(str, cases))
        super().__init__(told | ({"whom": whom} if whom else {}))

    def __missing__(self, _name: str) -> str:
        return "–"
