from django.urls import path

from insights.waits import views

urlpatterns = [
    path("", views.board, name="board"),
    path("cases/", views.cases_behind, name="board_cases"),
]
