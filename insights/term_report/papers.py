"""A kept report as paper: its figures, its texts and what stands around them, and the DOCX of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from admission_flow.paper_forms.facts import ABOVE_THE_BLOC, committee
from documents.models import Register
from documents.registers import SYMBOLS
from insights.models import ReportText, TermReport
from insights.term_report.drawing import DOTS, Head, draw
from insights.term_report.figures import Figures
from insights.term_report.paper import Paper, Written
from insights.term_report.period import Period
from insights.term_report.rows import Taken
from orgs.models import Unit

DRAFT_WORDS = "Dự thảo"
# Before an addressee, as an author may type it; the paper has its own.
DASHES = " \t-–—•*+"


def paper_of(report: TermReport) -> Paper:
    """One statement."""
    written = {one.section: Written(one.text, one.proposed) for one in ReportText.objects.filter(report=report)}
    figures = Figures(Taken.of_json(report.taken))
    return Paper(figures, report.body, written, tuple(report.causes), frozen=report.is_approved)


def paper_of_unit(taken: Taken, body: str) -> Paper:
    """Of a report that nobody keeps: what the figures say, and room for what only an author can."""
    return Paper(Figures(taken), body)


def docx_of(report: TermReport, paper: Paper) -> bytes:
    return draw(head_of(report), paper)


def head_of(report: TermReport) -> Head:
    return Head(
        superior=report.superior,
        body=report.body,
        title=report.title,
        number=report.number.symbol if report.number else "",
        dated=report.dated,
        place=report.place,
        symbol=symbol_of(report.unit),
        addressees=[name for line in report.addressees.splitlines() if (name := line.strip(DASHES))],
        signed_for=report.signed_for,
        signed_role=report.signed_role,
        signed_by=report.signed_by,
        draft="" if report.is_approved else DRAFT_WORDS,
    )


def head_of_unit(unit: Unit, period: Period) -> Head:
    """One statement."""
    body, superior = bodies_of(unit)
    return Head(superior=superior, body=body, title=title_of(period, None), symbol=symbol_of(unit), draft=DRAFT_WORDS)


def symbol_of(unit: Unit) -> str:
    return f"{Register.Kind.REPORT.value}/{SYMBOLS[unit.kind]}"


def bodies_of(unit: Unit) -> tuple[str, str]:
    """The committee that reports and the one above it; where that is no unit of the system, as the unit's last report
    has it. One statement."""
    if unit.depth > 1:
        above = Unit.objects.filter(path=unit.path[: -Unit.steplen]).first()
        return committee(unit), committee(above) if above else ABOVE_THE_BLOC
    named = TermReport.objects.filter(unit=unit).exclude(superior="").exclude(superior__contains=DOTS)
    return committee(unit), named.order_by("pk").values_list("superior", flat=True).last() or ABOVE_THE_BLOC


def has_dots(name: str) -> bool:
    """Room for what is written by hand, or dots that stand for it."""
    return "…" in name or ".." in name


def title_of(period: Period, taken: Taken | None) -> str:
    """Of a term that a resolution was carried out in, its name; in Vietnamese, as the paper is."""
    first = taken.rolled_out[0] if taken and taken.rolled_out else None
    years = period.number_of_years
    if years > 1 and first:
        return (
            f"tổng kết {years} năm thực hiện Nghị quyết số {first.number}, ngày {first.dated:%d/%m/%Y}, {period.words}"
        )
    return f"kết quả công tác phát triển đảng viên {period.words}"


def section_names() -> Mapping[str, str]:
    """The sections as the form and the refusals call them, in the reader's language."""
    return {
        "opening": _("Opening"),
        "situation": _("General situation"),
        "roll_out": _("Roll-out of resolutions"),
        "results": _("Results"),
        "classes": _("Classes and certificates"),
        "recognition": _("Recognised, struck off, withdrawn"),
        "shortfall": _("Shortcomings and causes"),
        "experience": _("Experience"),
        "directions": _("Directions"),
        "closing": _("Closing"),
    }
