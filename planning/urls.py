from __future__ import annotations

from django.urls import URLPattern, path

from planning.plans import views as plans

urlpatterns: list[URLPattern] = [
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/hand-back/", plans.return_plan, name="return_plan"),
    path("plans/<int:pk>/approve/", plans.approve_plan, name="approve_plan"),
    path("plans/of/<int:unit>/<str:basis>/<str:years>/", plans.write_plan, name="write_plan"),
]
