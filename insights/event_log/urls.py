from django.urls import path

from insights.event_log import views

urlpatterns = [
    path("insights/events/", views.events, name="event_log"),
    path("insights/decisions/", views.decisions, name="decisions"),
    path("insights/decisions/register.<slug:kind>", views.decisions_file, name="decisions_file"),
    path("insights/units/<str:code>/work.<slug:kind>", views.export_unit_work, name="export_unit_work"),
    path("insights/lists/<slug:which>.<slug:kind>", views.export_list, name="export_list"),
]
