from django.urls import path

from meetings import views

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("call/", views.call, name="call_meeting"),
    path("of-case/<int:case>/", views.of_case, name="meetings_of_case"),
    path("<int:pk>/", views.show, name="meeting"),
    path("<int:pk>/calendar.ics", views.calendar, name="meeting_calendar"),
    path("<int:pk>/items/<int:item>/extract/", views.extract, name="meeting_extract"),
    path("<int:pk>/<slug:verb>/", views.act, name="act_on_meeting"),
]
