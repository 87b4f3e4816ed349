from django.urls import path

from insights.waits import views

urlpatterns = [
    path("", views.board, name="board"),
    path("map/", views.process_map, name="process_map"),
    path("cases/", views.cases_behind, name="board_cases"),
    path("cases.<slug:kind>", views.behind_as_file, name="board_cases_file"),
]
