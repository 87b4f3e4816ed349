"""One act with everything around it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from admission_flow.queries.why import way_words
from insights.audit.access import reach_of
from insights.audit.story import Story, story_of
from journal.looking import looked
from orgs.explaining import Ground
from orgs.signed_in import user_of


@never_cache
@require_GET
@login_required
def story(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    reach = reach_of(user_of(request), now)
    found = story_of(reach, pk)
    refs = {"case": found.case.number, "case_id": found.case.pk, "entry": pk}
    looked("audit_story", refs, acting_user=reach.person, at=now)
    context = {
        "story": found,
        "entry": found.row.entry,
        "decisions": {"rows": {"decisions": [found.decision] if found.decision else []}},
        "ways": [
            (way_words(way), way, [(ground, _is_acted_from(found, ground)) for ground in way.grounds])
            for way in (found.right.ways if found.right else ())
        ],
        "runs": f"{reverse('audit_runs')}?case={found.case.pk}",
        "of_case": f"{reverse('audit')}?case={found.case.pk}",
        "looks": f"{reverse('audit_files')}?case={found.case.pk}",
    }
    return render(request, "audit/story.html", context)


def _is_acted_from(found: Story, ground: Ground) -> bool:
    """Whether it is this seat, or delegation, that the act was done from."""
    return found.acted_from == (ground.seat.pk, ground.delegation.pk if ground.delegation else None)
