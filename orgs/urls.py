from django.urls import path

from orgs.views import handing_over, organisation

urlpatterns = [
    path("", organisation.tree, name="organisation"),
    path("seats/<int:pk>/", handing_over.change, name="change_hands"),
    path("<str:code>/", organisation.unit, name="unit"),
]
