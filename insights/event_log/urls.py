from django.urls import path

from insights.event_log import views

urlpatterns = [
    path("insights/events/", views.events, name="event_log"),
    path("insights/lists/<slug:which>.<slug:kind>", views.export_list, name="export_list"),
]
