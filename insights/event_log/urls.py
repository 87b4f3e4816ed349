from django.urls import path

from insights.event_log import views

urlpatterns = [
    path("insights/events/", views.events, name="event_log"),
]
