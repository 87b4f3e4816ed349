"""What stands out, counted, each with the acts behind it."""

from __future__ import annotations

import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from insights.audit import unusual
from insights.audit.access import reach_of
from insights.audit.acts import COUNTED, counted
from insights.audit.filters import ActFilters, Period
from insights.audit.streams import acts_in, within_days
from insights.audit.views.tabs import desk_tabs
from journal.looking import looked
from orgs.signed_in import user_of

# What is looked at where no period is asked for.
LATELY = datetime.timedelta(days=90)


@never_cache
@require_GET
@login_required
def unusual_list(request: HttpRequest) -> HttpResponse:
    """One statement a kind, which counts no further than a list does."""
    now = timezone.now()
    reach = reach_of(user_of(request), now)
    asked = Period.of({name: request.GET.get(name, "") for name in ("since", "until")})
    if not (asked.since or asked.until):
        asked = Period(
            since=f"{timezone.localdate(now) - LATELY:%d/%m/%Y}", until=f"{timezone.localdate(now):%d/%m/%Y}"
        )
    looked("audit_unusual", asked.refs(), acting_user=reach.person, at=now)
    acts = within_days(acts_in(reach), *asked.days)
    filters = ActFilters(since=asked.since, until=asked.until)
    context = {
        "tabs": desk_tabs("unusual", reach),
        "period": asked.form,
        "most": COUNTED,
        "rows": [
            (kind, counted(kind.of(acts)), reverse("audit") + filters.address(odd=kind.name)) for kind in unusual.KINDS
        ],
    }
    return render(request, "audit/unusual.html", context)
