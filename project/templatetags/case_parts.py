"""`{% case_parts page.open_tasks page.sees_file as parts %}`: what other rooms add to the page of a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from project.case_parts import CasePart, parts_for, parts_with_forms

register = template.Library()


@register.simple_tag
def case_parts(open_tasks: Iterable[Any], sees_file: bool) -> list[CasePart]:
    return parts_for(open_tasks, sees_file)


@register.simple_tag
def form_parts() -> list[CasePart]:
    return parts_with_forms()
