from django.urls import path

from meetings import views
from meetings.ballots import views as ballots

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("call/", views.call, name="call_meeting"),
    path("of-case/<int:case>/", views.of_case, name="meetings_of_case"),
    path("<int:pk>/", views.show, name="meeting"),
    path("<int:pk>/calendar.ics", views.calendar, name="meeting_calendar"),
    path("<int:pk>/ballot/", ballots.ballot, name="ballot"),
    path("<int:pk>/ballot/<int:ballot>/cast/", ballots.cast_vote, name="cast_vote"),
    path("<int:pk>/ballot/<slug:verb>/", ballots.run, name="run_ballot"),
    path("<int:pk>/codes/", ballots.codes, name="voting_codes"),
    path("<int:pk>/papers/<slug:slug>/", views.paper, name="meeting_paper"),
    path("<int:pk>/items/<int:item>/extract/", views.extract, name="meeting_extract"),
    path("<int:pk>/<slug:verb>/", views.act, name="act_on_meeting"),
]
