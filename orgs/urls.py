from django.urls import path

from orgs.views import organisation

urlpatterns = [
    path("", organisation.tree, name="organisation"),
    path("<str:code>/", organisation.unit, name="unit"),
]
