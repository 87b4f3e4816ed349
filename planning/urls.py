from __future__ import annotations

from django.urls import URLPattern, path

from planning.plans import views as plans
from planning.resolutions.views import parts, resolutions
from planning.sources.views import lists, reviewing, source

PLANS: list[URLPattern] = [
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/hand-back/", plans.return_plan, name="return_plan"),
    path("plans/<int:pk>/approve/", plans.approve_plan, name="approve_plan"),
    path("plans/of/<int:unit>/<str:basis>/<str:years>/", plans.write_plan, name="write_plan"),
]
_UNIT = "resolutions/<int:pk>/units/<int:unit>"
RESOLUTIONS: list[URLPattern] = [
    path("resolutions/", resolutions.listed, name="resolutions"),
    path("resolutions/draft/", resolutions.draft, name="draft_resolution"),
    path("resolutions/<int:pk>/", resolutions.shown, name="resolution"),
    path("resolutions/<int:pk>/paper/", resolutions.paper, name="resolution_paper"),
    path("resolutions/<int:pk>/programme/", resolutions.programme, name="resolution_programme"),
    path("resolutions/<int:pk>/change/", resolutions.change, name="change_resolution"),
    path("resolutions/<int:pk>/issue/", resolutions.issue, name="issue_resolution"),
    path("resolutions/<int:pk>/end/", resolutions.end, name="end_resolution"),
    path("resolutions/<int:pk>/remind/", resolutions.send_reminders, name="remind_of_resolution"),
    path(f"{_UNIT}/", parts.shown, name="resolution_unit"),
    path(f"{_UNIT}/record/", parts.record, name="record_roll_out"),
    path(f"{_UNIT}/sessions/<int:session>/correct/", parts.correct, name="correct_roll_out"),
    path(f"{_UNIT}/sessions/<int:session>/strike/", parts.strike, name="strike_roll_out"),
    path(f"{_UNIT}/programme/", parts.programme, name="unit_programme"),
    path(f"{_UNIT}/programme/adopt/", parts.adopt, name="adopt_programme"),
    path(f"{_UNIT}/programme/file/", parts.programme_file, name="unit_programme_file"),
]
SOURCES: list[URLPattern] = [
    path("sources/", lists.listed, name="sources"),
    path("sources/new/", source.enter, name="enter_source"),
    path("sources/reviews/", lists.reviewed, name="source_reviews"),
    path("sources/review/<int:unit>/<str:month>/", reviewing.review, name="review_sources"),
    path("sources/funnel/", lists.shown_as_funnel, name="source_funnel"),
    path("sources/of-case/<int:case>/", source.of_case, name="source_of_case"),
    path("sources/<int:pk>/", source.shown, name="source"),
    path("sources/<int:pk>/nominate/", source.nominate, name="nominate_source"),
    path("sources/<int:pk>/tasks/<int:task>/", source.assess, name="assess_task"),
    path("sources/<int:pk>/<str:act>/", source.do, name="act_on_source"),
]

urlpatterns: list[URLPattern] = [*RESOLUTIONS, *PLANS, *SOURCES]
