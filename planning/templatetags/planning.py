"""`{% load planning %}`: bars and words of plans."""

from __future__ import annotations

from typing import Any

from django import template

from planning.plans.words import part_words

register = template.Library()
TRACK = 160  # pixels


@register.inclusion_tag("planning/progress_bar.html")
def progress_bar(percent: int) -> dict[str, Any]:
    """A bar of so many percent of its track; full from a hundred on."""
    return {
        "width": round(TRACK * min(100, percent) / 100),
        "track": TRACK,
        "tone": "done" if percent >= 100 else "info",
    }


@register.filter
def part_name(part: int) -> str:
    return part_words(part)
